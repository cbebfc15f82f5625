import type { DomainFact } from './facts';
import type { Casing } from './folding';
import { sequenceTemplate } from './sequence-template';
import { isSequence } from './sequences';
import type { TableOptions } from './table-options';

/** The attribute with which the keys of a tenant's items begin; one that fields follow has their names behind it. */
const tenantAttribute = '_tenant';

/** The most bytes that a tenant takes in a key. */
export const maxTenantBytes = 256;

/**
 * Stands for the tenant where a key is described that has none yet. No tenant is spelled so: percent-encoding leaves no
 * such brackets.
 */
export const anyTenant = '<tenant>';

/** A tenant as it stands in a key: no letter of it ends it there, or is a place of a template. */
export const tenantText = (tenant: string): string => encodeURIComponent(tenant);

/** The tenant whose item lies at a stored key of a domain with tenants; undefined for what is none. */
export function tenantAt(domain: DomainFact, stored: Readonly<Record<string, unknown>>): string | undefined {
  const { partition, sort } = domain.key;
  const value = stored[sort === undefined ? tenantAttribute : besideField(partition)];
  const [text = ''] = typeof value === 'string' ? value.split('#') : [];
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * How the items of one tenant lie in the table of their domain. The tenant is the partition where one field is the key, so
 * that all of its items are one Query; elsewhere, and in every index, it stands before the fields of the partition.
 * @param text the tenant as `tenantText` spells it
 * @param casings the fields that lists compare without regard to case, and how they stand in a key
 */
export function tenantTable(
  domain: DomainFact,
  text: string,
  casings: ReadonlyMap<string, Casing>,
): Pick<TableOptions, 'key' | 'indexes'> {
  const { key, indexes } = domain;
  const slot = (field: string): string => (casings.has(field) ? `{${field}:${casings.get(field)}}` : `{${field}}`);
  const slots = (name: string): string => (isSequence(name) ? String(sequenceTemplate(domain, name)) : slot(name));
  const before = (name: string) => ({ partition: { [besideField(name)]: `${text}#${slots(name)}` } });
  return {
    key: key.sort === undefined ? { partition: { [tenantAttribute]: text } } : before(key.partition),
    indexes: Object.fromEntries(Object.entries(indexes).map(([name, { partition }]) => [name, before(partition)])),
  };
}

const besideField = (name: string): string => `${tenantAttribute}_${name.replaceAll(',', '+')}`;
