import { combiners, comparisons } from '../../services/filter';
import { invalid } from '../../services/validation';
import { parseJson } from '../http/json';

/** Parameters of a list that are not fields. */
const parameterNames = [
  'limit',
  'cursor',
  'before',
  'sort',
  'filter',
  'fields',
  'include',
  'count',
  'explain',
] as const;
type Parameter = (typeof parameterNames)[number];

const isParameter = (name: string): name is Parameter => parameterNames.some((parameter) => parameter === name);

/**
 * Reads the query string of a list: `filter[price][ge]=10` or `price[ge]=10`, `category=Phone` as short form, a JSON
 * `filter=` for the rest, `sort=-price`, `limit`, `cursor` or `before`, `fields`, `include`, `count`, `explain`.
 * @throws ServiceError bad-query
 */
export function listParameters(query: readonly (readonly [string, string])[]): Record<string, unknown> {
  const bracketed: [readonly string[], string][] = [];
  const shortForms: [string, string][] = [];
  const values = new Map<Parameter, string>();
  for (const [name, value] of query) {
    const path = bracketPath(name);
    if (path) bracketed.push([path, value]);
    else if (isParameter(name)) values.set(name, value);
    else shortForms.push([name, value]);
  }
  const take = (name: Parameter): string | undefined => values.get(name);
  const sort = take('sort');
  return {
    ...pageParameters(Object.fromEntries(values)),
    sort: sort === undefined ? undefined : sortOf(sort),
    filter: jsonFilter(take('filter')),
    textFilter: tree(bracketed),
    shortFilter: Object.fromEntries(shortForms),
    fields: take('fields')?.split(','),
    include: take('include')?.split(','),
    explain: flag(take('explain')),
  };
}

/** Reads the parameters that choose a page of a list: `limit`, `cursor` or `before`, and `count`. */
export function pageParameters({
  limit,
  cursor,
  before,
  count,
}: Readonly<Partial<Record<Parameter, string>>>): Record<string, unknown> {
  return {
    // Anything but plain digits is not a number here: 1e3, 0x10, +5 and " 5" are mistakes.
    limit: digits(limit),
    // A page of nothing is a mistake of who counts pages by hand; only a connection of Relay has a use for it.
    leastLimit: 1,
    cursor: before ?? cursor,
    backward: before !== undefined || undefined,
    ...(before !== undefined && cursor !== undefined && { both: true }),
    count: flag(count),
  };
}

/** `-price` is descending, and `-name,-id` too; one direction for each field is no order that an index has. */
function sortOf(text: string): { readonly field: string; readonly descending: boolean } {
  const names = text.split(',');
  return names.every((name) => name.startsWith('-'))
    ? { field: names.map((name) => name.slice(1)).join(','), descending: true }
    : { field: text, descending: false };
}

/** The names in `filter[a][b]` and in its short form `a[b]`; undefined for any other parameter. */
function bracketPath(name: string): readonly string[] | undefined {
  const [, field, path] = /^([A-Za-z]\w*)\[((?:[^[\]]+\]\[)*[^[\]]+)\]$/.exec(name) ?? [];
  if (field === undefined || path === undefined) return undefined;
  if (field === 'filter') return path.split('][');
  // Any other brackets are no parameter of ours, and are refused by their whole name.
  return comparisons.some((comparison) => comparison === path) ? [field, path] : undefined;
}

/** The JSON form of bracketed parameters, each value still a text. */
function tree(parameters: readonly (readonly [readonly string[], string])[]): object | undefined {
  if (parameters.length === 0) return undefined;
  const root: Tree = new Map();
  for (const [path, value] of parameters) {
    let node = root;
    for (const name of path.slice(0, -1)) {
      const next: Tree | string = node.get(name) ?? new Map();
      if (typeof next === 'string') throw clash(path);
      node.set(name, next);
      node = next;
    }
    for (const last of path.slice(-1)) {
      if (node.has(last)) throw clash(path);
      node.set(last, value);
    }
  }
  return plainObject(root);
}

type Tree = Map<string, Tree | string>;

function plainObject(node: Tree): object {
  return Object.fromEntries(
    [...node].map(([name, value]) => [name, typeof value === 'string' ? value : plainObject(value)]),
  );
}

function clash(path: readonly string[]): Error {
  const pointer = `/filter/${path.join('/')}`.slice(0, 120);
  return invalid('bad-query', [
    {
      pointer,
      detail: `is not a comparison: ${comparisons.join(', ')}; ${combiners.join(', ')} go into a JSON filter=`,
    },
  ]);
}

function jsonFilter(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch {
    throw invalid('bad-query', [
      {
        pointer: '/filter',
        detail: 'must be a JSON object such as {"price":{"ge":10}}, or written as filter[price][ge]=10',
      },
    ]);
  }
}

/** The number that plain digits write; anything else is none. */
export function digits(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function flag(text: string | undefined): unknown {
  return text === undefined ? undefined : ({ true: true, false: false, '': true }[text] ?? text);
}
