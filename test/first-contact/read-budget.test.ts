import type { Authentication } from '../../api/auth/authentication';
import { environmentOptions } from '../../api/options';
import { checkConfiguration, usualStages, readUnitsVariables } from '../../infra/configuration';
import { anyone, role } from '../../schema/access';
import { Id, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { feedOf } from '../../services/events';
import { unitsOfPage } from '../../services/read-budget';
import { load } from '../access-paths/load';
import { lambdaContext } from '../../local/lambda';
import { formats, openGateway } from '../harness';
import type { Answer, TestGateway } from '../harness';

// One caller without a token asked for ten lists that `contains` looks through, over 11,000 items: 7,475 read units for
// a cost of 1,020 that was told, and nobody else was answered meanwhile. A partition of DynamoDB gives 3,000 a second:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
// What is charged is what the engine says, by the rules that tables/capacity.contract.test.ts holds it to.

const access = { read: anyone, write: role('admin') };

@Domain('depot', { access })
class Depot {
  @Id() id!: string;
  @Many(() => Barrel, { by: 'depotId' }) barrels!: Barrel[];
}
@Domain('barrel', { access, scan: true, indexes: { byDepot: { partition: 'depotId', sort: 'label' } } })
class Barrel {
  @Id() id!: string;
  @Text({ max: 40 }) label!: string;
  @Text({ max: 600 }) text!: string;
  @Reference(() => Depot) depotId!: string;
}
@Domain('letter', {
  access: { read: anyone, write: anyone },
  key: { partition: 'userName', sort: 'letterId' },
  events: true,
})
class Letter {
  @Text({ max: 40 }) userName!: string;
  @Text({ max: 40 }) letterId!: string;
}
const domains = [Depot, Barrel];

/** Takes "Bearer alice" for alice: what a token is made of has tests of its own. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const name = /^Bearer (\w+)$/.exec(headers.get('authorization') ?? '')?.[1];
    return name === undefined ? undefined : { id: name, userName: name, roles: [name] };
  },
};

const readUnits = { signedIn: 400, anonymous: 100 };
const count = 4000;
const depots = 200;
const labelOf = (index: number): string => (index % 500 === 499 ? `rum ${index}` : `ale ${index}`);
const barrels = Array.from({ length: count }, (_, index) => ({
  id: `barrel-${index}`,
  label: labelOf(index),
  text: 'x'.repeat(500),
  depotId: `depot-${index % depots}`,
}));
const rum = barrels.filter(({ label }) => label.startsWith('rum')).map(({ id }) => id);

const tenLists = `{ ${Array.from({ length: 10 }, (_, index) => `list${index}: barrels(first: 1, filter: { label: { contains: "none${index}" } }) { edges { node { id } } pageInfo { endCursor truncatedBy } }`).join(' ')} }`;
const keys = Array.from({ length: 100 }, (_, index) => ({ id: `barrel-${index}` }));

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains, authentication, readUnits });
    await load(gateway, Barrel, barrels);
    await load(
      gateway,
      Depot,
      Array.from({ length: depots }, (_, index) => ({ id: `depot-${index}` })),
    );
  });

  const as = (who?: string): Record<string, string> => (who === undefined ? {} : { authorization: `Bearer ${who}` });
  const graphql = async (query: string, who?: string): Promise<Answer> => gateway.graphql(query, { keys }, as(who));
  const call = async (name: string, values: object, who?: string): Promise<any> => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: values } };
    return (await gateway.send('POST', '/mcp', { headers: as(who), body })).json.result.structuredContent;
  };
  /** What the last request has taken. */
  const taken = (of = gateway): number => of.log.at(-1)!.capacityUnits as number;

  describe('ten lists that look through everything', () => {
    test.each([
      [undefined, readUnits.anonymous],
      ['alice', readUnits.signedIn],
    ])('take what %s may have, and a page beyond it at most', async (who, limit) => {
      const { status, json } = await graphql(tenLists, who);
      expect(status).toBe(200);
      expect(taken()).toBeGreaterThanOrEqual(limit);
      expect(taken()).toBeLessThanOrEqual(limit + unitsOfPage);
      // Each list is read to its end, or tells that it is not and how to go on, or is refused with the limit.
      for (let index = 0; index < 10; index++) {
        const list = json.data[`list${index}`];
        const error = json.errors?.find(({ path }: any) => path[0] === `list${index}`);
        if (list) expect(list.pageInfo).toEqual({ endCursor: expect.any(String), truncatedBy: 'readBudget' });
        else expect(error.message).toContain(`A request may take ${limit} read units`);
      }
      // Whose turn it is goes round, so that each list has got somewhere.
      expect(json.errors).toBeUndefined();
    });

    test('is told for what DynamoDB has charged, list by list and altogether', async () => {
      const body = { query: tenLists, extensions: { explain: true } };
      const { json } = await gateway.send('POST', '/graphql', { headers: as('admin'), body });
      const { cost, plan } = json.extensions;
      expect(cost).toEqual({ cost: taken(), limit: readUnits.signedIn, planned: 1020, plannedLimit: 2000 });
      const lists = Object.values<any>(plan).map(({ capacityUnits }) => capacityUnits);
      expect(lists).toHaveLength(10);
      expect(lists.reduce((sum, units) => sum + units, 0)).toBeCloseTo(cost.cost, 5);
    });
  });

  test('a list that its request has ended early goes on in the next, and gives all that there is', async () => {
    const found: string[] = [];
    let after = '';
    let pages = 0;
    for (; pages < 50; pages++) {
      const { json } = await graphql(
        `{ barrels(first: 20, ${after} filter: { label: { beginsWith: "rum" } }) { edges { node { id } } pageInfo { endCursor hasNextPage } } }`,
      );
      const { edges, pageInfo } = json.data.barrels;
      found.push(...edges.map(({ node }: any) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = `after: "${pageInfo.endCursor}",`;
    }
    expect(pages).toBeGreaterThan(1);
    expect(found.toSorted()).toEqual(rum.toSorted());
  });

  test('a hungry list does not starve another in silence: a field beside it is answered, one below it is refused', async () => {
    const { status, json } = await graphql(`
      {
        hungry: barrels(first: 100, filter: { label: { contains: "none" } }) {
          pageInfo {
            truncatedBy
          }
        }
        small: barrel(id: "barrel-7") {
          id
          depot {
            id
            barrels(first: 1) {
              edges {
                node {
                  id
                }
              }
            }
          }
        }
      }
    `);
    expect(status).toBe(200);
    expect(json.data.hungry.pageInfo.truncatedBy).toBe('readBudget');
    const { small } = json.data;
    expect(small.id).toBe('barrel-7');
    // Below it, there is what was asked for, or an error that names its place and the limit.
    const [error] = json.errors ?? [];
    if (small.depot?.barrels) expect(error).toBeUndefined();
    else
      expect(error).toMatchObject({
        path: expect.arrayContaining(['small', 'depot']),
        message: expect.stringContaining('100 read units'),
      });
    expect(taken()).toBeLessThanOrEqual(readUnits.anonymous + unitsOfPage);
  });

  test('a list for each item of a page stays within it', async () => {
    const { json } = await graphql(`
      {
        barrels(first: 100) {
          edges {
            node {
              id
              depot {
                barrels(first: 17) {
                  edges {
                    node {
                      id
                    }
                  }
                }
              }
            }
          }
        }
      }
    `);
    expect(taken()).toBeLessThanOrEqual(readUnits.anonymous + unitsOfPage);
    const codes = new Set(json.errors.map(({ extensions }: any) => extensions.code));
    expect([...codes]).toEqual(['READ_BUDGET_SPENT']);
    expect(json.data.barrels.edges).toHaveLength(100);
  });

  test('items by their keys cost what they are, in the plan too', async () => {
    const batches = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}: barrelsByKey(keys: $keys) { id }`);
    const query = `query ($keys: [BarrelKey!]!) { ${batches.join(' ')} }`;
    const { json } = await gateway.send('POST', '/graphql', {
      headers: as('admin'),
      body: { query, variables: { keys }, extensions: { explain: true } },
    });
    expect(json.extensions.cost).toEqual({ cost: 400, limit: 400, planned: 500, plannedLimit: 2000 });
    expect(json.errors[0]).toMatchObject({ path: ['e'], extensions: { code: 'READ_BUDGET_SPENT' } });
    const { json: anonymous } = await graphql(query);
    expect(taken()).toBe(100);
    expect(anonymous.errors[0]).toMatchObject({ path: ['b'], extensions: { code: 'READ_BUDGET_SPENT' } });
  });

  describe('REST', () => {
    test('a list ends early and says so', async () => {
      const target = '/barrel?filter[label][contains]=none';
      const { status, json } = await gateway.send('GET', target);
      expect([status, json]).toEqual([200, { items: [], truncatedBy: 'readBudget', nextCursor: expect.any(String) }]);
      expect(taken()).toBeLessThanOrEqual(readUnits.anonymous + unitsOfPage);
      expect((await gateway.send('GET', target, { headers: as('alice') })).json).toEqual({ items: [] });
      expect(taken()).toBeGreaterThan(readUnits.anonymous + unitsOfPage);
    });

    test('a count that would take more is left out, and says so', async () => {
      const gateway = await openGateway(payload, { domains, readUnits: { signedIn: 2, anonymous: 1 } });
      await load(
        gateway,
        Barrel,
        barrels.slice(0, 1000).map((barrel) => ({ ...barrel, depotId: 'one' })),
      );
      const { json } = await gateway.send('GET', '/barrel?depotId=one&limit=100&fields=id&count=true');
      expect(json.items).toHaveLength(100);
      expect(json.totalCount).toBeNull();
      expect(json.totalCountReason).toBe('Counting would take more than the read units of the request.');
    });

    test('what is included is refused when the list has left nothing, with what to do', async () => {
      const { status, json } = await gateway.send('GET', '/barrel?filter[label][contains]=rum&include=depot');
      expect([status, json]).toEqual([
        400,
        {
          type: '/problems/read-budget-spent',
          title: 'The request reads too much at once',
          status: 400,
          detail:
            'A request may take 100 read units, and this one has taken them. Ask for less at once, or filter by what an index begins with. Callers who sign in have 400.',
        },
      ]);
    });

    test('a batch of keys is one call, and costs each of its items', async () => {
      const { status, json } = await gateway.send('POST', '/barrel/batch/get', { body: { keys } });
      expect(status).toBe(200);
      expect(json.items).toHaveLength(100);
      expect(taken()).toBe(100);
    });
  });

  test('MCP: a list ends early and says so', async () => {
    const values = { filter: { label: { contains: 'none' } } };
    expect(await call('barrels', values)).toMatchObject({ items: [], truncatedBy: 'readBudget' });
    expect(taken()).toBeLessThanOrEqual(readUnits.anonymous + unitsOfPage);
    expect(await call('barrels', values, 'alice')).toEqual({ items: [] });
  });

  test('the envelope: a list ends early and goes on from its key', async () => {
    const gateway = await openGateway(payload, { domains, authentication, readUnits: { signedIn: 1, anonymous: 1 } });
    await load(
      gateway,
      Barrel,
      barrels.slice(0, 200).map((barrel) => ({ ...barrel, text: 'x'.repeat(100_000) })),
    );
    const ids: string[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const payload = { Limit: 100, ProjectionExpression: 'id', ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) };
      const body = { operation: 'list', tableName: 'barrel', payload };
      const { status, json } = await gateway.send('POST', '/dynamodbmanager', { headers: as('admin'), body });
      expect(status).toBe(200);
      expect(taken(gateway)).toBeLessThanOrEqual(1 + unitsOfPage);
      ids.push(...json.Items.map(({ id }: any) => id));
      ExclusiveStartKey = json.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(ids.toSorted()).toEqual(
      barrels
        .slice(0, 200)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('a feed that has read all it may without a change goes on there, and tells each change once', async () => {
    const gateway = await openGateway(payload, { domains: [Letter], readUnits: { signedIn: 3, anonymous: 3 } });
    const follow = async (since?: string): Promise<{ changes: any[]; cursor: string }> => {
      const { status, json } = await gateway.send('GET', `/letter/mine/changes${since ? `?since=${since}` : ''}`);
      expect(status).toBe(200);
      return json;
    };
    let { cursor } = await follow();
    // Letters of others that stand in the same part of the feed.
    const part = feedOf(domainOf(Letter), 'mine');
    const names = Array.from({ length: 3000 }, (_, index) => `user-${index}`);
    const others = names.filter((name) => feedOf(domainOf(Letter), name) === part).slice(0, 300);
    for (const from of [0, 100, 200]) {
      const items = others.slice(from, from + 100).map((userName) => ({ userName, letterId: '1' }));
      expect((await gateway.send('POST', '/letter/batch', { body: { items } })).status).toBe(200);
    }
    await gateway.send('POST', '/letter', { body: { userName: 'mine', letterId: '1' } });
    const changes: any[] = [];
    let requests = 0;
    for (; changes.length === 0 && requests < 20; requests++) {
      const told = await follow(cursor);
      expect(taken(gateway)).toBeLessThanOrEqual(3 + unitsOfPage);
      changes.push(...told.changes);
      ({ cursor } = told);
    }
    expect(requests).toBeGreaterThan(1);
    expect(changes).toMatchObject([{ change: 'Created', key: { userName: 'mine', letterId: '1' } }]);
  });

  test('an envelope that is sent to the function itself is trusted, and has what the signed-in have', async () => {
    const gateway = await openGateway(payload, {
      domains,
      authentication,
      readUnits: { signedIn: 1000, anonymous: 1 },
    });
    await load(
      gateway,
      Barrel,
      barrels.slice(0, 200).map((barrel) => ({ ...barrel, text: 'x'.repeat(100_000) })),
    );
    const event = { operation: 'list', tableName: 'barrel', payload: { Limit: 30, ProjectionExpression: 'id' } };
    expect(await gateway.handler(event, lambdaContext())).toMatchObject({ Count: 30 });
    expect(taken(gateway)).toBeGreaterThan(1 + unitsOfPage);
  });
});

describe('the limits', () => {
  test('are those of the variables, or of the gateway', () => {
    expect(environmentOptions({}).readUnits).toEqual({ signedIn: 2000, anonymous: 500 });
    const readUnits = { signedIn: 300, anonymous: 20 };
    expect(environmentOptions(readUnitsVariables(readUnits)).readUnits).toEqual(readUnits);
    expect(environmentOptions({ READ_UNITS: '300' }).readUnits).toEqual({ signedIn: 300, anonymous: 300 });
    expect(environmentOptions({ READ_UNITS: '300', READ_UNITS_ANONYMOUS: '20' }).readUnits).toEqual({
      signedIn: 300,
      anonymous: 20,
    });
  });

  test.each([
    [{ READ_UNITS: 'many' }, 'READ_UNITS is "many": write a whole number of read units'],
    [{ READ_UNITS_ANONYMOUS: '0' }, 'READ_UNITS_ANONYMOUS is "0": write a whole number of read units'],
    [{ READ_UNITS_ANONYMOUS: '5000' }, 'READ_UNITS_ANONYMOUS is 5000, and READ_UNITS 2000'],
  ])('%j is refused at the start', (variables, words) => {
    expect(() => environmentOptions(variables)).toThrow(words);
  });

  test('of a stage are refused at synthesis where the function would refuse to start', () => {
    const stage = { ...usualStages('tandem').dev, readUnits: { signedIn: 10, anonymous: 20 } };
    expect(() => checkConfiguration(stage)).toThrow('nobody has more for not signing in');
  });
});
