import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { attempt, exitCodes } from './command';
import type { Console, Screen } from './command';
import { exportCommand } from './export-command';
import { importCommand } from './import-command';
import { ContractGateway } from '../../test/transfer/contract-gateway';
import { impatient, Paper, run } from '../../test/transfer/run';
import { until } from '../../test/until';

let gateway: ContractGateway;
let folder: string;

beforeEach(async () => {
  gateway = new ContractGateway();
  await gateway.open();
  folder = mkdtempSync(join(tmpdir(), 'transfer-'));
  for (let index = 0; index < 250; index += 1) {
    const id = `p${String(index).padStart(3, '0')}`;
    gateway.stored.set(id, { id, title: `Title "${index}"\n`, price: 1, version: 1, createdAt: 'x', updatedAt: 'x' });
  }
});

afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const dump = (words: string[] = [], world = {}): ReturnType<typeof run> =>
  run(exportCommand(impatient), ['book', '--url', gateway.url, ...words], world);

const worldOf = (output: Screen): Console & { problems: Paper } => ({
  output,
  problems: new Paper(),
  interrupted: new AbortController().signal,
});

const rowsOf = (text: string): unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

test('all pages come out as JSON lines, without what the service owns', async () => {
  const { exitCode, output, problems } = await dump();
  expect(rowsOf(output)).toHaveLength(250);
  expect(rowsOf(output)[7]).toEqual({ id: 'p007', title: 'Title "7"\n', price: 1 });
  expect(gateway.seen.map(({ url }) => url)).toEqual([
    '/openapi.json',
    '/book?limit=100',
    '/book?limit=100&cursor=100',
    '/book?limit=100&cursor=200',
  ]);
  expect({ exitCode, problems }).toEqual({ exitCode: exitCodes.ok, problems: '' });
});

test('what cannot be read is null in its row, and told of at the end', async () => {
  gateway.stored.set('p000', { id: 'p000', title: null });
  gateway.warnings = [{ pointer: '/items/0/title', detail: 'cannot be read: nothing is stored' }];
  const { exitCode, output, problems } = await dump();
  expect(rowsOf(output)[0]).toEqual({ id: 'p000', title: null });
  expect({ exitCode, problems }).toEqual({
    exitCode: exitCodes.ok,
    problems:
      'What is stored does not fit the class in 3 or more places: it is null in the rows, or left out where the domain is strict. GET /book says where, in its warnings.\n',
  });
});

test('--all keeps what the service owns', async () => {
  expect(rowsOf((await dump(['--all'])).output)[0]).toEqual(gateway.stored.get('p000'));
});

test('an export can be imported again and gives the same books', async () => {
  const path = join(folder, 'books.jsonl');
  const { exitCode, output, problems } = await dump(['--output', path]);
  expect({ exitCode, problems }).toEqual({ exitCode: exitCodes.ok, problems: '' });
  expect(output).toMatch(/^250 rows of book in \S+\/books\.jsonl, in \d+\.\d s \([\d,]+ rows\/s\)\n$/);
  const before = [...gateway.stored].map(([id, { title, price }]) => [id, title, price]);
  gateway.stored.clear();
  const again = await run(importCommand(impatient), ['book', path, '--url', gateway.url]);
  expect(again.output).toContain('250 read, 250 created');
  expect([...gateway.stored].map(([id, { title, price }]) => [id, title, price]).sort()).toEqual(before);
});

test('passing trouble is waited out', async () => {
  let requests = 0;
  gateway.fault = () => {
    requests += 1;
    if (requests === 2) return { status: 503 };
    return requests === 3 ? 'cut before' : undefined;
  };
  expect(rowsOf((await dump()).output)).toHaveLength(250);
});

test('an export that breaks off says so and leaves the older file as it was', async () => {
  const path = join(folder, 'books.jsonl');
  writeFileSync(path, 'older');
  gateway.fault = ({ url }) => (url.includes('cursor=200') ? { status: 500, body: { detail: 'Oh.' } } : undefined);
  const { exitCode, problems } = await dump(['--output', path]);
  expect(exitCode).toBe(exitCodes.incomplete);
  expect(problems).toBe(
    `The export is not complete: it ended after 200 rows.\nThe gateway at ${gateway.url} answers 500 to /book: Oh.\n`,
  );
  expect(readFileSync(path, 'utf8')).toBe('older');
  expect(readdirSync(folder)).toEqual(['books.jsonl']);
});

test('a link is followed', async () => {
  const [path, link] = [join(folder, 'books.jsonl'), join(folder, 'link.jsonl')];
  writeFileSync(path, 'older');
  symlinkSync(path, link);
  gateway.fault = ({ url }) => (url.includes('cursor') ? { status: 404 } : undefined);
  await dump(['--output', link]);
  expect(readFileSync(path, 'utf8')).toBe('older');
  gateway.fault = () => undefined;
  await dump(['--output', link]);
  expect(rowsOf(readFileSync(path, 'utf8'))).toHaveLength(250);
  expect(readdirSync(folder).sort()).toEqual(['books.jsonl', 'link.jsonl']);
});

test('what is no plain file is written to, not replaced', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]); // cspell:ignore mkfifo
  const reader = readFile(pipe, 'utf8');
  expect((await dump(['--output', pipe])).exitCode).toBe(exitCodes.ok);
  expect(rowsOf(await reader)).toHaveLength(250);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test('a list that repeats its cursor is not walked for ever', async () => {
  gateway.fault = () => ({ status: 200, body: { items: [], nextCursor: 'same' } });
  const { exitCode, problems } = await dump();
  expect(problems).toBe(`The gateway at ${gateway.url} gives no proper list of book.\n`);
  expect(exitCode).toBe(exitCodes.incomplete);
});

test('a slow reader is waited for: no page is asked before the last one is read', async () => {
  const requests: number[] = [];
  const slow = new Writable({
    highWaterMark: 10,
    write: (_chunk, _encoding, done) =>
      void setTimeout(() => {
        requests.push(gateway.seen.length);
        done();
      }, 50),
  });
  expect(await attempt(exportCommand(impatient), ['book', '--url', gateway.url], worldOf(slow))).toBe(exitCodes.ok);
  // The fourth is the empty write with which the end waits for the rest.
  expect(requests.slice(0, 3)).toEqual([2, 3, 4]);
});

test('an error of the very last write counts', async () => {
  const full = new Writable({ write: (_chunk, _encoding, done) => void setTimeout(() => done(new Error('full')), 50) });
  gateway.stored.clear();
  gateway.stored.set('p1', { id: 'p1' });
  const world = worldOf(full);
  expect(await attempt(exportCommand(impatient), ['book', '--url', gateway.url], world)).toBe(exitCodes.incomplete);
  expect(world.problems.text).toContain('Cannot write: full.\n');
});

test('an interruption ends between two pages', async () => {
  const controller = new AbortController();
  gateway.fault = () => void controller.abort();
  const path = join(folder, 'books.jsonl');
  const { exitCode, problems } = await dump(['--output', path], { interrupted: controller.signal });
  expect({ exitCode, problems }).toEqual({ exitCode: exitCodes.interrupted, problems: 'Interrupted.\n' });
  expect(existsSync(path)).toBe(false);
});

test('a progress line is for a terminal that does not show the rows', async () => {
  const screen = new Paper(true);
  // Each page is held until the line has told of those before it.
  gateway.fault = async ({ url }) => {
    const rows = /cursor=(\d+)/.exec(url)?.[1] ?? '0';
    await until(() => screen.text.includes(`\r${rows} rows`));
  };
  await dump([], { problems: screen });
  expect(screen.text).toMatch(/\r100 rows  [\d,]+ rows\/s\u001b\[K/);
  expect(screen.text).toMatch(/\r\u001b\[K$/);
});

describe('wrong usage is said in a sentence', () => {
  test.each<[string[], number, string]>([
    [[], 2, 'Usage: npm run export -- <domain> [options]. See --help.\n'],
    [['book', '--limit', '3'], 2, "Unknown option '--limit'. See --help.\n"],
    [['book', '--output', 'books.csv'], 2, 'one JSON object per line, which a name such as book.jsonl says'],
    [['book'], 3, 'No gateway runs from this folder. Start it with `npm start`, or name another with --url'],
    [['book', '--output', '/'], 2, '/ is a folder, not a file.\n'],
    [['book', '--output', '/no/where.jsonl'], 2, 'Cannot write /no/where.jsonl: ENOENT'],
    [['book', '--url', 'http://127.0.0.1:9'], 3, 'Is it running? Start it with `npm start`.\n'],
  ])('%j', async (words, exitCode, sentence) => {
    const result = await run(exportCommand(impatient), words);
    expect(result).toMatchObject({ exitCode, output: '' });
    expect(result.problems).toContain(sentence);
  });

  test('an unknown domain', async () => {
    const result = await run(exportCommand(impatient), ['books', '--url', gateway.url]);
    expect(result).toMatchObject({
      exitCode: 1,
      problems: expect.stringContaining('answers 404 to /books: There is no /books.\n'),
    });
  });

  test('help', async () => {
    const { exitCode, output } = await run(exportCommand(), ['--help']);
    expect({ exitCode, output }).toEqual({
      exitCode: exitCodes.ok,
      output: expect.stringContaining('--output <file>'),
    });
  });
});
