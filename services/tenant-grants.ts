import { domainOf } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { CounterRow, ItemVersion, OutboxEvent, TrashedItem, UniqueValue } from '../schema/internal';
import { counts } from './counted';
import type { GatewayDefinition } from './definition';
import { itemVersions } from './history';
import { grantsOf } from './touches';
import type { Grant, Role } from './touches';
import { trash } from './trash';
import { uniqueValues } from './unique';

/** What a role may do, by whether it is done to the keys of one tenant alone. */
export interface SplitGrants {
  /** What says nothing of a tenant by its key. */
  readonly shared: readonly Grant[];
  /** What names keys that are, or begin with, the tenant of a request. */
  readonly ofTenants: readonly Grant[];
}

/** What is kept beside the items of a domain, under names that begin with their tenant. */
const namedByTenant = new Map<DeclaredClass, (domain: DomainFact) => boolean>([
  [UniqueValue, (domain) => uniqueValues.concerns(domain)],
  [CounterRow, (domain) => counts.concerns(domain)],
  [ItemVersion, (domain) => itemVersions.concerns(domain)],
  [TrashedItem, (domain) => trash.concerns(domain)],
]);

/**
 * The grants of a role in two parts. Of tenants are the tables of the domains that have them, what is kept beside items
 * where it is beside theirs alone, and the feeds of changes where they alone have some. Shared is everything else: the
 * records of Idempotency-Keys, whose keys are digests, and the writing of events.
 */
export function splitGrants(
  definition: Pick<GatewayDefinition, 'domains' | 'operations' | 'consumers'>,
  role: Role,
): SplitGrants {
  const domains = definition.domains.map(domainOf);
  const areOfTenants = (concerned: (domain: DomainFact) => boolean): boolean =>
    domains.every((domain) => domain.tenant !== undefined || !concerned(domain));
  const isOfTenants = ({ table }: Grant): boolean =>
    table.domains.every(({ type, tenant }) => {
      const concerned = namedByTenant.get(type);
      return concerned ? areOfTenants(concerned) : tenant !== undefined;
    });
  const feedsAreOfTenants = areOfTenants(({ events }) => events !== undefined);
  const [shared, ofTenants]: [Grant[], Grant[]] = [[], []];
  for (const grant of grantsOf(definition, role)) {
    const hasFeeds = grant.table.domains.some(({ type }) => type === OutboxEvent);
    if (isOfTenants(grant)) ofTenants.push(grant);
    else if (hasFeeds && feedsAreOfTenants && grant.indexes.length > 0) {
      shared.push({ ...grant, indexes: [] });
      ofTenants.push({ ...grant, actions: [] });
    } else shared.push(grant);
  }
  return { shared, ofTenants };
}
