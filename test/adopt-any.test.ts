import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { domainOf } from '../schema/facts';
import { adopted as adoptedAs, raw } from './adopted';
import type { Adopted, Attribute, Item } from './adopted';

/*
 * Tables that nobody's program has written: whatever stands in them, each item that was read comes back over the gateway as
 * it is. The oracle knows the forms of stored values alone, not how they were guessed.
 */

const adopted = async (...[key, rows, indexes, expiry]: Tail<typeof adoptedAs>): Promise<Adopted> =>
  adoptedAs('thing', key, rows, indexes, expiry);
type Tail<Called> = Called extends (word: string, ...rest: infer Rest) => unknown ? Rest : never;

/** What a stored value means, by the form of its field; the forms are those of docs/add-a-domain.md. */
function meaning(value: unknown, form: string | undefined): unknown {
  switch (form) {
    case 'epochSeconds':
      return new Date(Number(value) * 1000).toISOString();
    case 'epochMilliseconds':
      return new Date(Number(value)).toISOString();
    case 'text':
      return JSON.parse(String(value));
    default:
      return value;
  }
}

/** Finds a row over the gateway by what its key means, and holds each of its values against what was answered. */
async function holds({ report, gateway, types }: Adopted, row: Item): Promise<void> {
  const [type] = report.classes;
  const { key } = domainOf(types[0]!);
  const field = (name: string) => type!.fields.find((one) => one.name === name)!;
  const path = [key.partition, ...(key.sort === undefined ? [] : [key.sort])].map((name) => {
    const { attribute, form } = field(name);
    return encodeURIComponent(String(meaning(row[attribute], form)));
  });
  const { status, json } = await gateway.send('GET', `/${type!.domain}/${path.join('/')}`);
  expect({ status, json }).toMatchObject({ status: 200 });
  const names = Object.keys(json)
    .map((name) => `${name}: ${name}`)
    .join(' ');
  expect(names).not.toBe('');
  for (const [attribute, value] of Object.entries(row)) {
    if (value === null || type!.constants.includes(attribute)) continue;
    const mark = Object.entries(type!.marks).find(([, stored]) => stored === attribute)?.[0];
    const found = type!.fields.find((one) => one.attribute === attribute);
    expect({ attribute, isKnown: mark !== undefined || found !== undefined }).toEqual({ attribute, isKnown: true });
    const given = json[found?.name ?? mark!] as unknown;
    const meant = found
      ? meaning(value, found.form)
      : typeof value === 'number' && mark !== 'version'
        ? new Date(value > 1e11 ? value : value * 1000).toISOString()
        : value;
    expect({ attribute, given }).toEqual({ attribute, given: meant });
  }
}

const texts = fc.stringMatching(/^[ -~äß√]{1,20}$/).filter((text) => text.trim() !== '');
const moments = fc.date({ min: new Date('2001-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

/** Columns by what stands in them. */
const columns = {
  anyText: texts,
  blank: fc.constantFrom('', ' ', 'x'),
  lines: fc.constantFrom('one\ntwo', 'tab\there', 'bell\u0007'),
  choice: fc.constantFrom('OPEN', 'DONE', 'on-hold'),
  close: fc.constantFrom('a-b', 'a_b', 'A B'),
  whole: fc.integer({ min: -5, max: 500 }),
  large: fc.maxSafeInteger(),
  fraction: fc
    .float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) })
    .map((value) => Number(value.toFixed(4)) + 0),
  amount: fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100),
  flag: fc.boolean(),
  flagText: fc.constantFrom('true', 'false'),
  numberText: fc.oneof(fc.integer({ min: 0, max: 99 }).map(String), fc.constantFrom('007', '1e5', '12.50')),
  cleanNumberText: fc.integer({ min: 0, max: 99 }).map(String),
  seconds: moments.map((date) => Math.floor(date.getTime() / 1000)),
  milliseconds: moments.map((date) => date.getTime()),
  instant: moments.map((date) => date.toISOString()),
  zonedInstant: moments.map((date) => date.toISOString().replace('.000', '').replace('Z', '+00:00')),
  day: moments.map((date) => date.toISOString().slice(0, 10)),
  mail: fc.constantFrom('ada@example.com', 'bob@example.org'),
  page: fc.constantFrom('https://example.com/a', 'http://localhost'),
  mixed: fc.oneof(fc.integer(), texts, fc.boolean(), fc.constant(null)),
  nothing: fc.constant(null),
} satisfies Record<string, fc.Arbitrary<unknown>>;

/** Names that make trouble, and such as programs use. */
const attributeNames = [
  'version',
  '_version',
  'createdAt',
  'updatedAt',
  'created_at',
  'updated',
  'modified',
  '__typename',
  'type',
  '_type',
  'entity',
  'kind',
  'state',
  'Value',
  'value',
  'a b',
  'user-id',
  'and',
  'exists',
  'toString',
  'constructor',
  'then',
  '_x',
  'x',
  '2fa',
  'ttl',
  'expiresAt',
  'price',
  'quantity',
  'zip_code',
  'zipCode',
  'name',
  'password',
  '_write_',
  '_expires',
  'ä',
  '#:',
  'first',
  'filter',
  'warnings',
  'id',
  'gsi1pk',
];

const tables = fc.record({
  partition: fc.constantFrom<Attribute>(
    { name: 'key', type: 'S' },
    { name: 'thing_id', type: 'S' },
    { name: 'number', type: 'N' },
    { name: 'user-name', type: 'S' },
    { name: 'pk', type: 'S' },
  ),
  sort: fc.constantFrom<Attribute | undefined>(
    undefined,
    { name: 'sk', type: 'S' },
    { name: 'position', type: 'N' },
    { name: 'version', type: 'S' },
    { name: 'timestamp', type: 'N' },
  ),
  columns: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...attributeNames),
      of: fc.constantFrom(...(Object.keys(columns) as (keyof typeof columns)[])),
      rate: fc.constantFrom(1, 1, 0.6),
    }),
    { selector: ({ name }) => name, maxLength: 9 },
  ),
  size: fc.integer({ min: 1, max: 24 }),
  seed: fc.integer(),
});

/** The rows of a table, by its seed. */
function rowsOf({
  partition,
  sort,
  columns: drawn,
  size,
  seed,
}: typeof tables extends fc.Arbitrary<infer Table> ? Table : never): readonly Item[] {
  const sample = <Value>(arbitrary: fc.Arbitrary<Value>, salt: number): readonly Value[] =>
    fc.sample(arbitrary, { seed: seed + salt, numRuns: size });
  const used = drawn.filter(({ name }) => name !== partition.name && name !== sort?.name);
  const values = used.map((column, index) => ({
    ...column,
    values: sample<unknown>(columns[column.of], index),
    present: sample(fc.double({ min: 0, max: 1, noNaN: true }), 100 + index),
  }));
  const names = sample(texts, 1000);
  return Array.from({ length: size }, (_, row) => ({
    [partition.name]: partition.type === 'N' ? row * 3 : `${names[row]} ${row}`,
    ...(sort && { [sort.name]: sort.type === 'N' ? 1_700_000_000 + row : `${names[size - row - 1]}` }),
    ...Object.fromEntries(
      values.filter(({ rate, present }) => present[row]! <= rate).map((column) => [column.name, column.values[row]]),
    ),
  }));
}

test('every sampled item of a table of scalars is read back as it is', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (drawn) => {
      const rows = rowsOf(drawn);
      const key = [drawn.partition, ...(drawn.sort ? [drawn.sort] : [])];
      const result = await adopted(key, rows);
      for (const row of rows) await holds(result, row);
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

const fieldsOf = ({ report }: Adopted, index = 0) =>
  Object.fromEntries(
    report.classes[index]!.fields.map(({ name, attribute, kind, form, optional }) => [
      name,
      [attribute, kind, form, optional],
    ]),
  );

const stored = async (table: string, Key: Item) =>
  (await raw.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;

test('kinds of a table are told by the first words of their keys, where no attribute says what an item is', async () => {
  const rows = Array.from({ length: 12 }, (_, n): Item[] => [
    { PK: `USER#ada${n}`, SK: 'PROFILE', mail: `ada${n}@example.com` },
    {
      PK: `USER#ada${n}`,
      SK: `ORDER#${String(n + 1).padStart(6, '0')}`,
      number: n + 1,
      GSI1PK: `STATE#${n % 2 === 0 ? 'OPEN' : 'DONE'}`,
      GSI1SK: `ORDER#${String(n + 1).padStart(6, '0')}`,
      state: n % 2 === 0 ? 'OPEN' : 'DONE',
    },
  ]).flat();
  const key: Attribute[] = [
    { name: 'PK', type: 'S' },
    { name: 'SK', type: 'S' },
  ];
  const result = await adopted(key, rows, {
    GSI1: {
      key: [
        { name: 'GSI1PK', type: 'S' },
        { name: 'GSI1SK', type: 'S' },
      ],
    },
  });
  const { report, gateway, table, types } = result;
  expect(report.misfits).toEqual([]);
  expect(report.classes.map(({ name, rows: count }) => [name, count])).toEqual([
    ['Order', 12],
    ['Profile', 12],
  ]);
  expect(domainOf(types[0]!).table).toMatchObject({
    key: { partition: { PK: 'USER#{userId}' }, sort: { SK: 'ORDER#{number:6}' } },
    indexes: {
      byState: { name: 'GSI1', partition: { GSI1PK: 'STATE#{state}' }, sort: { GSI1SK: 'ORDER#{number:6}' } },
    },
  });
  expect(domainOf(types[1]!).table).toMatchObject({
    key: { partition: { PK: 'USER#{userId}' }, sort: { SK: 'PROFILE' } },
  });
  expect((await gateway.send('GET', '/order/ada3/4')).json).toMatchObject({ userId: 'ada3', number: 4, state: 'DONE' });
  expect((await gateway.send('GET', '/profile/ada3')).json).toMatchObject({ userId: 'ada3', mail: 'ada3@example.com' });
  const body = { userId: 'new', number: 70, state: 'OPEN' };
  expect((await gateway.send('POST', '/order', { body })).status).toBe(201);
  expect(await stored(table, { PK: 'USER#new', SK: 'ORDER#000070' })).toMatchObject({
    GSI1PK: 'STATE#OPEN',
    GSI1SK: 'ORDER#000070',
    number: 70,
  });
  const open = await gateway.send('GET', '/order?filter[state][eq]=OPEN&sort=-number');
  expect(open.json.items.map(({ number }: Item) => number)).toEqual([70, 11, 9, 7, 5, 3, 1]);
});

// AWS's own advice for single tables is an attribute that says what an item is, also where keys tell more:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-modeling-nosql-B.html
test('what says the kind is a constant where all items of it say the same, also where the keys have told the kinds', async () => {
  const rows = Array.from({ length: 12 }, (_, n): Item[] => [
    { PK: `TENANT#t${n}`, SK: 'TENANT', type: n % 2 === 0 ? 'tenant' : 'project', label: `Label ${n}` },
    { PK: `TASK#${n}`, SK: 'TASK', type: 'task', title: `Task ${n}` },
  ]).flat();
  const key: Attribute[] = [
    { name: 'PK', type: 'S' },
    { name: 'SK', type: 'S' },
  ];
  const { report, gateway, table } = await adopted(key, rows);
  expect(report.classes.map(({ name, constants }) => [name, constants])).toEqual([
    ['Task', ['type']],
    ['Tenant', []],
  ]);
  const { status } = await gateway.send('POST', '/task', { body: { taskId: '70', title: 'New' } });
  expect([status, await stored(table, { PK: 'TASK#70', SK: 'TASK' })]).toMatchObject([201, { type: 'task' }]);
});

test('what cannot be told is any JSON, has another name, or stays as it is, and the report says so', async () => {
  const rows = Array.from({ length: 20 }, (_, n): Item => ({
    id: `thing-${n}`,
    version: `v${n}`,
    createdAt: '01.02.2026',
    'zip code': `0${n}`,
    and: n,
    warnings: n,
    loose: n % 3 === 0 ? n : n % 3 === 1 ? `text ${n}` : { any: ['thing'] },
    prices: Object.fromEntries(Array.from({ length: 30 }, (__, at) => [`shop-${n * 30 + at}`, at])),
    deep: { version: 3, 'house no': n, ...(n % 4 !== 0 && { floor: [{ level: 1 }] }), sent_at: 1_700_000_000 + n },
    password_hash: `hash of ${n}`,
    picture: new Uint8Array([1, 2, n]),
    local: '2026-03-01 10:00',
    seen_at: 1_700_000_000 + n,
    position: 1_700_000_000 + n,
    opened: `2026-03-01T10:00:00.${100 + n}Z`,
    closed: '2026-03-01T10:00:00Z',
    quantity: String(n),
    postcode: String(10_000 + n),
    numbers: new Set([n, n + 1]),
    ttl: 4_000_000_000 + n,
  }));
  const result = await adopted([{ name: 'id', type: 'S' }], rows, {}, 'ttl');
  const { report, gateway, types, text, table } = result;
  expect(fieldsOf(result)).toEqual({
    id: ['id', 'id', undefined, false],
    itemVersion: ['version', 'text', undefined, false],
    itemCreatedAt: ['createdAt', 'text', undefined, false],
    zipCode: ['zip code', 'text', undefined, false],
    itemAnd: ['and', 'integer', undefined, false],
    itemWarnings: ['warnings', 'integer', undefined, false],
    loose: ['loose', 'json', undefined, false],
    prices: ['prices', 'json', undefined, false],
    deep: ['deep', 'object', undefined, false],
    password_hash: ['password_hash', 'text', undefined, false],
    local: ['local', 'text', undefined, false],
    seen_at: ['seen_at', 'dateTime', 'epochSeconds', false],
    position: ['position', 'integer', undefined, false],
    opened: ['opened', 'dateTime', undefined, false],
    closed: ['closed', 'text', undefined, false],
    quantity: ['quantity', 'integer', 'text', false],
    postcode: ['postcode', 'text', undefined, false],
    numbers: ['numbers', 'list', 'set', false],
  });
  expect(report.classes[0]!.marks).toEqual({
    version: '_version',
    createdAt: '_createdAt',
    updatedAt: 'updatedAt',
    expires: 'ttl',
  });
  expect(report.misfits).toEqual([
    { type: types[0]!.name, field: 'picture', rows: 20, why: 'has no field and stays as it is' },
  ]);
  expect(report.classes[0]!.notes.join(' ')).toMatch(
    /picture is left out: 20 of 20 hold bytes.*loose holds values of several types.*password_hash looks like a secret/s,
  );
  expect(text).toContain('sensitive: true');
  expect(text).not.toMatch(/hash of|text 1|01\.02\.2026|shop-/);
  const path = `/${report.classes[0]!.domain}/thing-5`;
  const { json } = await gateway.send('GET', path);
  expect(json).toMatchObject({
    loose: { any: ['thing'] },
    zipCode: '05',
    deep: { itemVersion: 3, houseNo: 5, floor: [{ level: 1 }], sent_at: '2023-11-14T22:13:25.000Z' },
    numbers: [5, 6],
    quantity: 5,
  });
  // What was read may be sent back, and leaves the rest as it was.
  expect((await gateway.send('PUT', path, { body: { ...json, local: 'other' } })).json).toMatchObject({
    version: 1,
    local: 'other',
  });
  const after = await stored(table, { id: 'thing-5' });
  expect(after).toMatchObject({ ...rows[5], local: 'other', _version: 1 });
});

/** https://docs.aws.amazon.com/appsync/latest/devguide/versioned-data-sources.html, as in first-contact/deleted-rows.test.ts. */
test.each([
  { told: 'what Amplify has deleted is not shown', deleted: (n: number) => ({ ...(n === 2 && { _deleted: true }) }) },
  { told: 'what Amplify will delete is not shown', deleted: () => ({}) },
  { told: 'a text of this name is a field', deleted: () => ({ _deleted: 'by Ada' }) },
])('$told', async ({ deleted }) => {
  const rows = Array.from({ length: 5 }, (_, n): Item => ({
    id: `thing-${n}`,
    name: `Thing ${n}`,
    _version: 3,
    _lastChangedAt: 1_700_000_000_000 + n,
    ...deleted(n),
  }));
  const { report, gateway, table } = await adopted([{ name: 'id', type: 'S' }], rows);
  const [type] = report.classes;
  const count = rows.filter(({ _deleted }) => _deleted === true).length;
  expect(report.misfits).toEqual([]);
  const { json } = await gateway.send('GET', `/${type!.domain}`);
  expect(json.items).toHaveLength(5 - count);
  const isField = typeof rows[0]!._deleted === 'string';
  expect(type!.fields.some(({ attribute }) => attribute === '_deleted')).toBe(isField);
  if (isField) return;
  expect(type!.marks).toMatchObject({ deleted: '_deleted' });
  expect(type!.notes.join(' ')).toContain(`has deleted: ${count} of 5 items`);
  await raw.send(new PutCommand({ TableName: table, Item: { ...rows[1], _deleted: true } }));
  expect(await gateway.send('GET', `/${type!.domain}/thing-1`)).toMatchObject({ status: 404 });
});

test('a version that no write has counted is a field', async () => {
  const rows = Array.from({ length: 5 }, (_, n): Item => ({ id: `thing-${n}`, version: 1_700_000_000_000 + n }));
  const result = await adopted([{ name: 'id', type: 'S' }], rows);
  expect(result.report.classes[0]!.marks).toMatchObject({ version: '_version' });
  const { json } = await result.gateway.send('GET', `/${result.report.classes[0]!.domain}/thing-3`);
  expect(json).toMatchObject({ version: 0, itemVersion: 1_700_000_000_003 });
});

test('an index without all attributes is left out, and one that is asked by a number or by a date is not', async () => {
  const rows = Array.from({ length: 12 }, (_, n): Item => ({
    room: 7,
    seat: n,
    day: `2026-01-${10 + n}`,
    shelf: `S${n % 3}`,
    count: n % 2,
    at: 1_700_000_000_000 + n,
  }));
  const key: Attribute[] = [
    { name: 'room', type: 'N' },
    { name: 'seat', type: 'N' },
  ];
  const { report, gateway } = await adopted(key, rows, {
    'by-day': {
      key: [
        { name: 'shelf', type: 'S' },
        { name: 'day', type: 'S' },
      ],
    },
    'by-count': {
      key: [
        { name: 'count', type: 'N' },
        { name: 'at', type: 'N' },
      ],
    },
    bare: { key: [{ name: 'day', type: 'S' }], projection: 'KEYS_ONLY' },
  });
  const [type] = report.classes;
  expect(type!.indexes).toEqual({ byShelf: 'by-day', byCount: 'by-count' });
  expect(type!.notes).toEqual([expect.stringContaining('The index bare is left out')]);
  const list = async (query: string) =>
    (await gateway.send('GET', `/${type!.domain}?${query}`)).json.items.map(({ seat }: Item) => seat);
  expect(await list('filter[shelf][eq]=S1&sort=-day')).toEqual([10, 7, 4, 1]);
  expect(await list('filter[count][eq]=1&filter[at][gt]=2023-11-14T22:13:20.004Z&sort=at')).toEqual([5, 7, 9, 11]);
});

test('kinds whose keys do not tell them apart stay one class', async () => {
  const rows = Array.from({ length: 20 }, (_, n): Item => ({
    id: `thing-${n}`,
    type: n % 2 === 0 ? 'book' : 'film',
    [n % 2 === 0 ? 'pages' : 'minutes']: n,
  }));
  const { report } = await adopted([{ name: 'id', type: 'S' }], rows);
  expect(report.classes).toHaveLength(1);
  expect(report.classes[0]!.fields).toMatchObject([
    { name: 'id' },
    { name: 'minutes', optional: true },
    { name: 'pages', optional: true },
    { name: 'type', kind: 'enumeration' },
  ]);
});

test('a name that GraphQL has already is no name of a class', async () => {
  const rows = Array.from({ length: 12 }, (_, n): Item => ({
    id: `${n}`,
    filter: n % 2 === 0 ? 'OPEN' : 'DONE',
    input: { key: n },
    order: n % 2 === 0 ? 'up' : 'down',
  }));
  const { gateway, report } = await adopted([{ name: 'id', type: 'S' }], rows);
  const { domain } = report.classes[0]!;
  const name = domain.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const { json } = await gateway.graphql(`{ ${name}(id: "4") { filter input { key } order } }`);
  expect(json).toEqual({ data: { [name]: { filter: 'OPEN', input: { key: 4 }, order: 'up' } } });
});
