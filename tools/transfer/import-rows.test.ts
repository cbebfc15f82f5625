import { Gateway } from './gateway';
import { Halt } from './halt';
import { importRows } from './import-rows';
import type { Row } from './row';
import { Tally } from './tally';
import { ContractGateway } from '../../test/transfer/contract-gateway';
import { impatient } from '../../test/transfer/run';

let server: ContractGateway;

beforeEach(async () => {
  server = new ContractGateway();
  await server.open();
});

afterEach(() => server.close());

const jobFor = (halt: Halt): Parameters<typeof importRows>[1] => ({
  gateway: new Gateway({ url: server.url, patience: impatient }),
  domain: 'book',
  dryRun: false,
  tally: new Tally(),
  halt,
});

const goodRow = (line: number): Row => ({ line, end: line, json: `{"id":"p${line}","title":"T","price":1}` });

test('a file is read no further than its rows can be sent', async () => {
  let taken = 0;
  let furthest = 0;
  async function* rows(): AsyncGenerator<Row> {
    for (let line = 1; line <= 5_000; line += 1) {
      taken += 1;
      furthest = Math.max(furthest, taken - server.stored.size);
      yield goodRow(line);
    }
  }
  await importRows(rows(), jobFor(new Halt(new AbortController().signal)), 3);
  expect(taken).toBe(5_000);
  // Three batches under way, one that waits for its turn, and one row more.
  expect(furthest).toBeLessThanOrEqual(401);
});

test('nothing is read any more once the run has to end', async () => {
  const controller = new AbortController();
  let taken = 0;
  async function* rows(): AsyncGenerator<Row> {
    for (taken = 1; taken <= 5_000; taken += 1) {
      if (taken === 250) controller.abort();
      yield { line: taken, end: taken, reasons: [{ field: '', reason: 'is bad' }] };
    }
  }
  await importRows(rows(), jobFor(new Halt(controller.signal)), 1);
  expect(taken).toBe(250);
});

test('a file that cannot be read to its end is the reason why the import ends', async () => {
  async function* rows(): AsyncGenerator<Row> {
    yield goodRow(1);
    throw new Error('the disk is gone');
  }
  const job = jobFor(new Halt(new AbortController().signal));
  await importRows(rows(), job, 1);
  expect(job.halt.reason?.message).toContain('the disk is gone');
});

test.each([10, 5_000])('a report that cannot be written ends an import of %d rows', async (count) => {
  const halt = new Halt(new AbortController().signal);
  const tally = new Tally(() => {
    throw new Error('the disk is full');
  });
  server.itemFault = () => 422;
  async function* rows(): AsyncGenerator<Row> {
    for (let line = 1; line <= count; line += 1) yield goodRow(line);
  }
  await importRows(rows(), { ...jobFor(halt), tally }, 1);
  expect(server.batchesSeen).toHaveLength(1);
  expect(halt.reason?.message).toContain('the disk is full');
});
