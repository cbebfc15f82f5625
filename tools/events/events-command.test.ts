import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, exitCodes } from '../transfer/command';
import { impatient, Paper, run } from '../../test/transfer/run';
import { createBus } from '../../local/messaging/bus';
import type { Bus } from '../../local/messaging/bus';
import { eventsCommand } from './events-command';
import { eventsHelp } from './events-options';
import { messagingRoutes } from '../../local/messaging/http';
import { openQueue } from '../../local/messaging/queue';
import type { Queue } from '../../local/messaging/queue';
import { until } from '../../test/until';

let server: Server;
let url: string;
let bus: Bus;
let queue: Queue;
let deadLetterQueue: Queue;
let routes: ReturnType<typeof messagingRoutes>;

beforeEach(async () => {
  bus = createBus({ now: () => new Date('2026-01-15T09:30:00Z'), rules: [] });
  deadLetterQueue = openQueue({ name: 'dead', visibilityTimeout: 30 });
  queue = openQueue({ name: 'queue', visibilityTimeout: 30, maxReceiveCount: 1, deadLetterQueue });
  routes = messagingRoutes({
    bus,
    consumers: { loans: { queue, deadLetterQueue } },
    stopping: new AbortController().signal,
  });
  await listen();
});

afterEach(() => close());

async function listen(port = 0): Promise<void> {
  server = createServer((request, response) => {
    if (routes(request, response)) return;
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"detail":"There is no such route."}');
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

const put = (detail: object): Promise<unknown> =>
  bus.putEvents([{ Source: 'library.desk', DetailType: 'LoanRequested', Detail: JSON.stringify(detail) }]);

function kill(body: string, reason?: string): string {
  const id = queue.send(body);
  const { receiptHandle } = queue.receive()[0]!;
  if (reason) queue.explain(receiptHandle, reason);
  queue.changeVisibility(receiptHandle, 0);
  return id;
}

const events = (words: string[], world = {}): ReturnType<typeof run> =>
  run(eventsCommand(impatient), [...words, '--url', url], world);

/** Runs tail until it is interrupted; the paper fills while it runs. */
function tail(words: string[] = []) {
  const [output, problems, controller] = [new Paper(), new Paper(), new AbortController()];
  const world = { output, problems, interrupted: controller.signal };
  const ended = attempt(eventsCommand(impatient), ['tail', '--url', url, ...words], world);
  return { output, problems, ended, interrupt: () => controller.abort() };
}

const lines = ({ text }: Paper): string[] => text.split('\n').slice(0, -1);

test('tail prints the last events and those that come, a line each, until Ctrl-C', async () => {
  for (let count = 1; count <= 12; count += 1) await put({ count });
  const { output, problems, ended, interrupt } = tail();
  await until(() => lines(output).length === 10);
  await put({ userName: 'swn', note: 'a\n\u001b[31m', long: 'x'.repeat(200) });
  await until(() => lines(output).length === 11);
  interrupt();
  expect(await ended).toBe(exitCodes.ok);
  expect(lines(output)[0]).toBe('2026-01-15T09:30:00Z  LoanRequested  library.desk  {"count":3}');
  const last = lines(output)[10]!;
  expect(last).toMatch(/desk {2}\{"userName":"swn","note":"a\\n\\u001b\[31m","long":"x+…$/);
  expect(last.split('  ')[3]).toHaveLength(100);
  expect(problems.text).toBe('');
});

test('tail --json prints whole events, and --last says how many to begin with', async () => {
  for (let count = 1; count <= 5; count += 1) await put({ count });
  const { output, ended, interrupt } = tail(['--json', '--last', '2']);
  await until(() => lines(output).length === 2);
  interrupt();
  await ended;
  expect(lines(output).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ version: '0', detail: { count: 4 } }),
    expect.objectContaining({ detail: { count: 5 } }),
  ]);
});

test('tail outlives a restart of the gateway', async () => {
  const { output, problems, ended, interrupt } = tail();
  const put1 = async (): Promise<boolean> => {
    await put({ count: 1 });
    return lines(output).length > 0;
  };
  await until(put1);
  const { port } = server.address() as AddressInfo;
  await close();
  await until(() => problems.text !== '');
  await listen(port);
  await until(() => lines(problems).length === 2);
  const before = lines(output).length;
  while (lines(output).length === before) {
    await put({ count: 2 });
    await sleep(5);
  }
  interrupt();
  expect(await ended).toBe(exitCodes.ok);
  expect(lines(output)[before]).toContain('{"count":2}');
  expect(lines(problems)).toEqual(['The gateway has gone; waiting for it to come back.', 'The gateway is back.']);
});

test('tail ends when the gateway does not come back', async () => {
  const { output, problems, ended } = tail();
  while (lines(output).length === 0) {
    await put({});
    await sleep(5);
  }
  await close();
  expect(await ended).toBe(exitCodes.unreachable);
  expect(lines(problems)[1]).toMatch(/cannot be reached: the connection is refused/);
});

test('tail ends without a word when its reader leaves', async () => {
  const { output, problems, ended } = tail();
  await put({});
  output.destroy();
  expect(await ended).toBe(exitCodes.ok);
  expect(problems.text).toBe('');
});

test('dlq prints a table of the dead letters', async () => {
  expect(await events(['dlq'])).toEqual({
    exitCode: exitCodes.ok,
    output: 'There are no dead letters.\n',
    problems: '',
  });
  const first = kill(`{"text":"${'é'.repeat(200)}"}`, 'No table.\nReally.');
  const second = kill('a\tb');
  const sentAt = expect.stringMatching(/ {2}1 {9}2\d{3}-\d\d-\d\dT\S+Z$/);
  const { exitCode, output } = await events(['dlq']);
  expect(exitCode).toBe(exitCodes.ok);
  const [head, one, why, body, two, other, end] = output.split('\n');
  expect(head).toBe(`${'messageId'.padEnd(36)}  receives  sent`);
  expect([one!.startsWith(first), two!.startsWith(second)]).toEqual([true, true]);
  expect([one, two]).toEqual([sentAt, sentAt]);
  expect(why).toBe('  why:  No table. Really.');
  expect(body).toBe(`  body: {"text":"${'é'.repeat(110)}…`);
  expect([other, end]).toEqual(['  body: a b', '']);
});

test('dlq --json prints one letter a line, with all of its body', async () => {
  const id = kill('x'.repeat(500), 'why');
  kill('second');
  const { output } = await events(['dlq', '--json']);
  expect(
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      consumer: 'loans',
      messageId: id,
      receiveCount: 1,
      sentAt: expect.any(String),
      body: 'x'.repeat(500),
      reason: 'why',
    },
    expect.objectContaining({ body: 'second' }),
  ]);
});

test('redrive moves all letters, or those that are named, and says how many', async () => {
  const ids = ['a', 'b', 'c', 'd'].map((body) => kill(body));
  expect(await events(['redrive', ids[0]!])).toMatchObject({
    exitCode: 0,
    output: 'Moved 1 dead letter back to the queue.\n',
  });
  expect(await events(['redrive', ids[1]!, 'unknown'])).toEqual({
    exitCode: exitCodes.incomplete,
    output: '',
    problems: 'Moved 1 of 2: the others are no dead letters. `dlq` shows those there are.\n',
  });
  expect(await events(['redrive', '--json'])).toMatchObject({ exitCode: 0, output: '{"moved":2}\n' });
  expect(await events(['redrive'])).toMatchObject({ exitCode: 0, output: 'There are no dead letters to move.\n' });
  expect(queue.peek().map(({ body }) => body)).toEqual(['a', 'b', 'c', 'd']);
});

test.each([['tail'], ['dlq'], ['redrive']])('%s says so when nothing listens', async (action) => {
  await close();
  expect(await events([action])).toEqual({
    exitCode: exitCodes.unreachable,
    output: '',
    problems: `The gateway at ${url} cannot be reached: the connection is refused. Is it running? Start it with \`npm start\`.\n`,
  });
});

test.each([
  [404, '{"detail":"There is no such route."}'],
  [403, '{"message":"Missing Authentication Token"}'],
  [401, '{"message":"Unauthorized"}'],
])('a deployed gateway, which answers %i, is told from a local one', async (status, body) => {
  routes = (_, response) => {
    response.writeHead(status).end(body);
    return true;
  };
  for (const action of ['tail', 'dlq', 'redrive']) {
    expect(await events([action])).toEqual({
      exitCode: exitCodes.incomplete,
      output: '',
      problems: `The gateway at ${url} does not show its events (it answers ${status}): only one that \`npm start\` runs does, at its own address such as http://127.0.0.1:4000.\n`,
    });
  }
});

test('what the gateway refuses is said with its words', async () => {
  routes = (_, response) => {
    response.writeHead(500).end('{"detail":"The disk is full."}');
    return true;
  };
  expect(await events(['dlq'])).toMatchObject({
    exitCode: exitCodes.incomplete,
    problems: `The gateway at ${url} answers 500 to /_local/dead-letters: The disk is full.\n`,
  });
});

test('--help prints the help', async () => {
  expect(await events(['--help'])).toEqual({ exitCode: 0, output: eventsHelp, problems: '' });
});

test.each<[string, string[]]>([
  ['Usage: npm run events -- tail | dlq | redrive', []],
  ['Usage: npm run events -- tail | dlq | redrive', ['show']],
  ['Usage: npm run events -- tail | dlq | redrive', ['dlq', 'x']],
  ['--last 201 is not a whole number from 0 to 200', ['tail', '--last', '201']],
  ["Unknown option '--all'", ['dlq', '--all']],
])('wrong usage is said: %s', async (words, given) => {
  const { exitCode, problems } = await events(given);
  expect(exitCode).toBe(exitCodes.usage);
  expect(problems).toContain(words);
});

test('the program ends with 0 at Ctrl-C and prints what it has seen', async () => {
  await put({ count: 1 });
  const program = ['-r', '@swc-node/register', 'tools/events/events.ts', 'tail', '--url', url];
  const child = spawn(process.execPath, program, { cwd: join(__dirname, '../..') });
  const texts = { output: '', problems: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    texts.output += chunk.toString();
    child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => (texts.problems += chunk.toString()));
  const [exitCode] = await once(child, 'close');
  expect({ exitCode, ...texts }).toEqual({
    exitCode: 0,
    output: '2026-01-15T09:30:00Z  LoanRequested  library.desk  {"count":1}\n',
    problems: '',
  });
});
