import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { localAccess } from '../local/tables';
import { Email, Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError } from '../schema/facts';
import { Unique } from '../schema/unique';
import { complaints } from './compiled';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { describeParity } from './parity';
import { rowsOf, runShaky } from './shaky';
import type { Request } from './shaky';
import { blocksOf } from './documents';
import { gatewayOf } from './usual';

@Domain('member', {
  unique: { seat: { fields: ['team', 'number'] } },
  events: true,
})
class Member {
  @Id() id!: string;
  @Unique({ ignoreCase: true }) @Email({ example: 'ada@example.com' }) email!: string;
  @Unique() @Text({ max: 30, optional: true }) handle?: string;
  @Text({ max: 30, example: 'red' }) team!: string;
  @Integer({ min: 0, max: 99, optional: true }) number?: number;
}

const domains = [Member];
const definition = gatewayOf(domains);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { definition });
});

const create = (body: object, headers = {}) => gateway.send('POST', '/member', { body, headers });
const taken = { status: 409, type: 'value-taken' };
const told = ({ status, json }: { status: number; json: any }) => ({ status, type: json?.type?.split('/').at(-1) });

describeParity(definition);

test('a value that is taken is refused at its field, over every way to write, and nothing is written', async () => {
  await create({ id: 'a', email: 'a@example.com', handle: 'a', team: 'red', number: 1 });
  await create({ id: 'b', email: 'b@example.com', team: 'red', number: 2 });

  const refused = await create({ id: 'c', email: 'A@Example.com', team: 'blue' });
  expect(told(refused)).toEqual(taken);
  expect(refused.json.errors).toEqual([{ pointer: '/email', detail: 'is that of another member' }]);
  expect((await gateway.send('GET', '/member/c')).status).toBe(404);

  const patched = await gateway.send('PATCH', '/member/b', { body: { handle: 'a' } });
  expect([told(patched), patched.json.errors[0].pointer]).toEqual([taken, '/handle']);
  const replaced = await gateway.send('PUT', '/member/b', { body: { email: 'b@example.com', team: 'red', number: 1 } });
  expect([told(replaced), replaced.json.errors.map((one: any) => one.pointer)]).toEqual([taken, ['/team', '/number']]);
  expect((await gateway.send('GET', '/member/b')).json).toMatchObject({ number: 2, version: 1 });

  const { json } = await gateway.graphql('mutation { updateMember(id: "b", patch: { handle: "a" }) { id } }');
  expect(json.errors[0].extensions).toMatchObject({ code: 'VALUE_TAKEN' });

  const batch = await gateway.send('POST', '/member/batch', {
    body: {
      items: [
        { email: 'x@example.com', team: 't' },
        { email: 'X@example.com', team: 't' },
      ],
    },
  });
  expect(batch.json.results.map(({ status }: any) => status).toSorted()).toEqual([201, 409]);
});

test('a value is free again once its item has another one, has none, or is gone', async () => {
  await create({ id: 'f', email: 'f@example.com', handle: 'free', team: 'green', number: 1 });
  await gateway.send('PATCH', '/member/f', { body: { handle: 'other' } });
  expect((await create({ id: 'g', email: 'g@example.com', handle: 'free', team: 'green' })).status).toBe(201);
  await gateway.send('PATCH', '/member/g', { body: { handle: null } });
  expect((await gateway.send('PATCH', '/member/f', { body: { handle: 'free' } })).status).toBe(200);
  await gateway.send('DELETE', '/member/f');
  expect((await create({ id: 'h', email: 'F@example.com', handle: 'free', team: 'green', number: 1 })).status).toBe(
    201,
  );
  // The same value in other letters is still its own.
  expect((await gateway.send('PATCH', '/member/h', { body: { email: 'f@example.com' } })).status).toBe(200);
});

test('an item is found by what is unique in it, on both faces, as it is now', async () => {
  await create({ id: 'l', email: 'Look@example.com', handle: 'look', team: 'a/b', number: 7 });
  expect((await gateway.send('GET', '/member/by/email/look%40example.com')).json.id).toBe('l');
  expect((await gateway.send('GET', '/member/by/handle/look?fields=id,team')).json).toEqual({ id: 'l', team: 'a/b' });
  expect((await gateway.send('GET', '/member/by/seat/a%2Fb/7')).json.id).toBe('l');
  expect((await gateway.send('GET', '/member/by/seat/a%2Fb/8')).status).toBe(404);
  const { json } = await gateway.graphql(
    '{ memberByEmail(email: "LOOK@example.com") { id } memberBySeat(team: "a/b", number: 7) { handle } memberByHandle(handle: "none") { id } }',
  );
  expect(json.data).toEqual({ memberByEmail: { id: 'l' }, memberBySeat: { handle: 'look' }, memberByHandle: null });
});

test('of a hundred creators of one value exactly one is told that it has it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, index) =>
      index % 2 === 0
        ? (await create({ email: 'one@example.com', team: `t${index}` })).status
        : (
            await gateway.graphql('mutation ($input: MemberInput!) { createMember(input: $input) { id } }', {
              input: { email: 'ONE@example.com', team: `t${index}` },
            })
          ).json.errors?.[0].extensions.code,
    ),
  );
  expect(answers.filter((answer) => answer === 201 || answer === undefined)).toHaveLength(1);
  expect(answers.filter((answer) => answer === 409 || answer === 'VALUE_TAKEN')).toHaveLength(99);
});

test('a request sent again with its Idempotency-Key gets its answer, not a refusal of its own value', async () => {
  const headers = { 'idempotency-key': 'again' };
  const first = await create({ email: 'again@example.com', team: 'x' }, headers);
  const second = await create({ email: 'again@example.com', team: 'x' }, headers);
  expect([second.status, second.json]).toEqual([201, first.json]);
});

test('what lies there without a record, or under that of another, can be changed and deleted', async () => {
  const client = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  for (const id of ['old-1', 'old-2']) {
    const Item = { id: { S: id }, email: { S: 'old@example.com' }, team: { S: 'x' } };
    await client.send(new PutItemCommand({ TableName: `${gateway.prefix}member`, Item }));
  }
  expect((await create({ id: 'new', email: 'old@example.com', team: 'x' })).status).toBe(201);
  expect((await gateway.send('PATCH', '/member/old-1', { body: { email: 'older@example.com' } })).status).toBe(200);
  expect((await gateway.send('DELETE', '/member/old-2')).status).toBe(204);
  // That of the new item is still taken.
  expect(told(await create({ email: 'old@example.com', team: 'x' }))).toEqual(taken);
});

test('the page about it compiles', () => {
  const [block = ''] = blocksOf('docs/kept.md').flatMap(({ language, text }) => (language === 'ts' ? [text] : []));
  const text = block.replace("'@tandem/gateway'", "'../package'");
  expect(complaints([], [['test/example-of-kept.ts', text]])).toEqual([]);
});

// The oracle is a scan of both tables: the records are those of the items that are there, and no others.
test('after random writes at once, with faults and requests that are cut off, just what the items have is taken', async () => {
  const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
  const {
    seed,
    gateway: left,
    statuses,
  } = await runShaky(definition, (random) => {
    const [id, email] = [random.between(1, 6), random.pick(emails)];
    const body = { email, team: 't', ...(random.chance(0.5) && { number: random.between(1, 3) }) };
    return random.pick<Request>([
      ['POST', '/member', { ...body, id: String(id) }],
      ['PUT', `/member/${id}`, body],
      ['PATCH', `/member/${id}`, { email: random.chance(0.5) ? email.toUpperCase() : email }],
      ['PATCH', `/member/${id}`, { number: random.chance(0.3) ? null : random.between(1, 3) }],
      ['DELETE', `/member/${id}`],
    ]);
  });
  const items = await rowsOf(left, 'member');
  const expected = items.flatMap(({ id, number }) => [
    { owner: JSON.stringify([id]), of: 'member/email' },
    ...(number === undefined ? [] : [{ owner: JSON.stringify([id]), of: 'member/seat' }]),
  ]);
  const found = (await rowsOf(left, 'unique')).map(({ id, owner }) => ({
    owner,
    of: id.split('/').slice(0, 2).join('/'),
  }));
  const inOrder = (list: object[]) => list.map((one) => JSON.stringify(one)).toSorted();
  expect({ seed, found: inOrder(found) }).toEqual({ seed, found: inOrder(expected) });
  expect(new Set(items.map(({ email }) => email.toLowerCase())).size).toBe(items.length);
  expect(statuses.get(409)).toBeGreaterThan(0);
});

test('fields that are unique together and no list of them are refused with what to write', () => {
  class Odd {
    id!: string;
  }
  Id()(Odd.prototype, 'id');
  const unique: any = { place: ['id'] };
  expect(() => Domain('odd-one', { unique })(Odd)).toThrow(
    new DeclarationError(`Odd: unique "place" has no list of fields: write { fields: ['…'] }.`),
  );
});
