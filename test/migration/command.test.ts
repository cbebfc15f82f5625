import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTables, localAccess } from '../../local/tables';
import { runningEngine } from '../../local/engine';
import { openClient } from '../../tables/client';
import { migrateCommand } from '../../tools/migrate-command';
import { makeApplication } from '../application';
import { openFaultProxy } from '../fault-proxy';
import type { FaultProxy } from '../fault-proxy';
import { noteTables } from '../noted-tables';
import { run } from '../transfer/run';
import filling from './filling';

// `npm run migrate` as a person or a pipeline calls it: words in; text, an exit code and what is in the tables out.

const root = join(__dirname, '../..');
const secret = 'known to nobody';
const client = openClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
let folder: string;
let prefix: string;
let engine: FaultProxy;
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-migrate-'));
  makeApplication(folder, join(__dirname, 'filling.ts'));
});
beforeEach(async () => {
  engine = await openFaultProxy({ target: process.env.TEST_ENGINE! });
  prefix = `migrate-${randomUUID().slice(0, 8)}-`;
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await engine.close();
});
afterAll(() => {
  client.destroy();
  rmSync(folder, { recursive: true });
});

/** Makes the tables as the stack does, with items that a release of before has stored. */
async function fill(names: { plank?: readonly string[]; nail?: readonly string[] }): Promise<void> {
  await createTables({ endpoint: process.env.TEST_ENGINE!, domains: filling.domains, prefix, say: () => undefined });
  noteTables(filling, prefix);
  for (const [domain, ids] of Object.entries(names)) await store(client, `${prefix}${domain}`, ids);
}

async function store(into: typeof client, TableName: string, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += 25) {
    const rows = ids.slice(start, start + 25).map((id) => ({ id, mark: secret, version: 1 }));
    const RequestItems = { [TableName]: rows.map((Item) => ({ PutRequest: { Item } })) };
    await into.send(new BatchWriteCommand({ RequestItems }));
  }
}

async function stored(domain: string): Promise<Readonly<Record<string, any>>> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: `${prefix}${domain}`, ConsistentRead: true }));
  return Object.fromEntries(Items.map((item) => [item.id, item]));
}

const place = (): string[] => ['--endpoint', engine.endpoint, '--prefix', prefix];
const migrate = async (...words: string[]) => run(migrateCommand(folder), [...words, ...place()]);
const written = (): number =>
  ['PutItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems', 'DeleteItem'].reduce(
    (sum, operation) => sum + (engine.calls.get(operation) ?? 0),
    0,
  );

/** On AWS: the address of the SDK's own variable, and tables that the stack has made. */
async function onAws(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const before = { ...process.env };
  const { region, credentials } = localAccess;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...environment,
  });
  try {
    return await run(migrateCommand(folder), [...words, '--region', region, '--prefix', prefix]);
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

test('--help says every option, and asks nobody', async () => {
  const { exitCode, output, problems } = await migrate('--help');
  expect({ exitCode, problems, calls: engine.calls.size }).toEqual({ exitCode: 0, problems: '', calls: 0 });
  const options = 'status dry-run yes domain backfill rate segments sample prefix region endpoint policy help'.split(
    ' ',
  );
  for (const option of options) expect(output).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
});

test.each([
  [['--domain', 'board'], 'There is no domain "board"; there is plank, nail.\n'],
  [['--backfill', 'names'], 'There is no backfill "names"; there is labels, marks, sizes.\n'],
  [['--domain', 'nail', '--backfill', 'labels'], 'There is no backfill "labels"; there is sizes.\n'],
  [['--rate', '0'], '--rate 0 is not a whole number from 1 to 100000.\n'],
  [['--segments', 'many'], '--segments many is not a whole number from 1 to 1000.\n'],
  [['--fast'], "Unknown option '--fast'. See --help.\n"],
  [['now'], "Unexpected argument 'now'. See --help.\n"],
])('%j is a mistake of the caller, and nothing is asked', async (words, sentence) => {
  const { exitCode, output, problems } = await migrate(...words);
  expect({ exitCode, output, problems, calls: engine.calls.size }).toEqual({
    exitCode: 2,
    output: '',
    problems: sentence,
    calls: 0,
  });
});

test.each([
  ['somewhere', /^--endpoint somewhere is no address such as http:\/\/127\.0\.0\.1:8000\.\n$/, 2],
  ['http://127.0.0.1:9', /^DynamoDB cannot be reached there: correct --endpoint or --region\.\n$/, 3],
])('--endpoint %s is answered with a sentence', async (endpoint, sentence, exitCode) => {
  expect(await run(migrateCommand(folder), ['--status', '--endpoint', endpoint])).toMatchObject({
    exitCode,
    output: '',
    problems: expect.stringMatching(sentence),
  });
});

test('without data and without a stage there is nothing to work on', async () => {
  const { exitCode, problems } = await run(migrateCommand(folder), ['--status']);
  expect(exitCode).toBe(2);
  expect(problems).toMatch(
    /^There is no data in \S+\.data: npm run start makes it\. For a stage on AWS say --region and/,
  );
});

describe('on a table with items of before', () => {
  beforeEach(async () => fill({ plank: ['a', 'b', 'c'], nail: ['long'] }));

  test('--status says what is to be run and what is done, and writes nothing', async () => {
    expect(await migrate('--status')).toMatchObject({
      exitCode: 1,
      output: 'plank/labels  to be run\nplank/marks  to be run\nnail/sizes  to be run\n',
      problems: '',
    });
    expect(written()).toBe(0);
    await migrate('--yes', '--backfill', 'marks');
    expect((await migrate('--status')).output).toBe(
      'plank/labels  to be run\nplank/marks  done\nnail/sizes  to be run\n',
    );
    expect(await migrate('--status', '--backfill', 'marks')).toMatchObject({ exitCode: 0 });
  });

  test('--dry-run shows examples and the cost, nothing sensitive, and writes nothing', async () => {
    const { exitCode, output, problems } = await migrate('--dry-run');
    expect({ exitCode, problems, written: written() }).toEqual({ exitCode: 1, problems: '', written: 0 });
    expect(output).toContain('plank/labels: about 3 of 3 items are to be written, by 3 of 3 that were looked at.\n');
    expect(output).toContain('  a  {} becomes {"label":"label of a"}\n');
    expect(output).toContain('plank/marks: about 3 of 3');
    expect(output).toMatch(/\n {2}about 1 read units and at most 6 write units, 0\.00 USD \(us-east-1, [\d-]+\)\n/);
    expect(output).toMatch(/\nNothing was written \(--dry-run\)\.\n$/);
    expect(output.toLowerCase()).not.toContain(secret);
    expect((await stored('plank')).a).toEqual({ id: 'a', mark: secret, version: 1 });
  });

  test('without a terminal and without --yes nothing begins', async () => {
    const { exitCode, output } = await migrate();
    expect(exitCode).toBe(1);
    expect(output).toMatch(/\nNothing was written\. Say --yes to begin without being asked\.\n$/);
    expect(written()).toBe(0);
  });

  test('--yes fills in everything, and a second run finds it done', async () => {
    const { exitCode, output, problems } = await migrate('--yes');
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: '' });
    expect(output).toMatch(/\nplank\/labels {2}done: 3 items written, 6 read in \d+\.\d s\n/);
    expect(output).toMatch(/\nnail\/sizes {2}done: 1 items written, 2 read in /);
    expect(output.toLowerCase()).not.toContain(secret);
    const { a } = await stored('plank');
    expect(a).toMatchObject({ label: 'label of a', mark: secret.toUpperCase(), version: 3 });
    expect((await stored('nail')).long).toMatchObject({ size: 'small' });
    engine.set();
    expect(await migrate('--yes')).toMatchObject({
      exitCode: 0,
      output: 'plank/labels  done\nplank/marks  done\nnail/sizes  done\n',
    });
    expect(written()).toBe(0);
  });

  test('--domain and --backfill leave the others as they are', async () => {
    expect(await migrate('--yes', '--domain', 'plank', '--backfill', 'labels')).toMatchObject({ exitCode: 0 });
    expect((await stored('plank')).b).toMatchObject({ label: 'label of b', mark: secret });
    expect((await stored('nail')).long).not.toHaveProperty('size');
  });

  test('no terminal, no bar', async () => {
    const { problems, output } = await migrate('--yes');
    // The control sequences of a terminal begin with ESC.
    expect(`${problems}${output}`).not.toContain('\u001b');
  });
});

// As a developer meets it who has declared a backfill and not started since.
test('--dry-run and --status make no table and no index', async () => {
  const TableName = `${prefix}plank`;
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  noteTables(filling, prefix);
  await store(client, TableName, ['a']);
  for (const word of ['--dry-run', '--status']) {
    expect(await migrate(word, '--domain', 'plank')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('plank/labels  to be run\n'),
      problems: '',
    });
  }
  expect(await migrate('--dry-run', '--domain', 'nail')).toMatchObject({
    exitCode: 1,
    problems: `A table is not there under the prefix "${prefix}": let npm run start make it first, or correct --prefix.\n`,
  });
  expect([...engine.calls.keys()].toSorted()).toEqual(['DescribeTable', 'GetItem', 'Scan']);
});

// Only a lower bound: a slow machine makes a run longer, never shorter.
test('--rate holds the writes back', async () => {
  await fill({ plank: Array.from({ length: 11 }, (_, index) => `p${index}`) });
  const started = performance.now();
  expect(await migrate('--yes', '--backfill', 'labels', '--rate', '10')).toMatchObject({ exitCode: 0 });
  expect(performance.now() - started).toBeGreaterThan(950);
});

test('a function that throws ends the run with the item, and what is done stays done', async () => {
  await fill({ plank: ['a'], nail: ['bent'] });
  const { exitCode, output, problems } = await migrate('--yes', '--sample', '1');
  expect({ exitCode, problems }).toEqual({
    exitCode: 1,
    problems: 'The function of the backfill makes no right item of {"id":"bent"}: Error: A bent nail has no size.\n',
  });
  expect(output).not.toContain('nail/sizes  done');
  expect((await stored('nail')).bent).toEqual({ id: 'bent', mark: secret, version: 1 });
});

test('one that fails keeps no other from being run', async () => {
  await fill({ plank: ['bent'], nail: ['long'] });
  const { exitCode, output, problems } = await migrate('--yes', '--sample', '1');
  expect(exitCode).toBe(1);
  expect(problems).toMatch(/^The function of the backfill makes no right item of {"id":"bent"}: Error: A bent plank/);
  expect(output).toMatch(/\nplank\/marks {2}done: 1 items written.*\nnail\/sizes {2}done: 1 items written/);
  expect((await migrate('--status')).output).toBe('plank/labels  to be run\nplank/marks  done\nnail/sizes  done\n');
});

describe('on AWS', () => {
  test('a table that is not there is a sentence, without its name', async () => {
    const { exitCode, problems } = await onAws(['--status']);
    expect({ exitCode, problems }).toEqual({
      exitCode: 1,
      problems: `A table is not there under the prefix "${prefix}": deploy the stack of this release first, or correct --prefix.\n`,
    });
  });

  test('--policy allows exactly the calls that a run makes', async () => {
    const { exitCode, output } = await run(migrateCommand(folder), ['--policy', '--prefix', prefix]);
    expect({ exitCode, calls: engine.calls.size }).toEqual({ exitCode: 0, calls: 0 });
    const { Statement } = JSON.parse(output) as { Statement: { Action: string[]; Resource: string[] }[] };
    const allowed = Statement.flatMap(({ Action, Resource }) =>
      Resource.flatMap((arn) => Action.map((action) => `${action.split(':')[1]} ${arn.split('/')[1]}`)),
    );
    await fill({ plank: ['a', 'b'], nail: ['long'] });
    engine.set();
    const made = new Set<string>();
    // Another writes each item while it is on its way here, so that it has to be read again.
    const touch = async () => {
      for (const [domain, id] of [
        ['plank', 'a'],
        ['nail', 'long'],
      ] as const) {
        await client.send(
          new UpdateCommand({
            TableName: `${prefix}${domain}`,
            Key: { id },
            UpdateExpression: 'ADD version :one',
            ExpressionAttributeValues: { ':one': 1 },
          }),
        );
      }
    };
    engine.set({ do: 'slow', milliseconds: 0, on: ['Scan'], then: touch });
    expect(await onAws(['--yes', '--segments', '1'])).toMatchObject({ exitCode: 0, problems: '' });
    for (const { operation, body } of engine.requests) made.add(`${operation} ${JSON.parse(body).TableName}`);
    expect([...made].toSorted()).toEqual([...new Set(allowed)].toSorted());
    expect((await stored('plank')).a).toMatchObject({ label: 'label of a' });
  });

  test('a right that is missing is a sentence that names the way to it', async () => {
    await fill({ plank: ['a'] });
    engine.obey(() => ({ action: 'dynamodb:GetItem', resource: 'arn:aws:dynamodb:us-east-1:1:table/secret' }) as never);
    const { exitCode, problems } = await onAws(['--status']);
    expect({ exitCode, problems }).toEqual({
      exitCode: 1,
      problems: 'A right is missing: npm run migrate -- --policy says which are needed.\n',
    });
  });
});

/** A program of the gateway in a process of its own, in the folder of an application. */
function program(path: string, words: readonly string[], cwd: string) {
  const own = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'DEBUG'];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.includes(name)));
  const child = spawn(process.execPath, ['-r', require.resolve('@swc-node/register'), join(root, path), ...words], {
    cwd,
    env: { ...inherited, TS_NODE_PROJECT: join(root, 'tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { output: '', problems: '' };
  child.stdout.on('data', (text: Buffer) => (said.output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.problems += text.toString()));
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number, ...said }));
  return { child, said, ended };
}

test('Ctrl-C stops with 130 and says so; the next run goes on where it was', async () => {
  const count = 450;
  await fill({ plank: Array.from({ length: count }, (_, index) => `p${index}`) });
  const words = ['--yes', '--backfill', 'labels', '--segments', '1', '--rate', '100000', ...place()];
  const first = program('tools/migrate.ts', words, folder);
  // In its third page: those before it are noted.
  engine.set({ do: 'slow', milliseconds: 0, on: ['UpdateItem'], nth: [250], then: () => first.child.kill('SIGINT') });
  const { exitCode, output, problems } = await first.ended;
  expect({ exitCode, problems }).toEqual({ exitCode: 130, problems: '' });
  expect(output).toMatch(/\nplank\/labels {2}stopped after \d+ items: run it again to go on\.\n$/);
  const done = Object.values(await stored('plank')).filter(({ label }) => label !== undefined).length;
  expect(done).toBeLessThan(count);
  engine.set();
  expect(await migrate(...words.slice(0, 7))).toMatchObject({ exitCode: 0 });
  const starts = engine.requests
    .filter(({ operation, body }) => operation === 'Scan' && 'Segment' in JSON.parse(body))
    .map(({ body }) => JSON.parse(body).ExclusiveStartKey);
  expect(starts[0]).toBeDefined();
  expect(engine.calls.get('UpdateItem')).toBe(count - done);
});

test('on the data of npm start, while that runs', async () => {
  const own = mkdtempSync(join(tmpdir(), 'tandem-migrate-start-'));
  try {
    makeApplication(own, join(__dirname, 'filling.ts'));
    const started = program('local/start.ts', ['--port', '5116'], own);
    while (!started.said.output.includes('Ctrl-C')) {
      if (started.child.exitCode !== null) throw new Error(started.said.problems);
      await sleep(20);
    }
    const [, url] = /REST +(http:\S+)\/plank/.exec(started.said.output)!;
    const local = openClient({ ...localAccess, endpoint: runningEngine(join(own, '.data'))! });
    noteTables(filling, '');
    await store(local, 'plank', ['a']);
    local.destroy();
    const { exitCode, problems } = await run(migrateCommand(own), ['--yes']);
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: '' });
    // It knows at the latest five seconds later that the backfill is done, and shows the item at once.
    const answer = await fetch(`${url}/plank/a`);
    expect(await answer.json()).toMatchObject({ id: 'a', label: 'label of a' });
    started.child.kill('SIGTERM');
    await started.ended;
    // And where nothing runs, on the same data.
    expect(existsSync(join(own, '.data'))).toBe(true);
    expect(await run(migrateCommand(own), ['--status'])).toMatchObject({
      exitCode: 0,
      output: 'plank/labels  done\nplank/marks  done\nnail/sizes  done\n',
    });
  } finally {
    rmSync(own, { recursive: true });
  }
});
