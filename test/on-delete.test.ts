import { Counted } from '../schema/counted';
import { Id, Integer, Nested, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError, usualOperations } from '../schema/facts';
import type { DeclaredClass, DomainOptions } from '../schema/facts';
import { CounterRow, withInternal } from '../schema/internal';
import { Tenant } from '../schema/tenant';
import { Unique } from '../schema/unique';
import { operationsOf } from '../services';
import { defineGateway, defineModule } from '../services/definition';
import { complaints } from './compiled';
import { blocksOf } from './documents';
import { faces } from './faces';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import type { Random } from './random';
import { rowsOf, runShaky } from './shaky';
import type { Request } from './shaky';

@Domain('plan', { operations: [...usualOperations, 'deleteMany', 'deleteAll'], trash: true })
class Plan {
  @Id() id!: string;
  @Text({ max: 40, default: 'plan' }) name!: string;
  @Counted(() => Job, { by: 'planId' }) jobs!: number;
}

@Domain('job', {
  indexes: { byPlan: { partition: 'planId', sort: 'id' } },
  operations: [...usualOperations, 'updateMany'],
  history: true,
  trash: true,
  events: true,
})
class Job {
  @Id({ max: 100 }) id!: string;
  @Reference(() => Plan, { onDelete: 'cascade', optional: true, max: 100, example: 'plan-1' }) planId?: string;
  @Unique() @Text({ max: 40, optional: true }) code?: string;
}

@Domain('remark', { key: { partition: 'jobId', sort: 'place' }, scan: true })
class Remark {
  @Reference(() => Job, { onDelete: 'cascade', max: 100, example: 'job-1' }) jobId!: string;
  @Text({ max: 20 }) place!: string;
}

@Domain('bill', { operations: [...usualOperations, 'updateAll'], scan: true })
class Bill {
  @Id() id!: string;
  @Reference(() => Plan, { onDelete: 'refuse', max: 100, optional: true, example: 'plan-1' }) planId?: string;
}

@Domain('receipt')
class Receipt {
  @Id() id!: string;
  @Reference(() => Job, { onDelete: 'refuse', max: 100, example: 'job-1' }) jobId!: string;
}

@Domain('memo', { scan: true })
class Memo {
  @Id() id!: string;
  @Reference(() => Plan, { onDelete: 'nothing', max: 100, example: 'plan-1' }) planId!: string;
}

@Domain('folder', { indexes: { byParent: { partition: 'parentId' } } })
class Folder {
  @Id({ max: 100 }) id!: string;
  @Reference(() => Folder, { onDelete: 'cascade', as: 'parent', optional: true, max: 100 }) parentId?: string;
  @Reference(() => Folder, { onDelete: 'refuse', as: 'friend', optional: true, max: 100 }) friendId?: string;
}

// What has a key of two fields, and what refers to it.
@Domain('page', { key: { partition: 'book', sort: 'id' }, operations: [...usualOperations, 'deleteMany'], trash: true })
class Page {
  @Text({ max: 40 }) book!: string;
  @Id({ max: 40 }) id!: string;
}

@Domain('mark', { indexes: { byPage: { partition: 'book', sort: 'pageId' } }, trash: true })
class Mark {
  @Id({ max: 100 }) id!: string;
  @Text({ max: 40, optional: true }) book?: string;
  @Reference(() => Page, { onDelete: 'cascade', partition: 'book', optional: true, max: 40 }) pageId?: string;
  @Unique() @Text({ max: 40, optional: true }) code?: string;
}

@Domain('digest', { key: { partition: 'book', sort: 'pageId' } })
class Digest {
  @Text({ max: 40 }) book!: string;
  @Reference(() => Page, { onDelete: 'cascade', partition: 'book', max: 40 }) pageId!: string;
}

@Domain('quote')
class Quote {
  @Id() id!: string;
  @Text({ max: 40 }) book!: string;
  @Reference(() => Page, { onDelete: 'refuse', partition: 'book', optional: true, max: 40 }) pageId?: string;
}

@Domain('hint')
class Hint {
  @Id() id!: string;
  @Text({ max: 40 }) book!: string;
  @Reference(() => Page, { onDelete: 'nothing', partition: 'book', max: 40 }) pageId!: string;
}

@Domain('reply', { key: { partition: 'thread', sort: 'id' }, indexes: { byOver: { partition: ['thread', 'overId'] } } })
class Reply {
  @Text({ max: 40 }) thread!: string;
  @Id({ max: 40 }) id!: string;
  @Reference(() => Reply, { onDelete: 'cascade', partition: 'thread', as: 'over', optional: true, max: 40 })
  overId?: string;
}

const definition = defineGateway({
  name: 'whole',
  modules: [
    defineModule({ name: 'whole', domains: [Plan, Job, Remark, Receipt, Bill, Memo, Folder] }),
    defineModule({ name: 'composite', domains: [Page, Mark, Digest, Quote, Hint, Reply] }),
  ],
  transactions: true,
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition });
});

const send = async (method: string, target: string, body?: object, headers = {}) =>
  gateway.send(method, target, { body, headers });
const told = ({ status, json }: { status: number; json: any }) => ({
  status,
  type: json?.type?.split('/').at(-1),
  pointers: json?.errors?.map(({ pointer }: any) => pointer),
});
const lost = (pointer: string) => ({ status: 422, type: 'validation', pointers: [pointer] });
const stillReferenced = { status: 409, type: 'still-referenced', pointers: undefined };

/** What is referred to, and what refers to it by what becomes of it. Of a key of two fields the first alone differs here. */
const targets = {
  Plan: {
    holders: { nothing: 'Memo', refuse: 'Bill', cascade: 'Job' },
    key: (id: string) => ({ id }),
    same: {},
    referring: (id: string) => ({ planId: id }),
    pointer: '/planId',
  },
  Page: {
    holders: { nothing: 'Hint', refuse: 'Quote', cascade: 'Mark' },
    key: (book: string) => ({ book, id: 'first' }),
    same: { pageId: 'first' },
    referring: (book: string) => ({ book }),
    pointer: '/pageId',
  },
} as const;
const rows = (['Plan', 'Page'] as const).flatMap((target) =>
  (['nothing', 'refuse', 'cascade'] as const).map((fate) => [target, fate] as const),
);

describe.each(faces)('over $name', (face) => {
  const call = async (name: string, input: object) => {
    const operation = gateway.operations.find((one) => one.name === name)!;
    const { code, pointers, result } = await face.call(gateway, operation, input);
    return { code, pointers, result: result as any };
  };

  test.each(rows)('each way to write one that refers and to delete what it refers to: %s, %s', async (target, fate) => {
    const { holders, key, same, referring, pointer } = targets[target];
    const name = holders[fate];
    const [one = '', two = '', none = ''] = ['1', '2', 'none'].map((part) => `${face.name}-${fate}-${part}`);
    for (const id of [one, two]) expect((await call(`create${target}`, { body: key(id) })).code).toBe('ok');
    const isWhole = fate !== 'nothing';
    const held = { id: `${face.name}-${fate}` };
    const refused = { code: isWhole ? 'validation' : 'ok', pointers: isWhole ? [pointer] : [] };

    // To what is not there.
    expect(await call(`create${name}`, { body: { ...held, ...same, ...referring(none) } })).toMatchObject(refused);
    const first = { ...held, ...same, ...referring(one) };
    if (isWhole) expect((await call(`create${name}`, { body: first })).code).toBe('ok');
    expect(await call(`update${name}`, { key: held, body: referring(none) })).toMatchObject(refused);
    expect(await call(`replace${name}`, { key: held, body: { ...same, ...referring(none) } })).toMatchObject(refused);
    const items = [{ id: `${held.id}-many`, ...same, ...referring(none) }];
    const batch = await call(`create${name}s`, { body: { items } });
    expect(batch.result.map(({ status }: any) => status)).toEqual([isWhole ? 422 : 201]);

    // It moves on, and then the first has nothing that refers to it.
    expect((await call(`update${name}`, { key: held, body: referring(two) })).code).toBe('ok');
    expect((await call(`delete${target}`, { key: key(one) })).code).toBe('ok');

    const deleted = await call(`delete${target}`, { key: key(two) });
    expect(deleted.code).toBe(fate === 'refuse' ? 'still-referenced' : 'ok');
    const left = await call(name.toLowerCase(), { key: held });
    expect(left.code).toBe(fate === 'cascade' ? 'not-found' : 'ok');
    if (fate !== 'refuse') return;
    const many = await call(`delete${target}s`, { body: { keys: [key(two)] } });
    expect(many.result.map(({ status }: any) => status)).toEqual([409]);
    expect((await call(`delete${name}`, { key: held })).code).toBe('ok');
    expect((await call(`delete${target}`, { key: key(two) })).code).toBe('ok');
  });
});

describe('to a key of two fields', () => {
  test('an item refers where it holds both, and a change of either is a change of what it refers to', async () => {
    for (const id of ['1', '2']) await send('POST', '/page', { book: 'atlas', id });
    await send('POST', '/page', { book: 'bible', id: '1' });
    const change = async (patch: object) => (await send('PATCH', '/mark/moved', patch)).status;
    // Half of a key refers to nothing, whatever stands there.
    expect((await send('POST', '/mark', { id: 'moved', book: 'none' })).status).toBe(201);
    expect(await change({ book: null, pageId: 'none' })).toBe(200);
    expect(told(await send('PATCH', '/mark/moved', { book: 'atlas' }))).toEqual(lost('/pageId'));
    const counted = async () =>
      (await rowsOf(gateway, 'counter'))
        .filter(({ id, amount }) => id.startsWith('page/mark.pageId/') && amount !== 0)
        .map(({ id, amount }) => [id, amount]);
    const steps = [
      [{ book: 'atlas', pageId: '1' }, [['page/mark.pageId/atlas/1', 1]]],
      [{ pageId: '2' }, [['page/mark.pageId/atlas/2', 1]]],
      [{ code: 'same' }, [['page/mark.pageId/atlas/2', 1]]],
      [{ book: 'bible', pageId: '1' }, [['page/mark.pageId/bible/1', 1]]],
      [{ book: null }, []],
      [{ book: 'atlas' }, [['page/mark.pageId/atlas/1', 1]]],
      [{ pageId: null }, []],
    ] as const;
    for (const [patch, counts] of steps) {
      expect({ patch, status: await change(patch), counts: await counted() }).toEqual({ patch, status: 200, counts });
    }
  });

  test('what is deleted with an item is what refers to it by both, and comes back to it alone', async () => {
    for (const [book, id] of [
      ['diary', '1'],
      ['diary', '2'],
      ['other', '1'],
    ]) {
      await send('POST', '/page', { book, id });
      await send('POST', '/mark', { id: `${book}-${id}`, book, pageId: id, code: `${book}-${id}` });
      await send('POST', '/digest', { book, pageId: id });
    }
    expect((await send('DELETE', '/page/diary/1')).status).toBe(204);
    const isThere = async (target: string) => (await send('GET', target)).status === 200;
    for (const kind of ['mark/', 'digest/']) {
      const between = kind === 'mark/' ? '-' : '/';
      const left = await Promise.all(
        [`diary${between}1`, `diary${between}2`, `other${between}1`].map(async (key) => isThere(`/${kind}${key}`)),
      );
      expect({ kind, left }).toEqual({ kind, left: [false, true, true] });
    }
    // Its value is free, and it comes back when what it refers to is there.
    expect((await send('POST', '/mark', { id: 'next', code: 'diary-1' })).status).toBe(201);
    await send('DELETE', '/mark/next');
    expect(told(await send('POST', '/mark/diary-1/restore', {}))).toEqual(lost('/pageId'));
    expect((await send('POST', '/page/diary/1/restore')).status).toBe(200);
    expect((await send('POST', '/mark/diary-1/restore', {})).status).toBe(200);
  });

  test('of its own kind, each below another, listed by an index of both fields', async () => {
    for (const thread of ['t', 'u']) {
      await send('POST', '/reply', { thread, id: 'top' });
      await send('POST', '/reply', { thread, id: 'middle', overId: 'top' });
      await send('POST', '/reply', { thread, id: 'low', overId: 'middle' });
    }
    expect((await send('DELETE', '/reply/t/top')).status).toBe(204);
    expect((await rowsOf(gateway, 'reply')).map(({ thread, id }) => `${thread}/${id}`).toSorted()).toEqual([
      'u/low',
      'u/middle',
      'u/top',
    ]);
  });
});

test('the refusal says which domain still refers, and has a page', async () => {
  await send('POST', '/plan', { id: 'paid' });
  await send('POST', '/bill', { id: 'open', planId: 'paid' });
  const refused = await send('DELETE', '/plan/paid');
  expect([told(refused), refused.json.detail]).toEqual([stillReferenced, 'Another bill still refers to the plan.']);
  expect((await send('GET', '/problems/still-referenced', undefined, { accept: 'text/html' })).status).toBe(200);
  const { json } = await gateway.graphql('mutation { deletePlan(id: "paid") }');
  expect(json.errors[0].extensions.code).toBe('STILL_REFERENCED');
  expect((await send('GET', '/openapi.json')).json.paths['/plan/{id}'].delete.responses['409']).toBeDefined();
});

test('what is deleted with an item leaves as if it had been deleted alone, and what follows from it too', async () => {
  await send('POST', '/plan', { id: 'p' });
  for (const id of ['j1', 'j2']) await send('POST', '/job', { id, planId: 'p', code: id });
  for (const place of ['a', 'b']) await send('POST', '/remark', { jobId: 'j1', place });
  const { cursor } = (await send('GET', '/job/changes')).json;
  expect((await send('DELETE', '/plan/p')).status).toBe(204);

  expect((await send('POST', '/job/batch/get', { keys: [{ id: 'j1' }, { id: 'j2' }] })).json.items).toEqual([
    null,
    null,
  ]);
  expect((await send('GET', '/remark/j1')).json.items).toEqual([]);
  const { changes } = (await send('GET', `/job/changes?since=${cursor}`)).json;
  expect(changes.map(({ change, key }: any) => [change, key.id]).toSorted()).toEqual([
    ['Deleted', 'j1'],
    ['Deleted', 'j2'],
  ]);
  const history = (await send('GET', '/job/j1/history')).json.items;
  expect(history.map(({ change }: any) => change)).toEqual(['Deleted', 'Created']);
  // The value is free, and the trash has each of them.
  expect((await send('POST', '/job', { id: 'j3', code: 'j1' })).status).toBe(201);
  expect((await send('GET', '/job/trash?limit=100')).json.items.map(({ item }: any) => item.id)).toContain('j2');

  // What is brought back has to refer to something.
  expect(told(await send('POST', '/job/j2/restore', {}))).toEqual(lost('/planId'));
  expect((await send('POST', '/plan/p/restore')).status).toBe(200);
  expect((await send('POST', '/job/j2/restore', {})).json).toMatchObject({ planId: 'p', code: 'j2' });
  expect((await send('GET', '/plan/p?include=jobs')).json.jobs).toBe(1);
  expect((await send('DELETE', '/plan/p')).status).toBe(204);
  // Nothing is left of what was counted.
  const counters = (await rowsOf(gateway, 'counter')).filter(({ id }) => id.includes('.') && id.endsWith('/p'));
  expect(counters).toEqual([]);
});

test('what keeps an item from being deleted keeps that with which it would be deleted too', async () => {
  await send('POST', '/plan', { id: 'signed' });
  await send('POST', '/job', { id: 'signed', planId: 'signed' });
  await send('POST', '/receipt', { id: 'r', jobId: 'signed' });
  const refused = await send('DELETE', '/plan/signed');
  expect([told(refused), refused.json.detail]).toEqual([stillReferenced, 'Another receipt still refers to the job.']);
  expect((await send('GET', '/job/signed')).status).toBe(200);
  await send('DELETE', '/receipt/r');
  expect((await send('DELETE', '/plan/signed')).status).toBe(204);
});

test('a circle of references ends where it began', async () => {
  for (const id of ['top', 'other']) await send('POST', '/folder', { id });
  await send('POST', '/folder', { id: 'middle', parentId: 'top' });
  await send('POST', '/folder', { id: 'low', parentId: 'middle' });
  expect((await send('PATCH', '/folder/top', { parentId: 'low' })).status).toBe(200);
  expect((await send('DELETE', '/folder/middle')).status).toBe(204);
  expect((await rowsOf(gateway, 'folder')).map(({ id }) => id)).toEqual(['other']);
  // It may refer to itself.
  expect((await send('POST', '/folder', { id: 'self', parentId: 'self' })).status).toBe(201);
  expect((await send('DELETE', '/folder/self')).status).toBe(204);
});

describe('in one transaction of a caller', () => {
  const transact = async (...writes: object[]) => send('POST', '/transaction', { writes });

  test('what refers may be made with what it refers to, and may go with it', async () => {
    const made = [{ createJob: { input: { id: 't1', planId: 't' } } }, { createPlan: { input: { id: 't' } } }];
    expect((await transact(...made)).status).toBe(200);
    expect((await transact({ createBill: { input: { id: 't2', planId: 't' } } })).status).toBe(200);
    expect(told(await transact({ deletePlan: { id: 't' } }))).toMatchObject({ status: 409, type: 'still-referenced' });
    expect((await transact({ deletePlan: { id: 't' } }, { deleteBill: { id: 't2' } })).status).toBe(200);
    expect((await rowsOf(gateway, 'job')).filter(({ id }) => id === 't1')).toEqual([]);
  });

  test('what is written stays with what it refers to, or leaves it', async () => {
    for (const id of ['u', 'v']) await send('POST', '/plan', { id });
    for (const id of ['u1', 'u2']) await send('POST', '/job', { id, planId: 'u' });
    const without = await transact({ deletePlan: { id: 'u' } }, { createJob: { input: { id: 'u3', planId: 'u' } } });
    expect(told(without)).toEqual(lost('/writes/1/createJob/input/planId'));
    const changed = await transact({ deletePlan: { id: 'u' } }, { updateJob: { id: 'u1', patch: { code: 'u1' } } });
    expect(told(changed)).toEqual({ status: 409, type: 'conflict', pointers: ['/writes/1/updateJob'] });
    const moved = await transact(
      { deletePlan: { id: 'u' } },
      { updateJob: { id: 'u1', patch: { planId: 'v' } } },
      { updatePlan: { id: 'v', patch: { name: 'v' } } },
    );
    expect(moved.status).toBe(200);
    expect((await send('GET', '/job/u1')).json.planId).toBe('v');
    expect((await send('GET', '/job/u2')).status).toBe(404);
  });
});

test('a deletion sent again with its Idempotency-Key has one effect and one answer', async () => {
  await send('POST', '/plan', { id: 'once' });
  await send('POST', '/job', { id: 'once', planId: 'once' });
  const again = async () => send('DELETE', '/plan/once', undefined, { 'idempotency-key': 'again' });
  expect([(await again()).status, (await again()).status]).toEqual([204, 204]);
});

// The oracle is a scan of all tables.
test('after random writes and deletions at once, with faults and requests cut off, nothing refers to what is gone', async () => {
  const plans = ['p1', 'p2', 'p3'];
  const books = ['b1', 'b2'];
  const requestOf = (random: Random): Request => {
    const plan = random.pick(plans);
    const id = String(random.between(1, 9));
    const book = random.pick(books);
    const pageId = random.pick(['1', '2']);
    if (random.chance(0.3)) {
      return random.pick<Request>([
        ['POST', '/page', { book, id: pageId }],
        ['DELETE', `/page/${book}/${pageId}`],
        ['POST', '/mark', { id, book, pageId }],
        ['PATCH', `/mark/${id}`, { book: random.pick([book, null]) }],
        ['PATCH', `/mark/${id}`, { pageId }],
        ['DELETE', `/mark/${id}`],
        ['POST', '/quote', { id, book, pageId }],
        ['PATCH', `/quote/${id}`, { pageId: random.pick([pageId, null]) }],
        ['DELETE', `/quote/${id}`],
      ]);
    }
    return random.pick<Request>([
      ['POST', '/plan', { id: plan }],
      ['DELETE', `/plan/${plan}`],
      ['POST', '/job', { id, planId: plan }],
      ['PATCH', `/job/${id}`, { planId: plan }],
      ['DELETE', `/job/${id}`],
      ['POST', `/job/${id}/restore`, {}],
      ['DELETE', `/job/${id}`],
      ['POST', '/remark', { jobId: id, place: random.pick(['a', 'b']) }],
      ['POST', '/remark', { jobId: id, place: random.pick(['c', 'd']) }],
      ['POST', '/bill', { id, planId: plan }],
      ['PATCH', `/bill/${id}`, { planId: random.pick([plan, null]) }],
      ['DELETE', `/bill/${id}`],
    ]);
  };
  const first = [
    ...plans.map((id): Request => ['POST', '/plan', { id }]),
    ...books.map((book): Request => ['POST', '/page', { book, id: '1' }]),
  ];
  const { seed, gateway: left, statuses } = await runShaky(definition, requestOf, { first, rounds: 55 });
  const [planRows, jobs, remarks, bills, pages, marks, quotes, counters] = await Promise.all(
    ['plan', 'job', 'remark', 'bill', 'page', 'mark', 'quote', 'counter'].map(async (name) => rowsOf(left, name)),
  );
  const isWhole = ({ book, pageId }: Record<string, any>) => book !== undefined && pageId !== undefined;
  const ids = (rows: Record<string, any>[] = []) => rows.map(({ id }) => id);
  const orphans = [
    ...[...jobs!, ...bills!].filter(({ planId }) => planId !== undefined && !ids(planRows).includes(planId)),
    ...remarks!.filter(({ jobId }) => !ids(jobs).includes(jobId)),
    ...[...marks!, ...quotes!].filter(
      (item) => isWhole(item) && !pages!.some(({ book, id }) => book === item.book && id === item.pageId),
    ),
  ];
  expect({ seed, orphans }).toEqual({ seed, orphans: [] });
  const scanned = new Map<string, number>();
  const add = (id: string) => scanned.set(id, (scanned.get(id) ?? 0) + 1);
  for (const { planId } of jobs!) if (planId !== undefined) add(`plan/job.planId/${planId}`);
  for (const { planId } of bills!) if (planId !== undefined) add(`plan/bill.planId/${planId}`);
  for (const { jobId } of remarks!) add(`job/remark.jobId/${jobId}`);
  for (const { book, pageId } of marks!.filter(isWhole)) add(`page/mark.pageId/${book}/${pageId}`);
  for (const { book, pageId } of quotes!.filter(isWhole)) add(`page/quote.pageId/${book}/${pageId}`);
  const kept = counters!
    .filter(({ id, amount }) => id.includes('.') && amount !== 0)
    .map(({ id, amount }) => [id, amount]);
  expect({ seed, kept: kept.toSorted() }).toEqual({ seed, kept: [...scanned].toSorted() });
  expect(statuses.get(409)).toBeGreaterThan(0);
  expect(statuses.get(422)).toBeGreaterThan(0);
});

test('many who refer and who delete at once leave nothing that refers to what is gone', async () => {
  await send('POST', '/job', { id: 'busy' });
  const statuses = await Promise.all(
    Array.from({ length: 90 }, async (_, index) => {
      if (index % 9 < 8) return send('POST', '/remark', { jobId: 'busy', place: String(index) });
      await send('DELETE', '/job/busy');
      return send('POST', '/job', { id: 'busy' });
    }),
  );
  const counts = new Map<number, number>();
  for (const { status } of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  expect([...counts.keys()].filter((status) => ![201, 409, 422].includes(status))).toEqual([]);
  await send('DELETE', '/job/busy');
  expect((await rowsOf(gateway, 'remark')).filter(({ jobId }) => jobId === 'busy')).toEqual([]);
});

test('more than one transaction takes is deleted before, piece by piece, and the deletion is gone on with', async () => {
  await send('POST', '/job', { id: 'many' });
  const fill = async (from: number, to: number): Promise<void> => {
    const items = Array.from({ length: to - from }, (_, index) => ({ jobId: 'many', place: String(from + index) }));
    for (let start = 0; start < items.length; start += 100) {
      const { json } = await send('POST', '/remark/batch', { items: items.slice(start, start + 100) });
      expect(json.results.every(({ status }: any) => status === 201)).toBe(true);
    }
  };
  await fill(0, 110);
  // What refuses it is asked before anything is deleted.
  await send('POST', '/receipt', { id: 'many', jobId: 'many' });
  expect(told(await send('DELETE', '/job/many'))).toEqual(stillReferenced);
  const remarks = async () => (await rowsOf(gateway, 'remark')).filter(({ jobId }) => jobId === 'many').length;
  expect(await remarks()).toBe(110);
  await send('DELETE', '/receipt/many');
  expect((await send('DELETE', '/job/many', undefined, { 'if-match': '"7"' })).status).toBe(412);
  // In a transaction with others it is all or none.
  const together = await send('POST', '/transaction', { writes: [{ deleteJob: { id: 'many' } }] });
  expect([told(together).type, await remarks()]).toEqual(['still-referenced', 110]);

  await fill(110, 330);
  const first = await send('DELETE', '/job/many');
  expect([told(first), first.headers['retry-after']]).toEqual([stillReferenced, '1']);
  // Nothing refers to what is gone, in between as well.
  expect((await send('GET', '/job/many')).status).toBe(200);
  const left = await remarks();
  expect(left).toBeLessThan(330);
  expect(left).toBeGreaterThan(0);
  expect((await send('DELETE', '/job/many')).status).toBe(204);
  expect(await remarks()).toBe(0);
});

test('a dry run leaves to the write what it alone finds out of references', async () => {
  await send('POST', '/plan', { id: 'billed' });
  await send('POST', '/bill', { id: 'dry', planId: 'billed' });
  await send('POST', '/plan', { id: 'large' });
  for (const batch of [0, 1]) {
    const items = Array.from({ length: 60 }, (_, index) => ({ id: `large-${batch}-${index}`, planId: 'large' }));
    const { json } = await send('POST', '/job/batch', { items });
    expect(json.results.every(({ status }: any) => status === 201)).toBe(true);
  }
  for (const [target, asked, type] of [
    ['/plan/all/delete', { filter: { id: { eq: 'billed' } } }, 'still-referenced'],
    ['/plan/all/delete', { filter: { id: { eq: 'large' } } }, 'still-referenced'],
    ['/bill/all/update', { filter: { id: { eq: 'dry' } }, patch: { planId: 'nothing' } }, 'validation'],
  ] as const) {
    const rehearsed = await send('POST', target, { ...asked, dryRun: true });
    expect(rehearsed.json).toMatchObject({ state: 'DONE', changed: 1, refused: 0 });
    const { json } = await send('POST', target, asked);
    expect(json).toMatchObject({ state: 'DONE', changed: 0, refused: 1 });
    expect(JSON.stringify(json.refusals)).toContain(type);
  }
  await send('DELETE', '/bill/dry');
});

test.each([
  ['of more than one request deletes', 230, 2000],
  ['of more than one request may read', 70, 150],
])('a chain %s is deleted from its end, piece by piece, and gone on with', async (_, length, units) => {
  const own = await openGateway('v1', { definition, readUnits: { signedIn: units, anonymous: units } });
  const places = Array.from({ length }, (__, place) => place);
  for (const place of places) {
    const folder = { id: String(place), ...(place > 0 && { parentId: String(place - 1) }) };
    expect((await own.send('POST', '/folder', { body: folder })).status).toBe(201);
  }
  const left = async () => new Set((await rowsOf(own, 'folder')).map(({ id }) => Number(id)));
  const first = await own.send('DELETE', '/folder/0');
  expect([told(first), first.headers['retry-after']]).toEqual([stillReferenced, '1']);
  const rest = await left();
  expect(rest).toEqual(new Set(places.slice(0, rest.size)));
  expect(rest.size).toBeLessThan(length);
  expect((await own.send('DELETE', '/folder/0')).status).toBe(204);
  expect(await left()).toEqual(new Set());
});

test.each([2, 120])('what is deleted with an item does not keep it from being deleted: %d', async (count) => {
  const root = `root-of-${count}`;
  const id = (place: number): string => `${root}-${place}`;
  await send('POST', '/folder', { id: root });
  await send('PATCH', `/folder/${root}`, { friendId: root });
  for (let place = 0; place < count; place++) {
    const folder = { id: id(place), parentId: root, ...(place >= count - 2 && { friendId: root }) };
    expect((await send('POST', '/folder', folder)).status).toBe(201);
  }
  await send('POST', '/folder', { id: `friend-of-${count}`, friendId: root });
  expect(told(await send('DELETE', `/folder/${root}`))).toEqual(stillReferenced);
  const left = async () => (await rowsOf(gateway, 'folder')).filter(({ id: one }) => String(one).startsWith(root));
  expect(await left()).toHaveLength(count + 1);
  expect((await send('DELETE', `/folder/friend-of-${count}`)).status).toBe(204);
  expect((await send('DELETE', `/folder/${root}`)).status).toBe(204);
  expect(await left()).toEqual([]);
});

test('inside a tenant alone', async () => {
  @Tenant({ claim: 'org' })
  @Domain('yard')
  class Yard {
    @Id() id!: string;
  }
  @Tenant({ claim: 'org' })
  @Domain('shed', { indexes: { byYard: { partition: 'yardId' } } })
  class Shed {
    @Id() id!: string;
    @Reference(() => Yard, { onDelete: 'cascade', max: 100 }) yardId!: string;
  }
  @Tenant({ claim: 'org' })
  @Domain('gate', { key: { partition: 'yardId', sort: 'id' } })
  class Gate {
    @Text({ max: 40 }) yardId!: string;
    @Id({ max: 40 }) id!: string;
  }
  @Tenant({ claim: 'org' })
  @Domain('lock', { indexes: { byGate: { partition: ['yardId', 'gateId'] } } })
  class Lock {
    @Id() id!: string;
    @Text({ max: 40 }) yardId!: string;
    @Reference(() => Gate, { onDelete: 'cascade', partition: 'yardId', max: 40 }) gateId!: string;
  }
  const own = await openGateway('v1', { domains: [Yard, Shed, Gate, Lock] });
  const as = async (tenant: string, method: string, target: string, body?: object) =>
    own.send(method, target, { body, headers: { tenant } });
  await as('acme', 'POST', '/yard', { id: 'y' });
  expect(told(await as('other', 'POST', '/shed', { id: 's', yardId: 'y' }))).toEqual(lost('/yardId'));
  await as('other', 'POST', '/yard', { id: 'y' });
  for (const tenant of ['acme', 'other']) {
    expect((await as(tenant, 'POST', '/shed', { id: 's', yardId: 'y' })).status).toBe(201);
  }
  expect((await as('acme', 'DELETE', '/yard/y')).status).toBe(204);
  expect((await as('acme', 'GET', '/shed/s')).status).toBe(404);
  expect((await as('other', 'GET', '/shed/s')).status).toBe(200);

  const lock = { id: 'l', yardId: 'y', gateId: 'g' };
  await as('acme', 'POST', '/gate', { yardId: 'y', id: 'g' });
  expect(told(await as('other', 'POST', '/lock', lock))).toEqual(lost('/gateId'));
  await as('other', 'POST', '/gate', { yardId: 'y', id: 'g' });
  for (const tenant of ['acme', 'other']) expect((await as(tenant, 'POST', '/lock', lock)).status).toBe(201);
  expect((await as('acme', 'DELETE', '/gate/y/g')).status).toBe(204);
  expect((await as('acme', 'GET', '/lock/l')).status).toBe(404);
  expect((await as('other', 'GET', '/lock/l')).status).toBe(200);
});

test('the page about it compiles', () => {
  const blocks = blocksOf('docs/kept.md').flatMap(({ language, text }) => (language === 'ts' ? [text] : []));
  const [, text = ''] = blocks;
  expect(text).toContain('onDelete');
  expect(
    complaints([], [['test/example-of-references.ts', text.replace("'@tandem/gateway'", "'../package'")]]),
  ).toEqual([]);
});

describe('a declaration that makes no sense is refused', () => {
  const declared = (
    options: DomainOptions,
    ofTarget: DomainOptions = {},
    onDelete: 'refuse' | 'cascade' = 'refuse',
  ) => {
    class Goal {
      @Id() id!: string;
    }
    Domain('goal', ofTarget)(Goal);
    class Shot {
      @Id({ max: 100 }) id!: string;
      @Reference(() => Goal, { onDelete, max: 100 }) goalId!: string;
      @Integer({ optional: true }) minute?: number;
    }
    Domain('shot', options)(Shot);
    return { goal: Goal as DeclaredClass, shot: Shot as DeclaredClass };
  };

  test.each([
    [{ expiresAfterDays: 1 }, {}, 'refuse', 'DynamoDB ends the items of Shot by itself after days'],
    [{}, { expiresAfterDays: 1 }, 'refuse', 'DynamoDB ends the items of Goal by itself after days'],
    [{}, {}, 'cascade', "declare indexes: { byGoalId: { partition: 'goalId' } }, or write onDelete: 'refuse'"],
    [
      { indexes: { byGoal: { partition: 'goalId', sort: ['id', 'minute'] } }, scan: true },
      {},
      'cascade',
      `index "byGoal" of Shot begins with "goalId", but an item without "minute", which is optional, is not in it: declare`,
    ],
    [{}, { table: { key: { partition: { pk: '{id:lower}' } } } }, 'refuse', 'is folded to one case of letters'],
  ] as const)('%j of %j with %s', (options, ofTarget, onDelete, words) => {
    const { goal, shot } = declared(options, ofTarget, onDelete);
    expect(() => operationsOf([goal, shot])).toThrow(words);
  });

  test('of a key of two fields that no index begins with', () => {
    class Leaf {
      @Id() id!: string;
      @Text({ max: 40 }) book!: string;
      @Reference(() => Page, { onDelete: 'cascade', partition: 'book', max: 40 }) pageId!: string;
    }
    Domain('leaf', { indexes: { byPageId: { partition: 'pageId' } } })(Leaf);
    expect(() => operationsOf([Page, Mark, Digest, Quote, Leaf])).toThrow(
      "no key or index of Leaf lists what refers to one item: declare indexes: { byBookAndPageId: { partition: 'book', sort: 'pageId' } }, or write onDelete: 'refuse'",
    );
  });

  test('of a fate that there is none of', () => {
    expect(() => declared({}, {}, 'restrict' as any)).toThrow(
      new DeclarationError(
        "Shot.goalId says onDelete: 'restrict', which is nothing that can become of an item: write one of 'nothing', 'refuse', 'cascade'.",
      ),
    );
  });

  test('of a class that is not listed', () => {
    const { goal } = declared({});
    expect(() => operationsOf([goal])).toThrow('Shot is not in the list of domains: add it there');
  });

  test('in an object inside of an item', () => {
    class Line {
      @Reference(() => Plan, { onDelete: 'refuse' }) planId!: string;
    }
    class Sheet {
      @Id() id!: string;
    }
    Nested(() => Line)(Sheet.prototype, 'line');
    Domain('sheet')(Sheet);
    expect(() => operationsOf([Sheet, Plan, Job, Remark, Receipt, Bill])).toThrow(
      'Line.plan: onDelete is for the references of an item',
    );
  });
});

test('a domain without it has no table for it, and its writes are as they were', () => {
  @Domain('free')
  class Free {
    @Id() id!: string;
    @Reference(() => Memo, { max: 100 }) memoId!: string;
  }
  expect(withInternal([Free, Memo])).not.toContain(CounterRow);
  expect(withInternal([Bill])).toContain(CounterRow);
});
