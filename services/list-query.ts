import { noneOf } from '../schema/enumerations';
import type { DomainFact } from '../schema/facts';
import { numberOf } from '../schema/guards';
import { keptBy } from '../schema/kept';
import { shortComparison } from '../schema/kinds';
import { queryPaths } from '../schema/layout';
import { partsOf, sequenceName } from '../schema/sequences';
import type { ListRequest, Sort } from './context';
import type { FieldProblem } from './errors';
import { admitFilter, everyItem, filterableFields } from './filter';
import type { Filter } from './filter';
import { admitInclude, fieldsFor } from './relations';
import { invalid } from './validation';

/** A checked list query. */
export interface ListQuery extends ListRequest {
  readonly count: boolean;
  readonly explain: boolean;
}

/** The query of an operation that has none. */
export const noQuery: ListQuery = { filter: everyItem, limit: 0, backward: false, count: false, explain: false };

/**
 * Checks what a caller asks of a list. The faces hand over `filter` (JSON values), `textFilter` (the same with
 * texts of a query string), `shortFilter` (field names with a text to be equal to), `sort`, `limit` and
 * `leastLimit` (0 when left out), `cursor`, `backward`, `fields`, `count` and `explain`; a relation hands over `parent` (what its items belong to, as a filter).
 * @throws ServiceError bad-query with a pointer for each wrong parameter
 */
export function admitListQuery(domain: DomainFact, query: Readonly<Record<string, unknown>>): ListQuery {
  const problems: FieldProblem[] = [];
  const limit = admitLimit(domain, query, problems);
  if (query.both)
    problems.push({ pointer: '/cursor', detail: 'cannot be used together with a cursor of the other direction' });
  const filters = [
    admitFilter(domain, query.parent, problems),
    admitFilter(domain, query.filter, problems),
    admitFilter(domain, query.textFilter, problems, { asText: true }),
    ...Object.entries(query.shortFilter ?? {}).map(([name, value]: [string, unknown]) =>
      admitShort(domain, name, value, problems),
    ),
  ];
  const fields = admitFields(domain, query.fields, query.include, problems);
  const admitted = {
    filter: { all: filters.filter((filter) => filter !== everyItem) },
    sort: admitSort(domain, query.sort, problems),
    limit,
    cursor: typeof query.cursor === 'string' ? query.cursor : undefined,
    backward: query.backward === true,
    ...(fields && { fields }),
    count: admitFlag('count', query.count, problems),
    explain: admitFlag('explain', query.explain, problems),
  };
  if (problems.length > 0) throw invalid('bad-query', problems);
  return admitted;
}

function admitLimit(
  { page }: DomainFact,
  { limit = page.default, leastLimit }: Readonly<Record<string, unknown>>,
  problems: FieldProblem[],
): number {
  const least = numberOf(leastLimit) ?? 0;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= least && limit <= page.max) return limit;
  problems.push({ pointer: '/limit', detail: `must be a whole number from ${least} to ${page.max}` });
  return page.default;
}

/** Checks a flag that may be left out. */
export function admitFlag(name: string, value: unknown, problems: FieldProblem[]): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? false;
  problems.push({ pointer: `/${name}`, detail: 'must be true or false' });
  return false;
}

/** Checks the fields and relations that a caller wants; gives the fields to read, undefined for all. */
export function admitFields(
  domain: DomainFact,
  value: unknown,
  include: unknown,
  problems: FieldProblem[],
): readonly string[] | undefined {
  const relations = admitInclude(domain, include, problems) ?? [];
  if (value === undefined || value === null) return undefined;
  const known = filterableFields(domain).map(({ name }) => name);
  const names = isTexts(value) ? value : undefined;
  if (!names?.every((name) => known.includes(name))) {
    problems.push({ pointer: '/fields', detail: `must be names of fields, separated by commas: ${known.join(', ')}` });
  }
  const chosen = [...new Set([...(names ?? []), ...fieldsFor(domain.type, relations)])];
  // The very same list where it has them all: how its fields are read is kept by it.
  return names?.length === chosen.length ? names : chosen;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((element) => typeof element === 'string');

function admitShort(domain: DomainFact, name: string, value: unknown, problems: FieldProblem[]): Filter {
  const field = domain.fields.find((candidate) => candidate.name === name);
  if (!field) {
    const known = domain.fields.map((candidate) => candidate.name);
    const detail = `is not a parameter here; fields are ${known.join(', ')}, others are limit, cursor, before, sort, filter, fields, include, count, explain`;
    problems.push({ pointer: `/${name.slice(0, 60)}`, detail });
    return everyItem;
  }
  const valueProblems: FieldProblem[] = [];
  const comparison = shortComparison(field) ?? 'eq';
  const filter = admitFilter(domain, { [name]: { [comparison]: value } }, valueProblems, { pointer: '', asText: true });
  problems.push(...valueProblems.map(({ detail }) => ({ pointer: `/${name}`, detail })));
  return filter;
}

function admitSort(domain: DomainFact, value: unknown, problems: FieldProblem[]): Sort | undefined {
  if (value === undefined || value === null) return undefined;
  const isKnown = isSort(value) && sortableFields(domain).includes(value.field);
  if (isKnown) return { field: value.field, descending: value.descending };
  problems.push({ pointer: '/sort', detail: sortFault(domain) });
  return undefined;
}

/** What is wrong with a sort that the lists of a domain do not have, as the end of a sentence. */
export function sortFault(domain: DomainFact): string {
  const sortable = sortableFields(domain);
  return sortable.length === 0
    ? 'this list has no order: declare an index with a sort field'
    : `${noneOf(sortable)}, with "-" before it for descending`;
}

const isSort = (value: unknown): value is Sort =>
  typeof value === 'object' && value !== null && 'field' in value && 'descending' in value;

/** The fields that a list can be sorted by: the sort fields of the key and of the indexes. */
export const sortableFields = keptBy((domain: DomainFact): readonly string[] => {
  const sorts = queryPaths(domain).flatMap(({ sort }) => (sort === undefined ? [] : beginnings(partsOf(sort))));
  return [...new Set(sorts)];
});

/** The first of some fields, the first two, and so on: what is sorted by all of them is sorted by these. */
const beginnings = (fields: readonly string[]): readonly string[] =>
  fields.map((_, index) => sequenceName(fields.slice(0, index + 1)));

/** How REST asks for the opposite order: `-price`, and `-name,-id` of several fields. */
export const descendingName = (name: string): string =>
  partsOf(name)
    .map((field) => `-${field}`)
    .join(',');

/** The names of the orders that a list can have: `createdAt` is CREATED_AT_ASC, and `name,id` NAME_THEN_ID_ASC. */
export function ordersOf(domain: DomainFact): readonly string[] {
  return sortableFields(domain).flatMap((field) => [orderName(field, false), orderName(field, true)]);
}

/** The sort that the name of an order means; one that is no order is refused by its name. */
export function orderOf(domain: DomainFact, order: string): Sort {
  const field = sortableFields(domain).find(
    (name) => order === orderName(name, false) || order === orderName(name, true),
  );
  return { field: field ?? order, descending: order.endsWith('_DESC') };
}

const orderName = (field: string, descending: boolean): string =>
  `${partsOf(field).map(constantName).join('_THEN_')}_${descending ? 'DESC' : 'ASC'}`;

/** A name as constants are written: `createdAt` is CREATED_AT. */
export function constantName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
