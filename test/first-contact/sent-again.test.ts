import { Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import type { Input } from '../../services/operation';
import { operation } from '../../services/operation';
import { faces, graphql } from '../faces';
import type { Face } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';

/**
 * A request that comes again with its Idempotency-Key has had its effect, whatever it was and whatever came between:
 * draft-ietf-httpapi-idempotency-key-header-07, section 2.6 ("Idempotency Enforcement Scenarios"). What stands beside it
 * in a batch or a document has too.
 */
@Domain('quiet', { scan: true })
class Quiet {
  @Id() id!: string;
  @Text({ max: 20, optional: true }) label?: string;
  @Integer() count!: number;
}

@Domain('told', { scan: true, events: true })
class Told {
  @Id() id!: string;
  @Text({ max: 20, optional: true }) label?: string;
  @Integer() count!: number;
}

const quiet = domainOf(Quiet);

/** A verb that somebody adds without a thought for keys: it writes over what there may be. */
const seat = operation({
  name: 'seatQuiet',
  kind: 'mutation',
  domain: quiet,
  doc: 'Puts one in its place.',
  route: { method: 'POST', path: '/quiet/seat', success: 200 },
  body: { of: 'item', type: Quiet, mode: 'whole' },
  gives: { as: 'item', type: Quiet },
  touches: writeTouches(quiet).put,
  perform: async ({ body }, context) => change(quiet, { id: body.id }, {}, context, { put: body }),
});

/** It changes two items one after the other, so that no one transaction could hold its answer. */
const shuffle = operation({
  name: 'shuffleQuiet',
  kind: 'mutation',
  domain: quiet,
  doc: 'Changes two of them.',
  route: { method: 'POST', path: '/quiet/shuffle', success: 200 },
  idempotent: false,
  gives: { as: 'nothing' },
  touches: writeTouches(quiet).put,
  perform: async (_, context) => {
    for (const id of ['left', 'right']) await change(quiet, { id }, {}, context, { put: { id, count: 1 } });
  },
});

const definition = gatewayOf([Quiet, Told], { operations: [seat, shuffle] });

let number = 0;
const fresh = (): string => `fresh-${++number}`;

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { definition });
  });

  const call = async (face: Face, name: string, input: Input, idempotencyKey?: string) =>
    face.call(
      gateway,
      gateway.operations.find((one) => one.name === name)!,
      input,
      idempotencyKey,
    );
  const stored = async (type: string, id: string) => (await call(graphql, type.toLowerCase(), { key: { id } })).result;

  describe.each(faces)('$name', (face) => {
    test.each(['Quiet', 'Told'])('a change of %s', async (type) => {
      for (const [name, body] of [
        [`update${type}`, { count: 2, label: null }],
        [`replace${type}`, { count: 2 }],
      ] as const) {
        const key = { id: fresh() };
        await call(face, `create${type}`, { body: { ...key, count: 1, label: 'first' } });
        const changed = await call(face, name, { key, body }, key.id);
        expect(changed).toMatchObject({ code: 'ok', result: { count: 2, version: 2 } });
        expect(changed.result).not.toHaveProperty('label');
        await call(face, `update${type}`, { key, body: { count: 9 } });
        expect(await call(face, name, { key, body }, key.id)).toEqual(changed);
        expect(await stored(type, key.id)).toMatchObject({ count: 9, version: 3 });
        expect((await call(face, name, { key, body: { count: 3 } }, key.id)).code).toBe('idempotency-key-reused');
      }
    });

    test.each(['Quiet', 'Told'])('a deletion of %s, though there is another by now', async (type) => {
      const key = { id: fresh() };
      await call(face, `create${type}`, { body: { ...key, count: 1 } });
      expect((await call(face, `delete${type}`, { key }, key.id)).code).toBe('ok');
      await call(face, `create${type}`, { body: { ...key, count: 2 } });
      expect((await call(face, `delete${type}`, { key }, key.id)).code).toBe('ok');
      expect(await stored(type, key.id)).toMatchObject({ count: 2 });
      expect((await call(face, `delete${type}`, { key }, fresh())).code).toBe('ok');
      expect(await stored(type, key.id)).toBeUndefined();
    });

    test.each(['Quiet', 'Told'])('a batch of %s', async (type) => {
      const [taken, idempotencyKey] = [fresh(), fresh()];
      await call(face, `create${type}`, { body: { id: taken, count: 1 } });
      const body = {
        items: [{ count: 1 }, { count: 1 }, { id: taken, count: 1 }, { count: 1, label: 'x'.repeat(21) }],
      };
      const first = (await call(face, `create${type}s`, { body }, idempotencyKey)).result as any[];
      expect(first.map(({ status }) => status)).toEqual([201, 201, 409, 422]);
      expect(first[0].item.id).not.toBe(first[1].item.id);
      expect((await call(face, `create${type}s`, { body }, idempotencyKey)).result).toEqual(first);
      await call(face, `delete${type}`, { key: { id: taken } });
      const last = (await call(face, `create${type}s`, { body }, idempotencyKey)).result as any[];
      expect(last.map(({ status }) => status)).toEqual([201, 201, 201, 422]);
      expect(last.slice(0, 2)).toEqual(first.slice(0, 2));
      const other = await call(face, `create${type}s`, { body }, fresh());
      expect((other.result as any[])[0].item.id).not.toBe(first[0].item.id);
    });

    test('a verb that only says what it changes, where there is one and where there is none', async () => {
      const id = fresh();
      for (const count of [1, 2]) {
        const idempotencyKey = fresh();
        const body = { id, count };
        const first = await call(face, 'seatQuiet', { body }, idempotencyKey);
        expect(first).toMatchObject({ code: 'ok', result: { id, count } });
        await call(face, 'updateQuiet', { key: { id }, body: { count: 9 } });
        expect(await call(face, 'seatQuiet', { body }, idempotencyKey)).toEqual(first);
        expect(await stored('Quiet', id)).toMatchObject({ count: 9 });
      }
    });

    test('a request that fails leaves the key free', async () => {
      const [key, idempotencyKey] = [{ id: fresh() }, fresh()];
      const body = { count: 2 };
      expect((await call(face, 'updateQuiet', { key, body }, idempotencyKey)).code).toBe('not-found');
      await call(face, 'createQuiet', { body: { ...key, count: 1 } });
      expect(await call(face, 'updateQuiet', { key, body }, idempotencyKey)).toMatchObject({ result: { count: 2 } });
    });

    test('what cannot keep a key refuses it, and a key that is none is refused', async () => {
      expect((await call(face, 'shuffleQuiet', {}, fresh())).code).toBe('bad-header');
      expect((await call(face, 'shuffleQuiet', {})).code).toBe('ok');
      for (const [name, input] of [
        ['deleteQuiet', { key: { id: 'left' } }],
        ['createQuiets', { body: { items: [{ count: 1 }] } }],
      ] as const) {
        expect((await call(face, name, input, 'k'.repeat(256))).code).toBe('idempotency-key-invalid');
      }
      expect(await stored('Quiet', 'left')).toBeDefined();
    });
  });

  test('ten at once with one key have one effect', async () => {
    const [key, idempotencyKey] = [{ id: fresh() }, fresh()];
    await call(graphql, 'createQuiet', { body: { ...key, count: 1 } });
    const codes = await Promise.all(
      Array.from({ length: 10 }, async (_, index) =>
        call(faces[index % faces.length]!, 'updateQuiet', { key, body: { count: 2 } }, idempotencyKey).then(
          ({ code }) => code,
        ),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(codes.includes('ok') ? ['ok', ...codes] : ['none was done']));
    expect(codes.filter((code) => code !== 'ok' && code !== 'idempotency-key-in-progress')).toEqual([]);
    expect(await stored('Quiet', key.id)).toMatchObject({ count: 2, version: 2 });
  });

  test('every answer given again says so', async () => {
    const idempotencyKey = fresh();
    const headers = { 'idempotency-key': idempotencyKey };
    const told = (answer: { headers: Record<string, string> }) => answer.headers['idempotent-replayed'];
    for (const [method, path, body] of [
      ['PUT', '/quiet/again', { count: 1 }],
      ['POST', '/quiet/batch', { items: [{ count: 1 }] }],
      ['DELETE', '/quiet/again', undefined],
    ] as const) {
      if (method === 'PUT') await gateway.send('POST', '/quiet', { body: { id: 'again', count: 0 } });
      expect(told(await gateway.send(method, path, { body, headers }))).toBeUndefined();
      const again = await gateway.send(method, path, { body, headers });
      expect([method, again.status, told(again)]).toEqual([method, method === 'DELETE' ? 204 : 200, 'true']);
    }
    const document =
      'mutation { a: createQuiet(input: { count: 1 }) { id } b: createTold(input: { count: 1 }) { id } }';
    const first = await gateway.graphql(document, {}, headers);
    const again = await gateway.graphql(document, {}, headers);
    expect([told(first), told(again)]).toEqual([undefined, 'true']);
    expect(again.json).toEqual(first.json);
  });

  // Sent again, the deletion would take away what the creation after it has made.
  test('a document sent again is the same document, not another', async () => {
    const document = `mutation {
      gone: deleteTold(id: "again")
      made: createTold(input: { id: "again", count: 1 }) { version }
      changed: updateTold(id: "again", patch: { count: 2 }) { version }
    }`;
    await gateway.graphql('mutation { createTold(input: { id: "again", count: 0 }) { id } }');
    const headers = { 'idempotency-key': fresh() };
    const first = await gateway.graphql(document, {}, headers);
    expect(first.json).toEqual({ data: { gone: true, made: { version: 1 }, changed: { version: 2 } } });
    await call(graphql, 'updateTold', { key: { id: 'again' }, body: { count: 9 } });
    expect((await gateway.graphql(document, {}, headers)).json).toEqual(first.json);
    expect(await stored('Told', 'again')).toMatchObject({ count: 9, version: 3 });
  });
});
