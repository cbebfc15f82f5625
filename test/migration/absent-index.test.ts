import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { environmentOptions } from '../../api/options';
import { localAccess } from '../../local/tables';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { DeclaredClass } from '../../schema/facts';
import { openClient } from '../../tables/client';
import { faces } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// An index that a deploy yet to come makes is declared already, and not in the table: DynamoDB answers a query of it with
// "ValidationException: The table does not have the specified index".
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html

function declared({ scan }: { scan: boolean }): DeclaredClass {
  @Domain('plank', { scan, indexes: { byBrand: { partition: 'brand' }, byTitle: { partition: 'title' } } })
  class Plank {
    @Id() id!: string;
    @Text({ max: 60 }) title!: string;
    @Text({ max: 30 }) brand!: string;
  }
  return Plank;
}

const client = openClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
afterAll(() => client.destroy());

describe.each(formats)('payload %s', (payload) => {
  /** A gateway whose table lacks an index, and which is told so, or not. */
  async function open(options: { scan: boolean; told: string | undefined }): Promise<TestGateway> {
    const { indexesAbsent } = environmentOptions({ INDEXES_ABSENT: options.told });
    const gateway = await openGateway(payload, { domains: [declared(options)], indexesAbsent });
    for (const id of ['a', 'b']) {
      await gateway.send('POST', '/plank', { body: { id, title: `Plank ${id}`, brand: 'Oak' } });
    }
    const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName: 'byBrand' } }];
    await client.send(new UpdateTableCommand({ TableName: `${gateway.prefix}plank`, GlobalSecondaryIndexUpdates }));
    return gateway;
  }

  const list = async (gateway: TestGateway, face: Face): Promise<Told> => {
    const operation = gateway.operations.find(({ name }) => name === 'planks')!;
    return face.call(gateway, operation, { query: { filter: { brand: { eq: 'Oak' } } } });
  };

  describe.each(faces)('$name', (face) => {
    test('a list goes another way', async () => {
      const gateway = await open({ scan: true, told: 'plank.byBrand' });
      const { result } = await list(gateway, face);
      expect((result as { id: string }[]).map(({ id }) => id).toSorted()).toEqual(['a', 'b']);
    });

    test('without another way it is refused', async () => {
      const gateway = await open({ scan: false, told: 'plank.byBrand' });
      expect(await list(gateway, face)).toMatchObject({ code: 'no-index' });
    });
  });

  test('the plan and the refusal say until when, and the other index is read', async () => {
    const gateway = await open({ scan: true, told: 'plank.byBrand' });
    const { json } = await gateway.send('GET', '/plank?brand=Oak&explain=true');
    expect(json.plan).toMatchObject({ path: 'Scan', notUsed: ['byBrand, until it is deployed'] });
    const { json: other } = await gateway.send('GET', '/plank?title=Plank%20a&explain=true');
    expect(other).toMatchObject({ items: [{ id: 'a' }], plan: { path: 'Query', index: 'byTitle' } });
    const refusing = await open({ scan: false, told: ' plank.byBrand,' });
    const { status, json: problem } = await refusing.send('GET', '/plank?brand=Oak');
    expect({ status, detail: problem.detail }).toEqual({
      status: 400,
      detail: 'The index byBrand of Plank is not read until it is deployed.',
    });
  });
});

test.each(['plank.byNobody', 'byBrand', 'plank'])(
  'a function does not start with the absent index "%s"',
  async (told) => {
    const { indexesAbsent } = environmentOptions({ INDEXES_ABSENT: told });
    await expect(openGateway('v2', { domains: [declared({ scan: true })], indexesAbsent })).rejects.toThrow(
      `INDEXES_ABSENT names "${told}": write domains and their indexes, separated by commas, of plank.byBrand, plank.byTitle, outbox.byFeed.`,
    );
  },
);
