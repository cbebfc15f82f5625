import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeApplication } from '../../test/application';
import { buildSchema, Kind, parse, validate } from 'graphql';
// It has no types of its own.
const newman = require('newman') as { run(options: object, done: (error: Error | null, run: any) => void): void };

// What contracts/ hands to front-end teams, tried on what they would start: npm start, with its messaging.

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-contracts-test-'));
const textOf = (name: string): string => readFileSync(join(root, name), 'utf8');
let program: ChildProcess;
let url: string;

beforeAll(async () => {
  makeApplication(folder, join(root, 'tandem.ts'));
  const register = require.resolve('@swc-node/register');
  program = spawn(process.execPath, ['-r', register, join(root, 'local/start.ts'), '--memory', '--port=0'], {
    cwd: folder,
    env: { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.json'), DYNAMODB_ENDPOINT: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  program.stdout!.on('data', (text) => (out += text));
  while (!out.includes('Ctrl-C') && program.exitCode === null) await sleep(20);
  url = /REST +(http:\S+)\/product/.exec(out)![1]!;
});

afterAll(async () => {
  program.kill('SIGTERM');
  await once(program, 'close');
  rmSync(folder, { recursive: true, force: true });
});

test('the Postman collection runs green with newman, twice', async () => {
  const environment = JSON.parse(textOf('contracts/local.postman_environment.json')) as {
    values: { key: string; value: string }[];
  };
  expect(environment.values.map(({ key }) => key)).toEqual(['baseUrl', 'token']);
  const summary = await new Promise<any>((done, fail) =>
    newman.run(
      {
        collection: JSON.parse(textOf('contracts/tandem.postman_collection.json')),
        environment,
        envVar: [{ key: 'baseUrl', value: url }],
        // It tidies up, so that it can be run again.
        iterationCount: 2,
      },
      (error, run) => (error ? fail(error) : done(run)),
    ),
  );
  const failures = summary.run.failures.map(
    ({ source, error }: any) => `${source.name}: ${error.test} ${error.message}`,
  );
  expect(failures).toEqual([]);
  expect(summary.run.stats.assertions.total).toBeGreaterThan(100);
});

/** The requests of the .http file, as an editor reads them. */
function requestsOf(text: string): readonly {
  name?: string;
  statuses: number[];
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string;
}[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((block) => {
      const [title, ...lines] = block
        .replace(/^# [A-Z].*$/gm, '')
        .trimEnd()
        .split('\n');
      const name = /^# @name (\w+)$/m.exec(block)?.[1];
      const rest = lines.filter((line) => !line.startsWith('#'));
      const [method, target] = rest[0]!.split(' ');
      const gap = rest.indexOf('');
      const headers = rest.slice(1, gap < 0 ? undefined : gap).map((line) => line.split(/: (.*)/).slice(0, 2));
      const body = gap < 0 ? '' : rest.slice(gap).join('\n').trim();
      const statuses = /\((\d+(?: or \d+)*)\)$/.exec(title!)![1]!.split(' or ').map(Number);
      return {
        name,
        statuses,
        method: method!,
        target: target!,
        headers: Object.fromEntries(headers) as Record<string, string>,
        ...(body && { body }),
      };
    });
}

test('each request of examples.http gets the status in its title', async () => {
  const answers = new Map<string, any>();
  const filled = (text: string): string =>
    text
      .replaceAll('{{baseUrl}}', url)
      .replace(
        /{{(\w+)\.response\.body\.\$\.(\w+)}}/g,
        (_, name: string, member: string) => answers.get(name)[member] as string,
      );
  const requests = requestsOf(textOf('contracts/examples.http'));
  expect(requests.length).toBeGreaterThan(30);
  for (const { name, statuses, method, target, headers, body } of requests) {
    const send = async (): Promise<Response> =>
      fetch(filled(target), {
        method,
        headers: Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, filled(value)])),
        body,
      });
    let response = await send();
    // A person waits a moment before an order is paid for.
    while (response.status === 409 && response.headers.has('retry-after')) {
      await sleep(50);
      response = await send();
    }
    expect({ method, target, status: response.status }).toEqual({
      method,
      target,
      status: statuses.find((one) => one === response.status) ?? statuses[0],
    });
    if (name) answers.set(name, await response.json());
  }
});

test('each operation of examples.graphql is valid and succeeds', async () => {
  const text = textOf('contracts/examples.graphql');
  const document = parse(text);
  expect(validate(buildSchema(textOf('schema/generated/schema.graphql')), document)).toEqual([]);
  const names = document.definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [one] : []));
  expect(names.length).toBeGreaterThan(20);
  let orderId: unknown;
  for (const { name, variableDefinitions, loc } of names) {
    const ask = async (): Promise<any> => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: text.slice(loc!.start, loc!.end),
          variables: variableDefinitions!.length > 0 ? { orderId } : {},
        }),
      });
      return response.json();
    };
    let answer = await ask();
    while (answer.errors?.[0].extensions.retryAfterSeconds !== undefined) {
      await sleep(50);
      answer = await ask();
    }
    expect({ name: name!.value, errors: answer.errors }).toEqual({ name: name!.value, errors: undefined });
    orderId = answer.data.checkout?.orderId ?? orderId;
  }
});
