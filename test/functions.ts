import type { Role } from '../services/touches';

const functions: readonly [string, Role][] = [
  ['/api/handler.ts:', 'gateway'],
  ['/api/orders.ts:', 'orders'],
];

/** The Lambda function for which a client is opened: it is known by the file from which that is done. */
export function roleOf(stack = ''): Role | undefined {
  const lines = stack.replaceAll('\\', '/');
  return functions.find(([file]) => lines.includes(file))?.[1];
}
