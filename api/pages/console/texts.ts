/** A value as a text: as it stands for texts, numbers and truth values, as JSON for what has something inside. */
export function textFor(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
