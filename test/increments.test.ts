import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { buildSchema } from 'graphql';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';
import { Float, Id, Integer, Money, Nested, NestedList, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { faces, graphql, mcp, rest } from './faces';
import type { Face } from './faces';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { sdkOf } from './sdk-client';

class Place {
  @Text() shelf!: string;
  @Integer({ optional: true }) height?: number;
}
const counters = {
  stock: { min: 0, max: 10_000, optional: true, increments: true },
  seats: { min: -5, max: 50, default: 20, increments: true },
  balance: { min: -100, max: 100, optional: true, increments: true },
};
@Domain('gadget')
class Gadget {
  @Id() id!: string;
  @Text({ default: 'None' }) title!: string;
  @Integer(counters.stock) stock?: number;
  @Integer(counters.seats) seats!: number;
  @Money(counters.balance) balance?: number;
  @Float({ increments: true, optional: true }) weight?: number;
  @Money({ increments: true, optional: true, min: -1000, stored: { as: 'cents' } }) fee?: number;
  @Integer({ optional: true }) rank?: number;
  @Nested(() => Place, { optional: true }) place?: Place;
}
// The same with events, so that each write reads what is there first.
@Domain('told-gadget', { events: true, plural: 'toldGadgets' })
class ToldGadget {
  @Id() id!: string;
  @Text({ default: 'None' }) title!: string;
  @Integer(counters.stock) stock?: number;
  @Integer(counters.seats) seats!: number;
  @Money(counters.balance) balance?: number;
}
const domains = [Gadget, ToldGadget];
const namesOf: Readonly<Record<string, string>> = { Gadget: 'gadget', ToldGadget: 'told-gadget' };

/** What a patch with increments is on a face: REST has them in the patch, the others have them beside it. */
interface Sent {
  readonly patch?: object;
  readonly increment?: Readonly<Record<string, unknown>>;
  readonly version?: number;
  readonly key?: string;
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v1', { domains });
});

const graphqlFields: Readonly<Record<string, string>> = {
  Gadget: 'id title stock seats balance weight fee version place { shelf height }',
  ToldGadget: 'id title stock seats balance version',
};

/** Sends the update of an item over a face, and tells what came of it in the terms of all faces. */
async function update(face: Face, type: string, id: string, { patch, increment, version, key }: Sent): Promise<any> {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  if (face === rest) {
    const added = Object.entries(increment ?? {}).map(([name, number]) => [name, { increment: number }]);
    const answer = await gateway.send('PATCH', `/${namesOf[type]}/${id}`, {
      body: { ...patch, ...Object.fromEntries(added) },
      headers: { ...headers, ...(version !== undefined && { 'if-match': `"${version}"` }) },
    });
    return answer.status === 200 ? answer.json : toldBy(answer.json);
  }
  const values = { id, patch, increment, expectedVersion: version };
  if (face === graphql) {
    const types = `$id: ID!, $patch: ${type}Patch, $increment: ${type}Increment, $expectedVersion: Int`;
    const passed = 'id: $id, patch: $patch, increment: $increment, expectedVersion: $expectedVersion';
    const document = `mutation (${types}) { item: update${type}(${passed}) { ${graphqlFields[type]} } }`;
    const { json } = await gateway.graphql(document, values, headers);
    return json.errors ? toldBy({ ...json.errors[0].extensions }) : json.data.item;
  }
  const params = { name: `update${type}`, arguments: values };
  const { json } = await gateway.send('POST', '/mcp', {
    body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
    headers,
  });
  const { structuredContent, isError } = json.result;
  return isError ? toldBy(structuredContent) : structuredContent;
}

const toldBy = ({ type, errors }: any): object => ({ code: type.replace('/problems/', ''), errors });

async function create(type: string, body: object): Promise<string> {
  const { json } = await gateway.send('POST', `/${namesOf[type]}`, { body });
  return json.id;
}

/** Makes an item one of a release that did not have the field. */
async function forgetSeats(type: string, id: string): Promise<void> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  await raw.send(
    new UpdateCommand({
      TableName: `${gateway.prefix}${namesOf[type]}`,
      Key: { id },
      UpdateExpression: 'REMOVE seats',
    }),
  );
}

describe.each(faces.map((face) => ({ name: face.name, face })))('over $name', ({ face }) => {
  describe.each(['Gadget', 'ToldGadget'])('a number of %s', (type) => {
    test('is added to what is there, beside what is set, and under the version that is named', async () => {
      const id = await create(type, { stock: 5, title: 'A' });
      const sent = { patch: { title: 'B' }, increment: { stock: -2, balance: 0.1 }, version: 1 };
      expect(await update(face, type, id, sent)).toMatchObject({ title: 'B', stock: 3, balance: 0.1, version: 2 });
      expect(await update(face, type, id, sent)).toMatchObject({ code: 'precondition-failed' });
      expect(await update(face, type, id, { increment: { stock: 4 } })).toMatchObject({ stock: 7, version: 3 });
    });

    test('counts from its default where it is missing, and from nothing without one', async () => {
      const id = await create(type, { seats: 20 });
      await forgetSeats(type, id);
      expect(await update(face, type, id, { increment: { seats: -21, stock: 2 } })).toMatchObject({
        seats: -1,
        stock: 2,
      });
      await forgetSeats(type, id);
      expect(await update(face, type, id, { increment: { seats: 31 } })).toEqual({
        code: 'validation',
        errors: [{ pointer: '/seats', detail: 'must be at most 50' }],
      });
    });

    test('stays within its limits to the cent, and is refused with the limit', async () => {
      const id = await create(type, { stock: 1, balance: 0.1 });
      // In doubles 100 - 99.9 is less than 0.1.
      expect(await update(face, type, id, { increment: { balance: 99.9 } })).toMatchObject({ balance: 100 });
      const tooMuch = await update(face, type, id, { increment: { balance: 0.01, stock: -2 } });
      expect(tooMuch).toEqual({
        code: 'validation',
        errors: [
          { pointer: '/balance', detail: 'must be at most 100' },
          { pointer: '/stock', detail: 'must be at least 0' },
        ],
      });
      const counted = await update(face, type, id, { increment: { balance: -200 } });
      expect(counted).toMatchObject({ balance: -100, stock: 1, version: 3 });
    });

    test('is added once with an Idempotency-Key', async () => {
      const id = await create(type, { stock: 1 });
      const sent = { increment: { stock: 1 }, key: `once-${face.name}-${type}` };
      const first = await update(face, type, id, sent);
      expect(first).toMatchObject({ stock: 2, version: 2 });
      expect(await update(face, type, id, sent)).toEqual(first);
      const other = await update(face, type, id, { ...sent, increment: { stock: 2 } });
      expect(other).toMatchObject({ code: 'idempotency-key-reused' });
    });

    test('of an item that is not there is refused', async () => {
      expect(await update(face, type, 'nobody', { increment: { stock: 1 } })).toMatchObject({ code: 'not-found' });
    });
  });

  test('money in cents and a number with a fraction are added to, beside a patch that reaches into an object', async () => {
    const id = await create('Gadget', { place: { shelf: 'a', height: 2 }, fee: 0.2 });
    const sent = { patch: { place: { shelf: 'b' } }, increment: { weight: 1.5, fee: 0.1 } };
    expect(await update(face, 'Gadget', id, sent)).toMatchObject({
      place: { shelf: 'b', height: 2 },
      weight: 1.5,
      fee: 0.3,
    });
    expect(await update(face, 'Gadget', id, { increment: { fee: -0.3, weight: 0.1 } })).toMatchObject({
      fee: 0,
      weight: 1.6,
    });
  });
});

test('all that is wrong with increments is told at once', async () => {
  const id = await create('Gadget', {});
  const { status, json } = await gateway.send('PATCH', `/gadget/${id}`, {
    body: {
      title: '',
      stock: { increment: 1.5 },
      balance: { increment: 0.001 },
      weight: { increment: 'much' },
      fee: { increment: 1, set: 2 },
      seats: {},
      rank: { increment: 1 },
    },
  });
  expect(status).toBe(422);
  const form = 'must be a number, or {"increment": …} with a number to add';
  expect(json.errors).toEqual([
    { pointer: '/balance', detail: 'must be incremented by an amount with at most two decimals' },
    { pointer: '/fee', detail: form },
    { pointer: '/rank', detail: 'must be a whole number' },
    { pointer: '/seats', detail: form },
    { pointer: '/stock', detail: 'must be incremented by a whole number of 32 bits' },
    { pointer: '/title', detail: expect.any(String) },
    { pointer: '/weight', detail: form },
  ]);
});

test.each([graphql, mcp])('what is in the patch and in increment is refused: $name', async (face) => {
  const id = await create('Gadget', { stock: 1 });
  expect(await update(face, 'Gadget', id, { patch: { stock: 3 }, increment: { stock: 1 } })).toEqual({
    code: 'validation',
    errors: [{ pointer: '/stock', detail: 'is in the patch and in increment: send it in one of the two' }],
  });
});

test('an agent learns of increments, and that a call with them is not to be repeated', async () => {
  const id = await create('Gadget', {});
  expect(await update(mcp, 'Gadget', id, { increment: { rank: 1 } })).toEqual({
    code: 'validation',
    errors: [{ pointer: '/rank', detail: 'cannot be added to; there is stock, seats, balance, weight, fee' }],
  });
  const { json } = await gateway.send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
  const tool = json.result.tools.find(({ name }: { name: string }) => name === 'updateGadget');
  expect(tool.annotations.idempotentHint).toBe(false);
  expect(tool.inputSchema.properties.increment.properties).toMatchObject({
    stock: { type: 'integer' },
    balance: { type: 'number' },
  });
  expect(tool.inputSchema.properties).toHaveProperty('idempotencyKey');
});

test('the documents tell which numbers can be added to', async () => {
  const { json } = await gateway.send('GET', '/openapi.json');
  const { GadgetPatch, GadgetIntegerIncrement } = json.components.schemas;
  expect(GadgetPatch.properties.stock.anyOf).toEqual([
    { type: ['integer', 'null'], format: 'int32', minimum: 0, maximum: 10_000 },
    { $ref: '#/components/schemas/GadgetIntegerIncrement' },
  ]);
  expect(GadgetIntegerIncrement).toMatchObject({ required: ['increment'], additionalProperties: false });
  expect(GadgetPatch.properties.rank).toMatchObject({ type: ['integer', 'null'] });
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const { args } = schema.getMutationType()!.getFields().updateGadget!;
  expect(args.map((arg) => `${arg.name}: ${String(arg.type)}`)).toEqual([
    'expectedVersion: Int',
    'id: ID!',
    'increment: GadgetIncrement',
    'patch: GadgetPatch',
  ]);
});

describe.each(['rest', 'graphql'] as const)('the SDK over %s', (transport) => {
  test('adds once, also when the answer to its first attempt is lost', async () => {
    const keys: unknown[] = [];
    const { client, close } = await sdkOf(gateway, transport, {
      fetch: async (address, init) => {
        const answer = await fetch(address, init);
        keys.push(new Headers(init?.headers).get('idempotency-key'));
        if (keys.length === 1) throw new TypeError('The connection has ended.');
        return answer;
      },
    });
    const { gadget } = client;
    try {
      const id = await create('Gadget', { stock: 5 });
      const told = await gadget.update(id, { title: 'A', stock: { increment: -2 } });
      expect(told).toMatchObject({ title: 'A', stock: 3, version: 2 });
      expect([keys.length, new Set(keys).size, keys[0]]).toEqual([2, 1, expect.any(String)]);
      // What only sets costs no record.
      await gadget.update(id, { stock: 4 });
      expect(keys[2]).toBeNull();
    } finally {
      await close();
    }
  });
});

test('200 callers add 50 times at once, over REST and GraphQL, and nothing is lost: 10,000', async () => {
  const id = await create('Gadget', { stock: 0 });
  // A document may have 15 aliases of one field.
  const names = Array.from({ length: 10 }, (_, index) => `m${index}`);
  const additions = names.map((name) => `${name}: updateGadget(id: "${id}", increment: { stock: 1 }) { version }`);
  const callers = Array.from({ length: 200 }, async (_, caller) => {
    const isGraphQL = caller % 2 === 0;
    for (let done = 0; done < 50; done += isGraphQL ? names.length : 1) {
      const { status, json } = await gateway.send(
        isGraphQL ? 'POST' : 'PATCH',
        isGraphQL ? '/graphql' : `/gadget/${id}`,
        {
          headers: isGraphQL ? { accept: 'application/graphql-response+json' } : {},
          body: isGraphQL ? { query: `mutation { ${additions.join(' ')} }` } : { stock: { increment: 1 } },
          // However slow the machine is.
          lambda: lambdaContext(600_000),
        },
      );
      expect([status, json.errors]).toEqual([200, undefined]);
    }
  });
  await Promise.all(callers);
  const { json } = await gateway.send('GET', `/gadget/${id}`);
  expect(json).toMatchObject({ stock: 10_000, version: 10_001 });
});

describe('a declaration that cannot be kept is refused', () => {
  test.each([
    [
      'in a key',
      () => {
        @Domain('part', { key: { partition: 'number' } })
        class Part {
          @Integer({ increments: true }) number!: number;
        }
        return Part;
      },
      /^Part\.number is a key field, which never changes: take "increments" away\.$/,
    ],
    [
      'where it is a text',
      () => {
        @Domain('part')
        class Part {
          @Id() id!: string;
          @Integer({ increments: true, stored: { as: 'text' } }) pieces!: number;
        }
        return Part;
      },
      /^Part\.pieces is stored as a text/,
    ],
    [
      'without an update',
      () => {
        @Domain('part', { operations: ['get', 'create'] })
        class Part {
          @Id() id!: string;
          @Money({ increments: true }) price!: number;
        }
        return Part;
      },
      /^Part\.price has increments, .*: add 'update' to its operations, or take "increments" away\.$/,
    ],
    [
      'inside an object',
      () => {
        class Box {
          @Float({ increments: true }) weight!: number;
        }
        @Domain('part')
        class Part {
          @Id() id!: string;
          @NestedList(() => Box) boxes!: Box[];
        }
        return Part;
      },
      /^Box\.weight stands inside an object of Part/,
    ],
  ])('%s', (_, declare, words) => {
    expect(declare).toThrow(words);
  });
});
