import { AccessDenied } from '../local/access';
import { accessOf, neededBy, right, rightsOf } from '../local/rights';
import type { Right } from '../local/rights';
import { domains as shop } from '../schema';
import type { DeclaredClass } from '../schema/facts';
import type { Operation } from '../services/operation';
import type { Role } from '../services/touches';
import { notedTable } from './noted-tables';
import type { NotedTable } from './noted-tables';

/** A call to DynamoDB that a function makes. */
export interface RoleCall {
  readonly role: Role;
  /** Such as PutItem or TransactWriteItems. */
  readonly operation: string;
  readonly input: unknown;
  /** The operation that is running, where a test can tell. */
  readonly by?: Operation;
}

/** What there is to say of a call. */
export interface Judgement {
  /** What is not granted or not said, as `role right` or `operation right`. */
  readonly denied: readonly string[];
  /** What is done on the tables of the shop, as `role right`. */
  readonly done: readonly string[];
  /** How IAM refuses the call. */
  readonly error?: AccessDenied;
}

const granted = new Map<readonly DeclaredClass[], Partial<Record<Role, ReadonlySet<Right>>>>();

/**
 * Holds a call against what its operation says and its role is granted. A gateway with domains of its own is held
 * against the grants of those, and says nothing about the shop.
 */
export function judge({ role, operation, input, by }: RoleCall): Judgement {
  const [denied, done] = [new Set<string>(), new Set<string>()];
  let error: AccessDenied | undefined;
  for (const access of neededBy(operation, input)) {
    const { table, action, index } = access;
    const noted = notedTable(table);
    const needed = right(noted?.domain.name ?? table, action, index);
    const missing = [
      ...(isGranted(noted, role, needed) ? [] : [role]),
      ...(!by || by.touches.some((touch) => right(touch.domain.name, touch.action, touch.index) === needed)
        ? []
        : [by.name]),
    ];
    for (const one of missing) denied.add(`${one} ${needed}`);
    if (missing.length > 0) error ??= new AccessDenied(missing[0]!, accessOf(access));
    if (noted && isShop(noted.domains)) done.add(`${role} ${needed}`);
  }
  return { denied: [...denied], done: [...done], error };
}

function isGranted(noted: NotedTable | undefined, role: Role, needed: Right): boolean {
  if (!noted) return false;
  return rightsAt(noted.domains, role).has(needed) || isGranted(noted.earlier, role, needed);
}

function rightsAt(domains: readonly DeclaredClass[], role: Role): ReadonlySet<Right> {
  const known = granted.get(domains) ?? {};
  granted.set(domains, known);
  return (known[role] ??= new Set(rightsOf(domains, role)));
}

function isShop(domains: readonly DeclaredClass[]): boolean {
  return domains.length === shop.length && shop.every((one) => domains.includes(one));
}
