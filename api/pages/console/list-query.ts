import type { DomainFacts, GatewayFacts } from './facts';
import { filterFields, joined, operandOf, parseFilter, waysOf } from './filters';

/** What a list is asked for: the words of the address. */
export interface ListQuery {
  /** The key or the index to read by; the gateway chooses when left out. */
  readonly by?: string;
  /** The value of its partition field. */
  readonly value?: string;
  readonly sort?: string;
  readonly filter?: string;
  readonly cursor?: string;
  readonly before?: string;
}

/** What the address asks a list for. */
export function listQueryIn(query: URLSearchParams): ListQuery {
  const read = (name: string): string | undefined => query.get(name) ?? undefined;
  return {
    by: read('by'),
    value: read('value'),
    sort: read('sort'),
    filter: read('filter'),
    cursor: read('cursor'),
    before: read('before'),
  };
}

/** The whole filter of a list: that of its way, and what is asked for beside. @throws Error for text that is no filter */
function wholeFilter(facts: GatewayFacts, domain: DomainFacts, { by, value, filter }: ListQuery) {
  const way = waysOf(domain).find(({ name }) => name === by);
  const operand =
    domain.filter &&
    filterFields(facts.schemas, domain.filter)
      .get(way?.partition ?? '')
      ?.get('eq');
  const ofWay =
    way && value !== undefined
      ? { [way.partition]: { eq: operandOf(operand ?? { type: 'string' }, value) } }
      : undefined;
  return joined([ofWay, parseFilter(filter ?? '')]);
}

/** The path of a list, with its filter. @throws Error for text that is no filter */
export function listPath(
  facts: GatewayFacts,
  domain: DomainFacts,
  query: ListQuery,
  more: Readonly<Record<string, string | undefined>> = {},
): string | undefined {
  const filter = wholeFilter(facts, domain, query);
  const [partition = ''] = domain.key;
  const { list, partition: ofPartition } = domain.operations;
  // The list of one partition is open to its owner where that of all is not.
  const isOfPartition = ofPartition !== undefined && query.by === 'key' && query.value !== undefined;
  const operation = isOfPartition ? ofPartition : list;
  if (!operation) return undefined;
  const wanted = isOfPartition ? parseFilter(query.filter ?? '') : filter;
  const parameters = {
    sort: query.sort,
    filter: wanted === undefined ? undefined : JSON.stringify(wanted),
    cursor: query.cursor,
    before: query.before,
    ...more,
  };
  const present = Object.entries(parameters).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(present).toString();
  return `${facts.pathOf(operation, { [partition]: query.value })}${search === '' ? '' : `?${search}`}`;
}
