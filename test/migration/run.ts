import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { localAccess } from '../../local/tables';
import { openRecorder } from '../access-paths/recorder';
import { makeApplication } from '../application';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { randomOf } from '../random';
import releaseAfter, { releaseBefore } from './releases';

/** How a run goes. */
export interface MigrationOptions {
  readonly seed: number;
  readonly items: number;
  /** How often the program is ended with -9. */
  readonly kills: number;
  /** Half of them write through the release before. */
  readonly writers: number;
}

/** What a run has done, and what it found broken. */
export interface MigrationReport {
  readonly kills: number;
  readonly accepted: number;
  readonly lists: number;
  /** Pages of the table that the program has read in all its lives. */
  readonly pages: number;
  /** How often it has begun at the beginning. */
  readonly passes: number;
  /** Megabytes that the program has taken at most. */
  readonly memory: number;
  readonly broken: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Of ten items one is written by nobody, so that lists of these are known at every moment. */
const isStill = (number: number): boolean => number % 10 === 0;
const zips = 7;
const program = join(__dirname, '../../tools/migrate.ts');
/** More parts of the table for more items, as a person would choose. */
const segmentsOf = (items: number): number => (items > 10_000 ? 16 : 4);
/** With a heap of this the program ends when what it keeps grows with the table. */
const heapMegabytes = 64;
const pageSize = 100;

/** A row as the release before stores it. */
const rowOf = (number: number) => ({
  id: `p${number}`,
  title: `Plank ${number}`,
  zip: `${isStill(number) ? 'still' : 'zip'}-${number % zips}`,
  price: (number / 100).toFixed(2),
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** Fills a table in while both releases write to it and the program is killed again and again. */
export async function runMigration({ seed, items, kills, writers }: MigrationOptions): Promise<MigrationReport> {
  const random = randomOf(seed);
  const broken: string[] = [];
  // A writer without a rest would take the machine from the program that is tried, the longer the more there is to do.
  const rest = Math.max(20, items / 100);
  const prefix = `migration-${randomUUID().slice(0, 8)}-`;
  const before = await openGateway('v1', { definition: releaseBefore, tablePrefix: prefix });
  await fill(`${prefix}plank`, items);
  const after = await openGateway('v2', { definition: releaseAfter, tablePrefix: prefix });
  let [pages, passes] = [0, 0];
  const recorder = await openRecorder((operation, input) => {
    if (operation !== 'Scan' || input.TableName !== `${prefix}plank` || input.Segment === undefined) return;
    pages++;
    if (input.Segment === 0 && input.ExclusiveStartKey === undefined) passes++;
  });
  const folder = mkdtempSync(join(tmpdir(), 'tandem-migration-'));
  makeApplication(folder, join(__dirname, 'releases.ts'));

  /** What each version of an item has set, by the fields of the later release. */
  const history = new Map<string, Map<number, Fields>>();
  let [accepted, lists, isBeforeGone, isOver] = [0, 0, false, false];

  async function write(gateway: TestGateway, number: number, isBefore: boolean): Promise<void> {
    const id = `p${number}`;
    const read = await gateway.send('GET', `/plank/${id}`);
    if (read.status !== 200) return void broken.push(`GET ${id} was answered ${read.status}`);
    const cents = Math.floor(random.next() * 100_000);
    const zip = `zip-${Math.floor(random.next() * zips)}`;
    const choice = Math.floor(random.next() * 3);
    const meant: Fields = [{ title: `Title ${cents}` }, { zipCode: zip }, { cost: cents / 100 }][choice]!;
    const body = isBefore ? [meant, { zip }, { price: String(cents / 100) }][choice] : meant;
    const answer = await gateway.send('PATCH', `/plank/${id}`, {
      body,
      headers: { 'if-match': read.headers.etag! },
    });
    if (answer.status === 412) return;
    if (answer.status !== 200)
      return void broken.push(`PATCH ${id} was answered ${answer.status}: ${JSON.stringify(answer.json)}`);
    const versions = history.get(id) ?? new Map<number, Fields>();
    history.set(id, versions);
    if (versions.has(answer.json.version)) broken.push(`${id} got the version ${answer.json.version} twice`);
    versions.set(answer.json.version, meant);
    accepted++;
  }

  const untilOver = async (work: () => Promise<void>, isBefore = false): Promise<void> => {
    while (!isOver && !(isBefore && isBeforeGone)) await work();
  };
  const moving = Array.from({ length: items }, (_, number) => number).filter((number) => !isStill(number));
  const working = [
    ...Array.from({ length: writers }, async (_, index) => {
      const isBefore = index % 2 === 0;
      return untilOver(async () => {
        await write(isBefore ? before : after, moving[Math.floor(random.next() * moving.length)]!, isBefore);
        await wait(rest);
      }, isBefore);
    }),
    untilOver(async () => {
      const zip = Math.floor(random.next() * zips);
      const found = await idsOf(after, { zipCode: { eq: `still-${zip}` } });
      const expected = stillIds(items, zip);
      if (found.join() !== expected.join())
        broken.push(`the list of still-${zip} had ${found.length} of ${expected.length} items`);
      lists++;
      await wait(200);
    }),
  ];

  const line = [
    '--yes',
    '--rate',
    '100000',
    '--segments',
    String(segmentsOf(items)),
    '--endpoint',
    recorder.endpoint,
    '--prefix',
    prefix,
  ];
  let [killed, memory] = [0, 0];
  for (let isDone = false; !isDone;) {
    const words = [
      `--max-old-space-size=${heapMegabytes}`,
      '-r',
      require.resolve('@swc-node/register'),
      program,
      ...line,
    ];
    const child = spawn(process.execPath, words, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TS_NODE_PROJECT: join(__dirname, '../../tsconfig.json') },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
    if (killed < kills) {
      // It dies in the middle of its work: some pages after it has begun.
      const pagesBefore = pages;
      const goal = 1 + Math.floor(random.next() * 6);
      await Promise.race([ended, until(() => pages >= pagesBefore + goal)]);
      memory = Math.max(memory, residentMegabytes(child.pid!));
      if (child.exitCode === null) killed++;
      child.kill('SIGKILL');
    } else {
      const watch = setInterval(() => (memory = Math.max(memory, residentMegabytes(child.pid!))), 200);
      // Who answers no more writes no more: from here the release before is gone, and the later one writes on.
      isBeforeGone = true;
      await ended;
      clearInterval(watch);
    }
    const [code, signal] = await ended;
    isDone = code === 0;
    if (!isDone && signal === null) {
      broken.push(`the program ended with ${code}: ${said.slice(-500)}`);
      break;
    }
  }
  isOver = true;
  await Promise.all(working);
  await recorder.close();
  rmSync(folder, { recursive: true });

  const fresh = await openGateway('v1', { definition: releaseAfter, tablePrefix: prefix });
  broken.push(...(await differences(fresh, items, history)));
  return { kills: killed, accepted, lists, pages, passes, memory, broken };
}

const until = async (isReached: () => boolean): Promise<void> => {
  while (!isReached()) await wait(5);
};

async function fill(TableName: string, items: number): Promise<void> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }),
  );
  for (let start = 0; start < items; start += 25) {
    const rows = Array.from({ length: Math.min(25, items - start) }, (_, index) => rowOf(start + index));
    const RequestItems = { [TableName]: rows.map((Item) => ({ PutRequest: { Item } })) };
    await client.send(new BatchWriteCommand({ RequestItems }));
  }
  client.destroy();
}

const stillIds = (items: number, zip: number): string[] =>
  Array.from({ length: items }, (_, number) => number)
    .filter((number) => isStill(number) && number % zips === zip)
    .map((number) => `p${number}`)
    .toSorted();

/** The ids of a whole list, page by page. */
async function idsOf(gateway: TestGateway, filter: object): Promise<readonly string[]> {
  return (await listOf(gateway, filter)).map(({ id }) => String(id)).toSorted();
}

async function listOf(gateway: TestGateway, filter: object): Promise<readonly Fields[]> {
  const found: Fields[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: '100', ...(cursor && { cursor }) });
    const { status, json } = await gateway.send('GET', `/plank?${query.toString()}`);
    if (status !== 200) throw new Error(`The list was answered ${status}: ${JSON.stringify(json)}`);
    found.push(...json.items);
    cursor = json.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** What the later release shows otherwise than the accepted writes have made it, and which lists lack what. */
async function differences(
  gateway: TestGateway,
  items: number,
  history: ReadonlyMap<string, ReadonlyMap<number, Fields>>,
): Promise<readonly string[]> {
  const broken: string[] = [];
  const expected = new Map<string, Fields>();
  for (let number = 0; number < items; number++) {
    const { id, title, zip, price } = rowOf(number);
    let item: Fields = { id, title, zipCode: zip, cost: Number(price), brand: 'none' };
    const versions = [...(history.get(id) ?? [])].toSorted(([one], [other]) => one - other);
    for (const [, fields] of versions) item = { ...item, ...fields };
    expected.set(id, item);
  }
  const compare = (name: string, listed: readonly Fields[], wanted: readonly Fields[]): void => {
    const byId = new Map(listed.map((item) => [item.id, item]));
    if (listed.length !== wanted.length) broken.push(`${name} has ${listed.length} of ${wanted.length} items`);
    for (const want of wanted) {
      const item = byId.get(want.id);
      const wrong = Object.keys(want).find((field) => item?.[field] !== want[field]);
      if (wrong !== undefined)
        broken.push(
          `${name}: ${String(want.id)}.${wrong} is ${JSON.stringify(item?.[wrong])}, not ${JSON.stringify(want[wrong])}`,
        );
    }
  };
  const all = [...expected.values()];
  const listed = await listOf(gateway, { brand: { eq: 'none' } });
  compare('the index byBrand', listed, all);
  for (const { id, label } of listed) {
    const [, seen] = new RegExp(`^label of ${String(id)} at (\\d+)$`).exec(String(label)) ?? [];
    if (seen === undefined) broken.push(`${String(id)}.label is ${JSON.stringify(label)}`);
    // The version after it is that of the program's own write.
    else if (history.get(String(id))?.has(Number(seen) + 1))
      broken.push(
        `${String(id)} was filled in over version ${Number(seen) + 1} of another, which the program had not seen`,
      );
  }
  for (let zip = 0; zip < zips; zip++) {
    for (const zipCode of [`zip-${zip}`, `still-${zip}`]) {
      const filter = { zipCode: { eq: zipCode }, cost: { ge: 0 } };
      compare(
        `the index byPlace at ${zipCode}`,
        await listOf(gateway, filter),
        all.filter((item) => item.zipCode === zipCode),
      );
    }
  }
  return broken;
}

/** What a process has in memory, where the system tells it. */
function residentMegabytes(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The most pages that a run may read: each pass once, and for each kill what was not noted yet. */
export const mostPages = (items: number, kills: number, passes: number): number =>
  passes * (Math.ceil(items / pageSize) + segmentsOf(items)) + kills * segmentsOf(items);
