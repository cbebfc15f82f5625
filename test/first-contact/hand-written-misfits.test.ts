import 'reflect-metadata';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Arg, Authorized, Ctx, Int, Query, Resolver } from 'type-graphql';
import { localAccess } from '../../local/tables';
import { outputType } from '../../resolvers/types';
import { Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { Context, Item } from '../../services/context';
import { formats, openGateway } from '../harness';
import { gatewayOf } from '../usual';

/*
 * GraphQL, section 6.4.4: a field whose value cannot be given is null, and "the error must be added to the errors list". A
 * query that was written by hand gave null alone where it had copied an item or used a field of it.
 */

@Domain('memo', { scan: true })
class Memo {
  @Id() id!: string;
  @Text() text!: string;
  @Integer() size!: number;
}

@Resolver()
class MemoResolver {
  @Authorized('anyone')
  @Query(() => outputType(Memo), { nullable: true })
  async oneMemo(@Arg('id', () => String) id: string, @Ctx() context: Context): Promise<Item | undefined> {
    return context.table(domainOf(Memo)).get({ id });
  }

  @Authorized('anyone')
  @Query(() => [outputType(Memo)], { nullable: true })
  async copiedMemos(@Arg('id', () => String) id: string, @Ctx() context: Context): Promise<Item[]> {
    const items = await context.table(domainOf(Memo)).getMany([{ id }]);
    return items.map((item) => ({ ...item }));
  }

  @Authorized('anyone')
  @Query(() => Int, { nullable: true })
  async sizeOfMemo(@Arg('id', () => String) id: string, @Ctx() context: Context): Promise<unknown> {
    return (await context.table(domainOf(Memo)).get({ id }))?.size;
  }
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));
afterAll(() => client.destroy());

test.each(formats)('with %s events a query written by hand tells what it cannot give', async (payload) => {
  const definition = gatewayOf([Memo], { resolvers: async () => Promise.resolve([MemoResolver]) });
  const gateway = await openGateway(payload, { definition });
  const TableName = `${gateway.prefix}memo`;
  await client.send(new PutCommand({ TableName, Item: { id: 'bad', text: 'x', size: 'large' } }));
  await client.send(new PutCommand({ TableName, Item: { id: 'good', text: 'x', size: 3 } }));
  const ask = async (query: string) => (await gateway.graphql(query)).json;

  expect(await ask('{ oneMemo(id: "bad") { id text size } }')).toMatchObject({
    data: { oneMemo: { id: 'bad', text: 'x', size: null } },
    errors: [{ path: ['oneMemo', 'size'], extensions: { code: 'UNREADABLE' } }],
  });
  for (const [query, name] of [
    ['{ copiedMemos(id: "bad") { id size } }', 'copiedMemos'],
    ['{ sizeOfMemo(id: "bad") }', 'sizeOfMemo'],
  ] as const) {
    expect(await ask(query)).toMatchObject({
      data: { [name]: null },
      errors: [{ path: [name], extensions: { type: '/problems/needs-mending', errors: [{ pointer: '/size' }] } }],
    });
  }
  expect(await ask('{ copiedMemos(id: "good") { size } sizeOfMemo(id: "good") }')).toEqual({
    data: { copiedMemos: [{ size: 3 }], sizeOfMemo: 3 },
  });
});
