import { anyone } from '../../schema/access';
import { DateTime, Enumeration, Id, Integer, ListOf, Money, NestedList, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Backfill, DeclaredClass, DomainOptions } from '../../schema/facts';
import type { TableOptions } from '../../schema/table-options';
import { openGateway } from '../../test/harness';
import { lines, plain, plan, release, thing, title, withoutGraphql } from '../../test/planning';
import type { FieldDecorator } from '../../test/planning';
import { planOf } from './plan';
import { printPlan } from './print';

// Declarations in, findings of their tables out.

describe('the tables', () => {
  test('the same declarations change nothing', async () => {
    const same = await plan(plain(), plain(), ['0.1.0', '0.1.0']);
    expect(same).toMatchObject({ findings: [], waves: [], refusals: [], isChanged: false });
    expect(printPlan(same)).toBe('Nothing to deploy: the declarations are those of release 0.1.0.\n');
  });

  test.each([
    ['another field', { key: { partition: 'title' } }, /^thing: the key would change from id to title\. AWS would/],
    ['a sort key', { key: { partition: 'id', sort: 'title' } }, /from id to id, title\./],
  ])('another key is refused whatever the version: %s', async (_, options, words) => {
    const { refusals } = await plan(plain(), thing({ title }, options), ['0.1.0', '2.0.0']);
    expect(refusals).toEqual([expect.stringMatching(words)]);
  });

  test('another type of a key field is refused', async () => {
    const key = { partition: 'id', sort: 'rank' };
    const { refusals } = await plan(thing({ rank: title }, { key }), thing({ rank: Integer() }, { key }));
    expect(refusals).toEqual([
      expect.stringMatching(/^thing: the key would change from id, rank to id, rank \(number\)/),
    ]);
  });

  // "Replacement if you edit an existing AttributeDefinition."
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
  test('another type of a field that an index is over is refused, and goes in two deploys', () => {
    const over = { indexes: { byRank: { partition: 'rank' }, byTitle: { partition: 'title', sort: 'rank' } } };
    const number = Integer({ was: { read: Number } });
    const backfills = { 'rank-1': { fields: ['rank'] } };
    const text = thing({ title, rank: title }, over);
    const none = thing({ title, rank: number }, { backfills });
    const refusedIn = (before: DeclaredClass, now: DeclaredClass): string[] =>
      lines(withoutGraphql(before, now), 'refused');
    expect(refusedIn(text, thing({ title, rank: number }, over))).toEqual([
      expect.stringMatching(/^thing: rank would be a number in byRank and byTitle and was a text\. AWS would replace/),
    ]);
    expect(refusedIn(text, thing({ title, rank: number }, { indexes: { byOther: { partition: 'rank' } } }))).toEqual([
      expect.stringMatching(/^thing: rank would be a number in byOther and was a text\./),
    ]);
    expect(refusedIn(text, none)).toEqual([]);
    expect(refusedIn(none, thing({ title, rank: number }, { ...over, backfills }))).toEqual([]);
  });

  // A write whose attribute has not the type of an index key is refused:
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes
  test('a new index over a field that changes its kind is refused, and goes in two deploys', () => {
    const over = { indexes: { byTitle: { partition: 'title', sort: 'fee' } } };
    const backfills = { 'fee-1': { fields: ['fee'] } };
    const text = thing({ title, fee: title });
    const money = { title, fee: Money({ was: { read: Number } }) };
    const refusedIn = (before: DeclaredClass, now: DeclaredClass): string[] =>
      lines(withoutGraphql(before, now), 'refused');
    expect(refusedIn(text, thing(money, { ...over, backfills }))).toEqual([
      expect.stringMatching(
        /^thing: fee is a text in the release, and would be a number in the new byTitle\. DynamoDB/,
      ),
    ]);
    expect(refusedIn(text, thing(money, { backfills }))).toEqual([]);
    expect(refusedIn(thing(money, { backfills }), thing(money, { ...over, backfills }))).toEqual([]);
    // What the release writes as the same type of DynamoDB fits.
    const date = { title, fee: DateTime({ was: { read: String } }) };
    expect(refusedIn(text, thing(date, { ...over, backfills }))).toEqual([]);
  });

  test('a new domain gets a table with all its indexes, and one that goes leaves its table', async () => {
    class Other {}
    Id()(Other.prototype, 'id');
    title(Other.prototype, 'title');
    Domain('other', { access: { read: anyone, write: anyone }, indexes: { byTitle: { partition: 'title' } } })(Other);
    const grown = await plan(plain(), [plain(), Other], ['0.1.0', '0.1.1']);
    expect(lines(grown.findings)).toEqual(['other: is a new table.']);
    expect(grown).toMatchObject({ waves: [], refusals: [], first: ['other'] });
    expect(printPlan(grown)).toMatch(/\nDeploy what is new first: -c first=other\. [^\n]+\n$/);
    const shrunk = await plan([plain(), Other], plain());
    expect(shrunk.first).toEqual([]);
    expect(lines(shrunk.findings, 'table')).toEqual([
      'other: is no longer declared. The table and its items stay until somebody deletes them.',
    ]);
    expect(lines(shrunk.findings, 'breaking')).toContain('REST: GET /other/{id} is no longer there.');
    expect(lines(shrunk.findings, 'breaking')).toContain(
      "GraphQL: Field 'other' was removed from object type 'Query'.",
    );
  });

  test.each([
    [{}, { stream: true }, 'gets a stream'],
    [{ stream: true }, {}, 'loses its stream'],
    [{ expiresAfterDays: 30 }, { expiresAfterDays: 1 }, 'lets items expire after 1 day, before 30 days'],
    [{ expiresAfterDays: 30 }, {}, 'no longer lets items expire'],
    [{}, { expiresAfterDays: 30 }, 'never do until they are written again'],
  ])('stream and expiry: from %j to %j', async (before, now, words) => {
    const { findings, refusals } = await plan(thing({ title }, before), thing({ title }, now));
    expect(lines(findings)).toEqual([expect.stringContaining(words)]);
    expect(refusals).toEqual([]);
  });
});

describe('the indexes', () => {
  const fields = { title, price: Money(), rank: Integer(), at: DateTime() };
  const by = (...names: string[]): DomainOptions => ({
    indexes: Object.fromEntries(names.map((name) => [`by-${name}`, { partition: 'title', sort: name }])),
  });

  test('one goes with the deploy', async () => {
    const { waves, findings } = await plan(thing(fields), thing(fields, by('price')));
    const key = [
      { name: 'title', type: 'S' },
      { name: 'price', type: 'N' },
    ];
    expect(waves).toEqual([[{ table: 'thing', change: 'create', index: 'by-price', key }]]);
    expect(lines(findings, 'backfill')).toEqual([]);
  });

  test('several of a table take a deploy each, new ones first, and tables go side by side', async () => {
    const other = (options: DomainOptions): DeclaredClass => {
      class Other {}
      for (const [name, decorate] of Object.entries({ id: Id(), ...fields })) decorate(Other.prototype, name);
      Domain('other', { access: { read: anyone, write: anyone }, ...options })(Other);
      return Other;
    };
    const { waves } = await plan(
      [thing(fields, by('price')), other({})],
      [thing(fields, by('rank', 'at')), other(by('rank'))],
    );
    const steps = waves.map((wave) => wave.map(({ table, change, index }) => `${change} ${table}.${index}`));
    expect(steps).toEqual([
      ['create thing.by-rank', 'create other.by-rank'],
      ['create thing.by-at'],
      ['delete thing.by-price'],
    ]);
  });

  test('each deploy is printed with its command, and one alone without', async () => {
    const section = async (before: DeclaredClass, now: DeclaredClass): Promise<string | undefined> =>
      printPlan(await plan(before, now))
        .split('\n\n')
        .find((text) => text.startsWith('Indexes'));
    expect(await section(thing(fields, by('price')), thing(fields, by('rank', 'at')))).toBe(
      [
        'Indexes, in 3 deploys, one after the other',
        '  npx cdk deploy -c wave=1  create thing.by-rank on title, rank',
        '  npx cdk deploy -c wave=2  create thing.by-at on title, at',
        '  npx cdk deploy -c wave=3  delete thing.by-price on title, price',
      ].join('\n'),
    );
    expect(await section(thing(fields), thing(fields, by('rank')))).toBe(
      'Indexes, in this deploy\n  create thing.by-rank on title, rank',
    );
  });

  test('another key under the same name is deleted, then created', async () => {
    const { waves, findings } = await plan(
      thing(fields, { indexes: { byTitle: { partition: 'title' } } }),
      thing(fields, { indexes: { byTitle: { partition: 'title', sort: 'price' } } }),
    );
    expect(waves.map((wave) => wave.map(({ change }) => change))).toEqual([['delete'], ['create']]);
    expect(lines(findings, 'caution')).toContainEqual(
      expect.stringMatching(/^thing: index byTitle changes from title to title, price \(number\)\. Lists that need it/),
    );
  });

  test.each([
    ['a new required field', {}, Integer()],
    ['a new field with a default', {}, Integer({ default: 0 })],
    ['a field that was optional', { rank: Integer({ optional: true }) }, Integer()],
  ])('over %s leaves out the items of before', async (_, before, rank) => {
    const { findings } = await plan(thing({ title, ...before }), thing({ title, rank }, by('rank')));
    expect(lines(findings, 'refused')).toContain(
      "thing: index by-rank leaves out every item that was stored without rank. Declare a backfill: @Domain('…', { backfills: { 'fill-rank': { fields: ['rank'] } } }).",
    );
  });

  test('is called as it is declared, which explain tells too, beside the name that the table has for it', async () => {
    const table = { name: 'things', indexes: { 'by-rank': { name: 'gsi1' } } };
    const ranked = thing({ title, rank: Integer() }, { ...by('rank'), table });
    const { findings } = await plan(thing({ title }, { table: { name: 'things' } }), ranked);
    const left = /^thing: index by-rank \(gsi1 in the table\) leaves out every item/;
    expect(lines(findings, 'refused')).toContainEqual(expect.stringMatching(left));
    const { findings: gone } = await plan(ranked, thing({ title }, { table: { name: 'things' } }));
    expect(lines(gone, 'caution')).toContainEqual(expect.stringMatching(/index by-rank \(gsi1 in the table\) goes\./));
    const gateway = await openGateway('v1', { domains: [ranked] });
    const { json } = await gateway.send('GET', '/thing?filter[title][eq]=a&sort=rank&explain=true');
    expect(json.plan).toMatchObject({ index: 'by-rank' });
  });

  // As it was found: a new field with a default and an index over it answered {"items":[],"totalCount":0}.
  test('over a new default waits for its backfill', async () => {
    const backfills = { 'fill-rank': { fields: ['rank'] } };
    const { findings } = await plan(
      thing({ title }),
      thing({ title, rank: Integer({ default: 0 }) }, { ...by('rank'), backfills }),
    );
    expect(lines(findings, 'refused')).toEqual([]);
    expect(lines(findings, 'backfill')).toEqual([
      'thing: the backfill fill-rank is to be run once this release alone answers: migrate does it.',
      'thing: index by-rank leaves out every item that was stored without rank; no list reads it until the backfill fill-rank is done.',
    ]);
  });

  test('over two new defaults waits for both backfills', async () => {
    const backfills = { 'fill-rank': { fields: ['rank'] }, 'fill-hub': { fields: ['hub'] } };
    const hubs = { rank: Integer({ default: 0 }), hub: Text({ max: 9, default: 'none' }) };
    const after = thing({ title, ...hubs }, { indexes: { byHub: { partition: 'hub', sort: 'rank' } }, backfills });
    const { findings } = await plan(thing({ title }), after);
    expect(lines(findings, 'backfill')).toContainEqual(
      expect.stringContaining('no list reads it until the backfills fill-hub and fill-rank are done.'),
    );
    const gateway = await openGateway('v1', { domains: [after] });
    const { json } = await gateway.send('GET', '/thing?filter[hub][eq]=none');
    expect(json.detail).toContain('until the backfills "fill-hub" and "fill-rank" are done');
  });

  test.each([
    ['an optional field, whose list the planner keeps sparse', {}, Integer({ optional: true })],
    ['a field that was there', { rank: Integer() }, Integer()],
  ])('over %s needs no backfill', async (_, before, rank) => {
    const { findings } = await plan(thing({ title, ...before }), thing({ title, rank }, by('rank')));
    expect(lines(findings, 'backfill')).toEqual([]);
  });
});

describe('the stored items', () => {
  const part = (count: FieldDecorator | undefined): DeclaredClass => {
    class Part {}
    title(Part.prototype, 'name');
    count?.(Part.prototype, 'count');
    return Part;
  };
  const parts = (count?: FieldDecorator): Record<string, FieldDecorator> => {
    const type = part(count);
    return { parts: NestedList(() => type) };
  };
  const state = (...values: string[]): FieldDecorator => Enumeration('State', values);

  test.each([
    ['a new required field', {}, { rank: Integer() }, 'thing: rank is new and required, and no stored item has it.'],
    ['one inside', parts(), parts(Integer()), 'thing: parts.count is new and required, and no stored item has it.'],
    ['another kind', { rank: Integer() }, { rank: Text() }, 'thing: rank is a text and was an integer'],
    ['another kind in a list', { all: ListOf('text') }, { all: ListOf('integer') }, 'thing: all is a list of integer'],
    [
      'another name',
      { rank: Integer() },
      { place: Integer({ was: 'rank' }) },
      'thing: place was rank: both are written',
    ],
  ])('must be filled by a backfill for %s', (_, before, now, words) => {
    const findings = withoutGraphql(thing(before), thing(now));
    expect(lines(findings, 'refused')).toEqual([expect.stringContaining(words)]);
  });

  // What DynamoDB gives back for a key or an attribute that nobody has written is nothing at all, and no error:
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
  const stored = (table: TableOptions = {}, decorators: Record<string, FieldDecorator> = {}): DeclaredClass =>
    thing(
      { id: Id({ max: 100 }), team: Text({ max: 20 }), price: Money(), ...decorators },
      { key: { partition: 'team', sort: 'id' }, table, backfills: { 'price-1': { fields: ['price'] } } },
    );
  const keyed = (team: string): TableOptions => ({ key: { partition: { pk: team }, sort: { sk: 'I#{id}' } } });

  test.each([
    ['a key template', stored(keyed('T#{team}')), stored(keyed('TEAM#{team}')), 'the key attribute pk would be made'],
    ['a case', stored(keyed('T#{team}')), stored(keyed('T#{team:lower}')), 'made as T#{team:lower} and is stored as'],
    [
      'the mark of the version',
      stored(),
      stored({ marks: { version: 'rev' } }),
      'version would be stored as rev and is stored as version',
    ],
    ['the mark of what is deleted', stored(), stored({ marks: { deleted: 'gone' } }), 'deleted items are marked by'],
    ['the name of a table', stored(), stored({ name: 'others' }), 'would be looked for in the table others'],
    [
      'a form',
      stored(),
      stored({}, { price: Money({ stored: { as: 'cents' } }) }),
      'price would be stored as price in the form cents and is stored as price: values',
    ],
    [
      'the name of an attribute',
      stored(),
      stored({}, { price: Money({ stored: 'amount' }) }),
      "price would be stored as amount and is stored as price: values of before would not be found. Say was: { name: 'price' }",
    ],
    [
      'a form that a renamed field does not read',
      stored({}, { price: Money({ stored: { as: 'cents' } }) }),
      stored({}, { price: Money({ stored: 'amount', was: 'price' }) }),
      'price would be stored as amount and is stored as price in the form cents',
    ],
  ])('are refused where stored items would be lost or misread: %s', async (_, before, now, words) => {
    const there = await plan(before, now, ['0.1.0', '1.0.0']);
    expect(there.refusals).toContainEqual(expect.stringContaining(words));
    expect(there.isChanged).toBe(true);
    // A release of before did not note it.
    const [released, declared] = [await release('0.1.0', before), await release('1.0.0', now)];
    for (const note of Object.values(released.manifest.tables)) Object.assign(note, { layout: undefined });
    const old = await planOf(JSON.parse(JSON.stringify(released)), declared);
    if (!words.includes('table')) expect(old.refusals).toEqual([]);
    const same = await planOf(JSON.parse(JSON.stringify(released)), await release('0.1.0', before));
    expect([same.refusals, same.isChanged]).toEqual([[], false]);
  });

  test('what is kept for other programs and made otherwise is told, and stops nobody', async () => {
    const kept = (head: string) =>
      stored(
        { ...keyed('T#{team}'), kept: { gsi1: { partition: { GSI1PK: 'ALL' }, sort: { GSI1SK: `${head}#{title}` } } } },
        { title },
      );
    const { findings, refusals } = await plan(kept('A'), kept('B'));
    expect(refusals).toEqual([]);
    expect(lines(findings, 'caution')).toEqual([
      'thing: GSI1SK, which is kept for other programs, is made as B#{title} from now on, and stored items have it made as A#{title} until a field of it is written.',
    ]);
  });

  test('may be stored under another name that is read from both', async () => {
    const now = stored({}, { price: Money({ stored: { name: 'cents', as: 'cents' }, was: 'price' }) });
    expect((await plan(stored(), now)).refusals).toEqual([]);
    const { findings, refusals } = await plan(stored(), stored({ constants: { type: 'thing' } }));
    expect(refusals).toEqual([]);
    expect(lines(findings, 'caution')).toEqual([expect.stringContaining('new items get type "thing"')]);
  });

  test.each([
    [
      'a new required field',
      {},
      { rank: Integer() },
      'rank is new and required, and no stored item has it until the backfill',
    ],
    [
      'another kind',
      { rank: Integer() },
      { rank: Text({ was: { read: String } }) },
      'rank is a text and was an integer: stored',
    ],
    ['another name', { all: Integer() }, { rank: Integer({ was: 'all' }) }, 'rank was all: both are written'],
  ])('are filled by the declared one for %s', (_, before, now, words) => {
    const backfills = { 'rank-1': { fields: ['rank'] } };
    const findings = withoutGraphql(thing(before), thing(now, { backfills }));
    expect(lines(findings, 'refused')).toEqual([]);
    expect(lines(findings, 'backfill')).toContainEqual(expect.stringContaining(words));
    // What is dropped before it is moved is gone.
    if (words.includes('was all')) {
      const drops = (drop: Backfill) => thing({ rank: Integer() }, { backfills: { drops: drop } });
      const refused = (drop: Backfill) =>
        lines(withoutGraphql(thing(now, { backfills }), drops(drop)), 'refused').join();
      expect(refused({ drop: ['all'] })).toContain("Let it wait: 'drops': { drop: ['all'], after: ['rank-1'] }.");
      expect(refused({ drop: ['all'], after: ['rank-1'] })).toBe('');
    }
    // The release after it takes the old form and the backfill away, when it is done everywhere.
    const after = withoutGraphql(thing(now, { backfills }), thing({ rank: Integer() }));
    expect(lines(after, 'caution')).toContainEqual(
      expect.stringContaining('the backfill rank-1 is no longer declared'),
    );
  });

  test.each([
    ['required now', { rank: Integer({ optional: true }) }, { rank: Integer() }, 'thing: rank is required now'],
    ['a value less', { state: state('ON', 'OFF') }, { state: state('ON') }, 'thing: state is no longer OFF'],
  ])('must be written again for %s', (_, before, now, words) => {
    const findings = withoutGraphql(thing(before), thing(now));
    expect(lines(findings, 'backfill')).toEqual([expect.stringContaining(words)]);
  });

  test.each([
    ['a new optional field', {}, { rank: Integer({ optional: true }) }],
    ['a new field with a default', {}, { rank: Integer({ default: 0 }) }],
    ['a required field that had a default', { rank: Integer({ default: 0 }) }, { rank: Integer() }],
    ['a value more', { state: state('ON') }, { state: state('ON', 'OFF') }],
    ['fields inside a new optional one', {}, { parts: NestedList(() => part(Integer()), { optional: true }) }],
  ])('stay as they are for %s', (_, before, now) => {
    const findings = withoutGraphql(thing(before), thing(now));
    expect(lines(findings, 'backfill')).toEqual([]);
  });

  test('are read with another default, or lose a field', async () => {
    const { findings } = await plan(
      thing({ rank: Integer({ default: 1 }), title }),
      thing({ rank: Integer({ default: 2 }) }),
    );
    expect(lines(findings, 'caution')).toEqual(
      expect.arrayContaining([
        'thing: items stored without rank were read with 1 and are now read with 2.',
        'thing: title is no longer declared. Stored values stay, and nobody sees them.',
        'REST: ThingInput.rank has the default 2 when it is left out, before 1.',
      ]),
    );
  });
});
