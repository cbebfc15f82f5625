import fc from 'fast-check';
import { Float, Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, listFaces, rest } from './lists';
import type { ListFace, Seen, Wanted } from './lists';
import type { Ask, Question } from './question';

@Domain('book', {
  indexes: { byShelf: { partition: 'shelf', sort: 'price' }, byOwner: { partition: 'owner', sort: 'price' } },
  scan: true,
})
class Book {
  @Id() id!: string;
  @Text({ max: 60 }) shelf!: string;
  @Text({ max: 60 }) owner!: string;
  @Float() price!: number;
}

@Domain('copy', { indexes: { byShelf: { partition: 'shelf', sort: 'price' } }, scan: true })
class Copy {
  @Id() id!: string;
  @Text({ max: 60 }) shelf!: string;
  @Text({ max: 60 }) owner!: string;
  @Float() price!: number;
}

const domains = [Book, Copy];
const seed = Number(process.env.CURSOR_SEED ?? Math.floor(Math.random() * 2 ** 31));
const items = Array.from({ length: 9 }, (_, index) => ({
  id: `readable-${index}`,
  shelf: `shelf-${index % 2}`,
  owner: 'ann',
  price: index >> 1,
}));

async function open(
  options: Parameters<typeof openGateway>[1] = {},
  payload: (typeof formats)[number] = 'v1',
): Promise<TestGateway> {
  const gateway = await openGateway(payload, { domains, ...options });
  for (const { name } of options.tablePrefix === undefined ? domains.map(domainOf) : []) {
    await gateway.send('POST', `/${name}/batch`, { body: { items } });
  }
  return gateway;
}

const eq = (field: string, value: string): Ask => ({ field: [field], comparison: 'eq', value });
const asking = (where: readonly Ask[], more: Partial<Question> = {}): Question => ({
  where,
  limit: 2,
  brackets: true,
  from: 0,
  ...more,
});
const byOwner = asking([eq('owner', 'ann')]);

const ask = async (
  gateway: TestGateway,
  face: ListFace,
  question: Question = byOwner,
  wanted: Partial<Wanted> = {},
  type: typeof Book | typeof Copy = Book,
): Promise<Seen> => face.ask(gateway, domainOf(type), question, { limit: 2, ...wanted });

/** What became of a request: the code of its refusal, or the ids of its items. */
const fateOf = ({ refused, items: found, status }: Seen): unknown => {
  expect(status).toBeLessThan(500);
  return refused ?? found.map(({ id }) => id as string);
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await open();
});

describe.each(listFaces)('a cursor of $name', (face) => {
  test.each<[string, Question]>([
    ['another value', asking([eq('owner', 'bob')])],
    ['another field', asking([eq('shelf', 'shelf-0')])],
    ['one condition more', asking([eq('owner', 'ann'), eq('shelf', 'shelf-0')])],
    ['another comparison', asking([{ field: ['owner'], comparison: 'in', value: ['ann', 'bob'] }])],
    ['no condition', asking([])],
    ['an order', { ...byOwner, sort: { field: 'price', descending: false } }],
    ['the opposite order', { ...byOwner, sort: { field: 'price', descending: true } }],
  ])('is refused by a list with %s', async (_, other) => {
    const { next } = await ask(gateway, face);
    const forward = await ask(gateway, face, other, { after: next });
    expect([fateOf(forward), forward.status < 500]).toEqual(['cursor-invalid', true]);
    if (other.where.length > 0)
      expect(fateOf(await ask(gateway, face, other, { before: next }))).toBe('cursor-invalid');
  });

  test('is refused by the same list in the opposite order', async () => {
    const up = { ...byOwner, sort: { field: 'price', descending: false } };
    const down = { ...byOwner, sort: { field: 'price', descending: true } };
    const { next } = await ask(gateway, face, up);
    expect(fateOf(await ask(gateway, face, down, { after: next }))).toBe('cursor-invalid');
    expect(fateOf(await ask(gateway, face, up, { after: next }))).toHaveLength(2);
  });

  test('is refused by the same list of another domain', async () => {
    const { next } = await ask(gateway, face);
    expect(fateOf(await ask(gateway, face, byOwner, { after: next }, Copy))).toBe('cursor-invalid');
    expect(fateOf(await ask(gateway, face, byOwner, {}, Copy))).toHaveLength(2);
  });

  test('is of use to the caller who got it, and to nobody else', async () => {
    const callers = ['alice', 'bob', 'null', undefined];
    for (const principal of callers) {
      const { next } = await ask(gateway, face, byOwner, { principal });
      for (const other of callers) {
        const fate = fateOf(await ask(gateway, face, byOwner, { after: next, principal: other }));
        if (other === principal) expect(fate).toHaveLength(2);
        else expect(fate).toBe('cursor-invalid');
      }
    }
  });

  test('goes on with another page size and other fields', async () => {
    const { next } = await ask(gateway, face);
    const all = (await ask(gateway, face, byOwner, { limit: 100 })).items;
    const page = await ask(gateway, face, { ...byOwner, fields: ['id'] }, { after: next, limit: 3 });
    expect(page.items).toEqual(all.slice(2, 5).map(({ id }) => ({ id })));
  });

  test('goes in both directions', async () => {
    const all = (await ask(gateway, face, byOwner, { limit: 100 })).items;
    const { next } = await ask(gateway, face, byOwner, { limit: 5 });
    expect((await ask(gateway, face, byOwner, { after: next })).items).toEqual(all.slice(5, 7));
    expect((await ask(gateway, face, byOwner, { before: next })).items).toEqual(all.slice(2, 4));
  });

  // What is answered again must be the same for its ETag to be (RFC 9110, section 8.8.1), as in RFC 5297.
  test('is the same for the same place alone, and holds nothing that can be read', async () => {
    const [one, other] = [await ask(gateway, face), await ask(gateway, face)];
    expect(one.next).toBe(other.next);
    expect((await ask(gateway, face, byOwner, { after: one.next })).next).not.toBe(one.next);
    const bytes = Buffer.from(one.next!, 'base64url').toString('latin1');
    for (const text of ['readable', 'ann', 'owner', 'price', 'shelf', '{', '"']) {
      // One character alone may stand there by chance.
      if (text.length > 1) expect(bytes).not.toContain(text);
    }
  });

  test.each([
    '',
    ' ',
    'abc',
    '{}',
    'null',
    '0',
    'A'.repeat(38),
    'A'.repeat(9000),
    '%00',
    '../..',
    "' OR 1=1",
    '\u{1F600}',
  ])('is refused when it is %j', async (cursor) => {
    for (const wanted of [{ after: cursor }, { before: cursor }]) {
      expect(fateOf(await ask(gateway, face, byOwner, wanted))).toBe('cursor-invalid');
    }
  });

  test('cannot be given for both directions at once', async () => {
    const { next } = await ask(gateway, face);
    const target = `/book?owner=ann&cursor=${next}&before=${next}`;
    const answer =
      face === rest
        ? await gateway.send('GET', target)
        : await gateway.graphql(
            'query ($c: String) { books(after: $c, before: $c, filter: { owner: { eq: "ann" } }) { edges { cursor } } }',
            { c: next },
          );
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).toContain('/problems/bad-query');
  });
});

test.each(formats)('the caller is known from the claims of %s events', async (payload) => {
  const other = await open({ tablePrefix: gateway.prefix }, payload);
  const { next } = await ask(gateway, rest, byOwner, { principal: 'alice' });
  expect(fateOf(await ask(other, rest, byOwner, { after: next, principal: 'alice' }))).toHaveLength(2);
  expect(fateOf(await ask(other, rest, byOwner, { after: next, principal: 'bob' }))).toBe('cursor-invalid');
  expect(fateOf(await ask(other, rest, byOwner, { after: next }))).toBe('cursor-invalid');
});

test.each(listFaces)(
  'a cursor lives through a change of the secret for as long as the old one is listed ($name)',
  async (face) => {
    const [first, second, third] = ['the first secret, long', 'the second secret, long', 'the third secret, long'];
    const through = async (...cursorKeys: string[]) => open({ cursorKeys, tablePrefix: gateway.prefix });
    const { next } = await ask(await through(first), face);
    const fateWith = async (...cursorKeys: string[]) =>
      fateOf(await ask(await through(...cursorKeys), face, byOwner, { after: next }));
    const expected = (await ask(gateway, face, byOwner, { limit: 4 })).items.slice(2).map(({ id }) => id as string);
    expect(await fateWith(second, first)).toEqual(expected);
    expect(await fateWith(third, second, first)).toEqual(expected);
    expect(await fateWith(third, second)).toBe('cursor-invalid');
    // New cursors are sealed with the new secret at once.
    const { next: fresh } = await ask(await through(second, first), face);
    expect(fateOf(await ask(await through(second), face, byOwner, { after: fresh }))).toEqual(expected);
    expect(fateOf(await ask(await through(first), face, byOwner, { after: fresh }))).toBe('cursor-invalid');
  },
);

// Which index may be read changes while callers page: a backfill is done, an index is deployed, and the functions that
// run already learn of it seconds later.
describe.each(listFaces)('a list of $name that goes on after another path has become the best', (face) => {
  test.each([
    ['an index serves it by now', ['book.byOwner'], []],
    ['an index is not known to serve it yet', [], ['book.byOwner']],
  ])('has every item once where %s', async (_, absentFirst, absentThen) => {
    const through = async (indexesAbsent: readonly string[]) => open({ indexesAbsent, tablePrefix: gateway.prefix });
    const first = await ask(await through(absentFirst), face, byOwner, { limit: 4 });
    const second = await ask(await through(absentThen), face, byOwner, { limit: 4, after: first.next });
    const third = await ask(await through(absentFirst), face, byOwner, { limit: 4, after: second.next });
    const ids = [first, second, third].flatMap(({ items: found }) => found.map(({ id }) => id as string));
    expect(ids.toSorted()).toEqual(items.map(({ id }) => id));
  });
});

test('of 10,000 cursors with a flipped bit every one is refused', async () => {
  const questions = [
    byOwner,
    asking([]),
    asking([eq('shelf', 'shelf-1')], { sort: { field: 'price', descending: true } }),
  ];
  const cursors = await Promise.all(questions.map(async (question) => (await ask(gateway, rest, question)).next!));
  const fates = new Map<unknown, number>();
  const flips = fc.record({ which: fc.nat(2), bit: fc.nat(1_000_000), asText: fc.boolean(), over: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(flips, async ({ which, bit, asText, over }) => {
      const [question, cursor] = [questions[which]!, cursors[which]!];
      // A bit of what is sealed, or one of the letters that it is written in.
      const bytes = Buffer.from(cursor, asText ? 'latin1' : 'base64url');
      bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & (asText ? 3 : 7));
      const flipped = bytes.toString(asText ? 'latin1' : 'base64url');
      const page = await ask(gateway, over === 0 ? graphql : rest, question, { after: flipped });
      const fate = fateOf(page);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
      expect(fate).toBe('cursor-invalid');
    }),
    { seed, numRuns: 10_000 },
  );
  expect([...fates]).toEqual([['cursor-invalid', 10_000]]);
}, 600_000);
