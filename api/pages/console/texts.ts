/** A value as a text: as it stands for texts, numbers and truth values, as JSON for what has something inside. */
export function textFor(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An instant as people here read it. */
export function momentFor(time: string): string {
  const moment = new Date(time);
  return Number.isNaN(moment.getTime()) ? time : moment.toLocaleString();
}
