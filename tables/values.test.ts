import fc from 'fast-check';
import { exactNumber } from '../services/value-order';
import { attributeReaders, itemFrom } from './values';

describe('exactNumber', () => {
  test('gives back every double that was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(exactNumber(String(number))).toBe(Object.is(number, -0) ? 0 : number);
      }),
      { numRuns: 5000 },
    );
  });

  test('gives back every double in the plain digits that DynamoDB uses', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e20, max: 1e20, noNaN: true }), (number) => {
        expect(exactNumber(plainDigits(number))).toBe(Object.is(number, -0) ? 0 : number);
      }),
      { numRuns: 2000 },
    );
  });

  test('gives a number only if it is exactly what the digits say, and else the digits themselves', () => {
    const digits = fc.tuple(
      fc.constantFrom('', '-'),
      fc.stringMatching(/^[1-9]\d{0,30}$/),
      fc.stringMatching(/^\d{0,7}$/),
    );
    fc.assert(
      fc.property(digits, ([sign, whole, fraction]) => {
        const text = `${sign}${whole}${fraction && `.${fraction}`}`;
        const read = exactNumber(text);
        if (typeof read === 'string') expect(read).toBe(text);
        else expect(decimalOf(String(read))).toEqual(decimalOf(text));
      }),
      { numRuns: 5000 },
    );
  });

  test.each<[string, number | string]>([
    ['0', 0],
    ['0.0', 0],
    ['1', 1],
    ['100', 100],
    ['-1.50', -1.5],
    ['0.1', 0.1],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678.9', '123456789012345678.9'],
    ['10000000000000000000000', 1e22],
    ['1E+22', 1e22],
    ['1e-130', 1e-130],
    ['1180591620717411303424', '1180591620717411303424'],
    ['99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
  ])('reads %s as %p', (digits, read) => {
    expect(exactNumber(digits)).toBe(read);
  });
});

describe('itemFrom', () => {
  test('takes own attributes only, whatever the names', () => {
    const stored = Object.assign(Object.create({ inherited: 1 }) as object, { kept: 1, other: 2 });
    expect(
      itemFrom(stored as Record<string, unknown>, attributeReaders(['kept', 'inherited', 'toString', 'absent'])),
    ).toEqual({
      kept: 1,
    });
  });

  test('leaves the stored item as it was', () => {
    const stored = { set: new Set([3, 1]), list: [new Set(['b', 'a'])] };
    itemFrom(stored, attributeReaders(['set', 'list']));
    expect(stored).toEqual({ set: new Set([3, 1]), list: [new Set(['b', 'a'])] });
  });
});

/** A number without an exponent. */
function plainDigits(number: number): string {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(mantissa)!;
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}${digits.length > point ? `.${digits.slice(point)}` : ''}`;
}

/** The exact value of a decimal text: its digits without outer zeros, and the power of ten. */
function decimalOf(text: string): [sign: string, digits: string, power: number] {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text)!;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const trimmed = digits.replace(/0+$/, '');
  return [sign, trimmed, Number(exponent) - fraction.length + digits.length - trimmed.length];
}
