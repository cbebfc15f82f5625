import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { localAccess } from '../../../local/tables';
import type { Input } from '../../../services/operation';
import { graphql, rest } from '../../../test/faces';
import type { Face, Told } from '../../../test/faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { oldHandlers, underVersion } from './old-handlers';

/*
 * What docs/data.md says of other programs that write beside the gateway. Each handler of before is written from what it
 * does to a table, and is none of ours: what it overwrites is asked of DynamoDB itself, with ReturnValues.
 */

const raw = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));

const prefix = `beside-${randomUUID().slice(0, 8)}-`;
const old = oldHandlers(raw, prefix);
const gateways = {} as Record<(typeof formats)[number], TestGateway>;

beforeAll(async () => {
  for (const payload of formats) gateways[payload] = await openGateway(payload, { tablePrefix: prefix });
});

/** Every way to our side of the table. */
const ways = formats.flatMap((payload) => [rest, graphql].map((face) => ({ payload, face, name: face.name })));

const call = async ({ payload, face }: { payload: (typeof formats)[number]; face: Face }, name: string, input: Input) =>
  face.call(
    gateways[payload],
    gateways[payload].operations.find((one) => one.name === name)!,
    input,
  );

let rows = 0;
/** A row as an old handler has stored it. */
async function oldRow(more: Readonly<Record<string, unknown>> = {}): Promise<{ id: string }> {
  const id = `row-${++rows}`;
  await old.create('product', { Item: { id, title: 'IPhone X', category: 'Phone', price: 950, stock: 0, ...more } });
  return { id };
}

describe.each(ways)('$payload, $name', (way) => {
  const patch = async (key: { id: string }, body: object, version?: number): Promise<Told> =>
    call(way, 'updateProduct', { key, body, ...(version !== undefined && { precondition: { ifMatch: [version] } }) });

  test('an update of other attributes and ours both stay, and the version is ours', async () => {
    const key = await oldRow();
    expect(await patch(key, { price: 900 })).toMatchObject({ code: 'ok', result: { version: 1 } });
    await old.putProduct(key.id, { title: 'IPhone 11', color: 'red' });
    expect(await patch(key, { stock: 7 }, 1)).toMatchObject({ code: 'ok', result: { version: 2 } });
    expect(await old.read('product', key)).toMatchObject({ title: 'IPhone 11', color: 'red', price: 900, stock: 7 });
    // A replacement leaves alone what the class does not declare.
    const body = { title: 'IPhone 12', category: 'Phone', price: 800 };
    expect((await call(way, 'replaceProduct', { key, body })).code).toBe('ok');
    expect(await old.read('product', key)).toMatchObject({ title: 'IPhone 12', color: 'red', version: 3 });
  });

  test('of an update of the same attribute that counts no version we see nothing: the last one wins', async () => {
    const key = await oldRow();
    expect((await patch(key, { price: 900 })).code).toBe('ok');
    await old.putProduct(key.id, { price: 111 });
    expect(await patch(key, { price: 800 }, 1)).toMatchObject({ code: 'ok', result: { price: 800, version: 2 } });
    await old.putProduct(key.id, { price: 111 });
    expect(await old.read('product', key)).toMatchObject({ price: 111, version: 2 });
  });

  test('a row that is put whole takes what we wrote with it, and refuses who knows the version before', async () => {
    const key = await oldRow();
    expect((await patch(key, { price: 900 })).code).toBe('ok');
    expect((await patch(key, { stock: 7 })).code).toBe('ok');
    await old.create('product', { Item: { id: key.id, title: 'New', category: 'Phone', price: 1 } });
    expect(await patch(key, { price: 800 }, 2)).toMatchObject({
      code: 'precondition-failed',
      current: { version: 0, title: 'New', price: 1 },
    });
    expect(await old.read('product', key)).toEqual({ id: key.id, title: 'New', category: 'Phone', price: 1 });
  });

  test('a row that is put with the version that was read is of that version again', async () => {
    const key = await oldRow();
    expect((await patch(key, { price: 900 })).code).toBe('ok');
    const read = await old.read('product', key);
    expect((await patch(key, { stock: 7 })).code).toBe('ok');
    await old.create('product', { Item: { ...read, title: 'New' } });
    expect(await patch(key, { price: 800 }, 2)).toMatchObject({ code: 'precondition-failed', current: { version: 1 } });
    expect(await old.read('product', key)).toMatchObject({ title: 'New', stock: 0, version: 1 });
  });

  test('a version that counts anew can be one that somebody read before, and changes only what it sends', async () => {
    const key = await oldRow();
    await old.create('product', { Item: { id: key.id, title: 'New', category: 'Phone', price: 1 } });
    // Read before the row was put: 0 both times.
    expect(await patch(key, { stock: 7 }, 0)).toMatchObject({ code: 'ok', result: { title: 'New', version: 1 } });
    await old.create('product', { Item: { id: key.id, title: 'Newer', category: 'Phone', price: 2 } });
    expect((await patch(key, { stock: 8 })).code).toBe('ok');
    expect(await patch(key, { price: 3 }, 1)).toMatchObject({ code: 'ok', result: { title: 'Newer', stock: 8 } });
  });

  test('who holds to the version as we do refuses us, and is refused', async () => {
    const key = await oldRow();
    expect(await old.update('product', underVersion(key, 'stock', 1, 0))).toBe(true);
    expect(await patch(key, { stock: 1 }, 0)).toMatchObject({
      code: 'precondition-failed',
      current: { version: 1, stock: 1 },
    });
    expect(await patch(key, { stock: 2 }, 1)).toMatchObject({ code: 'ok', result: { version: 2 } });
    expect(await old.update('product', underVersion(key, 'stock', 2, 1))).toBe(false);
    // A condition on the attribute alone, without a version, guards the other program against us, and us against nobody.
    const onValue = (from: number) => ({
      Key: key,
      UpdateExpression: 'SET stock = :next',
      ConditionExpression: 'stock = :read',
      ExpressionAttributeValues: { ':read': from, ':next': from + 1 },
    });
    expect(await old.update('product', onValue(1))).toBe(false);
    expect(await old.update('product', onValue(2))).toBe(true);
    expect(await patch(key, { stock: 3 }, 2)).toMatchObject({ code: 'ok', result: { stock: 3, version: 3 } });
  });

  test('a row that another has deleted is not made again by a change', async () => {
    const key = await oldRow();
    await raw.send(new DeleteCommand({ TableName: `${prefix}product`, Key: key }));
    expect((await patch(key, { stock: 1 }, 0)).code).toBe('precondition-failed');
    expect((await patch(key, { stock: 1 })).code).toBe('not-found');
    expect(await old.read('product', key)).toEqual({});
  });

  test('a basket that is posted whole takes what we put into it', async () => {
    const userName = `beside-${++rows}`;
    const items = [{ quantity: 1, productId: 'p1', price: 950, productName: 'IPhone X', color: 'Red' }];
    await old.postBasket({ userName, items });
    const changed = await call(way, 'updateBasket', { key: { userName }, body: { items: [...items, ...items] } });
    expect(changed).toMatchObject({ code: 'ok', result: { version: 1 } });
    expect(await old.postBasket({ userName, items })).toMatchObject({ version: 1 });
    const late = { key: { userName }, body: { items: [] }, precondition: { ifMatch: [1] } };
    expect(await call(way, 'updateBasket', late)).toMatchObject({
      code: 'precondition-failed',
      current: { version: 0 },
    });
  });
});

/** How many updates each client makes: `BESIDE_UPDATES=100` is the long run, which takes four times as long. */
const updates = Number(process.env.BESIDE_UPDATES ?? 25);

/*
 * Fifty clients, half of them through the handlers of before. Three kinds of rows, by what the
 * old half does to them: it holds to versions, it updates other attributes, it puts the whole row. Our half always reads,
 * adds one to a counter under the version that it read, and reads again when it is refused. A client of ours and an old
 * one make their steps at the same time, so that neither half is over before the other.
 */
test('fifty clients write beside one another: what a condition protects is not lost, and the rest is what the page says', async () => {
  const [pairs, rowsOfKind] = [25, 4];
  const kinds = ['versions', 'attributes', 'rows'] as const;
  type Kind = (typeof kinds)[number];
  const table: Record<Kind, { id: string }[]> = { versions: [], attributes: [], rows: [] };
  for (const kind of kinds) for (let count = 0; count < rowsOfKind; count++) table[kind].push(await oldRow());
  const accepted = new Map<string, number>();
  const overwritten = new Map<string, number>();
  const add = (counts: Map<string, number>, id: string, count = 1): void =>
    void counts.set(id, (counts.get(id) ?? 0) + count);
  let refused = 0;

  /** One update of ours, tried until it is accepted; each refusal tells the item as it is. */
  async function ours(way: (typeof ways)[number], key: { id: string }): Promise<void> {
    let current = (await call(way, 'product', { key })).result as { version: number; stock: number };
    for (;;) {
      const answer = await call(way, 'updateProduct', {
        key,
        body: { stock: current.stock + 1 },
        precondition: { ifMatch: [current.version] },
      });
      if (answer.code === 'ok') break;
      expect(answer.code).toBe('precondition-failed');
      refused++;
      current = answer.current as typeof current;
    }
    add(accepted, key.id);
  }

  /** One update of the old half. */
  const theirs: Record<Kind, (key: { id: string }, writer: string, step: number) => Promise<void>> = {
    versions: async (key) => {
      for (;;) {
        const { stock, version = 0 } = await old.read('product', key);
        if (await old.update('product', underVersion(key, 'stock', stock + 1, version))) break;
        refused++;
      }
      add(accepted, key.id);
    },
    attributes: async ({ id }, writer, step) => old.putProduct(id, { [writer]: step }),
    rows: async ({ id }) => {
      const Item = { id, title: 'IPhone X', category: 'Phone', price: 950, stock: 0 };
      const before = await old.create('product', { Item });
      add(overwritten, id, Number(before?.version ?? 0));
    },
  };

  const clients = Array.from({ length: pairs }, (_, pair) => {
    const kind = kinds[pair % kinds.length]!;
    return { kind, key: table[kind][Math.floor(pair / kinds.length) % rowsOfKind]!, writer: `old${pair}` };
  });
  await Promise.all(
    clients.map(async ({ kind, key, writer }, pair) => {
      for (let step = 1; step <= updates; step++) {
        await Promise.all([ours(ways[pair % ways.length]!, key), theirs[kind](key, writer, step)]);
      }
    }),
  );

  for (const key of [...table.versions, ...table.attributes]) {
    // Every update under a version that was accepted, of either side, is counted.
    const { stock, version } = await old.read('product', key);
    expect({ stock, version }).toEqual({ stock: accepted.get(key.id), version: accepted.get(key.id) });
  }
  for (const { key, writer } of clients.filter(({ kind }) => kind === 'attributes')) {
    expect((await old.read('product', key))[writer]).toBe(updates);
  }
  for (const key of table.rows) {
    // What is no longer there has been overwritten by a row that was put, each update once, and nothing else is gone.
    const { version = 0 } = await old.read('product', key);
    expect(Number(version) + overwritten.get(key.id)!).toBe(accepted.get(key.id));
    expect(overwritten.get(key.id)).toBeGreaterThan(0);
  }
  const count = [...accepted.values()].reduce((sum, one) => sum + one, 0);
  const sides = clients.filter(({ kind }) => kind === 'versions').length + pairs;
  expect(count).toBe(sides * updates);
  expect(refused).toBeGreaterThan(0);
});
