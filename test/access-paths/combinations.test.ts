import { DateTime, Float, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, rest } from './lists';
import type { ListFace } from './lists';
import type { Question } from './question';

// Key type by order by index, each written out by hand: what the random domains of oracle.test.ts find by chance.

@Domain('worded', {
  key: { partition: 'place', sort: 'part' },
  indexes: { byGroup: { partition: 'group', sort: 'at' } },
})
class Worded {
  @Text({ max: 60 }) place!: string;
  @Text({ max: 60 }) part!: string;
  @Text({ max: 60 }) group!: string;
  @Text({ max: 60 }) at!: string;
  @Id() name!: string;
}

@Domain('counted', {
  key: { partition: 'place', sort: 'part' },
  indexes: { byGroup: { partition: 'group', sort: 'at' } },
})
class Counted {
  @Float() place!: number;
  @Float() part!: number;
  @Text({ max: 60 }) group!: string;
  @Float() at!: number;
  @Id() name!: string;
}

@Domain('dated', {
  key: { partition: 'place', sort: 'part' },
  indexes: { byGroup: { partition: 'group', sort: 'at' } },
})
class Dated {
  @DateTime() place!: string;
  @DateTime() part!: string;
  @Text({ max: 60 }) group!: string;
  @DateTime() at!: string;
  @Id() name!: string;
}

/** Six values of each type from first to last. */
const types: Record<string, { type: DeclaredClass; values: readonly unknown[] }> = {
  text: { type: Worded, values: ['10', '9', 'Z', 'a', '\uE000', '\u{1F600}'] },
  number: { type: Counted, values: [-1e20, -10, -9.5, 0.1, 9, 10] },
  dateTime: {
    type: Dated,
    values: [
      '0001-01-01T00:00:00.000Z',
      '1969-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '2026-01-15T09:30:00.000Z',
      '2026-01-15T09:30:00.001Z',
      '9999-12-31T23:59:59.999Z',
    ],
  },
};

/** The names of the items, in the order of each list; those in brackets stand at equal values. */
const lists: Record<string, { by: string; none: string; asc: string; desc: string }> = {
  table: { by: 'place', none: 'a b c d e f', asc: 'a b c d e f', desc: 'f e d c b a' },
  index: { by: 'single', none: 'l k j i h g', asc: 'l k j i h g', desc: 'g h i j k l' },
  'index with ties': { by: 'tied', none: '(mn) (op) (qr)', asc: '(mn) (op) (qr)', desc: '(qr) (op) (mn)' },
};

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openGateway('v2', { domains: [Worded, Counted, Dated] });
  for (const { type, values } of Object.values(types)) {
    const [p, q, r] = [values[0], values[1], values[2]];
    const at = (index: number): unknown => values[index];
    const items = [
      ...[...'abcdef'].map((name, index) => ({ name, place: p, part: at(index), group: 'none', at: r })),
      ...[...'ghijkl'].map((name, index) => ({ name, place: q, part: at(index), group: 'single', at: at(5 - index) })),
      ...[...'mnopqr'].map((name, index) => ({ name, place: r, part: at(index), group: 'tied', at: at(index >> 1) })),
    ];
    const shuffled = items.toSorted(
      (one, other) => ((one.name.charCodeAt(0) * 7) % 19) - ((other.name.charCodeAt(0) * 7) % 19),
    );
    const { json } = await gateway.send('POST', `/${domainOf(type).name}/batch`, { body: { items: shuffled } });
    expect(json.results.map(({ status }: any) => status)).toEqual(items.map(() => 201));
  }
});

async function walk(face: ListFace, type: DeclaredClass, question: Question, backward = false): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const at = backward ? { before: cursor, backward } : { after: cursor };
    const page = await face.ask(gateway, domainOf(type), question, { limit: 4, ...at });
    const found = page.items.map(({ name }) => name as string);
    if (backward) names.unshift(...found);
    else names.push(...found);
    cursor = backward ? page.previous : page.next;
  } while (cursor !== undefined);
  return names;
}

const combinations = Object.keys(types).flatMap((key) =>
  (['none', 'asc', 'desc'] as const).flatMap((order) => Object.keys(lists).map((list) => [key, order, list] as const)),
);

test.each(combinations)('a key of %s with the order %s from the %s', async (key, order, list) => {
  const { type, values } = types[key]!;
  const { by, [order]: expected } = lists[list]!;
  const isTable = by === 'place';
  const question: Question = {
    where: [
      isTable
        ? { field: ['place'], comparison: 'eq', value: values[0] }
        : { field: ['group'], comparison: 'eq', value: by },
    ],
    ...(order !== 'none' && { sort: { field: isTable ? 'part' : 'at', descending: order === 'desc' } }),
    limit: 4,
    brackets: key !== 'number',
    from: 0,
  };
  const names = await walk(rest, type, question);
  // Those at equal values may change places, but not from one walk to another.
  const inBrackets = expected.includes('(')
    ? names
        .join('')
        .match(/../g)!
        .map((pair) => `(${[...pair].toSorted().join('')})`)
    : names;
  expect(inBrackets.join(' ')).toBe(expected);
  expect(await walk(graphql, type, question)).toEqual(names);
  expect(await walk(graphql, type, question, true)).toEqual(names);
});

test('there are 27 combinations', () => {
  expect(combinations).toHaveLength(27);
});
