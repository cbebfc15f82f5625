import { Enumeration, Float, Id, Integer, ListOf, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { comparisons } from '../../schema/comparisons';
import type { Comparison } from '../../schema/comparisons';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { listFaces } from './lists';
import type { ListFace, Seen } from './lists';
import type { Ask, Question } from './question';
import { openRecorder } from './recorder';
import type { Recorder } from './recorder';

// What each comparison means at the front door, where a field is missing above all.

@Domain('track', {
  key: { partition: 'album', sort: 'id' },
  indexes: { byRank: { partition: 'album', sort: 'rank' }, bySinger: { partition: 'singer', sort: 'title' } },
})
class Track {
  @Text({ max: 60 }) album!: string;
  @Id({ max: 1024 }) id!: string;
  @Float({ optional: true }) rank?: number;
  @Text({ optional: true, max: 60 }) title?: string;
  @Text({ optional: true, max: 60 }) singer?: string;
  @Text({ default: 'plain' }) label!: string;
  @Enumeration('TrackForm', ['LIVE', 'STUDIO'], { optional: true }) form?: string;
  @ListOf('text', { optional: true }) tags?: string[];
}

/** Only its sparse index leads to a list. */
@Domain('leaf', { indexes: { byTree: { partition: 'tree', sort: 'size' } }, readBudget: 4 })
class Leaf {
  @Id() id!: string;
  @Text({ max: 60 }) tree!: string;
  @Integer({ optional: true }) size?: number;
  @Text({ max: 60, optional: true }) name?: string;
}

const tracks = [
  { id: 'a', rank: 1, title: 'Morning Song', singer: 'Ann', form: 'LIVE', tags: ['x'] },
  { id: 'b', rank: 2, title: 'Song', singer: 'Bob', form: 'STUDIO', label: 'rare, song' },
  { id: 'c', title: 'Songs', singer: 'Ann' },
  { id: 'd', rank: 4, title: 'Dong\u{1F600}' },
  { id: 'e', rank: 5 },
];

let gateway: TestGateway;
let recorder: Recorder;
const heard: any[] = [];

beforeAll(async () => {
  recorder = await openRecorder((operation, input) => {
    if (operation === 'Query' || operation === 'Scan') heard.push(input);
  });
  gateway = await openGateway('v1', { domains: [Track, Leaf], endpoint: recorder.endpoint });
  const items = tracks.map((track) => ({ album: 'first', ...track }));
  await gateway.send('POST', '/track/batch', { body: { items } });
  const leaves = Array.from({ length: 9 }, (_, index) => ({
    id: `${index}`,
    tree: 'oak',
    ...(index !== 4 && { size: index }),
    name: index % 2 === 0 ? 'even leaf' : 'leaf that is odd',
  }));
  await gateway.send('POST', '/leaf/batch', { body: { items: leaves } });
});

beforeEach(() => heard.splice(0));

afterAll(() => recorder.close());

const is = (field: string, comparison: Comparison, value: unknown): Ask => ({ field: [field], comparison, value });
const ofAlbum = is('album', 'eq', 'first');

async function ask(face: ListFace, where: readonly Ask[], more: Partial<Question> = {}, type: DeclaredClass = Track) {
  const question = { where, limit: 20, brackets: false, from: 0, ...more };
  return face.ask(gateway, domainOf(type), question, { limit: question.limit, count: true, explain: true });
}

const idsOf = ({ items }: Seen): unknown[] => items.map(({ id }) => id);

const meanings: readonly (readonly [Ask, readonly string[]])[] = [
  [is('singer', 'notIn', ['Ann']), ['b', 'd', 'e']],
  [is('singer', 'notIn', ['Ann', 'Bob']), ['d', 'e']],
  [is('singer', 'notIn', ['Zoe']), ['a', 'b', 'c', 'd', 'e']],
  [{ not: is('singer', 'notIn', ['Ann']) }, ['a', 'c']],
  [is('rank', 'notIn', [1, 5]), ['b', 'c', 'd']],
  [is('id', 'notIn', ['a', 'b', 'c']), ['d', 'e']],
  [is('form', 'notIn', ['LIVE']), ['b', 'c', 'd', 'e']],
  // A field with a default is never missing.
  [is('label', 'notIn', ['plain']), ['b']],
  [{ or: [is('singer', 'notIn', ['Ann', 'Bob']), is('rank', 'eq', 1)] }, ['a', 'd', 'e']],
  [is('title', 'endsWith', 'Song'), ['a', 'b']],
  [is('title', 'endsWith', 'Morning Song'), ['a']],
  [is('title', 'endsWith', 'song'), []],
  [is('title', 'endsWith', 'A Morning Song'), []],
  [is('title', 'endsWith', '\u{1F600}'), ['d']],
  [is('id', 'endsWith', 'c'), ['c']],
  [is('label', 'endsWith', 'lain'), ['a', 'c', 'd', 'e']],
  [is('label', 'endsWith', ', song'), ['b']],
  [{ not: is('title', 'endsWith', 'Song') }, ['c', 'd', 'e']],
  [{ or: [is('title', 'endsWith', 'Song'), is('rank', 'eq', 5)] }, ['a', 'b', 'e']],
  [{ and: [is('title', 'endsWith', 'Song'), is('singer', 'notIn', ['Ann'])] }, ['b']],
  [{ not: { or: [is('title', 'endsWith', 'Song'), is('title', 'endsWith', 'Songs')] } }, ['d', 'e']],
];

const cases = meanings.flatMap(([where, ids]) =>
  listFaces.flatMap((face) =>
    [false, true].map((brackets) => ({ words: JSON.stringify(where), where, ids, face, name: face.name, brackets })),
  ),
);

test.each(cases)('$words holds for $ids ($name, brackets: $brackets)', async ({ where, ids, face, brackets }) => {
  const page = await ask(face, [ofAlbum, where], { brackets });
  expect(idsOf(page)).toEqual(ids);
  expect(page.total).toBe(ids.length);
  // The field that is compared is read also where the answer does not show it.
  const few = await ask(face, [ofAlbum, where], { brackets, fields: ['rank'] });
  expect(idsOf(few)).toEqual(ids);
  expect(few.items.every((item) => !('title' in item) && !('singer' in item))).toBe(true);
});

describe.each(listFaces)('over $name', (face) => {
  test('notIn leaves an index alone that lacks the items without the field', async () => {
    const page = await ask(face, [ofAlbum, is('rank', 'notIn', [1])]);
    expect(page.plan).toMatchObject({ path: 'Query', filteredAfterReading: 'rank not in (?)' });
    expect(page.plan.index).toBeUndefined();
    expect(idsOf(page)).toEqual(['b', 'c', 'd', 'e']);
    // It says nothing of a sort field, and cannot lead to a partition either.
    const refused = { refused: 'no-index', message: expect.stringContaining('Leaf') };
    expect(await ask(face, [is('tree', 'eq', 'oak'), is('size', 'notIn', [1])], {}, Leaf)).toMatchObject(refused);
    expect(await ask(face, [is('tree', 'notIn', ['elm'])], {}, Leaf)).toMatchObject(refused);
    const sorted = { sort: { field: 'size', descending: false } };
    const ordered = await ask(face, [is('tree', 'eq', 'oak'), is('size', 'notIn', [1, 2])], sorted, Leaf);
    // Within the read budget of four.
    expect(idsOf(ordered)).toEqual(['0', '3']);
  });

  test('endsWith implies that the field is there, so its sparse index may be taken', async () => {
    const page = await ask(face, [is('singer', 'eq', 'Ann'), is('title', 'endsWith', 'Song')]);
    expect(page.plan).toMatchObject({ path: 'Query', index: 'bySinger', filteredAfterReading: 'title ends with ?' });
    expect(idsOf(page)).toEqual(['a']);
  });

  test('endsWith tells what was read for it, and leaves the rest of the filter to DynamoDB', async () => {
    const where = [ofAlbum, is('title', 'endsWith', 'Song'), is('singer', 'notIn', ['Ann'])];
    const page = await ask(face, where, { fields: ['label'] });
    expect(page.plan).toMatchObject({
      filteredAfterReading: 'title ends with ? and singer not in (?)',
      // Five tracks for the page and five for the count, though DynamoDB sends fewer.
      examined: 10,
      returned: 1,
      calls: 2,
    });
    const [read, counted] = heard;
    expect(heard).toHaveLength(2);
    const { FilterExpression: filter, ExpressionAttributeNames: names } = read;
    expect(filter.replace(/#n\d+/g, (name: string) => names[name])).toMatch(/^NOT \(singer IN \(:v\d+\)\)$/);
    const projection = read.ProjectionExpression.split(', ').map((name: string) => names[name]);
    expect(projection).toEqual(expect.arrayContaining(['title', 'label', 'id']));
    // DynamoDB cannot count what it cannot check.
    expect(counted.Select).toBeUndefined();
  });

  test('a page that endsWith has emptied within the read budget says so, and its cursor finds the rest', async () => {
    const where = [is('tree', 'eq', 'oak'), is('size', 'ge', 0), is('name', 'endsWith', 'odd')];
    const found: unknown[] = [];
    let after: string | undefined;
    let cut = 0;
    do {
      const question = { where, limit: 3, brackets: true, from: 0 };
      const page = await face.ask(gateway, domainOf(Leaf), question, { limit: 3, after, explain: true });
      expect(page.plan.examined).toBeLessThanOrEqual(4);
      if (page.truncatedBy === 'readBudget') cut++;
      found.push(...idsOf(page));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(['1', '3', '5', '7']);
    expect(cut).toBeGreaterThan(0);
  });
});

test.each([
  ['filter[rank][endsWith]=1', '/filter/rank/endsWith', 'is not a comparison of rank; it takes'],
  ['filter[tags][notIn]=x', '/filter/tags/notIn', 'is not a comparison of tags; it takes contains, exists'],
  ['filter[form][notIn]=LIVE,DEMO', '/filter/form/notIn', 'must be one of LIVE, STUDIO'],
  ['filter[rank][notIn]=1,x', '/filter/rank/notIn', 'must be a number'],
  ['filter={"rank":{"notIn":[]}}', '/filter/rank/notIn', 'must have 1 to 100 values'],
  ['filter={"rank":{"notIn":1}}', '/filter/rank/notIn', 'must be a list'],
  ['filter[title][endsWith]=', '/filter/title/endsWith', 'must be a text that is not empty'],
])('%s is refused at its place', async (query, pointer, detail) => {
  const answer = await gateway.send('GET', `/track?album=first&${query}`);
  expect(answer).toMatchObject({
    status: 400,
    json: { type: '/problems/bad-query', errors: [{ pointer, detail: expect.stringContaining(detail) }] },
  });
});

test('each comparison is a field of a condition in GraphQL, and no other is', async () => {
  const { json } = await gateway.graphql('{ __type(name: "TextCondition") { inputFields { name } } }');
  const names = json.data.__type.inputFields.map(({ name }: any) => name);
  expect(names.toSorted()).toEqual(comparisons.toSorted());
});
