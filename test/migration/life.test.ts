import { transformSync } from '@swc/core';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestOf } from '../../infra/plan/manifest';
import { compareTables } from '../../infra/plan/tables';
import { localAccess } from '../../local/tables';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { admit } from '../../services/validation';
import { runBackfill } from '../../tables/backfill';
import { openClient } from '../../tables/client';
import { blocksOf } from '../documents';
import type { Block } from '../documents';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';

// docs/data.md, "Ten changes of a class": each class is compiled as it stands there, the plan says what stands below it,
// the backfills are run, and after each change every item is read, listed by every index and written.

const page = 'docs/data.md';
const folder = mkdtempSync(join(tmpdir(), 'tandem-life-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Step {
  readonly type: DeclaredClass;
  /** What the plan says of the table. */
  readonly findings: readonly string[];
}

function stepsOf(blocks: readonly Block[]): readonly Step[] {
  return blocks.flatMap((block, index) => {
    if (block.language !== 'ts' || !block.text.includes("@Domain('member'")) return [];
    const next = blocks[index + 1];
    const findings = next?.language === 'text' ? next.text.trim().split('\n') : [];
    return [{ type: compiled(block.text, index), findings }];
  });
}

function compiled(text: string, index: number, name = 'Member'): DeclaredClass {
  const file = join(folder, `${name}-${index}.js`);
  const { code } = transformSync(text, {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, useDefineForClassFields: false },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  });
  writeFileSync(file, code.replace('@tandem/gateway', join(__dirname, '../../package/index')));
  return jest.requireActual<Record<string, DeclaredClass>>(file)[name]!;
}

const steps = stepsOf(blocksOf(page));
const client = openClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
afterAll(() => client.destroy());
const prefix = `life-${randomUUID().slice(0, 8)}-`;

/** The rows of the old program. */
const rows = Array.from({ length: 30 }, (_, number) => ({
  id: `m${number}`,
  name: `Member ${number}`,
  zip: `8907${number % 10}`,
  fee: `${number}.50`,
  state: number % 3 === 0 ? 'gone' : 'active',
}));

async function everyItem(gateway: TestGateway, query = ''): Promise<readonly Record<string, unknown>[]> {
  const { status, json } = await gateway.send('GET', `/member?limit=100&${query}`);
  expect([status, json.warnings]).toEqual([200, undefined]);
  return json.items.toSorted((one: any, other: any) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
}

test('the class that says where items lie is one of the gateway', async () => {
  const [block, ...others] = blocksOf(page).filter(({ text }) => text.includes("@Domain('task'"));
  expect(others).toEqual([]);
  const type = compiled(block!.text, 0, 'Task');
  const gateway = await openGateway('v1', { definition: gatewayOf([type]) });
  const body = {
    organisationId: 'o',
    taskId: 't',
    assigneeId: 'a',
    dueAt: '2026-03-01T00:00:00Z',
    budget: 9.99,
    labels: ['x'],
  };
  expect((await gateway.send('POST', '/task', { body })).status).toBe(201);
  const Key = { pk: 'ORG#o', sk: 'TASK#t' };
  const { Item } = await client.send(new GetCommand({ TableName: `${gateway.prefix}tracker`, Key }));
  const index = { gsi1pk: 'USER#a', gsi1sk: 'TASK#2026-03-01T00:00:00.000Z#t' };
  expect(Item).toMatchObject({ ...index, budget: 999, type: 'task', revision: 1 });
});

test('the page tells of an adopted class and ten changes', () => expect(steps).toHaveLength(11));

test.each(steps.map((step, number) => ({ number, ...step })))('change $number', async ({ number, type, findings }) => {
  const before = steps[number - 1];
  const definition = gatewayOf([type]);
  const tablesOf = (one: DeclaredClass) => manifestOf(gatewayOf([one]), '1.0.0').tables;
  if (before) {
    const plain = (tables: object): ReturnType<typeof tablesOf> => JSON.parse(JSON.stringify(tables));
    const said = compareTables(plain(tablesOf(before.type)), plain(tablesOf(type))).filter(
      ({ subject }) => subject === 'member',
    );
    expect(said.map(({ words }) => words)).toEqual(findings);
    expect(said.filter(({ level }) => level === 'refused')).toEqual([]);
  }
  const gateway = await openGateway('v1', { definition, tablePrefix: prefix });
  if (!before) for (const Item of rows) await client.send(new PutCommand({ TableName: `${prefix}member`, Item }));
  // Every item can be read before its backfill too, but for what has to be made of the others.
  expect((await gateway.send('GET', '/member?limit=100')).json.items).toHaveLength(rows.length);
  const { backfills, indexes } = domainOf(type);
  for (const name of Object.keys(backfills)) {
    await runBackfill(domainOf(type), name, {
      client,
      prefix,
      now: () => new Date(),
      signal: new AbortController().signal,
      segments: 2,
      admit: ({ type: of }, fields) => admit(of, fields, 'patch'),
      mayWrite: async () => undefined,
      told: () => undefined,
    });
  }
  const done = await openGateway('v1', { definition, tablePrefix: prefix });
  const items = await everyItem(done);
  expect(items.map(({ id, name }) => [id, name])).toEqual(rows.map(({ id, name }) => [id, name]));
  const [first] = items;
  expect(first!.zipCode ?? first!.zip).toBe('89070');
  expect(Number(items[7]!.fee)).toBe(7.5);
  for (const { partition } of Object.values(indexes)) {
    for (const value of new Set(items.map((item) => item[partition]))) {
      const listed = await everyItem(done, `${partition}=${String(value)}&explain=true`);
      expect(listed).toEqual(items.filter((item) => item[partition] === value));
    }
  }
  const { status } = await done.send('PATCH', '/member/m3', { body: { name: 'Member 3' } });
  expect(status).toBe(200);
  expect(await everyItem(done)).toHaveLength(rows.length);
});
