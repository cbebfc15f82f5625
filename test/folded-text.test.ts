// cspell:disable: texts of many languages
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { buildSchema } from 'graphql';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createTables, localAccess } from '../local/tables';
import { Id, Nested, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { fieldsBeside, mayNeedItem } from '../schema/layout';
import { change, writeTouches } from '../services/change';
import { operation } from '../services/operation';
import { faces } from './faces';
import { fill } from './filled';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { lines, plan, thing } from './planning';
import { gatewayOf } from './usual';

// What lists are by random filters, orders and pages is the business of test/access-paths/oracle.test.ts.

@Domain('shop-front', {
  plural: 'fronts',
  indexes: { byTown: { partition: 'town', sort: 'title' }, byStreet: { partition: 'street' } },
})
class Front {
  @Id() id!: string;
  @Text({ max: 60, search: { folded: true, accents: false } }) town!: string;
  @Text({ max: 60, search: 'folded', doc: 'Above the door.' }) title!: string;
  @Text({ max: 60, optional: true }) street?: string;
  /** In no index. */
  @Text({ optional: true, search: 'folded' }) note?: string;
}
const fronts = domainOf(Front);

class Where {
  @Text() title!: string;
}
const renameFront = operation({
  name: 'renameFront',
  kind: 'mutation',
  domain: fronts,
  doc: 'Renames a shop.',
  route: { method: 'POST', path: '/shop-front/{id}/rename', success: 200 },
  key: true,
  body: { of: 'item', type: Where, mode: 'whole' },
  gives: { as: 'item', type: Front },
  touches: writeTouches(fronts).update,
  perform: async ({ key, body: { title } }, context) =>
    change(fronts, key, {}, context, {
      update: { set: { title }, remove: [] },
      where: { field: ['title'], comparison: 'eq', values: ['x'] },
    }),
});
const definition = gatewayOf([Front], { operations: [renameFront] });

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openGateway('v2', { definition });
  const items = [
    { id: '1', town: 'Łódź', title: 'Straße', note: 'OPEN' },
    { id: '2', town: 'ŁÓDŹ', title: 'STRASSE 2', street: 'a', note: 'Opening' },
    { id: '3', town: 'Łodz', title: 'strassbourg' },
    { id: '4', town: 'Malmö', title: 'Ångström' },
    { id: '5', town: 'Malmö', title: 'Tivoli' },
  ];
  await gateway.send('POST', '/shop-front/batch', { body: { items } });
});

const named = (name: string) => gateway.operations.find((one) => one.name === name)!;

async function stored(prefix: string): Promise<Record<string, any>[]> {
  const client = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: `${prefix}shop-front` }));
  return Items.map((item) => unmarshall(item)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

describe.each(faces)('over $name', (face) => {
  const ids = async (filter: object, sort?: object): Promise<readonly string[]> => {
    const { code, result } = await face.call(gateway, named('fronts'), { query: { filter, sort } });
    return code === 'ok' ? (result as any[]).map(({ id }) => id as string) : [code];
  };

  test('a list compares and sorts without regard to case, and to accents where it is declared so', async () => {
    expect(await ids({ town: { eq: 'łodZ' } })).toEqual(['3', '1', '2']);
    expect(await ids({ town: { eq: 'łodZ' } }, { field: 'title', descending: true })).toEqual(['2', '1', '3']);
    expect(await ids({ town: { eq: 'łodź' }, title: { beginsWith: 'STRASSE' } })).toEqual(['1', '2']);
    expect(await ids({ town: { in: ['łodź', 'ŁODZ', 'malmo'] }, title: { contains: 'SS' } })).toEqual(['3', '1', '2']);
    expect(await ids({ town: { eq: 'malmo' }, title: { eq: 'angstrom' } })).toEqual([]);
    expect(await ids({ town: { eq: 'malmo' }, title: { eq: 'ÅNGSTRÖM' } })).toEqual(['4']);
    expect(await ids({ town: { eq: 'lodz' } })).toEqual([]);
    // Two queries that are merged in the order of what is compared.
    const towns = { in: ['łodź', 'malmo'] };
    expect(await ids({ town: towns }, { field: 'title', descending: false })).toEqual(['3', '1', '2', '5', '4']);
  });

  test('a field that is in no index too', async () => {
    expect(await ids({ town: { eq: 'łodz' }, note: { eq: 'open' } })).toEqual(['1']);
    expect(await ids({ town: { eq: 'łodz' }, note: { ne: 'open' } })).toEqual(['3', '2']);
    expect(await ids({ town: { eq: 'łodz' }, note: { beginsWith: 'open' } })).toEqual(['1', '2']);
    expect(await ids({ town: { eq: 'łodz' }, note: { exists: false } })).toEqual(['3']);
  });
});

test('an item is answered as it was sent, and its shadow goes with it', async () => {
  const shown = await gateway.send('GET', '/shop-front/1');
  expect(shown.json).toMatchObject({ town: 'Łódź', title: 'Straße' });
  expect(Object.keys(shown.json).filter((name) => name.startsWith('_'))).toEqual([]);
  const [first] = await stored(gateway.prefix);
  expect(first).toMatchObject({ _folded_town: 'łodz', _folded_title: 'strasse' });
  expect(Object.keys(first!).filter((name) => name.startsWith('_folded'))).toHaveLength(2);
  await gateway.send('PATCH', '/shop-front/1', { body: { title: 'GASSE' } });
  const [changed] = await stored(gateway.prefix);
  expect(changed).toMatchObject({ title: 'GASSE', _folded_title: 'gasse', _folded_town: 'łodz' });
  await gateway.send('PUT', '/shop-front/1', { body: { town: 'Łódź', title: 'Straße', note: 'OPEN' } });
  expect((await stored(gateway.prefix))[0]).toMatchObject({ _folded_title: 'strasse' });
});

test('a shadow is written with its field, and nothing has to be read for it', () => {
  expect(fieldsBeside(fronts, ['title'])).toEqual([]);
  expect(mayNeedItem(fronts)).toBe(false);
});

test('the plan of a list says which index it takes, and that nothing is filtered after reading', async () => {
  const { json } = await gateway.send('GET', '/shop-front?town=LODZ&filter[title][beginsWith]=str&explain=true');
  expect(json.plan).toMatchObject({ index: 'byTown', keyCondition: 'town = ? and title begins with ?', queries: 1 });
  expect(json.plan.filteredAfterReading).toBeUndefined();
  // Two spellings of one town are one query.
  const towns = new URLSearchParams({ 'filter[town][in]': 'Łódź,ŁODZ,malmo', explain: 'true' }).toString();
  expect((await gateway.send('GET', `/shop-front?${towns}`)).json.plan).toMatchObject({ queries: 2 });
});

test('items of before are in no list over the index until a backfill has filled their shadow', async () => {
  const prefix = gateway.prefix.replace('test-', 'test-b');
  const declare = (search?: 'folded', backfills = {}) => {
    class Plain {
      @Id() id!: string;
      @Text({ max: 60, search }) title!: string;
    }
    Domain('shop-front', { indexes: search ? { byTitle: { partition: 'title' } } : {}, backfills })(Plain);
    return Plain;
  };
  const before = await openGateway('v2', { domains: [declare()], tablePrefix: prefix });
  await before.send('POST', '/shop-front', { body: { id: '1', title: 'Éclair' } });
  const options = { say: () => undefined, endpoint: process.env.TEST_ENGINE!, prefix };
  const after = declare('folded', { 'title-2026': { fields: ['title'] } });
  await createTables({ ...options, domains: [after] });
  const list = async () => {
    const filled = await openGateway('v2', { domains: [after], tablePrefix: prefix });
    return (await filled.send('GET', '/shop-front?title=%C3%A9CLAIR')).json;
  };
  expect(await list()).toMatchObject({ detail: expect.stringContaining('until the backfill "title-2026" is done') });
  await fill(after, prefix);
  expect((await list()).items).toMatchObject([{ id: '1', title: 'Éclair', version: 1 }]);
});

test('a verb that would compare in its write what is stored otherwise is a defect, and writes nothing', async () => {
  const { status } = await gateway.send('POST', '/shop-front/4/rename', { body: { title: 'New' } });
  expect(status).toBe(500);
  expect(JSON.stringify(gateway.log.at(-1))).toContain('What is stored of title is not what it is compared by');
  expect((await gateway.send('GET', '/shop-front/4')).json.title).toBe('Ångström');
});

test('the documents say how it is compared', async () => {
  const { json } = await gateway.send('GET', '/openapi.json');
  const { title, town } = json.components.schemas.Front.properties;
  expect(title.description).toBe('Above the door. Found and sorted without regard to case.');
  expect(town.description).toBe('Found and sorted without regard to case and accents.');
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  expect(schema.getType('FrontFilter')!.toConfig()).toMatchObject({
    fields: { town: { description: 'Found and sorted without regard to case and accents.' } },
  });
});

test('it is refused where it could not be kept', () => {
  class Inner {
    @Text({ search: 'folded' }) name!: string;
  }
  expect(() => {
    class Outer {
      @Id() id!: string;
      @Nested(() => Inner) inner!: Inner;
    }
    Domain('outer')(Outer);
  }).toThrow('Inner.name: search is for the fields of an item itself');
  expect(() => {
    class Keyed {
      @Text({ max: 60, search: 'folded' }) name!: string;
      @Id({ max: 60 }) id!: string;
    }
    Domain('keyed', { key: { partition: 'name', sort: 'id' } })(Keyed);
  }).toThrow('Keyed.name is a key field, by which one item is found: take search away, or write {name:folded}');
  expect(() => {
    class Other {
      @Id() id!: string;
      @Text({ max: 60, search: 'folded' }) name!: string;
      @Text({ max: 60 }) kind!: string;
    }
    Domain('other', {
      indexes: { byKind: { partition: 'kind', sort: 'name' } },
      table: { indexes: { byKind: { sort: { gsi: 'N#{name}' } } } },
    })(Other);
  }).toThrow('"N#{name}" does not sort as "name" does');
  expect(() => {
    class Plain {
      @Id() id!: string;
      @Text({ max: 60, search: 'folded' }) name!: string;
      @Text({ max: 60 }) kind!: string;
    }
    Domain('plain', {
      indexes: { byKind: { partition: 'kind', sort: 'name' } },
      table: { indexes: { byKind: { sort: { name: '{name}' } } } },
    })(Plain);
  }).toThrow('"{name}" does not sort as "name" does');
});

test('the plan wants a backfill where an index gets a shadow that no stored item has', async () => {
  const title = (search?: 'folded') => Text({ max: 60, search });
  const byTitle = { indexes: { byTitle: { partition: 'title' } } };
  const backfills = { backfills: { 'title-2026': { fields: ['title'] } } };
  const findings = async (before: DeclaredClass, now: DeclaredClass, level: 'refused' | 'backfill') =>
    lines((await plan(before, now)).findings, level);
  const unfilled = 'thing: no stored item has the attributes of the new index byTitle';
  for (const before of [thing({ title: title() }), thing({ title: title() }, byTitle)]) {
    expect(await findings(before, thing({ title: title('folded') }, byTitle), 'refused')).toEqual([
      expect.stringContaining(`${unfilled}. Declare a backfill`),
    ]);
    const filled = thing({ title: title('folded') }, { ...byTitle, ...backfills });
    expect(await findings(before, filled, 'refused')).toEqual([]);
    expect(await findings(before, filled, 'backfill')).toContain(
      `${unfilled}; no list reads it until the backfill title-2026 is done.`,
    );
  }
  // Without an index nothing is stored for it.
  expect(await findings(thing({ title: title() }), thing({ title: title('folded') }), 'refused')).toEqual([]);
});
