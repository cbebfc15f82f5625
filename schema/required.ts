/**
 * A value that is there by construction, although its type cannot say so.
 * @throws Error where it is missing: a defect, which is masked and logged
 */
export function required<Value>(value: Value | null | undefined, what: string): Value {
  if (value === undefined || value === null) throw new Error(`Missing: ${what}.`);
  return value;
}
