/** A value that nobody else changes: a copy of an object, and a scalar as it is, for which structuredClone is dear. */
export function ownCopy<Value>(value: Value): Value {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}
