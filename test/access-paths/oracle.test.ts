import fc from 'fast-check';
import { kinds } from '../../schema/kinds';
import { layoutOf } from '../../schema/layout';
import { tableName } from '../../schema/table';
import type { Item } from '../../services/context';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { graphql, keysOf, listFaces, rest } from './lists';
import type { ListFace, Seen, Wanted } from './lists';
import { asCompared, inOrder, isListed, waysOf } from './oracle';
import { factAt, questionsAbout } from './question';
import type { Question } from './question';
import { randomDomains } from './random-domains';
import type { RandomDomain } from './random-domains';
import { openRecorder } from './recorder';
import type { Recorder } from './recorder';
import { breaches } from './rules';

/** ORACLE_SEED repeats a run; ORACLE_DOMAINS makes it longer. */
const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const domainCount = Number(process.env.ORACLE_DOMAINS ?? 60);
const questionsEach = 18;

const moment = '2026-02-03T04:05:06.789Z';
const domains = fc.sample(randomDomains, { seed, numRuns: domainCount }).map((declare, index) => declare(index));

/** What the whole run has met, so that it cannot pass by meeting nothing. */
const met = { cases: 0, refused: 0, keys: 0, query: 0, scan: 0, merged: 0, cut: 0, backward: 0, items: 0 };

let gateway: TestGateway;
let recorder: Recorder;
const scanned = new Set<string>();
const against: string[] = [];
const heard = new Map<string, number>();

beforeAll(async () => {
  recorder = await openRecorder((operation, input) => {
    heard.set(operation, (heard.get(operation) ?? 0) + 1);
    const table: string = input.TableName ?? Object.keys(input.RequestItems)[0];
    const sharing = domains.filter(({ fact }) => table === tableName(fact, gateway.prefix));
    if (operation === 'Scan') for (const { fact } of sharing) scanned.add(fact.name);
    // The kinds of one table have indexes of their own, and the same key.
    const asked = sharing.find(
      ({ fact }) =>
        input.IndexName === undefined ||
        [...layoutOf(fact).indexes.values()].some(({ index }) => index === input.IndexName),
    )!;
    for (const breach of breaches(operation, input, asked.fact)) against.push(`${breach}: ${JSON.stringify(input)}`);
  });
  // Behind an HTTP API no key could hold "?".
  gateway = await openGateway('v1', {
    endpoint: recorder.endpoint,
    domains: domains.map(({ type }) => type),
    now: () => new Date(moment),
  });
  for (const { fact, items } of domains.filter((domain) => domain.items.length > 0)) {
    const { json } = await gateway.send('POST', `/${fact.name}/batch`, { body: { items } });
    const wrong = json.results.find(({ status }: any) => status !== 201);
    if (wrong) throw new Error(`ORACLE_SEED=${seed}: an item of ${fact.name} is refused: ${JSON.stringify(wrong)}`);
  }
}, 600_000);

afterAll(() => recorder.close());

/** All pages of a list in one direction. */
async function walk(face: ListFace, domain: RandomDomain, question: Question, wanted: Wanted): Promise<Seen[]> {
  const pages: Seen[] = [];
  let cursor: string | undefined;
  do {
    const at = wanted.backward ? { before: cursor } : { after: cursor };
    const page = await face.ask(gateway, domain.fact, question, { ...wanted, ...at });
    if (page.refused !== undefined) {
      const reason = gateway.log.findLast(({ level }) => level === 'error')?.error;
      throw new Error(`${face.name} refuses with ${page.refused}: ${page.message} ${JSON.stringify(reason)}`);
    }
    pages.push(page);
    checkPage(page, domain, wanted);
    cursor = wanted.backward ? page.previous : page.next;
    // Each page gets at least one item further in at least one of the queries that it merges.
    if (pages.length > 60 + 3 * domain.items.length) throw new Error(`${face.name} goes round in circles`);
  } while (cursor !== undefined);
  return pages;
}

function checkPage(page: Seen, { fact }: RandomDomain, { limit, backward = false }: Wanted): void {
  const onward = backward ? page.previous : page.next;
  expect(page.items.length).toBeLessThanOrEqual(limit);
  if (page.truncatedBy === undefined) {
    if (page.items.length < limit) expect(onward).toBeUndefined();
    return;
  }
  met.cut++;
  expect(page.truncatedBy).toBe('readBudget');
  expect(fact.readBudget).toBeLessThan(100);
  expect(page.items.length).toBeLessThan(limit);
  expect(onward).toBeDefined();
}

/** The page that stands at a place of the list: whole, or cut short at its far end. */
function expectPage(page: Seen, all: readonly unknown[], limit: number, backward = false): void {
  expect(page.refused).toBeUndefined();
  const whole = backward ? all.slice(-limit) : all.slice(0, limit);
  const { length } = page.items;
  const cut =
    page.truncatedBy === undefined ? whole : backward ? whole.slice(whole.length - length) : whole.slice(0, length);
  expect(page.items).toEqual(cut);
}

/** Asks one question in every way and compares the answers with the oracle's. */
async function check(domain: RandomDomain, question: Question): Promise<void> {
  const { fact } = domain;
  const { limit, sort } = question;
  const ways = waysOf(fact, question);
  if (ways.length === 0) {
    for (const face of listFaces) {
      const { refused, status, message } = await face.ask(gateway, fact, question, { limit });
      expect({ refused, status: face === rest ? status : 400 }).toEqual({ refused: 'no-index', status: 400 });
      expectAdvice(domain, question, message!);
    }
    met.refused++;
    return;
  }
  const [way] = ways;
  met[way!]++;
  const stored = domain.items.map((item): Item => ({ ...item, version: 1, createdAt: moment, updatedAt: moment }));
  const listed = stored.filter((item) => isListed(fact, question, item));
  met.items += listed.length;

  const [overRest, overGraphQL] = await Promise.all([
    walk(rest, domain, question, { limit, count: true, explain: true }),
    walk(graphql, domain, question, { limit: 1 + (limit % 7) }),
  ]);
  const all = overRest.flatMap(({ items }) => items);
  // The same items, whatever their order.
  expect(sorted(domain, all)).toEqual(
    sorted(
      domain,
      listed.map((item) => chosen(domain, question, item)),
    ),
  );
  if (sort) expectSorted(domain, all, listed, sort);
  expect(overGraphQL.flatMap(({ items }) => items)).toEqual(all);

  const [{ plan, total } = {} as Seen] = overRest;
  expect(plan.path === 'Scan').toBe(way === 'scan');
  expect(plan.examined).toBeLessThanOrEqual(2 * fact.readBudget + 2 * (plan.queries ?? 1));
  if (way === 'query' && plan.queries > 1) met.merged++;
  if (way !== 'scan' && (way === 'keys' || fact.readBudget > domain.items.length)) expect(total).toBe(listed.length);
  else expect([null, listed.length]).toContain(total);

  await checkCursors(domain, question, way!, all, overRest, overGraphQL);
}

async function checkCursors(
  domain: RandomDomain,
  question: Question,
  way: string,
  all: readonly unknown[],
  overRest: readonly Seen[],
  overGraphQL: readonly Seen[],
): Promise<void> {
  const { fact } = domain;
  const { limit, from } = question;
  const cursors = overGraphQL.flatMap((page) => page.cursors!);
  const place = Math.floor(from * cursors.length);
  const cursor = cursors[place];
  if (cursor !== undefined) {
    const page = await graphql.ask(gateway, fact, question, { limit, after: cursor });
    expectPage(page, all.slice(place + 1), limit);
  }
  if (way === 'scan') {
    const { refused } = await graphql.ask(gateway, fact, question, { limit, backward: true });
    expect(refused).toBe('no-index');
    return;
  }
  met.backward++;
  const back = await walk(graphql, domain, question, { limit, backward: true });
  expect(back.toReversed().flatMap(({ items }) => items)).toEqual(all);
  if (cursor !== undefined) {
    const page = await graphql.ask(gateway, fact, question, { limit, before: cursor });
    expectPage(page, all.slice(0, place), limit, true);
  }
  // Turning round on any page, an empty one too, gives what came before it.
  const number = Math.floor(from * overRest.length);
  for (const [face, pages] of [
    [rest, overRest],
    [graphql, overGraphQL],
  ] as const) {
    const turned = pages[number];
    if (turned?.previous === undefined) continue;
    const before = pages.slice(0, number).flatMap(({ items }) => items);
    const page = await face.ask(gateway, fact, question, { limit, before: turned.previous });
    expectPage(page, before, limit, true);
  }
  const turned = back[Math.floor(from * back.length)]!;
  if (turned.next !== undefined) {
    const after = back.slice(0, back.indexOf(turned)).toReversed();
    const page = await graphql.ask(gateway, fact, question, { limit, after: turned.next });
    expectPage(
      page,
      after.flatMap(({ items }) => items),
      limit,
    );
  }
}

/** The index that a refusal advises would serve the list; where there is no advice, no index would. */
function expectAdvice({ fact }: RandomDomain, question: Question, message: string): void {
  const would = (partition: string, sort?: string): boolean =>
    partition !== sort &&
    waysOf({ ...fact, indexes: { ...fact.indexes, advised: { partition, sort } } }, question).includes('query');
  const [, partition, sort] =
    /Declare one: @Domain\('[\w-]+', { indexes: { \w+: { partition: '(\w+)'(?:, sort: '(\w+)')? } } }\)/.exec(
      message,
    ) ?? [];
  if (partition !== undefined) return expect([message, would(partition, sort)]).toEqual([message, true]);
  const names = fact.fields.filter(({ kind }) => kinds[kind].key !== undefined).map(({ name }) => name);
  const serving = names.filter((name) => [...names, undefined].some((other) => would(name, other)));
  expect([message, serving]).toEqual([message, []]);
}

function expectSorted(
  { fact }: RandomDomain,
  all: readonly any[],
  listed: readonly Item[],
  { field, descending }: NonNullable<Question['sort']>,
): void {
  const sortField = factAt(fact, [field]);
  const nameOf = (item: Item): string => JSON.stringify(keysOf(fact).map((name) => item[name]));
  const values = new Map(listed.map((item) => [nameOf(item), asCompared(sortField, item[field])]));
  const order = all.map((item) => values.get(nameOf(item)));
  const right = order.toSorted((one, other) => inOrder(sortField.kind, one, other) * (descending ? -1 : 1));
  expect(order).toEqual(right);
}

function sorted({ fact }: RandomDomain, items: readonly any[]): readonly any[] {
  const nameOf = (item: Item): string => JSON.stringify(keysOf(fact).map((name) => item[name]));
  return items.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function chosen({ fact }: RandomDomain, { fields }: Question, item: Item): Item {
  if (!fields) return item;
  const names = new Set([...keysOf(fact), ...fields]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

test.each(domains.map((domain, index) => ({ index, words: domain.words, domain })))(
  'domain $index, with $words, lists what the oracle lists',
  async ({ domain, index }) => {
    await fc.assert(
      fc.asyncProperty(questionsAbout(domain), async (question) => {
        met.cases++;
        await check(domain, question);
      }),
      {
        seed: seed + index,
        numRuns: questionsEach,
        reporter: (details) => {
          if (!details.failed) return;
          const words = `ORACLE_SEED=${seed}, domain ${index}\n${fc.defaultReportMessage(details)}`;
          throw new Error(words, { cause: details.errorInstance });
        },
      },
    );
  },
  // The runs are counted, not timed; this only ends a test that hangs.
  600_000,
);

test('the run met every kind of case often enough to mean something', () => {
  expect(met.cases).toBeGreaterThanOrEqual(domainCount * questionsEach);
  if (process.env.ORACLE_MET) console.log(seed, met, heard);
});

test('no Scan reached the engine for a domain that does not declare it', () => {
  const declared = domains.filter(({ fact }) => fact.scan).map(({ fact }) => fact.name);
  expect([...scanned].filter((name) => !declared.includes(name))).toEqual([]);
  expect(scanned.size).toBeGreaterThan(0);
});

test('no call was of a form that AWS refuses', () => {
  expect(against.slice(0, 3)).toEqual([]);
});
