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

/** Rows of a file, and which suite runs which, by the name of its file. */
export interface BadInputs<Suite extends string> {
  /** Every row of the file. */
  readonly all: readonly BadInput[];
  /** The rows of a suite as test.each takes them. */
  readonly rowsOf: (suite: Suite) => { id: string; name: string; row: BadInput }[];
}

/** Reads data/bad-inputs.jsonl of a folder; each row that is not disputed belongs to exactly one suite. */
export function readBadInputs<Suite extends string>(
  folder: string,
  suites: Readonly<Record<Suite, (row: BadInput) => boolean>>,
  disputed: Readonly<Record<string, string>> = {},
): BadInputs<Suite> {
  const all = readFileSync(join(folder, 'data/bad-inputs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BadInput);
  return {
    all,
    rowsOf: (suite) =>
      all
        .filter((row) => suites[suite](row) && !Object.hasOwn(disputed, row.id))
        .map((row) => ({ id: row.id, name: row.name, row })),
  };
}

/** Which suite of the gateway runs which rows. */
export const suites = {
  'bad-inputs-envelope': ({ surface, profile }) => surface === 'envelope' && profile !== 'http',
  'bad-inputs-edge': ({ surface, profile }) => surface === 'lambda.event' || profile === 'http',
  'graphql-limits': ({ profile, surface }) => profile === undefined && surface.startsWith('graphql.'),
  'graphql-production': ({ profile }) => profile === 'production',
} satisfies Record<string, (row: BadInput) => boolean>;

/** The rows about every gateway, on the trial domains; those about the shop are in shop/test. */
export const { all, rowsOf } = readBadInputs(__dirname, suites);

/** Tests that a file is run whole: each row by one suite, by the test file that has its name. */
export function describeFile<Suite extends string>(
  folder: string,
  { all, rowsOf }: BadInputs<Suite>,
  suiteNames: readonly Suite[],
  disputed: Readonly<Record<string, string>> = {},
): void {
  test('is run whole, each row by one suite', () => {
    const run = suiteNames.flatMap((suite) => rowsOf(suite).map(({ id }) => id));
    expect([...run, ...Object.keys(disputed)].toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  });

  test.each(suiteNames)('is read by %s.test.ts', (suite) => {
    const source = readFileSync(join(folder, `${suite}.test.ts`), 'utf8');
    expect(source).toContain(`rowsOf('${suite}')`);
    expect(rowsOf(suite).length).toBeGreaterThan(0);
  });

  test('is disputed for a reason', () => {
    for (const reason of Object.values(disputed)) expect(reason.length).toBeGreaterThan(40);
  });
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
