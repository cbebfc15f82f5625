import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { localAccess } from '../../local/tables';
import { Id, Money, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass, DomainOptions } from '../../schema/facts';
import type { Input } from '../../services/operation';
import { admit } from '../../services/validation';
import { runBackfill, sampleBackfill } from '../../tables/backfill';
import type { BackfillOptions } from '../../tables/backfill';
import { openClient } from '../../tables/client';
import { faces, mcp } from '../faces';
import type { Face, Told } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/** The release before. */
function first(): DeclaredClass {
  @Domain('plank', { scan: true })
  class Plank {
    @Id() id!: string;
    @Text() title!: string;
    @Text({ max: 10, optional: true }) zip?: string;
    @Text({ optional: true }) price?: string;
  }
  return Plank;
}

/** The next one: a field with a default and an index over it, a field of another name, one of another name and kind. */
function second({ scan = true, backfills = {} }: Pick<DomainOptions, 'scan' | 'backfills'> = {}): DeclaredClass {
  @Domain('plank', {
    scan,
    indexes: { byBrand: { partition: 'brand' }, byPlace: { partition: 'zipCode', sort: 'cost' } },
    backfills,
  })
  class Plank {
    @Id() id!: string;
    @Text() title!: string;
    @Text({ max: 30, default: 'none' }) brand!: string;
    @Text({ max: 10, optional: true, was: 'zip' }) zipCode?: string;
    @Money({
      optional: true,
      was: { name: 'price', read: (stored) => Number(stored), write: (value) => String(value) },
    })
    cost?: number;
  }
  return Plank;
}

/** A release that reads prices in another way, and cannot read all of them. */
function throwing(): DeclaredClass {
  @Domain('plank', { scan: true, backfills: { 'price-1': { fields: ['price'] } } })
  class Plank {
    @Id() id!: string;
    @Text() title!: string;
    @Text({
      optional: true,
      was: {
        read: (stored) => {
          if (stored === 'garbage') throw new RangeError(`No price: ${stored}`);
          return `read ${String(stored).replace('read ', '')}`;
        },
      },
    })
    price?: string;
  }
  return Plank;
}

const backfills = { 'brand-1': { fields: ['brand'] }, 'place-1': { fields: ['zipCode', 'cost'] } };

const client = openClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
afterAll(() => client.destroy());

const runner = (prefix: string): BackfillOptions => ({
  client,
  prefix,
  now: () => new Date(),
  signal: new AbortController().signal,
  admit: ({ type }, fields) => admit(type, fields, 'patch'),
  segments: 2,
  mayWrite: async () => undefined,
  told: () => undefined,
});

describe.each(formats)('payload %s', (payload) => {
  let prefix: string;
  let before: TestGateway;
  beforeEach(async () => {
    prefix = `test-${randomUUID().slice(0, 8)}-`;
    before = await openGateway(payload, { domains: [first()], tablePrefix: prefix });
    for (const id of ['a', 'b', 'c']) {
      await before.send('POST', '/plank', { body: { id, title: `Plank ${id}`, zip: `1000${id}`, price: '9.50' } });
    }
  });

  const open = async (type: DeclaredClass) => openGateway(payload, { domains: [type], tablePrefix: prefix });
  async function call(gateway: TestGateway, face: Face, name: string, input: Input): Promise<Told> {
    const operation = gateway.operations.find((one) => one.name === name)!;
    return face.call(gateway, operation, input);
  }
  const run = async (type: DeclaredClass) => {
    for (const name of Object.keys(backfills)) await runBackfill(domainOf(type), name, runner(prefix));
  };

  describe.each(faces)('$name', (face) => {
    // As it was found: {"items":[],"totalCount":0} for a default that every item shows.
    test('a list over an index on a new default leaves out nobody, before its backfill and after', async () => {
      const query = { filter: { brand: { eq: 'none' } } };
      const type = second({ backfills });
      const pending = await open(type);
      const ids = (told: Told) => (told.result as { id: string }[]).map(({ id }) => id).toSorted();
      expect(ids(await call(pending, face, 'planks', { query }))).toEqual(['a', 'b', 'c']);
      const { json } = await pending.send('GET', '/plank?brand=none&explain=true&count=true');
      expect(json).toMatchObject({
        totalCount: 3,
        plan: {
          path: 'Scan',
          notUsed: ['byBrand, until the backfill "brand-1" is done', expect.stringContaining('byPlace')],
        },
      });
      await run(type);
      const done = await open(type);
      expect(ids(await call(done, face, 'planks', { query }))).toEqual(['a', 'b', 'c']);
      const { json: after } = await done.send('GET', '/plank?brand=none&explain=true&count=true');
      expect(after).toMatchObject({ totalCount: 3, plan: { path: 'Query', index: 'byBrand' } });
      expect(after.plan).not.toHaveProperty('notUsed');
    });

    test('without another way the list is refused with the reason', async () => {
      const pending = await open(second({ scan: false, backfills }));
      expect(await call(pending, face, 'planks', { query: { filter: { brand: { eq: 'none' } } } })).toMatchObject({
        code: 'no-index',
      });
      const { json } = await pending.send('GET', '/plank?brand=none');
      expect(json.detail).toBe('The index byBrand of Plank is not read until the backfill "brand-1" is done.');
    });

    test('a default that a change shows is stored with it', async () => {
      const gateway = await open(second({ backfills }));
      const changed = await call(gateway, face, 'updatePlank', { key: { id: 'a' }, body: { title: 'Changed' } });
      expect(changed).toMatchObject({ code: 'ok', result: { brand: 'none' } });
      const stored = async (id: string) =>
        (await client.send(new GetCommand({ TableName: `${prefix}plank`, Key: { id }, ConsistentRead: true }))).Item;
      expect(await stored('a')).toMatchObject({ title: 'Changed', brand: 'none' });
      expect(await stored('b')).not.toHaveProperty('brand');
    });

    test('while two releases run, each reads what the other has written', async () => {
      const type = second({ backfills });
      const now = await open(type);
      const key = { id: 'a' };
      expect((await call(now, face, 'plank', { key })).result).toMatchObject({ zipCode: '1000a', cost: 9.5 });
      await call(now, face, 'updatePlank', { key, body: { zipCode: '20000', cost: 12.25 } });
      expect((await call(before, face, 'plank', { key })).result).toMatchObject({ zip: '20000', price: '12.25' });
      await call(before, face, 'updatePlank', { key, body: { zip: '30000', price: '1' } });
      expect((await call(now, face, 'plank', { key })).result).toMatchObject({ zipCode: '30000', cost: 1 });
      await call(now, face, 'updatePlank', { key, body: { zipCode: null } });
      expect((await call(before, face, 'plank', { key })).result).not.toHaveProperty('zip', expect.anything());
      await call(now, face, 'createPlank', { body: { id: 'new', title: 'New', zipCode: '40000', cost: 3 } });
      expect((await call(before, face, 'plank', { key: { id: 'new' } })).result).toMatchObject({
        zip: '40000',
        price: '3',
      });
    });

    test('what was moved is found by its index, and filters mean where it is now', async () => {
      const type = second({ backfills });
      const pending = await open(type);
      const query = { filter: { zipCode: { eq: '1000b' }, cost: { ge: 9 } } };
      expect((await call(pending, face, 'planks', { query })).result).toMatchObject([{ id: 'b' }]);
      await run(type);
      const done = await open(type);
      expect((await call(done, face, 'planks', { query })).result).toMatchObject([
        { id: 'b', zipCode: '1000b', cost: 9.5, version: 1 },
      ]);
      const { json } = await done.send(
        'GET',
        `/plank?filter=${encodeURIComponent(JSON.stringify(query.filter))}&explain=true`,
      );
      expect(json.plan).toMatchObject({ path: 'Query', index: 'byPlace' });
    });
  });

  test('on this machine an index that is added without a backfill has the items that show its default', async () => {
    const gateway = await open(second({ scan: false }));
    const { json } = await gateway.send('GET', '/plank?brand=none&count=true');
    expect(json.totalCount).toBe(3);
    expect(json.items.map(({ version }: { version: number }) => version)).toEqual([1, 1, 1]);
  });

  test('what the new kind cannot read stays as it is stored, and the others are moved', async () => {
    const put = { ...(await before.send('GET', '/plank/a')).json, price: 'a bargain' };
    await client.send(new PutCommand({ TableName: `${prefix}plank`, Item: put }));
    const type = second({ backfills });
    await open(type);
    // An attribute that was not moved must not be dropped with the others.
    await expect(run(type)).rejects.toThrow(
      'an item lacks what every item must have, or it cannot be read: {"id":"a"} lacks cost.',
    );
    const stored = async (id: string) =>
      (await client.send(new GetCommand({ TableName: `${prefix}plank`, Key: { id } }))).Item;
    expect(await stored('a')).toMatchObject({ price: 'a bargain', zipCode: '1000a' });
    expect(await stored('b')).toMatchObject({ price: '9.5', cost: 9.5 });
  });

  // RFC 9457 has no answer that is half a problem; GraphQL has (6.4.4, Handling Execution Errors): one field that fails is
  // null with an error at its path, and the rest of the answer stays.
  test('a function that throws of what is stored makes its field null with a warning, and breaks no answer', async () => {
    const put = { ...(await before.send('GET', '/plank/a')).json, price: 'garbage' };
    await client.send(new PutCommand({ TableName: `${prefix}plank`, Item: put }));
    const gateway = await open(throwing());
    const warning = { pointer: '/price', detail: 'cannot be read: what is stored is not a text' };
    const listed = await gateway.send('GET', '/plank');
    expect(listed.status).toBe(200);
    const prices = new Map(listed.json.items.map(({ id, price }: { id: string; price: unknown }) => [id, price]));
    expect(Object.fromEntries(prices)).toEqual({ a: null, b: 'read 9.50', c: 'read 9.50' });
    expect(listed.json.warnings).toEqual([{ ...warning, pointer: expect.stringMatching(/^\/items\/\d\/price$/) }]);
    const filtered = await gateway.send('GET', '/plank?price=read+9.50&count=true');
    expect([filtered.status, filtered.json.totalCount]).toEqual([200, 2]);
    expect((await gateway.send('GET', '/plank/a')).json).toMatchObject({ price: null, warnings: [warning] });
    const one = await gateway.graphql('{ plank(id: "a") { title price } }');
    expect(one.json.data).toEqual({ plank: { title: 'Plank a', price: null } });
    expect(one.json.errors).toMatchObject([{ path: ['plank', 'price'] }]);
    expect(await call(gateway, mcp, 'plank', { key: { id: 'a' } })).toMatchObject({ code: 'ok', result: { id: 'a' } });
    const { status, json } = await gateway.send('PATCH', '/plank/a', { body: { title: 'Mended' } });
    expect([status, json.title, json.price, json.warnings]).toEqual([200, 'Mended', null, [warning]]);
    const { Item } = await client.send(new GetCommand({ TableName: `${prefix}plank`, Key: { id: 'a' } }));
    expect(Item).toMatchObject({ title: 'Mended', price: 'garbage' });
  });

  test('a function that throws of what is stored ends the run with the item and the field', async () => {
    const put = { ...(await before.send('GET', '/plank/a')).json, price: 'garbage' };
    await client.send(new PutCommand({ TableName: `${prefix}plank`, Item: put }));
    const type = throwing();
    await open(type);
    await expect(runBackfill(domainOf(type), 'price-1', runner(prefix))).rejects.toThrow(
      'The function was.read of /price throws for {"id":"a"}: No price: garbage.',
    );
  });

  test('a dry run shows what has another name or kind as it is stored', async () => {
    const type = second({ backfills });
    await open(type);
    const { changes } = await sampleBackfill(domainOf(type), 'place-1', runner(prefix), 1000);
    expect(changes.find(({ key }) => key.id === 'a')).toEqual({
      key: { id: 'a' },
      before: { zip: '1000a', price: '9.50' },
      after: { zipCode: '1000a', cost: 9.5 },
    });
  });

  // The outside witness is the release before, which answers beside this one: both tell the same of each item.
  test.each(['PATCH', 'PUT'])(
    'what the release before clears by %s stays cleared, before the backfill and after',
    async (method) => {
      const type = second({ backfills });
      const now = await open(type);
      const path = '/plank/a';
      expect((await now.send('PATCH', path, { body: { zipCode: '20000' } })).json).toMatchObject({ zipCode: '20000' });
      expect((await before.send('GET', path)).json).toMatchObject({ zip: '20000' });
      const body = method === 'PATCH' ? { zip: null } : { title: 'Plank a', price: '9.50' };
      expect((await before.send(method, path, { body })).status).toBe(200);
      expect((await before.send('GET', path)).json).not.toHaveProperty('zip');
      expect((await now.send('GET', path)).json).not.toHaveProperty('zipCode');
      expect((await now.send('GET', '/plank?zipCode=20000&count=true')).json.totalCount).toBe(0);
      await run(type);
      const done = await open(type);
      expect((await done.send('GET', path)).json).not.toHaveProperty('zipCode');
      const { Item } = await client.send(new GetCommand({ TableName: `${prefix}plank`, Key: { id: 'a' } }));
      expect(Item).not.toHaveProperty('zipCode');
      expect((await done.send('GET', '/plank/b')).json).toMatchObject({ zipCode: '1000b', cost: 9.5 });
    },
  );

  test('what another writes under the new name after it was cleared is read, and the backfill leaves it', async () => {
    const type = second({ backfills });
    const now = await open(type);
    await now.send('PATCH', '/plank/a', { body: { zipCode: '20000' } });
    await before.send('PATCH', '/plank/a', { body: { zip: null } });
    expect((await now.send('GET', '/plank/a')).json).not.toHaveProperty('zipCode');
    const third = { UpdateExpression: 'SET zipCode = :third', ExpressionAttributeValues: { ':third': '30000' } };
    await client.send(new UpdateCommand({ TableName: `${prefix}plank`, Key: { id: 'a' }, ...third }));
    expect((await now.send('GET', '/plank/a')).json).toMatchObject({ zipCode: '30000' });
    await run(type);
    expect((await (await open(type)).send('GET', '/plank/a')).json).toMatchObject({ zipCode: '30000' });
  });

  test('what another has stored under the new name alone is read, and the backfill leaves it', async () => {
    const row = { id: 'moved', title: 'Moved by another', zipCode: '50000' };
    await client.send(new PutCommand({ TableName: `${prefix}plank`, Item: row }));
    const type = second({ backfills });
    const now = await open(type);
    expect((await now.send('GET', '/plank/moved')).json).toMatchObject({ zipCode: '50000' });
    expect((await now.send('PATCH', '/plank/moved', { body: { title: 'Changed' } })).status).toBe(200);
    expect((await now.send('GET', '/plank/moved')).json).toMatchObject({ zipCode: '50000' });
    await run(type);
    expect((await (await open(type)).send('GET', '/plank/moved')).json).toMatchObject({ zipCode: '50000' });
  });

  test('a dry run shows what is dropped, and not its value, which may have been sensitive', async () => {
    @Domain('plank', { scan: true, backfills: { 'drop-zip': { drop: ['zip', 'absent'] } } })
    class Plank {
      @Id() id!: string;
      @Text() title!: string;
    }
    await open(Plank);
    const { changes } = await sampleBackfill(domainOf(Plank), 'drop-zip', runner(prefix), 1000);
    expect(changes.find(({ key }) => key.id === 'b')).toEqual({ key: { id: 'b' }, before: { zip: '…' }, after: {} });
    const { Item } = await client.send(new GetCommand({ TableName: `${prefix}plank`, Key: { id: 'b' } }));
    expect(Item).toMatchObject({ zip: '1000b' });
  });

  describe('an item that lacks what every item must have', () => {
    const places = { 'place-2': { fields: ['zipCode'] } };
    function required(declared: DomainOptions['backfills'] = places): DeclaredClass {
      @Domain('plank', { scan: true, indexes: { byPlace: { partition: 'zipCode' } }, backfills: declared })
      class Plank {
        @Id() id!: string;
        @Text() title!: string;
        @Text({ max: 10, was: 'zip' }) zipCode!: string;
      }
      return Plank;
    }
    const planOf = async (type: DeclaredClass) =>
      (await (await open(type)).send('GET', '/plank?zipCode=1000b&explain=true')).json.plan;
    const without = async (ids: readonly string[]) => {
      for (const id of ids) await before.send('PATCH', `/plank/${id}`, { body: { zip: null } });
    };

    test('keeps a backfill from being done, by name, until it is mended', async () => {
      await without(['b']);
      const type = required();
      const now = await open(type);
      await expect(runBackfill(domainOf(type), 'place-2', runner(prefix))).rejects.toThrow(
        'The backfill place-2 is not done: an item lacks what every item must have, or it cannot be read: {"id":"b"} lacks zipCode. Mend it, or let the function of the backfill make it, and run it again. With --accept-lacking',
      );
      expect(await planOf(type)).toMatchObject({ path: 'Scan' });
      expect((await now.send('PATCH', '/plank/b', { body: { zipCode: '1000b' } })).status).toBe(200);
      expect(await runBackfill(domainOf(type), 'place-2', runner(prefix))).toMatchObject({ lacking: 0 });
      expect(await planOf(type)).toMatchObject({ path: 'Query', index: 'byPlace' });
    });

    test('is left out of lists where that is accepted', async () => {
      await without(['a', 'b']);
      const type = required();
      await open(type);
      const options = { ...runner(prefix), acceptsLacking: true };
      expect(await runBackfill(domainOf(type), 'place-2', options)).toMatchObject({ lacking: 2 });
      expect(await planOf(type)).toMatchObject({ path: 'Query', index: 'byPlace' });
    });

    test('is named also where the function makes nothing of it, ten at most', async () => {
      const ids = Array.from({ length: 12 }, (_, number) => `n${number}`);
      for (const id of ids) await before.send('POST', '/plank', { body: { id, title: 'No place' } });
      const type = required({ 'place-3': { fields: ['zipCode'], item: () => undefined } });
      await open(type);
      const failed = runBackfill(domainOf(type), 'place-3', runner(prefix));
      await expect(failed).rejects.toThrow(
        /12 items lack .*: (\{"id":"n\d+"\} lacks zipCode, ){9}\{"id":"n\d+"\} lacks zipCode and 2 more\. /,
      );
    });
  });

  test('a backfill that would never end says of which item, and what', async () => {
    @Domain('plank', { scan: true, backfills: { doubled: { fields: ['title'] } } })
    class Plank {
      @Id() id!: string;
      @Text({ was: { read: (title) => `${String(title)}!` } }) title!: string;
    }
    await open(Plank);
    await expect(runBackfill(domainOf(Plank), 'doubled', runner(prefix))).rejects.toThrow(
      /^The backfill never ends: of what it has made of {"id":"[abc]"} it makes another title\. /,
    );
    expect((await before.send('GET', '/plank/a')).json).toMatchObject({ title: 'Plank a' });
  });

  test('nothing is dropped before it is moved', async () => {
    const type = second({ backfills });
    const now = await open(type);
    await now.send('PATCH', '/plank/a', { body: { zipCode: '1000a' } });
    @Domain('plank', { scan: true, backfills: { 'drop-zip': { drop: ['zip'], after: ['place-1'] } } })
    class Plank {
      @Id() id!: string;
      @Text() title!: string;
      @Text({ max: 10, optional: true }) zipCode?: string;
    }
    const drop = async () => runBackfill(domainOf(Plank), 'drop-zip', runner(prefix));
    await expect(drop()).rejects.toThrow(
      /^zip of {"id":"[abc]"} is not dropped: the backfill place-1 must be done first, by the release that declares it\.$/,
    );
    await run(type);
    expect(await drop()).toMatchObject({ written: 3 });
    const { Item } = await client.send(new GetCommand({ TableName: `${prefix}plank`, Key: { id: 'a' } }));
    expect(Item).toMatchObject({ zipCode: '1000a' });
    for (const gone of ['zip', '_beside_zip']) expect(Item).not.toHaveProperty(gone);
  });

  test('one that waits for another of the same release is not begun before it, even where there is nothing to drop', async () => {
    @Domain('plank', {
      scan: true,
      backfills: { drops: { drop: ['old'], after: ['titles'] }, titles: { fields: ['title'] } },
    })
    class Plank {
      @Id() id!: string;
      @Text() title!: string;
    }
    await open(Plank);
    await expect(runBackfill(domainOf(Plank), 'drops', runner(prefix))).rejects.toThrow(
      'The backfill drops is not begun: the backfill titles must be done first',
    );
    await runBackfill(domainOf(Plank), 'titles', runner(prefix));
    expect(await runBackfill(domainOf(Plank), 'drops', runner(prefix))).toMatchObject({ passes: 1 });
  });

  test('a stage in which there is nothing to drop needs no earlier backfill', async () => {
    @Domain('plank', { scan: true, backfills: { 'drop-old': { drop: ['old'], after: ['never-run'] } } })
    class Plank {
      @Id() id!: string;
      @Text() title!: string;
    }
    await open(Plank);
    expect(await runBackfill(domainOf(Plank), 'drop-old', runner(prefix))).toMatchObject({ written: 0, passes: 1 });
  });

  test('a dry run writes nothing, and shows what would be', async () => {
    const type = second({
      backfills: { ...backfills, titles: { item: ({ title }) => ({ title: String(title).toUpperCase() }) } },
    });
    await open(type);
    const { examined, changes } = await sampleBackfill(domainOf(type), 'titles', runner(prefix), 1000);
    expect(examined).toBe(3);
    expect(changes.toSorted((one, other) => (String(one.key.id) < String(other.key.id) ? -1 : 1))[0]).toEqual({
      key: { id: 'a' },
      before: { title: 'Plank a' },
      after: { title: 'PLANK A' },
    });
    expect((await before.send('GET', '/plank/a')).json).toMatchObject({ title: 'Plank a', version: 1 });
    await runBackfill(domainOf(type), 'titles', runner(prefix));
    expect((await before.send('GET', '/plank/a')).json).toMatchObject({ title: 'PLANK A', version: 2 });
    // It is done, and says so.
    expect(await runBackfill(domainOf(type), 'titles', runner(prefix))).toMatchObject({ examined: 0, passes: 0 });
  });

  test('a function that makes a wrong item ends the run with the item and the field, and nothing is lost', async () => {
    const type = second({ backfills: { wrong: { item: () => ({ title: '' }) } } });
    await open(type);
    await expect(runBackfill(domainOf(type), 'wrong', runner(prefix))).rejects.toThrow(
      /makes no right item of {"id":"[abc]"}.*\/title/,
    );
    expect((await before.send('GET', '/plank/a')).json).toMatchObject({ title: 'Plank a' });
  });
});
