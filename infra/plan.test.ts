import { openGateway } from '../test/harness';
import { gatewayOf } from '../test/usual';
import { servedDocument } from '../tools/served';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { anyone, role } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { DateTime, Enumeration, Flag, Id, Integer, ListOf, Money, NestedList, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { Backfill, DeclaredClass, DomainOptions } from '../schema/facts';
import type { TableOptions } from '../schema/table-options';
import { openApi } from '../api/documents/openapi';
import { compareAsyncApi } from './plan/asyncapi';
import type { Finding } from './plan/finding';
import { compareGraphql } from './plan/graphql';
import { manifestOf } from './plan/manifest';
import { compareOpenApi } from './plan/openapi';
import { planOf } from './plan/plan';
import type { Plan, Release } from './plan/plan';
import { printPlan } from './plan/print';
import { compareResources, holders, resourcesIn } from './plan/resources';
import type { ResourceNote, Resources } from './plan/resources';
import type { Schema } from './plan/schemas';
import { compareTables } from './plan/tables';
import { breakingAfter, isLater } from './plan/version';

// Declarations in, plan out: the documents are those that the gateway itself gives for the declarations.

const root = join(__dirname, '..');

type FieldDecorator = ReturnType<typeof Id>;

/** A class of one domain, from decorators by field. */
function thing(fields: Record<string, FieldDecorator>, options: DomainOptions = {}): DeclaredClass {
  class Thing {}
  for (const [name, decorate] of Object.entries({ id: Id(), ...fields })) decorate(Thing.prototype, name);
  Domain('thing', { access: { read: anyone, write: role('admin') }, ...options })(Thing);
  return Thing;
}

async function release(version: string, ...domains: DeclaredClass[]): Promise<Release> {
  const definition = gatewayOf(domains);
  const read = async (path: string): Promise<string> => servedDocument(definition, path);
  return {
    manifest: JSON.parse(JSON.stringify(manifestOf(definition, version))),
    graphql: await read('/schema.graphql'),
    openapi: JSON.parse(await read('/openapi.json')),
    asyncapi: JSON.parse(await read('/asyncapi.json')),
  };
}

/** The plan from one class to another, under versions that allow everything unless they are given. */
async function plan(
  before: DeclaredClass | DeclaredClass[],
  now: DeclaredClass | DeclaredClass[],
  [from, to] = ['0.1.0', '0.2.0'],
): Promise<Plan> {
  return planOf(await release(from, ...[before].flat()), await release(to, ...[now].flat()));
}

/**
 * The findings but for those of GraphQL: TypeGraphQL keeps one enumeration and one nested type of a name in a process,
 * so the two sides cannot both have a schema where these differ.
 */
function withoutGraphql(before: DeclaredClass, now: DeclaredClass): Finding[] {
  const rest = (type: DeclaredClass): Schema => openApi(gatewayOf([type])) as Schema;
  return [
    ...compareTables(manifestOf(gatewayOf([before]), '0.1.0').tables, manifestOf(gatewayOf([now]), '0.1.0').tables),
    ...compareOpenApi(rest(before), rest(now)),
  ];
}

const lines = (findings: readonly Finding[], level?: Finding['level']): string[] =>
  findings.filter((one) => !level || one.level === level).map(({ subject, words }) => `${subject}: ${words}`);

const title = Text({ max: 60 });
const plain = (): DeclaredClass => thing({ title });

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

describe('what the stack holds', () => {
  const released = (): Resources => ({
    TablesThing: {
      type: 'AWS::DynamoDB::Table',
      fixed: { TableName: 'prod-thing', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
    },
    Key: { type: 'AWS::KMS::Key', fixed: {} },
    Line: { type: 'AWS::SQS::Queue', fixed: { QueueName: 'prod-line' } },
  });
  const compared = (change: (now: Record<string, ResourceNote>) => void): string[] => {
    const now: Record<string, ResourceNote> = { ...released() };
    change(now);
    return compareResources(released(), now).map(({ level, words }) => `${level}: ${words}`);
  };

  test('stays as it is', () => {
    expect(compared(() => undefined)).toEqual([]);
    expect(
      compared((now) => (now.TablesOther = { type: 'AWS::DynamoDB::Table', fixed: { TableName: 'prod-other' } })),
    ).toEqual([]);
  });

  test('is not replaced for another name or key', () => {
    const keys = [{ AttributeName: 'id' }, { AttributeName: 'rank' }];
    const changed = compared((now) => {
      now.TablesThing = { type: 'AWS::DynamoDB::Table', fixed: { TableName: 'other-thing', KeySchema: keys } };
      now.Line = { type: 'AWS::SQS::Queue', fixed: {} };
    });
    expect(changed).toEqual([
      'refused: TablesThing (AWS::DynamoDB::Table) would be replaced, without its items: TableName would change from prod-thing to other-thing.',
      'refused: TablesThing (AWS::DynamoDB::Table) would be replaced, without its items: KeySchema would change from id to id, rank.',
      'refused: Line (AWS::SQS::Queue) would be replaced, without its messages: QueueName would change from prod-line to nothing.',
    ]);
  });

  test.each(['TablesThing', 'Key', 'Line'])('is not made a second time beside the first: %s', (id) => {
    const changed = compared((now) => {
      now[`${id}Renamed`] = now[id]!;
      delete now[id];
    });
    expect(changed).toEqual([expect.stringContaining(`refused: ${id}Renamed would take the place of ${id}`)]);
  });

  test('goes with a word to look, but for tables, which stay', () => {
    const changed = compared((now) => {
      delete now.TablesThing;
      delete now.Line;
    });
    expect(changed).toEqual([
      'caution: Line (AWS::SQS::Queue) is no longer in the stack: look that nobody needs its messages.',
    ]);
  });

  // Another judge of the same question: `cdk diff` reads CloudFormation's own schemas, and needs no account for two files.
  test('is judged as cdk diff judges it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-diff-'));
    const samples: Readonly<Record<string, unknown>> = {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      FifoQueue: true,
      FifoTopic: true,
      GenerateSecret: true,
    };
    // One resource for each property that is changed.
    const changes = Object.entries(holders).flatMap(([type, { fixed }]) => fixed.map((name) => ({ type, name })));
    const template = (suffix: string): object => ({
      Resources: Object.fromEntries(
        changes.map(({ type, name }, index) => {
          const value = suffix === '' ? 'a' : (samples[name] ?? `a${suffix}`);
          return [
            `R${index}`,
            { Type: type, Properties: { ...(type.endsWith('Table') && { TableName: 't' }), [name]: value } },
          ];
        }),
      ),
    });
    const inWords = (id: string): string => {
      const { type, name } = changes[Number(id.slice(1))]!;
      return `${type} ${name}`;
    };
    const artifact = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'Tandem.template.json', stackName: 'one' },
    };
    try {
      writeFileSync(join(folder, 'old.json'), JSON.stringify(template('')));
      writeFileSync(join(folder, 'Tandem.template.json'), JSON.stringify(template('2')));
      writeFileSync(
        join(folder, 'manifest.json'),
        JSON.stringify({ version: '36.0.0', artifacts: { Tandem: artifact } }),
      );
      const line = ['diff', '-a', folder, '--template', join(folder, 'old.json'), '--no-color', 'Tandem'];
      const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...line], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder },
      });
      const replaced = [...`${stdout}${stderr}`.matchAll(/^\[~\] (\S+) (\S+) (?:may be )?replace/gm)].map(([, , id]) =>
        inWords(id!),
      );
      const refused = compareResources(resourcesIn(template('')), resourcesIn(template('2')))
        .filter(({ level }) => level === 'refused')
        .map(({ words }) => inWords(words.slice(0, words.indexOf(' '))));
      expect(replaced.length).toBeGreaterThan(8);
      expect(replaced.filter((id) => !refused.includes(id))).toEqual([]);
      // What it does not call a replacement, AWS refuses to change, or makes anew in its place.
      expect(refused.filter((id) => !replaced.includes(id)).toSorted()).toEqual([
        'AWS::Cognito::UserPool AliasAttributes',
        'AWS::Cognito::UserPool UsernameAttributes',
        'AWS::Cognito::UserPool UsernameConfiguration',
        'AWS::KMS::Key KeySpec',
        'AWS::KMS::Key KeyUsage',
        'AWS::KMS::Key MultiRegion',
        'AWS::KMS::Key Origin',
        'AWS::Logs::LogGroup LogGroupClass',
        'AWS::SecretsManager::Secret GenerateSecretString',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the version', () => {
  const fewer = (): DeclaredClass => thing({});

  test.each([
    ['0.1.0', '0.1.1', '0.2.0'],
    ['0.1.0', '0.1.0', '0.2.0'],
    ['1.4.2', '1.5.0', '2.0.0'],
  ])('a breaking change from %s to %s is refused and asks for %s', async (from, to, needed) => {
    const { refusals } = await plan(plain(), fewer(), [from, to]);
    expect(refusals).toEqual([
      `package.json says ${to}, and callers of ${from} would break. Take the change back, or declare it: npm version ${needed} --no-git-tag-version`,
    ]);
  });

  test.each([
    ['0.1.0', '0.2.0'],
    ['0.9.9', '1.0.0'],
    ['1.4.2', '2.0.0'],
  ])('a breaking change from %s to %s is declared', async (from, to) => {
    expect((await plan(plain(), fewer(), [from, to])).refusals).toEqual([]);
  });

  test('what breaks nobody needs none', async () => {
    const { refusals, isChanged } = await plan(plain(), thing({ title, rank: Integer({ optional: true }) }), [
      '0.1.0',
      '0.1.0',
    ]);
    expect({ refusals, isChanged }).toEqual({ refusals: [], isChanged: true });
  });

  test('never goes back', async () => {
    const { refusals } = await plan(plain(), plain(), ['0.2.0', '0.1.9']);
    expect(refusals).toEqual(['package.json says 0.1.9, but 0.2.0 is released: a version never goes back.']);
  });

  test('is three numbers', () => {
    expect(isLater('0.10.0', '0.9.9')).toBe(true);
    expect(isLater('1.0.0', '1.0.0')).toBe(false);
    expect(breakingAfter('3.2.1')).toBe('4.0.0');
    expect(() => breakingAfter('1.0.0-beta')).toThrow('write three numbers in package.json');
  });
});

describe('who may', () => {
  const open = (write: AccessRule, read: AccessRule = anyone): DeclaredClass =>
    thing({ title }, { access: { read, write } });

  test('a rule that is another one may shut somebody out', async () => {
    const { findings } = await plan(open(role('editor')), open(role('admin')));
    expect(lines(findings, 'breaking')).toContain('Access: createThing is for role admin, before for role editor.');
    expect(lines(findings, 'breaking').every((line) => line.startsWith('Access: '))).toBe(true);
  });

  test('who needed no token and now does breaks; the other way round somebody should look', async () => {
    const closed = await plan(open(role('admin')), open(role('admin'), role('admin')));
    expect(lines(closed.findings, 'breaking')).toContain('REST: GET /thing asks for a token now.');
    const opened = await plan(open(role('admin'), role('admin')), open(role('admin')));
    expect(lines(opened.findings, 'breaking')).toEqual([]);
    expect(lines(opened.findings, 'caution')).toContain('Access: things is for anyone, before for role admin.');
  });

  test('a field that fewer see', async () => {
    const rank = (visible?: AccessRule): DeclaredClass => thing({ rank: Integer({ optional: true, visible }) });
    expect(lines((await plan(rank(), rank(role('admin')))).findings, 'breaking')).toEqual([
      'thing: rank is seen by role admin, before by whoever may read the item.',
    ]);
    expect(lines((await plan(rank(role('admin')), rank())).findings, 'breaking')).toEqual([]);
  });
});

describe('the faces', () => {
  const breaks = async (before: Record<string, FieldDecorator>, now: Record<string, FieldDecorator>) =>
    lines((await plan(thing(before), thing(now))).findings, 'breaking');

  test('a field less breaks all that read or send it', async () => {
    const words = await breaks({ title, rank: Integer({ optional: true }) }, { title });
    expect(words).toEqual(
      expect.arrayContaining([
        "GraphQL: Field 'rank' was removed from object type 'Thing'.",
        "GraphQL: Input field 'rank' was removed from input object type 'ThingInput'.",
        'REST: Thing.rank is no longer there.',
        'REST: ThingInput.rank is no longer taken.',
        'REST: ThingPatch.rank is no longer taken.',
        'REST: GET /thing, query rank, is no longer taken.',
      ]),
    );
    // Six routes give a Thing; it is told of once.
    expect(words.filter((line) => line === 'REST: Thing.rank is no longer there.')).toHaveLength(1);
  });

  test('a new required field breaks who sends without it', async () => {
    expect(await breaks({}, { title })).toEqual([
      expect.stringMatching(
        /^GraphQL: Input field 'title' of type 'String!' was added to input object type 'ThingInput'/,
      ),
      'REST: ThingReplacement.title must be sent now.',
      'REST: ThingInput.title must be sent now.',
    ]);
  });

  test('a new operation or a new optional field breaks nobody', async () => {
    expect(
      await breaks({ title }, { title, rank: Integer({ optional: true }), isNew: Flag({ default: true }) }),
    ).toEqual([]);
    const { findings } = await plan(thing({ title }, { operations: ['get'] }), plain());
    expect(lines(findings, 'breaking')).toEqual([]);
  });

  test('an operation less is a route and a field less', async () => {
    const { findings } = await plan(plain(), thing({ title }, { operations: ['get', 'list', 'create'] }));
    expect(lines(findings, 'breaking')).toEqual(
      expect.arrayContaining([
        'REST: DELETE /thing/{id} is no longer there.',
        "GraphQL: Field 'deleteThing' was removed from object type 'Mutation'.",
      ]),
    );
  });

  test.each([
    [Text({ max: 60 }), Text({ max: 59 }), 'ThingInput.it has maxLength 59, before 60.'],
    [Text({ max: 60 }), Text({ max: 60, min: 2 }), 'ThingInput.it has minLength 2, before 1.'],
    [Text(), Text({ pattern: /^a/ }), 'ThingInput.it has pattern ^a, before none.'],
    [Integer({ max: 9 }), Integer({ max: 8 }), 'ThingInput.it has maximum 8, before 9.'],
    [Integer({ min: 0 }), Integer({ min: 1 }), 'ThingInput.it has minimum 1, before 0.'],
    [ListOf('text'), ListOf('text', { max: 5 }), 'ThingInput.it has maxItems 5, before 100.'],
    [ListOf('text'), ListOf('text', {}, { max: 5 }), 'ThingInput.it[] has maxLength 5, before 1000.'],
    [Text(), Integer(), 'ThingInput.it takes integer, before string.'],
    [Enumeration('It', ['A', 'B']), Enumeration('It', ['A']), 'It no longer takes B.'],
    [Text({ optional: true }), Text(), 'ThingInput.it must be sent now.'],
  ])('what is sent must not get narrower: %#', (before, now, words) => {
    expect(lines(withoutGraphql(thing({ it: before }), thing({ it: now })), 'breaking')).toContain(`REST: ${words}`);
  });

  test.each([
    [Text({ max: 59 }), Text({ max: 60 })],
    [Text({ pattern: /^a/ }), Text()],
    [Integer({ min: 1, max: 8 }), Integer({ min: 0, max: 9 })],
    [ListOf('text', { max: 5 }), ListOf('text')],
    [Enumeration('It', ['A']), Enumeration('It', ['A', 'B'])],
  ])('what is sent may get wider: %#', (before, now) => {
    expect(lines(withoutGraphql(thing({ it: before }), thing({ it: now })), 'breaking')).toEqual([]);
  });

  test('what is given must not get wider', async () => {
    const optional = Text({ max: 60, optional: true });
    expect(await breaks({ title }, { title: optional })).toEqual(['REST: Thing.title may be left out now.']);
    const strict = { strict: true };
    expect(
      lines((await plan(thing({ title }, strict), thing({ title: optional }, strict))).findings, 'breaking'),
    ).toEqual([
      "GraphQL: Field 'Thing.title' changed type from 'String!' to 'String'.",
      'REST: Thing.title may be left out now.',
    ]);
    // What cannot be read is null where it was withheld.
    expect(lines((await plan(thing({ title }, strict), thing({ title }))).findings, 'breaking')).toEqual([
      "GraphQL: Field 'Thing.title' changed type from 'String!' to 'String'.",
      'REST: ThingSelection.title may be string or null, before string.',
      'REST: Thing.title may be string or null, before string.',
    ]);
    // Nothing is null then, and there is nothing to warn of.
    expect(lines((await plan(thing({ title }), thing({ title }, strict))).findings, 'breaking')).toEqual([
      'REST: ThingSelection.warnings is no longer there.',
      'REST: Thing.warnings is no longer there.',
      'REST: ThingReplacement.warnings is no longer taken.',
      'REST: ThingPatch.warnings is no longer taken.',
    ]);
    const findings = withoutGraphql(
      thing({ it: Enumeration('It', ['A']) }),
      thing({ it: Enumeration('It', ['A', 'B']) }),
    );
    expect(lines(findings, 'caution')).toEqual(['REST: It may now be B, which callers do not know yet.']);
  });

  test('events too', async () => {
    const before = thing({ title, rank: Integer({ optional: true }) }, { events: true });
    const words = lines((await plan(before, thing({ title }, { events: true }))).findings, 'breaking');
    expect(words).toContain('Events: ThingAnnounced.rank is no longer there.');
    expect(lines((await plan(before, plain())).findings, 'breaking')).toContain(
      'Events: ThingCreated is no longer sent.',
    );
  });
});

describe('OpenAPI documents', () => {
  const document = (operation: object, rest: object = {}): any => ({
    paths: { '/a/{id}': { get: { responses: {}, ...operation } } },
    ...rest,
  });
  const judge = (before: any, now: any): string[] =>
    compareOpenApi(before, now).map(({ level, words }) => `${level}: ${words}`);
  const answer = (schema: object, more: object = {}): object => ({
    responses: { 200: { content: { 'application/json': { schema } }, ...more } },
  });
  const body = (schema: object, more: object = {}): object => ({
    requestBody: { content: { 'application/json': { schema } }, ...more },
  });
  const query = (more: object): object => ({
    parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, ...more }],
  });
  const place = 'GET /a/{id}';
  const marked = (type: string, more: object = {}): object => ({
    type: 'object',
    properties: { type: { type: 'string', const: type }, ...more },
  });
  const [a, b] = ['a', 'b'].map((type) => marked(type, { at: { type: 'string' } })) as [object, object];
  const union = (...oneOf: object[]): object => ({ oneOf, discriminator: { propertyName: 'type' } });
  const json = (contentSchema: object): object => ({
    type: 'string',
    contentMediaType: 'application/json',
    contentSchema,
  });

  test.each([
    ['a status less', { responses: { 200: {}, 304: {} } }, { responses: { 200: {} } }, 'no longer answers 304.'],
    ['a header less', answer({}, { headers: { ETag: {} } }), answer({}), 'answer 200, has no header ETag any more.'],
    ['a media type less', answer({}), { responses: { 200: {} } }, 'answer 200, gives no application/json any more.'],
    ['a body more', {}, body({}, { required: true }), 'must be sent with a body now.'],
    ['a body less', body({}), {}, 'takes no body any more.'],
    ['a parameter that must be sent', query({}), query({ required: true }), 'query q, must be sent now.'],
    ['a parameter more that must be sent', {}, query({ required: true }), 'query q, must be sent now.'],
    ['a token', {}, { security: [{ bearer: [] }] }, 'asks for a token now.'],
    ['null given', answer({ type: 'string' }), answer({ type: ['string', 'null'] }), 'body may be string or null'],
    ['null no longer taken', body({ type: ['string', 'null'] }), body({ type: 'string' }), 'body takes string, before'],
    [
      'a fraction given',
      answer({ type: 'integer' }),
      answer({ type: 'number' }),
      'body may be number, before integer.',
    ],
    ['anything given', answer({ type: 'integer' }), answer({}), 'body may be anything, before integer.'],
    ['a keyword that no rule knows', body({}), body({ uniqueItems: true }), 'body differs in uniqueItems, which'],
    ['other alternatives', answer({ anyOf: [{}, {}] }), answer({ anyOf: [{}] }), 'has other alternatives than before.'],
    ['closed for other fields', body({}), body({ additionalProperties: false }), 'takes no other fields than its own'],
    ['an alternative less', body(union(a, b)), body(union(a)), 'body no longer takes b.'],
    [
      'an alternative that lacks a member',
      answer(union(a, b)),
      answer(union(b, marked('a'))),
      'body.at is no longer there.',
    ],
    [
      'text of another form',
      body(json(a)),
      body({ ...json(a), contentMediaType: 'text/csv' }),
      'contentMediaType text/csv',
    ],
    [
      'a member less in a text',
      body(json({ ...b, additionalProperties: false })),
      body(json({ ...marked('b'), additionalProperties: false })),
      'no longer taken',
    ],
    [
      'one form of an object without what it always had',
      answer({ type: 'object', properties: { at: {} }, required: ['at'] }),
      answer(marked('c')),
      'body.at is no longer there.',
    ],
    ['any value for one', answer({ const: 'a' }), answer({}), 'is always undefined, before "a".'],
    ['null for the one that was', answer(a), answer({ anyOf: [a, { type: 'null' }] }), 'body may be null now.'],
    ['another constant', answer({ const: 'a' }), answer({ const: 'b' }), 'is always "b", before "a".'],
    [
      'another format given',
      answer({ format: 'date' }),
      answer({ format: 'time' }),
      'has the format time, before date.',
    ],
  ])('%s breaks', (_, before, now, words) => {
    const [only, ...more] = judge(document(before), document(now));
    expect(only).toMatch(`breaking: ${place}`);
    expect(only).toMatch(words);
    expect(more).toEqual([]);
  });

  test.each([
    ['an error less', { responses: { 200: {}, 404: {} } }, { responses: { 200: {} } }],
    ['a status more', { responses: { 200: {} } }, { responses: { 200: {}, 304: {} } }],
    ['a parameter more', {}, query({})],
    ['a parameter that need not be sent', query({ required: true }), query({})],
    ['no token any more', { security: [{ bearer: [] }] }, { security: [] }],
    ['a token that may be left out', {}, { security: [{ bearer: [] }, {}] }],
    ['another description', answer({ description: 'a' }), answer({ description: 'b' })],
    ['a number taken for a whole one', body({ type: 'integer' }), body({ type: 'number' })],
    ['wider limits given', answer({ maximum: 5 }), answer({ maximum: 9 })],
    ['a format of numbers', body({ type: 'number' }), body({ type: 'number', format: 'double' })],
    ['a narrower form given', answer({ type: 'string' }), answer({ type: 'string', format: 'date' })],
    ['one value where any was', answer({ type: 'string' }), answer({ type: 'string', const: 'a' })],
    [
      'a union of what one object was',
      answer({ type: 'object', properties: { type: { type: 'string' }, at: {}, of: {} } }),
      answer(union(a, b, marked('c'))),
    ],
    ['alternatives in another order', answer(union(a, b)), answer(union(b, a))],
    [
      'a value with a name of its own',
      body({ type: ['string', 'null'] }),
      body({ anyOf: [{ type: 'string' }, { type: 'null' }] }),
    ],
  ])('%s breaks nobody', (_, before, now) => {
    expect(judge(document(before), document(now))).toEqual([]);
  });

  test('an alternative more is to be looked at where it is given', () => {
    expect(judge(document(answer(union(a, b))), document(answer(union(a, b, marked('c')))))).toEqual([
      `caution: ${place}, answer 200, body may now be c, which callers do not know yet.`,
    ]);
  });

  test('the name of a parameter in a path is nothing to a caller', () => {
    const renamed = { paths: { '/a/{key}': document({}).paths['/a/{id}'] } };
    expect(judge(document({}), renamed)).toEqual([]);
    expect(judge(document({}), { paths: {} })).toEqual([`breaking: ${place} is no longer there.`]);
  });

  test('references are followed, also where a schema contains itself or may be null', () => {
    const tree = (leaf: object): object => ({
      components: {
        schemas: {
          Tree: { properties: { leaf, next: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] } } },
        },
      },
    });
    const given = answer({ $ref: '#/components/schemas/Tree' });
    expect(judge(document(given, tree({ type: 'string' })), document(given, tree({ type: 'integer' })))).toEqual([
      'breaking: Tree.leaf may be integer, before string.',
    ]);
    const nullable = answer({ anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] });
    const whole = tree({});
    expect(judge(document(given, whole), document(nullable, whole))).toEqual([
      `breaking: ${place}, answer 200, body may be null now.`,
    ]);
    expect(judge(document(nullable, whole), document(given, whole))).toEqual([]);
    expect(() => judge(document(given, whole), document(given))).toThrow('nothing at #/components/schemas/Tree');
  });
});

test('a new value is to be looked at in GraphQL where it is given, not where it is only sent', async () => {
  const sdl = (values: string): string => `type Query { a(b: B): A } enum A { ${values} } enum B { ${values} }`;
  expect(lines(await compareGraphql(sdl('X'), sdl('X Y')))).toEqual(["GraphQL: Enum value 'Y' was added to enum 'A'."]);
});

test('a default that changes is to be looked at in GraphQL too', async () => {
  const sdl = (value: number): string => `type Query { a(b: Int = ${value}): Int }`;
  expect(lines(await compareGraphql(sdl(1), sdl(2)))).toEqual([expect.stringContaining('GraphQL: Default value')]);
});

test('an AsyncAPI document without messages is one', () => expect(compareAsyncApi({}, {})).toEqual([]));

describe('what is printed', () => {
  const fields = { title, price: Money(), rank: Integer({ optional: true }) };
  const before = (): DeclaredClass => thing({ ...fields, color: Text({ optional: true }) }, { events: true });
  const now = (): DeclaredClass =>
    thing(
      { ...fields, brand: Text({ max: 60 }) },
      {
        events: true,
        expiresAfterDays: 90,
        indexes: { byBrand: { partition: 'brand', sort: 'price' }, byTitle: { partition: 'title', sort: 'rank' } },
        backfills: { 'brand-of-title': { fields: ['brand'], item: (item) => ({ brand: item.title }) } },
      },
    );
  const example = readFileSync(join(root, 'docs/releases.md'), 'utf8').split('```text\n')[1]!.split('```')[0]!;

  test('is what docs/releases.md shows', async () => {
    expect(printPlan(await plan(before(), now(), ['0.1.0', '0.1.1']))).toBe(example);
  });

  test('ends with the word that it may be deployed when the version says so', async () => {
    const allowed = printPlan(await plan(before(), now()));
    expect(allowed).toMatch(
      /\n\nMay be deployed: 0\.2\.0 says that it breaks callers of 0\.1\.0\.\nDeploy what is new first: -c first=migration\. The next deploy, without it, protects the tables\.\n$/,
    );
    expect(allowed).not.toContain('Refused');
    expect(printPlan(await plan(plain(), thing(fields)))).toMatch(/\nRefused\n {2}thing: price is new and required/);
  });
});

describe('after an upgrade of the gateway', () => {
  const before = () => thing({ title, color: Text({ optional: true }) });
  const now = () => thing({ title }, { access: { read: anyone, write: role('painter') } });

  async function printed(gateway: string | undefined, [from, to] = ['0.1.0', '0.1.0']): Promise<string> {
    const released = await release(from, before());
    const recorded = { ...released, manifest: { ...released.manifest, gateway } };
    return printPlan(await planOf(recorded, await release(to, now())));
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  test.each([
    ['0.0.9', 'It was 0.0.9 when'],
    [undefined, 'It was one of before when'],
  ])('from %s the plan says what may come from it, and the command that records it', async (gateway, words) => {
    expect(await printed(gateway)).toContain(`
The gateway itself
  ${words} the release was recorded, and is ${version} now. What stands above under GraphQL and REST may come from that.
  What stands under thing and Access comes from the declarations.
  If no declaration of yours has done it, record it as a release: npm version 0.2.0 --no-git-tag-version && npm run plan -- --release
`);
    // The version that was told is one that will do.
    expect(await printed(gateway, ['0.1.0', '0.2.0'])).toContain('record it as a release: npm run plan -- --release\n');
  });

  test('says what docs/releases.md shows', () => {
    const documented = readFileSync(join(root, 'docs/releases.md'), 'utf8').split('```text\n')[2]!.split('```')[0]!;
    const gateway = { from: '0.2.0', to: '0.3.0', subjects: ['GraphQL', 'REST'], version: '0.2.0' };
    const findings = ['REST', 'GraphQL', 'thing'].map(
      (subject) => ({ level: 'breaking', subject, words: '' }) as const,
    );
    const facts = { from: '0.1.0', to: '0.1.0', findings, waves: [], first: [], refusals: [], isChanged: true };
    expect(printPlan({ ...facts, gateway })).toContain(`\n\n${documented}\n`);
  });

  test('says nothing of a gateway that is the same, or has changed nothing', async () => {
    expect(await printed(version)).not.toContain('The gateway itself');
    const same = await release('0.1.0', before());
    const recorded = { ...same, manifest: { ...same.manifest, gateway: '0.0.9' } };
    expect(printPlan(await planOf(recorded, same))).toMatch(/^Nothing to deploy/);
  });
});

describe('the program', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'tandem-plan-')), 'released');
  });
  afterEach(() => rmSync(dirname(folder), { recursive: true }));

  const runWith = (variables: NodeJS.ProcessEnv, ...line: string[]) =>
    spawnSync(process.execPath, ['-r', '@swc-node/register', 'infra/plan.ts', '--released', folder, ...line], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...variables },
    });
  const run = (...line: string[]) => runWith({}, ...line);
  const change = (name: string, edit: (text: string) => string): void =>
    writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), 'utf8')));

  test('records the first release, and then finds nothing to deploy', () => {
    expect(run()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^The first release: /) });
    expect(existsSync(folder)).toBe(false);
    expect(run('--release')).toMatchObject({ status: 0, stdout: expect.stringContaining(`Wrote release ${version}`) });
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
      version,
      gateway: version,
    });
    expect(readdirSync(folder).toSorted()).toEqual([
      'asyncapi.json',
      'manifest.json',
      'openapi.json',
      'resources.json',
      'schema.graphql',
    ]);
    expect(run()).toMatchObject({
      status: 0,
      stdout: `Nothing to deploy: the declarations are those of release ${version}.\n`,
    });
  });

  test('ends with 1 when the change breaks callers and the version does not say so', () => {
    run('--release');
    change('schema.graphql', (text) => text.replace(/^type Query \{/m, 'type Query {\n  gone: Int\n'));
    const refused = run('--release');
    expect(refused.stdout).toContain("GraphQL  Field 'gone' was removed from object type 'Query'.");
    expect(refused.stdout).toContain(`Refused\n  package.json says ${version}, and callers of ${version} would break.`);
    expect(refused.status).toBe(1);
    // The release is as it was.
    expect(readFileSync(join(folder, 'schema.graphql'), 'utf8')).toContain('gone: Int');
  });

  test('ends with 1 when the stack would get another table in place of one that holds items', () => {
    run('--release');
    change('resources.json', (text) => text.replace('-prod-idempotency"', '-prod-answers"'));
    const refused = run();
    expect(refused.stdout).toMatch(
      /Refused\n {2}Stack: TablesIdempotency\w+ \(AWS::DynamoDB::Table\) would be replaced, without its items: TableName would change from tandem-prod-answers to tandem-prod-idempotency\./,
    );
    expect(refused.status).toBe(1);
  });

  test('ends with 1 when the bus would lose the name that the environment has given it', () => {
    runWith({ EVENT_BUSNAME: 'OldBus' }, '--release');
    const refused = run();
    expect(refused.stdout).toMatch(
      /Refused\n {2}Stack: MessagingBus\w+ \(AWS::Events::EventBus\) would be replaced, [^\n]+: Name would change from OldBus to tandem-prod-/,
    );
    expect(refused.status).toBe(1);
  });

  test('tells a change of the stack alone, which a release records', () => {
    run('--release');
    change('resources.json', (text) => {
      const notes = Object.entries(JSON.parse(text) as Resources).filter(([id]) => !id.startsWith('MessagingRelay'));
      return JSON.stringify(Object.fromEntries(notes));
    });
    expect(run().stdout).toMatch(/^From release/);
    expect(run('--release')).toMatchObject({ status: 1, stderr: expect.stringMatching(/is there already/) });
  });

  test('never writes a release twice', () => {
    run('--release');
    change('manifest.json', (text) => text.replace('"expiresAfterDays": 7', '"expiresAfterDays": 8'));
    expect(run()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('outbox  lets items expire after 7 days'),
    });
    expect(run('--release')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/is there already: give package/),
    });
  });
});
