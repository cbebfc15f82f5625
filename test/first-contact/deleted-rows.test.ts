import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../local/tables';
import { anyone } from '../../schema/access';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { DeclaredClass } from '../../schema/facts';
import { domainOf } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import { operation } from '../../services/operation';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { gatewayOf } from '../usual';

/*
 * With conflict detection AppSync, and so Amplify, keeps the row of what it deletes for a while. Of its attributes, _deleted
 * is a "tombstone" that tells that the item is deleted, and _version a counter that only grows with each change:
 * https://docs.aws.amazon.com/appsync/latest/devguide/versioned-data-sources.html
 * So a new item in this place counts on. Amplify's own clients cannot make one there, which people have asked for:
 * https://github.com/aws-amplify/amplify-swift/issues/1391 and https://github.com/aws-amplify/amplify-flutter/issues/1506
 */

const marks = { version: '_version', deleted: '_deleted', expires: '_ttl' };

@Domain('chore', { scan: true, indexes: { byRoom: { partition: 'room' } }, table: { marks } })
class Chore {
  @Id({ max: 60 }) id!: string;
  @Text({ max: 60 }) room!: string;
}

/** One that announces its changes is written in a transaction. */
@Domain('errand', { scan: true, indexes: { byRoom: { partition: 'room' } }, events: true, table: { marks } })
class Errand extends Chore {}

/** A put, which reads nothing of what is there. */
const putOf = (type: DeclaredClass) => {
  const domain = domainOf(type);
  const { put, create } = writeTouches(domain);
  return operation({
    access: anyone,
    name: `put${domain.typeName}`,
    kind: 'mutation',
    domain,
    doc: 'Writes one whether or not it is there.',
    route: { method: 'POST', path: `/${domain.name}/{id}/put`, success: 200 },
    key: true,
    body: { of: 'item', type, mode: 'whole' },
    gives: { as: 'item', type },
    touches: [...put, ...create],
    perform: async ({ key, body }, context) => change(domain, key, {}, context, { put: body }),
  });
};

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

describe.each(formats)('payload %s', (payload) => {
  describe.each([
    { type: Chore, one: 'chore', title: 'Chore', many: 'chores' },
    { type: Errand, one: 'errand', title: 'Errand', many: 'errands' },
  ])('$one', ({ type, one, title, many }) => {
    let gateway: TestGateway;
    const put = async (id: string, more: object): Promise<void> => {
      const Item = { id, room: 'Hall', ...more };
      await client.send(new PutCommand({ TableName: `${gateway.prefix}${one}`, Item }));
    };
    beforeEach(async () => {
      gateway = await openGateway(payload, { definition: gatewayOf([type], { operations: [putOf(type)] }) });
      await put('gone', { _version: 4, _deleted: true, _ttl: 4_000_000_000 });
      await put('here', { _version: 2, _deleted: false });
      await put('null', { _version: 2, _deleted: null });
      await put('kept', { _version: 1 });
    });

    describe.each(faces)('$name', (face: Face) => {
      const call = async (name: string, input: Parameters<Face['call']>[2]): Promise<Told> =>
        face.call(
          gateway,
          gateway.operations.find((operation) => operation.name === name)!,
          input,
        );
      const idsOf = ({ result }: Told): unknown => (result as { id: string }[]).map(({ id }) => id).toSorted();
      const key = { id: 'gone' };
      const body = { room: 'Yard' };
      const stored = async () =>
        (await client.send(new GetCommand({ TableName: `${gateway.prefix}${one}`, Key: key }))).Item;

      test('what another program has deleted is in no answer', async () => {
        expect(await call(one, { key })).toMatchObject({ code: 'not-found' });
        expect(await call(one, { key: { id: 'here' } })).toMatchObject({ result: { room: 'Hall', version: 2 } });
        for (const filter of [undefined, { room: { eq: 'Hall' } }, { id: { in: ['gone', 'here', 'kept', 'null'] } }]) {
          expect(idsOf(await call(many, { query: filter ? { filter } : {} }))).toEqual(['here', 'kept', 'null']);
        }
      });

      test('what another program has deleted is not changed', async () => {
        const before = await stored();
        expect(await call(`update${title}`, { key, body })).toMatchObject({ code: 'not-found' });
        expect(await call(`replace${title}`, { key, body })).toMatchObject({ code: 'not-found' });
        expect(await call(`delete${title}`, { key })).toMatchObject({ code: 'not-found' });
        expect(await stored()).toEqual(before);
      });

      test('a new item takes its place and counts on', async () => {
        expect(await call(`create${title}`, { body: { ...key, ...body } })).toMatchObject({ result: { version: 5 } });
        expect(await call(one, { key })).toMatchObject({ result: { ...body, version: 5 } });
        expect(await stored()).not.toHaveProperty('_deleted');
        expect(await call(`create${title}`, { body: { ...key, ...body } })).toMatchObject({ code: 'conflict' });
        // Without a count that can be gone on from it begins anew.
        await put('gone', { _version: 'four', _deleted: true });
        expect(await call(`create${title}`, { body: { ...key, ...body } })).toMatchObject({ result: { version: 1 } });
      });

      test('what is put there takes its place and counts on', async () => {
        expect(await call(`put${title}`, { key, body })).toMatchObject({ code: 'ok', result: { version: 5 } });
        expect(await call(one, { key })).toMatchObject({ result: { ...body, version: 5 } });
        expect(await stored()).not.toHaveProperty('_deleted');
        await put('gone', { _version: 'four', _deleted: true });
        expect(await call(`put${title}`, { key, body })).toMatchObject({ code: 'ok', result: { version: 1 } });
        expect(await call(one, { key })).toMatchObject({ result: body });
      });
    });

    // Amplify's row keeps its _ttl until DynamoDB has swept it, some days after that.
    test('in the place of one that is past its time too a new one counts on from its version', async () => {
      await put('swept', { _version: 9, _deleted: true, _ttl: 1_000_000_000 });
      const { status, json } = await gateway.send('POST', `/${one}`, { body: { id: 'swept', room: 'Attic' } });
      expect([status, json.version]).toEqual([201, 10]);
      await put('past', { _version: 9, _ttl: 1_000_000_000 });
      const past = await gateway.send('POST', `/${one}`, { body: { id: 'past', room: 'Attic' } });
      expect([past.status, past.json.version]).toEqual([201, 1]);
    });

    // RFC 9110, sections 9.3.3 and 15.3.2: a POST that has made a resource answers 201, with its Location.
    test('a new item in its place is made, however far its count was', async () => {
      const made = { status: 201, headers: { location: `/${one}/gone`, etag: '"5"' }, json: { version: 5 } };
      const headers = { 'idempotency-key': 'a-place-of-its-own' };
      const send = async () => gateway.send('POST', `/${one}`, { body: { id: 'gone', room: 'Yard' }, headers });
      const cursor = one === 'errand' ? (await gateway.send('GET', '/errand/changes')).json.cursor : undefined;
      expect(await send()).toMatchObject(made);
      expect(await send()).toMatchObject({ ...made, headers: { ...made.headers, 'idempotent-replayed': 'true' } });
      expect(await gateway.send('GET', `/${one}/gone`)).toMatchObject({ status: 200, headers: { etag: '"5"' } });
      if (cursor === undefined) return;
      const { json } = await gateway.send('GET', `/errand/changes?since=${cursor}`);
      expect(json.changes).toMatchObject([{ change: 'Created', key: { id: 'gone' }, version: 5 }]);
    });

    test('fields= and batches show no more', async () => {
      expect(await gateway.send('GET', `/${one}/gone?fields=room`)).toMatchObject({ status: 404 });
      const { json } = await gateway.send('GET', `/${one}?fields=room`);
      expect(json.items).toHaveLength(3);
      const { json: counted } = await gateway.graphql(`{ ${many} { totalCount } }`);
      expect(counted.data[many].totalCount).toBe(3);
    });
  });
});
