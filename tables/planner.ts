import type { DomainFact, FieldFact } from '../schema/facts';
import { indexAdvice } from '../schema/index-advice';
import { kinds } from '../schema/kinds';
import { keyAttributes, layoutOf, queryPaths } from '../schema/layout';
import { partsOf } from '../schema/sequences';
import { comparisonFacts } from '../services/comparisons';
import type { Bound, KeyPart, Range } from '../services/comparisons';
import type { Key, Sort } from '../services/context';
import { ServiceError } from '../services/errors';
import { allOf } from '../services/filter';
import type { Comparing, Filter } from '../services/filter';
import { compareValues } from '../services/value-order';
import { equalOf, isInOrder, rangeOf } from './sequences';
import type { KnownRange, KnownValues } from './sequences';
import { fitsSortKey } from './sort-key';

/** How a list is read. */
export type AccessPath =
  | { readonly kind: 'keys'; readonly keys: readonly Key[] }
  | {
      readonly kind: 'query';
      /** A global secondary index; the table itself when left out. */
      readonly index?: string;
      /** The field of which values are read; undefined for the one partition of all items. */
      readonly partition: string | undefined;
      /** One query for each value; several are merged in order. */
      readonly values: readonly unknown[];
      readonly sort?: string;
      readonly range: Range;
    }
  | { readonly kind: 'scan' };

/** A path, its direction, and what is still to be checked after reading. */
export interface Plan {
  readonly path: AccessPath;
  readonly descending: boolean;
  /** The field that the result is sorted by; DynamoDB's own order when left out. */
  readonly sortedBy?: string;
  readonly residual: Filter;
}

/** Keys in one BatchGetItem, and so in one list by keys. */
const maxKeys = 100;
/** Queries that one list merges. */
const maxMerged = 25;

/**
 * Chooses how to read a list. Pure: it sees the declaration and the question, never the data.
 *
 * The cost rule, best first: items by their keys; one query with its sort field equal to a value; one query within
 * a range; one query of a whole partition; several queries merged, ranked the same way; one query of all items of a
 * tenant, within a range or not; a scan. Between equals the
 * table goes before its indexes, because it needs no second copy, then fewer queries, then the order of declaration.
 * @throws ServiceError no-index with the line of the declaration that would serve the list
 */
export function plan(
  domain: DomainFact,
  filter: Filter,
  sort?: Sort,
  unusable: ReadonlyMap<string, string> = new Map(),
): Plan {
  const known = conjuncts(filter);
  const best = candidates(domain, known, sort).find(
    ({ path }) => path.kind !== 'query' || path.index === undefined || !unusable.has(path.index),
  );
  if (best) return planOf(best, filter, sort);
  throw notYet(domain, byQueries(domain, known, sort), unusable) ?? noIndex(domain, known, sort);
}

/** Every way in which a list can be read by the declaration, best first. */
export function plansOf(domain: DomainFact, filter: Filter, sort?: Sort): readonly Plan[] {
  return candidates(domain, conjuncts(filter), sort).map((candidate) => planOf(candidate, filter, sort));
}

/** Best first. */
function candidates(domain: DomainFact, known: Known, sort?: Sort): readonly Candidate[] {
  return [byKeys(domain, known, sort), ...byQueries(domain, known, sort), byScan(domain, sort)]
    .filter((candidate) => candidate !== undefined)
    .toSorted((left, right) => compareCosts(left.cost, right.cost));
}

function planOf({ path, served }: Candidate, filter: Filter, sort?: Sort): Plan {
  return {
    path,
    descending: sort?.descending ?? false,
    sortedBy: sort?.field ?? (path.kind === 'query' ? path.sort : undefined),
    residual: without(filter, served),
  };
}

/** The fields that say where an item stands on a path: those that the table's key and the index's are made of. */
export function positionFields(domain: DomainFact, { path, sortedBy }: Plan): readonly string[] {
  const fields = [domain.key.partition, domain.key.sort];
  if (path.kind === 'query') {
    const index = path.index === undefined ? undefined : layoutOf(domain).indexes.get(path.index);
    const filling = index ? keyAttributes(index).flatMap(({ template }) => template.fields) : [];
    fields.push(path.partition, path.sort, ...filling);
  }
  if (path.kind === 'keys') fields.push(sortedBy);
  return [...new Set(fields.filter((name) => name !== undefined).flatMap(partsOf))];
}

interface Candidate {
  readonly path: AccessPath;
  readonly served: ReadonlySet<Filter>;
  readonly cost: readonly number[];
}

/** A comparison, and what it contributes to a key. */
interface Contribution<Part extends KeyPart = KeyPart> {
  readonly part: Comparing;
  readonly key: Part;
}

/** What the top of a filter says of the fields of items; conditions below `or` and `not` serve no key. */
class Known {
  private readonly parts: readonly Comparing[];
  /** By the names of their fields. */
  private readonly contributions = new Map<string, Contribution[]>();

  constructor(parts: readonly Comparing[]) {
    // No key is inside a nested object.
    this.parts = parts.filter(({ field }) => field.length === 1);
    for (const part of this.parts) {
      const key = comparisonFacts[part.comparison].key?.(part.values);
      if (!key) continue;
      const [field = ''] = part.field;
      const contributions = this.contributions.get(field);
      if (contributions) contributions.push({ part, key });
      else this.contributions.set(field, [{ part, key }]);
    }
  }

  /** The values that a field may have, and the comparisons that say so. */
  equal(field: string): KnownValues | undefined {
    const equalities = this.of(field, 'equality');
    if (equalities.length === 0) return undefined;
    const values = equalities
      .map(({ key }) => key.values)
      .reduce((intersection, nextValues) => intersection.filter((value) => nextValues.includes(value)));
    return { values, by: equalities.map(({ part }) => part) };
  }

  /** The range that a sort field must lie in, and the comparisons that say so. */
  range(field: string): KnownRange | undefined {
    const equal = this.equal(field);
    if (equal?.values.length === 1 && fitsSortKey(equal.values[0])) {
      const bound = { value: equal.values[0], inclusive: true };
      return { range: { lower: bound, upper: bound }, by: equal.by };
    }
    const ranges = this.of(field, 'range').filter(({ part }) => part.values.every(fitsSortKey));
    // A key condition takes either two ends or one prefix.
    const bounded = ranges.filter(({ key }) => key.range.prefix === undefined);
    if (bounded.length === 0) {
      const [prefixed] = ranges;
      return prefixed && { range: prefixed.key.range, by: [prefixed.part] };
    }
    const lowers = bounded.flatMap(({ key }) => key.range.lower ?? []);
    const uppers = bounded.flatMap(({ key }) => key.range.upper ?? []);
    return {
      range: { lower: tightest(lowers, 1), upper: tightest(uppers, -1) },
      by: bounded.map(({ part }) => part),
    };
  }

  /** Whether every item that the filter lets through has the field. */
  isPresent(field: string): boolean {
    return this.parts.some(
      ({ field: [name], comparison, values }) =>
        name === field && !comparisonFacts[comparison].holdsWhenMissing(values),
    );
  }

  /** The comparisons that only ask for the field to be there. */
  presence(field: string): readonly Comparing[] {
    return this.of(field, 'presence').map(({ part }) => part);
  }

  /** The fields of which something of a kind is known, in the order of what says so, for advice. */
  names(kind: KeyPart['kind']): readonly string[] {
    return this.parts
      .filter(({ comparison, values }) => comparisonFacts[comparison].key?.(values)?.kind === kind)
      .flatMap(({ field }) => field);
  }

  private of<Kind extends KeyPart['kind']>(
    field: string,
    kind: Kind,
  ): readonly Contribution<Extract<KeyPart, { kind: Kind }>>[] {
    return (this.contributions.get(field) ?? []).filter((contribution) => isOfKind(contribution, kind));
  }
}

function isOfKind<Kind extends KeyPart['kind']>(
  contribution: Contribution,
  kind: Kind,
): contribution is Contribution<Extract<KeyPart, { kind: Kind }>> {
  return contribution.key.kind === kind;
}

function conjuncts(filter: Filter): Known {
  const flatten = (part: Filter): readonly Comparing[] =>
    'all' in part ? part.all.flatMap(flatten) : 'comparison' in part ? [part] : [];
  return new Known(flatten(filter));
}

function byKeys(domain: DomainFact, known: Known, sort?: Sort): Candidate | undefined {
  const { partition, sort: second } = domain.key;
  const first = known.equal(partition);
  const following = second === undefined ? { values: [undefined], by: [] } : known.equal(second);
  if (!first || !following || first.values.length * following.values.length > maxKeys) return undefined;
  // All items are in hand at once, so any field that a list can be sorted by will do, if every item has it.
  if (sort && !areAlwaysStored(domain, sort.field, known, sort)) return undefined;
  const keys = first.values.flatMap((value) =>
    following.values
      .filter(fitsSortKey)
      .map((after) => ({ [partition]: value, ...(second !== undefined && { [second]: after }) })),
  );
  return { path: { kind: 'keys', keys }, served: new Set([...first.by, ...following.by]), cost: [0, keys.length] };
}

/** What is known of a partition that holds all items: nothing has to be. */
const allItems: ReturnType<Known['equal']> = { values: [undefined], by: [] };

function byQueries(domain: DomainFact, known: Known, sort?: Sort, most = maxMerged): Candidate[] {
  return queryPaths(domain).flatMap((target, position) => {
    const isOfAll = target.partition === undefined;
    const equal = isOfAll ? allItems : equalOf(domain, known, target.partition, most);
    if (!equal || equal.values.length > most) return [];
    if (sort && !isInOrder(known, target.sort, sort.field)) return [];
    // An item without the sort field is not in the index: reading there would leave it out in silence.
    if (target.sort !== undefined && !areAlwaysStored(domain, target.sort, known, sort)) return [];
    const ranged = target.sort === undefined ? undefined : rangeOf(domain, known, target.sort);
    const narrow = ranged === undefined ? 3 : ranged.range.lower && ranged.range.lower === ranged.range.upper ? 1 : 2;
    const path = {
      kind: 'query',
      index: target.index,
      partition: target.partition,
      values: equal.values.toSorted(compareValues),
      sort: target.sort,
      range: ranged?.range ?? {},
    } as const;
    // An index holds only the items that have its fields.
    const present = [target.partition, target.sort]
      .flatMap((name) => (name === undefined ? [] : partsOf(name)))
      .flatMap((name) => known.presence(name));
    const served = new Set<Filter>([...(target.isFolded ? [] : equal.by), ...(ranged?.by ?? []), ...present]);
    const rank = isOfAll ? 8 : equal.values.length > 1 ? 4 : 1;
    return [
      {
        path,
        served,
        cost: [rank + narrow / 10, target.index === undefined ? 0 : 1, equal.values.length, position],
      },
    ];
  });
}

function byScan(domain: DomainFact, sort?: Sort): Candidate | undefined {
  return domain.scan && !sort ? { path: { kind: 'scan' }, served: new Set(), cost: [9] } : undefined;
}

/** Sorting by fields asks for items that have them; without a sort the filter must. */
function areAlwaysStored(domain: DomainFact, names: string, known: Known, sort?: Sort): boolean {
  const sorted = sort ? partsOf(sort.field) : [];
  return partsOf(names).every(
    (name) => sorted.includes(name) || known.isPresent(name) || !(ownFieldOf(domain, name)?.optional ?? false),
  );
}

function ownFieldOf(domain: DomainFact, name: string): FieldFact | undefined {
  return domain.fields.find((field) => field.name === name);
}

/** The filter without the comparisons that the path already serves. */
function without(filter: Filter, served: ReadonlySet<Filter>): Filter {
  if (served.has(filter)) return { all: [] };
  if (!('all' in filter)) return filter;
  const rest = filter.all.map((part) => without(part, served)).flatMap((part) => ('all' in part ? part.all : [part]));
  return allOf(rest);
}

/** The bound that leaves least: the highest for the sign 1, the lowest for -1. */
export function tightest(bounds: readonly Bound[], sign: 1 | -1, areNumbers?: boolean): Bound | undefined {
  const compare = (left: Bound, right: Bound): number =>
    sign * compareValues(right.value, left.value, areNumbers) || Number(left.inclusive) - Number(right.inclusive);
  return bounds.toSorted(compare)[0];
}

function compareCosts(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((cost, index) => cost !== right[index]);
  return (left[place] ?? 0) - (right[place] ?? 0);
}

/** Says what the list waits for, where an index would serve it that must not be read yet. */
function notYet(
  { typeName }: DomainFact,
  queries: readonly Candidate[],
  unusable: ReadonlyMap<string, string>,
): ServiceError | undefined {
  const [index] = queries.flatMap(({ path }) =>
    path.kind === 'query' && path.index !== undefined ? [path.index] : [],
  );
  const reason = index === undefined ? undefined : unusable.get(index);
  if (reason === undefined) return undefined;
  return new ServiceError('no-index', `The index ${index} of ${typeName} is not read ${reason}.`);
}

/** Says which declaration would serve the list, ready to be copied. */
function noIndex(domain: DomainFact, known: Known, sort?: Sort): ServiceError {
  const refused = (reason: string): ServiceError => new ServiceError('no-index', reason);
  if (byQueries(domain, known, sort, Infinity).length > 0) {
    return refused(
      `A list of ${domain.typeName} merges at most ${maxMerged} values of an index. Ask for fewer at a time.`,
    );
  }
  const partition = known
    .names('equality')
    .filter((name) => indexable(domain, name) && name !== sort?.field)
    .find((name) => (known.equal(name)?.values.length ?? 0) <= maxMerged);
  if (partition === undefined) {
    const how = sort
      ? `Add an equality on the field that an index over ${sort.field} begins with.`
      : 'Add an equality on a key field or on a field that an index begins with, or declare scan: true to read the whole table page by page.';
    return refused(`No path of ${domain.typeName} serves this list. ${how}`);
  }
  const [ranged] = known.names('range').filter((name) => name !== partition);
  const second = sort?.field ?? ranged;
  const { line, sparse } = indexAdvice(domain, partition, second);
  const declare = `Declare one: @Domain('${domain.name}', { indexes: { ${line} } })`;
  // Where an order is asked for, another index was looked for in the first place.
  if (!sparse || sort) return refused(`No index of ${domain.typeName} serves this list. ${declare}.`);
  return refused(
    `No index of ${domain.typeName} serves this list: ${sparse.reason}. ${declare} beside it, or ${sparse.otherwise}. Those that have "${sparse.sort}" are listed when it is what the list is sorted by.`,
  );
}

function indexable(domain: DomainFact, name: string): boolean {
  const field = ownFieldOf(domain, name);
  return field !== undefined && kinds[field.kind].key !== undefined;
}
