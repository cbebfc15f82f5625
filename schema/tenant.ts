import { areChecked } from './checked';
import { declare } from './domain';
import { DeclarationError, domainIfAny, recordTenant } from './facts';
import type { DeclaredClass, TenantFact } from './facts';

/** Which claim of a token tells the tenant, and who may choose another. */
export interface TenantOptions {
  /** The claim of the caller's token with the tenant: a text, or a list of texts for a caller of several. */
  readonly claim: string;
  /** Whether the role admin may name any tenant; only those of its own claim when left out. */
  readonly admins?: 'any';
}

/**
 * Declares that the items of a domain belong to tenants, each of which sees its own alone. The tenant of a request comes
 * from the caller's token and stands before every key in the table; it is a field of nothing.
 * @throws DeclarationError when no claim is named, or the domain says how its table is laid out
 */
export function Tenant(options: TenantOptions) {
  return (type: DeclaredClass): void => {
    // What is not there, past the type check, has no claim either.
    const { claim, admins }: TenantOptions = { ...options };
    if (!areChecked && (typeof claim !== 'string' || claim === '')) {
      throw new DeclarationError(
        `@Tenant on ${type.name} names no claim: write @Tenant({ claim: 'org' }) with the claim of your tokens that has the tenant.`,
      );
    }
    const tenant: TenantFact = { claim, ...(admins && { admins }) };
    recordTenant(type, tenant);
    // Whichever of the two decorators stands above the other, the domain knows both.
    const domain = domainIfAny(type);
    if (domain) declare({ ...domain, tenant });
  };
}
