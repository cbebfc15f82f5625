import { buildSchema } from 'graphql';
import { authorizerAuthentication } from '../api/auth/authentication';
import { Id, Integer, Text } from '../schema/decorators';
import { owner } from '../schema/access';
import { Domain } from '../schema/domain';
import { usualOperations } from '../schema/facts';
import type { DomainOptions } from '../schema/facts';
import { faces, rest } from './faces';
import type { Face, Told } from './faces';
import { formats, openGateway } from './harness';
import { routesOf } from '../services/routes';
import { casesOf, runCase } from './parity';
import { sdkOf } from './sdk-client';
import { gatewayOf } from './usual';
import type { TestGateway } from './harness';
import type { Input } from '../services/operation';

class Lamp {
  @Id() id!: string;
  @Text({ max: 20 }) label!: string;
  @Integer({ min: 0, max: 100, default: 0, increments: true }) watts!: number;
  @Text({ optional: true, max: 20 }) room?: string;
}
const options: DomainOptions = {
  upsert: true,
  operations: [...usualOperations, 'updateMany', 'deleteMany'],
  access: { read: owner('id'), write: owner('id') },
};

@Domain('quiet-lamp', { ...options, plural: 'quietLamps' })
class QuietLamp extends Lamp {}

@Domain('told-lamp', { ...options, plural: 'toldLamps', events: true })
class ToldLamp extends Lamp {}

const domains = [QuietLamp, ToldLamp];
const types = ['QuietLamp', 'ToldLamp'];

/** What adds to a number: REST has it in the patch, the others have it beside. */
const adding = (face: Face, numbers: Readonly<Record<string, number>>): object =>
  face === rest
    ? { patch: Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, { increment: number }])) }
    : { increment: numbers };
const singular = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

let number = 0;
const fresh = (): string => `lamp-${++number}`;

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains });
  });

  const call = async (face: Face, name: string, input: Input, idempotencyKey?: string): Promise<Told> =>
    face.call(
      gateway,
      gateway.operations.find((one) => one.name === name)!,
      input,
      idempotencyKey,
    );

  describe.each(faces)('over $name', (face) => {
    describe.each(types)('a %s that is put', (type) => {
      test('is made where there is none, and replaces the one that is there', async () => {
        const key = { id: fresh() };
        const made = await call(face, `put${type}`, { key, body: { label: 'first', room: 'hall' } });
        expect(made).toMatchObject({ code: 'ok', result: { ...key, label: 'first', watts: 0, version: 1 } });
        const replaced = await call(face, `put${type}`, { key, body: { label: 'second', watts: 5 } });
        const { createdAt } = made.result as { createdAt: string };
        expect(replaced.result).toEqual({
          ...key,
          label: 'second',
          watts: 5,
          version: 2,
          createdAt,
          updatedAt: expect.any(String),
        });
      });

      test('is the one that was seen, under its version', async () => {
        const key = { id: fresh() };
        const precondition = { ifMatch: [1] };
        const body = { label: 'a' };
        // Who has seen a version knows that there is an item.
        expect(await call(face, `put${type}`, { key, body, precondition })).toMatchObject({
          code: 'precondition-failed',
        });
        await call(face, `put${type}`, { key, body });
        expect(await call(face, `put${type}`, { key, body, precondition })).toMatchObject({ result: { version: 2 } });
        expect(await call(face, `put${type}`, { key, body, precondition })).toMatchObject({
          code: 'precondition-failed',
          current: { version: 2 },
        });
      });

      test('is put once with an Idempotency-Key', async () => {
        const key = { id: fresh() };
        const first = await call(face, `put${type}`, { key, body: { label: 'a' } }, key.id);
        expect(await call(face, `put${type}`, { key, body: { label: 'a' } }, key.id)).toEqual(first);
        expect(first).toMatchObject({ result: { version: 1 } });
      });
    });
  });

  describe.each(faces)('over $name', (face) => {
    describe.each(types)('many %s items', (type) => {
      test('are updated at once, each with an outcome of its own', async () => {
        const ids = [fresh(), fresh(), fresh(), fresh()];
        for (const id of ids) await call(face, `create${type}`, { body: { id, label: 'a', watts: 5, room: 'hall' } });
        const [first, second, third, fourth] = ids;
        const updates = [
          { key: { id: first }, patch: { label: 'b', room: null } },
          { key: { id: second }, ...adding(face, { watts: 3 }), expectedVersion: 1 },
          { key: { id: 'nobody' }, patch: { label: 'b' } },
          { key: { id: third }, patch: { label: 'b' }, expectedVersion: 7 },
          { key: { id: fourth }, ...adding(face, { watts: -6 }) },
          { key: { id: first }, patch: { label: 'c' } },
        ];
        const answer = await call(face, `update${type}s`, { body: { updates } });
        const outcomes = answer.result as any[];
        expect(outcomes.map(({ status }) => status)).toEqual([200, 200, 404, 412, 422, 422]);
        expect(outcomes[0].item).toMatchObject({ id: first, label: 'b', watts: 5, version: 2 });
        expect(outcomes[0].item.room).toBeUndefined();
        expect(outcomes[1].item).toMatchObject({ id: second, label: 'a', watts: 8, version: 2 });
        const part = face === rest ? 'patch' : 'increment';
        expect(outcomes[4].error.errors).toEqual([{ pointer: `/${part}/watts`, detail: 'must be at least 0' }]);
        expect(outcomes[5].error.errors).toEqual([
          { pointer: '/key', detail: 'is the key of another update before: put both into one' },
        ]);
        expect((await call(face, singular(type), { key: { id: first } })).result).toEqual(outcomes[0].item);
      });

      test('are deleted at once, each with an outcome of its own', async () => {
        const ids = [fresh(), fresh()];
        for (const id of ids) await call(face, `create${type}`, { body: { id, label: 'a' } });
        const keys = [{ id: ids[0] }, { id: 'nobody' }, { id: ids[1] }];
        const outcomes = (await call(face, `delete${type}s`, { body: { keys } })).result as any[];
        expect(outcomes.map(({ status }) => status)).toEqual([204, 404, 204]);
        expect(outcomes[0]).toEqual({ status: 204 });
        expect(await call(face, singular(type), { key: { id: ids[0] } })).toMatchObject({ code: 'not-found' });
      });

      test('are written once with an Idempotency-Key, and what was refused is tried again', async () => {
        const [id, missing] = [fresh(), fresh()];
        await call(face, `create${type}`, { body: { id, label: 'a', watts: 1 } });
        const updates = [id, missing].map((one) => ({ key: { id: one }, ...adding(face, { watts: 1 }) }));
        const first = (await call(face, `update${type}s`, { body: { updates } }, `update-${id}`)).result as any[];
        await call(face, `create${type}`, { body: { id: missing, label: 'b' } });
        const second = (await call(face, `update${type}s`, { body: { updates } }, `update-${id}`)).result as any[];
        expect([first[1].status, second[0]]).toEqual([404, first[0]]);
        expect(second.map(({ item }) => [item.watts, item.version])).toEqual([
          [2, 2],
          [1, 2],
        ]);
        const body = { keys: [{ id }] };
        expect((await call(face, `delete${type}s`, { body }, `delete-${id}`)).result).toEqual([{ status: 204 }]);
        await call(face, `create${type}`, { body: { id, label: 'c' } });
        expect((await call(face, `delete${type}s`, { body }, `delete-${id}`)).result).toEqual([{ status: 204 }]);
        expect((await call(face, singular(type), { key: { id } })).result).toMatchObject({ label: 'c' });
      });
    });
  });

  test('what is wrong with an update of a batch is told of it alone, with pointers into it', async () => {
    const [id, other, third] = [fresh(), fresh(), fresh()];
    await gateway.send('POST', '/quiet-lamp', { body: { id, label: 'a' } });
    const updates = [
      { key: { id: other }, patch: { label: 'x'.repeat(21), color: 1 } },
      { key: { id: 'a\u0000' }, patch: {} },
      { key: { id: third }, changes: {} },
      { patch: 7, expectedVersion: -1 },
      'lamp',
      { key: { id }, patch: { label: 'b', version: 1 } },
    ];
    const { status, json } = await gateway.send('POST', '/quiet-lamp/batch/update', { body: { updates } });
    expect(status).toBe(200);
    expect(json.results.map(({ error }: any) => error?.errors.map(({ pointer }: any) => pointer))).toEqual([
      ['/patch/color', '/patch/label'],
      ['/key/id'],
      ['/changes', '/patch'],
      ['/expectedVersion', '/key'],
      [''],
      undefined,
    ]);
  });

  test('a PUT answers with 201 and where the item is, or with 200; If-None-Match never overwrites', async () => {
    const path = `/quiet-lamp/${fresh()}`;
    const body = { label: 'a' };
    const headers = { 'if-none-match': '*' };
    expect(await gateway.send('PUT', path, { body, headers })).toMatchObject({
      status: 201,
      headers: { location: path, etag: '"1"' },
    });
    expect(await gateway.send('PUT', path, { body, headers })).toMatchObject({ status: 412 });
    const again = await gateway.send('PUT', path, { body });
    expect(again).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(again.headers).not.toHaveProperty('location');
    const other = await gateway.send('PUT', `/quiet-lamp/${fresh()}`, { body });
    expect(other).toMatchObject({ status: 201, json: { version: 1 } });
  });
});

test('a put is in the documents in place of a replace', async () => {
  const gateway = await openGateway('v1', { domains });
  const { json } = await gateway.send('GET', '/openapi.json');
  const { operationId, responses } = json.paths['/quiet-lamp/{id}'].put;
  expect([operationId, Object.keys(responses).slice(0, 2)]).toEqual(['putQuietLamp', ['200', '201']]);
  const fields = buildSchema((await gateway.send('GET', '/schema.graphql')).text)
    .getMutationType()!
    .getFields();
  expect(Object.keys(fields)).not.toContain('replaceQuietLamp');
  expect(fields.putQuietLamp!.args.map((arg) => `${arg.name}: ${String(arg.type)}`)).toEqual([
    'expectedVersion: Int',
    'id: ID!',
    'input: QuietLampInput!',
  ]);
});

// Each way in which such an operation can be called, well or badly, tells and leaves the same over REST and GraphQL.
describe('is the same over REST and GraphQL', () => {
  const definition = gatewayOf(domains);
  const names = types.flatMap((type) => [`put${type}`, `update${type}s`, `delete${type}s`]);
  const operations = definition.operations.filter(({ name }) => names.includes(name));
  describe.each(operations.map((operation) => ({ name: operation.name, operation })))('$name', ({ operation }) => {
    test.each(casesOf(operation).map((one) => ({ ...one, one })))('$name: $code', async ({ one }) => {
      const [overRest, overGraphql] = await runCase(operation, one, 'v1', definition);
      expect(overRest!.told.code).toBe(one.code);
      expect(overGraphql!.told).toEqual(overRest!.told);
      expect(overGraphql!.stored).toEqual(overRest!.stored);
    });
  });
});

describe.each(['rest', 'graphql'] as const)('the SDK over %s', (transport) => {
  test('updates and deletes many', async () => {
    const gateway = await openGateway('v1', { domains });
    const { client, close } = await sdkOf(gateway, transport);
    const lamps = client.quietLamp;
    try {
      await lamps.create({ id: 'a', label: 'a', watts: 2 });
      await lamps.put('b', { label: 'b' });
      const updated = await lamps.updateMany([
        { key: { id: 'a' }, patch: { label: 'A', watts: { increment: 3 } }, expectedVersion: 1 },
        { key: { id: 'b' }, patch: { label: 'x'.repeat(21) } },
        { key: { id: 'c' }, patch: { label: 7 } },
      ]);
      expect(updated).toMatchObject([
        { status: 200, item: { id: 'a', label: 'A', watts: 5, version: 2 } },
        { status: 422, error: { code: 'validation', errors: [{ pointer: '/patch/label' }] } },
        { status: 422, error: { code: 'validation', errors: [{ pointer: '/patch/label' }] } },
      ]);
      const deleted = await lamps.deleteMany(['a', 'nobody', updated[0].item]);
      // A key that comes twice is one deletion.
      expect(deleted.map(({ status }: { status: number }) => status)).toEqual([204, 404, 204]);
      expect(await lamps.get('a')).toBeUndefined();
    } finally {
      await close();
    }
  });
});

test('batches that change are in the documents, and an agent learns that they destroy', async () => {
  const gateway = await openGateway('v1', { domains });
  const { json } = await gateway.send('GET', '/openapi.json');
  expect(json.components.schemas.QuietLampUpdate).toMatchObject({
    required: ['key', 'patch'],
    properties: {
      key: { $ref: '#/components/schemas/QuietLampKey' },
      patch: { $ref: '#/components/schemas/QuietLampPatch' },
    },
  });
  const documented = json.tags.find(({ name }: any) => name === 'QuietLamp')['x-tandem-domain'].operations;
  expect(documented).toMatchObject({
    getMany: 'quietLampsByKey',
    updateMany: 'updateQuietLamps',
    deleteMany: 'deleteQuietLamps',
  });
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const fields = schema.getMutationType()!.getFields();
  const told = (name: string) => fields[name]!.args.map((arg) => `${arg.name}: ${String(arg.type)}`);
  expect([told('updateQuietLamps'), told('deleteQuietLamps')]).toEqual([
    ['updates: [QuietLampUpdate!]!'],
    ['keys: [QuietLampKey!]!'],
  ]);
  const tools = await gateway.send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
  const destroys = (name: string) =>
    tools.json.result.tools.find((tool: any) => tool.name === name).annotations.destructiveHint;
  expect(['createQuietLamps', 'updateQuietLamps', 'deleteQuietLamps'].map(destroys)).toEqual([false, true, true]);
});

test('a batch that changes is counted as one: by its rate over REST, and in a document of GraphQL', async () => {
  const { operations } = gatewayOf(domains);
  const routes = routesOf({ operations, documents: [], envelope: false, onlyGatewayVerifies: false });
  const rates = ['/batch/get', '/batch', '/batch/update', '/batch/delete'].map(
    (path) => routes.find((route) => route.path === `/quiet-lamp${path}`)!.rate,
  );
  expect(rates).toEqual(['all', 'batch', 'batch', 'batch']);
  const gateway = await openGateway('v1', { domains });
  const one = 'deleteQuietLamps(keys: [{ id: "a" }]) { status }';
  const { json } = await gateway.graphql(`mutation { ${one} other: ${one} }`);
  expect(json.errors[0].extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE', rule: 'batches' });
});

describe('who may write one item may write it in a batch, and no other', () => {
  test.each([
    ['update', (...ids: string[]) => ({ updates: ids.map((id) => ({ key: { id }, patch: { label: 'b' } })) })],
    ['delete', (...ids: string[]) => ({ keys: ids.map((id) => ({ id })) })],
  ])('%s', async (name, bodyOf) => {
    const gateway = await openGateway('v1', { domains, authentication: authorizerAuthentication });
    await gateway.send('POST', '/quiet-lamp', { body: { id: 'ann', label: 'a' }, principal: 'ann' });
    const send = async (body: object, principal?: string) =>
      gateway.send('POST', `/quiet-lamp/batch/${name}`, { body, principal });
    expect(await send(bodyOf('ann', 'bob'), 'ann')).toMatchObject({ status: 403 });
    expect(await send(bodyOf('ann'), 'bob')).toMatchObject({ status: 403 });
    expect(await send(bodyOf('ann'))).toMatchObject({ status: 401 });
    expect(await send(bodyOf('ann'), 'ann')).toMatchObject({
      status: 200,
      json: { results: [{ status: name === 'update' ? 200 : 204 }] },
    });
  });
});

test('upsert without a replace is refused', () => {
  expect(() => {
    @Domain('bulb', { upsert: true, operations: ['get', 'create'] })
    class Bulb {
      @Id() id!: string;
    }
    return Bulb;
  }).toThrow(/^Bulb: upsert is how the domain replaces, .*: add 'replace' to them, or take "upsert" away\.$/);
});
