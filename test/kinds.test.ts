import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '../local/http';
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
} from '../schema/decorators';
import { Domain } from '../schema/domain';
import { graphQLName } from '../schema/enumerations';
import { exampleObject, exampleOf } from '../schema/examples';
import { domainOf, fieldsOf } from '../schema/facts';
import { kinds } from '../schema/kinds';
import type { FieldKind, elementKinds } from '../schema/kinds';
import { operationsOf } from '../services';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';
import { casesOf, runCase } from './parity';
import { gatewayOf } from './usual';
import type { Case } from './parity';

// Each kind of field through the front door, on both faces.

class Part {
  @DateField({ optional: true }) day?: string;
}

/** Calls for a trip; its key is of the new kinds. */
@Domain('trip', {
  key: { partition: 'email', sort: 'day' },
  indexes: { byPlan: { partition: 'plan', sort: 'page' }, byDay: { partition: 'day', sort: 'email' } },
  scan: true,
})
class Trip {
  @Email() email!: string;
  @DateField() day!: string;
  @Duration({ default: 'PT1H' }) length!: string;
  @Url({ max: 200, optional: true }) page?: string;
  @Enumeration('TripPlan', ['aws-s3', '2XL', 'für später', 'PLAIN'], { default: '2XL' }) plan!: string;
  @Enumeration('TripPlace', { HERE: 'hier', THERE: '倉庫' }, { optional: true }) place?: string;
  @Nested(() => Part, { optional: true }) part?: Part;
}

/** Every kind, with a list of each that a list can hold. */
@Domain('every', { events: true })
class Every {
  @Id({ example: 'e-1' }) id!: string;
  @Text({ max: 20 }) text!: string;
  @Integer() integer!: number;
  @Float({ min: -1e9, max: 1e9 }) float!: number;
  @Money() money!: number;
  @Flag() boolean!: boolean;
  @DateTime() dateTime!: string;
  @DateField() date!: string;
  @Duration() duration!: string;
  @Email() email!: string;
  @Url() url!: string;
  @Enumeration('EveryState', ['ON', 'OFF']) enumeration!: string;
  @Nested(() => Part) object!: Part;
  @NestedList(() => Part, { max: 3 }) objects!: Part[];
  @Json() json!: unknown;
  @ListOf('text', { max: 3, optional: true }) texts?: string[];
  @ListOf('integer', { max: 3, optional: true }) integers?: number[];
  @ListOf('float', { max: 3, optional: true }) floats?: number[];
  @ListOf('money', { max: 3, optional: true }) moneys?: number[];
  @ListOf('boolean', { max: 3, optional: true }) booleans?: boolean[];
  @ListOf('dateTime', { max: 3, optional: true }) dateTimes?: string[];
  @ListOf('date', { max: 3, optional: true }) dates?: string[];
  @ListOf('duration', { max: 3, optional: true }) durations?: string[];
  @ListOf('email', { max: 3, optional: true }) emails?: string[];
  @ListOf('url', { max: 3, optional: true }) urls?: string[];
}

let trips: TestGateway;
let every: TestGateway;
const everyGateway = gatewayOf([Every]);
beforeAll(async () => {
  trips = await openGateway('v1', { domains: [Trip] });
  every = await openGateway('v2', { domains: [Every] });
});

/** RFC 3339, 5.6 and 5.7; JSON-Schema-Test-Suite, draft2020-12/optional/format/date.json and duration.json. */
const values: Record<string, { good: readonly string[]; bad: readonly unknown[]; sentence: string }> = {
  date: {
    good: [
      '1963-06-19',
      '2020-01-31',
      '2020-02-29',
      '2000-02-29',
      '2021-02-28',
      '2020-04-30',
      '0000-01-01',
      '9999-12-31',
    ],
    bad: [
      ...['2020-01-32', '2021-02-29', '1900-02-29', '2020-04-31', '2020-13-01', '2020-00-01', '2020-01-00'],
      ...['06/19/1963', '2013-350', '1998-1-20', '1998-01-1', '1963-06-1৪', '20230328', '2023-W01', '2022W01'],
      ...['2020-11-28T23:55:45Z', ' 2026-03-01', '2026-03-01\n', '', 20260301],
    ],
    sentence: 'must be a calendar date such as 2026-03-01',
  },
  duration: {
    good: [
      ...['P4DT12H30M5S', 'P4Y', 'PT0S', 'P0D', 'P1M', 'PT1M', 'PT36H', 'P1DT12H', 'P2W', 'P1Y2M3DT4H5M6S', 'P1Y0M2D'],
      'P99999999999999999999999999999999999999999999999999999999999999D',
    ],
    bad: [
      ...['PT1D', '4DT12H30M5S', 'P', 'P1YT', 'PT', 'P2D1Y', 'P1D2H', 'P2S', 'P1Y2W', 'P২Y', 'P1', 'P2W3D'],
      // Appendix A leaves no unit out, has no fractions and no sign.
      ...['P1Y3D', 'P1Y2D', 'PT1H30S', 'PT0.5S', 'PT1.5S', 'PT1,5S', 'P1.5D', '-P1D', 'p1d', ' P1D', 'P1D\n', '', 5],
      `P${'9'.repeat(63)}D`,
    ],
    sentence:
      'must be a duration of whole numbers such as P3DT12H or P1Y0M2D, with no unit left out in between (RFC 3339, appendix A)',
  },
  email: {
    // The pattern of the HTML standard, and JSON-Schema-Test-Suite, email.json, as far as the two agree.
    good: [
      ...['joe.bloggs@example.com', 'te~st@example.com', '~test@example.com', 'test~@example.com', 'root@localhost'],
      ...["o'hara+tag@a-b.example", `a@${'b'.repeat(63)}`, `${'x'.repeat(242)}@example.com`],
    ],
    bad: [
      ...['2962', '', '@example.com', 'a@', 'a b@example.com', 'a@b@c', '"joe bloggs"@example.com', 'a@-b.example'],
      ...['a@b-.example', 'a@b..example', 'a@[127.0.0.1]', 'ü@example.com', 'a@bü.example', 'a@b.example\n'],
      `a@${'b'.repeat(64)}`,
    ],
    sentence: 'must be an e-mail address such as ada@example.com',
  },
  url: {
    // RFC 3986, 1.1.2, 5.4.1 and 6.2.2; https://url.spec.whatwg.org/#urls, the table of its examples.
    good: [
      ...['https://example.com/', 'http://www.ietf.org/rfc/rfc2396.txt', 'HTTPS://EXAMPLE.com/%7Efoo', 'http://a'],
      ...['http://[2001:db8::7]:8080/c=GB?objectClass?one', 'https://example.com/?q=a,b;c#x', 'https://a/..//%C3%A4'],
      ...['http://a/b/c/d;p?q', 'http://a/b/c/d;p?y#s', 'http://a/b/c/g?y/../x', 'http://a/b/c/g#s/../x'],
      ...['http://a?#', 'http://a.b.:/', 'http://ann:secret@192.0.2.16:80/', 'https://a.b?x=%5B1%5D'],
    ],
    bad: [
      // The other examples of RFC 3986, 1.1.2, are of other schemes.
      ...['ftp://ftp.is.co.za/rfc/rfc1808.txt', 'ldap://[2001:db8::7]/c=GB?objectClass?one', 'tel:+1-816-555-1212'],
      ...['mailto:John.Doe@example.com', 'news:comp.infosystems.www.servers.unix', 'telnet://192.0.2.16:80/'],
      ...['urn:oasis:names:specification:docbook:dtd:xml:4.1.2', 'javascript:alert(1)', '//example.com'],
      ...['example.com', '/path', 'https:example.org', 'http://ex ample/', 'https://ex[ample/'],
      // RFC 9110, 4.2.1: no host; RFC 1034, 3.1: a label that is empty. %2E is a dot.
      ...['https://', 'https:///', 'http:///a', 'http://:80/', 'http://ann@/', 'http://?a', 'http://#a'],
      ...['https://.', 'https://..a', 'https://.a', 'https://a..b', 'https://a..', 'https://%2E', 'https://%2ea'],
      // RFC 3986, 3.2.2 to 3.5: brackets stand around an address alone, and one "#" begins the fragment.
      ...['https://a.b/#a#b', 'https://a.b?x=[1]', 'https://a.b/[1]', 'https://a.b#[1]', 'http://[::1]a/'],
      ...['https://a@b@c/', 'http://[::1', 'http://[1::2::3]/'],
      ...['https://example.com:demo', 'http://[www.example.com]/', 'https://example.com/ä', 'https://exämple.com/'],
      ...[' https://example.com/', 'https://example.com/\n', 'https://example.com/%zz', 'https://example.com\\a', ''],
    ],
    sentence: 'must be an absolute http or https URL such as https://example.com/page',
  },
};

const made = exampleObject(Every);

describe.each(Object.entries(values))('a field of the kind %s', (kind, { good, bad, sentence }) => {
  const list = `${kind}s`;
  test.each(good)('keeps %j, alone and in a list, and is read so on both faces', async (value) => {
    const created = await every.send('POST', '/every', { body: { ...made, [kind]: value, [list]: [value] } });
    expect(created).toMatchObject({ status: 201, json: { [kind]: value, [list]: [value] } });
    const query = `query ($id: ID!) { every(id: $id) { ${kind} ${list} } }`;
    const { json } = await every.graphql(query, { id: created.json.id });
    expect(json).toEqual({ data: { every: { [kind]: value, [list]: [value] } } });
    const patch = `mutation ($id: ID!, $patch: EveryPatch!) { updateEvery(id: $id, patch: $patch) { ${kind} } }`;
    const patched = await every.graphql(patch, { id: created.json.id, patch: { [kind]: value } });
    expect(patched.json).toEqual({ data: { updateEvery: { [kind]: value } } });
  });

  test.each(bad)('refuses %j with the same sentence on both faces, alone and in a list', async (value) => {
    const body = { ...made, [kind]: value, [list]: [good[0], value] };
    const rest = await every.send('POST', '/every', { body });
    const { detail } = rest.json.errors[0];
    expect(rest).toMatchObject({
      status: 422,
      json: {
        errors: [
          { pointer: `/${kind}`, detail },
          { pointer: `/${list}/1`, detail },
        ],
      },
    });
    if (typeof value === 'string') expect(detail).toBe(sentence);
    const create = 'mutation ($input: EveryInput!) { createEvery(input: $input) { id } }';
    const { json } = await every.graphql(create, { input: body });
    expect(json.errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', errors: rest.json.errors });
  });
});

test.each([
  ['email', `${'x'.repeat(243)}@example.com`, 'must have at most 254 characters'],
  ['url', `https://example.com/${'x'.repeat(2029)}`, 'must have at most 2048 characters'],
])('a longer %s is refused', async (kind, value, detail) => {
  const { json } = await every.send('POST', '/every', { body: { ...made, [kind]: value } });
  expect(json.errors).toEqual([{ pointer: `/${kind}`, detail }]);
});

test('the days that there are are those that JavaScript counts', async () => {
  const { dateFault } = await import('../schema/values');
  const part = (max: number, digits: number) => fc.nat(max).map((number) => String(number).padStart(digits, '0'));
  fc.assert(
    fc.property(part(9999, 4), part(14, 2), part(33, 2), (year, month, day) => {
      const text = `${year}-${month}-${day}`;
      const moment = new Date(`${text}T00:00:00Z`);
      const isThere = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
      expect([text, dateFault(text) === undefined]).toEqual([text, isThere]);
    }),
    { numRuns: 2000 },
  );
});

describe('a list of elements of the kind', () => {
  const wrong: Record<(typeof elementKinds)[number], unknown> = {
    text: ' ',
    integer: 1.5,
    float: 'x',
    money: 0.001,
    boolean: 'true',
    dateTime: '2026-02-30T00:00:00Z',
    date: '2026-02-30',
    duration: 'P1',
    email: 'nobody',
    url: 'example.com',
  };
  test.each(Object.entries(wrong))('%s checks each of them', async (kind, value) => {
    const list = `${kind}s`;
    const { json } = await every.send('POST', '/every', { body: { ...made, [list]: [made[kind], value] } });
    expect(json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([`/${list}/1`]);
  });
});

describe('the example of the kind', () => {
  const formatted = new Ajv({ strict: false });
  // The format assertions of JSON Schema 2020-12, section 7.3, written apart from the rules of the gateway.
  formatted.addFormat('date', (text) => new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text);
  formatted.addFormat('date-time', (text) => new Date(text).toISOString() === text);
  formatted.addFormat('duration', /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/);
  // https://spec.openapis.org/registry/format/
  formatted.addFormat('double', { type: 'number', validate: Number.isFinite });
  formatted.addFormat('int32', {
    type: 'number',
    validate: (value) => value === Math.trunc(value) && Math.abs(value) < 2 ** 31,
  });
  formatted.addFormat('int64', { type: 'number', validate: Number.isInteger });
  formatted.addFormat('email', /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/);
  formatted.addFormat('uri', (text) => new URL(text).href === text);

  test.each(Object.keys(kinds) as FieldKind[])('%s passes its own rules and its own schema', async (kind) => {
    const field = fieldsOf(Every).find((one) => one.kind === kind)!;
    expect(field).toBeDefined();
    const example = exampleOf({ ...field, example: undefined });
    const { status } = await every.send('POST', '/every', {
      body: { ...made, [field.name]: example, id: `of-${kind}` },
    });
    const document = (await every.send('GET', '/openapi.json')).json;
    const valid = formatted.compile({
      $ref: `#/components/schemas/EveryInput/properties/${field.name}`,
      components: document.components,
    });
    expect([status, valid(example), valid.errors]).toEqual([201, true, null]);
  });

  test('has a format in OpenAPI and a scalar in GraphQL', async () => {
    const { properties } = (await every.send('GET', '/openapi.json')).json.components.schemas.EveryInput;
    expect(properties.date).toMatchObject({ type: 'string', format: 'date' });
    expect(properties.duration).toMatchObject({ type: 'string', format: 'duration' });
    expect(properties.email).toMatchObject({ type: 'string', format: 'email', maxLength: 254 });
    expect(properties.url).toMatchObject({ type: 'string', format: 'uri', maxLength: 2048 });
    const sdl = (await every.send('GET', '/schema.graphql')).text;
    for (const line of ['scalar Date @', 'scalar Duration @', 'date: Date!', 'duration: Duration!', 'url: String!']) {
      expect(sdl).toContain(line);
    }
  });
});

describe.each(formats)('over both faces alike, with %s events', (payload) => {
  describe.each(operationsOf([Every]).map((operation) => ({ name: operation.name, operation })))(
    '$name',
    ({ operation }) => {
      // GraphQL makes a list of a single value (section 3.11 of its specification) where the scalar takes any value.
      const isCoerced = ({ name }: Case): boolean => /^invalid: (moneys|dateTimes|dates|durations) wrong$/.test(name);
      const cases = casesOf(operation).filter((one) => !isCoerced(one));
      test.each(cases.map((one) => ({ ...one, one })))('$name: $code', async ({ one }) => {
        const [rest, graphql] = await runCase(operation, one, payload, everyGateway);
        expect(rest!.told.code).toBe(one.code);
        expect(graphql!.told).toEqual(rest!.told);
        expect(graphql!.stored).toEqual(rest!.stored);
      });
    },
  );
});

describe('a key, a filter and an order of the new kinds', () => {
  const days = ['2025-12-31', '2026-02-28', '2026-03-01', '2026-03-02'];
  beforeAll(async () => {
    for (const [index, day] of days.entries()) {
      const body = {
        email: 'ada@example.com',
        day,
        length: ['PT1H', 'P1D'][index % 2],
        page: `https://example.com/${index}`,
        plan: ['aws-s3', '2XL', 'für später', 'PLAIN'][index],
        place: index === 0 ? '倉庫' : undefined,
      };
      expect(await trips.send('POST', '/trip', { body })).toMatchObject({
        status: 201,
        headers: { location: `/trip/ada%40example.com/${day}` },
      });
    }
  });

  test('reads an item by its address and its day', async () => {
    expect((await trips.send('GET', '/trip/ada%40example.com/2026-03-01')).json).toMatchObject({ plan: 'für später' });
    const query = '{ trip(email: "ada@example.com", day: "2026-03-01") { plan page } }';
    expect((await trips.graphql(query)).json.data).toEqual({
      trip: { plan: 'FUR_SPATER', page: 'https://example.com/2' },
    });
    const wrong = await trips.send('GET', '/trip/nobody/2026-02-29');
    expect(wrong).toMatchObject({ status: 400 });
    expect(wrong.json.errors).toEqual([
      { pointer: '/day', detail: 'must be a calendar date such as 2026-03-01' },
      { pointer: '/email', detail: 'must be an e-mail address such as ada@example.com' },
    ]);
  });

  const filters: [string, object, object, readonly string[]][] = [
    ['a range of days', { day: { between: ['2026-01-01', '2026-03-01'] } }, {}, ['2026-02-28', '2026-03-01']],
    ['days after one', { day: { gt: '2026-02-28' } }, {}, ['2026-03-01', '2026-03-02']],
    ['a duration', { length: { eq: 'P1D' } }, {}, ['2026-02-28', '2026-03-02']],
    ['the beginning of a URL', { page: { beginsWith: 'https://example.com/3' } }, {}, ['2026-03-02']],
    ['a part of an address', { email: { contains: '@example' } }, {}, days],
    ['a value of an enumeration', { plan: { eq: 'aws-s3' } }, { plan: { eq: 'AWS_S3' } }, ['2025-12-31']],
    [
      'values of an enumeration',
      { or: [{ plan: { in: ['2XL', 'für später'] } }, { place: { eq: '倉庫' } }] },
      { or: [{ plan: { in: ['_2XL', 'FUR_SPATER'] } }, { place: { eq: 'THERE' } }] },
      ['2025-12-31', '2026-02-28', '2026-03-01'],
    ],
  ];
  test.each(filters)('finds by %s', async (_, rest, graphql, found) => {
    const target = `/trip/ada%40example.com?sort=-day&filter=${encodeURIComponent(JSON.stringify(rest))}`;
    const listed = (await trips.send('GET', target)).json.items.map(({ day }: Trip) => day);
    const query =
      'query ($filter: TripFilter) { trips(email: "ada@example.com", orderBy: DAY_DESC, filter: $filter) { edges { node { day } } } }';
    const filter = { ...rest, ...graphql };
    const { data } = (await trips.graphql(query, { filter })).json;
    expect(listed).toEqual(found.toReversed());
    expect(data.trips.edges.map(({ node }: { node: Trip }) => node.day)).toEqual(found.toReversed());
  });

  test('an index takes an enumeration of any texts', async () => {
    const { json } = await trips.send('GET', `/trip?plan=${encodeURIComponent('für später')}&sort=page`);
    expect(json.items.map(({ day }: Trip) => day)).toEqual(['2026-03-01']);
  });

  test.each([
    [
      { length: { gt: 'PT1H' } },
      '/filter/length/gt',
      'is not a comparison of length; it takes eq, ne, in, notIn, exists',
    ],
    [
      { length: { eq: 'an hour' } },
      '/filter/length/eq',
      'must be a duration of whole numbers such as P3DT12H or P1Y0M2D, with no unit left out in between (RFC 3339, appendix A)',
    ],
    [{ day: { lt: '2026-02-30' } }, '/filter/day/lt', 'must be a calendar date such as 2026-03-01'],
    [{ plan: { eq: 'S3' } }, '/filter/plan/eq', 'must be one of aws-s3, 2XL, für später, PLAIN'],
    [{ page: { eq: '' } }, '/filter/page/eq', 'must be a text that is not empty'],
  ])('refuses %j on both faces', async (filter, pointer, detail) => {
    const { json } = await trips.send('GET', `/trip?filter=${encodeURIComponent(JSON.stringify(filter))}`);
    expect(json.errors).toEqual([{ pointer, detail }]);
    const query = 'query ($filter: TripFilter) { allTrips(filter: $filter) { edges { node { day } } } }';
    const graphql = await trips.graphql(query, { filter });
    // Each face tells an enumeration by what it takes.
    const inNames = detail.replace('aws-s3, 2XL, für später, PLAIN', 'AWS_S3, _2XL, FUR_SPATER, PLAIN');
    expect(graphql.json.errors[0].extensions.errors).toEqual([{ pointer, detail: inNames }]);
  });
});

describe('an enumeration of any texts', () => {
  const create = 'mutation ($input: TripInput!) { createTrip(input: $input) { plan place length } }';
  const base = { email: 'bob@example.com', day: '2026-05-01' };

  test('goes in and out under its GraphQL names, and is stored as it was declared', async () => {
    const { json } = await trips.graphql(create, { input: { ...base, plan: 'AWS_S3', place: 'THERE' } });
    expect(json.data.createTrip).toEqual({ plan: 'AWS_S3', place: 'THERE', length: 'PT1H' });
    const target = '/trip/bob%40example.com/2026-05-01';
    expect((await trips.send('GET', target)).json).toMatchObject({ plan: 'aws-s3', place: '倉庫' });
    const patched = await trips.send('PATCH', target, { body: { plan: '2XL' } });
    expect(patched.json).toMatchObject({ plan: '2XL' });
    const inline = `mutation { updateTrip(email: "bob@example.com", day: "2026-05-01", patch: { plan: PLAIN, place: HERE }) { plan place } }`;
    expect((await trips.graphql(inline)).json.data.updateTrip).toEqual({ plan: 'PLAIN', place: 'HERE' });
    expect((await trips.send('GET', target)).json).toMatchObject({ plan: 'PLAIN', place: 'hier' });
  });

  test('has its default in the form of each face', async () => {
    const { json } = await trips.graphql(create, { input: { ...base, day: '2026-05-02' } });
    expect(json.data.createTrip).toMatchObject({ plan: '_2XL', place: null });
    const sdl = (await trips.send('GET', '/schema.graphql')).text;
    expect(sdl.replace(/ *""".*"""\n|\n(?=\n)/g, '')).toContain(
      'enum TripPlan {\n  AWS_S3\n  FUR_SPATER\n  PLAIN\n  _2XL\n}',
    );
    expect(sdl).toContain('(default _2XL)');
    const { TripInput, TripPlan } = (await trips.send('GET', '/openapi.json')).json.components.schemas;
    expect(TripInput.properties.plan).toMatchObject({ $ref: '#/components/schemas/TripPlan', default: '2XL' });
    expect(TripPlan).toEqual({ type: 'string', enum: ['aws-s3', '2XL', 'für später', 'PLAIN'] });
  });

  test('is not the mistake when another variable is one', async () => {
    const { json } = await trips.graphql(create, { input: { ...base, plan: 'AWS_S3', place: 'NOWHERE' } });
    expect(json.errors[0].extensions.errors).toEqual([{ pointer: '/place', detail: 'must be one of HERE, THERE' }]);
  });

  test.each([
    ['aws-s3', 'AWS_S3'],
    ['2XL', '_2XL'],
    ['in store', 'IN_STORE'],
    ['größer als 5 €', 'GROSSER_ALS_5'],
    ['ﬁn', 'FIN'],
    ['true', 'TRUE'],
    ['__type', 'TYPE'],
    ['Middle', 'Middle'],
    ['_none', '_none'],
    ['倉庫', ''],
    ['++', ''],
  ])('calls %j %j in GraphQL', (value, name) => expect(graphQLName(value)).toBe(name));

  test('whatever its values are, each has one GraphQL name that leads back to it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (value) => {
        const name = graphQLName(value);
        if (name !== '') expect(name).toMatch(/^(?!(true|false|null)$|__)[A-Za-z_][A-Za-z0-9_]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

test('an import reads every kind from the cells of a CSV file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-kinds-'));
  const listening = await serve({
    handler: trips.handler,
    host: '127.0.0.1',
    port: 4850,
    payload: 'v1',
    log: () => undefined,
  });
  try {
    const file = join(folder, 'trips.csv');
    writeFileSync(
      file,
      'email,day,length,page,plan,place\ncsv@example.com,2026-06-01,P2W,"https://example.com/?a,b",2XL,倉庫\ncsv@example.com,2026-06-31,P2W,,2XL,\n',
    );
    const words = ['-r', '@swc-node/register', 'tools/transfer/import.ts', 'trip', file, '--url', listening.url];
    const told = await promisify(execFile)(process.execPath, words, { cwd: join(__dirname, '..') }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    expect(`${told.stdout}${told.stderr}`).toContain('2 read, 1 created, 0 already there, 1 refused, 0 failed');
    expect((await trips.send('GET', '/trip/csv%40example.com/2026-06-01')).json).toMatchObject({
      length: 'P2W',
      page: 'https://example.com/?a,b',
      plan: '2XL',
      place: '倉庫',
    });
    expect((await trips.send('GET', '/trip/csv%40example.com')).json.items).toHaveLength(1);
  } finally {
    await listening.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every kind that a key can hold has an attribute type', () => {
  const { fields } = domainOf(Every);
  const types = Object.fromEntries(fields.map(({ kind }) => [kind, kinds[kind].key?.attribute]));
  expect(types).toMatchObject({
    date: 'S',
    email: 'S',
    url: 'S',
    duration: undefined,
    integer: 'N',
    boolean: undefined,
  });
});
