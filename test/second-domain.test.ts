import { buildSchema } from 'graphql';
import { createTables } from '../local/tables';
import {
  DateTime,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  Json,
  ListOf,
  Money,
  Nested,
  NestedList,
  Text,
} from '../schema/decorators';
import { Domain } from '../schema/domain';
import { operationsOf } from '../services';
import { formats, openGateway } from './harness';
import { gatewayOf } from './usual';
import { casesOf, runCase } from './parity';

// A domain of its own in at most 30 lines, with every kind of field: nothing else is written for it anywhere.
class Size {
  @Float({ min: 0, example: 1.5 }) width!: number;
  @Float({ min: 0, optional: true }) height?: number;
}
class Leg {
  @Text({ max: 40 }) place!: string;
  @DateTime({ optional: true }) at?: string;
}
@Domain('parcel', {
  doc: 'What a carrier brings.',
  indexes: { byState: { partition: 'state', sort: 'due' } },
  key: { partition: 'sender', sort: 'id' },
  plural: 'parcels',
})
class Parcel {
  @Text({ max: 60, example: 'ann' }) sender!: string;
  @Id({ max: 1024, example: 'box-1' }) id!: string;
  @Enumeration('ParcelState', ['PACKED', 'SENT'], { default: 'PACKED' }) state!: string;
  @DateTime({ doc: 'When it should arrive.' }) due!: string;
  @Flag({ optional: true }) fragile?: boolean;
  @Integer({ min: 1, default: 1 }) pieces!: number;
  @Money({ optional: true }) value?: number;
  @Nested(() => Size) size!: Size;
  @NestedList(() => Leg, { max: 5, optional: true }) legs?: Leg[];
  @ListOf('integer', { max: 3, optional: true }) marks?: number[];
  @Json({ optional: true }) extra?: unknown;
}
// End of the domain.

const domains = [Parcel];
const definition = gatewayOf(domains);

describe.each(formats)('with %s events', (payload) => {
  describe.each(operationsOf(domains).map((operation) => ({ name: operation.name, operation })))(
    '$name',
    ({ operation }) => {
      test.each(casesOf(operation).map((one) => ({ ...one, one })))('$name: $code', async ({ one }) => {
        const [rest, graphql] = await runCase(operation, one, payload, definition);
        expect(rest!.told.code).toBe(one.code);
        expect(graphql!.told).toEqual(rest!.told);
        expect(graphql!.stored).toEqual(rest!.stored);
      });
    },
  );
});

test('it is in the API reference, in the SDL and among the tables', async () => {
  const gateway = await openGateway('v1', { domains });
  const { json } = await gateway.send('GET', '/openapi.json');
  expect(Object.keys(json.paths)).toEqual([
    '/parcel/{sender}/{id}',
    '/parcel',
    '/parcel/{sender}',
    '/parcel/batch/get',
    '/parcel/batch',
  ]);
  expect(json.components.schemas.ParcelState).toEqual({ type: 'string', enum: ['PACKED', 'SENT'] });
  expect(json.components.schemas.ParcelInput.properties.state).toEqual({
    $ref: '#/components/schemas/ParcelState',
    default: 'PACKED',
  });
  const sdl = (await gateway.send('GET', '/schema.graphql')).text;
  const { args, type } = buildSchema(sdl).getQueryType()!.getFields().parcel!;
  expect([args.map((arg) => `${arg.name}: ${String(arg.type)}`), String(type)]).toEqual([
    ['id: ID!', 'sender: String!'],
    'Parcel',
  ]);
  expect(sdl).toContain('enum ParcelState {');
  const said: string[] = [];
  await createTables({
    endpoint: process.env.TEST_ENGINE!,
    domains,
    prefix: gateway.prefix,
    say: (words) => said.push(words),
  });
  expect(said).toEqual([]);
});

test('its list without a condition is refused rather than scanned', async () => {
  const gateway = await openGateway('v1', { domains });
  expect(await gateway.send('GET', '/parcel')).toMatchObject({ status: 400, json: { type: '/problems/no-index' } });
  expect(await gateway.send('GET', '/parcel?fragile=true')).toMatchObject({
    status: 400,
    json: { type: '/problems/no-index' },
  });
});

test('a patch reaches into a nested object and leaves its other fields', async () => {
  const gateway = await openGateway('v1', { domains });
  const due = '2026-03-01T12:00:00+02:00';
  const body = { sender: 'ann', id: 'a/b c', due, size: { width: 1, height: 2 }, extra: { a: { b: 1 }, c: [1] } };
  const created = await gateway.send('POST', '/parcel', { body });
  expect(created).toMatchObject({ status: 201, headers: { location: '/parcel/ann/a%2Fb%20c' } });
  expect(created.json).toMatchObject({ due: '2026-03-01T10:00:00.000Z', state: 'PACKED', pieces: 1 });
  const patched = await gateway.send('PATCH', created.headers.location!, {
    body: { size: { width: 3 }, extra: { a: { b: null, d: 2 } } },
  });
  expect(patched.json).toMatchObject({ size: { width: 3, height: 2 }, extra: { a: { d: 2 }, c: [1] }, version: 2 });
  const wrong = await gateway.send('PATCH', created.headers.location!, { body: { size: { width: null } } });
  expect(wrong.json.errors).toEqual([{ pointer: '/size/width', detail: 'must be a number' }]);
});

test('fifty patches into one nested object at once lose nothing', async () => {
  const gateway = await openGateway('v1', { domains });
  await gateway.send('POST', '/parcel', {
    body: { sender: 'ann', id: 'x', due: '2026-03-01T12:00:00Z', size: { width: 1 }, extra: {} },
  });
  const patch = async (name: string): Promise<number> => {
    const { status } = await gateway.send('PATCH', '/parcel/ann/x', { body: { extra: { [name]: 1 } } });
    return status === 503 ? patch(name) : status;
  };
  const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
  expect(new Set(await Promise.all(names.map(patch)))).toEqual(new Set([200]));
  const { json } = await gateway.send('GET', '/parcel/ann/x');
  expect(Object.keys(json.extra)).toHaveLength(50);
  expect(json.version).toBe(51);
});
