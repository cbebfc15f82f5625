import { AccessDenied } from '../local/access';
import { accessOf, neededBy, right, rightsOf } from '../local/rights';
import type { Right } from '../local/rights';
import { layoutOf } from '../schema/layout';
import type { GatewayDefinition } from '../services/definition';
import type { Operation } from '../services/operation';
import { rolesOf } from '../services/touches';
import type { Role, Touch } from '../services/touches';
import type { FunctionKind } from './functions';
import { isJudged } from './judged';
import { notedTable } from './noted-tables';
import type { NotedTable } from './noted-tables';

/** A call to DynamoDB that a function makes. */
export interface RoleCall {
  readonly role: FunctionKind;
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
  /** What is done on the tables of a judged gateway, as `gateway role right`. */
  readonly done: readonly string[];
  /** How IAM refuses the call. */
  readonly error?: AccessDenied;
}

const granted = new Map<GatewayDefinition, Map<Role, ReadonlySet<Right>>>();

/**
 * Holds a call against what its operation says and its role is granted. A gateway of its own is held against its own
 * grants. Which consumer calls cannot be seen, so that each that has the right
 * counts as having used it.
 */
export function judge({ role: kind, operation, input, by }: RoleCall): Judgement {
  const [denied, done] = [new Set<string>(), new Set<string>()];
  let error: AccessDenied | undefined;
  for (const access of neededBy(operation, input)) {
    const { table, action, index } = access;
    const noted = notedTable(table);
    const needed = right(noted ? layoutOf(noted.domains[0]!).table : table, action, index);
    const roles = rolesWith(noted, kind, needed);
    const missing = [
      ...(roles.length > 0 ? [] : [kind]),
      ...(!by || by.touches.some((touch) => rightTo(touch) === needed) ? [] : [by.name]),
    ];
    for (const one of missing) denied.add(`${one} ${needed}`);
    if (missing.length > 0) error ??= new AccessDenied(missing[0]!, accessOf(access));
    const definition = noted?.definition();
    if (definition && isJudged(definition)) for (const role of roles) done.add(`${definition.name} ${role} ${needed}`);
  }
  return { denied: [...denied], done: [...done], error };
}

/** The right that a touch needs, by the names that the table gives. */
function rightTo({ domain, action, index }: Touch): Right {
  const { table, indexes } = layoutOf(domain);
  return right(table, action, index === undefined ? undefined : indexes.get(index)?.index);
}

/** The roles of a kind that are granted what is needed, now or before the declaration changed. */
function rolesWith(noted: NotedTable | undefined, kind: FunctionKind, needed: Right): readonly Role[] {
  if (!noted) return [];
  const definition = noted.definition();
  const roles = rolesOf(definition).filter((role) => (role === 'gateway') === (kind === 'gateway'));
  const having = roles.filter((role) => rightsAt(definition, role).has(needed));
  return having.length > 0 ? having : rolesWith(noted.earlier, kind, needed);
}

function rightsAt(definition: GatewayDefinition, role: Role): ReadonlySet<Right> {
  const known = granted.get(definition) ?? new Map<Role, ReadonlySet<Right>>();
  granted.set(definition, known);
  const rights = known.get(role) ?? new Set(rightsOf(definition, role));
  known.set(role, rights);
  return rights;
}
