import { isRecord } from '../schema/guards';
import type { Comparison } from '../schema/comparisons';
import { fieldsOf, ownedFields } from '../schema/facts';
import type { DomainFact, FieldFact } from '../schema/facts';
import { keptBy } from '../schema/kept';
import { comparedValue, kinds } from '../schema/kinds';
import { comparisonFacts } from './comparisons';
import type { FieldProblem } from './errors';
import { invalid, mostProblems } from './validation';

export { comparisons } from '../schema/comparisons';
export type { Comparison } from '../schema/comparisons';

/** One comparison of one field; the path has more than one name for a field of a nested object. */
export interface Comparing {
  readonly field: readonly string[];
  readonly comparison: Comparison;
  /** As many as the arity of the comparison says, each of the field's kind, or as its operand says. */
  readonly values: readonly unknown[];
}

/** A checked filter; `comparisonFacts` says what each comparison means. */
export type Filter =
  Comparing | { readonly all: readonly Filter[] } | { readonly any: readonly Filter[] } | { readonly not: Filter };

/** The filter that every item meets. */
export const everyItem: Filter = { all: [] };

/** Whether a filter lets every item pass because it compares nothing. */
export function asksNothing(filter: Filter): boolean {
  if ('all' in filter) return filter.all.every(asksNothing);
  return 'any' in filter && filter.any.some(asksNothing);
}

/** The comparisons of a filter, wherever they stand in it. */
export function comparisonsIn(filter: Filter): readonly Comparing[] {
  if ('all' in filter) return filter.all.flatMap(comparisonsIn);
  if ('any' in filter) return filter.any.flatMap(comparisonsIn);
  return 'not' in filter ? comparisonsIn(filter.not) : [filter];
}

/** The fields that a filter asks about. */
export function fieldsIn(filter: Filter): readonly string[] {
  return pathsIn(filter).flatMap((path) => path.slice(0, 1));
}

/** The fields that a filter looks at, those of nested objects as paths. */
export function pathsIn(filter: Filter): readonly (readonly string[])[] {
  return comparisonsIn(filter).map(({ field }) => field);
}

/** The filter that holds where all of these hold. */
export function allOf(filters: readonly Filter[]): Filter {
  const [first, ...furtherFilters] = filters;
  return first && furtherFilters.length === 0 ? first : { all: filters };
}

/** The names that combine filters; no field can have them. */
export const combiners = ['and', 'or', 'not'] as const;

/** DynamoDB takes 4 KB and 300 operators in an expression; these bounds stay below both. */
const maxComparisons = 50;
/** The most values of one comparison. */
export const maxValues = 100;
const maxDepth = 5;
/** With `and` and `or` around them, and a not before each, that many comparisons need no more. */
const maxFilters = 150;

/** The comparisons that a field's kind takes. */
export function comparisonsOf(field: FieldFact): readonly Comparison[] {
  return kinds[field.kind].comparisons;
}

/** The fields that a filter can name, those of the service included. */
export const filterableFields = keptBy((domain: DomainFact): readonly FieldFact[] => [
  ...domain.fields,
  ...ownedFields,
]);

const emptyPart = 'must be a text that is not empty';

/**
 * Why a null is refused. Half of the languages of queries let it match nothing, the other half whatever lacks the field,
 * and a caller who meant neither would get every item.
 */
const nullFault = 'must not be null; write {"exists": false} to ask for items without the field, or leave it out';

/** Why a null is refused where a whole filter stands. */
const nullFilterFault = 'must not be null; leave it out';

/** Why a part of a filter that compares nothing is refused. */
const emptyFault = 'must hold a comparison; an absent variable leaves none: leave the whole filter out with it';

/** What a value of a comparison is like: the field's own scalar, a part of it, an element of a list, or a flag. */
export function valueField(field: FieldFact, comparison: Comparison): FieldFact {
  if (comparisonFacts[comparison].operand === 'flag') return { name: comparison, kind: 'boolean', optional: false };
  return 'each' in field ? field.each : field;
}

/** Whether a comparison takes a list of values. */
export function takesList(comparison: Comparison): boolean {
  return comparisonFacts[comparison].arity !== 'one';
}

/**
 * Checks a filter in its JSON form: `{ price: { ge: 10 }, or: [{ … }, { … }] }`. What is undefined is absent; a null is
 * refused wherever it stands.
 * @param asText values are texts of a query string and are read by the kind of their field
 * @returns the filter; what is wrong goes to `problems`
 */
export function admitFilter(
  domain: DomainFact,
  value: unknown,
  problems: FieldProblem[],
  { pointer = '/filter', asText = false } = {},
): Filter {
  if (value === undefined) return everyItem;
  const reader = new FilterReader(problems, asText);
  return reader.read(filterableFields(domain), value, [], pointer, 0);
}

class FilterReader {
  private count = 0;
  private filters = 0;

  constructor(
    private readonly problems: FieldProblem[],
    private readonly asText: boolean,
  ) {}

  read(fields: readonly FieldFact[], input: unknown, path: readonly string[], pointer: string, depth: number): Filter {
    if (input === undefined) return everyItem;
    if (++this.filters > maxFilters) return this.end(pointer, `is one filter too many: ${maxFilters} at most`);
    if (input === null) return this.refuse(pointer, nullFilterFault);
    if (!isRecord(input)) return this.refuse(pointer, 'must be an object such as { "price": { "ge": 10 } }');
    if (depth > maxDepth) return this.refuse(pointer, `must be at most ${maxDepth} levels deep`);
    const parts = Object.entries(input).map(([name, value]): Filter => {
      const memberPointer = `${pointer}/${name.slice(0, 60)}`;
      if (value === undefined) return everyItem;
      const combines = path.length === 0 && combiners.some((combiner) => combiner === name);
      if (value === null) return this.refuse(memberPointer, combines ? nullFilterFault : nullFault);
      if (path.length === 0 && (name === 'and' || name === 'or')) {
        if (!Array.isArray(value) || value.length === 0) return this.refuse(memberPointer, 'must be a list of filters');
        const filters = value.map((part, index) =>
          this.readBranch(fields, part, `${memberPointer}/${index}`, depth + 1),
        );
        return name === 'and' ? { all: filters } : { any: filters };
      }
      if (path.length === 0 && name === 'not') {
        return { not: this.readBranch(fields, value, memberPointer, depth + 1) };
      }
      const field = fields.find((candidate) => candidate.name === name);
      if (!field) {
        const names = fields.map((candidate) => candidate.name).join(', ');
        return this.refuse(memberPointer, `is not a field here; a filter takes ${names}`);
      }
      return this.readField(field, value, [...path, name], memberPointer, depth);
    });
    return allOf(parts);
  }

  /**
   * A filter that stands in `and`, `or` or `not`. One that compares nothing would let every item pass an `or`, and none a
   * `not`: what is left of it where a variable is absent is no filter that anybody has meant.
   */
  private readBranch(fields: readonly FieldFact[], input: unknown, pointer: string, depth: number): Filter {
    const problemsBefore = this.problems.length;
    const branch = this.read(fields, input, [], pointer, depth);
    if (!asksNothing(branch) || this.problems.length > problemsBefore) return branch;
    return this.refuse(pointer, emptyFault);
  }

  private readField(field: FieldFact, input: unknown, path: readonly string[], pointer: string, depth: number): Filter {
    const comparisons = comparisonsOf(field);
    if (!isRecord(input)) return this.refuse(pointer, `must be an object with a comparison: ${comparisons.join(', ')}`);
    if (field.kind === 'object') {
      // A nested class has no field that is named like one of these.
      const isComparison = ([name]: readonly [string, unknown]): boolean =>
        comparisons.some((comparison) => comparison === name);
      const entries = Object.entries(input);
      const compared = this.readComparisons(
        field,
        comparisons,
        Object.fromEntries(entries.filter(isComparison)),
        path,
        pointer,
      );
      const inner = Object.fromEntries(entries.filter((entry) => !isComparison(entry)));
      return { all: [compared, this.read(fieldsOf(field.type()), inner, path, pointer, depth + 1)] };
    }
    return this.readComparisons(field, comparisons, input, path, pointer);
  }

  private readComparisons(
    field: FieldFact,
    comparisons: readonly Comparison[],
    input: Record<string, unknown>,
    path: readonly string[],
    pointer: string,
  ): Filter {
    const parts = Object.entries(input).map(([name, value]): Filter => {
      const memberPointer = `${pointer}/${name.slice(0, 60)}`;
      if (value === undefined) return everyItem;
      if (value === null) return this.refuse(memberPointer, nullFault);
      const comparison = comparisons.find((candidate) => candidate === name);
      if (!comparison)
        return this.refuse(memberPointer, `is not a comparison of ${field.name}; it takes ${comparisons.join(', ')}`);
      return this.readComparison(field, comparison, value, path, memberPointer);
    });
    return allOf(parts);
  }

  private readComparison(
    field: FieldFact,
    comparison: Comparison,
    input: unknown,
    path: readonly string[],
    pointer: string,
  ): Filter {
    this.count++;
    if (this.count > maxComparisons) return this.end(pointer, `is one comparison too many: ${maxComparisons} at most`);
    const { arity, operand } = comparisonFacts[comparison];
    const text = this.asText && typeof input === 'string' ? input.split(',') : input;
    const list: unknown = arity === 'one' ? [input] : text;
    if (!isList(list)) return this.refuse(pointer, 'must be a list');
    if (arity === 'two' && list.length !== 2) return this.refuse(pointer, 'must have two values, the lower first');
    if (list.length === 0 || list.length > maxValues) return this.refuse(pointer, `must have 1 to ${maxValues} values`);
    const target = valueField(field, comparison);
    const values: unknown[] = [];
    for (const [index, value] of list.entries()) {
      if (value === null) return this.refuse(arity === 'one' ? pointer : `${pointer}/${index}`, nullFault);
      const read = comparedValue(target, value, this.asText);
      if ('fault' in read) return this.refuse(pointer, read.fault);
      // Every text has an empty part, but not every list an empty element.
      if (operand === 'part' && read.value === '' && field.kind !== 'list') return this.refuse(pointer, emptyPart);
      values.push(read.value);
    }
    return { field: path, comparison, values: arity === 'several' ? distinct(values) : values };
  }

  /** Ends the look at a filter that is too large: what is wrong with the rest of it helps nobody. */
  private end(pointer: string, detail: string): never {
    this.problems.push({ pointer, detail });
    throw invalid('bad-query', this.problems);
  }

  private refuse(pointer: string, detail: string): Filter {
    this.problems.push({ pointer, detail });
    if (this.problems.length >= mostProblems) throw invalid('bad-query', this.problems);
    return everyItem;
  }
}

function distinct(values: readonly unknown[]): readonly unknown[] {
  return [...new Set(values)];
}

/** Array.isArray makes a list of any values of what it is told nothing about. */
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
