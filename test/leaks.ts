import type { Answer } from './answer';

/** What must be in no answer: stacks, paths, ARNs, the SDK's names, names of tables. */
const leaks = [
  /\n\s+at .+:\d+:\d+/,
  /node_modules/,
  /arn:aws/,
  /(ConditionalCheckFailed|ResourceNotFound|ProvisionedThroughput|Validation)Exception/,
  /@aws-sdk|smithy/i,
  /\/(home|root|work|usr|tmp)\/[a-z]/,
];

/** Fails the test whose answer shows our insides. */
export function scanForLeaks(answer: Answer, tablePrefix: string): void {
  // The built pages are bundles of libraries, the same for everybody; nothing of a request is in them.
  if (answer.headers['content-type']?.startsWith('text/html') && answer.headers['content-encoding'] === 'gzip') return;
  const seen = `${JSON.stringify(answer.headers)}\n${answer.text}`;
  const found = leaks.find((leak) => leak.test(seen)) ?? (seen.includes(tablePrefix) ? tablePrefix : undefined);
  if (found) throw new Error(`An answer leaks ${String(found)}: ${seen.slice(0, 2000)}`);
}
