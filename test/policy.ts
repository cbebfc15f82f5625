import { neededBy, right } from './rights';
import type { Right } from './rights';

/** Judges a call: gives what of it is denied, or undefined when all is allowed. */
export type Policy = (
  operation: string,
  input: unknown,
) => { readonly action: string; readonly arn: string } | undefined;

/** The policy of a role that has these rights and no others, to tables with a prefix. */
export function policyOf(rights: readonly Right[], prefix: string): Policy {
  return (operation, input) => {
    const denied = neededBy(operation, input).find(
      ({ table = '', action, index }) =>
        !table.startsWith(prefix) || !rights.includes(right(table.slice(prefix.length), action, index)),
    );
    if (!denied) return undefined;
    const { table, index, action } = denied;
    const resource = `${table}${index === undefined ? '' : `/index/${index}`}`;
    return { action: `dynamodb:${action}`, arn: `arn:aws:dynamodb:us-east-1:123456789012:table/${resource}` };
  };
}
