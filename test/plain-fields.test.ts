import fc from 'fast-check';
import type * as Graphql from 'graphql';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as PlainFields from '../resolvers/plain-fields';
import type * as Misfits from '../services/misfits';

// What the functions read at once is what graphql-js reads in its own way: the witness is its executor as it comes.

type Executor = typeof Graphql & Pick<typeof PlainFields, 'readsMember'> & Pick<typeof Misfits, 'noteMisfits'>;

const folder = mkdtempSync(join(tmpdir(), 'tandem-plain-fields-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let stock: Executor;
let ours: Executor;
beforeAll(async () => {
  const words = ['-r', require.resolve('@swc-node/register'), join(__dirname, 'write-executors.ts'), folder];
  await promisify(execFile)(process.execPath, words);
  stock = require(join(folder, 'stock.js')) as Executor;
  ours = require(join(folder, 'ours.js')) as Executor;
});

const leaves = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Color', 'Json', 'Strict'] as const;
/** What stands around the name of a type. */
const wrappings = ['T', 'T!', '[T]', '[T!]', '[T!]!', '[T]!', '[[T]]'] as const;
const resolvers = ['none', 'member', 'own', 'later', 'throws'] as const;

interface FieldPlan {
  readonly of: (typeof leaves)[number] | 'Inner' | 'Either';
  readonly wrapping: (typeof wrappings)[number];
  readonly resolver: (typeof resolvers)[number];
  readonly hasArgument: boolean;
}

const fieldPlan: fc.Arbitrary<FieldPlan> = fc
  .record({
    of: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...leaves) },
      fc.constantFrom('Inner' as const, 'Either' as const),
    ),
    wrapping: fc.oneof(fc.constantFrom('T' as const, 'T!' as const), fc.constantFrom(...wrappings)),
    resolver: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('none' as const, 'member' as const) },
      fc.constantFrom(...resolvers),
    ),
    hasArgument: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  // For the same reason as below.
  .map((plan) =>
    ['Inner', 'Either'].includes(plan.of)
      ? { ...plan, wrapping: plan.wrapping.replace('T!]', 'T]') as FieldPlan['wrapping'] }
      : plan,
  );

const names = ['a', 'b', 'c', 'd', 'constructor'];

/** The schema of a plan, from the classes of one executor. */
function schemaOf(graphql: Executor, fields: readonly FieldPlan[], count: () => void): Graphql.GraphQLSchema {
  const plain = fields.map((field): FieldPlan => ({ ...field, of: leaves.find((leaf) => leaf === field.of) ?? 'Int' }));
  const lines = (plans: readonly FieldPlan[]) =>
    plans.map(
      ({ of, wrapping, hasArgument }, index) =>
        `${names[index]}${hasArgument ? '(x: Int! = 1)' : ''}: ${wrapping.replace('T', of)}`,
    );
  const schema = graphql.buildSchema(`
    enum Color { RED GREEN }
    scalar Json
    scalar Strict
    type Inner { ${lines(plain).join(' ')} }
    type Other { ${lines(plain).join(' ')} }
    union Either = Inner | Other
    type Outer { ${lines(fields).join(' ')} list: [Outer] one: Outer }
    type Query { outer: Outer outers: [Outer] size(x: Int): Boolean }
  `);
  Object.assign(schema.getType('Strict')!, {
    serialize: (value: unknown) => {
      if (value !== 'good') throw new Error('Only good is strict.');
      return value;
    },
  });
  for (const [type, plans] of [
    ['Outer', fields],
    ['Inner', plain],
    ['Other', plain],
  ] as const) {
    const made = (schema.getType(type) as Graphql.GraphQLObjectType).getFields();
    for (const [index, { resolver }] of plans.entries()) {
      const name = names[index]!;
      const field = made[name]!;
      const read = (source: any): unknown => source[name];
      if (resolver === 'member') {
        field.resolve = graphql.readsMember((source: any) => {
          count();
          // As the resolvers of ours tell of what does not fit.
          return source.fits === false ? null : read(source);
        });
      }
      if (resolver === 'own') field.resolve = (_, args) => args.x ?? 'own';
      if (resolver === 'later') field.resolve = async (source) => read(source);
      if (resolver === 'throws') field.resolve = () => Promise.reject(new Error('It throws.'));
    }
  }
  return schema;
}

const leafValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>('RED', 'good', 1, 1.5, true, 'text', '7') },
  fc.constantFrom<unknown>(null, undefined, Number.NaN, Infinity, 2 ** 40, -0, '', 'BLUE', 10n, Symbol('s')),
  fc.constantFrom<() => unknown>(
    () => new Error('A value.'),
    () => new Date(0),
    () => Promise.resolve('RED'),
    () => ({ valueOf: () => 3 }),
    () => (args: unknown) => `called with ${JSON.stringify(args)}`,
    () => new Set(['RED']),
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: leafValue },
  { weight: 5, arbitrary: fc.array(leafValue, { maxLength: 3 }) },
  fc.array(fc.array(leafValue, { maxLength: 2 }), { maxLength: 2 }),
);
const object: fc.Arbitrary<Record<string, unknown>> = fc
  .record(Object.fromEntries(names.map((name) => [name, value])))
  .chain((members) =>
    fc
      .record({
        typename: fc.constantFrom('Inner', 'Other', 'Nothing'),
        fits: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
        inner: fc.subarray(names, { maxLength: 2 }),
      })
      .map(({ typename, fits, inner }) => ({
        ...members,
        __typename: typename,
        fits,
        ...Object.fromEntries(inner.map((name) => [name, { ...members, __typename: typename }])),
      })),
  );

/** An answer as text, with what JSON has no form for. */
const textOf = (answer: unknown): string =>
  JSON.stringify(answer, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member), 1);

/** Values that are made anew for each of the two, as a promise is used up. */
function fresh(graphql: Executor, given: unknown): any {
  if (typeof given === 'function') return given();
  // Where an element fails at once graphql-js leaves the promises of the others to themselves, and Node ends the process.
  if (Array.isArray(given)) return given.map((one) => fresh(graphql, one)).filter((one) => !(one instanceof Promise));
  if (typeof given !== 'object' || given === null) return given;
  const made = Object.fromEntries(Object.entries(given).map(([name, member]) => [name, fresh(graphql, member)]));
  if (made.fits === false) graphql.noteMisfits(made, { problems: [{ pointer: '/a', detail: 'is wrong' }] });
  return made;
}

const selections = fc.array(
  fc.record({
    name: fc.constantFrom(...names, '__typename'),
    alias: fc.constantFrom('', '', '', 'other_'),
    directive: fc.constantFrom('', '', '', '@include(if: $yes)', '@skip(if: $yes)'),
    isInFragment: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

const leafSelection = '{ __typename ... on Inner { a } ... on Other { a } }';

/** A document that selects some fields of all objects. */
function documentOf(
  fields: readonly FieldPlan[],
  chosen: typeof selections extends fc.Arbitrary<infer Type> ? Type : never,
): string {
  const selected = chosen
    .filter(({ name }) => name === '__typename' || names.indexOf(name) < fields.length)
    .map(({ name, alias, directive, isInFragment }) => {
      const { of, hasArgument } = fields[names.indexOf(name)] ?? { of: 'String', hasArgument: false };
      const inner = of === 'Inner' ? '{ z: __typename a }' : of === 'Either' ? leafSelection : '';
      const called = alias === '' ? '' : name === 'a' ? '__proto__: ' : `${alias}${name}: `;
      const text = `${called}${name}${hasArgument ? '(x: $x)' : ''} ${directive} ${inner}`;
      return isInFragment ? `... on Outer { ${text} }` : text;
    })
    .join(' ');
  return `query ($yes: Boolean!, $x: Int = 2) { outer { z: __typename ${selected} one { __typename ${selected} } } outers { z: __typename ${selected} list { __typename ${selected} } } }`;
}

test('an answer is that of the executor of graphql-js, whatever the data are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fieldPlan, { minLength: 1, maxLength: names.length }),
      fc.array(object, { minLength: 1, maxLength: 4 }),
      selections,
      fc.boolean(),
      fc.constantFrom(null, 3, undefined),
      async (fields, objects, chosen, yes, x) => {
        const text = documentOf(fields, chosen);
        const answers = [];
        for (const graphql of [stock, ours]) {
          const schema = schemaOf(graphql, fields, () => undefined);
          const document = graphql.parse(text);
          const rules = graphql.specifiedRules.filter((rule) => rule !== graphql.NoUnusedVariablesRule);
          expect(graphql.validate(schema, document, rules)).toEqual([]);
          const all = objects.map((one) => fresh(graphql, one));
          const rootValue = {
            outer: Object.assign(fresh(graphql, objects[0]), { one: all.at(-1) }),
            outers: [...all, null, Object.assign(fresh(graphql, objects[0]), { list: all })],
          };
          const { data, errors } = await graphql.execute({
            schema,
            document,
            rootValue,
            variableValues: { yes, ...(x !== undefined && { x }) },
          });
          answers.push(textOf({ data, errors }));
        }
        expect(answers[1]).toEqual(answers[0]);
      },
    ),
    { numRuns: 500 },
  );
});

test('members that are plain are read without their resolvers, and the others with them', () => {
  const called = (graphql: Executor, object: Record<string, unknown>): number => {
    let calls = 0;
    const fields = (['String', 'Int', 'Color'] as const).map((of, index): FieldPlan => ({
      of,
      wrapping: index === 1 ? '[T!]!' : 'T',
      resolver: 'member',
      hasArgument: false,
    }));
    const schema = schemaOf(graphql, fields, () => (calls += 1));
    graphql.executeSync({ schema, document: graphql.parse('{ outer { a b c } }'), rootValue: { outer: object } });
    return calls;
  };
  expect(called(stock, { a: 'text', b: [1, 2], c: null })).toBe(3);
  expect(called(ours, { a: 'text', b: [1, 2], c: null })).toBe(0);
  expect(called(ours, { a: 'text', b: [1, 2], c: 'BLUE' })).toBe(1);
});
