import { validateSync } from 'class-validator';
import {
  DateTime,
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
} from './decorators';
import { fieldsOf } from './facts';
import type { DeclaredClass } from './facts';

type Decorator = (prototype: object, name: string) => void;

class Part {
  @Integer({ min: 1 }) count!: number;
}

const part = (count: unknown) => Object.assign(new Part(), { count });

/** A class with one field of one decorator. */
function withField(decorate: Decorator): DeclaredClass {
  class Holder {}
  decorate(Holder.prototype, 'field');
  return Holder;
}

/** What the rules of a decorator say about a value; undefined when it is good. */
function faultOf(decorate: Decorator, value: unknown): string | undefined {
  const type = withField(decorate);
  const [fault] = validateSync(Object.assign(new type(), { field: value }), { stopAtFirstError: true });
  const inner = fault?.children?.[0];
  return Object.values(fault?.constraints ?? inner?.constraints ?? inner?.children?.[0]?.constraints ?? {})[0];
}

const wellFormed = 'must be well-formed Unicode';
const noControls = 'must not contain control characters';
const rfc3339 = 'must be an RFC 3339 date and time such as 2026-01-15T09:30:00Z';

interface Kind {
  readonly kind: string;
  readonly decorator: Decorator;
  readonly good: readonly unknown[];
  readonly bad: Readonly<Record<string, readonly unknown[]>>;
}

const kinds: readonly Kind[] = [
  {
    kind: '@Id()',
    decorator: Id(),
    good: ['p-1', 'a/b c%', '漢字', 'x'.repeat(2048), '漢'.repeat(682), '__proto__', undefined, null],
    bad: {
      'must be a text': [1, true, {}, ['x']],
      'must not be blank': ['', ' ', '\t', '\u00a0'],
      'must have at most 2048 bytes': ['x'.repeat(2049), '漢'.repeat(683)],
      [noControls]: ['a\nb', 'a\u0000', 'a\u007f', 'a\u0085'],
      [wellFormed]: ['\ud800x', 'x\udc00'],
    },
  },
  {
    kind: '@Id({ max })',
    decorator: Id({ max: 4 }),
    good: ['abcd', '漢'],
    bad: { 'must have at most 4 bytes': ['abcde', '漢字'] },
  },
  {
    kind: '@Text()',
    decorator: Text(),
    good: ['x', ' x ', '😀', 'x'.repeat(1000), '😀'.repeat(1000), 'e\u0301'],
    bad: {
      'must be a text': [undefined, null, 1, Number.NaN, {}, [], false],
      'must not be blank': ['', '   ', '\u3000', '\ufeff'],
      'must have at most 1000 characters': ['x'.repeat(1001), '😀'.repeat(1001)],
      [noControls]: ['a\nb', 'a\tb', 'a\u001b[31m'],
      [wellFormed]: ['x\ud800'],
    },
  },
  {
    kind: '@Text({ min, max, pattern })',
    decorator: Text({ min: 2, max: 4, pattern: /^[A-Z]+$/ }),
    good: ['AB', 'ABCD'],
    bad: {
      'must have at least 2 characters': ['A', '😀'],
      'must have at most 4 characters': ['ABCDE'],
      'must match ^[A-Z]+$': ['abc'],
      'must be a text': [12],
    },
  },
  {
    kind: '@Text({ pattern, mustBe })',
    decorator: Text({ max: 9, pattern: /^[A-Z]+$/, mustBe: 'a word in capitals' }),
    good: ['AB'],
    bad: { 'must be a word in capitals': ['abc'], 'must have at most 9 characters': ['x'.repeat(10)] },
  },
  {
    kind: "@ListOf('text', {}, { pattern, mustBe })",
    decorator: ListOf('text', {}, { pattern: /^[A-Z]+$/, mustBe: 'a word in capitals' }),
    good: [['AB']],
    bad: { 'must be a word in capitals': [['AB', 'abc']] },
  },
  {
    kind: '@Text({ min: 0, multiline })',
    decorator: Text({ min: 0, multiline: true }),
    good: ['', ' ', 'a\nb\r\n\tc'],
    bad: { [noControls]: ['a\u0000b', 'a\u000bb', 'a\u001b'] },
  },
  {
    kind: '@Text({ optional })',
    decorator: Text({ optional: true }),
    good: ['x', undefined, null],
    bad: { 'must not be blank': [''] },
  },
  {
    kind: '@Integer()',
    decorator: Integer(),
    good: [0, -0, 1, -1, 2147483647, -2147483648, 1.0],
    bad: {
      'must be a whole number': [undefined, null, '1', 1.5, Number.NaN, Infinity, [1], {}, true, 1n],
      'must be at most 2147483647': [2147483648, 1e300],
      'must be at least -2147483648': [-2147483649],
    },
  },
  {
    kind: '@Integer({ min, max })',
    decorator: Integer({ min: 0, max: 5 }),
    good: [0, 5],
    bad: { 'must be at least 0': [-1], 'must be at most 5': [6] },
  },
  {
    kind: '@Float()',
    decorator: Float(),
    good: [0, -0, 0.1, 1e22, -1e22, 9007199254740993, 9.99e125, 1e-130, -1e-130],
    bad: {
      'must be a number': [undefined, null, '1.5', Number.NaN, Infinity, -Infinity, {}, [0.5], 1n],
      'must be at most 9.99e+125': [1e126, Number.MAX_VALUE],
      'must be at least -9.99e+125': [-1e126],
      'must be a number between 1e-130 and 9.99e125': [1e-131, -1e-131, 5e-324],
    },
  },
  {
    kind: '@Float({ min, max })',
    decorator: Float({ min: 0, max: 5 }),
    good: [4.999],
    bad: { 'must be at most 5': [5.0001], 'must be at least 0': [-1e-9] },
  },
  {
    kind: '@Money()',
    decorator: Money(),
    good: [0, 0.01, 0.1, 0.29, 1.1, 4.35, 19.99, 1.15, 999999999.99, 100],
    bad: {
      'must be a number': [undefined, null, '9.99', Number.NaN, Infinity],
      'must be at least 0': [-0.01],
      'must be at most 999999999.99': [1000000000],
      'must have at most two decimals': [0.001, 9.999, 0.1 + 0.2, 1e-7, 5e-324, 1.5e-9, 999999999.985],
    },
  },
  {
    kind: '@Money({ min })',
    decorator: Money({ min: -5 }),
    good: [-5, -0.01],
    bad: { 'must be at least -5': [-5.01], 'must have at most two decimals': [-1.005] },
  },
  {
    kind: '@Flag()',
    decorator: Flag(),
    good: [true, false],
    bad: { 'must be true or false': [undefined, null, 'true', 0, 1, {}] },
  },
  {
    kind: '@DateTime()',
    decorator: DateTime(),
    good: ['2026-01-15T09:30:00Z', '2026-01-15T09:30:00.123+02:00', '2024-02-29T00:00:00-11:30'],
    bad: {
      [rfc3339]: [
        undefined,
        null,
        '',
        'today',
        '2026-01-15',
        '2026-01-15T09:30:00',
        '2026-02-30T00:00:00Z',
        1768469400000,
        new Date(0),
      ],
    },
  },
  {
    kind: '@Enumeration()',
    decorator: Enumeration('State', ['ON', 'OFF']),
    good: ['ON', 'OFF'],
    bad: { 'must be one of ON, OFF': [undefined, null, 'on', '', 'ON ', 0, ['ON'], 'toString'] },
  },
  {
    kind: "@ListOf('text')",
    decorator: ListOf('text', { min: 1, max: 3 }, { max: 4 }),
    good: [['a'], ['a', 'a', 'abcd']],
    bad: {
      'must be a list': [undefined, null, 'a', { 0: 'a' }, 7],
      'must have at least 1 elements': [[]],
      'must have at most 3 elements': [['a', 'b', 'c', 'd']],
      'must be a text': [[1], ['a', null], [['a']], [undefined]],
      'must not be blank': [['']],
      'must have at most 4 characters': [['a', 'abcde']],
    },
  },
  {
    kind: "@ListOf('text') as it is",
    decorator: ListOf('text'),
    good: [[], Array(100).fill('x')],
    bad: { 'must have at most 100 elements': [Array(101).fill('x')] },
  },
  {
    kind: "@ListOf('integer')",
    decorator: ListOf('integer', {}, { min: 0 }),
    good: [[], [0, 2147483647]],
    bad: {
      'must be a whole number': [[1.5], ['1']],
      'must be at least 0': [[3, -1]],
      'must be at most 2147483647': [[2147483648]],
    },
  },
  {
    kind: "@ListOf('float')",
    decorator: ListOf('float'),
    good: [[0.5, -1e22]],
    bad: { 'must be a number': [[Number.NaN], [null]], 'must be a number between 1e-130 and 9.99e125': [[1, 1e-200]] },
  },
  {
    kind: "@ListOf('money')",
    decorator: ListOf('money'),
    good: [[0.01, 5]],
    bad: { 'must have at most two decimals': [[1, 1e-7]], 'must be at least 0': [[-1]] },
  },
  {
    kind: "@ListOf('boolean')",
    decorator: ListOf('boolean'),
    good: [[true, false]],
    bad: { 'must be true or false': [['true'], [0]] },
  },
  {
    kind: "@ListOf('dateTime')",
    decorator: ListOf('dateTime'),
    good: [['2026-01-15T09:30:00Z']],
    bad: { [rfc3339]: [['2026-01-15T09:30:00Z', 'soon'], [5]] },
  },
  {
    kind: '@Nested()',
    decorator: Nested(() => Part),
    good: [part(1)],
    bad: {
      'must be an object': [undefined, null, 'x', 5, [], [part(1)]],
      'must be at least 1': [part(0)],
      'must be a whole number': [part('1'), part(undefined)],
    },
  },
  {
    kind: '@NestedList()',
    decorator: NestedList(() => Part, { min: 1, max: 2 }),
    good: [[part(1)], [part(1), part(2)]],
    bad: {
      'must be a list': [undefined, null, 'x', { 0: part(1) }],
      'must have at least 1 elements': [[]],
      'must have at most 2 elements': [[part(1), part(1), part(1)]],
      'must be at least 1': [[part(0)], [part(1), part(-1)]],
    },
  },
  {
    kind: '@Json()',
    decorator: Json(),
    good: [0, '', false, [], {}, { a: [{ b: null }] }, 'a\nb\u0000', 0.1, [null]],
    bad: {
      'must not be null': [null],
      'must be a JSON value': [undefined, 1n, { a: undefined }, [() => 1], Symbol('x')],
      'must be well-formed Unicode': ['\ud800', ['\udc00']],
      'must not have an empty name or the name "__proto__"': [
        { '': 1 },
        [{ a: JSON.parse('{"__proto__":1}') as unknown }],
        { '\ud800': 1 },
      ],
      'must not hold a whole number above 2^53, which JSON readers round': [2 ** 53, { a: [-(2 ** 53)] }, 1e22, 1e200],
      'must be a number between 1e-130 and 9.99e125': [Number.NaN, { a: 1e-200 }, Infinity],
    },
  },
  {
    kind: '@Json({ optional })',
    decorator: Json({ optional: true }),
    good: [undefined, null, 1],
    bad: { 'must be a JSON value': [1n] },
  },
];

describe.each(kinds)('$kind', ({ decorator, good, bad }) => {
  test('takes what is right', () => {
    for (const value of good) expect([value, faultOf(decorator, value)]).toEqual([value, undefined]);
  });

  test.each(Object.entries(bad))('says "%s"', (sentence, values) => {
    for (const value of values) expect([value, faultOf(decorator, value)]).toEqual([value, sentence]);
  });
});

test('no sentence repeats the value', () => {
  for (const { bad } of kinds) {
    for (const sentence of Object.keys(bad)) expect(sentence).toMatch(/^must /);
  }
});

test('a field is recorded with what it was given and what it leaves out', () => {
  const facts = (decorator: Decorator) => fieldsOf(withField(decorator))[0];
  expect(facts(Text({ max: 5, doc: 'A word.' }))).toEqual({
    name: 'field',
    kind: 'text',
    optional: false,
    min: 1,
    max: 5,
    doc: 'A word.',
  });
  expect(facts(Id())).toMatchObject({ kind: 'id', min: 1, max: 2048, doc: expect.stringContaining('UUIDv7') });
  expect(facts(ListOf('text', { optional: true }, { max: 4 }))).toMatchObject({
    kind: 'list',
    optional: true,
    min: 0,
    max: 100,
    each: { kind: 'text', optional: false, max: 4 },
  });
  expect(facts(Enumeration('State', ['ON'], { default: 'ON' }))).toMatchObject({
    enumeration: { name: 'State', values: ['ON'] },
    default: 'ON',
  });
});
