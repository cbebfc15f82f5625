import { admitsAnyone, anyone, signedIn } from '../schema/access';
import { domainOf } from '../schema/facts';
import { Transact } from '../schema/transact';
import { codesOfDeclarations } from './errors';
import { operation } from './operation';
import type { Operation } from './operation';

/** The most writes of one transaction: DynamoDB's limit of a TransactWriteItems. */
export const maxWrites = 100;

/** The operations that write one whole item by derivation: what can stand in a transaction. */
const writesOneItem = ({ derived, kind, body, gives, domain }: Operation): boolean =>
  derived &&
  kind === 'mutation' &&
  (body === undefined || body.of === 'item') &&
  // What gives something else, such as a job, does more than one write.
  (gives.as === 'nothing' || (gives.as === 'item' && gives.type === domain.type));

/**
 * The operation that does up to 100 writes over domains, all or none; undefined where no domain can be written to. Each
 * write names an operation and its arguments, and passes the door of that operation: who may, what it takes, its version.
 */
export function transactionOf(operations: readonly Operation[]): Operation | undefined {
  const writes = operations.filter(writesOneItem);
  if (writes.length === 0) return undefined;
  return operation({
    // Each write has a rule of its own.
    access: writes.some(({ access }) => access && admitsAnyone(access)) ? anyone : signedIn,
    name: 'transact',
    kind: 'mutation',
    domain: domainOf(Transact),
    doc: `Does up to ${maxWrites} writes of different items, all of them or none.`,
    route: { method: 'POST', path: '/transaction', success: 200 },
    body: { of: 'writes', type: Transact, max: maxWrites, operations: writes },
    idempotent: 'itself',
    problems: [
      ...(['not-found', 'conflict', 'precondition-failed', 'needs-mending'] as const),
      ...codesOfDeclarations.filter((code) => writes.some(({ problems }) => problems.includes(code))),
    ],
    gives: { as: 'results', type: Transact, operations: writes },
    touches: writes.flatMap(({ touches }) => touches),
    lenient: true,
    derived: true,
    // Who is not told of one of them has no other way to it.
    agents: writes.every(({ agents }) => agents),
    // What does them is loaded by who asks for it.
    perform: async ({ bodies }, context) => (await import('./transact')).transact(bodies, writes, context),
  });
}
