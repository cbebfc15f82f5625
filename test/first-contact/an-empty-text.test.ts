import { Id, ListOf, Nested, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// DynamoDB, "Supported data types and naming rules", String: an attribute that is no key may be empty, since 2020;
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
// https://dev.classmethod.jp/articles/dynamodb-support-empty-string/ shows it, and that a key may not.

class Label {
  @Text({ min: 0, optional: true }) text?: string;
}

@Domain('remark', { plural: 'remarks', indexes: { byShelf: { partition: 'shelf' } }, scan: true })
class Remark {
  @Id() id!: string;
  @Text({ max: 60, default: 'a' }) shelf!: string;
  @Text({ min: 0, max: 20, optional: true }) note?: string;
  @Text({ max: 20, optional: true }) word?: string;
  @ListOf('text', { optional: true }, { min: 0 }) tags?: string[];
  @Nested(() => Label, { optional: true }) label?: Label;
}

const items = [
  { id: '1', note: '', tags: [''], label: { text: '' } },
  { id: '2', note: 'x', tags: ['x'], label: { text: 'x' } },
  { id: '3' },
];

/** A filter and the items that meet it. */
const found: readonly (readonly [object, readonly string[]])[] = [
  [{ note: { eq: '' } }, ['1']],
  [{ note: { ne: '' } }, ['2', '3']],
  [{ note: { in: ['', 'x'] } }, ['1', '2']],
  [{ note: { notIn: [''] } }, ['2', '3']],
  [{ note: { between: ['', 'w'] } }, ['1']],
  [{ note: { gt: '' } }, ['2']],
  [{ note: { exists: true } }, ['1', '2']],
  [{ tags: { contains: '' } }, ['1']],
  [{ label: { text: { eq: '' } } }, ['1']],
  [{ not: { note: { eq: '' } } }, ['2', '3']],
  // Read by their keys, where the gateway checks the filter itself.
  [{ id: { in: ['1', '2', '3'] }, note: { eq: '' } }, ['1']],
];

const empty = 'must be a text that is not empty';

describe.each(formats)('an empty text, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Remark] });
    for (const body of items) expect((await gateway.send('POST', '/remark', { body })).status).toBe(201);
  });

  const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id).toSorted();

  test.each(found)('%j finds %j on every face', async (filter, ids) => {
    for (const within of [filter, { shelf: { eq: 'a' }, ...filter }]) {
      const overRest = await gateway.send('GET', `/remark?filter=${encodeURIComponent(JSON.stringify(within))}`);
      expect(idsOf(overRest.json.items)).toEqual(ids);
      const document = 'query ($filter: RemarkFilter) { remarks(filter: $filter) { edges { node { id } } } }';
      const { json } = await gateway.graphql(document, { filter: within });
      expect(idsOf(json.data.remarks.edges.map(({ node }: any) => node))).toEqual(ids);
      const params = { name: 'remarks', arguments: { filter: within } };
      const asked = await gateway.send('POST', '/mcp', {
        body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
      });
      expect(idsOf(asked.json.result.structuredContent.items)).toEqual(ids);
    }
  });

  test.each([
    ['note=', ['1']],
    ['filter[note][eq]=', ['1']],
    ['note[in]=,x', ['1', '2']],
    ['note[in]=', ['1']],
    ['tags=', ['1']],
  ])('the query %s finds %j', async (query, ids) => {
    expect(idsOf((await gateway.send('GET', `/remark?${query}`)).json.items)).toEqual(ids);
  });

  test('is stored as it is, and told so', async () => {
    expect((await gateway.send('GET', '/remark/1')).json).toMatchObject(items[0]!);
    const { json } = await gateway.send('PATCH', '/remark/3', { body: { note: '' } });
    expect(json.note).toBe('');
    expect((await gateway.send('PATCH', '/remark/3', { body: { note: null } })).json).not.toHaveProperty('note');
  });

  test.each([
    // Every text begins with it and holds it.
    ['note[beginsWith]=', '/filter/note/beginsWith'],
    ['note[endsWith]=', '/filter/note/endsWith'],
    ['note[contains]=', '/filter/note/contains'],
    // What can never be stored is a mistake.
    ['word[eq]=', '/filter/word/eq'],
    ['id[eq]=', '/filter/id/eq'],
    ['shelf[eq]=', '/filter/shelf/eq'],
  ])('the query %s is refused', async (query, pointer) => {
    const { json } = await gateway.send('GET', `/remark?${query}`);
    expect(json.errors).toEqual([{ pointer, detail: empty }]);
  });

  test('cannot be in a key', () => {
    expect(() => {
      @Domain('emptied', { indexes: { byNote: { partition: 'note' } } })
      class Emptied {
        @Id() id!: string;
        @Text({ min: 0, max: 20 }) note!: string;
      }
      return domainOf(Emptied);
    }).toThrow(/note is part of .* takes 1 to/);
  });
});
