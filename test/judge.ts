import { domains as shop } from '../schema';
import type { DeclaredClass } from '../schema/facts';
import type { Operation } from '../services/operation';
import type { Role } from '../services/touches';
import { notedTable } from './noted-tables';
import type { NotedTable } from './noted-tables';
import { neededBy, right, rightsOf } from './rights';
import type { Right } from './rights';

/** A call to DynamoDB that a function made. */
export interface RoleCall {
  readonly role: Role;
  /** Such as PutItem or TransactWriteItems. */
  readonly operation: string;
  readonly input: unknown;
  /** The operation that was running, where a test can tell. */
  readonly by?: Operation;
}

const granted = new Map<readonly DeclaredClass[], Partial<Record<Role, readonly Right[]>>>();

/**
 * Holds calls against what their operations say and their roles are granted. A gateway with domains of its own is
 * held against the grants of those, and says nothing about the shop.
 * @returns what was not granted or not said, as `role right` or `operation right`; and what was done on the tables of the shop
 */
export function judge(calls: readonly RoleCall[]): {
  readonly denied: readonly string[];
  readonly done: readonly string[];
} {
  const [denied, done] = [new Set<string>(), new Set<string>()];
  for (const { role, operation, input, by } of calls) {
    for (const { table, action, index } of neededBy(operation, input)) {
      const noted = notedTable(table);
      const needed = right(noted?.domain.name ?? table, action, index);
      if (!isGranted(noted, role, needed)) denied.add(`${role} ${needed}`);
      if (by && !by.touches.some((touch) => right(touch.domain.name, touch.action, touch.index) === needed)) {
        denied.add(`${by.name} ${needed}`);
      }
      if (noted && isShop(noted.domains)) done.add(`${role} ${needed}`);
    }
  }
  return { denied: [...denied], done: [...done] };
}

function isGranted(noted: NotedTable | undefined, role: Role, needed: Right): boolean {
  if (!noted) return false;
  return rightsAt(noted.domains, role).includes(needed) || isGranted(noted.earlier, role, needed);
}

function rightsAt(domains: readonly DeclaredClass[], role: Role): readonly Right[] {
  const known = granted.get(domains) ?? {};
  granted.set(domains, known);
  return (known[role] ??= rightsOf(domains, role));
}

function isShop(domains: readonly DeclaredClass[]): boolean {
  return domains.length === shop.length && shop.every((one) => domains.includes(one));
}
