import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '../local/http';
import type { Listening } from '../local/http';
import { localAccess } from '../local/tables';
import { openGateway } from './harness';
import type { TestGateway } from './harness';

const run = promisify(execFile);
const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-import-'));
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;
let gateway: TestGateway;
let listening: Listening;

beforeAll(async () => {
  gateway = await openGateway();
  await endStream(`${gateway.prefix}outbox`);
  listening = await serve({
    handler: gateway.handler,
    host: '127.0.0.1',
    port: 4800,
    payload: 'v1',
    log: () => undefined,
  });
});
afterAll(async () => {
  await listening.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Nobody reads the stream here, and the engine looks through all that is in it before it adds to it. */
async function endStream(TableName: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
  client.destroy();
}

/** Imports a file as `npm run import` does and gives its summary and the most memory that it took, in MB. */
async function importFile(file: string, ...words: string[]): Promise<{ summary: string; megabytes: number }> {
  const note = join(folder, 'memory.txt');
  const hook = join(folder, 'memory.js');
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS)));`,
  );
  const [, ...program] = scripts.import!.split(' ');
  const { stdout } = await run(
    process.execPath,
    ['-r', hook, ...program, 'book', file, '--url', listening.url, ...words],
    { cwd: root },
  );
  return {
    summary: stdout.trim().split('\n').at(-1)!,
    megabytes: Number(readFileSync(note, 'utf8')) / 1024,
  };
}

async function books(count: number): Promise<string> {
  const file = join(folder, `${count}.jsonl`);
  const stream = createWriteStream(file);
  for (let index = 0; index < count; index++) {
    const row = {
      id: `made-${index}`,
      title: `Book ${index}`,
      category: `Shelf ${index % 50}`,
      price: (index % 10_000) / 100,
      description: 'A line of text that makes the row about as long as a real one.',
    };
    if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return file;
}

/** IMPORT_ROWS=100000 for the long run. */
const rows = Number(process.env.IMPORT_ROWS ?? 10_000);

test(`${rows} books are imported in the memory of 2,000, and a second run finds them all there`, async () => {
  const small = await books(2_000);
  const one = await importFile(small);
  expect(one.summary).toContain('2,000 read, 2,000 created, 0 already there, 0 refused, 0 failed');
  const all = await importFile(await books(rows));
  const [read, created] = [rows, rows - 2_000].map((count) => count.toLocaleString('en'));
  expect(all.summary).toContain(`${read} read, ${created} created, 2,000 already there, 0 refused, 0 failed`);
  expect(all.megabytes).toBeLessThan(one.megabytes + 50);
  expect((await importFile(small)).summary).toContain('2,000 read, 0 created, 2,000 already there');
}, 600_000);
