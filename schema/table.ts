import { DeclarationError } from './facts';
import { fieldOf, ownedFields } from './facts';
import type { DomainFact } from './facts';
import { kinds } from './kinds';
import type { AttributeType } from './kinds';
import { layoutOf } from './layout';
import type { KeyAttribute, PathLayout } from './layout';

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

/** A table and the domains whose items lie in it. */
export interface TableFact {
  /** Without the prefix of a stage; the whole name of an existing one. */
  readonly name: string;
  /** It belongs to somebody else too, and is used as it is. */
  readonly isExisting: boolean;
  readonly domains: readonly [DomainFact, ...DomainFact[]];
  /** For names that take letters alone: the class of a table of one domain. */
  readonly title: string;
  /** The attribute of its time to live, if its items expire. */
  readonly expiry?: string;
}

/** The name of a domain's table; the prefix keeps stages and tests apart. */
export function tableName(domain: DomainFact, prefix: string): string {
  const { table, isExisting } = layoutOf(domain);
  return isExisting ? table : `${prefix}${table}`;
}

/**
 * The tables of domains, each once.
 * @throws DeclarationError when domains that share a table cannot do so
 */
export function tablesOf(domains: readonly DomainFact[]): readonly TableFact[] {
  const names = new Set(domains.map((domain) => layoutOf(domain).table));
  return [...names].map((name) => {
    const [first, ...others] = domains.filter((domain) => layoutOf(domain).table === name);
    if (!first) throw new TypeError(`No domain has the table ${name}.`);
    const sharing = [first, ...others] as const;
    checkSharing(name, sharing);
    const expiring = sharing.find(({ expiresAfterDays }) => expiresAfterDays !== undefined);
    return {
      name,
      isExisting: layoutOf(first).isExisting,
      domains: sharing,
      title: name === first.name ? first.typeName : capitals(name),
      ...(expiring && { expiry: layoutOf(expiring).expiry }),
    };
  });
}

/** A table as its domains declare it. */
export function describeTable({ name, isExisting, domains }: TableFact, prefix: string): DeclaredTable {
  const layouts = domains.map(layoutOf);
  const [{ key }] = [layoutOf(domains[0])];
  const indexes = new Map(
    layouts.flatMap((layout) => [...layout.indexes.values()]).map((path) => [path.index ?? '', path]),
  );
  const attributes = new Map(
    [key, ...indexes.values()].flatMap(keyAttributes).map(({ name: attribute, type }) => [attribute, type]),
  );
  return {
    TableName: isExisting ? name : `${prefix}${name}`,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map(([AttributeName, type]) => ({ AttributeName, AttributeType: type })),
    KeySchema: keySchema(key),
    GlobalSecondaryIndexes:
      indexes.size === 0
        ? undefined
        : [...indexes].map(([IndexName, path]) => ({
            IndexName,
            KeySchema: keySchema(path),
            Projection: { ProjectionType: 'ALL' },
          })),
    StreamSpecification: domains.some(({ stream }) => stream)
      ? { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' }
      : undefined,
  };
}

const keyAttributes = ({ partition, sort }: PathLayout): readonly KeyAttribute[] => [
  partition,
  ...(sort ? [sort] : []),
];

function keySchema({ partition, sort }: PathLayout): KeyElement[] {
  return [
    { AttributeName: partition.name, KeyType: 'HASH' },
    ...(sort ? [{ AttributeName: sort.name, KeyType: 'RANGE' as const }] : []),
  ];
}

/** Domains in one table have the same key and the same indexes, and no item could be that of another. */
function checkSharing(table: string, domains: readonly [DomainFact, ...DomainFact[]]): void {
  for (const [position, domain] of domains.entries()) {
    for (const other of domains.slice(0, position)) checkPair(table, other, domain);
  }
}

function checkPair(table: string, first: DomainFact, second: DomainFact): void {
  const [left, right] = [layoutOf(first), layoutOf(second)];
  const names = `${first.typeName} and ${second.typeName}`;
  const fault = (words: string): DeclarationError =>
    new DeclarationError(`${names} share the table "${table}", ${words}`);
  if (left.isExisting !== right.isExisting) {
    throw fault('which is existing for one of them alone: say it of both.');
  }
  if (left.expiry !== right.expiry && [first, second].every(({ expiresAfterDays }) => expiresAfterDays !== undefined)) {
    throw fault('which has one attribute of its time to live: write the same table.marks.expires for both.');
  }
  if (shapeOf(left.key) !== shapeOf(right.key)) {
    throw fault(
      `and its key is ${shapeOf(left.key)} for one and ${shapeOf(right.key)} for the other: write table.key with the same attributes for both.`,
    );
  }
  if (!areApart(left.key, right.key)) {
    throw fault(
      `and an item of one could have the key of the other: let the templates of table.key begin with different texts, such as '${first.typeName.toUpperCase()}#' and '${second.typeName.toUpperCase()}#'.`,
    );
  }
  for (const path of left.indexes.values()) {
    const same = [...right.indexes.values()].find(({ index }) => index === path.index);
    if (!same) continue;
    if (shapeOf(path) !== shapeOf(same)) {
      throw fault(`and its index "${path.index}" has other attributes for each: write the same in table.indexes.`);
    }
    if (!areApart(path, same)) {
      throw fault(
        `and its index "${path.index}" cannot tell their items apart: let the templates of a key attribute of it begin with different texts.`,
      );
    }
  }
}

const shapeOf = (path: PathLayout): string =>
  keyAttributes(path)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ');

const areApart = (left: PathLayout, right: PathLayout): boolean =>
  left.partition.template.isApartFrom(right.partition.template) ||
  (left.sort !== undefined && right.sort !== undefined && left.sort.template.isApartFrom(right.sort.template));

/** The letters and digits of a name, each word with a capital. */
const capitals = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/**
 * The type of a key attribute for a field that is stored as it is, which is how its values compare.
 * @throws DeclarationError when no key can hold the field
 */
export function attributeType(domain: DomainFact, name: string): AttributeType {
  const { kind } = ownedFields.find((owned) => owned.name === name) ?? fieldOf(domain, name);
  const { key } = kinds[kind];
  if (!key) throw new DeclarationError(`${domain.typeName}.${name} is a ${kind}, which no key can hold.`);
  return key.attribute;
}
