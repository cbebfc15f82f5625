/**
 * DynamoDB's order of key values: numbers by size, texts by their bytes in UTF-8. JavaScript compares texts by
 * UTF-16 units, which puts U+10000 and above before U+E000.
 * @param areNumbers a number that no double holds comes as its digits, which by themselves look like a text
 */
export function compareValues(
  left: unknown,
  right: unknown,
  areNumbers = typeof left === 'number' || typeof right === 'number',
): number {
  return areNumbers
    ? compareNumbers(left, right)
    : Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}

function compareNumbers(left: unknown, right: unknown): number {
  // Rounding to a double keeps the order, except that it makes neighbours equal.
  const difference = Number(left) - Number(right);
  if (difference !== 0 || (typeof left === 'number' && typeof right === 'number')) return difference;
  const [leftDecimal, rightDecimal] = [decimal(String(left)), decimal(String(right))];
  const exponent = Math.min(leftDecimal.exponent, rightDecimal.exponent);
  const exact =
    leftDecimal.digits * 10n ** BigInt(leftDecimal.exponent - exponent) -
    rightDecimal.digits * 10n ** BigInt(rightDecimal.exponent - exponent);
  return exact < 0n ? -1 : exact > 0n ? 1 : 0;
}

/** The digits of a number as a whole one, and the power of ten that it is multiplied by. */
function decimal(text: string): { digits: bigint; exponent: number } {
  const [, whole = '0', fraction = '', power = '0'] = /^([-+]?\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  return { digits: BigInt(`${whole}${fraction}`.replace('+', '')), exponent: Number(power) - fraction.length };
}

/** A DynamoDB number as a JavaScript number, or as its digits where a double would change them. */
export function exactNumber(digits: string): number | string {
  const number = Number(digits);
  if (isShortDecimal(digits) && Number.isFinite(number)) return number;
  const text = String(number);
  if (text === digits) return number;
  if (!Number.isFinite(number)) return digits;
  return significant(digits) === significant(text) ? number : digits;
}

/** Whether a text has so few digits that a double gives every one of them back, and no exponent. */
function isShortDecimal(text: string): boolean {
  if (text.length > 15) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code < 0x30 || code > 0x39) && code !== 0x2d && code !== 0x2e) return false;
  }
  return true;
}

/** The digits that carry the value: sign, point, exponent and outer zeros away. */
function significant(digits: string): string {
  return digits
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
}

/** Whether a value is the digits of a number that no double holds. */
export function isBeyondDouble(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(value) && exactNumber(value) === value;
}
