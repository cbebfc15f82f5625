/** DynamoDB refuses a longer value of a sort key, in a question too. */
const maxSortBytes = 1024;

/** Whether a value can stand at the sort field of a key at all. */
export function fitsSortKey(value: unknown): boolean {
  return typeof value !== 'string' || Buffer.byteLength(value) <= maxSortBytes;
}
