import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localAccess } from '../../local/tables';
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
  Json,
  ListOf,
  Money,
  Nested,
  NestedList,
  Text,
  Url,
} from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { Item } from '../../services/context';
import { faces } from '../faces';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { readings, withoutAbsent } from '../misread';

/*
 * Items that another program has stored, or this one when the class was another. What must become of each value is written
 * here by hand, from the rule in docs/data.md; that one field fails alone, with null and an error at its path, is
 * GraphQL, section 6.4.4 (Handling Field Errors), and the pointers are RFC 6901.
 */

class Place {
  @Text({ max: 10 }) street!: string;
  @Integer({ optional: true }) floor?: number;
}

@Domain('crate', { scan: true, plural: 'crates' })
class Crate {
  @Id() id!: string;
  @Text({ max: 10 }) text!: string;
  @Integer({ min: 0, max: 100 }) integer!: number;
  @Float({ min: -1000, max: 1000 }) float!: number;
  @Money({ max: 1000 }) money!: number;
  @Flag() boolean!: boolean;
  @DateTime() dateTime!: string;
  @DateField() date!: string;
  @Duration() duration!: string;
  @Email() email!: string;
  @Url() url!: string;
  @Enumeration('CrateState', ['NEW', 'OLD']) enumeration!: string;
  @Nested(() => Place) object!: Place;
  @NestedList(() => Place, { max: 2 }) objects!: Place[];
  @ListOf('text', { max: 2 }) texts!: string[];
  @ListOf('integer', { max: 2 }) integers!: number[];
  @Json() json!: unknown;
  @Integer({ default: 7 }) preset!: number;
  @Text({ max: 10, optional: true }) note?: string;
  @Text({ max: 10, optional: true, sensitive: true }) secret?: string;
}

@Domain('safe', { scan: true, strict: true, events: true })
class Safe {
  @Id() id!: string;
  @Text({ max: 10 }) text!: string;
  @Integer({ optional: true }) integer?: number;
  @Nested(() => Place, { optional: true }) object?: Place;
}

const whole = {
  text: 'as it is',
  integer: 1,
  float: 0.5,
  money: 9.99,
  boolean: true,
  dateTime: '2026-01-15T09:30:00.000Z',
  date: '2026-03-01',
  duration: 'PT1H',
  email: 'ada@example.com',
  url: 'https://example.com/',
  enumeration: 'NEW',
  object: { street: 'Here' },
  objects: [{ street: 'Here', floor: 2 }],
  texts: ['a'],
  integers: [1],
  json: { any: [null, 1] },
  preset: 3,
};

const not = (words: string): string => `cannot be read: what is stored is not ${words}`;
const nothing = 'cannot be read: nothing is stored';

/** What is stored of a field, and what is read: a value, or what is said of null at a pointer. */
type Case = readonly [field: string, stored: unknown, read: unknown, said?: Readonly<Record<string, string>>];

const cases: readonly Case[] = [
  // Nothing, and NULL, which document clients write for what is empty.
  ...Object.keys(whole)
    .filter((field) => field !== 'preset')
    .flatMap((field): Case[] => [
      [field, undefined, null, { [`/${field}`]: nothing }],
      [field, null, null, { [`/${field}`]: nothing }],
    ]),
  ['preset', undefined, 7],
  ['preset', null, 7],
  ['note', undefined, undefined],
  ['note', null, undefined],
  // A value that has one spelling in the other type.
  ['text', 5, '5'],
  ['text', 0.1, '0.1'],
  ['text', true, 'true'],
  ['text', Uint8Array.from([1]), 'AQ=='],
  ['texts', [Uint8Array.from([1])], ['AQ==']],
  ['note', 12, '12'],
  ['integer', '12', 12],
  ['integer', '012', 12],
  ['float', '12.50', 12.5],
  ['float', '-1e2', -100],
  ['money', '12.50', 12.5],
  ['preset', '4', 4],
  ['boolean', 'true', true],
  ['boolean', 'false', false],
  ['texts', new Set(['b', 'a']), ['a', 'b']],
  ['texts', [1, 'b'], ['1', 'b']],
  ['integers', new Set([2, 1]), [1, 2]],
  ['integers', ['1', 2], [1, 2]],
  ['object', { street: 5, floor: '3' }, { street: '5', floor: 3 }],
  ['objects', [{ street: 5 }], [{ street: '5' }]],
  // What breaks a limit, and what only a rule of the class forbids.
  ['text', 'longer than ten characters', 'longer than ten characters'],
  ['text', '', ''],
  ['integer', -5, -5],
  ['integer', 2_147_483_647, 2_147_483_647],
  ['float', 5000.5, 5000.5],
  ['money', 12.345, 12.345],
  ['money', -1, -1],
  ['dateTime', '2026-01-15T11:30:00.123456+02:00', '2026-01-15T11:30:00.123456+02:00'],
  ['email', 'nobody', 'nobody'],
  ['url', 'example.com', 'example.com'],
  ['texts', ['a', 'b', 'c'], ['a', 'b', 'c']],
  ['objects', [], []],
  ['json', 'any text', 'any text'],
  ['json', false, false],
  // What no face can carry as what the class says.
  ['text', { a: 1 }, null, { '/text': not('a text') }],
  ['text', ['a'], null, { '/text': not('a text') }],
  ['objects', [Uint8Array.from([1])], [null], { '/objects/0': not('an object') }],
  ['json', Uint8Array.from([1]), 'AQ=='],
  ['secret', { a: 'hidden' }, null, { '/secret': not('a text') }],
  ['integer', 1.5, null, { '/integer': not('a whole number of 32 bits') }],
  ['integer', 2_147_483_648, null, { '/integer': not('a whole number of 32 bits') }],
  ['integer', 'many', null, { '/integer': not('a whole number of 32 bits') }],
  ['integer', '', null, { '/integer': not('a whole number of 32 bits') }],
  ['integer', '0x10', null, { '/integer': not('a whole number of 32 bits') }],
  ['preset', 'many', null, { '/preset': not('a whole number of 32 bits') }],
  ['float', '12,5', null, { '/float': not('a number') }],
  ['float', ' 1 ', null, { '/float': not('a number') }],
  ['float', 'Infinity', null, { '/float': not('a number') }],
  ['float', '1e999', null, { '/float': not('a number') }],
  ['money', true, null, { '/money': not('a number') }],
  ['money', '9.99 EUR', null, { '/money': not('a number') }],
  ['boolean', 1, null, { '/boolean': not('true or false') }],
  ['boolean', 'yes', null, { '/boolean': not('true or false') }],
  ['dateTime', '2026-02-30T00:00:00Z', null, { '/dateTime': not('a date and time of RFC 3339') }],
  ['dateTime', 1_768_469_400, null, { '/dateTime': not('a date and time of RFC 3339') }],
  ['date', '2026-02-30', null, { '/date': not('a date of the calendar') }],
  ['date', '15.01.2026', null, { '/date': not('a date of the calendar') }],
  ['duration', '1 hour', null, { '/duration': not('a duration') }],
  ['enumeration', 'GONE', null, { '/enumeration': not('one of NEW, OLD') }],
  ['enumeration', 'new', null, { '/enumeration': not('one of NEW, OLD') }],
  ['object', 'Here', null, { '/object': not('an object') }],
  ['object', [{ street: 'Here' }], null, { '/object': not('an object') }],
  ['object', new Set(['street']), null, { '/object': not('an object') }],
  ['object', { floor: 1 }, { street: null, floor: 1 }, { '/object/street': nothing }],
  [
    'object',
    { street: {}, floor: 'top' },
    { street: null, floor: null },
    { '/object/street': not('a text'), '/object/floor': not('a whole number of 32 bits') },
  ],
  ['objects', { street: 'Here' }, null, { '/objects': not('a list') }],
  ['objects', 'Here', null, { '/objects': not('a list') }],
  [
    'objects',
    ['Here', null, { street: 'There' }, { floor: 1 }],
    [null, null, { street: 'There' }, { street: null, floor: 1 }],
    { '/objects/0': not('an object'), '/objects/1': not('an object'), '/objects/3/street': nothing },
  ],
  ['texts', 'a', null, { '/texts': not('a list') }],
  ['texts', { a: 1 }, null, { '/texts': not('a list') }],
  ['texts', ['a', { b: 1 }, null], ['a', null, null], { '/texts/1': not('a text'), '/texts/2': not('a text') }],
  ['integers', [1, 'x'], [1, null], { '/integers/1': not('a whole number of 32 bits') }],
  // The dates that the service keeps, where another program uses the words.
  ['createdAt', 1_768_469_400, undefined],
  ['updatedAt', 'yesterday', undefined],
  ['createdAt', '2020-01-01T01:00:00+01:00', '2020-01-01T01:00:00+01:00'],
];

const named = cases.map(([field, stored, read, said = {}]) => ({
  field,
  stored,
  read,
  said,
  name: `${field} ${stored instanceof Set ? `a set of ${JSON.stringify([...stored])}` : JSON.stringify(stored)}`,
}));

const old = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess }));

let number = 0;

describe.each(formats)('payload %s', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Crate, Safe] });
  });

  const tableOf = (name: string): string => `${gateway.prefix}${name}`;
  const storedItem = async (name: string, id: string) =>
    (await old.send(new GetCommand({ TableName: tableOf(name), Key: { id } }))).Item;
  const put = async (name: string, item: Item): Promise<string> => {
    const id = `i-${10_000 + ++number}`;
    const Item = Object.fromEntries(Object.entries({ ...item, id }).filter(([, value]) => value !== undefined));
    await old.send(new PutCommand({ TableName: tableOf(name), Item }));
    return id;
  };
  const call = async (face: (typeof faces)[number], name: string, input: object) =>
    face.call(
      gateway,
      gateway.operations.find((one) => one.name === name)!,
      input,
    );

  describe.each(readings)('$name', (reading) => {
    test.each(named)('reads $name', async ({ field, stored, read, said }) => {
      const id = await put('crate', { ...whole, [field]: stored });
      const before = await storedItem('crate', id);
      const expected = { id, ...whole, version: 0, [field]: read };
      const one = await reading.one(gateway, 'crate', { id });
      expect({ status: one.status, warnings: one.warnings }).toEqual({ status: 200, warnings: said });
      expect(withoutAbsent(one.items[0], said)).toEqual(withoutAbsent(expected, said));

      const sound = await put('crate', whole);
      const many = await reading.many(gateway, 'cratesByKey', [{ id: sound }, { id }]);
      const at = (index: number) =>
        Object.fromEntries(Object.entries(said).map(([pointer, detail]) => [`/items/${index}${pointer}`, detail]));
      expect({ status: many.status, warnings: many.warnings }).toEqual({ status: 200, warnings: at(1) });
      const list = await reading.list(gateway, 'crates', { filter: { id: { in: [sound, id] } }, limit: 2 });
      expect(list.status).toBe(200);
      expect(list.items.map((item) => item?.id)).toEqual([id, sound]);
      expect(list.warnings).toEqual(at(0));
      for (const item of [many.items[1], list.items[0]]) {
        expect(withoutAbsent(item, said)).toEqual(withoutAbsent(expected, said));
      }
      expect(await storedItem('crate', id)).toEqual(before);
    });
  });

  describe.each(faces)('$name', (face) => {
    const broken = {
      ...whole,
      text: { a: 1 },
      integer: 'many',
      money: '12.50',
      enumeration: 'GONE',
      objects: ['Here', { street: 5 }],
      createdAt: 1_768_469_400,
    };

    test('changes a field, and leaves all that lies beside it', async () => {
      for (const attribute of Object.keys(whole)) {
        const id = await put('crate', { ...broken, [attribute]: undefined });
        const before = await storedItem('crate', id);
        const field = attribute === 'note' ? 'preset' : 'note';
        const value = field === 'note' ? 'new' : 1;
        await call(face, 'updateCrate', { key: { id }, body: { [field]: value } });
        expect(await storedItem('crate', id)).toEqual({
          // A default that is shown is stored with the next write.
          preset: 7,
          ...before,
          [field]: value,
          version: 1,
          updatedAt: expect.any(String),
          _write: expect.any(String),
        });
      }
    });

    test('mends what a change names', async () => {
      const id = await put('crate', { ...whole, integer: 'many', object: { floor: 'top' } });
      await call(face, 'updateCrate', { key: { id }, body: { integer: 4 } });
      await call(face, 'updateCrate', { key: { id }, body: { object: { street: 'There', floor: 3 } } });
      expect(await storedItem('crate', id)).toMatchObject({ integer: 4, object: { street: 'There', floor: 3 } });
      expect(await call(face, 'crate', { key: { id } })).toMatchObject({ code: 'ok', result: { integer: 4 } });
    });

    test('changes nothing of an object of which a part cannot be read, unless the change names that part', async () => {
      const id = await put('crate', { ...whole, object: { street: 'Here', floor: 'top' } });
      const before = await storedItem('crate', id);
      expect(await call(face, 'updateCrate', { key: { id }, body: { object: { street: 'There' } } })).toMatchObject({
        code: 'needs-mending',
        pointers: ['/object/floor'],
      });
      expect(await storedItem('crate', id)).toEqual(before);
      await call(face, 'updateCrate', { key: { id }, body: { object: { street: 'There', floor: null } } });
      expect((await storedItem('crate', id))?.object).toEqual({ street: 'There' });
      const whole2 = await put('crate', { ...whole, object: 'Here' });
      await call(face, 'updateCrate', { key: { id: whole2 }, body: { object: { street: 'There' } } });
      expect((await storedItem('crate', whole2))?.object).toEqual({ street: 'There' });
    });

    test('replaces one, which makes it fit, and deletes one', async () => {
      const id = await put('crate', broken);
      expect(await call(face, 'replaceCrate', { key: { id }, body: whole })).toMatchObject({ code: 'ok' });
      expect(await storedItem('crate', id)).toMatchObject({ ...whole, version: 1 });
      expect((await call(face, 'deleteCrate', { key: { id: await put('crate', broken) } })).code).toBe('ok');
    });

    test('of a strict domain gives what fits, and withholds the rest with its paths', async () => {
      const id = await put('safe', { text: 'fits', integer: '5' });
      expect(await call(face, 'safe', { key: { id } })).toMatchObject({ code: 'ok', result: { integer: 5 } });
      const bad = await put('safe', { integer: 'many', object: {} });
      expect(await call(face, 'safe', { key: { id: bad } })).toMatchObject({
        code: 'unreadable',
        pointers: ['/text', '/integer', '/object/street'],
      });
      expect(await call(face, 'replaceSafe', { key: { id: bad }, body: { text: 'new' } })).toMatchObject({
        code: 'ok',
        result: { text: 'new' },
      });
      const gone = await put('safe', {});
      expect((await call(face, 'deleteSafe', { key: { id: gone } })).code).toBe('ok');
      expect(await storedItem('safe', gone)).toBeUndefined();
    });

    test('of a strict domain a change that mends is answered, and one that does not is done and not shown', async () => {
      const id = await put('safe', { integer: 1 });
      const change = async (body: object) => call(face, 'updateSafe', { key: { id }, body });
      expect(await change({ integer: 2 })).toMatchObject({ code: 'unreadable', pointers: ['/text'] });
      expect(await storedItem('safe', id)).toMatchObject({ integer: 2, version: 1 });
      expect(await change({ text: 'new' })).toMatchObject({ code: 'ok', result: { text: 'new', integer: 2 } });
    });
  });

  test.each(readings)('$name: a strict list goes without what does not fit, and says so', async (reading) => {
    const [fits, bad] = [await put('safe', { text: 'fits' }), await put('safe', {})];
    const list = await reading.list(gateway, 'safes', { filter: { id: { in: [fits, bad] } } });
    const many = await reading.many(gateway, 'safesByKey', [{ id: bad }, { id: fits }]);
    expect(list.status).toBe(200);
    expect(list.items.filter((item) => item !== null)).toMatchObject([{ id: fits }]);
    expect(many.items).toMatchObject([null, { id: fits }]);
    expect(Object.keys(many.warnings)).toEqual(['/items/0']);
    // GraphQL has a place for each item of the page, and the error is there.
    expect(JSON.stringify(list.warnings)).toContain(reading.name === 'GraphQL' ? '"/items/1"' : bad);
    // A detail goes on from the place that it stands beside (RFC 9457, section 3), and is no sentence of its own.
    const isOne = expect.stringMatching(
      reading.name === 'GraphQL'
        ? /^cannot be read: nothing is stored$/
        : /^(lacks the safe "[^"]+", which does not fit its class|cannot be read: the safe "[^"]+" does not fit its class)$/,
    ) as string;
    expect([...Object.values(list.warnings), ...Object.values(many.warnings)]).toEqual([isOne, isOne]);
  });

  test('a strict item that does not fit is told to others by its key alone', async () => {
    const id = await put('safe', { integer: 1 });
    const { cursor } = (await gateway.send('GET', '/safe/changes')).json;
    await gateway.send('PATCH', `/safe/${id}`, { body: { integer: 2 } });
    await gateway.send('PATCH', `/safe/${id}`, { body: { text: 'mended' } });
    const { json } = await gateway.send('GET', `/safe/changes?since=${encodeURIComponent(cursor)}`);
    const told = json.changes.map(({ version, item, key }: any) => [key.id, version, item?.text]);
    expect(told).toEqual([
      [id, 1, undefined],
      [id, 2, 'mended'],
    ]);
  });

  test('a body takes the warnings back that were read with it, and makes nothing of them', async () => {
    const id = await put('crate', { ...whole, note: {} });
    const { json } = await gateway.send('GET', `/crate/${id}`);
    expect(json).toMatchObject({ note: null, warnings: [{ pointer: '/note' }] });
    for (const [method, body] of [
      ['PATCH', { ...json, note: 'new' }],
      ['PUT', { ...json, version: 1, note: 'newer' }],
    ] as const) {
      const answer = await gateway.send(method, `/crate/${id}`, { body });
      expect([answer.status, answer.json.errors]).toEqual([200, undefined]);
    }
    expect(await storedItem('crate', id)).not.toHaveProperty('warnings');
    expect((await gateway.send('POST', '/crate', { body: { ...whole, warnings: [] } })).status).toBe(422);
  });

  test('an answer that is kept under an Idempotency-Key is given again with its warnings', async () => {
    const id = await put('crate', { ...whole, integer: 'many' });
    const send = async () =>
      gateway.send('PATCH', `/crate/${id}`, { body: { note: 'new' }, headers: { 'idempotency-key': `k-${id}` } });
    const [first, again] = [await send(), await send()];
    expect(first.json.warnings).toEqual([{ pointer: '/integer', detail: not('a whole number of 32 bits') }]);
    expect([again.headers['idempotent-replayed'], again.json]).toEqual(['true', first.json]);
  });

  test('a lost write is told the item with its warnings', async () => {
    const id = await put('crate', { ...whole, integer: 'many', secret: {} });
    const { status, json } = await gateway.send('PATCH', `/crate/${id}`, {
      body: { note: 'new' },
      headers: { 'if-match': '"3"' },
    });
    expect([status, json.current.integer, json.current.warnings]).toEqual([
      412,
      null,
      [{ pointer: '/integer', detail: not('a whole number of 32 bits') }],
    ]);
  });

  // DynamoDB compares values of one type only: Amazon DynamoDB Developer Guide, "Comparison operator and function reference".
  test.each([
    ['float', '12.50', { lt: 20 }, false],
    ['float', '12.50', { eq: 12.5 }, false],
    ['float', '12.50', { ne: 12.5 }, true],
    ['float', '12.50', { between: [12, 13] }, false],
    ['integer', '12', { in: [12] }, false],
    ['boolean', 'true', { eq: true }, false],
    ['text', 5, { eq: '5' }, false],
    ['text', 5, { beginsWith: '5' }, false],
    ['text', 'longer than ten characters', { beginsWith: 'longer' }, true],
    ['texts', 'a', { contains: 'a' }, true],
    ['integers', '12', { contains: 1 }, false],
    ['note', null, { exists: true }, true],
    ['note', undefined, { exists: true }, false],
    ['enumeration', 'GONE', { ne: 'NEW' }, true],
    ['object', { floor: 'top' }, { floor: { ge: 0 } }, false],
    ['text', Uint8Array.from([65]), { lt: 'z' }, false],
  ] as const)('a filter looks at what is stored: %s %j %j', async (field, stored, condition, isMet) => {
    const id = await put('crate', { ...whole, [field]: stored });
    const filter = { [field]: condition };
    // The first is checked by DynamoDB, in a scan; the second by the gateway, which reads the item by its key.
    for (const asked of [{ and: [{ id: { beginsWith: id } }, filter] }, { id: { in: [id] }, ...filter }]) {
      const { json } = await gateway.send(
        'GET',
        `/crate?limit=100&filter=${encodeURIComponent(JSON.stringify(asked))}`,
      );
      expect([asked, json.items?.length ?? json]).toEqual([asked, isMet ? 1 : 0]);
    }
  });

  test('the envelope answers what is stored, as the old system did, and a strict list goes without', async () => {
    const ask = async (operation: string, tableName: string, payload: object) =>
      (await gateway.send('POST', '/dynamodbmanager', { body: { operation, tableName, payload } })).json;
    const row = { ...whole, text: 5, integer: 'many', enumeration: 'GONE', note: null };
    const id = await put('crate', row);
    expect((await ask('read', 'crate', { Key: { id } })).Item).toEqual({ ...row, id });
    const update = { UpdateExpression: 'SET note = :note', ExpressionAttributeValues: { ':note': 'new' } };
    await ask('update', 'crate', { Key: { id }, ...update });
    expect(await storedItem('crate', id)).toMatchObject({ ...row, note: 'new' });
    const [fits, bad] = [await put('safe', { text: 'fits' }), await put('safe', {})];
    const list = await ask('list', 'safe', {});
    const ids = list.Items.map((item: Item) => item.id);
    expect([ids.includes(fits), ids.includes(bad)]).toEqual([true, false]);
  });

  test('an answer with many misfits stays small, and its data is whole', async () => {
    const many = Array.from({ length: 300 }, () => ({ floor: 1 }));
    const id = await put('crate', { ...whole, objects: many });
    for (const reading of readings) {
      const { status, items, warnings } = await reading.one(gateway, 'crate', { id });
      expect([status, (items[0]!.objects as unknown[]).length, Object.keys(warnings).length]).toEqual([200, 300, 100]);
    }
  });

  test('what does not fit is counted, and named in no log line', async () => {
    const id = await put('crate', { ...whole, integer: 'many', secret: { a: 'hidden' } });
    gateway.log.length = 0;
    await gateway.send('GET', `/crate/${id}`);
    await gateway.graphql('query ($id: ID!) { crate(id: $id) { integer } }', { id });
    await gateway.send('GET', `/crate/${await put('crate', whole)}`);
    expect(gateway.log.map(({ misfits, code }) => [misfits, code])).toEqual([
      [1, undefined],
      [1, undefined],
      [undefined, undefined],
    ]);
    expect(JSON.stringify(gateway.log)).not.toContain('hidden');
  });
});
