import type { DomainFact } from '../../schema/facts';
import { layoutOf } from '../../schema/layout';
import type { PathLayout } from '../../schema/layout';

/*
 * What AWS refuses in a read (ValidationException) although an engine may let it pass.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */

const maxExpressionBytes = 4096;
const maxOperators = 300;
const maxOperands = 100;
const maxPartitionBytes = 2048;
const maxSortBytes = 1024;

/** A value in DynamoDB's JSON, such as `{ "S": "text" }`. */
type Wire = Readonly<Record<string, any>>;

interface Schema {
  readonly partition: string;
  readonly sort?: string;
}

const schemaOf = ({ partition, sort }: PathLayout): Schema => ({ partition: partition.name, sort: sort?.name });

const tableOf = (domain: DomainFact): Schema => schemaOf(layoutOf(domain).key);

const indexesOf = (domain: DomainFact): readonly PathLayout[] => [...layoutOf(domain).indexes.values()];

/** What AWS would have against a read of a domain's table; empty when nothing. */
export function breaches(operation: string, input: any, domain: DomainFact): readonly string[] {
  switch (operation) {
    case 'Query':
    case 'Scan':
      return [...ofExpressions(input), ...ofReading(input, domain)];
    case 'BatchGetItem': {
      const { Keys, ...rest } = Object.values<any>(input.RequestItems)[0];
      const texts = Keys.map((key: Wire) => JSON.stringify(Object.entries(key).toSorted()));
      return [
        ...ofExpressions(rest),
        ...Keys.flatMap((key: Wire) => ofKey(key, tableOf(domain), 'a key')),
        ...(Keys.length > 100 ? ['more than 100 keys'] : []),
        ...(new Set(texts).size < texts.length ? ['a key twice'] : []),
      ];
    }
    case 'GetItem':
      return [...ofExpressions(input), ...ofKey(input.Key, tableOf(domain), 'the key')];
    default:
      return [];
  }
}

function ofExpressions(input: any): string[] {
  const expressions: string[] = [
    input.KeyConditionExpression,
    input.FilterExpression,
    input.ProjectionExpression,
  ].filter((one) => one !== undefined);
  const found: string[] = [];
  for (const text of expressions) {
    if (text.trim() === '') found.push('an empty expression');
    if (Buffer.byteLength(text) > maxExpressionBytes) found.push(`an expression of ${text.length} bytes`);
    const operators = text.match(/\b(AND|OR|NOT|BETWEEN|IN|attribute_\w+|begins_with|contains)\b|<>|[<>]=?|=/g) ?? [];
    if (operators.length > maxOperators) found.push(`${operators.length} operators in an expression`);
    for (const [, list] of text.matchAll(/ IN \(([^)]*)\)/g)) {
      if (list!.split(',').length > maxOperands) found.push('an IN of too many operands');
    }
    for (const [, lower, upper] of text.matchAll(/BETWEEN (:\w+) AND (:\w+)/g)) {
      const [low, high] = [input.ExpressionAttributeValues[lower!], input.ExpressionAttributeValues[upper!]];
      if (compare(low, high) > 0) found.push('a BETWEEN whose lower bound is above the upper');
    }
  }
  const used = new Set(expressions.flatMap((text) => text.match(/[:#]\w+/g) ?? []));
  const given = [input.ExpressionAttributeNames, input.ExpressionAttributeValues].flatMap((one) =>
    Object.keys(one ?? {}),
  );
  if (given.some((name) => !used.has(name)) || [...used].some((name) => !given.includes(name))) {
    found.push('names and values other than those that are used');
  }
  const paths = input.ProjectionExpression?.split(', ') ?? [];
  if (new Set(paths).size < paths.length) found.push('a projection of one path twice');
  const values = Object.values<Wire>(input.ExpressionAttributeValues ?? {});
  if (values.some(({ N }) => N !== undefined && Number(N) !== 0 && Math.abs(Number(N)) < 1e-130)) {
    found.push('a number below 1e-130');
  }
  return found;
}

function ofReading(input: any, domain: DomainFact): string[] {
  const index: Schema =
    input.IndexName === undefined
      ? tableOf(domain)
      : schemaOf(indexesOf(domain).find((path) => path.index === input.IndexName)!);
  const found = ofStart(input.ExclusiveStartKey, index, domain);
  if (input.Limit < 1) found.push('a Limit below 1');
  if (!input.KeyConditionExpression) return found;
  const names = input.ExpressionAttributeNames;
  const filtered = (input.FilterExpression?.match(/(?<!\.)#\w+/g) ?? []).map(
    (placeholder: string) => names[placeholder],
  );
  if (filtered.some((name: string) => name === index.partition || name === index.sort)) {
    found.push('a filter on a key attribute of what is queried');
  }
  const condition = /^(#\w+) = (:\w+)(?: AND (.+))?$/.exec(input.KeyConditionExpression);
  if (!condition || names[condition[1]!] !== index.partition) return [...found, 'no equality on the partition key'];
  const values = input.ExpressionAttributeValues;
  const key = { [index.partition]: values[condition[2]!] };
  found.push(...ofKey(key, { partition: index.partition }, 'the key condition'));
  const [, , , range] = condition;
  if (range === undefined) return found;
  const bounds = (range.match(/:\w+/g) ?? []).map((placeholder: string): Wire => values[placeholder]);
  for (const bound of bounds) {
    found.push(...ofKey({ ...key, [index.sort!]: bound }, index, 'the key condition'));
  }
  const start = input.ExclusiveStartKey?.[index.sort!];
  if (start && !isWithin(range, bounds, start)) found.push('a starting key outside the key condition');
  if (found.length === 0 && typesOf(bounds, domain, index.sort!)) found.push('a bound of another type than the key');
  return found;
}

function ofStart(start: Wire | undefined, index: Schema, domain: DomainFact): string[] {
  if (!start) return [];
  const wanted = new Set(
    [tableOf(domain), index].flatMap(({ partition, sort }) => (sort ? [partition, sort] : [partition])),
  );
  const names = Object.keys(start);
  const right = names.length === wanted.size && names.every((name) => wanted.has(name));
  const wrong = names.filter((name) => typesOf([start[name]], domain, name));
  return [
    ...(right ? [] : [`a starting key of ${names.join(', ')}`]),
    ...wrong.map((name) => `a starting key whose ${name} has the wrong type`),
  ];
}

function ofKey(key: Wire, { partition, sort }: Schema, where: string): string[] {
  const sizes: [string, number][] = [
    [partition, maxPartitionBytes],
    ...(sort ? [[sort, maxSortBytes] as [string, number]] : []),
  ];
  return sizes.flatMap(([name, most]) => {
    const text = key[name]?.S;
    if (text === '') return [`${where} with an empty value`];
    return text !== undefined && Buffer.byteLength(text) > most ? [`${where} with a value over ${most} bytes`] : [];
  });
}

/** Whether one of the values is not of the type of its attribute. */
function typesOf(values: readonly Wire[], domain: DomainFact, name: string): boolean {
  const attribute = [layoutOf(domain).key, ...indexesOf(domain)]
    .flatMap(({ partition, sort }) => [partition, sort])
    .find((candidate) => candidate?.name === name)!;
  return values.some((value) => value[attribute.type] === undefined);
}

function isWithin(range: string, [first, second]: readonly Wire[], value: Wire): boolean {
  // The embedded engine takes the letters of a prefix in either case and may end a page there; AWS never would.
  if (range.startsWith('begins_with')) return value.S.toLowerCase().startsWith(first!.S.toLowerCase());
  const difference = compare(value, first!);
  if (range.includes('BETWEEN')) return difference >= 0 && compare(value, second!) <= 0;
  const [sign] = /[<>]=?|=/.exec(range)!;
  if (sign === '=') return difference === 0;
  return sign.startsWith('<') ? difference <= 0 : difference >= 0;
}

function compare(one: Wire, other: Wire): number {
  if (one.N !== undefined) return Number(one.N) - Number(other.N);
  return Buffer.compare(Buffer.from(one.S), Buffer.from(other.S));
}
