import Ajv from 'ajv/dist/2020';
import { Id, Integer, Nested, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { problemsOf } from '../../services/operation-problems';
import { problemFor } from '../../services/errors';

// What generators of clients make of the OpenAPI document, tried with openapi-generator 7.26 (java, kotlin, go, python,
// typescript-fetch) and oapi-codegen 2: what a document does not say, or says in a form of its own, each of them fills in
// by itself.

class Size {
  @Integer() width!: number;
}

@Domain('parcel', { scan: true })
class Parcel {
  @Id() id!: string;
  @Nested(() => Size) size!: Size;
  @Text({ sensitive: true, optional: true }) note?: string;
}

@Domain('letter', { scan: true })
class Letter {
  @Id() id!: string;
  @Text({ sensitive: true }) text!: string;
}

let gateway: TestGateway;
let document: any;
const ajv = new Ajv({ strict: false, validateFormats: false });
beforeAll(async () => {
  gateway = await openGateway('v2');
  document = (await gateway.send('GET', '/openapi.json')).json;
  ajv.addSchema({ components: document.components }, 'document');
});

const schemaCalled = (name: string): any => document.components.schemas[name];
const validatorOf = (name: string) => ajv.compile({ $ref: `document#/components/schemas/${name}` });
const operations = (): { path: string; method: string; one: any }[] =>
  Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, one]) => ({ path, method, one })),
  );
const parameterOf = (path: string, name: string): any =>
  document.paths[path].get.parameters.find((parameter: any) => parameter.name === name && parameter.in === 'query');
/** Every schema of the document with the way to it, wherever it stands. */
function schemasIn(value: unknown, way = ''): [way: string, schema: any][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).filter(([name]) => !['example', 'examples', 'default', 'mapping'].includes(name));
  const isSchema = /\/(schemas\/\w+|schema|items|contentSchema|properties\/\w+|(any|one)Of\/\d+)$/.test(way);
  return [
    ...(isSchema ? [[way, value] as [string, any]] : []),
    ...inner.flatMap(([name, part]) => schemasIn(part, `${way}/${name}`)),
  ];
}
const typesOf = ({ type }: any): unknown[] => [type].flat();

describe('numbers', () => {
  // https://spec.openapis.org/registry/format/ (double, int32, int64). Without it openapi-generator's Go has float32, which
  // holds 999999.99 as 1000000.
  test('each says in how many bits it is held', () => {
    const numbers = schemasIn(document).filter(([, schema]) => typesOf(schema).includes('number'));
    expect(numbers.length).toBeGreaterThan(20);
    expect(numbers.filter(([, { format }]) => format !== 'double')).toEqual([]);
    const integers = schemasIn(document).filter(([, schema]) => typesOf(schema).includes('integer'));
    expect(integers.length).toBeGreaterThan(20);
    for (const [way, { format, minimum = -Infinity, maximum = Infinity }] of integers) {
      expect([way, ['int32', 'int64'].includes(format)]).toEqual([way, true]);
      const fits = minimum >= -(2 ** 31) && maximum <= 2 ** 31 - 1;
      if (fits) expect([way, format]).toEqual([way, 'int32']);
    }
    expect(schemaCalled('BookInput').properties.stock).toMatchObject({ format: 'int32', maximum: 1_000_000 });
    // Nobody counts so far in 32 bits.
    expect(schemaCalled('Book').properties.version.format).toBe('int64');
  });

  test('as many cents as an amount can have are in a double and not in a float', () => {
    const { maximum, format } = schemaCalled('BookInput').properties.price;
    expect(format).toBe('double');
    expect(Math.round(maximum * 100) / 100).toBe(999_999_999.99);
    expect(Math.fround(999_999.99)).toBe(1_000_000);
  });

  // ajv-validator/ajv #652: multipleOf 0.01 refuses 19.99, because 19.99 / 0.01 is no whole number to a computer.
  test('every price from 0.01 to 1000.00 is valid, and each that the gateway refuses is told in words', async () => {
    const isValid = validatorOf('BookInput');
    const wrong: number[] = [];
    for (let cents = 1; cents <= 100_000; cents++) {
      if (!isValid({ title: 'Any', price: cents / 100 })) wrong.push(cents);
    }
    expect(wrong).toEqual([]);
    expect(schemaCalled('BookInput').properties.price.description).toContain('At most two decimals.');
    const tooFine = await gateway.send('POST', '/book', { body: { title: 'Any', price: 1.005 } });
    expect(tooFine).toMatchObject({ status: 422, json: { errors: [{ pointer: '/price' }] } });
  });

  test('what is served has the form of its own schema', async () => {
    const prices = [0, 0.07, 19.99, 1.1, 4.35, 1999.99, 36_999.99, 999_999_999.99];
    const items = prices.map((price, index) => ({ id: `priced-${index}`, title: 'Priced', price }));
    const made = await gateway.send('POST', '/book/batch', { body: { items } });
    expect(made.json.results.map(({ item }: any) => item?.price)).toEqual(prices);
    const page = await gateway.send('GET', '/book?filter[id][beginsWith]=priced');
    expect(page.json.items).toHaveLength(prices.length);
    expect([validatorOf('BookPage')(page.json), validatorOf('CreateBooksAnswer')(made.json)]).toEqual([true, true]);
  });
});

describe('names', () => {
  const isNamed = (way: string): boolean => /^\/components\/schemas\/\w+$/.test(way);

  // openapi-generator's Kotlin calls an enumeration in an object after its property, and does not compile where the class
  // has that name; oapi-codegen and orval make one type of each place (OrderStatus, OrderStatus2, …).
  test('each enumeration and each object is a component', () => {
    const unnamed = schemasIn(document).filter(
      ([way, schema]) => !isNamed(way) && (schema.enum !== undefined || schema.properties !== undefined),
    );
    expect(unnamed.map(([way]) => way)).toEqual([]);
    expect(schemaCalled('LoanStatus')).toEqual({ type: 'string', enum: ['PENDING', 'LENT', 'RETURNED'] });
  });

  test('an enumeration is one component, in answers, parameters, filters and changes', () => {
    const known = new Map<string, string>();
    for (const [name, { enum: values }] of Object.entries<any>(document.components.schemas)) {
      if (values === undefined) continue;
      expect([name, known.get(JSON.stringify(values))]).toEqual([name, undefined]);
      known.set(JSON.stringify(values), name);
    }
    const status = { $ref: '#/components/schemas/LoanStatus' };
    expect(parameterOf('/loan', 'status').schema).toEqual(status);
    expect(schemaCalled('LoanStatusCondition').properties.eq).toEqual(status);
    expect(schemaCalled('Loan').properties.status.anyOf).toEqual([status, { type: 'null' }]);
    expect(schemaCalled('LoanChange').properties.change.$ref).toBe('#/components/schemas/ChangeKind');
  });
});

// openapi-generator puts the constants of all enumerations of Go into one package, and calls them after their values.
test('no constant of an order is called as another one', () => {
  const names = Object.values<any>(document.components.schemas).flatMap((schema) => schema['x-enum-varnames'] ?? []);
  expect(names.length).toBeGreaterThan(5);
  expect(new Set(names).size).toBe(names.length);
  expect(schemaCalled('BookSort')).toEqual({
    type: 'string',
    enum: ['price', '-price'],
    'x-enum-varnames': ['BOOK_PRICE_ASC', 'BOOK_PRICE_DESC'],
  });
  expect(schemaCalled('LoanSort')['x-enum-varnames']).toContain('LOAN_LOAN_DATE_DESC');
});

describe('the filter', () => {
  // OpenAPI 3.1.1, section 4.8.12.2 (style deepObject): what a nested object becomes is undefined. oapi-codegen 2.8,
  // pkg/codegen/schema.go: a text with a contentMediaType is a file, unless it has a format.
  test('is a text that holds JSON of a schema with a name', () => {
    expect(parameterOf('/book', 'filter').schema).toEqual({
      type: 'string',
      format: 'json-text',
      contentMediaType: 'application/json',
      contentSchema: { $ref: '#/components/schemas/BookFilter' },
    });
    expect(document.paths['/book'].get.parameters.filter((one: any) => 'style' in one)).toEqual([]);
  });

  const right = [
    { price: { ge: 1 } },
    { price: { between: [1, 2] }, category: { in: ['Other', 'Travel'] } },
    { or: [{ title: { beginsWith: 'A' } }, { not: { stock: { exists: true } } }] },
    { and: [{ tags: { contains: 'sea' } }, { version: { eq: 1 } }, { createdAt: { gt: '2026-01-01T00:00:00Z' } }] },
    { title: { eq: 'x'.repeat(500) } },
  ];
  const wrong = [
    { price: { like: 1 } },
    { price: 1 },
    { nothing: { eq: 1 } },
    { price: { between: [1] } },
    { title: { in: [] } },
    { title: { eq: null } },
    { or: [] },
    { tags: { eq: 'sea' } },
    { price: { ge: '1' } },
  ];
  test('takes what its schema takes, and nothing else', async () => {
    const isValid = validatorOf('BookFilter');
    for (const [filters, status] of [
      [right, 200],
      [wrong, 400],
    ] as const) {
      for (const filter of filters) {
        const answer = await gateway.send('GET', `/book?filter=${encodeURIComponent(JSON.stringify(filter))}`);
        expect([filter, answer.status, isValid(filter)]).toEqual([filter, status, status === 200]);
      }
    }
  });

  test('reaches into an object', async () => {
    const parcels = await openGateway('v2', { domains: [Parcel] });
    const { schemas } = (await parcels.send('GET', '/openapi.json')).json.components;
    expect(schemas.ParcelFilter.properties.size.$ref).toBe('#/components/schemas/SizeFilter');
    expect(schemas.SizeFilter.properties).toEqual({
      width: { $ref: '#/components/schemas/IntegerCondition' },
      exists: { type: 'boolean' },
    });
    await parcels.send('POST', '/parcel', { body: { id: 'wide', size: { width: 9 } } });
    const filter = encodeURIComponent('{"size":{"width":{"gt":8},"exists":true}}');
    expect((await parcels.send('GET', `/parcel?filter=${filter}`)).json.items).toHaveLength(1);
  });

  describe.each(formats)('with %s events', (payload) => {
    const ask = async (query: string) => (await openGateway(payload)).send('GET', `/book?${query}`);

    test.each(['filter=[1]', 'filter=7', 'filter="price"', 'filter=null', 'filter={', 'filter='])(
      '%s is refused with its place',
      async (query) => {
        const { status, json } = await ask(query.replaceAll(/["{[\]]/g, encodeURIComponent));
        expect([status, json.type, json.errors[0].pointer]).toEqual([400, '/problems/bad-query', '/filter']);
      },
    );

    test('as JSON and in brackets, both hold', async () => {
      const gateway = await openGateway(payload);
      for (const price of [1, 2, 3]) {
        const body = { id: `price-${price}`, title: 'A book', price };
        expect((await gateway.send('POST', '/book', { body })).status).toBe(201);
      }
      const json = encodeURIComponent('{"price":{"ge":2}}');
      const answer = await gateway.send('GET', `/book?category=Other&filter=${json}&filter[price][le]=2`);
      expect(answer.json.items).toMatchObject([{ id: 'price-2' }]);
    });
  });
});

describe('the parameters', () => {
  test('a short one takes any text, as the gateway does', async () => {
    const short = document.paths['/book'].get.parameters.filter(
      (one: any) => one.name in schemaCalled('Book').properties,
    );
    expect(short.length).toBeGreaterThan(5);
    const limits = ['minLength', 'maxLength', 'minimum', 'maximum', 'pattern'];
    expect(short.filter(({ schema }: any) => limits.some((keyword) => keyword in schema))).toEqual([]);
    expect((await gateway.send('GET', `/book?category=${'x'.repeat(61)}&title=${'x'.repeat(200)}`)).status).toBe(200);
  });

  // OpenAPI 3.1.1, section 4.8.12: a parameter is one of its name and place, and generators make one argument of a name.
  test('none is in the path and in the query', () => {
    for (const { path, one } of operations()) {
      const names = one.parameters
        .filter((parameter: any) => parameter.in !== 'header')
        .map((parameter: any) => parameter.name);
      expect([path, names]).toEqual([path, [...new Set(names)]]);
    }
  });
});

describe('an operation', () => {
  test('takes no key in a patch, and needs none in a body beside the key of its path', async () => {
    for (const { path, method, one } of operations()) {
      const keys = one.parameters.filter((parameter: any) => parameter.in === 'path').map(({ name }: any) => name);
      const body = one.requestBody?.content['application/json'].schema.$ref;
      if (!body) continue;
      const { properties, required = [] } = schemaCalled(body.split('/').at(-1));
      const place = `${method} ${path}`;
      expect([place, required.filter((name: string) => keys.includes(name))]).toEqual([place, []]);
      if (method === 'patch') expect([place, keys.filter((name: string) => name in properties)]).toEqual([place, []]);
    }
    const items = [{ bookId: 'b-1', quantity: 1 }];
    const made = await gateway.send('PUT', '/shelf/keyless', { headers: { 'if-none-match': '*' }, body: { items } });
    expect([made.status, made.json.userName]).toEqual([201, 'keyless']);
  });

  test('has If-None-Match and 201 only where it can make something', () => {
    for (const { path, method, one } of operations()) {
      const writes = method !== 'get' && one.parameters.some(({ name }: any) => name === 'If-None-Match');
      const makes = '201' in one.responses;
      if (writes) expect([path, makes]).toEqual([path, true]);
      if (makes && method !== 'post') expect([path, writes]).toEqual([path, true]);
    }
  });

  // The Agents of OpenAI and most servers of MCP that are made from a document show the description alone.
  test('says first what it does, then who may', () => {
    for (const { one } of operations()) {
      expect(one.description).toMatch(/^[A-Z].*\. Who may: .+\.$/s);
      expect(one.description.startsWith(one.summary)).toBe(true);
      expect(one.summary).toMatch(/\.$/);
    }
    expect(document.paths['/book/{id}'].get.description).toBe('Reads one book. Who may: anyone.');
  });
});

// JSON Schema 2020-12, Validation, section 9.2 leaves to each program what it does with a default. Zod 4 puts it into what it
// parses, and openapi-typescript 7 makes a type with it required: a patch of the price would move the book to another room.
test('a default is told only where the gateway fills it in', async () => {
  const defaultOf = (name: string): unknown => schemaCalled(name).properties.category.default;
  expect(['BookInput', 'BookReplacement'].map(defaultOf)).toEqual(['Other', 'Other']);
  expect(['BookPatch', 'Book', 'BookSelection', 'BookAnnounced'].map(defaultOf)).toEqual(Array(4).fill(undefined));
  await gateway.send('POST', '/book', { body: { id: 'moved', title: 'Moved', price: 1, category: 'Travel' } });
  const patched = await gateway.send('PATCH', '/book/moved', { body: { price: 2 } });
  expect(patched.json).toMatchObject({ price: 2, category: 'Travel' });
  const chosen = await gateway.send('GET', '/book/moved?fields=title');
  expect(chosen.json).toEqual({ title: 'Moved' });
});

describe('fields=', () => {
  // Decoders of Kotlin, Go, Python, Rust and Swift refuse an object without what its schema requires.
  test('leads to answers that their schema allows', async () => {
    await gateway.send('POST', '/book', { body: { id: 'chosen', title: 'Chosen', price: 1 } });
    const schemaAt = (path: string): any => document.paths[path].get.responses[200].content['application/json'].schema;
    for (const [path, target] of [
      ['/book/{id}', '/book/chosen?fields=title'],
      ['/book', '/book?fields=title'],
    ] as const) {
      const { json } = await gateway.send('GET', target);
      const name = schemaAt(path).$ref.split('/').at(-1);
      expect([target, validatorOf(name)(json)]).toEqual([target, true]);
      expect(Object.keys(json.items?.[0] ?? json)).toEqual(['title']);
    }
    expect(schemaAt('/book/{id}').$ref).toBe('#/components/schemas/BookSelection');
    // What cannot be left out is still required elsewhere.
    expect(document.paths['/book'].post.responses[201].content['application/json'].schema.$ref).toBe(
      '#/components/schemas/Book',
    );
    expect(schemaCalled('Book').required).toContain('title');
  });
});

describe('a refusal', () => {
  const followed = (schema: any): any => (schema.$ref ? schemaCalled(schema.$ref.split('/').at(-1)) : schema);
  const answered = (answer: any): any =>
    answer.$ref ? document.components.responses[answer.$ref.split('/').at(-1)] : answer;
  const typesOfUnion = (name: string): string[] => Object.keys(schemaCalled(name).discriminator.mapping);

  // OpenAPI 3.1.1, section 4.8.25 (Discriminator Object); RFC 9457, section 3.1.1: the type is what tells problems apart.
  test('is one of the problems of its operation, told apart by its type', () => {
    for (const { one } of operations()) {
      const operation = gateway.operations.find(({ name }) => name === one.operationId)!;
      const name = `${one.operationId.charAt(0).toUpperCase()}${one.operationId.slice(1)}Failure`;
      const { oneOf, discriminator } = schemaCalled(name);
      expect(discriminator.propertyName).toBe('type');
      const types = oneOf.map((schema: any) => [followed(schema).properties.type.const, schema.$ref]);
      expect(Object.fromEntries(types)).toEqual(discriminator.mapping);
      const codes = [...problemsOf(operation)].filter((code) => !problemFor(code).only);
      expect(typesOfUnion(name)).toEqual(expect.arrayContaining(codes.map((code) => `/problems/${code}`)));
      const refusals = Object.entries<any>(one.responses).filter(([status]) => Number(status) >= 400);
      const statuses = new Set(codes.map((code) => problemFor(code).status));
      expect(refusals.map(([status]) => Number(status))).toEqual([...statuses].toSorted((left, right) => left - right));
      for (const [, answer] of refusals) {
        const { schema } = answered(answer).content['application/problem+json'];
        const union = followed(schema).oneOf ? name : undefined;
        const only = followed(schema).properties?.type.const;
        expect(union === name || typesOfUnion(name).includes(only)).toBe(true);
      }
    }
  });

  test('that is answered is one that the document knows', async () => {
    const body = { title: 'Known', price: 1 };
    await gateway.send('POST', '/book', { body: { ...body, id: 'known' } });
    const sent = [
      ['missing', await gateway.send('GET', '/book/none'), 'Book'],
      ['taken', await gateway.send('POST', '/book', { body: { ...body, id: 'known' } }), 'CreateBook'],
      ['invalid', await gateway.send('POST', '/book', { body: {} }), 'CreateBook'],
      ['lost', await gateway.send('PATCH', '/book/known', { body, headers: { 'if-match': '"9"' } }), 'UpdateBook'],
      ['unknown', await gateway.send('GET', '/book?nothing=1'), 'Books'],
    ] as const;
    for (const [what, { status, json }, operation] of sent) {
      expect([what, status >= 400, validatorOf(`${operation}Failure`)(json)]).toEqual([what, true, true]);
    }
    expect(sent[3][1].json.current).toMatchObject({ id: 'known', version: 1 });
    expect(validatorOf('Book')(sent[3][1].json.current)).toBe(true);
  });

  test('tells the item in the way without what is sensitive, and so in a form that allows that', async () => {
    const letters = await openGateway('v2', { domains: [Letter, Parcel] });
    const { schemas } = (await letters.send('GET', '/openapi.json')).json.components;
    await letters.send('POST', '/letter', { body: { id: 'a', text: 'Dear' } });
    const lost = await letters.send('PATCH', '/letter/a', { body: { text: 'X' }, headers: { 'if-match': '"9"' } });
    expect([lost.status, 'text' in lost.json.current]).toEqual([412, false]);
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile({
      $ref: '#/components/schemas/UpdateLetterFailure',
      components: { schemas },
    });
    expect(isValid(lost.json)).toBe(true);
    expect(schemas.ParcelPreconditionFailedProblem.properties.current.$ref).toBe('#/components/schemas/Parcel');
  });

  test('of one item of a batch is an object with a type', async () => {
    const body = { title: 'A', price: 1 };
    await gateway.send('POST', '/book', { body: { ...body, id: 'taken' } });
    const items = [{ ...body, id: 'in-batch' }, { ...body, id: 'taken' }, {}];
    const { json } = await gateway.send('POST', '/book/batch', { body: { items } });
    expect(json.results.map(({ status }: any) => status)).toEqual([201, 409, 422]);
    expect(validatorOf('CreateBooksAnswer')(json)).toBe(true);
    const { type, current } = schemaCalled('BookOutcomeProblem').properties;
    expect(schemaCalled('ProblemType').enum).toContain('/problems/conflict');
    expect([type.$ref, current.$ref]).toEqual(['#/components/schemas/ProblemType', '#/components/schemas/Book']);
  });
});

test('a change has the key and the item of its domain', async () => {
  const { cursor } = (await gateway.send('GET', '/book/changes')).json;
  await gateway.send('POST', '/book', { body: { id: 'changed', title: 'Changed', price: 1 } });
  const { json } = await gateway.send('GET', `/book/changes?since=${cursor}`);
  expect(json.changes).toHaveLength(1);
  const { schema } = document.paths['/book/changes'].get.responses[200].content['application/json'];
  expect(schema.$ref).toBe('#/components/schemas/BookChangeFeed');
  expect(validatorOf('BookChangeFeed')(json)).toBe(true);
  const { key, item } = schemaCalled('BookChange').properties;
  expect([key.$ref, item.$ref]).toEqual(['#/components/schemas/BookKey', '#/components/schemas/BookAnnounced']);
  expect(validatorOf('BookChange')({ ...json.changes[0], item: { price: 'dear' } })).toBe(false);
});

test('how a list was read has the form that is told', async () => {
  const { json } = await gateway.send('GET', '/book?explain=true&filter[category][eq]=Other&sort=price&count=true');
  expect(json.plan).toMatchObject({ path: 'Query', index: 'byCategory' });
  expect(Object.keys(json.plan).filter((name) => !(name in schemaCalled('ListPlan').properties))).toEqual([]);
  expect(validatorOf('BookPage')(json)).toBe(true);
});
