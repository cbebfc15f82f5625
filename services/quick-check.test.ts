import { Length } from 'class-validator';
import fc from 'fast-check';
import { decorators } from '../schema/decorators';
import type { DeclaredClass, FieldKind } from '../schema/facts';
import { elementKinds } from '../schema/kinds';
import type { ElementKind } from '../schema/kinds';
import { ServiceError } from './errors';
import { isSurelyTaken } from './quick-check';
import { admit, faultsOf } from './validation';

// The outside witness is class-validator itself, whose decorators the classes carry. Limits and lengths are small, so that
// most values lie on a limit or right beside it.

class Inner {
  name!: string;
  count?: number;
}
decorators.text({ max: 3 })(Inner.prototype, 'name');
decorators.integer({ min: 1, max: 3, optional: true })(Inner.prototype, 'count');

interface Options {
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly multiline: boolean;
  readonly pattern: RegExp | undefined;
  readonly each: ElementKind;
}

type Decorator = (prototype: object, name: string) => void;

/** The limits of a URL lie around its length. */
const longUrl = 'https://e.example/abc';

/** A field of each kind, bound by the options that the kind knows. */
const fields: { readonly [Kind in FieldKind]: (options: Options) => Decorator } = {
  id: ({ max, optional }) => decorators.id({ max, optional }),
  text: ({ each: _, ...options }) => decorators.text(options),
  integer: ({ min, max, optional }) => decorators.integer({ min, max, optional }),
  float: ({ min, max, optional }) => decorators.float({ min, max, optional }),
  money: ({ min, max, optional }) => decorators.money({ min, max, optional }),
  boolean: ({ optional }) => decorators.boolean({ optional }),
  dateTime: ({ optional, multiline }) => decorators.dateTime({ optional, precision: multiline ? 3 : 6 }),
  date: ({ optional }) => decorators.date({ optional }),
  duration: ({ optional }) => decorators.duration({ optional }),
  email: ({ optional }) => decorators.email({ optional }),
  url: ({ optional, max }) => decorators.url({ optional, max: longUrl.length - 2 + max }),
  enumeration: ({ optional }) => decorators.enumeration('QuickState', ['NEW', 'OLD'], { optional }),
  list: ({ each, min, max, optional, multiline }) =>
    decorators.list(each, { min, max, optional, ...(multiline && { stored: { as: 'set' } }) }, { min, max }),
  object: ({ optional }) => decorators.object(() => Inner, { optional }),
  objects: ({ min, max, optional }) => decorators.objects(() => Inner, { min, max, optional }),
  json: ({ optional }) => decorators.json({ optional }),
};

const options: fc.Arbitrary<Options> = fc
  .record({
    min: fc.integer({ min: 0, max: 2 }),
    width: fc.integer({ min: 0, max: 2 }),
    optional: fc.boolean(),
    multiline: fc.boolean(),
    pattern: fc.constantFrom(undefined, undefined, /^a*$/, /^[a1]{2}/),
    each: fc.constantFrom(...elementKinds),
  })
  .map(({ width, ...rest }) => ({ ...rest, max: rest.min + width }));

const letters = fc
  .array(fc.constantFrom('a', 'a', 'a', '1', ' ', 'é', '😀', '\ud800', '\n', '\u0000'), { maxLength: 5 })
  .map((parts) => parts.join(''));
const dates = fc.constantFrom('2024-02-29', '2026-02-28', '2026-02-29', '2026-2-28');
const steps = fc.constantFrom(0, 0, 0.01, 0.005, -0.01);
const numbers = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.integer({ min: -1, max: 5 }), steps).map(([whole, part]) => whole + part) },
  fc.constantFrom(1e-131, 1e126, 2 ** 31, -(2 ** 31) - 1, Number.NaN, Infinity, -0, 1e-7),
);
const scalars = fc.oneof(letters, dates, numbers, fc.constantFrom(null, undefined, true, false));
const list = (element: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.array(element, { maxLength: 4 });
const oftenIn = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: usual }, scalars);

// Objects of other classes, and what is no object in a list of them, have been refused before.
const inner = fc
  .record({ name: oftenIn(letters), count: oftenIn(numbers) })
  .map((values): object => Object.assign(new Inner(), values));

/** Values of each kind, of which many are right. */
const values: { readonly [Kind in Exclude<FieldKind, 'list'>]: fc.Arbitrary<unknown> } = {
  id: letters,
  text: letters,
  integer: numbers,
  float: numbers,
  money: numbers,
  boolean: fc.boolean(),
  dateTime: fc.oneof(
    fc.constantFrom('', '.1', '.123', '.123456', '.1234567', '.1230000').map((part) => `2026-02-28T09:30:00${part}Z`),
    dates.map((date) => `${date}T09:30:00Z`),
  ),
  date: dates,
  duration: fc.constantFrom('P1D', 'PT1H', 'P1Y1D', 'P'),
  email: fc.constantFrom('a@b.example', `${'a'.repeat(244)}@b.example`, `${'a'.repeat(245)}@b.example`, 'a@'),
  url: fc
    .integer({ min: longUrl.length - 3, max: longUrl.length + 3 })
    .map((length) => longUrl.padEnd(length, 'x').slice(0, length)),
  enumeration: fc.constantFrom('NEW', 'OLD', 'new'),
  object: inner,
  objects: list(inner),
  json: fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>({ '': 1 }, { a: [1, { b: '\ud800' }] }, { a: 2 ** 53 })),
};

const field = fc.tuple(fc.constantFrom(...(Object.keys(fields) as FieldKind[])), options).chain(([kind, limits]) => {
  const usual = kind === 'list' ? list(oftenIn(values[limits.each])) : values[kind];
  return oftenIn(usual).map((value) => ({ kind, limits, value }));
});

test('takes exactly what class-validator takes, whatever the kinds, limits and values', () => {
  const counts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 2 }), fc.constantFrom('whole', 'patch'), (members, mode) => {
      class Random {}
      const type: DeclaredClass = Random;
      members.forEach(({ kind, limits }, index) => fields[kind](limits)(type.prototype, `field${index}`));
      const instance = Object.assign(
        new type(),
        Object.fromEntries(members.map(({ value }, index) => [`field${index}`, value])),
      );
      const isTaken = isSurelyTaken(type, instance, mode === 'patch');
      counts[isTaken ? 'taken' : 'refused']++;
      expect({ isTaken }).toEqual({ isTaken: faultsOf(instance, mode).length === 0 });
    }),
    { numRuns: 4000 },
  );
  // Neither is a rare case here, or nothing would be shown.
  expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(400);
});

describe('a rule that an application adds with a decorator of class-validator', () => {
  const refusal = (type: DeclaredClass, body: object): unknown => {
    try {
      return admit(type, body, 'whole');
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return error.details.errors;
    }
  };

  class Coded {
    code!: string;
  }
  decorators.text({ max: 20 })(Coded.prototype, 'code');
  Length(3, 3, { message: 'must have three characters' })(Coded.prototype, 'code');

  class Holder {
    coded!: Coded;
  }
  decorators.object(() => Coded)(Holder.prototype, 'coded');

  class Base {
    code!: string;
    name!: string;
  }
  decorators.text({ max: 20 })(Base.prototype, 'code');
  decorators.text({ max: 20 })(Base.prototype, 'name');
  class Heir extends Base {}
  // As many as the field has: class-validator drops those of the class above for them.
  Length(3, 3, { message: 'must have three characters' })(Heir.prototype, 'code');
  Length(1, 3, { message: 'must have three characters' })(Heir.prototype, 'code');

  class Plain {
    code!: string;
  }
  decorators.text({ max: 20 })(Plain.prototype, 'code');

  test.each([
    ['to a field', Coded, { code: 'four' }, '/code'],
    ['to a field of an object in a field', Holder, { coded: { code: 'four' } }, '/coded/code'],
    ['to a field of the class above', Heir, { code: 'four', name: 'x' }, '/code'],
  ])('%s still runs', (_, type, body, pointer) => {
    expect(refusal(type, body)).toEqual([{ pointer, detail: 'must have three characters' }]);
  });

  test('of a class between the field and its heir still runs, for each class declares its limits anew', () => {
    class First {
      n!: number;
    }
    decorators.integer({ min: 0, max: 9 })(First.prototype, 'n');
    class Second extends First {}
    decorators.integer({ min: 5, max: 9 })(Second.prototype, 'n');
    class Third extends Second {}
    expect(refusal(Third, { n: 1 })).toEqual([{ pointer: '/n', detail: 'must be at least 5' }]);
  });

  test('makes no difference for other classes', () => {
    expect(isSurelyTaken(Plain, Object.assign(new Plain(), { code: 'four' }), false)).toBe(true);
  });
});
