import { Flag, Float, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Comparison } from '../../schema/comparisons';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { listFaces } from './lists';
import type { Ask } from './question';
import { openRecorder } from './recorder';
import type { Recorder } from './recorder';

// Hears what goes over the wire. The random domains of oracle.test.ts stand behind the same recorder.

class Fields {
  id!: string;
  shelf!: string;
  rank!: number;
  title?: string;
  sold?: boolean;
}

function declare(name: string, typeName: string, scan: boolean): DeclaredClass {
  const type = { [typeName]: class extends Fields {} }[typeName]!;
  Id()(type.prototype, 'id');
  Text({ max: 60 })(type.prototype, 'shelf');
  Float({ optional: true })(type.prototype, 'rank');
  Text({ max: 60, optional: true })(type.prototype, 'title');
  Flag({ optional: true })(type.prototype, 'sold');
  Domain(name, { scan, indexes: { byShelf: { partition: 'shelf', sort: 'rank' } } })(type);
  return type;
}

const Shut = declare('shut', 'Shut', false);
const Open = declare('open', 'Open', true);

const is = (field: string, comparison: Comparison, value: unknown): Ask => ({ field: [field], comparison, value });

/** Questions that neither the key nor the index can answer. */
const unserved: Record<string, readonly Ask[]> = {
  'no condition': [],
  'a condition on a field without an index': [is('title', 'eq', 'a')],
  'a flag': [is('sold', 'eq', true)],
  'a range of the key': [is('id', 'gt', 'a')],
  'the beginning of the key': [is('id', 'beginsWith', 'a')],
  'what is not the key': [is('id', 'ne', 'a')],
  'one key or another condition': [{ or: [is('id', 'eq', 'a'), is('title', 'eq', 'b')] }],
  'not a key': [{ not: is('id', 'eq', 'a') }],
  'the sort field of an index alone': [is('rank', 'eq', 1)],
  'an index that leaves out items without a rank': [is('shelf', 'eq', 'a')],
  'more values than are merged': [
    is(
      'shelf',
      'in',
      Array.from({ length: 26 }, (_, index) => `${index}`),
    ),
    is('rank', 'gt', 0),
  ],
};

let gateway: TestGateway;
let recorder: Recorder;
const heard: string[] = [];

beforeAll(async () => {
  recorder = await openRecorder((operation) => heard.push(operation));
  gateway = await openGateway('v1', { domains: [Shut, Open], endpoint: recorder.endpoint });
  for (const name of ['shut', 'open']) {
    const items = Array.from({ length: 12 }, (_, rank) => ({ id: `i${rank}`, shelf: 'a', rank, title: 'a' }));
    await gateway.send('POST', `/${name}/batch`, { body: { items } });
  }
});

beforeEach(() => heard.splice(0));

afterAll(() => recorder.close());

const cases = Object.entries(unserved).flatMap(([words, where]) =>
  listFaces.map((face) => ({ words, where, face, name: face.name })),
);

test.each(cases)('a list by $words is refused without a call ($name)', async ({ where, face }) => {
  for (const count of [false, true]) {
    for (const backward of [false, true]) {
      const question = { where, limit: 5, brackets: false, from: 0 };
      const page = await face.ask(gateway, domainOf(Shut), question, { limit: 5, backward, count, explain: true });
      expect(page).toMatchObject({ refused: 'no-index', message: expect.stringContaining('Shut') });
    }
  }
  expect(heard).toEqual([]);
});

test.each(cases)('a list by $words is a scan where the domain declares one ($name)', async ({ where, face }) => {
  const question = { where, limit: 5, brackets: false, from: 0 };
  const page = await face.ask(gateway, domainOf(Open), question, { limit: 5, explain: true });
  expect(page).toMatchObject({ plan: { path: 'Scan' }, status: 200 });
  expect(new Set(heard)).toEqual(new Set(['Scan']));
});

test('nothing else that the gateway does is a scan', async () => {
  const one = '/shut/i1';
  await gateway.send('GET', one);
  await gateway.send('GET', '/shut?id=i1&count=true');
  await gateway.send('GET', '/shut?filter[id][in]=i1,i2&count=true&explain=true');
  await gateway.send('GET', '/shut?shelf=a&sort=-rank&count=true');
  await gateway.send('GET', '/shut?shelf=a&filter[rank][ge]=3&title=a&count=true');
  await gateway.send('POST', '/shut/batch/get', { body: { keys: [{ id: 'i1' }] } });
  await gateway.send('POST', '/shut/batch?dryRun=true', { body: { items: [{ id: 'i99', shelf: 'a' }] } });
  await gateway.send('PATCH', one, { body: { title: 'b' } });
  await gateway.send('DELETE', one);
  await gateway.send('GET', '/health');
  expect(heard.length).toBeGreaterThan(9);
  expect(heard).not.toContain('Scan');
});

test('a refusal advises the index that begins with the first equality, whatever a range says before it', async () => {
  const filter = { and: [{ rank: { gt: 1 } }, { title: { eq: 'a' } }, { rank: { eq: 3 } }] };
  const { json } = await gateway.send('GET', `/shut?filter=${encodeURIComponent(JSON.stringify(filter))}`);
  expect(json).toMatchObject({ detail: expect.stringContaining("byTitleAndRank: { partition: 'title'") });
});
