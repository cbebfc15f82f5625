import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { authorizerAuthentication } from '../api/auth/authentication';
import { localAccess } from '../local/tables';
import { role, signedIn } from '../schema/access';
import { Enumeration, Id, Nested, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import { change, writeTouches } from '../services/change';
import { defineProblems } from '../services/errors';
import { operation } from '../services/operation';
import { problemsOf } from '../services/operation-problems';
import { faces } from './faces';
import { openGateway } from './harness';
import type { Answer, TestGateway } from './harness';
import { gatewayOf } from './usual';

// The machines below are the oracle: what is allowed is read from these tables, and from nothing of the gateway.

const statuses = ['TODO', 'DOING', 'DONE', 'DROPPED'] as const;
const nextOfTask: Readonly<Record<string, readonly string[]>> = {
  TODO: ['DOING', 'DROPPED'],
  DOING: ['TODO', 'DONE'],
  DONE: ['DOING'],
  DROPPED: [],
};

const trackerProblems = defineProblems({
  'task-cannot-move': {
    status: 409,
    title: 'The task cannot go there',
    graphql: 'TASK_CANNOT_MOVE',
    help: 'A task goes from TODO over DOING to DONE.',
    pointsToFields: true,
  },
});

@Domain('task', { scan: true })
class Task {
  @Id() id!: string;
  @Text({ optional: true }) title?: string;
  @Enumeration('TaskStatus', statuses, {
    doc: 'How far it is.',
    transitions: { from: nextOfTask, initial: ['TODO', 'DOING'], problem: trackerProblems['task-cannot-move'] },
  })
  status!: string;
}

/** Told to others, with a default, and in the words of the gateway. */
@Domain('lamp', { scan: true, events: true })
class Lamp {
  @Id() id!: string;
  @Text({ optional: true }) room?: string;
  @Enumeration('LampState', ['OFF', 'DIM', 'ON'], {
    default: 'OFF',
    transitions: { from: { OFF: ['DIM'], DIM: ['OFF', 'ON'], ON: ['DIM'] } },
  })
  state!: string;
}

/** Not told, with the same. */
@Domain('candle', { scan: true })
class Candle {
  @Id() id!: string;
  @Text({ optional: true }) room?: string;
  @Enumeration('CandleState', ['OUT', 'LIT', 'GONE'], {
    default: 'OUT',
    sensitive: true,
    transitions: { from: { OUT: ['LIT'], LIT: ['OUT', 'GONE'] }, initial: ['OUT'] },
  })
  state!: string;
}

/** It can be deleted and brought back. */
@Domain('launch', { scan: true, history: true, trash: true })
class Launch {
  @Id() id!: string;
  @Enumeration('LaunchState', ['PLANNED', 'READY', 'FLOWN'], {
    default: 'PLANNED',
    transitions: { from: { PLANNED: ['READY'], READY: ['FLOWN'] }, initial: ['PLANNED'] },
  })
  state!: string;
}

const [tasks, candles] = [domainOf(Task), domainOf(Candle)];

class Move {
  @Text() status!: string;
}

/** A verb that says nothing of the transitions. */
const moveTask = operation({
  name: 'moveTask',
  kind: 'mutation',
  domain: tasks,
  doc: 'Moves a task.',
  route: { method: 'POST', path: '/task/{id}/move', success: 200 },
  key: true,
  body: { of: 'item', type: Move, mode: 'whole' },
  gives: { as: 'item', type: Task },
  touches: writeTouches(tasks).update,
  perform: async ({ key, body: { status } }, context) =>
    change(tasks, key, {}, context, { existing: () => ({ update: { set: { status }, remove: [] } }) }),
});

/** Puts a task beside the one that is written: the further part of a transaction. */
const putBoth = operation({
  name: 'putBoth',
  kind: 'mutation',
  domain: tasks,
  doc: 'Puts a task and the one before it.',
  route: { method: 'POST', path: '/task/{id}/put-both', success: 200 },
  key: true,
  body: { of: 'item', type: Move, mode: 'whole' },
  gives: { as: 'item', type: Task },
  touches: [...writeTouches(tasks).put, ...writeTouches(tasks).update],
  perform: async ({ key, body: { status } }, context) =>
    change(tasks, key, {}, context, {
      put: { ...key, status },
      with: () => [
        { domain: tasks, update: { id: 'before' }, changes: { set: { status }, remove: [] }, condition: {} },
      ],
    }),
});

/** Puts a task without a look at what is there. */
const putTask = operation({
  name: 'putTask',
  kind: 'mutation',
  domain: tasks,
  doc: 'Puts a task.',
  route: { method: 'POST', path: '/task/{id}/put', success: 200 },
  key: true,
  body: { of: 'item', type: Move, mode: 'whole' },
  gives: { as: 'item', type: Task },
  touches: writeTouches(tasks).put,
  perform: async ({ key, body: { status } }, context) => change(tasks, key, {}, context, { put: { ...key, status } }),
});

const definition = gatewayOf([Task, Lamp, Candle, Launch], {
  operations: [moveTask, putTask, putBoth],
  problems: trackerProblems,
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v2', { definition });
});

const create = async (path: string, body: object): Promise<Answer> => gateway.send('POST', `/${path}`, { body });
const read = async (path: string): Promise<any> => (await gateway.send('GET', `/${path}`)).json;
const named = (name: string) => gateway.operations.find((one) => one.name === name)!;

/** Writes as another program does. */
async function writeRaw(table: string, id: string, expression: string, values?: Record<string, { S: string }>) {
  const client = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  await client.send(
    new UpdateItemCommand({
      TableName: `${gateway.prefix}${table}`,
      Key: { id: { S: id } },
      UpdateExpression: expression,
      ExpressionAttributeNames: { '#status': table === 'task' ? 'status' : 'state' },
      ...(values && { ExpressionAttributeValues: values }),
    }),
  );
}

describe.each(faces)('over $name', (face) => {
  test('random writes end as the machine says', async () => {
    let count = 0;
    const step = fc.record({
      name: fc.constantFrom('updateTask', 'replaceTask', 'moveTask'),
      status: fc.constantFrom(...statuses),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...statuses), fc.array(step, { maxLength: 12 }), async (first, steps) => {
        const id = `${face.name}-${count++}`;
        const made = await face.call(gateway, named('createTask'), { body: { id, status: first } });
        const begins = first === 'TODO' || first === 'DOING';
        expect(made.code).toBe(begins ? 'ok' : 'task-cannot-move');
        if (!begins) return;
        let now: string = first;
        for (const { name, status } of steps) {
          const told = await face.call(gateway, named(name), { key: { id }, body: { status } });
          const isAllowed = status === now || nextOfTask[now]!.includes(status);
          expect(told).toMatchObject(
            isAllowed ? { code: 'ok' } : { code: 'task-cannot-move', pointers: [expect.stringMatching(/\/status$/)] },
          );
          if (isAllowed) now = status;
          expect((await read(`task/${id}`)).status).toBe(now);
        }
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  test('a domain that is told to others is held to it too', async () => {
    const id = face.name;
    const set = async (state: string) => face.call(gateway, named('updateLamp'), { key: { id }, body: { state } });
    expect((await face.call(gateway, named('createLamp'), { body: { id, state: 'ON' } })).code).toBe('ok');
    expect((await set('OFF')).code).toBe('transition');
    expect((await set('DIM')).code).toBe('ok');
    expect((await set('OFF')).code).toBe('ok');
  });

  test('what was deleted comes back as it was, and as another version only where its last state leads there', async () => {
    const key = { id: face.name };
    const call = async (name: string, body?: object) => face.call(gateway, named(name), { key, ...(body && { body }) });
    await face.call(gateway, named('createLaunch'), { body: key });
    await call('updateLaunch', { state: 'READY' });
    // Version 1 is PLANNED, which READY does not lead to: a deletion on the way changes nothing of that.
    const refused = { code: 'transition', pointers: [expect.stringMatching(/\/state$/)] };
    expect(await call('restoreLaunch', { version: 1 })).toMatchObject(refused);
    await call('deleteLaunch');
    expect(await call('restoreLaunch', { version: 1 })).toMatchObject(refused);
    // Nor does it when the history alone has the item.
    await call('purgeLaunch');
    expect(await call('restoreLaunch', { version: 1 })).toMatchObject(refused);
    // READY begins no new item, and this one was so.
    expect(await call('restoreLaunch', { version: 2 })).toMatchObject({ code: 'ok', result: { state: 'READY' } });
    await call('deleteLaunch');
    expect(await call('restoreLaunch', {})).toMatchObject({ code: 'ok', result: { state: 'READY' } });
    expect((await call('updateLaunch', { state: 'FLOWN' })).code).toBe('ok');
  });
});

test('the refusal says which values are possible, in the words of the application', async () => {
  await create('task', { id: 'words', status: 'DOING' });
  await gateway.send('PATCH', '/task/words', { body: { status: 'TODO' } });
  const { status, json } = await gateway.send('PATCH', '/task/words', { body: { status: 'DONE', title: 'x' } });
  expect(status).toBe(409);
  expect(json).toEqual({
    type: '/problems/task-cannot-move',
    title: 'The task cannot go there',
    status: 409,
    detail: 'The status of an item cannot change so.',
    errors: [{ pointer: '/status', detail: 'must be DOING or DROPPED now' }],
  });
  const { json: told } = await gateway.graphql('mutation { updateTask(id: "words", patch: { status: DONE }) { id } }');
  expect(told.errors[0].extensions).toMatchObject({ code: 'TASK_CANNOT_MOVE', type: '/problems/task-cannot-move' });
  await gateway.send('PATCH', '/task/words', { body: { status: 'DROPPED' } });
  const last = await gateway.send('PATCH', '/task/words', { body: { status: 'TODO' } });
  expect(last.json.errors).toEqual([{ pointer: '/status', detail: 'has its last value: nothing can follow it' }]);
  const page = await gateway.send('GET', '/problems/task-cannot-move');
  expect(page.status).toBe(200);
});

test('each of a batch is held to what an item begins with, also when it is rehearsed', async () => {
  const items = [
    { id: 'b1', status: 'TODO' },
    { id: 'b2', status: 'DONE' },
  ];
  for (const query of ['?dryRun=true', '']) {
    const { json } = await gateway.send('POST', `/task/batch${query}`, { body: { items } });
    expect(json.results.map(({ status }: any) => status)).toEqual([query === '' ? 201 : 200, 409]);
    expect(json.results[1].error.type).toBe('/problems/task-cannot-move');
  }
});

test('a transaction is refused whole for its further parts', async () => {
  await create('task', { id: 'before', status: 'TODO' });
  const put = async (id: string, status: string) => gateway.send('POST', `/task/${id}/put-both`, { body: { status } });
  expect((await put('after', 'DONE')).json.type).toBe('/problems/task-cannot-move');
  expect((await put('after', 'DOING')).status).toBe(200);
  expect((await put('after', 'DONE')).status).toBe(200);
  expect((await put('after', 'DROPPED')).json.type).toBe('/problems/task-cannot-move');
  expect([(await read('task/after')).status, (await read('task/before')).status]).toEqual(['DONE', 'DONE']);
  await create('task', { id: 'another', status: 'TODO' });
  await gateway.send('PATCH', '/task/another', { body: { status: 'DOING' } });
  await gateway.send('PATCH', '/task/before', { body: { status: 'DOING' } });
  await gateway.send('PATCH', '/task/before', { body: { status: 'TODO' } });
  // The one that is put may, the one beside it may not.
  expect((await put('another', 'DONE')).json.type).toBe('/problems/task-cannot-move');
  expect((await read('task/another')).status).toBe('DOING');
});

test('a put is held to what is there, or to what an item begins with', async () => {
  const put = async (status: string) => gateway.send('POST', '/task/put/put', { body: { status } });
  expect((await put('DONE')).json.type).toBe('/problems/task-cannot-move');
  expect((await put('DOING')).status).toBe(200);
  expect((await put('DONE')).json).toMatchObject({ status: 'DONE', version: 2 });
  expect((await put('TODO')).json.type).toBe('/problems/task-cannot-move');
  expect((await read('task/put')).status).toBe('DONE');
});

test('the envelope is held to it', async () => {
  await create('task', { id: 'envelope', status: 'TODO' });
  const payload = { Key: { id: 'envelope' }, AttributeUpdates: { status: { Value: 'DONE' } } };
  const { json } = await gateway.send('POST', '/dynamodbmanager', {
    body: { operation: 'update', tableName: 'task', payload },
  });
  expect(json.type).toBe('/problems/task-cannot-move');
});

test('a default is where an item begins, and what it is again when a replace leaves it out', async () => {
  await create('candle', { id: 'c' });
  const patch = async (state: string) => gateway.send('PATCH', '/candle/c', { body: { state } });
  expect((await patch('GONE')).json.type).toBe('/problems/transition');
  expect((await patch('LIT')).status).toBe(200);
  expect((await gateway.send('PUT', '/candle/c', { body: { room: 'hall' } })).json.state).toBe('OUT');
  await patch('LIT');
  await patch('GONE');
  expect((await gateway.send('PUT', '/candle/c', { body: { room: 'hall' } })).json.type).toBe('/problems/transition');
  expect((await gateway.send('PUT', '/candle/c', { body: { room: 'hall', state: 'GONE' } })).status).toBe(200);
  // What nothing is stored of reads as the default, and goes on from it.
  await writeRaw('candle', 'c', 'REMOVE #status');
  expect((await patch('GONE')).status).toBe(409);
  expect((await patch('LIT')).status).toBe(200);
});

test('what another program has left begins anew', async () => {
  await create('task', { id: 'strange', status: 'TODO' });
  for (const write of [
    async () => writeRaw('task', 'strange', 'SET #status = :v', { ':v': { S: 'LOST' } }),
    async () => writeRaw('task', 'strange', 'REMOVE #status'),
  ]) {
    await write();
    const patch = async (status: string) => gateway.send('PATCH', '/task/strange', { body: { status } });
    expect((await patch('DONE')).json).toMatchObject({ errors: [{ detail: 'must be TODO or DOING now' }] });
    expect((await patch('DOING')).status).toBe(200);
  }
});

test('a version that is out of date is told first, and another field is not looked at', async () => {
  await create('task', { id: 'version', status: 'TODO' });
  const headers = { 'if-match': '"7"' };
  expect((await gateway.send('PATCH', '/task/version', { headers, body: { status: 'DONE' } })).status).toBe(412);
  expect((await gateway.send('PATCH', '/task/none', { body: { status: 'DONE' } })).status).toBe(404);
  expect((await gateway.send('PATCH', '/task/version', { body: { title: 'x' } })).status).toBe(200);
});

test('fifty movers at once: one goes, and the others are told', async () => {
  await create('task', { id: 'race', status: 'DOING' });
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, index) =>
      gateway.send('PATCH', '/task/race', { body: { status: index % 2 ? 'TODO' : 'DONE' } }),
    ),
  );
  const { status, version } = await read('task/race');
  const done = answers.filter((answer) => answer.status === 200);
  expect(done.length).toBe(version - 1);
  // Each that has gone has gone one step: TODO and DONE do not follow each other.
  expect(new Set(done.map(({ json }) => json.status))).toEqual(new Set([status]));
});

test('a change without a look costs one call, as without transitions', async () => {
  await create('task', { id: 'cost', status: 'TODO' });
  const calls = async (body: object): Promise<number> => {
    await gateway.send('PATCH', '/task/cost', { body });
    return gateway.log.at(-1)!.capacityUnits as number;
  };
  expect([await calls({ title: 'x' }), await calls({ status: 'DOING' })]).toEqual([1, 1]);
});

test('who may not see the field does not learn from a refusal where it stands', async () => {
  expect((await create('candle', { id: 's' })).status).toBe(201);
  const { json } = await gateway.send('PATCH', '/candle/s', { body: { state: 'GONE' } });
  expect(json.errors).toEqual([{ pointer: '/state', detail: 'cannot become this now' }]);

  @Domain('door', { access: { read: signedIn, write: signedIn } })
  class Door {
    @Id() id!: string;
    @Enumeration('DoorState', ['SHUT', 'OPEN', 'GONE'], {
      visible: role('admin'),
      transitions: { from: { SHUT: ['OPEN'], OPEN: ['SHUT', 'GONE'] } },
    })
    state!: string;
  }
  const guarded = await openGateway('v2', { domains: [Door], authentication: authorizerAuthentication });
  const send = async (method: string, path: string, body: object) =>
    guarded.send(method, path, { body, principal: 'ann' });
  expect((await send('POST', '/door', { id: 'd', state: 'SHUT' })).status).toBe(201);
  const refused = await send('PATCH', '/door/d', { state: 'GONE' });
  expect(refused.json.errors).toEqual([{ pointer: '/state', detail: 'cannot become this now' }]);
});

test('the documents tell of it, and the operations list the problem', async () => {
  const { json } = await gateway.send('GET', '/openapi.json');
  const { description } = json.components.schemas.Task.properties.status;
  const said =
    'How far it is. Begins as TODO or DOING. TODO can become DOING or DROPPED; DOING can become TODO or DONE; DONE can become DOING; DROPPED stays.';
  expect(description).toBe(said);
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  expect(schema.getType('TaskPatch')!.toConfig()).toMatchObject({ fields: { status: { description: said } } });
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  expect((await gateway.send('POST', '/mcp', { body })).text).toContain(said);
  const listing = gateway.operations
    .filter((one) => problemsOf(one).has(trackerProblems['task-cannot-move']))
    .map(({ name }) => name);
  expect(listing).toEqual(['createTask', 'replaceTask', 'updateTask', 'createTasks', 'moveTask', 'putTask', 'putBoth']);
  expect(candles.fields.find(({ name }) => name === 'state')!.doc).toContain('Begins as OUT.');
});

test('a gateway without transitions does not know the problem', async () => {
  @Domain('stone')
  class Stone {
    @Id() id!: string;
    @Text() name!: string;
  }
  const plain = gatewayOf([Stone]);
  expect(plain.problems).not.toContain('transition');
  expect(gatewayOf([Lamp]).problems).toContain('transition');
});

describe('a declaration that makes no sense is refused', () => {
  const declare = (transitions: any, options: object = {}) => {
    class Thing {
      @Id() id!: string;
      @Enumeration('ThingState', ['A', 'B', 'C'], { ...options, transitions }) state!: string;
    }
    return Thing;
  };
  const chain = { A: ['B'], B: ['C'] };
  test.each([
    ['an unknown value', { from: { A: ['D'] } }, {}, 'transitions name "D", which is no value: use some of A, B, C.'],
    ['an unknown source', { from: { D: ['A'] } }, {}, 'transitions name "D", which is no value: use some of A, B, C.'],
    ['an unknown beginning', { from: chain, initial: ['D'] }, {}, 'transitions name "D", which is no value'],
    [
      'a lost value',
      { from: { A: ['B'] }, initial: ['A'] },
      {},
      'no transition leads to "C", and no item begins with it',
    ],
    ['a way to itself', { from: { A: ['A'] } }, {}, 'transitions lead from "A" to itself, which is always allowed'],
    ['no beginning', { from: chain, initial: [] }, {}, 'no item could be created'],
    [
      'an optional field',
      { from: chain },
      { optional: true },
      'a field without a value would go around its transitions',
    ],
    [
      'a default',
      { from: chain, initial: ['A'] },
      { default: 'B' },
      'the default "B" is no initial value: take one of A.',
    ],
    ['an example', { from: chain, initial: ['A'] }, { example: 'B' }, 'the example "B" is no initial value'],
  ])('%s', (_, transitions, options, sentence) => {
    expect(() => declare(transitions, options)).toThrow(
      expect.objectContaining({
        name: 'DeclarationError',
        message: expect.stringContaining(`Thing.state: ${sentence}`),
      }),
    );
  });

  test('in a nested object, in a key, and with a problem that nobody declares', () => {
    const Inner = declare({ from: chain });
    expect(() => {
      class Outer {
        @Id() id!: string;
        @Nested(() => Inner) inner!: object;
      }
      Domain('outer')(Outer);
    }).toThrow('Thing.state: transitions are kept of the fields of an item itself');
    expect(() => {
      Domain('thing', { key: { partition: 'id', sort: 'state' } })(declare({ from: chain }));
    }).toThrow('Thing.state is a key field, which never changes');
    const Unlisted = declare({ from: chain, problem: 'no-such-thing' });
    Domain('unlisted')(Unlisted);
    expect(() => gatewayOf([Unlisted])).toThrow(
      'its transitions name the problem "no-such-thing", which is not declared',
    );
    const { 'thing-stays': problem } = defineProblems({
      'thing-stays': { status: 409, title: 'It stays', graphql: 'CONFLICT', help: 'It does.' },
    });
    const NotListed = declare({ from: chain, problem });
    Domain('not-listed')(NotListed);
    expect(() => gatewayOf([NotListed])).toThrow('Thing.state with its transitions lists the problem "thing-stays"');
  });
});
