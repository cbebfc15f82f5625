/**
 * DynamoDB's order of key values: numbers by size, texts by their bytes in UTF-8. JavaScript compares texts by
 * UTF-16 units, which puts U+10000 and above before U+E000.
 * @param areNumbers a number that no double holds comes as its digits, which by themselves look like a text
 */
export function compareValues(
  one: unknown,
  other: unknown,
  areNumbers = typeof one === 'number' || typeof other === 'number',
): number {
  return areNumbers ? compareNumbers(one, other) : Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
}

function compareNumbers(one: unknown, other: unknown): number {
  // Rounding to a double keeps the order, except that it makes neighbours equal.
  const difference = Number(one) - Number(other);
  if (difference !== 0 || (typeof one === 'number' && typeof other === 'number')) return difference;
  const [left, right] = [decimal(String(one)), decimal(String(other))];
  const exponent = Math.min(left.exponent, right.exponent);
  const exact =
    left.digits * 10n ** BigInt(left.exponent - exponent) - right.digits * 10n ** BigInt(right.exponent - exponent);
  return exact < 0n ? -1 : exact > 0n ? 1 : 0;
}

/** The digits of a number as a whole one, and the power of ten that it is multiplied by. */
function decimal(text: string): { digits: bigint; exponent: number } {
  const [, whole = '0', fraction = '', power = '0'] = /^([-+]?\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  return { digits: BigInt(`${whole}${fraction}`.replace('+', '')), exponent: Number(power) - fraction.length };
}
