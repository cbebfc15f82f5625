import type { Item } from '../services/context';
import { relationsIn, schemaOf, selection } from './faces';
import type { Answer, TestGateway } from './harness';

/** What a face tells of items that may not fit their class, in words that are the same for every face. */
export interface Told {
  readonly status: number;
  readonly code?: string;
  readonly items: readonly (Item | null)[];
  /** What is wrong, by its pointer: relative to the item, or `/items` and on for a list. */
  readonly warnings: Readonly<Record<string, string>>;
}

/** One way to read items. */
export interface Reading {
  readonly name: string;
  one(gateway: TestGateway, name: string, key: Item): Promise<Told>;
  list(gateway: TestGateway, name: string, query?: Item): Promise<Told>;
  many(gateway: TestGateway, name: string, keys: readonly Item[]): Promise<Told>;
}

const operationOf = (gateway: TestGateway, name: string) => gateway.operations.find((one) => one.name === name)!;

const warningsIn = (json: any): Record<string, string> =>
  Object.fromEntries((json?.warnings ?? []).map(({ pointer, detail }: any) => [pointer, detail]));

function plain(answer: Answer, as: string, json: any): Told {
  const { status } = answer;
  if (json?.type !== undefined && json?.title !== undefined) {
    const errors = Object.fromEntries((json.errors ?? []).map(({ pointer, detail }: any) => [pointer, detail]));
    return { status: json.status, code: json.type.replace('/problems/', ''), items: [], warnings: errors };
  }
  const { warnings, ...item } = json;
  return { status, items: as === 'item' ? [item] : json.items, warnings: warningsIn({ warnings }) };
}

export const rest: Reading = {
  name: 'REST',
  one: async (gateway, name, key) => {
    const path = operationOf(gateway, name).route.path.replace(/{(\w+)}/g, (_, field: string) =>
      encodeURIComponent(String(key[field])),
    );
    const answer = await gateway.send('GET', path);
    return plain(answer, 'item', answer.json);
  },
  list: async (gateway, name, { filter, ...others } = {}) => {
    const parameters = new URLSearchParams({
      ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, String(value)])),
      ...(filter !== undefined && { filter: JSON.stringify(filter) }),
    });
    const { route } = operationOf(gateway, name);
    const answer = await gateway.send('GET', `${route.path}?${parameters.toString()}`);
    return plain(answer, 'page', answer.json);
  },
  many: async (gateway, name, keys) => {
    const answer = await gateway.send('POST', operationOf(gateway, name).route.path, { body: { keys } });
    return plain(answer, 'items', answer.json);
  },
};

async function callTool(gateway: TestGateway, name: string, values: Item, as: string): Promise<Told> {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: values } };
  const answer = await gateway.send('POST', '/mcp', { body });
  return plain(answer, as, answer.json.result.structuredContent);
}

export const mcp: Reading = {
  name: 'MCP',
  one: async (gateway, name, key) => callTool(gateway, name, key, 'item'),
  list: async (gateway, name, { limit, ...query } = {}) =>
    callTool(gateway, name, { ...query, ...(limit !== undefined && { first: limit }) }, 'page'),
  many: async (gateway, name, keys) => callTool(gateway, name, { keys }, 'items'),
};

async function ask(gateway: TestGateway, name: string, values: Item): Promise<Told> {
  const schema = schemaOf(gateway);
  const field = schema.getQueryType()!.getFields()[name]!;
  const used = field.args.filter((argument) => values[argument.name] !== undefined);
  const declared = used.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = used.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const document = `query ${declared && `(${declared})`} { ${name} ${passed && `(${passed})`} ${selection(field.type, relationsIn(gateway))} }`;
  const { status, json } = await gateway.graphql(document, values);
  const value = json.data?.[name] ?? null;
  const errors = (json.errors ?? []) as { message: string; path?: (string | number)[]; extensions: any }[];
  const isPage = Array.isArray(value?.edges);
  const warnings: Record<string, string> = {};
  for (const { path, message, extensions } of errors) {
    if (extensions.code !== 'UNREADABLE' || !path || path.length < 2) {
      return { status, code: extensions.type?.replace('/problems/', ''), items: [], warnings: { '': message } };
    }
    const places = path.slice(1).filter((place) => place !== 'edges' && place !== 'node');
    warnings[`${Array.isArray(value) || isPage ? '/items' : ''}/${places.join('/')}`] = extensions.errors[0].detail;
  }
  const items = isPage ? value.edges.map(({ node }: any) => node) : [value].flat();
  return { status, items, warnings };
}

export const graphql: Reading = {
  name: 'GraphQL',
  one: async (gateway, name, key) => ask(gateway, name, key),
  list: async (gateway, name, { limit, ...query } = {}) =>
    ask(gateway, name, { ...query, ...(limit !== undefined && { first: limit }) }),
  many: async (gateway, name, keys) => ask(gateway, name, { keys }),
};

export const readings: readonly Reading[] = [rest, graphql, mcp];

/** GraphQL names every field, REST only those that are there and those that cannot be read. */
export function withoutAbsent(item: unknown, warned: Readonly<Record<string, string>>, pointer = ''): unknown {
  if (Array.isArray(item)) return item.map((element, index) => withoutAbsent(element, warned, `${pointer}/${index}`));
  if (typeof item !== 'object' || item === null) return item;
  const entries = Object.entries(item).filter(([name, value]) => value !== null || `${pointer}/${name}` in warned);
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutAbsent(value, warned, `${pointer}/${name}`)]));
}
