import { DeclarationError, fieldOf, ownedFields } from './facts';
import type { DomainFact } from './facts';
import { kinds } from './kinds';
import type { AttributeType } from './kinds';

export type { AttributeType } from './kinds';

interface KeyElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

/** A table as DynamoDB's CreateTable takes it, and as CloudFormation does. */
export interface DeclaredTable {
  TableName: string;
  BillingMode: 'PAY_PER_REQUEST';
  AttributeDefinitions: { AttributeName: string; AttributeType: AttributeType }[];
  KeySchema: KeyElement[];
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeyElement[]; Projection: { ProjectionType: 'ALL' } }[];
  StreamSpecification?: { StreamEnabled: true; StreamViewType: 'NEW_IMAGE' };
}

/** DynamoDB's time to live: the second after which an item is gone. DynamoDB itself deletes it only days later. */
export const expiryAttribute = '_expires';

/** The name of a domain's table; the prefix keeps stages and tests apart. */
export function tableName(domain: DomainFact, prefix: string): string {
  return `${prefix}${domain.name}`;
}

/** The table that a domain declares. */
export function describeTable(domain: DomainFact, prefix: string): DeclaredTable {
  const indexes = Object.entries(domain.indexes);
  const attributes = new Set(
    [domain.key, ...indexes.map(([, index]) => index)].flatMap(({ partition, sort }) => [
      partition,
      ...(sort ? [sort] : []),
    ]),
  );
  return {
    TableName: tableName(domain, prefix),
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((name) => ({
      AttributeName: name,
      AttributeType: attributeType(domain, name),
    })),
    KeySchema: keySchema(domain.key),
    GlobalSecondaryIndexes:
      indexes.length === 0
        ? undefined
        : indexes.map(([name, index]) => ({
            IndexName: name,
            KeySchema: keySchema(index),
            Projection: { ProjectionType: 'ALL' },
          })),
    StreamSpecification: domain.stream ? { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } : undefined,
  };
}

function keySchema({ partition, sort }: { partition: string; sort?: string }): KeyElement[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
  ];
}

/**
 * The type of a key attribute.
 * @throws DeclarationError when no key can hold the field
 */
export function attributeType(domain: DomainFact, name: string): AttributeType {
  const { kind } = ownedFields.find((owned) => owned.name === name) ?? fieldOf(domain, name);
  const { key } = kinds[kind];
  if (!key) throw new DeclarationError(`${domain.typeName}.${name} is a ${kind}, which no key can hold.`);
  return key.attribute;
}
