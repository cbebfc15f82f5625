import { NumberValue } from '@aws-sdk/lib-dynamodb';
import type { DomainFact } from '../schema/facts';
import { inCase } from '../schema/folding';
import type { Casing } from '../schema/folding';
import { inUse } from '../schema/in-use';
import { searchCasings } from '../schema/layout';
import type { KeyAttribute } from '../schema/layout';
import type { KeyTemplate } from '../schema/key-template';
import { sequenceTemplate } from '../schema/sequence-template';
import { isSequence } from '../schema/sequences';
import { attributeType } from '../schema/table';
import type { Item } from '../services/context';
import type { Range } from '../services/comparisons';
import type { Expression } from './expression';
import type { Mapping } from './mapping';
import { fitsSortKey } from './sort-key';
import type { AccessPath } from './planner';

/** A path that queries. */
export type QueryPath = Extract<AccessPath, { kind: 'query' }>;

/** A stretch of one partition. */
export interface Stretch {
  /** The partition; undefined for a scan. */
  readonly value?: unknown;
  /** What the items must lie in. */
  readonly range: Range;
  /** What the key condition asks for: at least as much, and nothing before the first item of the range. */
  readonly keyRange: Range;
  /** The position to begin after. */
  readonly start?: Item;
}

/** How the values of a sort field compare. */
export interface Order {
  readonly sort: string;
  readonly areNumbers: boolean;
  /** How its texts are compared, where not as they are. */
  readonly casing?: Casing;
  /** What makes one value of several fields. */
  readonly template?: KeyTemplate;
}

/** How the values of a field compare. */
export function orderBy(domain: DomainFact, sort: string): Order {
  if (inUse.sequences && isSequence(sort)) return { sort, areNumbers: false, template: sequenceTemplate(domain, sort) };
  return { sort, areNumbers: attributeType(domain, sort) === 'N', casing: searchCasings(domain).get(sort) };
}

/** The value of stored fields that stands in an order. */
export function valueIn(stored: Item, { sort, casing, template }: Order): unknown {
  if (template) return template.fill(stored);
  return casing === undefined ? stored[sort] : inCase(stored[sort], casing);
}

/**
 * What a value of the partition is in the key: of several fields it is made already, and without a field it is the one
 * partition of all items.
 */
export function partitionKey(mapping: Mapping, { index, partition }: QueryPath, value: unknown): unknown {
  const attribute = mapping.path(index).partition;
  if (partition !== undefined && isSequence(partition)) {
    // Behind a tenant, whose items alone are asked for.
    return typeof value === 'string' ? `${attribute.template.head}${value}` : undefined;
  }
  return mapping.fill(attribute, partition === undefined ? {} : { [partition]: value });
}

/** A key condition as DynamoDB takes it. */
export interface KeyCondition {
  readonly text: string;
  /** Whether it asks for the stretch and nothing beside it. */
  readonly isExact: boolean;
}

/** Behind every text that goes on with other letters: no letter is higher. */
const highest = '\u{10FFFF}';

/** The key condition that reads a stretch of a path. */
export function keyCondition(
  expression: Expression,
  { domain, mapping }: { readonly domain: DomainFact; readonly mapping: Mapping },
  path: QueryPath,
  { value, range, keyRange }: Stretch,
): KeyCondition {
  const { index, sort: sortField } = path;
  const { partition, sort } = mapping.path(index);
  const isSame = range === keyRange;
  const partitionTerm = `${expression.attribute(partition.name)} = ${expression.value(partitionKey(mapping, path, value))}`;
  if (!sort) return { text: partitionTerm, isExact: true };
  const and = (text: string): string => `${partitionTerm} AND ${text}`;
  if (!sort.template.isPlain && !(sortField !== undefined && isSequence(sortField))) {
    const { text, isExact } = templateCondition(expression, sort, sortField, keyRange);
    return { text: text === '' ? partitionTerm : and(text), isExact: isExact && isSame };
  }
  const { lower, upper, prefix } = keyRange;
  if (sortField === undefined || (!lower && !upper && prefix === undefined)) {
    return { text: partitionTerm, isExact: isSame };
  }
  const name = expression.attribute(sort.name);
  const { areNumbers } = orderBy(domain, sortField);
  const bound = (operand: unknown): string =>
    expression.value(
      areNumbers && typeof operand === 'string' ? NumberValue.from(operand) : mapping.write([sortField], operand),
    );
  // The embedded engine takes the letters of a prefix in either case.
  if (prefix !== undefined) return { text: and(`begins_with(${name}, ${bound(prefix)})`), isExact: false };
  // BETWEEN includes both ends; who reads leaves out an end that does not count.
  if (lower && upper) {
    return {
      text: and(`${name} BETWEEN ${bound(lower.value)} AND ${bound(upper.value)}`),
      isExact: isSame && lower.inclusive && upper.inclusive,
    };
  }
  const [end, sign] = lower ? [lower, '>'] : [upper, '<'];
  if (!end) return { text: partitionTerm, isExact: isSame };
  return { text: and(`${name} ${sign}${end.inclusive ? '=' : ''} ${bound(end.value)}`), isExact: isSame };
}

/**
 * The condition on a sort attribute that is made of a template: what the field begins with, or lies between, written
 * between the texts that are the same in every such key.
 */
function templateCondition(
  expression: Expression,
  { name: attribute, template }: KeyAttribute,
  field: string | undefined,
  { lower, upper, prefix }: Range,
): KeyCondition {
  const { head } = template;
  const value = (text: string): string => expression.value(text);
  const begins = (text: string): string =>
    text === '' ? '' : `begins_with(${expression.attribute(attribute)}, ${value(text)})`;
  if (template.fields.length === 0) {
    return { text: `${expression.attribute(attribute)} = ${value(head)}`, isExact: true };
  }
  if (field === undefined || (!lower && !upper && prefix === undefined)) return { text: begins(head), isExact: false };
  if (prefix !== undefined) return { text: begins(head + prefix), isExact: false };
  const isFollowed = template.after(field) !== '';
  const ends = { first: lower && template.begin(lower.value), last: upper && template.begin(upper.value) };
  // No key is so long, and nothing of the list lies there: the field is looked at after reading.
  if ((lower && unfit(ends.first)) || (upper && unfit(ends.last))) return { text: begins(head), isExact: false };
  // What follows the value makes a key greater than the value alone.
  const first = ends.first === undefined ? head : ends.first + (lower?.inclusive || !isFollowed ? '' : highest);
  const last = ends.last === undefined ? head + highest : ends.last + (upper?.inclusive && isFollowed ? highest : '');
  // Reading must not begin with what stands at an end that does not count: a small budget would never get past it.
  const name = expression.attribute(attribute);
  if (lower && !upper && !lower.inclusive && !isFollowed) return { text: `${name} > ${value(first)}`, isExact: false };
  if (upper && !lower && !upper.inclusive && !isFollowed) return { text: `${name} < ${value(last)}`, isExact: false };
  // Where nothing stands before the field there is no least key: DynamoDB takes no empty text for one.
  if (first === '') return { text: `${name} <= ${value(last)}`, isExact: false };
  return { text: `${name} BETWEEN ${value(first)} AND ${value(last)}`, isExact: false };
}

const unfit = (text: string | undefined): boolean => text === undefined || !fitsSortKey(text + highest);
