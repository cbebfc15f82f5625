import fc from 'fast-check';
import { payloads } from '../../local/lambda';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { textFault } from '../../schema/values';
import type { Input } from '../../services/operation';
import { faces, rest } from '../faces';
import type { Face, Told } from '../faces';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';

// The same id is the same item behind every sender of events and on every face. Who decodes the path and who does not
// was captured live in https://github.com/hotsock/voker/pull/8.

@Domain('thing', { doc: 'Something with an id.', plural: 'things' })
class Thing {
  @Id() id!: string;
  @Text({ max: 20 }) label!: string;
}

/** What a field with `@Id()` admits. */
const isId = (id: string): boolean => textFault(id, { kind: 'id' }) === undefined && Buffer.byteLength(id) <= 2048;
const tried = [
  ...['x%41', 'xA', '100%', 'a/b', 'a?b', 'a#b', 'a+b', 'a b', ' a ', '%', '%2F', '%252F', '/', '//', 'a/', '/a', '?'],
  ...['.', '..', '../a', 'a;b', 'a&b=c', 'a,b', '"1"', '{id}', '$default', 'batch', 'ü', 'e\u0301', '\u00e9', '😀'],
  ...['x'.repeat(2048), '漢'.repeat(682), '%'.repeat(2048), '__proto__', 'null', '\\', '<a>', '~', 'a@b:c', '*', "'"],
];
const ids = fc
  .oneof(
    fc.string({ minLength: 1, unit: 'binary' }),
    fc
      .array(fc.constantFrom('%', '/', '?', '#', '+', '.', ' ', '%2F', 'a', 'ü', '😀'), { minLength: 1, maxLength: 12 })
      .map((parts) => parts.join('')),
  )
  .filter(isId);

let open: Record<(typeof payloads)[number], TestGateway>;
beforeAll(async () => {
  const v1 = await openGateway('v1', { domains: [Thing] });
  const others = { domains: [Thing], tablePrefix: v1.prefix };
  open = {
    v1,
    v2: await openGateway('v2', others),
    url: await openGateway('url', others),
    alb: await openGateway('alb', others),
  };
});

async function call(gateway: TestGateway, face: Face, name: string, input: Input): Promise<Told> {
  return face.call(
    gateway,
    gateway.operations.find((operation) => operation.name === name)!,
    input,
  );
}

/** Makes, reads, changes and deletes one item. */
async function journey(gateway: TestGateway, face: Face, id: string): Promise<void> {
  const key = { id };
  expect(await call(gateway, face, 'createThing', { body: { id, label: 'a' } })).toMatchObject({ result: { id } });
  const read = await call(open.v1, graphql, 'thing', { key });
  expect(read).toMatchObject({ code: 'ok', result: { id, label: 'a', version: 1 } });
  expect((await call(gateway, face, 'thing', { key })).result).toEqual(read.result);
  const changed = await call(gateway, face, 'updateThing', { key, body: { label: 'b' } });
  expect(changed).toMatchObject({ code: 'ok', result: { id, label: 'b', version: 2 } });
  expect((await call(gateway, face, 'deleteThing', { key })).code).toBe('ok');
  expect((await call(open.v1, graphql, 'thing', { key })).code).toBe('not-found');
}

const graphql = faces.find(({ name }) => name === 'GraphQL')!;
const runs = { numRuns: 15, examples: tried.map((id): [string] => [id]) };
const isLost = (id: string): boolean => /[/?]/.test(id);

describe.each(payloads)('with %s events', (payload) => {
  test.each(faces)('every id is one item over $name', async (face) => {
    const carried = payload === 'v2' && face === rest ? ids.filter((id) => !isLost(id)) : ids;
    const examples = runs.examples.filter(([id]) => payload !== 'v2' || face !== rest || !isLost(id));
    await fc.assert(
      fc.asyncProperty(carried, async (id) => journey(open[payload], face, id)),
      { ...runs, numRuns: runs.numRuns + examples.length, examples },
    );
  });

  test('Location leads to what was made, or is not told', async () => {
    const gateway = open[payload];
    await fc.assert(
      fc.asyncProperty(ids, async (id) => {
        const made = await gateway.send('POST', '/thing', { body: { id, label: 'a' } });
        const { location } = made.headers;
        expect(made.status).toBe(201);
        if (payload === 'v2' && isLost(id)) expect(location).toBeUndefined();
        else expect((await gateway.send('GET', location!)).json).toMatchObject({ id, version: 1 });
        expect((await call(gateway, graphql, 'deleteThing', { key: { id } })).code).toBe('ok');
      }),
      { ...runs, numRuns: runs.numRuns + tried.length },
    );
  });

  test.each([
    ['x%41', 'xA'],
    ['100%', '100'],
    ['%2F', '%252F'],
  ])('deleting %s leaves %s', async (id, other) => {
    const gateway = open[payload];
    for (const made of [id, other]) await gateway.send('POST', '/thing', { body: { id: made, label: 'a' } });
    expect((await gateway.send('DELETE', `/thing/${encodeURIComponent(id)}`)).status).toBe(204);
    expect((await gateway.send('GET', `/thing/${encodeURIComponent(other)}`)).json.id).toBe(other);
    expect((await gateway.send('DELETE', `/thing/${encodeURIComponent(other)}`)).status).toBe(204);
  });
});

test.each(['a/b', 'a/', '/a', '/', 'a/b/c', '%/%'])(
  'an HTTP API cannot carry the id %s, and the answer says what to do',
  async (id) => {
    const gateway = open.v2;
    for (const made of ['a', id]) await gateway.send('POST', '/thing', { body: { id: made, label: 'a' } });
    for (const method of ['GET', 'DELETE']) {
      const answer = await gateway.send(method, `/thing/${encodeURIComponent(id)}`);
      expect(answer.status).toBe(404);
      expect(answer.json.detail).toMatch(/An HTTP API decodes each path.*ask for such an item over GraphQL/);
    }
    for (const made of ['a', id]) {
      expect((await call(gateway, graphql, 'deleteThing', { key: { id: made } })).code).toBe('ok');
    }
  },
);
