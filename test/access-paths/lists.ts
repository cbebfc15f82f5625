import { fieldsOf, nestedClass, ownedFields } from '../../schema/facts';
import type { DomainFact, FieldFact } from '../../schema/facts';
import { takesList } from '../../services/filter';
import type { Answer, TestGateway } from '../harness';
import type { Ask, Comparing, Question } from './question';

/** Which page of a list. */
export interface Wanted {
  readonly limit: number;
  readonly after?: string;
  readonly before?: string;
  /** From the end, when there is no cursor either. */
  readonly backward?: boolean;
  readonly count?: boolean;
  readonly explain?: boolean;
  readonly principal?: string;
}

/** A page as a client of either face sees it. */
export interface Seen {
  readonly items: readonly any[];
  /** The cursor of each item, where the face tells it. */
  readonly cursors?: readonly string[];
  readonly next?: string;
  readonly previous?: string;
  readonly truncatedBy?: string;
  readonly total?: number | null;
  readonly plan?: any;
  /** The code of a refusal. */
  readonly refused?: string;
  readonly status: number;
  readonly message?: string;
}

/** A way to ask for a page. */
export interface ListFace {
  readonly name: string;
  ask(gateway: TestGateway, domain: DomainFact, question: Question, wanted: Wanted): Promise<Seen>;
}

/** Parameters of a list that mean something of their own, so that a field of that name has no short form. */
const taken = ['limit', 'cursor', 'before', 'sort', 'filter', 'fields', 'include', 'count', 'explain'];

export const rest: ListFace = {
  name: 'REST',
  ask: async (gateway, domain, question, { limit, after, before, count, explain, principal }) => {
    const { sort, fields } = question;
    const query = new URLSearchParams(filterParameters(domain, question));
    if (sort)
      query.set(
        'sort',
        sort.field.replaceAll(/[^,]+/g, (name) => `${sort.descending ? '-' : ''}${name}`),
      );
    if (fields) query.set('fields', [...keysOf(domain), ...fields].join(','));
    if (after !== undefined) query.set('cursor', after);
    if (before !== undefined) query.set('before', before);
    if (count) query.set('count', 'true');
    if (explain) query.set('explain', 'true');
    query.set('limit', String(limit));
    const answer = await gateway.send('GET', `/${domain.name}?${query.toString()}`, { principal });
    if (answer.status !== 200) return refusal(answer, answer.json.type, answer.json.detail);
    const { items, nextCursor, previousCursor, truncatedBy, totalCount, plan } = answer.json;
    return {
      items,
      next: nextCursor,
      previous: previousCursor,
      truncatedBy,
      total: totalCount,
      plan,
      status: answer.status,
    };
  },
};

export const graphql: ListFace = {
  name: 'GraphQL',
  ask: async (gateway, domain, question, { limit, after, before, backward, count, explain, principal }) => {
    const { where, sort, fields } = question;
    const name = domain.typeName;
    const back = backward || before !== undefined;
    const variables = {
      size: limit,
      cursor: back ? before : after,
      filter: where.length === 0 ? undefined : asJson(where),
      ...(sort && { order: `${enumName(sort.field)}_${sort.descending ? 'DESC' : 'ASC'}` }),
    };
    const chosen = fields && new Set([...keysOf(domain), ...fields]);
    const node = selectionOf([...domain.fields, ...ownedFields].filter((field) => chosen?.has(field.name) ?? true));
    const passed = [
      back ? 'last: $size, before: $cursor' : 'first: $size, after: $cursor',
      'filter: $filter',
      ...(sort ? ['orderBy: $order'] : []),
    ];
    const query = `query ($size: Int, $cursor: String, $filter: ${name}Filter${sort ? `, $order: ${name}Order` : ''}) {
      list: ${listName(domain)}(${passed.join(', ')}) {
        edges { cursor node ${node} }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor truncatedBy }
        ${count ? 'totalCount' : ''}
      }
    }`;
    const body = { query, variables, ...(explain && { extensions: { explain: true } }) };
    const headers = { accept: 'application/graphql-response+json' };
    const answer = await gateway.send('POST', '/graphql', { body, headers, principal });
    const { data, errors, extensions } = answer.json;
    if (errors) return refusal(answer, errors[0].extensions.type ?? errors[0].message, errors[0].message);
    const { edges, pageInfo, totalCount } = data.list;
    return {
      items: edges.map((edge: any) => withoutNull(edge.node)),
      cursors: edges.map(({ cursor }: any) => cursor),
      next: pageInfo.hasNextPage ? pageInfo.endCursor : undefined,
      previous: pageInfo.hasPreviousPage ? pageInfo.startCursor : undefined,
      truncatedBy: pageInfo.truncatedBy ?? undefined,
      total: totalCount,
      plan: extensions?.plan?.list,
      status: answer.status,
    };
  },
};

export const listFaces: readonly ListFace[] = [rest, graphql];

/** The names of the key fields. */
export function keysOf({ key }: DomainFact): readonly string[] {
  return [key.partition, ...(key.sort === undefined ? [] : [key.sort])];
}

function refusal({ status }: Answer, type: string, message: string): Seen {
  return { items: [], refused: type.replace('/problems/', ''), status, message };
}

/** A filter as the JSON of the documentation: objects where no name is given twice, else lists below `and`. */
export function asJson(where: readonly Ask[]): object {
  const parts = where.map(oneAsJson);
  const names = parts.flatMap((part) => Object.keys(part));
  return new Set(names).size === names.length ? Object.assign({}, ...parts) : { and: parts };
}

function oneAsJson(ask: Ask): object {
  if ('and' in ask) return { and: ask.and.map(oneAsJson) };
  if ('or' in ask) return { or: ask.or.map(oneAsJson) };
  if ('not' in ask) return { not: oneAsJson(ask.not) };
  return ask.field.reduceRight<object>((inner, name) => ({ [name]: inner }), { [ask.comparison]: ask.value });
}

/** A filter as parameters: what a query string can say in brackets or short, the rest as JSON. */
function filterParameters(domain: DomainFact, { where, brackets }: Question): [string, string][] {
  const spelled: [string, string][] = [];
  const left: Ask[] = [];
  for (const ask of where) {
    const parameter = brackets && 'comparison' in ask ? inBrackets(domain, ask) : undefined;
    if (parameter && !spelled.some(([name]) => name === parameter[0])) spelled.push(parameter);
    else left.push(ask);
  }
  if (left.length > 0) spelled.push(['filter', JSON.stringify(asJson(left))]);
  return spelled;
}

function inBrackets({ fields }: DomainFact, ask: Comparing): [string, string] | undefined {
  const { field, comparison, value } = ask;
  const list = (Array.isArray(value) ? value : [value]).map(String);
  if (takesList(comparison) && list.some((text) => text.includes(','))) return undefined;
  if (list.some((text, index) => typeof [value].flat()[index] === 'number' && !/^-?\d+(\.\d+)?$/.test(text))) {
    return undefined;
  }
  const [name = ''] = field;
  const kind = fields.find((candidate) => candidate.name === name)?.kind;
  const short = kind === 'list' ? 'contains' : 'eq';
  if (field.length === 1 && comparison === short && kind && !taken.includes(name)) return [name, list.join(',')];
  return [`filter${[...field, comparison].map((part) => `[${part}]`).join('')}`, list.join(',')];
}

/** `createdAt` as CREATED_AT, and `name,id` as NAME_THEN_ID. */
function enumName(field: string): string {
  return field.replace(/[A-Z]/g, '_$&').toUpperCase().replaceAll(',', '_THEN_');
}

function selectionOf(fields: readonly FieldFact[]): string {
  const spelled = fields.map((field) => {
    const nested = nestedClass(field);
    return `${field.name} ${nested ? selectionOf(fieldsOf(nested)) : ''}`;
  });
  return `{ ${spelled.join(' ')} }`;
}

/** GraphQL names every field that was asked for. */
function withoutNull(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([, content]) => content !== null);
  return Object.fromEntries(kept.map(([name, content]) => [name, withoutNull(content)]));
}

/** The GraphQL name of the list that has no key. */
function listName({ plural, key }: DomainFact): string {
  return key.sort ? `all${plural.charAt(0).toUpperCase()}${plural.slice(1)}` : plural;
}
