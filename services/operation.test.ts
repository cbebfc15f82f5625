import { DateTime, Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { Context } from './context';
import { ServiceError } from './errors';
import { operationsOf } from './index';
import type { Input } from './operation';
import { store } from './store';

@Domain('thing', { indexes: { byShelf: { partition: 'shelf' } }, scan: true })
class Thing {
  @Id() id!: string;
  @Text({ max: 20 }) title!: string;
  @Text({ max: 20, optional: true }) shelf?: string;
}

@Domain('visit', { key: { partition: 'guest', sort: 'at' } })
class Visit {
  @Text({ max: 20 }) guest!: string;
  @DateTime() at!: string;
  @Integer({ optional: true }) count?: number;
}

const operations = operationsOf([Thing, Visit]);

/** The operation of a name. */
const named = (name: string) => operations.find((one) => one.name === name)!;

/** What the door lets in, or the code and the wrong fields. */
function admitted(name: string, input: Input): object {
  try {
    return named(name).admit(input);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const errors = error.details.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`);
    return errors ? { code: error.code, errors } : { code: error.code };
  }
}

const body = { title: 'x' };

test('every domain has its operations, with names and routes of their own, one more where a key has two fields', () => {
  expect(
    operations.map(({ name, kind, route }) => `${kind} ${name}: ${route.method} ${route.path} ${route.success}`),
  ).toEqual([
    'query thing: GET /thing/{id} 200',
    'query things: GET /thing 200',
    'mutation createThing: POST /thing 201',
    'mutation replaceThing: PUT /thing/{id} 200',
    'mutation updateThing: PATCH /thing/{id} 200',
    'mutation deleteThing: DELETE /thing/{id} 204',
    'query thingsByKey: POST /thing/batch/get 200',
    'mutation createThings: POST /thing/batch 200',
    'query visit: GET /visit/{guest}/{at} 200',
    'query allVisits: GET /visit 200',
    'query visits: GET /visit/{guest} 200',
    'mutation createVisit: POST /visit 201',
    'mutation replaceVisit: PUT /visit/{guest}/{at} 200',
    'mutation updateVisit: PATCH /visit/{guest}/{at} 200',
    'mutation deleteVisit: DELETE /visit/{guest}/{at} 204',
    'query visitsByKey: POST /visit/batch/get 200',
    'mutation createVisits: POST /visit/batch 200',
  ]);
});

describe('a body beside a key', () => {
  test.each(['replaceThing', 'updateThing'])('of %s may repeat the key but not change it', (name) => {
    const key = { id: 'a' };
    const changed = {
      code: 'validation',
      errors: ['/id is the key and cannot change; leave it out or send it as it is'],
    };
    expect(admitted(name, { key, body })).toMatchObject({ key });
    expect(admitted(name, { key, body: { ...body, id: 'a' } })).toMatchObject({ key });
    expect(admitted(name, { key, body: { ...body, id: 'b' } })).toEqual(changed);
    expect(admitted(name, { key, body: { ...body, id: null } })).toEqual(changed);
  });

  test('of a whole item has the key added, of a patch taken away', () => {
    expect(admitted('replaceThing', { key: { id: 'a' }, body })).toMatchObject({ body: { ...body, id: 'a' } });
    expect(admitted('updateThing', { key: { id: 'a' }, body: { id: 'a' } })).toMatchObject({ body: {} });
  });

  test('may spell the same instant another way', () => {
    const input = {
      key: { guest: 'ann', at: '2026-01-15T09:30:00+02:00' },
      body: { at: '2026-01-15T07:30:00Z', count: 1 },
    };
    const at = '2026-01-15T07:30:00.000Z';
    expect(admitted('replaceVisit', input)).toMatchObject({
      key: { guest: 'ann', at },
      body: { guest: 'ann', at, count: 1 },
    });
    expect(admitted('updateVisit', input)).toMatchObject({ key: { at }, body: { count: 1 } });
  });

  test('is refused by its own rules when it is no object', () => {
    for (const wrong of [null, [], 'x', undefined]) {
      expect(admitted('replaceThing', { key: { id: 'a' }, body: wrong })).toEqual({
        code: 'validation',
        errors: [' must be an object'],
      });
    }
  });
});

describe('a list of bodies or keys', () => {
  test('is unwrapped and, if it holds keys, checked', () => {
    expect(admitted('createThings', { body: { items: [1, {}] } })).toMatchObject({ bodies: [1, {}] });
    expect(
      admitted('visitsByKey', { body: { keys: [{ guest: 'ann', at: '2026-01-15T09:30:00+02:00' }] } }),
    ).toMatchObject({
      bodies: [{ guest: 'ann', at: '2026-01-15T07:30:00.000Z' }],
    });
  });

  test.each<[string, unknown, string]>([
    ['createThings', undefined, ' must be an object with the list "items"'],
    ['createThings', [], ' must be an object with the list "items"'],
    ['createThings', {}, '/items is required'],
    ['createThings', { items: {} }, '/items must be a list'],
    ['createThings', { items: [] }, '/items must have 1 to 100 elements'],
    ['createThings', { items: Array(101).fill({}) }, '/items must have 1 to 100 elements'],
    ['createThings', { items: [{}], dryRun: true }, '/dryRun is not a field here; the only field is items'],
    ['thingsByKey', { keys: [{ id: 'a' }, { id: '' }] }, '/keys/1/id must not be blank'],
    ['thingsByKey', { keys: [{ id: 'a', title: 'x' }] }, '/keys/0/title is not a field of the key'],
    ['thingsByKey', { keys: ['a'] }, '/keys/0 must be an object'],
    ['thingsByKey', { keys: [{}] }, '/keys/0/id is required'],
    ['thingsByKey', { keys: [JSON.parse('{"id":"a","__proto__":1}')] }, '/keys/0/__proto__ is not a field of the key'],
  ])('%s refuses %j', (name, given, error) => {
    expect(admitted(name, { body: given })).toEqual({ code: 'validation', errors: [error] });
  });
});

describe('what stands beside key and body', () => {
  test.each<[Input['query'], object]>([
    [undefined, { limit: 20, cursor: undefined }],
    [
      { limit: 5, cursor: 'c' },
      { limit: 5, cursor: 'c' },
    ],
    [{ filter: { shelf: { eq: 'a' } } }, { filter: { all: [{ field: ['shelf'], comparison: 'eq', values: ['a'] }] } }],
  ])('a list takes %j', (query, list) => {
    expect(admitted('things', { query })).toMatchObject({ list });
  });

  test.each<[Input['query'], string[]]>([
    [{ limit: -1 }, ['/limit must be a whole number from 0 to 100']],
    [{ limit: 101 }, ['/limit must be a whole number from 0 to 100']],
    [{ limit: 1.5 }, ['/limit must be a whole number from 0 to 100']],
    [{ limit: Number.NaN }, ['/limit must be a whole number from 0 to 100']],
    [{ limit: '5' }, ['/limit must be a whole number from 0 to 100']],
    [{ filter: { shelf: { eq: '' } } }, ['/filter/shelf/eq must be a text that is not empty']],
    [{ filter: { shelf: { eq: 5 } } }, ['/filter/shelf/eq must be a text that is not empty']],
    [{ filter: { shelf: { eq: 'x'.repeat(2049) } } }, ['/filter/shelf/eq must have at most 2048 bytes of Unicode']],
    [
      { filter: { shelf: { eq: '' } }, limit: -1 },
      ['/filter/shelf/eq must be a text that is not empty', '/limit must be a whole number from 0 to 100'],
    ],
  ])('a list refuses %j', (query, errors) => {
    expect(admitted('things', { query })).toEqual({ code: 'bad-query', errors });
  });

  test('an index may begin with a field that the service keeps', () => {
    @Domain('dated', { plural: 'dates', indexes: { byChange: { partition: 'updatedAt' } }, scan: true })
    class Dated {
      @Id() id!: string;
    }
    const list = operationsOf([Dated]).find(({ name }) => name === 'dates')!;
    expect(list.admit({})).toMatchObject({ list: { limit: 20 } });
    expect(list.admit({ query: { filter: { updatedAt: { eq: '2026-01-15T09:30:00Z' } } } })).toMatchObject({
      list: { filter: { all: [{ field: ['updatedAt'] }] } },
    });
  });

  test('dryRun is true, false or left out', () => {
    const items = { items: [{}] };
    for (const dryRun of [true, false])
      expect(admitted('createThings', { body: items, query: { dryRun } })).toMatchObject({ dryRun });
    for (const dryRun of [undefined, null])
      expect(admitted('createThings', { body: items, query: { dryRun } })).toMatchObject({ dryRun: false });
    for (const dryRun of ['true', 1, {}]) {
      expect(admitted('createThings', { body: items, query: { dryRun } })).toEqual({
        code: 'bad-query',
        errors: ['/dryRun must be true or false'],
      });
    }
  });
});

test('an operation runs only what has passed its door', async () => {
  const context: Context = {
    table: () => {
      throw new Error('the table was asked for');
    },
    [store]: {
      table: () => {
        throw new Error('the table was asked for');
      },
      transact: () => {
        throw new Error('a transaction was asked for');
      },
    },
    cursors: {
      seal: () => {
        throw new Error('a cursor was asked for');
      },
      open: () => {
        throw new Error('a cursor was asked for');
      },
    },
    now: () => new Date(0),
    signal: new AbortController().signal,
    requestId: 'r',
    open: true,
  };
  for (const operation of operations.filter((one) => one.body?.of === 'item')) {
    await expect(
      operation.run({ key: { id: 'a', guest: 'ann', at: '2026-01-15T09:30:00Z' }, body: { nope: 1 } }, context),
    ).rejects.toMatchObject({ code: 'validation' });
  }
});
