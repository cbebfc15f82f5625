/** Digits before the exponent are whole: value = digits × 10^exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The sum of two finite numbers as DynamoDB counts: in decimals, so that 0.1 and 0.2 make 0.3. */
export function decimalSum(left: number, right: number): number {
  const [first, second] = [decimalOf(left), decimalOf(right)];
  const exponent = Math.min(first.exponent, second.exponent);
  const scaled = ({ digits, exponent: power }: Decimal): bigint => digits * 10n ** BigInt(power - exponent);
  return Number(`${scaled(first) + scaled(second)}e${exponent}`);
}

/** JavaScript writes a number with the fewest digits that tell it apart, and those are what the caller wrote. */
function decimalOf(number: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
