import { getOperationAST, parse, validate } from 'graphql';
import { buildGraphQLSchema } from '../../resolvers';
import { DateTime, Enumeration, Id, Integer, Nested, NestedList, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf, keyFields } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { change, writeTouches } from '../../services/change';
import { operation } from '../../services/operation';
import { formats, openGateway } from '../../test/harness';
import { gatewayOf } from '../../test/usual';
import type { Examples } from './examples';

// That the tabs run in the playground itself is shown in test/pages.test.ts.

@Domain('bell', { scan: true, indexes: { byTower: { partition: 'tower', sort: 'weight' } } })
class Bell {
  @Id() id!: string;
  @Text({ max: 60 }) tower!: string;
  @Integer({ min: 1 }) weight!: number;
}

/** A key without an id, and no index. */
@Domain('peal', {
  scan: true,
  key: { partition: 'bell', sort: 'number' },
  operations: ['get', 'list', 'create', 'delete'],
})
class Peal {
  @Text({ max: 60 }) bell!: string;
  @Integer({ min: 0 }) number!: number;
  @Text({ max: 60, optional: true }) note?: string;
}

const decks = ['upper deck', '3'] as const;

class Cabin {
  @Enumeration('CabinDeck', decks) deck!: string;
}

/** Values that GraphQL has names for, in the key, in an index and inside of another object. */
@Domain('berth', {
  scan: true,
  key: { partition: 'deck', sort: 'freeFrom' },
  indexes: { bySide: { partition: 'side', sort: 'freeFrom' } },
})
class Berth {
  @Enumeration('CabinDeck', decks) deck!: string;
  @DateTime() freeFrom!: string;
  @Enumeration('BerthSide', ['sea-side', 'gcs']) side!: string;
  @Nested(() => Cabin) cabin!: Cabin;
  @NestedList(() => Cabin, { max: 2, min: 1 }) others!: Cabin[];
}

describe.each<[string, DeclaredClass, string[]]>([
  ['an index', Bell, ['Bells', 'OneBell', 'ByTower', 'CreateBell', 'UpdateBell', 'DeleteBell']],
  ['a key of two fields', Peal, ['Peals', 'OnePeal', 'CreatePeal', 'DeletePeal']],
  ['enumerations', Berth, ['Berths', 'OneBerth', 'BySide', 'CreateBerth', 'UpdateBerth', 'DeleteBerth']],
])('the examples of a noun with %s', (_, type, names) => {
  const definition = gatewayOf([type]);
  const schema = buildGraphQLSchema(definition.operations, { check: true });

  test.each(formats)('run from left to right, with %s events', async (payload) => {
    const gateway = await openGateway(payload, { definition });
    const { tabs, sampleQuery } = (await gateway.send('GET', '/playground.json')).json as Examples;
    const documents = tabs.map(({ query }) => parse(query));
    expect(documents.map((document) => getOperationAST(document)?.name?.value)).toEqual(names);
    for (const [index, document] of documents.entries()) {
      expect(validate(schema, document)).toEqual([]);
      const variables = getOperationAST(document)?.variableDefinitions?.map(({ variable }) => variable.name.value);
      expect(variables).toEqual(Object.keys(tabs[index]!.variables ?? {}));
      const { json } = await gateway.graphql(tabs[index]!.query, tabs[index]!.variables);
      expect(json.errors).toBeUndefined();
    }
    expect((await gateway.graphql(sampleQuery!)).json.errors).toBeUndefined();
    for (const { query } of tabs) for (const line of query.split('\n')) expect(line.length).toBeLessThanOrEqual(58);
  });
});

/** One blow in a log. */
class Blow {
  @Integer({ min: 1 }) weight!: number;
}

/** A domain beside the first one, whose items are made by a verb of its own. */
@Domain('log', { scan: true, operations: ['get', 'list'], events: { source: 'com.example.log' } })
class Log {
  @Id() id!: string;
  @Text({ max: 60 }) ringer!: string;
  @NestedList(() => Blow) blows!: Blow[];
}

test('the verbs, the reads and the feed of a second domain follow the life of the first', async () => {
  const domain = domainOf(Log);
  const noteRing = operation({
    name: 'noteRing',
    kind: 'mutation',
    domain,
    doc: 'Notes who rang.',
    route: { method: 'POST', path: '/log/{id}/ring', success: 201, location: domain },
    repeatable: true,
    key: keyFields(domain),
    body: { of: 'item', type: Log, mode: 'whole', flat: true },
    conditional: false,
    gives: { as: 'item', type: Log },
    touches: writeTouches(domain).put,
    perform: async ({ key, body }, context) => change(domain, key, {}, context, { put: { ...body, ...key } }),
  });
  const gateway = await openGateway('v2', { definition: gatewayOf([Bell, Log], { operations: [noteRing] }) });
  const { tabs } = (await gateway.send('GET', '/playground.json')).json as Examples;
  const names = tabs.map(({ query }) => getOperationAST(parse(query))?.name?.value);
  expect(names.slice(6)).toEqual(['NoteRing', 'Log', 'LogChanges']);
  // And once more, as somebody does who has forgotten what was run.
  for (const { query, variables } of [...tabs, ...tabs]) {
    expect((await gateway.graphql(query, variables)).json.errors).toBeUndefined();
  }
});

test('a second domain is read by the names of its enumerations', async () => {
  const gateway = await openGateway('v2', { definition: gatewayOf([Bell, Berth]) });
  const { tabs } = (await gateway.send('GET', '/playground.json')).json as Examples;
  const last = tabs.at(-1)!;
  expect(last.variables).toEqual({ deck: 'UPPER_DECK', first: 5 });
  expect((await gateway.graphql(last.query, last.variables)).json.errors).toBeUndefined();
});

test('a gateway without a list has no examples, and production tells nobody of its schema', async () => {
  @Domain('ring', { operations: ['get'] })
  class Ring {
    @Id() id!: string;
  }
  const silent = await openGateway('v1', { domains: [Ring] });
  expect((await silent.send('GET', '/playground.json')).json).toEqual({ tabs: [] });
  const production = await openGateway('v1', { domains: [Bell], graphql: { production: true } });
  expect((await production.send('GET', '/playground.json')).status).toBe(404);
});
