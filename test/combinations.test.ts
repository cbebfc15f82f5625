import type { Authentication } from '../api/auth/authentication';
import { owner, role, signedIn } from '../schema/access';
import { Counted } from '../schema/counted';
import { CreatedBy, Enumeration, Id, Integer, Text, UpdatedBy } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { usualOperations } from '../schema/facts';
import type { DomainOptions } from '../schema/facts';
import { Unique } from '../schema/unique';
import { defineGateway, defineModule } from '../services/definition';
import { openGateway } from './harness';
import type { TestGateway } from './harness';

// What a stranger found by using declarations beside each other; each test carries what went wrong before.

const access = { read: signedIn, write: signedIn };

@Domain('patient', { history: true, upsert: true, access })
class Patient {
  @Id() id!: string;
  @Unique() @Text({ max: 40 }) email!: string;
  @Enumeration('PatientState', ['NEW', 'SEEN', 'GONE'], {
    default: 'NEW',
    transitions: { from: { NEW: ['SEEN'], SEEN: ['GONE'], GONE: [] }, initial: ['NEW'] },
  })
  state!: string;
}

@Domain('visit', { unique: { turn: { fields: ['changedBy', 'number'] } }, access })
class Visit {
  @Id() id!: string;
  @Text({ max: 20 }) ward!: string;
  @Integer() number!: number;
  @Text({ max: 20, optional: true }) note?: string;
  @UpdatedBy({ max: 40 }) changedBy?: string;
}

@Domain('ward', { access })
class Ward {
  @Id() id!: string;
  @Text({ default: 'ward' }) label!: string;
  @Counted(() => Visit, { by: 'ward', where: { changedBy: { eq: 'bob' } } }) ofBob!: number;
  @Counted(() => Visit, { by: 'ward', where: { version: { ge: 2 } } }) changed!: number;
}

@Domain('note', {
  indexes: { byWriter: { partition: 'writer' } },
  operations: [...usualOperations, 'updateMany'],
  access: { read: owner('writer'), write: owner('writer') },
})
class Note {
  @Id() id!: string;
  @Text({ max: 20 }) writer!: string;
  @Text({ max: 20 }) text!: string;
}

const definition = defineGateway({
  name: 'clinic',
  modules: [defineModule({ name: 'clinic', domains: [Patient, Visit, Ward, Note] })],
  transactions: true,
});

const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const userName = headers.get('authorization');
    return userName === undefined ? undefined : { id: userName, userName, roles: [] };
  },
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition, authentication });
});

const as = (authorization: string) => async (method: string, target: string, body?: object) =>
  gateway.send(method, target, { body, headers: { authorization } });
const [ann, bob] = [as('ann'), as('bob')];

test('a transaction that meets an item which is there says so, also beside one that takes the place of a deleted one', async () => {
  await ann('POST', '/patient', { id: 'k1', email: 'k1' });
  await ann('DELETE', '/patient/k1');
  await ann('POST', '/patient', { id: 'k2', email: 'k2' });
  const { status, json } = await ann('POST', '/transaction', {
    writes: [
      { createPatient: { input: { id: 'k1', email: 'k1' } } },
      { createPatient: { input: { id: 'k2', email: 'other' } } },
    ],
  });
  expect([status, json.type, json.errors[0].pointer]).toEqual([409, '/problems/conflict', '/writes/1/createPatient']);
});

test('what is refused in a transaction for a value points to the value', async () => {
  await ann('POST', '/patient', { id: 'v1', email: 'v1' });
  const create = (id: string, email: string) => ({ createPatient: { input: { id, email } } });
  for (const writes of [
    [create('v2', 'v2'), create('v3', 'v1')],
    [create('v2', 'v2'), create('v3', 'v2')],
  ]) {
    const { status, json } = await ann('POST', '/transaction', { writes });
    expect([status, json.type]).toEqual([409, '/problems/value-taken']);
    expect(json.errors[0].pointer).toBe('/writes/1/createPatient/input/email');
  }
  const moved = await ann('POST', '/transaction', {
    writes: [create('v2', 'v2'), { updatePatient: { id: 'v1', patch: { state: 'GONE' } } }],
  });
  expect([moved.status, moved.json.errors[0].pointer]).toEqual([409, '/writes/1/updatePatient/patch/state']);
  expect((await ann('GET', '/patient/v2')).status).toBe(404);
});

test('what takes the place of a deleted item is made, and what replaces one is not', async () => {
  const put = async () => (await ann('PUT', '/patient/p', { email: 'p' })).status;
  expect(await put()).toBe(201);
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(await put()).toBe(200);
  await ann('DELETE', '/patient/p');
  expect(await put()).toBe(201);
});

test('what the service writes itself is counted and unique as well', async () => {
  await ann('POST', '/ward', { id: 'w' });
  await ann('POST', '/visit', { id: '1', ward: 'w', number: 1 });
  await bob('PATCH', '/visit/1', { note: 'seen' });
  const { json } = await ann('GET', '/ward/w?include=ofBob,changed');
  expect([json.ofBob, json.changed]).toEqual([1, 1]);
  expect((await ann('GET', '/visit/by/turn/bob/1')).json.id).toBe('1');
  expect((await ann('POST', '/visit', { id: '2', ward: 'w', number: 1 })).status).toBe(201);
  for (const id of ['1', '2']) await ann('DELETE', `/visit/${id}`);
  const left = (await ann('GET', '/ward/w?include=ofBob,changed')).json;
  expect([left.ofBob, left.changed]).toEqual([0, 0]);
});

test('a batch of updates of one’s own items is let in, and each of another is refused', async () => {
  await ann('POST', '/note', { id: 'a', writer: 'ann', text: 'one' });
  const updates = [{ key: { id: 'a' }, patch: { text: 'two' } }];
  expect((await ann('POST', '/note/batch/update', { updates })).json.results).toMatchObject([{ status: 200 }]);
  expect((await bob('POST', '/note/batch/update', { updates })).json.results).toMatchObject([{ status: 404 }]);
  expect((await ann('GET', '/note/a')).json.text).toBe('two');
});

test.each<[string, DomainOptions, RegExp]>([
  [
    'a history',
    { history: true, access: { read: owner('writer'), write: role('admin') } },
    /which the key does not tell/,
  ],
  ['a trash', { trash: true, access: { read: signedIn, write: owner('writer') } }, /which the key does not tell/],
  ['writers by who made it', { access: { read: signedIn, write: owner('maker') } }, /nobody could create one/],
  ['a trash of ages', { trash: { days: 1_000_000_000 } }, /at most 36500/],
])('%s is refused where it cannot be kept', (_, options, words) => {
  class Locker {
    @Id() id!: string;
    @Text({ max: 20 }) writer!: string;
    @CreatedBy() maker?: string;
  }
  expect(() => Domain('locker', { indexes: { byWriter: { partition: 'writer' } }, ...options })(Locker)).toThrow(words);
});
