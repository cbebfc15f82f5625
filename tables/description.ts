import type { CreateTableCommandInput, KeySchemaElement, ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { fieldOf, ownedFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';

/** The name of a domain's table; the prefix keeps stages and tests apart. */
export function tableName(domain: DomainFact, prefix: string): string {
  return `${prefix}${domain.name}`;
}

/** The table that a domain declares, as CreateTable takes it. */
export function describeTable(domain: DomainFact, prefix: string): CreateTableCommandInput {
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

function keySchema({ partition, sort }: { partition: string; sort?: string }): KeySchemaElement[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
  ];
}

/** The type of a key attribute. */
export function attributeType(domain: DomainFact, name: string): ScalarAttributeType {
  const field = ownedFields.find((owned) => owned.name === name) ?? fieldOf(domain, name);
  return ['integer', 'float', 'money'].includes(field.kind) ? 'N' : 'S';
}
