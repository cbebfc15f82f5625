import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { contentOf } from './digest';
import type { Answer, TestGateway } from './harness';

/** One row of test/data/bad-inputs.jsonl: an input and the answer that it must get. */
export interface BadInput {
  readonly id: string;
  readonly surface: string;
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: unknown;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: unknown;
  };
  readonly expect: {
    readonly status: number | readonly number[];
    readonly code: string;
    readonly effect: string;
    readonly also?: string;
  };
  readonly profile?: string;
}

/** Rows that contradict another row or our model, each with the reason; no suite runs them. */
export const disputed: Readonly<Record<string, string>> = {
  'rest.header-14':
    'wants 200 for a PUT of { "price": 11 }, which rest.header-08 and rest.body-36 want refused: a PUT is a whole item',
  'graphql.auth-02': 'asks for the orders of a product, a field that our Product has for nobody',
};

/** Which suite runs which rows, by the name of its file; each row that is not disputed belongs to exactly one. */
export const suites = {
  'bad-inputs': ({ surface, profile }) =>
    profile === undefined && /^(rest\.(path|query|header|body)|graphql\.variables|cursor)$/.test(surface),
  'bad-inputs-shop': ({ surface }) => /^(rest\.checkout|idempotency|sqs|eventbridge|outbox)$/.test(surface),
  'bad-inputs-auth': ({ surface, profile }) => surface === 'jwt' || (profile === 'auth' && surface !== 'envelope'),
  'bad-inputs-envelope': ({ surface, profile }) => surface === 'envelope' && profile !== 'http',
  'bad-inputs-edge': ({ surface, profile }) => surface === 'lambda.event' || profile === 'http',
  'graphql-limits': ({ surface, profile }) => profile === undefined && /^graphql\.(dos|document|http)$/.test(surface),
  'graphql-production': ({ profile }) => profile === 'production',
} satisfies Record<string, (row: BadInput) => boolean>;

/** The rows of a suite as test.each takes them, in the names of our schema. */
export function rowsOf(suite: keyof typeof suites): { id: string; name: string; row: BadInput }[] {
  return readBadInputs()
    .filter((row) => suites[suite](row) && !Object.hasOwn(disputed, row.id))
    .map((row) => ({ id: row.id, name: row.name, row: inOurNames(row) }));
}

/** Where the file's GraphQL has other names than ours: [theirs, ours]. */
const renamings: readonly (readonly [string, string])[] = [
  ['{ total }', '{ totalPrice }'],
  ['search%3A%22100%25%22', encodeURIComponent('filter:{title:{contains:"100%"}}')],
];

function inOurNames(row: BadInput): BadInput {
  const rename = (text: unknown): unknown =>
    typeof text === 'string' ? renamings.reduce((known, [theirs, ours]) => known.replaceAll(theirs, ours), text) : text;
  const { path, body } = row.request;
  return { ...row, request: { ...row.request, path: rename(path), body: rename(body) } };
}

/** That an answer is what the row says, and short if it is an error. */
export function expectAnswer({ expect: { status, code } }: BadInput, answer: Answer): void {
  expect({
    status: [status].flat().includes(answer.status) || answer.status,
    code: code.split('|').includes(codeOf(answer)) || codeOf(answer),
  }).toEqual({ status: true, code: true });
  if (answer.status >= 400) expect(answer.text.length).toBeLessThan(4096);
  expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
}

/**
 * Runs a row and expects its effect: nothing in any table is another thing than before, or exactly one item is. The
 * announcement of a change is a part of the change.
 */
export async function expectEffect<Result>(
  { expect: { effect } }: BadInput,
  tablePrefix: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const before = await contentOf(tablePrefix);
  const result = await run();
  const after = await contentOf(tablePrefix);
  const gone = before.filter((item) => !after.includes(item));
  const come = after.filter((item) => !before.includes(item));
  if (effect === 'none') expect([gone, come]).toEqual([[], []]);
  else {
    const isAnnouncement = (item: string): boolean =>
      item.startsWith(JSON.stringify([`${tablePrefix}outbox`]).slice(0, -1));
    const changed = come.filter((item) => !isAnnouncement(item));
    expect([gone.length <= 1, changed.length, come.length <= 2]).toEqual([true, 1, true]);
  }
  return result;
}

/** Every row of the file. */
export function readBadInputs(): readonly BadInput[] {
  const text = readFileSync(join(__dirname, 'data/bad-inputs.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BadInput);
}

/** Sends a row through the front door; `fixtures` fill in {{cursor:…}} and the like. */
export async function sendBadInput(
  gateway: TestGateway,
  { request }: BadInput,
  fixtures: (name: string) => Promise<string>,
): Promise<Answer> {
  const { method, path, headers, body } = request;
  const names = Object.entries(headers);
  const filled = await Promise.all(
    names.map(async ([name, value]) => {
      const one = async (text: unknown): Promise<string> => (await fill(text, fixtures)).toString();
      return [name, Array.isArray(value) ? await Promise.all(value.map(one)) : await one(value)] as const;
    }),
  );
  return gateway.send(method, (await fill(path, fixtures)).toString(), {
    headers: Object.fromEntries(filled),
    ...(body !== null && { raw: await fill(body, fixtures) }),
  });
}

/** The outcome of an answer in the words of the file. */
export function codeOf({ status, text, headers }: Answer): string {
  if (!headers['content-type']?.includes('json') || text === '') return status < 400 ? 'ok' : `status ${status}`;
  const body = JSON.parse(text) as { type?: string; errors?: { extensions?: { code?: string } }[] };
  const graphql = body.errors?.[0]?.extensions?.code;
  if (graphql) return graphql;
  return status < 400 ? 'ok' : (body.type ?? '').replace('/problems/', '');
}

/** Resolves the file's generators: {"$repeat"}, {"$hex"}, {"$js"}, {"$raw"}, {"$reorder"}. */
export async function fill(value: unknown, fixtures: (name: string) => Promise<string>): Promise<Buffer> {
  if (typeof value === 'string') return Buffer.from(await withFixtures(value, fixtures));
  if (value === null) return Buffer.from('null');
  const { $repeat, times, prefix = '', suffix = '', $hex, $js, $raw, $reorder } = value as Record<string, any>;
  if ($raw !== undefined) return Buffer.from($raw as string);
  if ($reorder !== undefined) {
    const entries = Object.entries(JSON.parse($reorder as string) as object).toReversed();
    return Buffer.from(JSON.stringify(Object.fromEntries(entries), null, 3));
  }
  if ($repeat !== undefined) return Buffer.from(`${prefix}${($repeat as string).repeat(times)}${suffix}`);
  if ($hex !== undefined) return Buffer.from($hex as string, 'hex');
  // The rows are our own data; an expression is the shortest way to write a body of a megabyte.
  if ($js !== undefined) return Buffer.from(String(runInNewContext($js as string)));
  return Buffer.from(JSON.stringify(value));
}

async function withFixtures(text: string, fixtures: (name: string) => Promise<string>): Promise<string> {
  let result = text;
  for (const [whole, name] of text.matchAll(/{{([^}]+)}}/g)) result = result.replace(whole, await fixtures(name!));
  return result;
}
