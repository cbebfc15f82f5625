import type { DomainFact, TenantFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import { maxTenantBytes, tenantText } from '../schema/tenant-layout';
import { claimTexts, refused } from './access';
import type { Caller, Context, Tenancy } from './context';
import { ServiceError } from './errors';

/** The header of a request in which a caller of several tenants names one. */
export const tenantHeader = 'Tenant';

/** The tenant of requests that name none where everybody may do everything. */
export const localTenant = 'local';

/** Control characters, halves of a surrogate pair and line separators, as in the names of callers. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

const maxLength = 128;

/** What the tenant of a request follows from. */
export interface TenancyFacts extends Pick<Context, 'caller' | 'open' | 'tokenHelp'> {
  /** What the request sends in the header Tenant. */
  readonly named: string | undefined;
  /** The tenant of a request that names none, in a gateway that is open; left out, it has to name one. */
  readonly usual?: string;
}

/** The tenant of a request: that of the caller's token, and where these are several the one that the request names. */
export function tenancyOf(fact: TenantFact, { named, usual, ...context }: TenancyFacts): Tenancy {
  const { caller, open } = context;
  const name = named === undefined ? undefined : decoded(named);
  if (name === null) return { refusal: malformed() };
  if (open) {
    const tenant = name ?? usual;
    return tenant === undefined ? { refusal: unnamed() } : { tenant };
  }
  if (!caller) return { refusal: refused(context) };
  const own = tenantsOf(fact, caller);
  const isAny = fact.admins === 'any' && caller.roles.includes('admin');
  if (name !== undefined) {
    if (isAny || own.includes(name)) return { tenant: name };
    return { refusal: refused(context, `You do not belong to the tenant that the header ${tenantHeader} names.`) };
  }
  const [only, ...others] = own;
  if (only !== undefined && others.length === 0) return { tenant: only };
  if (only !== undefined || isAny) return { refusal: unnamed() };
  return { refusal: refused(context, `Your token names no tenant: it has no claim "${fact.claim}" with one.`) };
}

/** The tenants that the token of a caller names; a value that can be none is left out. */
function tenantsOf({ claim }: TenantFact, caller: Caller): readonly string[] {
  return claimTexts(caller, claim).filter(isTenant);
}

function isTenant(text: string): boolean {
  const isPlain = text !== '' && text.length <= maxLength && !unprintable.test(text);
  return isPlain && tenantText(text).length <= maxTenantBytes;
}

/** A header has ASCII alone, so that other letters come percent-encoded; null for what names no tenant. */
function decoded(text: string): string | null {
  try {
    const name = decodeURIComponent(text);
    return isTenant(name) ? name : null;
  } catch {
    return null;
  }
}

const unnamed = (): ServiceError =>
  new ServiceError(
    'bad-header',
    `You may act for several tenants: name one in a header, such as ${tenantHeader}: acme.`,
  );

const malformed = (): ServiceError =>
  new ServiceError(
    'bad-header',
    `The header ${tenantHeader} must be the name of one tenant, of 1 to ${maxLength} characters, percent-encoded where they are not ASCII.`,
  );

/**
 * The tenant whose items of a domain a request reaches; undefined for a domain without tenants.
 * @throws ServiceError bad-header, unauthenticated, forbidden for a request of no tenant
 * @throws TypeError where nobody has asked whose the request is: a defect, which is masked and logged
 */
export function tenantOf(
  { tenant, typeName }: Pick<DomainFact, 'tenant' | 'typeName'>,
  { tenancy }: Pick<Context, 'tenancy'>,
): string | undefined {
  if (!inUse.tenants || !tenant) return undefined;
  if (!tenancy) throw new TypeError(`Nobody has asked for whose items of ${typeName} this is.`);
  if ('refusal' in tenancy) throw tenancy.refusal;
  return tenancy.tenant;
}

/** The tenant of a request, if it has one. */
export function tenantIn({ tenancy }: Pick<Context, 'tenancy'>): string | undefined {
  return tenancy && 'tenant' in tenancy ? tenancy.tenant : undefined;
}

/** The tenant of the work that an event asks for: the one for whom it was sent. */
export function tenancyOfEvent(detail: unknown): Tenancy {
  const tenant = typeof detail === 'object' && detail !== null && 'tenant' in detail ? detail.tenant : undefined;
  if (typeof tenant === 'string' && isTenant(tenant)) return { tenant };
  return { refusal: new ServiceError('forbidden', 'The event names no tenant for whom its work could be done.') };
}
