import { BatchWriteCommand, DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAccess } from '../../local/tables';
import { openClient } from '../../tables/client';
import { migrateCommand } from '../../tools/migrate-command';
import { makeApplication } from '../application';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { takeSeen } from '../seen-calls';
import { run } from '../transfer/run';
import keeping from './keeping';

// `npm run migrate -- --kept`: what is kept beside items against a scan of them. The scan is the witness; what differs was
// made to differ from behind, as a program that knows nothing of the gateway does.

const client = openClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
let folder: string;
let gateway: TestGateway;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-kept-'));
  makeApplication(folder, join(__dirname, 'keeping.ts'));
});
beforeEach(async () => {
  gateway = await openGateway('v1', { definition: keeping });
});
afterAll(() => {
  client.destroy();
  rmSync(folder, { recursive: true });
});

async function migrate(...words: string[]) {
  const place = ['--endpoint', process.env.TEST_ENGINE!, '--prefix', gateway.prefix];
  const ended = await run(migrateCommand(folder), ['--kept', ...words, ...place]);
  // The command scans what it compares; the gateway itself never scans these tables.
  const scanned = takeSeen('scans').map((table) => table.slice(gateway.prefix.length));
  expect(scanned.toSorted()).toEqual(['counter', 'lid', 'sign', 'thing', 'unique']);
  return ended;
}

/** Things as another program stores them. */
async function put(...things: readonly (readonly [id: string, mail: string, binId: string, grams: number])[]) {
  const requests = things.map(([id, mail, binId, grams]) => ({ PutRequest: { Item: { id, mail, binId, grams } } }));
  await client.send(new BatchWriteCommand({ RequestItems: { [`${gateway.prefix}thing`]: requests } }));
}

const ofBin = async (id: string) => {
  await gateway.send('POST', '/bin', { body: { id } });
  const { things, weight } = (await gateway.send('GET', `/bin/${id}?include=things,weight`)).json;
  return { things, weight };
};

test('fills in what items that were there before have, while it is asked for alone it writes nothing', async () => {
  await put(['1', 'a@example.com', 'x', 5], ['2', 'b@example.com', 'x', 7], ['3', 'c@example.com', 'y', 1]);
  await gateway.send('POST', '/thing', { body: { id: '4', mail: 'd@example.com', binId: 'x', grams: 1 } });
  const looked = await migrate('--dry-run');
  expect([looked.exitCode, looked.problems]).toEqual([1, '']);
  expect(looked.output).toContain('thing/mail  4 compared, 3 different, 3 left\n');
  expect(looked.output).toContain('  bin/things/x is 1, and a scan gives 3\n');
  expect(await ofBin('x')).toEqual({ things: 1, weight: 1 });

  const mended = await migrate();
  expect([mended.exitCode, mended.problems]).toEqual([0, '']);
  expect(mended.output).toContain('  bin/weight/x was 1, and is 13\n');
  expect(await ofBin('x')).toEqual({ things: 3, weight: 13 });
  expect(await ofBin('y')).toEqual({ things: 1, weight: 1 });
  const taken = await gateway.send('POST', '/thing', { body: { mail: 'B@example.com', binId: 'x', grams: 1 } });
  expect([taken.status, taken.json.type]).toEqual([409, '/problems/value-taken']);
  expect((await gateway.send('GET', '/thing/by/mail/c@example.com')).json.id).toBe('3');
  const again = await migrate();
  expect([again.exitCode, again.output.match(/ 0 different/g)]).toEqual([
    0,
    [' 0 different', ' 0 different', ' 0 different', ' 0 different', ' 0 different'],
  ]);
});

test('counts what refers to an item since before it was declared, so that it keeps that from being deleted', async () => {
  await gateway.send('POST', '/bin', { body: { id: 'old' } });
  const requests = ['1', '2'].map((id) => ({ PutRequest: { Item: { id, binId: 'old' } } }));
  await client.send(new BatchWriteCommand({ RequestItems: { [`${gateway.prefix}sign`]: requests } }));
  const looked = await migrate('--dry-run');
  expect([looked.exitCode, looked.output]).toEqual([
    1,
    expect.stringContaining('bin/sign.binId  1 compared, 1 different'),
  ]);
  // One that leaves takes itself off a count that it was never in.
  expect((await gateway.send('DELETE', '/sign/1')).status).toBe(204);
  const uncounted = await gateway.send('DELETE', '/bin/old');
  expect([uncounted.status, uncounted.json.detail]).toEqual([409, expect.stringContaining('migrate -- --kept')]);
  expect((await migrate()).exitCode).toBe(0);
  const refused = await gateway.send('DELETE', '/bin/old');
  expect([refused.status, refused.json.type]).toEqual([409, '/problems/still-referenced']);
  await gateway.send('DELETE', '/sign/2');
  expect((await gateway.send('DELETE', '/bin/old')).status).toBe(204);
});

test('counts what refers to a key of two fields by both of them, and not what holds one alone', async () => {
  for (const binId of ['x', 'y']) await gateway.send('POST', '/slot', { body: { binId, id: '1' } });
  const lids = [
    { id: '1', binId: 'x', slotId: '1' },
    { id: '2', binId: 'x', slotId: '1' },
    { id: '3', binId: 'y' },
  ];
  const requests = lids.map((Item) => ({ PutRequest: { Item } }));
  await client.send(new BatchWriteCommand({ RequestItems: { [`${gateway.prefix}lid`]: requests } }));
  expect((await migrate('--dry-run')).output).toContain('  slot/lid.slotId/x/1 is 0, and a scan gives 2\n');
  const { exitCode, output } = await migrate();
  expect([exitCode, output]).toEqual([0, expect.stringContaining('slot/lid.slotId  1 compared, 1 different')]);
  const deleted = async (binId: string) => (await gateway.send('DELETE', `/slot/${binId}/1`)).status;
  expect([await deleted('x'), await deleted('y')]).toEqual([409, 204]);
  for (const id of ['1', '2']) expect((await gateway.send('DELETE', `/lid/${id}`)).status).toBe(204);
  expect(await deleted('x')).toBe(204);
});

test('names items that have the same value, which only a person can tell apart, and ends with 1', async () => {
  await put(['1', 'same@example.com', 'x', 5], ['2', 'SAME@example.com', 'x', 7]);
  const { exitCode, output } = await migrate();
  expect(exitCode).toBe(1);
  expect(output).toMatch(/\["[12]"\] has the mail of \["[12]"\]: give one of the two another/);
  expect(output).toContain('thing/mail  1 compared, 2 different, 1 left');
});

test('takes back what a program that knows nothing of it has deleted and changed', async () => {
  for (const id of ['1', '2']) {
    await gateway.send('POST', '/thing', { body: { id, mail: `${id}@example.com`, binId: 'x', grams: 2 } });
  }
  const TableName = `${gateway.prefix}thing`;
  await client.send(new DeleteCommand({ TableName, Key: { id: '1' } }));
  await client.send(
    new UpdateCommand({
      TableName,
      Key: { id: '2' },
      UpdateExpression: 'SET grams = :g, mail = :m',
      ExpressionAttributeValues: { ':g': 9, ':m': 'other@example.com' },
    }),
  );
  expect((await migrate()).exitCode).toBe(0);
  expect(await ofBin('x')).toEqual({ things: 1, weight: 9 });
  for (const mail of ['1@example.com', '2@example.com']) {
    expect((await gateway.send('POST', '/thing', { body: { mail, binId: 'y', grams: 1 } })).status).toBe(201);
  }
});

test('is right in the end though others write all the time', async () => {
  await put(...Array.from({ length: 20 }, (_, index) => [`o${index}`, `o${index}@example.com`, 'x', 1] as const));
  let isOver = false;
  let made = 0;
  const writing = (async () => {
    while (!isOver) {
      const id = `n${made++}`;
      await gateway.send('POST', '/thing', { body: { id, mail: `${id}@example.com`, binId: 'x', grams: 1 } });
      if (made % 3 === 0) await gateway.send('DELETE', `/thing/n${made - 2}`);
    }
  })();
  const first = await migrate();
  isOver = true;
  await writing;
  // What was written to at every look is left for another run.
  expect([0, 1]).toContain(first.exitCode);
  expect((await migrate()).exitCode).toBe(0);
  const left = 20 + made - Math.floor(made / 3);
  expect(await ofBin('x')).toEqual({ things: left, weight: left });
});
