import fc from 'fast-check';
import {
  Date as DateField,
  DateTime,
  Duration,
  Email,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  ListOf,
  Money,
  Nested,
  Text,
  Url,
} from '../../schema/decorators';
import type { TextOptions } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass, DomainFact, IndexFact } from '../../schema/facts';
import type { TableOptions } from '../../schema/table-options';
import type { StoredFact } from '../../schema/stored';
import { kinds } from '../../schema/kinds';
import type { FieldKind } from '../../schema/kinds';
import type { Item } from '../../services/context';

/** A domain drawn by chance, and the items that its table is to hold. */
export interface RandomDomain {
  readonly type: DeclaredClass;
  readonly fact: DomainFact;
  readonly items: readonly Item[];
  /** What it is like, for the name of a test. */
  readonly words: string;
}

/** The kinds of the gateway, with lists of two of them; a list of objects and free JSON can only be asked for. */
type Kind = Exclude<FieldKind, 'list' | 'objects' | 'json'> | 'texts' | 'integers';

interface FieldShape {
  readonly name: string;
  readonly kind: Kind;
  readonly optional: boolean;
  /** The few values that the items draw from, so that many are equal. */
  readonly pool: readonly unknown[];
}

/** Names that are reserved words of DynamoDB, and ones that also mean something else in a query string. */
const names = ['name', 'status', 'size', 'date', 'year', 'group', 'value', 'range', 'order', 'count', 'limit', 'total'];

/** In UTF-16 the surrogates of U+10000 stand before U+E000, in UTF-8 after it. */
const texts = [
  ...['a', 'b', 'B', 'aa', 'ab', 'a b', 'a,b', 'Z', '10', '9', '~', '"q"', '100%', '\\', "o'", '[x]', '&=+'],
  ...[
    'é',
    'É',
    'e\u0301',
    'ß',
    'SS',
    'ς',
    'Σ',
    '\uD7FF',
    '\uE000',
    '\uFFFD',
    '\u{10000}',
    '\u{1F600}',
    'a\uE000',
    'a\u{1F600}',
  ],
];

const moments = [
  '0001-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2026-01-15T09:30:00.000Z',
  '2026-01-15T09:30:00.001Z',
  '2026-03-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
];

const statuses = ['NEW', 'OLD', 'Middle', '_none'];

const values: Record<Kind, fc.Arbitrary<unknown>> = {
  id: fc.constantFrom(...texts),
  text: fc.constantFrom(...texts),
  integer: fc.oneof(fc.integer({ min: -12, max: 12 }), fc.constantFrom(2_147_483_647, -2_147_483_648, 100, 1000)),
  float: fc.constantFrom(-1e30, -10, -9.5, -1, -0.1, 0, 1e-20, 0.1, 0.3, 1, 2, 9, 10, 10.5, 1e22, 1.5e100),
  money: fc.constantFrom(0, 0.01, 0.1, 1, 2, 9, 9.99, 10, 99.9, 1000, 999_999_999.99),
  dateTime: fc.constantFrom(...moments),
  date: fc.constantFrom('0000-01-01', '1969-12-31', '2024-02-29', '2026-02-28', '2026-03-01', '9999-12-31'),
  duration: fc.constantFrom('PT0S', 'P1M', 'P30D', 'P2W', 'P1DT12H'),
  email: fc.constantFrom('ada@example.com', 'Ada@example.com', 'b+c@localhost', "o'hara@a-b.example"),
  url: fc.constantFrom('https://example.com/', 'https://example.com', 'http://a.example/?a=1,2&b=%25', 'HTTP://[::1]/'),
  enumeration: fc.constantFrom(...statuses),
  boolean: fc.boolean(),
  texts: fc.array(fc.constantFrom(...texts.slice(0, 6)), { maxLength: 3 }),
  integers: fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 3 }),
  object: fc.record(
    { width: fc.constantFrom(-1, 0, 0.5, 2), label: fc.constantFrom(...texts), at: fc.constantFrom(...moments) },
    { requiredKeys: [] },
  ),
};

/** Values that seldom repeat, for keys that tell items apart. */
const distinct: Partial<Record<Kind, fc.Arbitrary<unknown>>> = {
  id: fc.tuple(fc.constantFrom(...texts), fc.nat(9)).map(([text, number]) => `${text}${number}`),
  text: fc.tuple(fc.constantFrom(...texts), fc.nat(9)).map(([text, number]) => `${text}${number}`),
  integer: fc.integer({ min: -60, max: 60 }),
  float: fc.integer({ min: -200, max: 200 }).map((quarter) => quarter / 4),
  dateTime: fc.integer({ min: -300, max: 300 }).map((hour) => new Date(hour * 3_600_000).toISOString()),
  date: fc.integer({ min: -300, max: 300 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  email: fc.integer({ min: 0, max: 300 }).map((number) => `user${number}@example.com`),
  url: fc.integer({ min: 0, max: 300 }).map((number) => `https://example.com/${number}`),
};

const allKinds = Object.keys(values) as readonly Kind[];

/** An item has one id, which is its key. */
const plainKinds = allKinds.filter((kind) => kind !== 'id');

/** The kinds that a key can hold, by the gateway's own table. */
const keyable: ReadonlySet<Kind> = new Set(
  allKinds.filter((kind) => Object.hasOwn(kinds, kind) && kinds[kind as FieldKind].key !== undefined),
);

const few = (kind: Kind): fc.Arbitrary<readonly unknown[]> =>
  fc.array(values[kind], { minLength: 1, maxLength: 3, size: 'max' });

const shapeOf = (name: string, kinds: readonly Kind[], optional: fc.Arbitrary<boolean>): fc.Arbitrary<FieldShape> =>
  fc
    .constantFrom(...kinds)
    .chain((kind) => fc.record({ name: fc.constant(name), kind: fc.constant(kind), optional, pool: few(kind) }));

const plainFields = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 3, maxLength: 6, size: 'max' })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((name) =>
        shapeOf(
          name,
          [
            ...plainKinds,
            // Some of the values that are hard to tell apart come more often.
            ...(['text', 'text', 'money', 'float', 'enumeration'] as const),
          ],
          fc.boolean(),
        ),
      ),
    ),
  );

const never = fc.constant(false);
const keyKinds = (Object.keys(distinct) as Kind[]).filter((kind) => keyable.has(kind));
const keyShapes = fc.oneof(
  shapeOf('id', keyKinds, never).map((only) => [only]),
  fc.tuple(
    shapeOf(
      'place',
      [...keyable].filter((kind) => kind !== 'id'),
      never,
    ),
    shapeOf('part', keyKinds, never),
  ),
);

/** Where an index is to be; its fields are counted off among those that can be keys. */
const indexShape = fc.record({
  partition: fc.nat(20),
  sort: fc.option(fc.nat(20), { freq: 4 }),
  byCreation: fc.nat(7).map((one) => one === 0),
});
const indexShapes = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 6, arbitrary: fc.array(indexShape, { minLength: 1, maxLength: 3, size: 'max' }) },
);

/** Draws domains; each class, and with it each table, has a number of its own. */
export const randomDomains = fc
  .record({
    key: keyShapes,
    plain: plainFields,
    indexes: indexShapes,
    scan: fc.boolean(),
    readBudget: fc.constantFrom(1, 3, 8, 15, undefined, undefined, undefined, undefined),
  })
  .chain((shape) => fc.record({ shape: fc.constant(shape), items: itemsOf(shape) }))
  .map(
    ({ shape, items }) =>
      (number: number) =>
        declare(shape, items, number),
  );

function itemsOf({ key, plain, readBudget = 100 }: DomainShape): fc.Arbitrary<readonly Item[]> {
  const last = key.at(-1)!;
  const keyValues = Object.fromEntries(
    key.map((field) => [field.name, field === last ? distinct[field.kind]! : fc.constantFrom(...field.pool)]),
  );
  const others = Object.fromEntries(plain.map(({ name, pool }) => [name, fc.constantFrom(...pool)]));
  const required = plain.filter(({ optional }) => !optional).map(({ name }) => name);
  const item = fc
    .tuple(fc.record(keyValues), fc.record(others, { requiredKeys: required }))
    .map(([keys, rest]): Item => ({ ...keys, ...rest }));
  const selector = (one: Item): string => JSON.stringify(key.map(({ name }) => one[name]));
  const some = (minLength: number, maxLength: number) =>
    fc.uniqueArray(item, { selector, minLength, maxLength, size: 'max' });
  // A page for each item or two takes its time.
  const many = readBudget < 5 ? some(6, 12) : some(15, 40);
  return fc.oneof({ weight: 1, arbitrary: some(0, 3) }, { weight: 6, arbitrary: many });
}

interface DomainShape {
  readonly key: readonly FieldShape[];
  readonly plain: readonly FieldShape[];
  readonly indexes: readonly { partition: number; sort: number | null; byCreation: boolean }[];
  readonly scan: boolean;
  readonly readBudget: number | undefined;
}

function declare(
  { key, plain, indexes, scan: isScannable, readBudget }: DomainShape,
  items: readonly Item[],
  number: number,
): RandomDomain {
  const type = { [`Thing${number}`]: class {} }[`Thing${number}`]!;
  // Every third domain lies in the table of another program, every second of these with others of its kind.
  const isForeign = number % 3 === 2;
  const isOneOfSeveral = number % 6 === 5 && key.every(({ kind }) => textual.has(kind));
  const scan = isScannable && !isOneOfSeveral;
  const indexable = isOneOfSeveral ? textual : keyable;
  const candidates = [...plain, ...key].filter(({ kind }) => indexable.has(kind)).map(({ name }) => name);
  const declared = indexes.flatMap(({ partition, sort, byCreation }, index): [string, IndexFact][] => {
    const first = candidates[partition % candidates.length]!;
    const second = byCreation ? 'createdAt' : sort === null ? undefined : candidates[sort % candidates.length];
    if (first === second) return [];
    return [[`by-${index}`, { partition: first, ...(second !== undefined && { sort: second }) }]];
  });
  const [partition, sort] = key.map(({ name }) => name);
  const inKeys = new Set([partition, sort, ...declared.flatMap(([, index]) => [index.partition, index.sort])]);
  const fields = [...key, ...plain];
  for (const [place, field] of fields.entries()) {
    const stored = isForeign ? storedAs(field, place + number, isOneOfSeveral && inKeys.has(field.name)) : undefined;
    // A template of a key would have to say it too.
    const isSearched = !key.includes(field) && !isOneOfSeveral && (place + number) % 2 === 0;
    decorate(type, field, stored, isSearched ? { folded: true, accents: (place + number) % 4 === 0 } : undefined);
  }
  Domain(`thing-${number}`, {
    key: { partition: partition!, ...(sort !== undefined && { sort }) },
    indexes: Object.fromEntries(declared),
    scan,
    readBudget,
    ...(isOneOfSeveral && { table: sharedTable(number, fields, { partition: partition!, sort }, declared) }),
  })(type);
  const ofKinds = key.map(({ kind }) => kind).join(' and ');
  const words = [
    `a key of ${ofKinds}`,
    `${declared.length} indexes`,
    `${items.length} items`,
    ...(scan ? ['a scan'] : []),
    ...(isOneOfSeveral ? ['a table of several kinds'] : isForeign ? ['attributes of other names'] : []),
    ...(readBudget ? [`a read budget of ${readBudget}`] : []),
  ];
  return { type, fact: domainOf(type), items, words: words.join(', ') };
}

/** The kinds that a template of a key takes. */
const textual: ReadonlySet<Kind> = new Set(['id', 'text', 'dateTime', 'date', 'email', 'url', 'enumeration']);

const forms: Partial<Record<Kind, readonly StoredFact[]>> = {
  money: [{ as: 'cents' }, { as: 'centsText' }, { as: 'text' }],
  dateTime: [{ as: 'epochMilliseconds' }],
  integer: [{ as: 'text' }],
  float: [{ as: 'text' }],
  boolean: [{ as: 'text' }],
};

/** The forms that no key can have. */
const notInKeys = ['centsText', 'text'];

/** Some fields have another name, some another form, some both. */
function storedAs({ name, kind }: FieldShape, chance: number, isInTemplate: boolean): StoredFact | undefined {
  const [form] = (forms[kind] ?? []).slice(chance % 3);
  const as = form && !isInTemplate && !(keyable.has(kind) && notInKeys.includes(form.as!)) ? form : {};
  return { ...as, ...(chance % 2 === 0 && { name: `${name}_of_old` }) };
}

/** A single-table design: one key and a few index attributes of texts, for every kind of item. */
function sharedTable(
  number: number,
  fields: readonly FieldShape[],
  { partition, sort }: { partition: string; sort: string | undefined },
  indexes: readonly [string, IndexFact][],
): TableOptions {
  const templateOf = (name: string): string => {
    const isDated =
      name === 'createdAt' || ['date', 'dateTime'].includes(fields.find((one) => one.name === name)!.kind);
    return `S#{${name}}${isDated && name !== sort && name !== partition ? `#{${partition}}` : ''}`;
  };
  return {
    name: `things-${number % 2}`,
    key: {
      partition: { pk: `T${number}#{${partition}}` },
      sort: { sk: sort === undefined ? 'META' : `S#{${sort}}` },
    },
    indexes: Object.fromEntries(
      indexes.map(([name, index], place) => [
        name,
        {
          name: `gsi${place}`,
          partition: { [`gsi${place}pk`]: `T${number}#{${index.partition}}` },
          sort: { [`gsi${place}sk`]: index.sort === undefined ? 'ALL' : templateOf(index.sort) },
        },
      ]),
    ),
    constants: { kind_of_item: `thing-${number}` },
    marks: {
      version: '_version',
      createdAt: {
        name: 'created',
        ...(indexes.every(([, index]) => index.sort !== 'createdAt') && { as: 'epochMilliseconds' }),
      },
    },
  };
}

function decorate(
  type: DeclaredClass,
  { name, kind, optional }: FieldShape,
  stored: StoredFact | undefined,
  search: TextOptions['search'],
): void {
  const decorators: Record<Kind, () => (prototype: object, name: string) => void> = {
    id: () => Id({ max: 900, stored }),
    text: () => Text({ max: 120, optional, stored, search }),
    integer: () => Integer({ optional, stored }),
    float: () => Float({ optional, stored }),
    money: () => Money({ optional, stored }),
    dateTime: () => DateTime({ optional, stored }),
    date: () => DateField({ optional, stored }),
    duration: () => Duration({ optional, stored }),
    email: () => Email({ optional, stored }),
    url: () => Url({ max: 200, optional, stored }),
    enumeration: () => Enumeration(`${type.name}${name}`, statuses, { optional, stored }),
    boolean: () => Flag({ optional, stored }),
    texts: () => ListOf('text', { max: 5, optional, stored }),
    integers: () => ListOf('integer', { max: 5, optional, stored }),
    object: () => Nested(() => nestedClass(type, name), { optional, stored }),
  };
  decorators[kind]()(type.prototype, name);
}

const nestedClasses = new Map<string, DeclaredClass>();

function nestedClass(owner: DeclaredClass, field: string): DeclaredClass {
  const name = `${owner.name}${field}`;
  const known = nestedClasses.get(name);
  if (known) return known;
  const type = { [name]: class {} }[name]!;
  Float({ optional: true })(type.prototype, 'width');
  Text({ max: 200, optional: true })(type.prototype, 'label');
  DateTime({ optional: true })(type.prototype, 'at');
  nestedClasses.set(name, type);
  return type;
}
