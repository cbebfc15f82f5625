/** A record without one of its members. */
export function without(record: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([member]) => member !== name));
}
