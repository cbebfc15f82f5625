import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { Enumeration, Float, Id, Integer, Json, ListOf, Money, Nested, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Comparison } from '../../schema/comparisons';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, listFaces, rest } from './lists';
import type { ListFace } from './lists';
import { load } from './load';
import type { Ask, Question } from './question';
import { openRecorder } from './recorder';
import type { Recorder } from './recorder';
import { breaches } from './rules';

class Size {
  @Float({ optional: true }) width?: number;
  @Text({ optional: true }) label?: string;
}

/** A read budget of three items: a page for almost each item. */
@Domain('narrow', { indexes: { byShelf: { partition: 'shelf', sort: 'rank' } }, readBudget: 3 })
class Narrow {
  @Id() id!: string;
  @Text({ max: 60 }) shelf!: string;
  @Float() rank!: number;
  @Text({ optional: true }) title?: string;
}

@Domain('worded', { indexes: { byShelf: { partition: 'shelf', sort: 'word' } }, readBudget: 3 })
class Worded {
  @Id() id!: string;
  @Text({ max: 60 }) shelf!: string;
  @Text({ max: 60 }) word!: string;
}

@Domain('wide', {
  key: { partition: 'shelf', sort: 'id' },
  indexes: { byRank: { partition: 'shelf', sort: 'rank' } },
  scan: true,
})
class Wide {
  @Text({ max: 60 }) shelf!: string;
  @Id({ max: 1024 }) id!: string;
  @Float({ optional: true }) rank?: number;
  @Integer({ optional: true }) count?: number;
  @Enumeration('WideState', ['NEW', 'OLD'], { default: 'NEW' }) state!: string;
  @Nested(() => Size, { optional: true }) size?: Size;
  @ListOf('text', { optional: true }) tags?: string[];
  @Money({ optional: true }) price?: number;
  @Json({ optional: true }) free?: unknown;
}

const domains: readonly DeclaredClass[] = [Narrow, Worded, Wide];

let gateway: TestGateway;
let recorder: Recorder;
const against: string[] = [];

beforeAll(async () => {
  recorder = await openRecorder((operation, input) => {
    const table: string = input.TableName ?? Object.keys(input.RequestItems)[0];
    const domain = domains.map(domainOf).find(({ name }) => table === `${gateway.prefix}${name}`);
    if (domain) against.push(...breaches(operation, input, domain));
  });
  gateway = await openGateway('v1', { domains, endpoint: recorder.endpoint });
});

afterAll(() => recorder.close());

const is = (field: string, comparison: Comparison, value: unknown): Ask => ({
  field: field.split('.'),
  comparison,
  value,
});

const asking = (where: readonly Ask[], more: Partial<Question> = {}): Question => ({
  where,
  limit: 100,
  brackets: false,
  from: 0,
  ...more,
});

/** The ids of all pages of a list, in the order of the walk. */
async function walk(
  face: ListFace,
  type: DeclaredClass,
  question: Question,
  { limit = 2, backward = false } = {},
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 300; pages++) {
    const at = backward ? { before: cursor, backward } : { after: cursor };
    const page = await face.ask(gateway, domainOf(type), question, { limit, ...at });
    if (page.refused !== undefined)
      throw new Error(
        `${page.refused}: ${page.message} ${JSON.stringify(gateway.log.findLast(({ error }) => error !== undefined)?.error)}`,
      );
    ids.push(...page.items.map(({ id }) => id as string));
    cursor = backward ? page.previous : page.next;
    if (cursor === undefined) return ids;
  }
  throw new Error('The list has no end.');
}

async function fill(type: DeclaredClass, items: readonly object[]): Promise<void> {
  for (let start = 0; start < items.length; start += 100) {
    const body = { items: items.slice(start, start + 100) };
    const { json } = await gateway.send('POST', `/${domainOf(type).name}/batch`, { body });
    expect(json.results.map(({ status }: any) => status)).toEqual(body.items.map(() => 201));
  }
}

/** A merged list of several partitions whose ids come out in their own order. */
async function expectWhole(
  type: DeclaredClass,
  where: readonly Ask[],
  sort: string,
  expected: readonly string[],
): Promise<void> {
  for (const descending of [false, true]) {
    const question = asking(where, { sort: { field: sort, descending } });
    const forward = await walk(graphql, type, question);
    expect(forward.toSorted()).toEqual(expected.toSorted());
    expect(await walk(rest, type, question)).toEqual(forward);
    expect((await walk(graphql, type, question, { backward: true })).length).toBe(expected.length);
  }
}

describe('a merged list with a small read budget', () => {
  const shelves = ['a', 'b', 'c'];

  test('gets past more equal values than its budget, within a range of both ends', async () => {
    const items = shelves.flatMap((shelf) =>
      Array.from({ length: 9 }, (_, index) => ({ id: `ties-${shelf}${index}`, shelf: `ties-${shelf}`, rank: 5 })),
    );
    await fill(Narrow, items);
    const where = [
      is(
        'shelf',
        'in',
        shelves.map((shelf) => `ties-${shelf}`),
      ),
      is('rank', 'between', [1, 10]),
    ];
    await expectWhole(
      Narrow,
      where,
      'rank',
      items.map(({ id }) => id),
    );
  });

  test('leaves out what stands at an end that does not count, wherever a page is cut', async () => {
    const items = shelves.flatMap((shelf) =>
      [5, 5, 5, 5, 6, 7, 8, 8, 8, 8].map((rank, index) => ({
        id: `ends-${shelf}${index}`,
        shelf: `ends-${shelf}`,
        rank,
      })),
    );
    await fill(Narrow, items);
    const where = [
      is(
        'shelf',
        'in',
        shelves.map((shelf) => `ends-${shelf}`),
      ),
      is('rank', 'gt', 5),
      is('rank', 'lt', 8),
    ];
    const within = items.filter(({ rank }) => rank > 5 && rank < 8);
    await expectWhole(
      Narrow,
      where,
      'rank',
      within.map(({ id }) => id),
    );
  });

  test.each(['wo', 'w\u{10ffff}', 'w\ud7ff', '\u{10ffff}'])('gets past what begins with %j', async (prefix) => {
    const name = `pre${prefix.length}${prefix.codePointAt(prefix.length - 1)}`;
    const words = [
      'v',
      'x',
      prefix,
      `${prefix}a`,
      `${prefix}a`,
      `${prefix}b`,
      `${prefix}\u{10ffff}`,
      `${prefix}\ue000`,
    ];
    const items = shelves.flatMap((shelf) =>
      words.map((word, index) => ({ id: `${name}-${shelf}${index}`, shelf: `${name}-${shelf}`, word })),
    );
    await fill(Worded, items);
    const where = [
      is(
        'shelf',
        'in',
        shelves.map((shelf) => `${name}-${shelf}`),
      ),
      is('word', 'beginsWith', prefix),
    ];
    const within = items.filter(({ word }) => word.startsWith(prefix));
    await expectWhole(
      Worded,
      where,
      'word',
      within.map(({ id }) => id),
    );
  });
});

test('a full page is not called cut, even if its budget ended with it', async () => {
  const items = Array.from({ length: 6 }, (_, rank) => ({ id: `full-${rank}`, shelf: 'full', rank }));
  await fill(Narrow, items);
  for (const face of listFaces) {
    const page = await face.ask(gateway, domainOf(Narrow), asking([is('shelf', 'eq', 'full')]), { limit: 3 });
    expect(page).toMatchObject({
      items: [{ id: 'full-0' }, { id: 'full-1' }, { id: 'full-2' }],
      truncatedBy: undefined,
    });
    expect(page.next).toBeDefined();
  }
});

describe('turning round on an empty page', () => {
  const question = asking([is('shelf', 'eq', 'turn'), is('title', 'eq', 'yes')]);
  const titles = ['yes', 'yes', 'no', 'no', 'no', 'no', 'no', 'no', 'no', 'yes', 'yes', 'no', 'no', 'no', 'no'];

  beforeAll(async () => {
    await fill(
      Narrow,
      titles.map((title, rank) => ({ id: `turn-${rank}`, shelf: 'turn', rank, title })),
    );
  });

  test.each(listFaces)('gives all that came before it ($name)', async (face) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    let empty = 0;
    do {
      const page = await face.ask(gateway, domainOf(Narrow), question, { limit: 1, after: cursor });
      if (page.items.length === 0 && page.previous !== undefined) {
        empty++;
        const found: string[] = [];
        for (let before: string | undefined = page.previous; before !== undefined;) {
          const back = await face.ask(gateway, domainOf(Narrow), question, { limit: 1, before });
          found.unshift(...back.items.map(({ id }) => id));
          before = back.previous;
        }
        expect(found).toEqual(seen);
      }
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(['turn-0', 'turn-1', 'turn-9', 'turn-10']);
    expect(empty).toBeGreaterThan(0);
  });

  test('at the end of a list, whose last items were deleted meanwhile, gives the rest', async () => {
    for (const rank of [0, 1, 2]) await fill(Wide, [{ shelf: 'gone', id: `${rank}`, rank }]);
    const all = asking([is('shelf', 'eq', 'gone')]);
    const first = await rest.ask(gateway, domainOf(Wide), all, { limit: 2 });
    await gateway.send('DELETE', '/wide/gone/2');
    const end = await rest.ask(gateway, domainOf(Wide), all, { limit: 2, after: first.next });
    expect(end).toMatchObject({ items: [], next: undefined });
    const back = await rest.ask(gateway, domainOf(Wide), all, { limit: 2, before: end.previous });
    expect(back).toMatchObject({ items: [{ id: '0' }, { id: '1' }], next: undefined, previous: undefined });
  });
});

describe('a value that no item can have', () => {
  const long = 'x'.repeat(1500);

  test.each<[string, Ask, string[]]>([
    ['equal to a sort key over 1024 bytes', is('id', 'eq', long), []],
    ['among sort keys, one over 1024 bytes', is('id', 'in', ['a', long]), ['a']],
    ['below a sort key over 1024 bytes', is('id', 'lt', long), ['a', 'x']],
    ['above a sort key over 1024 bytes', is('id', 'gt', long), ['y']],
    ['from a sort key to one over 1024 bytes', is('id', 'between', ['b', long]), ['x']],
    ['beginning with more than 1024 bytes', is('id', 'beginsWith', long), []],
    ['beginning with 1024 bytes', is('id', 'beginsWith', 'x'.repeat(1024)), []],
    ['between two values in the wrong order', is('id', 'between', ['y', 'a']), []],
    ['with a rank between two values in the wrong order', is('rank', 'between', [9, 1]), []],
    ['with a price between two values in the wrong order', is('price', 'between', [9, 1]), []],
    ['not between two values in the wrong order', { not: is('price', 'between', [9, 1]) }, ['a', 'x', 'y']],
  ])('%s', async (_, ask, expected) => {
    const { json } = await gateway.send('POST', '/wide/batch/get', { body: { keys: [{ shelf: 'long', id: 'a' }] } });
    if (json.items[0] === null) {
      await fill(
        Wide,
        ['a', 'x', 'y'].map((id) => ({ shelf: 'long', id, rank: 5, price: 5 })),
      );
    }
    for (const face of listFaces) {
      expect(await walk(face, Wide, asking([is('shelf', 'eq', 'long'), ask]))).toEqual(expected);
    }
  });
});

describe('the same refusal over both faces', () => {
  test.each<[string, Ask, string]>([
    ['a number too small for DynamoDB', is('rank', 'eq', 1e-150), '/filter/rank/eq'],
    ['a number too large for DynamoDB', is('rank', 'lt', 1e150), '/filter/rank/lt'],
    ['a fraction for a whole number', is('count', 'gt', 1.5), '/filter/count/gt'],
    ['a whole number beyond 32 bits', is('count', 'gt', 2 ** 31), '/filter/count/gt'],
    ['a mistake below not', { not: is('count', 'gt', 'x') }, '/filter/not/count/gt'],
  ])('%s', async (_, ask, pointer) => {
    const filter =
      'not' in ask
        ? { not: { count: { gt: 'x' } } }
        : { [pointer.split('/')[2]!]: { [pointer.split('/')[3]!]: (ask as any).value } };
    const overRest = await gateway.send('GET', `/wide?filter=${encodeURIComponent(JSON.stringify(filter))}`);
    expect(overRest).toMatchObject({ status: 400, json: { type: '/problems/bad-query', errors: [{ pointer }] } });
    const { json } = await gateway.graphql('query ($f: WideFilter) { allWides(filter: $f) { edges { cursor } } }', {
      f: filter,
    });
    expect(json.errors[0].extensions).toMatchObject({ type: '/problems/bad-query', errors: overRest.json.errors });
    expect(overRest.json.errors).toHaveLength(1);
  });
});

test('whether a nested object is there can be asked together with its fields', async () => {
  const sizes = [undefined, {}, { width: 1 }, { width: 2, label: 'a' }];
  await fill(
    Wide,
    sizes.map((size, id) => ({ shelf: 'nested', id: `${id}`, ...(size && { size }) })),
  );
  const filters: [object, string[]][] = [
    [{ size: { exists: true } }, ['1', '2', '3']],
    [{ size: { exists: false } }, ['0']],
    [{ size: { exists: true, width: { ge: 2 } } }, ['3']],
    [{ size: { width: { ge: 1 } } }, ['2', '3']],
    [{ size: { label: { exists: false } } }, ['0', '1', '2']],
    [{ or: [{ size: { width: { eq: 1 } } }] }, ['2']],
    [{ not: { or: [{ size: { width: { eq: 1 } } }, { size: { label: { eq: 'a' } } }] } }, ['0', '1']],
  ];
  for (const [filter, expected] of filters) {
    const text = encodeURIComponent(JSON.stringify({ shelf: { eq: 'nested' }, ...filter }));
    const { json } = await gateway.send('GET', `/wide?filter=${text}`);
    expect([filter, json.items.map(({ id }: any) => id)]).toEqual([filter, expected]);
    const answer = await gateway.graphql('query ($f: WideFilter) { allWides(filter: $f) { edges { node { id } } } }', {
      f: { shelf: { eq: 'nested' }, ...filter },
    });
    expect(answer.json.data.allWides.edges.map(({ node }: any) => node.id)).toEqual(expected);
  }
});

test('an item that was stored before a field had its default is found by the default', async () => {
  await load(gateway, Wide, [{ shelf: 'old', id: 'before' }]);
  await fill(Wide, [
    { shelf: 'old', id: 'new' },
    { shelf: 'old', id: 'old', state: 'OLD' },
  ]);
  const cases: [Ask, string[]][] = [
    [is('state', 'eq', 'NEW'), ['before', 'new']],
    [is('state', 'ne', 'NEW'), ['old']],
    [is('state', 'in', ['OLD']), ['old']],
    [is('state', 'exists', true), ['before', 'new', 'old']],
    [is('state', 'exists', false), []],
    [{ not: is('state', 'eq', 'NEW') }, ['old']],
    [{ or: [is('state', 'eq', 'OLD'), is('id', 'eq', 'before')] }, ['before', 'old']],
  ];
  for (const [ask, expected] of cases) {
    // By a query, whose filter DynamoDB applies, and by keys, whose filter the gateway applies.
    const byKeys = is('id', 'in', ['before', 'new', 'old']);
    for (const where of [
      [is('shelf', 'eq', 'old'), ask],
      [is('shelf', 'eq', 'old'), byKeys, ask],
    ]) {
      expect([ask, await walk(rest, Wide, asking(where))]).toEqual([ask, expected]);
    }
    const page = await rest.ask(gateway, domainOf(Wide), asking([is('shelf', 'eq', 'old'), ask]), {
      limit: 1,
      count: true,
    });
    expect([ask, page.total]).toEqual([ask, expected.length]);
  }
});

describe('numbers that no double holds', () => {
  const ranks = [
    '-9007199254740993',
    '5',
    '9007199254740992',
    '9007199254740993',
    '9007199254740994',
    '123456789012345678.9',
  ];
  const shelves = ['exact-a', 'exact-b'];

  beforeAll(async () => {
    const items = shelves.flatMap((shelf) => ranks.map((rank, index) => ({ shelf, id: `${shelf}${index}`, rank })));
    await load(
      gateway,
      Wide,
      items.map((item) => ({ ...item, rank: NumberValue.from(item.rank) })),
    );
  });

  test('keep their order in a merged list, from any cursor and in both directions', async () => {
    const where = [is('shelf', 'in', shelves)];
    const inOrder = ranks.flatMap((_, index) => shelves.map((shelf) => `${shelf}${index}`));
    const up = asking(where, { sort: { field: 'rank', descending: false } });
    for (const limit of [1, 2, 3, 100]) {
      expect(await walk(rest, Wide, up, { limit })).toEqual(inOrder);
      expect((await walk(graphql, Wide, up, { limit, backward: true })).length).toBe(inOrder.length);
    }
    const down = asking(where, { sort: { field: 'rank', descending: true } });
    expect(await walk(rest, Wide, down, { limit: 1 })).toEqual(inOrder.toReversed());
  });

  test.each<[Ask, number[]]>([
    [is('rank', 'ge', 6), [2, 3, 4, 5]],
    [is('rank', 'gt', 9007199254740992), [3, 4, 5]],
    [is('rank', 'between', [5, 9007199254740994]), [1, 2, 3, 4]],
    [is('rank', 'lt', 0), [0]],
    [{ not: is('rank', 'lt', 6) }, [2, 3, 4, 5]],
  ])('are compared by their value: %j', async (ask, expected) => {
    for (const sort of [undefined, { field: 'rank', descending: false }]) {
      const question = asking([is('shelf', 'eq', 'exact-a'), is('rank', 'exists', true), ask], { sort });
      const found = await walk(rest, Wide, question);
      expect(found).toEqual(expected.map((index) => `exact-a${index}`));
    }
  });
});

test('a filter as large as the door allows is answered', async () => {
  await fill(Wide, [{ shelf: 'large', id: 'a', price: 1, tags: ['t'] }]);
  const many = Array.from({ length: 100 }, (_, index) => index);
  const comparisons = [
    ...Array.from({ length: 12 }, () => ({ price: { in: many } })),
    ...Array.from({ length: 30 }, () => ({ not: { not: { size: { width: { between: [3, 1] } } } } })),
  ];
  for (const [filter, expected] of [
    [{ and: comparisons.slice(0, 12) }, ['a']],
    [{ or: comparisons }, ['a']],
    [{ and: comparisons }, []],
  ] as const) {
    const { status, json } = await gateway.graphql(
      'query ($f: WideFilter) { allWides(filter: $f) { edges { node { id } } } }',
      {
        f: { shelf: { eq: 'large' }, ...filter },
      },
    );
    expect(status).toBe(200);
    expect(json.data.allWides.edges.map(({ node }: any) => node.id)).toEqual(expected);
  }
});

test('a field named twice, or none at all, is a projection like any other', async () => {
  await fill(Wide, [{ shelf: 'fields', id: 'a', price: 1 }]);
  expect((await gateway.send('GET', '/wide/fields/a?fields=price,price')).json).toEqual({ price: 1 });
  expect((await gateway.send('GET', '/wide?shelf=fields&fields=price,price')).json.items).toEqual([{ price: 1 }]);
  const query =
    '{ wide(shelf: "fields", id: "a") { __typename } allWides(filter: { shelf: { eq: "fields" } }) { edges { node { __typename } } } }';
  expect((await gateway.graphql(query)).json).toEqual({
    data: { wide: { __typename: 'Wide' }, allWides: { edges: [{ node: { __typename: 'Wide' } }] } },
  });
});

test('a page ends before its JSON outgrows the answer, however much JSON makes of a stored byte', async () => {
  const free = { text: '\u0001'.repeat(120_000) };
  // Together they would be too large a body.
  for (let index = 10; index < 22; index++) await fill(Wide, [{ shelf: 'growing', id: `${index}`, free }]);
  const { json, text } = await gateway.send('GET', '/wide?shelf=growing&limit=100');
  expect(json).toMatchObject({ truncatedBy: 'answerSize', nextCursor: expect.any(String) });
  expect(Buffer.byteLength(text)).toBeLessThan(6_000_000);
  expect(await walk(rest, Wide, asking([is('shelf', 'eq', 'growing')]), { limit: 100 })).toHaveLength(12);
});

test('a cursor from before a change of the declaration is refused, not sent to another index', async () => {
  const declare = (indexes: Record<string, { partition: string; sort?: string }>): DeclaredClass => {
    class Moved {
      id!: string;
      shelf!: string;
      rank!: number;
    }
    Id()(Moved.prototype, 'id');
    Text({ max: 60 })(Moved.prototype, 'shelf');
    Float()(Moved.prototype, 'rank');
    Domain('moved', { indexes })(Moved);
    return Moved;
  };
  const old = await openGateway('v1', { domains: [declare({ byShelf: { partition: 'shelf' } })] });
  for (const id of ['a', 'b']) await old.send('POST', '/moved', { body: { id, shelf: 's', rank: 1 } });
  const { nextCursor } = (await old.send('GET', '/moved?shelf=s&limit=1')).json;
  const domain = declare({ byRank: { partition: 'shelf', sort: 'rank' } });
  const changed = await openGateway('v1', { domains: [domain], tablePrefix: old.prefix });
  const answer = await changed.send('GET', `/moved?shelf=s&limit=1&cursor=${nextCursor}`);
  expect(answer).toMatchObject({ status: 400, json: { type: '/problems/cursor-invalid' } });
});

test('no call of all these was of a form that AWS refuses', () => {
  expect(against).toEqual([]);
});
