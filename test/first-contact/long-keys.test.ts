import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../local/tables';
import { Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { feedOf } from '../../services/events';
import { faces } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/**
 * Keys of every length that is documented, on domains that announce their changes: DynamoDB takes 2048 bytes for a
 * partition key and 1024 for a sort key,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
@Domain('thing', { events: true, scan: true })
class Thing {
  @Id() id!: string;
  @Integer() count!: number;
}

@Domain('part', { events: true, scan: true, key: { partition: 'owner', sort: 'name' } })
class Part {
  @Text({ max: 512 }) owner!: string;
  @Text({ max: 256 }) name!: string;
  @Integer() count!: number;
}

@Domain('memo')
class Memo {
  @Id() id!: string;
  @Text({ max: 300_000, multiline: true }) text!: string;
}

const domains = [Thing, Part, Memo];
const ids: readonly (readonly [string, string])[] = [
  ['200 letters', 'x'.repeat(200)],
  ['201 letters', 'x'.repeat(201)],
  ['2040 bytes', 'x'.repeat(2040)],
  ['2041 bytes', 'x'.repeat(2041)],
  ['2044 bytes', 'x'.repeat(2044)],
  ['2048 bytes', 'x'.repeat(2048)],
  ['225 CJK letters', '漢'.repeat(225)],
  ['228 CJK letters', '漢'.repeat(228)],
  ['682 CJK letters', '漢'.repeat(682)],
  ['512 letters of four bytes', '𠮷'.repeat(512)],
];

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains });
  });

  const operation = (name: string) => gateway.operations.find((one) => one.name === name)!;
  const changesSince = async (path: string, cursor: string) =>
    (await gateway.send('GET', `${path}?since=${encodeURIComponent(cursor)}`)).json.changes as {
      change: string;
      key: object;
    }[];

  describe.each(faces)('$name', (face) => {
    test.each(ids)('an id of %s is created, read, changed, told of and deleted', async (_, id) => {
      const { cursor } = (await gateway.send('GET', '/thing/changes')).json;
      const key = { id };
      const codes = [];
      codes.push(await face.call(gateway, operation('createThing'), { body: { id, count: 1 } }));
      codes.push(await face.call(gateway, operation('thing'), { key }));
      codes.push(await face.call(gateway, operation('updateThing'), { key, body: { count: 2 } }));
      codes.push(await face.call(gateway, operation('deleteThing'), { key }));
      expect(codes.map(({ code }) => code)).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(codes[2]!.result).toMatchObject({ id, count: 2, version: 2 });
      expect(await changesSince('/thing/changes', cursor)).toEqual(
        ['Created', 'Updated', 'Deleted'].map((change) => expect.objectContaining({ change, key })),
      );
    });

    test('one byte more is refused with the reason', async () => {
      const told = await face.call(gateway, operation('createThing'), { body: { id: 'x'.repeat(2049), count: 1 } });
      expect(told).toMatchObject({ code: 'validation', pointers: ['/id'] });
    });

    test('a partition and a sort key of CJK letters have a feed of their own', async () => {
      const [owner, other] = [`${'漢'.repeat(500)}${face.name}`, '漢'.repeat(511)];
      const name = '字'.repeat(256);
      const path = `/part/${encodeURIComponent(owner)}/changes`;
      const { cursor } = (await gateway.send('GET', path)).json;
      for (const one of [owner, other]) {
        await gateway.send('DELETE', `/part/${encodeURIComponent(one)}/${encodeURIComponent(name)}`);
        const made = await face.call(gateway, operation('createPart'), { body: { owner: one, name, count: 1 } });
        expect(made).toMatchObject({ code: 'ok', result: { owner: one, name } });
      }
      const told = await changesSince(path, cursor);
      expect(told.filter(({ change }) => change === 'Created')).toEqual([
        expect.objectContaining({ key: { owner, name } }),
      ]);
      expect(told.every(({ key }) => 'owner' in key && key.owner === owner)).toBe(true);
    });
  });

  test('an answer that is too large to be kept under its Idempotency-Key is told as that', async () => {
    // A line break is one byte in the item and two in JSON.
    const body = { id: 'loud', text: 'x\n'.repeat(150_000) };
    const headers = { 'idempotency-key': 'loud' };
    const refused = await gateway.send('POST', '/memo', { body, headers });
    expect([refused.status, refused.json.detail]).toEqual([413, expect.stringContaining('Idempotency-Key')]);
    expect((await gateway.send('POST', '/memo', { body })).status).toBe(201);
  });

  test('the feed of a partition tells what a gateway of before has left in the outbox', async () => {
    const [owner, name] = ['y'.repeat(300), 'before'];
    const path = `/part/${owner}/changes`;
    const { cursor } = (await gateway.send('GET', path)).json;
    await gateway.send('POST', '/part', { body: { owner, name, count: 1 } });
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ ...localAccess, endpoint: process.env.TEST_ENGINE!, region: 'local' }),
    );
    const TableName = `${gateway.prefix}outbox`;
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byFeed',
        KeyConditionExpression: 'feed = :feed',
        ExpressionAttributeValues: { ':feed': feedOf(domainOf(Part), owner) },
      }),
    );
    const record = Items.find(({ detail }) => String(detail).includes(owner))!;
    await client.send(new PutCommand({ TableName, Item: { ...record, key: `part/${owner}/${name}` } }));
    await client.send(new DeleteCommand({ TableName, Key: { key: record.key, id: record.id } }));
    client.destroy();
    expect(record.key).not.toContain(owner);
    expect(await changesSince(path, cursor)).toEqual([expect.objectContaining({ key: { owner, name } })]);
  });
});
