import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ContractGateway } from '../../test/transfer/contract-gateway';
import { until } from '../../test/until';

// What only a real process has: signals, pipes, exit codes, warnings of Node.

const root = join(__dirname, '../..');
let gateway: ContractGateway;
let folder: string;

beforeEach(async () => {
  gateway = new ContractGateway();
  await gateway.open();
  folder = mkdtempSync(join(tmpdir(), 'transfer-'));
});

afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly problems: string;
}

function start(
  command: string,
  args: string[],
  environment: object = {},
): { child: ChildProcess; texts: { output: string; problems: string }; ended: Promise<Ended> } {
  const env = { ...process.env, npm_lifecycle_event: undefined, ...environment };
  const child = spawn(command, args, { cwd: root, env });
  const texts = { output: '', problems: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (texts.problems += chunk.toString('utf8')));
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number, ...texts }));
  return { child, texts, ended };
}

const command = (name: 'import' | 'export', words: string[]): string[] => [
  '-r',
  '@swc-node/register',
  `tools/transfer/${name}.ts`,
  'book',
  '--url',
  gateway.url,
  ...words,
];

function books(count: number): string {
  const path = join(folder, 'books.jsonl');
  const lines = Array.from({ length: count }, (_, index) => JSON.stringify({ id: `p${index}`, title: 'T', price: 1 }));
  writeFileSync(path, lines.join('\n'));
  return path;
}

test('an import ends by itself, and says nothing but its summary', async () => {
  const { ended } = start(process.execPath, command('import', [books(5_000), '--concurrency', '32']));
  expect(await ended).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/^5,000 read, 5,000 created/),
    problems: '',
  });
});

test('many retries at once make Node warn of nothing', async () => {
  gateway.fault = (_seen, number) => (number <= 40 ? { status: 503 } : undefined);
  const { ended } = start(process.execPath, command('import', [books(5_000), '--concurrency', '32']));
  expect(await ended).toMatchObject({ exitCode: 0, problems: '' });
});

test('the exit code tells what happened', async () => {
  const refused = join(folder, 'refused.jsonl');
  writeFileSync(refused, '{"price":-1}');
  const results = await Promise.all([
    start(process.execPath, command('import', [refused])).ended,
    start(process.execPath, command('import', ['nowhere.jsonl'])).ended,
    start(process.execPath, command('import', [books(1), '--url', 'http://127.0.0.1:9'])).ended,
  ]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 2, 3]);
  for (const { problems } of results) expect(problems).not.toMatch(/\n\s+at /);
});

test('Ctrl-C finishes what is in flight', async () => {
  const batch = new Promise<void>((resolve) => {
    gateway.fault = async () => {
      resolve();
      await until(() => texts.problems.includes('Stopping'));
      return undefined;
    };
  });
  const { child, texts, ended } = start(process.execPath, command('import', [books(5_000), '--concurrency', '2']));
  await batch;
  child.kill('SIGINT');
  const { exitCode, output, problems } = await ended;
  expect(output).toMatch(/^200 read, 200 created/);
  expect(problems).toContain('Interrupted. The same command again completes the rest');
  expect(exitCode).toBe(130);
});

test('a second Ctrl-C ends at once', async () => {
  const batch = new Promise<void>((resolve) => {
    gateway.fault = () => new Promise(() => resolve());
  });
  const { child, texts, ended } = start(process.execPath, command('import', [books(500)]));
  await batch;
  child.kill('SIGINT');
  await until(() => texts.problems.includes('Stopping'));
  await sleep(700);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: 130, output: '' });
});

describe('export', () => {
  beforeEach(() => {
    for (let index = 0; index < 5_000; index += 1) {
      gateway.stored.set(`p${index}`, { id: `p${index}`, title: 'T', description: 'x'.repeat(500), price: 1 });
    }
  });

  test('a reader that leaves early ends it cleanly', async () => {
    const pipe = `set -o pipefail; "$0" "$@" | head -n 2`;
    const { ended } = start('bash', ['-c', pipe, process.execPath, ...command('export', [])]);
    const { exitCode, output, problems } = await ended;
    expect({ exitCode, problems, lines: output.split('\n').length }).toEqual({ exitCode: 0, problems: '', lines: 3 });
    expect(gateway.seen.length).toBeLessThan(20);
  });

  test('a full disk is said in a sentence', async () => {
    const { ended } = start('bash', ['-c', '"$0" "$@" > /dev/full', process.execPath, ...command('export', [])]);
    expect(await ended).toMatchObject({ exitCode: 1, problems: expect.stringContaining('Cannot write: ENOSPC') });
    const other = start(process.execPath, command('export', ['--output', '/dev/full']));
    expect(await other.ended).toMatchObject({
      exitCode: 1,
      problems: expect.stringContaining('Cannot write /dev/full: ENOSPC'),
    });
  });

  test('it warns of the lines that npm puts before the rows', async () => {
    const loud = start(process.execPath, command('export', []), {
      npm_lifecycle_event: 'export',
      npm_config_loglevel: undefined,
    });
    expect((await loud.ended).problems).toBe(
      'npm has put lines of its own before the rows: use --output <file>, or npm run --silent export.\n',
    );
    const silent = start(process.execPath, command('export', []), {
      npm_lifecycle_event: 'export',
      npm_config_loglevel: 'silent',
    });
    expect((await silent.ended).problems).toBe('');
  });
});
