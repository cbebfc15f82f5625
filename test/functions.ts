/** A kind of Lambda function that works on tables. */
export type FunctionKind = 'gateway' | 'consumer';

const functions: readonly [string, FunctionKind][] = [
  ['/api/handler.ts:', 'gateway'],
  ['/api/consumer.ts:', 'consumer'],
];

/** The Lambda function for which a client is opened: it is known by the file from which that is done. */
export function roleOf(stack = ''): FunctionKind | undefined {
  const lines = stack.replaceAll('\\', '/');
  return functions.find(([file]) => lines.includes(file))?.[1];
}
