import { buildSchema } from 'graphql';
import { Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { faces } from './faces';
import type { Face, Told } from './faces';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import type { Input } from '../services/operation';

class Lamp {
  @Id() id!: string;
  @Text({ max: 20 }) label!: string;
  @Integer({ min: 0, max: 100, default: 0, increments: true }) watts!: number;
  @Text({ optional: true, max: 20 }) room?: string;
}
const options = {
  upsert: true,
} as const;

@Domain('quiet-lamp', { ...options, plural: 'quietLamps' })
class QuietLamp extends Lamp {}

@Domain('told-lamp', { ...options, plural: 'toldLamps', events: true })
class ToldLamp extends Lamp {}

const domains = [QuietLamp, ToldLamp];
const types = ['QuietLamp', 'ToldLamp'];

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

test('upsert without a replace is refused', () => {
  expect(() => {
    @Domain('bulb', { upsert: true, operations: ['get', 'create'] })
    class Bulb {
      @Id() id!: string;
    }
    return Bulb;
  }).toThrow(/^Bulb: upsert is how the domain replaces, .*: add 'replace' to them, or take "upsert" away\.$/);
});
