import { Date as DateField, DateTime, Enumeration, Flag, Float, Id, Integer, ListOf, Money, Text } from './decorators';
import { Domain } from './domain';
import { DeclarationError, domainOf } from './facts';
import type { DeclaredClass, DomainOptions } from './facts';
import type { TableOptions } from './table-options';
import { tablesOf } from './table';

// What a declaration of how items are stored can get wrong, and what the start of the gateway says to it.

type Fields = Record<string, (prototype: object, name: string) => void>;

/** A domain of a class with these fields and an id. */
function domain(fields: Fields, options: DomainOptions, name = 'widget'): DeclaredClass {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const type = { [title]: class {} }[title]!;
  for (const [field, decorate] of Object.entries({ id: Id({ max: 60 }), ...fields })) decorate(type.prototype, field);
  Domain(name, options)(type);
  return type;
}

/** What is said of declarations; nothing when they are taken. */
function complaint(declare: () => unknown): string {
  try {
    declare();
    return 'nothing';
  } catch (error) {
    if (error instanceof DeclarationError) return error.message;
    throw error;
  }
}

const text = Text({ max: 60 });
const keyed = (template: string): DomainOptions => ({ table: { key: { partition: { pk: template } } } });
const owned: Fields = { owner: text, rank: Integer() };
const byOwner = (table: TableOptions['indexes'], sort?: string): DomainOptions => ({
  indexes: { byOwner: { partition: 'owner', sort } },
  table: { indexes: table },
});
const ownerKey = { partition: { gsi: 'OWNER#{owner}' } };

test.each<[template: string, words: string]>([
  ['', `"" is no template of a key: write such as 'TASK#{id}'.`],
  ['TASK}{id}', `"TASK}{id}" is no template of a key: write such as 'TASK#{id}'.`],
  ['{id}#{id}', '"{id}#{id}" names a field twice: once is enough.'],
  [
    '{id}{id2}',
    'in "{id}{id2}" two fields stand side by side, and nobody can tell where the first ends: put a text such as "#" between them.',
  ],
  [
    'TASK#{id:title}',
    '"{id:title}" in "TASK#{id:title}" is no field: write {name}, {name:lower}, {name:upper}, or {name:6} for a whole number with six digits.',
  ],
])('the template %j is refused', (template, words) => {
  expect(complaint(() => domain({}, keyed(template)))).toBe(`Widget, the key, partition: ${words}`);
});

test.each<[what: string, words: string, fields: Fields, options?: DomainOptions]>([
  [
    'a layout of an index that is none',
    'Widget: table.indexes names "byOwner", which is not one of its indexes: declare it in indexes too.',
    owned,
    { table: { indexes: { byOwner: ownerKey } } },
  ],
  [
    'a scan of a table of several kinds',
    'Widget: scan: true would read the items of other kinds in the table too: take it away, and declare an index that begins with what the lists ask for.',
    {},
    { scan: true, ...keyed('WIDGET#{id}') },
  ],
  [
    'a key without a key field',
    'Widget: the key of the table is made without the key field "id": put {id} into it.',
    { owner: text },
    { key: { partition: 'owner', sort: 'id' }, table: { key: { partition: { pk: 'W#{owner}' }, sort: { sk: 'W' } } } },
  ],
  [
    'a key attribute without a name',
    "Widget: the key, partition: write one attribute and its template, such as { pk: 'TASK#{id}' }.",
    {},
    { table: { key: { partition: {} } } },
  ],
  [
    'two attributes in one place',
    "Widget: the key, partition: write one attribute and its template, such as { pk: 'TASK#{id}' }.",
    {},
    { table: { key: { partition: { pk: 'W#{id}', sk: 'W#{id}' } } } },
  ],
  [
    'a template of a field that is none',
    'Widget: the key, partition: "W#{name}#{id}" names "name", which is not one of its fields.',
    {},
    keyed('W#{name}#{id}'),
  ],
  [
    'a key made of what changes',
    'Widget: the key, partition: "W#{owner}#{id}" is made of "owner"; a write may not know it: use {id}.',
    owned,
    keyed('W#{owner}#{id}'),
  ],
  [
    'a kept index that is made of nothing',
    'Widget: table.kept "gsi" is made of no field: write its attributes into table.constants.',
    owned,
    { table: { kept: { gsi: { partition: { gsi: 'WIDGETS' }, sort: { sort: 'WIDGET' } } } } },
  ],
  [
    'a kept index that is made of the count of writes',
    'Widget: table.kept "gsi", partition: "V#{version}" is made of "version"; a write may not know it: use {id} and {owner} and {rank} and {createdAt} and {updatedAt}.',
    owned,
    { table: { kept: { gsi: { partition: { gsi: 'V#{version}' } } } } },
  ],
  [
    'a list by a partition that is made of more',
    `Widget: index "byOwner" begins with "owner", and its partition "OWNER#{owner}#{id}" is not made of it alone: write such as 'OWNER#{owner}'.`,
    owned,
    byOwner({ byOwner: { partition: { gsi: 'OWNER#{owner}#{id}' } } }),
  ],
  [
    'an order that texts do not have',
    'Widget: index "byOwner": "RANK#{rank}" does not sort as "rank" does: begin with {rank}, with {rank:10} for whole numbers from 0, and let something follow only dates and instants; or take the sort field out of the index.',
    { ...owned, rank: Integer({ min: 0 }) },
    byOwner({ byOwner: { ...ownerKey, sort: { sort: 'RANK#{rank}' } } }, 'rank'),
  ],
  [
    'digits for numbers below 0',
    'Widget: index "byOwner", sort: {rank:…} is for whole numbers from 0: declare @Integer({ min: 0, … }), or write {rank}.',
    owned,
    byOwner({ byOwner: { ...ownerKey, sort: { sort: 'RANK#{rank:10}' } } }, 'rank'),
  ],
  [
    'fewer digits than the number can have',
    'Widget: index "byOwner", sort: 1000 has more digits than "RANK#{rank:3}" has place for: declare @Integer({ min: 0, max: … }), or write {rank:4}.',
    { ...owned, rank: Integer({ min: 0, max: 1000 }) },
    byOwner({ byOwner: { ...ownerKey, sort: { sort: 'RANK#{rank:3}' } } }, 'rank'),
  ],
  [
    'a form within a template',
    'Widget: index "byOwner", sort: "due" is stored as epochSeconds, which has no place in a template: use {due} alone.',
    { ...owned, due: DateTime({ stored: { as: 'epochSeconds' } }) },
    byOwner({ byOwner: { ...ownerKey, sort: { sort: 'DUE#{due}' } } }, 'due'),
  ],
  [
    'a text that is longer than its place',
    'Widget.owner is part of index "byOwner", partition, where DynamoDB takes 1 to 510 characters: write @Text({ max: 120 }).',
    { owner: Text({ max: 512 }) },
    byOwner({ byOwner: ownerKey }),
  ],
  [
    'an end that a date holds',
    'Widget: index "byOwner", sort: "-" follows {due} in "{due}-{id}" and stands in its values too: put another letter, such as "#", behind it.',
    { ...owned, due: DateField() },
    byOwner({ byOwner: { ...ownerKey, sort: { sort: '{due}-{id}' } } }, 'due'),
  ],
  [
    'an end that one value of an enumeration holds',
    'Widget: index "byState", partition: "_" follows {state} in "STATE#{state}_x" and stands in its values too: put another letter, such as "#", behind it.',
    { state: Enumeration('LayoutState', ['ON', 'OFF_LINE']) },
    {
      indexes: { byState: { partition: 'state' } },
      table: { indexes: { byState: { partition: { gsi: 'STATE#{state}_x' } } } },
    },
  ],
  [
    'an end that a number below 0 holds',
    'Widget: index "byRank", partition: "-" follows {rank} in "RANK#{rank}-x" and stands in its values too: put another letter, such as "#", behind it.',
    owned,
    {
      indexes: { byRank: { partition: 'rank' } },
      table: { indexes: { byRank: { partition: { gsi: 'RANK#{rank}-x' } } } },
    },
  ],
  [
    'an attribute of two meanings',
    'Widget: the attribute "owner" is both the field "owner" and the key "W#{id}": give one of them another name.',
    owned,
    { table: { key: { partition: { owner: 'W#{id}' } } } },
  ],
  [
    'a constant in the place of a mark',
    'Widget: the attribute "_write" is both the constant "x" and the mark of the last write: give one of them another name.',
    {},
    { table: { constants: { _write: 'x' } } },
  ],
  [
    'the time to live in the place of a field',
    'Widget: the attribute "owner" is both the field "owner" and the time to live: give one of them another name.',
    owned,
    { table: { marks: { expires: 'owner' } } },
  ],
  [
    'a name that no table has',
    'Widget: table.name "my table" is no name of a table behind its prefix: write 3 to 255 letters, digits, "_", "-" and ".".',
    {},
    { table: { name: 'my table' } },
  ],
  [
    'a name that no existing table has',
    'Widget: table.name "Todo/dev" is no name of a table: write 3 to 255 letters, digits, "_", "-" and ".".',
    {},
    { table: { name: 'Todo/dev', existing: true } },
  ],
  [
    'a key in a form that no key has',
    'Widget.rank is stored as text, which no key can hold.',
    { rank: Integer({ stored: { as: 'text' } }) },
    { indexes: { byRank: { partition: 'rank' } } },
  ],
  [
    'one attribute for two fields',
    'Widget: two fields are stored as "name": give one of them another name.',
    { name: text, title: Text({ stored: 'name' }) },
  ],
  [
    'one attribute for a field and one of before',
    'Widget: two fields are stored as "zip": give one of them another name.',
    { zip: text, zipCode: Text({ was: 'zip' }) },
  ],
  [
    'no attribute',
    "Widget.title is stored under no name: write stored: '…', or leave it out.",
    { title: Text({ stored: '' }) },
  ],
  [
    'what was in another form and is not written so',
    'Widget.cost was stored as "price" in another form: say with write what the release before finds there while both run.',
    { cost: Money({ was: { name: 'price', read: Number } }) },
  ],
  [
    'what was in another form under the same name',
    `Widget.cost is stored as cents, and "cost" may have that form or the one of before: give it another name, stored: { name: '…', as: 'cents' }, was: { name: 'cost', … }.`,
    { cost: Money({ stored: { as: 'cents' }, was: { read: Number } }) },
  ],
  [
    'a form of other kinds',
    'Widget.cost cannot be stored as "epochSeconds": write cents or centsText or text.',
    { cost: Money({ stored: { as: 'epochSeconds' } }) },
  ],
  [
    'a form for a kind that has none',
    'Widget.title cannot be stored as "set": a text has one form alone.',
    { title: Text({ stored: { as: 'set' } }) },
  ],
  [
    'a form that is none',
    'Widget.open cannot be stored as "toString": write text.',
    { open: Flag({ stored: { as: 'toString' as 'text' } }) },
  ],
  [
    'a set of what DynamoDB has no sets of',
    'Widget.flags: a set holds texts or numbers, not values of the kind boolean.',
    { flags: ListOf('boolean', { stored: { as: 'set' } }) },
  ],
  [
    'an instant that is finer than its form',
    'Widget.at: epochMilliseconds keeps no more than milliseconds: take precision away.',
    { at: DateTime({ precision: 6, stored: { as: 'epochMilliseconds' } }) },
  ],
  [
    'amounts of which no double holds the cents',
    'Widget.cost: centsText keeps amounts up to 9999999999999.99 exactly: narrow min and max.',
    { cost: Money({ max: 1e13, stored: { as: 'centsText' } }) },
  ],
  [
    'a backfill with a name that is none',
    `Widget, backfill "Brands": write lower-case letters, digits and hyphens, such as 'brand-2026'.`,
    owned,
    { backfills: { Brands: { fields: ['owner'] } } },
  ],
  [
    'a backfill of nothing',
    'Widget, backfill "brands" does nothing: say the fields that every item has afterwards, a function item, or attributes to drop.',
    owned,
    { backfills: { brands: {} } },
  ],
  [
    'a backfill of a field that is none',
    'Widget, backfill "brands" fills "brand", which is not one of its fields: id, owner, rank.',
    owned,
    { backfills: { brands: { fields: ['owner', 'brand'] } } },
  ],
  [
    'a backfill of the key',
    'Widget, backfill "ids" fills "id", a field of the key, which never changes: copy the items into a new domain instead.',
    owned,
    { backfills: { ids: { fields: ['id'] } } },
  ],
  [
    'a backfill that waits to drop nothing',
    'Widget, backfill "brands" drops nothing, and so waits for none: leave "after" out.',
    owned,
    { backfills: { brands: { fields: ['owner'], after: ['owners'] } } },
  ],
  [
    'backfills that wait for one another',
    'Widget, backfill "one" waits for itself by "after".',
    owned,
    { backfills: { one: { drop: ['a'], after: ['two'] }, two: { drop: ['b'], after: ['one'] } } },
  ],
  [
    'a backfill that drops what is stored',
    'Widget, backfill "zips" drops "zip", which is still stored: take the field, or its "was", away first.',
    { zipCode: Text({ was: 'zip' }) },
    { backfills: { zips: { fields: ['zipCode'], drop: ['zip'] } } },
  ],
])('%s is refused', (_, words, fields, options = {}) => {
  expect(complaint(() => domain(fields, options))).toBe(words);
});

test('numbers of a float are kept out of templates that they could end', () => {
  const fields = { weight: Float() };
  const byWeight = (template: string): DomainOptions => ({
    indexes: { byWeight: { partition: 'weight' } },
    table: { indexes: { byWeight: { partition: { gsi: template } } } },
  });
  // 1e+21 is how JavaScript spells it.
  for (const end of ['e', '+', '-', '.', '7']) {
    expect(complaint(() => domain(fields, byWeight(`W#{weight}${end}`)))).toContain(`"${end}" follows {weight}`);
  }
  expect(complaint(() => domain(fields, byWeight('W#{weight}#')))).toBe('nothing');
});

describe('domains in one table', () => {
  /** What is said of two domains in the table "all". */
  function shared(first: TableOptions, second: TableOptions, options: DomainOptions = {}, fields: Fields = {}): string {
    const declared = [
      domain(fields, { ...options, table: { name: 'all', ...first } }, 'task'),
      domain(fields, { ...options, table: { name: 'all', ...second } }, 'note'),
    ];
    return complaint(() => tablesOf(declared.map(domainOf)));
  }
  const key = (template: string, attribute = 'pk') => ({ key: { partition: { [attribute]: template } } });
  const [tasks, notes] = [key('TASK#{id}'), key('NOTE#{id}')];
  const index = (template: string, attribute = 'gsi') => ({
    indexes: { byOwner: { partition: { [attribute]: template } } },
  });
  const listed: DomainOptions = { indexes: { byOwner: { partition: 'owner' } } };

  test.each<[what: string, words: string, said: () => string]>([
    [
      'that exists for one of them',
      'which is existing for one of them alone: say it of both.',
      () => shared(tasks, { ...notes, existing: true }),
    ],
    [
      'with two times to live',
      'which has one attribute of its time to live: write the same table.marks.expires for both.',
      () => shared({ ...tasks, marks: { expires: 'ttl' } }, notes, { expiresAfterDays: 1 }),
    ],
    [
      'with two keys',
      'and its key is pk (S) for one and id (S) for the other: write table.key with the same attributes for both.',
      () => shared(tasks, {}),
    ],
    [
      'whose keys may be equal',
      `and an item of one could have the key of the other: let the templates of table.key begin with different texts, such as 'TASK#' and 'NOTE#'.`,
      () => shared(tasks, key('TASK#NOTE#{id}')),
    ],
    [
      'with two forms of an index',
      'and its index "byOwner" has other attributes for each: write the same in table.indexes.',
      () =>
        shared({ ...tasks, ...index('TASK#{owner}') }, { ...notes, ...index('NOTE#{owner}', 'other') }, listed, {
          owner: text,
        }),
    ],
    [
      'with an index that tells them not apart',
      'and its index "byOwner" cannot tell their items apart: let the templates of a key attribute of it begin with different texts.',
      () =>
        shared({ ...tasks, ...index('OWNER#{owner}') }, { ...notes, ...index('OWNER#{owner}') }, listed, {
          owner: text,
        }),
    ],
  ])('%s are refused', (_, words, said) => {
    expect(said()).toBe(`Task and Note share the table "all", ${words}`);
  });

  test('are taken when their keys begin with other texts', () => {
    expect(
      shared({ ...tasks, ...index('TASK#{owner}') }, { ...notes, ...index('NOTE#{owner}') }, listed, { owner: text }),
    ).toBe('nothing');
  });
});
