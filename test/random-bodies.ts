import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { localAccess } from '../local/tables';
import type { GatewayDefinition } from '../services/definition';
import { domainOf, fieldsOf, nestedClass, ownedFields } from '../schema/facts';
import type { DeclaredClass, FieldFact } from '../schema/facts';
import type { FactOf, FieldKind } from '../schema/kinds';
import type { Operation } from '../services/operation';
import { digestOf } from './digest';
import { formats } from './harness';
import type { Payload } from '../local/lambda';
import type { TestGateway } from './harness';

// Bodies made from the declarations: right, nearly right, and wrong in every way that JSON allows.

const seed = 5;
const runs = 2500;

/** JSON text that JSON.stringify does not write. */
class Raw {
  constructor(readonly text: string) {}
}

/** A value as JSON text, with what is raw as it stands and `__proto__` as a member like any other. */
function written(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (value instanceof Members) {
    return `{${value.pairs.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** An object as its members, some of which may come twice. */
class Members {
  constructor(readonly pairs: readonly (readonly [string, unknown])[]) {}
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', true, 0, -1, 1.005, [], new Members([]), 'NaN', '1', [[]]),
  fc
    .constantFrom('-0', '1e400', '-1e400', '9007199254740993', '123456789012345678.9', '1e-400', '0.1e1', '1E308', '01')
    .map((text) => new Raw(text)),
  fc.constantFrom('\ud800', '\u0000', '\u202e', 'ﷺ'.repeat(50), '\u{1F600}', "'; DROP TABLE", '${7*7}', '<script>'),
  fc.constantFrom(300, 5000, 420_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom(5, 24, 33, 200).map((depth) => new Raw(`${'['.repeat(depth)}${']'.repeat(depth)}`)),
  fc.constantFrom(5, 33, 200).map((depth) => new Raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)),
  fc.jsonValue({ maxDepth: 3 }),
);

const oddName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', '', '$where', 'a.b'),
  fc.constantFrom(...ownedFields.map(({ name }) => name), '_expires', 'isAdmin', 'n'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Values that a field of each kind takes. */
const rightValues: { readonly [Kind in FieldKind]: (fact: FactOf<Kind>) => fc.Arbitrary<unknown> } = {
  id: () => fc.constantFrom('p1', 'a', 'b', 'c', 'ä/ö', '%2F'),
  text: ({ pattern, max }) =>
    pattern
      ? fc.constantFrom(...['a@example.com', '4242 4242 4242 4242'].filter((text) => pattern.test(text)))
      : fc.oneof(
          fc.constantFrom('p1', 'alice', 'x', 'y'.repeat(Math.min(max, 2000))),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        ),
  integer: ({ min, max }) =>
    fc.oneof(fc.constantFrom(min, max, 1), fc.integer({ min: Math.ceil(min), max: Math.floor(max) })),
  float: ({ min, max }) => fc.constantFrom(0, 1.5, -0.1, 1e100, 5e-324).filter((value) => value >= min && value <= max),
  money: ({ min, max }) =>
    fc.oneof(
      fc.constantFrom(min, max, 10),
      fc.integer({ min: Math.ceil(min * 100), max: Math.floor(max * 100) }).map((cents) => cents / 100),
    ),
  boolean: () => fc.boolean(),
  dateTime: () => fc.constantFrom('2026-01-15T09:30:00Z', '2024-02-29T23:59:60+14:00', '0001-01-01T00:00:00.000Z'),
  date: () => fc.constantFrom('2026-03-01', '2024-02-29', '0000-01-01', '9999-12-31'),
  duration: () => fc.constantFrom('P3DT12H', 'PT0S', 'P2W', 'P1Y2M3DT4H5M6S'),
  email: () => fc.constantFrom('ada@example.com', "o'hara+x@a-b.example", 'root@localhost'),
  url: () => fc.constantFrom('https://example.com/', 'http://[::1]:8080/a?b=c#d', 'HTTPS://EXAMPLE.COM/%C3%A4'),
  enumeration: ({ enumeration }) => fc.constantFrom(...enumeration.values),
  json: () => fc.oneof(fc.constant(new Members([['a', 1]])), fc.jsonValue({ maxDepth: 2 })),
  list: ({ each, max }) => fc.array(right(each), { maxLength: Math.min(max, 4) }),
  object: ({ type }) => objectOf(type()),
  objects: ({ type, max }) => fc.array(objectOf(type()), { maxLength: Math.min(max, 3) }),
};

/** A value that a field takes. */
function right<Kind extends FieldKind>(fact: FactOf<Kind>): fc.Arbitrary<unknown> {
  return rightValues[fact.kind](fact);
}

/** An object of a class: most of the time right, else with a wrong value, a field too many or one too few. */
function objectOf(type: DeclaredClass): fc.Arbitrary<unknown> {
  const fields = fieldsOf(type);
  const good = fc.tuple(...fields.map((field) => fc.tuple(right(field), fc.boolean()))).map((drawn) =>
    fields.flatMap((field, index): [string, unknown][] => {
      const [value, isThere] = drawn[index]!;
      return isThere || !field.optional ? [[field.name, value]] : [];
    }),
  );
  const changed = fc
    .tuple(good, fc.nat(), fc.constantFrom('set', 'cut', 'add', 'twice'), oddName, odd)
    .map(([pairs, at, how, name, value]) => {
      const index = at % Math.max(1, pairs.length);
      if (how === 'add') return [...pairs, [name, value] as const];
      if (how === 'cut') return pairs.filter((_, place) => place !== index);
      if (how === 'twice') return [...pairs, ...pairs.slice(index, index + 1)];
      return pairs.map((pair, place) => (place === index ? ([pair[0], value] as const) : pair));
    });
  return fc.oneof(good, changed).map((pairs) => new Members(pairs));
}

/** The body of an operation. */
function bodyOf({ body, domain }: Operation): fc.Arbitrary<unknown> {
  if (!body) return fc.constant(undefined);
  if (body.of === 'item') return objectOf(body.type);
  const key = fc.oneof(objectOf(domain.type), keyOf(domain.fields));
  const update = fc.tuple(key, objectOf(domain.type)).map(
    ([updated, patch]) =>
      new Members([
        ['key', updated],
        ['patch', patch],
      ]),
  );
  const all = fc.tuple(odd, objectOf(domain.type)).map(
    ([filter, patch]) =>
      new Members([
        ['filter', filter],
        ['patch', patch],
      ]),
  );
  if (body.of === 'all') return all;
  const element = { items: objectOf(domain.type), updates: update, writes: odd, keys: key }[body.of];
  return fc.oneof(
    { weight: 5, arbitrary: fc.array(element, { maxLength: 4 }).map((list) => new Members([[body.of, list]])) },
    { weight: 1, arbitrary: fc.tuple(oddName, odd).map((pair) => new Members([pair])) },
  );
}

function keyOf(fields: readonly FieldFact[]): fc.Arbitrary<unknown> {
  return right(fields[0]!).map((value) => new Members([[fields[0]!.name, value]]));
}

/** A request of any route that takes a body. */
const requestsOf = (operations: readonly Operation[]) =>
  fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      body: fc.oneof({ weight: 12, arbitrary: bodyOf(operation) }, { weight: 1, arbitrary: odd }),
      path: fc
        .tuple(...operation.key.map((field) => right(field)))
        .map((values) =>
          operation.key.reduce(
            (path, { name }, index) => path.replace(`{${name}}`, encodeURIComponent(String(values[index]))),
            operation.route.path,
          ),
        ),
      headers: fc.constantFrom<Record<string, string>>({}, {}, {}, { 'if-match': '"1"' }, { 'if-none-match': '*' }),
    }),
  );

/** A request that is about to be sent. */
export interface RandomRequest {
  readonly operation: Operation;
  readonly path: string;
  /** The value of a member of the body; undefined where it has none. */
  readonly member: (name: string) => unknown;
}

/** The gateway that gets random bodies, and what has to be there for them. */
export interface RandomBodies {
  readonly definition: GatewayDefinition;
  readonly open: (payload: Payload) => Promise<TestGateway>;
  /** Sees to what a request works on, which chance seldom does. */
  readonly prepare: (gateway: TestGateway, request: RandomRequest) => Promise<void>;
  /** Operations that must have refused something as well, or the bodies are not wrong enough. */
  readonly refusing: readonly string[];
}

/** Sends random bodies to every route that takes one: no 5xx, short refusals without effect, nothing undeclared stored. */
export function describeRandomBodies({ definition, open, prepare, refusing }: RandomBodies): void {
  const operations = definition.operations.filter(({ body }) => body);
  describe.each(formats)('random bodies over REST, with %s events', (payload) => {
    let gateway: TestGateway;
    beforeAll(async () => {
      gateway = await open(payload);
    });

    test(`${runs} of them: no 5xx, short refusals without effect, nothing undeclared stored (seed ${seed})`, async () => {
      const outcomes = new Map<string, number>();
      let refused = 0;
      let before = '';
      await fc.assert(
        fc.asyncProperty(requestsOf(operations), async ({ operation, body, path, headers }) => {
          const member = (wanted: string): unknown =>
            body instanceof Members ? body.pairs.find(([name]) => name === wanted)?.[1] : undefined;
          await prepare(gateway, { operation, path, member });
          // The digest reads every table, so that it is looked at now and then.
          const isSampled = refused % 40 === 0;
          if (isSampled) before = await digestOf(gateway.prefix);
          const { status, text } = await gateway.send(operation.route.method, path, {
            headers: { 'content-type': 'application/json', ...headers },
            raw: written(body),
          });
          if (status >= 500) throw new Error(`${status} ${text}`);
          if (status >= 400) {
            refused += 1;
            if (Buffer.byteLength(text) >= 4096 && status !== 409 && status !== 412)
              throw new Error(text.slice(0, 500));
            if (isSampled) expect(await digestOf(gateway.prefix)).toBe(before);
          }
          const outcome = `${operation.name} ${status < 300 ? 'done' : 'refused'}`;
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
          expect(Object.keys(Object.prototype)).toEqual([]);
        }),
        { numRuns: runs, seed },
      );
      // The generator reaches what it is there to reach.
      for (const { name } of operations) expect([name, outcomes.has(`${name} done`)]).toEqual([name, true]);
      for (const name of refusing) expect([name, outcomes.has(`${name} refused`)]).toEqual([name, true]);
      await expectDeclared(definition, gateway.prefix);
    });
  });
}

/** Every stored item of every domain has declared attributes only, nested ones too. */
async function expectDeclared({ domains }: GatewayDefinition, prefix: string): Promise<void> {
  const raw = new DynamoDBClient({ endpoint: process.env.TEST_ENGINE!, ...localAccess });
  let stored = 0;
  for (const domain of domains.map(domainOf)) {
    let start: Record<string, any> | undefined;
    do {
      const page = await raw.send(new ScanCommand({ TableName: `${prefix}${domain.name}`, ExclusiveStartKey: start }));
      for (const item of page.Items ?? []) {
        stored += 1;
        // Attributes of the table itself begin with an underscore, as no field can.
        const own = Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith('_')));
        expectFields([...domain.fields, ...ownedFields], own, domain.name);
      }
      start = page.LastEvaluatedKey;
    } while (start);
  }
  raw.destroy();
  expect(stored).toBeGreaterThan(10);
}

function expectFields(fields: readonly FieldFact[], attributes: Record<string, any>, where: string): void {
  for (const [name, value] of Object.entries(attributes)) {
    const field = fields.find((candidate) => candidate.name === name);
    expect([where, name, field !== undefined]).toEqual([where, name, true]);
    const nested: Record<string, any>[] =
      field!.kind === 'object' ? [value] : field!.kind === 'objects' ? (value.L as Record<string, any>[]) : [];
    for (const { M } of nested)
      expectFields(fieldsOf(nestedClass(field!)!), M as Record<string, any>, `${where}.${name}`);
  }
}
