import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
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
