import fc from 'fast-check';
import { isMoment, jsonFault, moneyFault, momentOf, rangeFault, textFault } from './values';

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

describe('momentOf', () => {
  const instants = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });

  test('reads every instant of four-digit years as toISOString writes it', () => {
    fc.assert(
      fc.property(instants, (instant) => expect(momentOf(instant.toISOString())).toBe(instant.getTime())),
      { numRuns: 2000 },
    );
  });

  test('reads an instant alike in every offset', () => {
    const offsets = fc.tuple(fc.constantFrom(1, -1), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const inner = fc.date({
      min: new Date('0000-01-03T00:00:00Z'),
      max: new Date('9999-12-29T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(inner, offsets, (instant, [sign, hours, minutes]) => {
        const local = new Date(instant.getTime() + sign * (hours * 60 + minutes) * 60_000).toISOString().slice(0, -1);
        expect(momentOf(`${local}${sign > 0 ? '+' : '-'}${pad(hours)}:${pad(minutes)}`)).toBe(instant.getTime());
      }),
      { numRuns: 2000 },
    );
  });

  test('takes exactly the days of the Gregorian calendar', () => {
    const dates = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(dates, ([year, month, day]) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(momentOf(`${pad(year, 4)}-${pad(month)}-${pad(day)}T12:00:00Z`) !== undefined).toBe(real);
      }),
      { numRuns: 5000 },
    );
  });

  test('what it takes can be written and read again', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-][0-2]\d:[0-5]\d)$/),
        (text) => {
          const moment = momentOf(text);
          if (moment !== undefined) expect(momentOf(new Date(moment).toISOString())).toBe(moment);
          expect(isMoment(text)).toBe(moment !== undefined);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => void momentOf(value)));
  });

  test.each([
    ['lower case letters', '2026-01-15t09:30:00z', '2026-01-15T09:30:00.000Z'],
    ['one digit of a fraction', '2026-01-15T09:30:00.5Z', '2026-01-15T09:30:00.500Z'],
    ['nine digits of a fraction, cut to milliseconds', '2026-01-15T09:30:00.123999999Z', '2026-01-15T09:30:00.123Z'],
    ['an unknown offset', '2026-01-15T09:30:00-00:00', '2026-01-15T09:30:00.000Z'],
    ['the leap day of a fourth year', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['the leap day of a fourth century', '2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['the leap day of the first year of all', '0000-02-29T00:00:00Z', '0000-02-29T00:00:00.000Z'],
    ['the first moment', '0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['the last moment', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('takes %s', (_, text, iso) => {
    expect(new Date(momentOf(text)!).toISOString()).toBe(iso);
  });

  test.each([
    ['no offset', '2026-01-15T09:30:00'],
    ['no time', '2026-01-15'],
    ['no seconds', '2026-01-15T09:30Z'],
    ['a space for the T', '2026-01-15 09:30:00Z'],
    ['an offset without a colon', '2026-01-15T09:30:00+0200'],
    ['an hour too late', '2026-01-15T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['an offset of a whole day', '2026-01-15T09:30:00+24:00'],
    ['a comma', '2026-01-15T09:30:00,5Z'],
    ['a point without digits', '2026-01-15T09:30:00.Z'],
    ['ten digits of a fraction', '2026-01-15T09:30:00.0123456789Z'],
    ['a year of six digits', '+012026-01-15T09:30:00Z'],
    ['30 February', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['29 February of a common century', '1900-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['a moment before the year 0', '0000-01-01T00:00:00+00:01'],
    ['a moment after the year 9999', '9999-12-31T23:59:59-00:01'],
    ['a line break behind', '2026-01-15T09:30:00Z\n'],
    ['digits of another script', '２０２６-01-15T09:30:00Z'],
    ['milliseconds', 1768469400000],
    ['a Date', new Date()],
  ])('refuses %s', (_, value) => {
    expect(momentOf(value)).toBeUndefined();
  });
});

describe('textFault', () => {
  // A batch of 5.7 MB spent a third of its checks on counting what could not be too long.
  test('counts the characters only of a text that may have too few or too many', () => {
    const counted = jest.spyOn(String.prototype, 'charCodeAt');
    try {
      const faultOf = (text: string) => textFault(text, { kind: 'text', min: 10, max: 1000 });
      expect(faultOf('x'.repeat(1000))).toBeUndefined();
      expect(faultOf('x'.repeat(2002))).toBe('must have at most 1000 characters');
      expect(faultOf('x'.repeat(9))).toBe('must have at least 10 characters');
      expect(counted).not.toHaveBeenCalled();
      expect(faultOf('😀'.repeat(1000))).toBeUndefined();
      expect(faultOf('😀'.repeat(9))).toBe('must have at least 10 characters');
      expect(counted).toHaveBeenCalledTimes(1009);
    } finally {
      counted.mockRestore();
    }
  });

  const fact = { kind: 'text', min: 1, max: 8 } as const;

  test('counts code points, as JSON Schema does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const length = [...text].length;
        const fault = textFault(text, { kind: 'text', min: 0, max: 8, multiline: true });
        expect(fault === 'must have at most 8 characters').toBe(length > 8);
      }),
      { numRuns: 2000 },
    );
  });

  test('never lets a control character, half a character or a blank text through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 10 }), (text) => {
        if (textFault(text, fact) !== undefined) return;
        expect(text).toMatch(/^\P{Cc}*$/u);
        expect(text.isWellFormed()).toBe(true);
        expect(text.trim()).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('counts the bytes of an id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 10 }), (text) => {
        const fault = textFault(text, { kind: 'id', max: 12 });
        expect(fault === 'must have at most 12 bytes').toBe(text.trim() !== '' && Buffer.byteLength(text) > 12);
      }),
      { numRuns: 2000 },
    );
  });

  test('leaves what is no text to other rules', () => {
    for (const value of [undefined, null, 1, {}, []]) expect(textFault(value, fact)).toBeUndefined();
  });

  test.each([
    ['9 characters', 'x'.repeat(9), 'must have at most 8 characters'],
    ['8 characters of two units each', '😀'.repeat(8), undefined],
    ['9 characters of two units each', '😀'.repeat(9), 'must have at most 8 characters'],
    ['4 characters of one unit and 5 of two', `${'x'.repeat(4)}${'😀'.repeat(5)}`, 'must have at most 8 characters'],
    ['3 characters of one unit and 5 of two', `${'x'.repeat(3)}${'😀'.repeat(5)}`, undefined],
    ['a line break', 'a\nb', 'must not contain control characters'],
    ['a direction mark, which is no control', '\u200fx', undefined],
  ])('%s', (_, text, fault) => {
    expect(textFault(text, fact)).toBe(fault);
  });
});

describe('jsonFault', () => {
  test('takes every JSON value whose numbers, names and depth fit DynamoDB', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        const [names, numbers]: [string[], number[]] = [[], []];
        const read: unknown = JSON.parse(text, function (this: unknown, name, part: unknown) {
          if (!Array.isArray(this)) names.push(name);
          if (typeof part === 'number') numbers.push(part);
          return part;
        });
        // The last call of a reviver is for the whole, under an empty name.
        const named = names.slice(0, -1).every((name) => name !== '' && name !== '__proto__');
        const fits = numbers.every(
          (number) =>
            number === 0 ||
            (Math.abs(number) >= 1e-130 &&
              Math.abs(number) <= 9.99e125 &&
              (Number.isSafeInteger(number) || !Number.isInteger(number))),
        );
        expect(jsonFault(read) === undefined).toBe(fits && named);
      }),
      { numRuns: 2000 },
    );
  });

  test('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => void jsonFault(value)));
  });

  test.each([
    [24, undefined],
    [25, 'must be at most 24 levels deep'],
    [5000, 'must be at most 24 levels deep'],
  ])('%i levels', (levels, fault) => {
    for (const [open, close] of ['[]', ['{"a":', '}']]) {
      const value = JSON.parse(open!.repeat(levels) + '1' + close!.repeat(levels)) as unknown;
      expect(jsonFault(value)).toBe(fault);
    }
  });

  test('ends on a value that holds itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(jsonFault(loop)).toBe('must be at most 24 levels deep');
  });
});

describe('moneyFault', () => {
  test('takes every whole number of cents', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (cents) => {
        const amount = Number(`${Math.trunc(cents / 100)}.${pad(Math.abs(cents % 100))}`);
        expect(moneyFault(amount)).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  test('refuses every amount with a third decimal', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 9 }),
        (whole, cents, third) => {
          expect(moneyFault(Number(`${whole}.${pad(cents)}${third}`))).toBe('must have at most two decimals');
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('rangeFault', () => {
  test.each([0, -0, 1, -1, 1e-130, 9.99e125, -9.99e125])('takes %p', (value) => {
    expect(rangeFault(value)).toBeUndefined();
  });

  test.each([1e-131, -5e-324, 1e126, Infinity, -Infinity, Number.NaN])('refuses %p', (value) => {
    expect(rangeFault(value)).toBe('must be a number between 1e-130 and 9.99e125');
  });
});
