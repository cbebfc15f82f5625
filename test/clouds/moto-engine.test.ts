import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { portOf } from '../../local/port';
import { openMoto } from './moto';
import { describeWithPython } from './python';

// What an engine must do, asked of another implementation than the one that was written against:
// https://github.com/getmoto/moto. What differs is named here one by one, so that nothing else may; docs/engines.md tells
// people of it.

const run = promisify(execFile);
const root = resolve(__dirname, '../..');

/** The tests that moto fails, as their suites name them, by what it does otherwise than AWS. */
const differences: Readonly<Record<string, readonly string[]>> = {
  'it charges 1 unit for a query and half of one for an item, whatever their size': [
    'a Query sums the sizes and rounds once, at half a unit for 4 KB',
    'a Query costs twice as much when it is consistent',
    'a Query costs the whole items, whatever it projects',
    'a Query costs as much when it only counts',
    'a Query costs what a filter throws away',
    'a Query costs half a unit when it finds nothing',
    'a Scan costs as a Query of the same items',
    'a consistent GetItem of a small item is rounded up to 4 KB',
    'a consistent GetItem of one above 4 KB is rounded up to 4 KB',
    'a consistent GetItem of one that is not there is rounded up to 4 KB',
    'a BatchGetItem rounds each item, those that are not there too',
    'a TransactGetItems costs each item twice',
    'a Query ends at 1 MB, and that is the most that one call costs',
  ],
  'it answers more than 1 MB at once': [
    'a list of more than 1 MB ends a page before it grows past what Lambda may answer, and goes on from there',
  ],
  'it takes a transaction of more than 4 MB': ['more than 4 MB at once is told as that, and nothing is written'],
};

/** Hands calls on one after the other: two at once on one item may both happen in moto, and one of them is lost. */
async function openQueue(target: string) {
  let before: Promise<unknown> = Promise.resolve();
  const server = createServer((asked, answer) => {
    const handOn = async (): Promise<void> => {
      const sent = request(new URL(asked.url!, target), { method: asked.method, headers: asked.headers });
      asked.pipe(sent);
      const [received] = await once(sent, 'response');
      answer.writeHead(received.statusCode, received.headers);
      received.pipe(answer);
      await once(received, 'end');
    };
    before = before.then(handOn).catch(() => void answer.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => void server.close() };
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

describeWithPython('moto as the engine', () => {
  it('does what an engine must, and a gateway on it goes through the journeys, but for what is named here', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-moto-engine-'));
    const moto = await openMoto();
    const queue = await openQueue(moto.url);
    try {
      const output = join(folder, 'report.json');
      const options = ['--config', 'jest.engines.config.js', '--json', '--outputFile', output];
      const suites = ['tables/.*contract', 'results-of-verbs'];
      // It ends with 1, as some fail; the report says which.
      await run(process.execPath, [require.resolve('jest/bin/jest'), ...options, ...suites], {
        cwd: root,
        env: { ...process.env, DYNAMODB_ENDPOINT: queue.url },
        maxBuffer: 2 ** 26,
      }).catch(() => undefined);
      const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
      const failed = report.testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => fullName);
      expect(failed.sort()).toEqual(Object.values(differences).flat().sort());
      expect(report.numPassedTests).toBeGreaterThan(100);
    } finally {
      queue.close();
      await moto.close();
      rmSync(folder, { recursive: true });
    }
  });
});
