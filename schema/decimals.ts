/**
 * A sum as DynamoDB has it, which counts in decimals: 0.1 and 0.2 are 0.3, and 100 less 99.9 is 0.1. It has no more
 * decimals than what is added, so that the error of a double, which stands behind them, is rounded away.
 */
export function decimalSum(left: number, right: number): number {
  const sum = left + right;
  if (Number.isInteger(sum)) return sum;
  const decimals = Math.max(decimalsOf(left), decimalsOf(right));
  return Number(decimals <= mostDecimals ? sum.toFixed(decimals) : sum.toPrecision(15));
}

/** The most that `toFixed` takes. */
const mostDecimals = 100;

/** How many decimals the shortest spelling of a number has: 2 of 0.25, 8 of 2.5e-7. */
function decimalsOf(number: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}
