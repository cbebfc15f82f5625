import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
  parse,
  validate,
} from 'graphql';
import type { GraphQLField, GraphQLInputType, GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { buildGraphQLSchema } from '../../../resolvers';
import {
  Date as Day,
  DateTime,
  Enumeration,
  Id,
  ListOf,
  Many,
  Money,
  Nested,
  Reference,
  Text,
} from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { operationsOf } from '../../../services';
import { randomOf } from '../../../test/random';
import type { Random } from '../../../test/random';
import { domains as trial } from '../../../test/usual';
import { costOf } from './cost';
import type { ExecutableOperation } from './cost';
import { keepCosts } from './kept-cost';

class Place {
  @Text() town!: string;
  @Text({ optional: true }) street?: string;
}
@Domain('visitor', { key: { partition: 'country', sort: 'name' }, scan: true })
class Visitor {
  @Text({ max: 60 }) country!: string;
  @Text({ max: 60 }) name!: string;
  @Many(() => Visit, { by: 'visitorName' }) visits!: Visit[];
}
@Domain('visit', {
  events: true,
  stream: true,
  indexes: {
    byVisitor: { partition: 'visitorName', sort: 'at' },
    byPurpose: { partition: 'purpose', sort: 'day' },
    byGuide: { partition: 'guideId', sort: 'fee' },
  },
})
class Visit {
  @Id() id!: string;
  @Text({ max: 60 }) visitorName!: string;
  @Reference(() => Guide, { optional: true }) guideId?: string;
  @Enumeration('Purpose', ['work', 'two words', 'NEITHER']) purpose!: string;
  @DateTime() at!: string;
  @Day() day!: string;
  @Money() fee!: number;
  @ListOf('text', { optional: true }) marks?: string[];
  @Nested(() => Place, { optional: true }) place?: Place;
}
@Domain('guide', { scan: true })
class Guide {
  @Id() id!: string;
  @Text() name!: string;
  @Many(() => Visit, { by: 'guideId' }) visits!: Visit[];
}

const idOfVisitor = Buffer.from('["Visitor","a","b"]').toString('base64url');

const operations = operationsOf([Visitor, Visit, Guide, ...trial]);
const schema = buildGraphQLSchema(operations);

/** Few of each, so that many are equal, and some that are refused. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  String: ['a', 'b', 'c', '?', '', 'é'.repeat(256), 'x'.repeat(257), 'x'.repeat(1025), 'x'.repeat(3000), '\ud800'],
  ID: ['a', 'b', 'c', '?', '', idOfVisitor],
  Int: [0, 1, 2, 20, 100, 101, -1],
  Float: [0, 1.5],
  Money: [0, 1, 9.99, 'free'],
  Boolean: [true, false],
  DateTime: ['2026-01-15T09:30:00.000Z', '2026-01-15T10:30:00.000+01:00', 'yesterday'],
  Date: ['2026-01-15', '2026-01-32'],
  Duration: ['P1D', 'a day'],
  JSON: ['a', 1],
};

/** A document drawn by chance, and the types of its variables. */
class RandomDocument {
  readonly variables = new Map<string, GraphQLInputType>();
  private aliases = 0;

  constructor(private readonly random: Random) {}

  text(kind: 'query' | 'mutation'): string {
    const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
    const selection = this.selection(root, 0);
    const declared = [...this.variables].map(([name, type]) => `$${name}: ${String(type)}`).join(' ');
    return `${kind} ${declared === '' ? '' : `(${declared})`} ${selection}`;
  }

  private selection(type: GraphQLOutputType, depth: number): string {
    const named = getNamedType(type);
    if (!isObjectType(named)) return isScalarType(named) || isEnumType(named) ? '' : '{ __typename }';
    const fields = this.fieldsOf(named, depth).map((field) => this.field(field, depth));
    const text = fields.join(' ');
    return this.random.chance(0.1) ? `{ ... on ${named.name} { ${text} } }` : `{ ${text} }`;
  }

  /** The fields that lead to what costs are asked for more often than others. */
  private fieldsOf(type: GraphQLObjectType, depth: number): readonly GraphQLField<unknown, unknown>[] {
    const all = Object.values(type.getFields()).filter((field) => depth < 6 || isScalarType(getNamedType(field.type)));
    const leading = all.filter(
      (field) => ['edges', 'node', 'totalCount'].includes(field.name) || field.args.length > 0,
    );
    const from = leading.length > 0 && this.random.chance(0.8) ? leading : all;
    if (from.length === 0) return Object.values(type.getFields()).slice(0, 1);
    return Array.from({ length: this.random.between(1, 2) }, () => this.random.pick(from));
  }

  private field({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
    const given = args.filter((argument) => isRequiredArgument(argument) || this.random.chance(0.5));
    const list = given.map((argument) => `${argument.name}: ${this.value(argument.type, 0)}`).join(' ');
    const directive = this.random.chance(0.1)
      ? `@include(if: ${this.value(schema.getDirective('include')!.args[0]!.type, 0)})`
      : '';
    const selection = this.selection(type, depth + 1);
    return `f${this.aliases++}: ${name} ${list === '' ? '' : `(${list})`} ${directive} ${selection}`;
  }

  private value(type: GraphQLInputType, depth: number): string {
    if (this.random.chance(0.4)) {
      const known = [...this.variables].filter(([, other]) => String(other) === String(type));
      const name = known.length > 0 && this.random.chance(0.3) ? known[0]![0] : `v${this.variables.size}`;
      this.variables.set(name, type);
      return `$${name}`;
    }
    const plain = getNullableType(type);
    if (isListType(plain)) {
      return `[${Array.from({ length: this.random.between(1, 3) }, () => this.value(plain.ofType, depth)).join(' ')}]`;
    }
    if (isInputObjectType(plain)) {
      const fields = Object.values(plain.getFields()).filter(
        (field) => isRequiredInputField(field) || (depth < 3 && this.random.chance(0.25)),
      );
      return `{ ${fields.map((field) => `${field.name}: ${this.value(field.type, depth + 1)}`).join(' ')} }`;
    }
    if (isEnumType(plain)) return this.random.pick(plain.getValues()).name;
    return JSON.stringify(this.random.pick(values[plain.name]!.filter((value) => value !== '\ud800')));
  }
}

/** A value for a variable; undefined where it is left out. */
function valueFor(type: GraphQLInputType, random: Random, depth = 0): unknown {
  if (!isNonNullType(type) && random.chance(0.15)) return random.chance(0.5) ? null : undefined;
  const plain = getNullableType(type);
  if (isListType(plain)) {
    const length = random.chance(0.1) ? random.pick([26, 101]) : random.between(0, 3);
    return Array.from({ length }, () => valueFor(plain.ofType, random, depth));
  }
  if (isInputObjectType(plain)) {
    const fields = Object.values(plain.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth < 3 && random.chance(0.25)),
    );
    return Object.fromEntries(fields.map((field) => [field.name, valueFor(field.type, random, depth + 1)]));
  }
  return isEnumType(plain) ? random.pick(plain.getValues()).name : random.pick(values[plain.name]!);
}

/** A request of a random document with random variables; nothing where they do not fit. */
function requestOf(document: ReturnType<typeof parse>, variables: RandomDocument['variables'], random: Random) {
  const operation = getOperationAST(document)!;
  const given = Object.fromEntries([...variables].map(([name, type]) => [name, valueFor(type, random)]));
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  return coerced && { schema, document, operation, variables: coerced };
}

test('a kept cost is what would be counted anew, whatever the document and its variables', () => {
  let asked = 0;
  let counted = 0;
  const kept = keepCosts(operations, (request) => {
    counted++;
    return costOf(request, operations);
  });
  const costs = new Set<number>();
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = randomOf(seed);
      const drawn = new RandomDocument(random);
      const document = parse(drawn.text(random.chance(0.8) ? 'query' : 'mutation'));
      expect(validate(schema, document)).toEqual([]);
      for (let time = 0; time < 12; time++) {
        const request = requestOf(document, drawn.variables, random);
        if (!request) continue;
        asked++;
        const cost = kept(request);
        costs.add(cost);
        const anew = costOf(request, operations);
        if (cost !== anew) expect({ ...request.variables, cost }).toEqual({ ...request.variables, cost: anew });
      }
    }),
    { numRuns: 400 },
  );
  // Else nothing was tried.
  expect(counted).toBeLessThan(asked * 0.8);
  expect(costs.size).toBeGreaterThan(50);
});

function executable(text: string, variables: Record<string, unknown>): ExecutableOperation {
  const document = parse(text);
  return { schema, document, operation: getOperationAST(document)!, variables };
}

test.each<[what: string, document: string, ...variables: Record<string, unknown>[]]>([
  [
    'two texts are equal',
    'query ($a: ID!, $b: ID!) { visits(filter: { id: { in: [$a, $b] } }) { edges { cursor } } }',
    { a: 'x', b: 'y' },
    { a: 'x', b: 'x' },
  ],
  [
    'a text is one of the document',
    'query ($a: ID!) { visits(filter: { id: { in: ["x", $a] } }) { edges { cursor } } }',
    { a: 'y' },
    { a: 'x' },
  ],
  [
    'a text is what stands for a key',
    'query ($a: ID!) { guides { edges { node { visits(filter: { guideId: { eq: $a } }) { edges { cursor } } } } } }',
    { a: 'x' },
    { a: '?' },
  ],
  [
    'a text is too long for a sort key',
    'query ($a: String!) { visitors(country: "x" filter: { name: { eq: $a } }) { edges { cursor } } }',
    { a: 'y' },
    { a: 'y'.repeat(1025) },
  ],
  [
    'a text is empty',
    'query ($a: ID!) { visits(filter: { id: { eq: $a } }) { edges { cursor } } }',
    { a: 'x' },
    { a: '' },
  ],
  [
    'a date is none',
    'query ($a: Date!) { visits(filter: { purpose: { eq: work } day: { eq: $a } }) { edges { cursor } } }',
    { a: '2026-01-15' },
    { a: '2026-01-32' },
  ],
  ['an id says its type', 'query ($a: ID!) { node(id: $a) { id } }', { a: 'x' }, { a: idOfVisitor }],
  [
    'a variable is not given',
    'query ($n: Int) { guides(first: $n) { edges { cursor } } }',
    { n: 3 },
    { n: null },
    { n: 20 },
    {},
  ],
  [
    'a list has more elements',
    'query ($keys: [GuideKey!]!) { guidesByKey(keys: $keys) { id } }',
    { keys: [{ id: 'a' }] },
    { keys: [{ id: 'a' }, { id: 'b' }] },
  ],
])('a cost is counted anew where %s', (_, text, ...variables) => {
  const kept = keepCosts(operations, (request) => costOf(request, operations));
  const request = executable(text, {});
  expect(validate(schema, request.document)).toEqual([]);
  const costs = variables.map((given) => kept({ ...request, variables: given }));
  expect(costs).toEqual(variables.map((given) => costOf({ ...request, variables: given }, operations)));
  expect(new Set(costs).size).toBeGreaterThan(1);
});

test('requests that differ in their texts alone are counted once, and what they have sent is not kept', () => {
  const count = jest.fn(() => 1);
  const kept = keepCosts(operations, count);
  const request = executable('query ($id: ID!) { guide(id: $id) { name } }', { id: 'a' });
  const list = executable('query ($n: String!) { visits(filter: { visitorName: { eq: $n } }) { edges { cursor } } }', {
    n: 'a',
  });
  for (const text of ['a', 'b', 'c']) {
    kept({ ...request, variables: { id: text } });
    kept({ ...list, variables: { n: text } });
  }
  expect(count).toHaveBeenCalledTimes(2);
});

test('costs that are refused are not kept, and no more than a thousand are', () => {
  const count = jest.fn(() => 1);
  const kept = keepCosts(operations, count);
  const request = executable('query ($n: Int) { guides(first: $n) { edges { cursor } } }', {});
  const of = (n: number): number => kept({ ...request, variables: { n } });
  count.mockImplementationOnce(() => {
    throw new Error('refused');
  });
  expect(() => of(0)).toThrow('refused');
  for (let n = 0; n < 1000; n++) of(n);
  expect(count).toHaveBeenCalledTimes(1001);
  of(0);
  expect(count).toHaveBeenCalledTimes(1001);
  of(1000);
  of(0);
  expect(count).toHaveBeenCalledTimes(1003);
});
