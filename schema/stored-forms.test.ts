import { convertToAttr, convertToNative } from '@aws-sdk/util-dynamodb';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { DateTime, Flag, Float, Integer, ListOf, Money } from './decorators';
import { fieldsOf } from './facts';
import type { DeclaredClass, FieldFact } from './facts';
import { storedValue } from './kinds';
import type { ElementKind } from './kinds';
import { notOfForm, storedForms } from './stored-forms';
import type { StoredForm } from './stored';

type Decorator = (prototype: object, name: string) => void;

/** A field of a class, and whether the class takes a value of it. */
function fieldOf(decorate: Decorator): { readonly field: FieldFact; readonly isValid: (value: unknown) => boolean } {
  const type: DeclaredClass = class {};
  decorate(type.prototype, 'it');
  const [field] = fieldsOf(type);
  return {
    field: field!,
    isValid: (value) => validateSync(Object.assign(new type(), { it: value })).length === 0,
  };
}

/** What a value has become when it was stored and read; DynamoDB's own form lies in between. */
function throughTable(form: StoredForm, field: FieldFact, value: unknown): unknown {
  const written = storedForms[form].write(storedValue(field, value));
  const attribute = written === undefined ? undefined : convertToAttr(written, { allowImpreciseNumbers: true });
  return storedForms[form].read(attribute && convertToNative(attribute, { wrapNumbers: Number }), field);
}

const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }).map((count) => count / 100);
/** Amounts that binary fractions are famous for: https://docs.python.org/3/tutorial/floatingpoint.html */
const amounts = [0, 0.07, 0.29, 0.57, 1.01, 1.1, 4.35, 8.2, 19.99, 64.1, 1.15, 1.005, 999_999_999.99, -0, -0.29, -1.15];
const largest = 9_999_999_999_999.99;
const moments = fc
  .date({
    min: new Date('0000-01-01T00:00:00.000Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const instants = [
  '1969-12-31T23:59:59.999Z',
  '1969-12-31T23:59:59.000Z',
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.001Z',
  '0000-01-01T00:00:00.000Z',
  '0099-06-15T12:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '2016-12-31T23:59:59Z',
  '2026-02-03T04:05:06+01:00',
];
const money = Money({ min: -largest, max: largest });
const dynamoNumbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -9.99e125, max: 9.99e125 });
const anyFloat = fc.oneof(
  dynamoNumbers,
  fc.constantFrom(0.1, 1e-7, 5e-130, 1e21, -1e21, 1.5e-100, 123_456_789.123, -0),
);
const anyInteger = fc.oneof(fc.integer(), fc.constantFrom(-2_147_483_648, 2_147_483_647, -0));
const anyAmount = fc.oneof(cents, fc.constantFrom(...amounts, largest, -largest));
const anyMoment = fc.oneof(moments, fc.constantFrom(...instants));

/** Each form, with each kind that it can be of, and values of it. */
const cases: readonly [form: StoredForm, kind: string, declare: Decorator, values: fc.Arbitrary<unknown>][] = [
  ['cents', 'money', money, anyAmount],
  ['centsText', 'money', money, anyAmount],
  ['text', 'money', money, anyAmount],
  ['text', 'integer', Integer(), anyInteger],
  ['text', 'float', Float(), anyFloat],
  ['text', 'boolean', Flag(), fc.boolean()],
  ['epochMilliseconds', 'dateTime', DateTime({ stored: { as: 'epochMilliseconds' } }), anyMoment],
  ['epochSeconds', 'dateTime', DateTime({ stored: { as: 'epochSeconds' } }), anyMoment],
];

test('no form and no kind of it is left out', () => {
  const tried = [...new Set(cases.map(([form, kind]) => `${form} ${kind}`)), 'set list'].toSorted();
  const known = Object.entries(storedForms).flatMap(([form, { kinds }]) => kinds.map((kind) => `${form} ${kind}`));
  expect(tried).toEqual(known.toSorted());
});

test.each(cases)('%s gives a value of the kind %s back as it was', (form, _, declare, values) => {
  const { field, isValid } = fieldOf(declare);
  let tried = 0;
  fc.assert(
    fc.property(values, (value) => {
      fc.pre(isValid(value));
      tried++;
      const read = throughTable(form, field, value);
      // What is stored plainly is the judge; 0 and -0 are one number in JSON and in DynamoDB.
      expect(read === 0 ? 0 : read).toEqual(value === 0 ? 0 : storedValue(field, value));
    }),
    { numRuns: 2000, seed: 16, maxSkipsPerRun: 10_000 },
  );
  expect(tried).toBeGreaterThanOrEqual(2);
});

const elements: readonly [ElementKind, fc.Arbitrary<unknown>][] = [
  ['text', fc.string({ minLength: 1, maxLength: 5 })],
  ['integer', fc.integer({ min: -9, max: 9 })],
  ['money', fc.integer({ min: 0, max: 99 }).map((count) => count / 100)],
  ['float', fc.constantFrom(0.1, 0.25, -3.5, 1e21)],
  ['date', fc.constantFrom('2026-01-01', '1969-12-31')],
  ['email', fc.constantFrom('ada@example.com', 'bob@example.com')],
];

test.each(elements)('a set gives back the %s elements of a list, each once', (kind, values) => {
  const { field, isValid } = fieldOf(ListOf(kind, { stored: { as: 'set' } }));
  fc.assert(
    fc.property(fc.uniqueArray(values, { maxLength: 6 }), (list) => {
      fc.pre(isValid(list));
      const read = throughTable('set', field, list);
      expect(new Set(read as Iterable<unknown>)).toEqual(new Set(list));
    }),
    { numRuns: 300, seed: 16 },
  );
});

test('an empty set is no attribute: it is read as an empty list, or as nothing where the field is optional', () => {
  for (const [optional, expected] of [
    [false, []],
    [true, undefined],
  ] as const) {
    const { field } = fieldOf(ListOf('text', { optional, stored: { as: 'set' } }));
    expect(storedForms.set.write([])).toBeUndefined();
    expect(throughTable('set', field, [])).toEqual(expected);
  }
});

test('an instant that is stored as whole seconds is refused with a part of one', () => {
  const { isValid } = fieldOf(DateTime({ stored: { as: 'epochSeconds' } }));
  expect(isValid('2026-02-03T04:05:06.000Z')).toBe(true);
  expect(isValid('2026-02-03T04:05:06.001Z')).toBe(false);
  expect(fieldOf(DateTime({ stored: { as: 'epochMilliseconds' } })).isValid('2026-02-03T04:05:06.001Z')).toBe(true);
});

test.each(['cents', 'centsText'] as const)(
  '%s is a whole number, as a number or as digits, and nothing else',
  (form) => {
    const { field } = fieldOf(money);
    for (const stored of [1999, '1999']) expect(storedForms[form].read(stored, field)).toBe(19.99);
    for (const stored of ['', '19.99', 19.5, 'many', '1e3', 2 ** 53, '1234567890123456', { a: 1 }, true]) {
      expect(storedForms[form].read(stored, field)).toBe(notOfForm);
    }
  },
);

test.each<[StoredForm, Decorator, readonly unknown[]]>([
  ['cents', money, [null, undefined]],
  ['centsText', money, [null, undefined]],
  ['text', Integer(), ['', 'many', ' 1', '0x10', 7, 'NaN', 'Infinity']],
  ['text', Flag(), ['yes', 'TRUE', '', 1, 'toString', '__proto__']],
  ['epochSeconds', DateTime(), ['soon', 1e15, '2026-02-03T04:05:06Z', null]],
  ['epochMilliseconds', DateTime(), ['soon', 1e18, '1770087906000']],
])('what is not of the form %s stays as it is', (form, declare, foreign) => {
  const { field } = fieldOf(declare);
  for (const stored of foreign) expect(storedForms[form].read(stored, field)).toEqual(stored);
});
