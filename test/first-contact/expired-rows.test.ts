import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../local/tables';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { openTestTable } from '../table';

/*
 * DynamoDB deletes an item within a few days after its time to live, and until then it is there for every read:
 * "Items that have expired, but haven't yet been deleted by TTL, still appear in reads, queries, and scans."
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 * The attribute is one that another program writes, and the class says nothing of days.
 */

@Domain('visit', {
  scan: true,
  events: true,
  indexes: { byPlace: { partition: 'place' } },
  table: { marks: { expires: 'ttl' } },
})
class Visit {
  @Id({ max: 60 }) id!: string;
  @Text({ max: 60 }) place!: string;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

const second = Math.floor(Date.now() / 1000);

describe.each(formats)('payload %s', (payload) => {
  describe.each(faces)('$name', (face: Face) => {
    let gateway: TestGateway;
    const call = async (name: string, input: Parameters<Face['call']>[2]): Promise<Told> =>
      face.call(
        gateway,
        gateway.operations.find((operation) => operation.name === name)!,
        input,
      );

    beforeEach(async () => {
      gateway = await openGateway(payload, { domains: [Visit] });
      for (const [id, ttl] of [
        ['gone', second - 60],
        ['here', second + 3600],
        ['kept', undefined],
      ] as const) {
        const Item = { id, place: 'Hall', ...(ttl && { ttl }) };
        await client.send(new PutCommand({ TableName: `${gateway.prefix}visit`, Item }));
      }
    });

    const idsOf = ({ result }: Told): unknown => (result as { id: string }[]).map(({ id }) => id).toSorted();

    test('what is past its time is in no answer', async () => {
      expect(await call('visit', { key: { id: 'gone' } })).toMatchObject({ code: 'not-found' });
      expect(await call('visit', { key: { id: 'here' } })).toMatchObject({ result: { place: 'Hall' } });
      expect(idsOf(await call('visits', { query: {} }))).toEqual(['here', 'kept']);
      expect(idsOf(await call('visits', { query: { filter: { place: { eq: 'Hall' } } } }))).toEqual(['here', 'kept']);
    });

    test('what is past its time is not changed, and makes room', async () => {
      const body = { place: 'Yard' };
      expect(await call('updateVisit', { key: { id: 'gone' }, body })).toMatchObject({ code: 'not-found' });
      expect(await call('deleteVisit', { key: { id: 'gone' } })).toMatchObject({ code: 'not-found' });
      expect(await call('createVisit', { body: { id: 'gone', ...body } })).toMatchObject({ result: { version: 1 } });
      expect(await call('visit', { key: { id: 'gone' } })).toMatchObject({ result: body });
    });
  });

  // RFC 9110, sections 9.3.3 and 15.3.2; nothing tells the version of what DynamoDB may have deleted already.
  test('what takes its place is made', async () => {
    const gateway = await openGateway(payload, { domains: [Visit] });
    const Item = { id: 'gone', place: 'Hall', version: 4, ttl: second - 60 };
    await client.send(new PutCommand({ TableName: `${gateway.prefix}visit`, Item }));
    const cursor = (await gateway.send('GET', '/visit/changes')).json.cursor as string;
    expect(await gateway.send('POST', '/visit', { body: { id: 'gone', place: 'Yard' } })).toMatchObject({
      status: 201,
      headers: { location: '/visit/gone', etag: '"1"' },
    });
    const { json } = await gateway.send('GET', `/visit/changes?since=${cursor}`);
    expect(json.changes).toMatchObject([{ change: 'Created', key: { id: 'gone' }, version: 1 }]);
  });

  test('fields= shows no more', async () => {
    const gateway = await openGateway(payload, { domains: [Visit] });
    const Item = { id: 'gone', place: 'Hall', ttl: second - 60 };
    await client.send(new PutCommand({ TableName: `${gateway.prefix}visit`, Item }));
    expect(await gateway.send('GET', '/visit/gone?fields=place')).toMatchObject({ status: 404 });
    expect(await gateway.send('GET', '/visit?fields=place')).toMatchObject({ json: { items: [] } });
  });
});

test('what is put in the place of a row that is past its time is there', async () => {
  const { table, raw, name: TableName } = await openTestTable(Visit);
  const Item = { id: 'gone', place: 'Hall', ttl: second - 60 };
  await DynamoDBDocumentClient.from(raw).send(new PutCommand({ TableName, Item }));
  await table.put({ id: 'gone', place: 'Yard', createdAt: '2026-01-01T00:00:00.000Z' });
  expect(await table.get({ id: 'gone' })).toMatchObject({ place: 'Yard' });
  raw.destroy();
});
