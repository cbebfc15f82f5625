import fc from 'fast-check';
import type { Comparison } from '../../schema/comparisons';
import { fieldsOf, nestedClass, ownedFields } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import type { FieldKind } from '../../schema/kinds';
import { comparisonFacts } from '../../services/comparisons';
import type { Item } from '../../services/context';
import { comparisonsOf } from '../../services/filter';
import type { RandomDomain } from './random-domains';

/** What a list is asked for, in the words of the documentation. */
export type Ask =
  Comparing | { readonly and: readonly Ask[] } | { readonly or: readonly Ask[] } | { readonly not: Ask };

export interface Comparing {
  readonly field: readonly string[];
  readonly comparison: Comparison;
  /** A list where the comparison takes more than one. */
  readonly value: unknown;
}

export interface Question {
  /** All of these must hold. */
  readonly where: readonly Ask[];
  readonly sort?: { readonly field: string; readonly descending: boolean };
  readonly limit: number;
  /** The fields to answer with beside the key; all of them when left out. */
  readonly fields?: readonly string[];
  /** How the filter is spelled in a query string. */
  readonly brackets: boolean;
  /** Where in the list to try cursors, from 0 to 1. */
  readonly from: number;
}

/** Draws questions about a domain, most of them such that a path of it can answer. */
export function questionsAbout(domain: RandomDomain): fc.Arbitrary<Question> {
  const { fact } = domain;
  const targets = [fact.key, ...Object.values(fact.indexes)];
  const sorts = targets.flatMap(({ sort }) => (sort === undefined ? [] : [sort]));
  const known = fact.fields.map(({ name }) => name);
  return fc.constantFrom(...targets, undefined).chain((target) => {
    const { sort } = target ?? {};
    // Now and then an order that the target does not have.
    const order = fc.constantFrom(...[sort, sort, sort, sort, sort, sort, sort, ...sorts]);
    return fc.record(
      {
        where: fc
          .tuple(
            target ? onPartition(domain, target.partition) : fc.constant([]),
            sort === undefined ? fc.constant([]) : onSort(domain, sort),
            fc.oneof(
              { weight: 3, arbitrary: fc.constant([]) },
              { weight: 4, arbitrary: fc.array(asks(domain, 2), { minLength: 1, maxLength: 2 }) },
            ),
          )
          .chain((parts) => fc.shuffledSubarray(parts.flat(), { minLength: parts.flat().length })),
        sort: fc
          .tuple(order, fc.boolean())
          .map(([field, descending]) => (field === undefined ? undefined : { field, descending })),
        limit: fc.integer({ min: 1, max: 7 }),
        fields: fc.subarray(known),
        brackets: fc.boolean(),
        from: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      },
      { requiredKeys: ['where', 'limit', 'brackets', 'from'] },
    );
  });
}

function onPartition(domain: RandomDomain, partition: string): fc.Arbitrary<readonly Ask[]> {
  const field = [partition];
  const value = valuesOf(domain, field);
  const one = value.map((given): Ask => ({ field, comparison: 'eq', value: given }));
  const some = (size: object) =>
    fc
      .uniqueArray(value, { minLength: 1, ...size, selector: String })
      .map((given): Ask => ({ field, comparison: 'in', value: given }));
  return fc.oneof(
    { weight: 5, arbitrary: one.map((ask) => [ask]) },
    { weight: 7, arbitrary: some({ maxLength: 5, size: 'max' }).map((ask) => [ask]) },
    { weight: 1, arbitrary: fc.tuple(some({ maxLength: 30, size: 'max' }), one) },
    { weight: 1, arbitrary: some({ maxLength: 40, size: 'max' }).map((ask) => [ask]) },
  );
}

function onSort(domain: RandomDomain, sort: string): fc.Arbitrary<readonly Ask[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(comparing(domain, [sort]), { minLength: 1, maxLength: 2 }) },
    // Whoever takes one of these for a sign that the field is there takes an index that hides items.
    {
      weight: factAt(domain.fact, [sort]).optional ? 4 : 1,
      arbitrary: comparing(domain, [sort], servesNoKey).map((ask) => [ask]),
    },
  );
}

const servesNoKey = (comparison: Comparison): boolean => comparisonFacts[comparison].key === undefined;

function asks(domain: RandomDomain, depth: number): fc.Arbitrary<Ask> {
  const leaf = fc.constantFrom(...pathsOf(domain.fact)).chain((path) => comparing(domain, path));
  if (depth === 0) return leaf;
  const below = asks(domain, depth - 1);
  const several = fc.array(below, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: several.map((and): Ask => ({ and })) },
    { weight: 2, arbitrary: several.map((or): Ask => ({ or })) },
    { weight: 2, arbitrary: below.map((not): Ask => ({ not })) },
  );
}

function pathsOf({ fields }: DomainFact): readonly (readonly string[])[] {
  return [...fields, ...ownedFields].flatMap((field) => [
    [field.name],
    ...(field.kind === 'object' ? fieldsOf(field.type()).map(({ name }) => [field.name, name]) : []),
  ]);
}

function comparing(
  domain: RandomDomain,
  path: readonly string[],
  isWanted: (comparison: Comparison) => boolean = () => true,
): fc.Arbitrary<Ask> {
  const value = valuesOf(domain, path);
  return fc
    .constantFrom(...comparisonsOf(factAt(domain.fact, path)).filter(isWanted))
    .chain((comparison): fc.Arbitrary<Ask> => {
      const { arity, operand } = comparisonFacts[comparison];
      const one = { value, part: fc.tuple(value, fc.constantFrom(0, -1)).map(partOf), flag: fc.boolean() }[operand];
      const made: fc.Arbitrary<unknown> = {
        one,
        two: fc.tuple(one, one).map((pair) => [...pair]),
        several: fc.uniqueArray(one, { minLength: 1, maxLength: 5, selector: String }),
      }[arity];
      return made.map((given) => ({ field: path, comparison, value: given }));
    });
}

/** The first or the last letter of a text; the element of a list is a part as it is. */
function partOf([value, place]: readonly [unknown, number]): unknown {
  return typeof value === 'string' ? [...value].at(place) : value;
}

/** Values to compare with: those of the items, and some that no item has. */
function valuesOf(domain: RandomDomain, path: readonly string[]): fc.Arbitrary<unknown> {
  const field = factAt(domain.fact, path);
  const kind = field.kind === 'list' ? field.each.kind : field.kind;
  const there = domain.items
    .map((item) => valueAt(item, path))
    .flat()
    .filter((value) => value !== undefined && typeof value !== 'object');
  const text = fc.constantFrom('A', 'a', 'zz', '\u{10000}', '\uE000', 'none');
  const none = fc.constant('nothing compares it');
  const others: Record<FieldKind, fc.Arbitrary<unknown>> = {
    id: text,
    text,
    email: fc.oneof(text, fc.constant('nobody@example.com')),
    url: fc.oneof(text, fc.constant('https://nowhere.example/')),
    date: fc.constantFrom('2026-02-28', '1970-01-01', '2400-02-29'),
    duration: fc.constantFrom('P31D', 'PT36H'),
    list: none,
    object: none,
    objects: none,
    json: none,
    boolean: fc.boolean(),
    enumeration: fc.constantFrom('NEW', 'Middle'),
    integer: fc.integer({ min: -15, max: 15 }),
    float: fc.constantFrom(-1e99, -0.5, 0.2, 5, 1e30),
    money: fc.constantFrom(0, 5, 9.99, 1e6, -1),
    dateTime: fc.constantFrom('2026-01-15T10:30:00.001+01:00', '1969-12-31T19:00:00-05:00', '2030-01-01T00:00:00Z'),
  };
  const other = others[kind];
  return there.length === 0
    ? other
    : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: other });
}

/** The fact of a field, or of one inside a nested object. */
export function factAt({ fields }: DomainFact, [name, inner]: readonly string[]): FieldFact {
  const field = [...fields, ...ownedFields].find((candidate) => candidate.name === name)!;
  return inner === undefined ? field : fieldsOf(nestedClass(field)!).find((candidate) => candidate.name === inner)!;
}

/** What an item holds at a path. */
export function valueAt(item: Item, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Item | undefined)?.[name], item);
}
