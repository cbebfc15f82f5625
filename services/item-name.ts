import { keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { inCase } from '../schema/folding';
import { foldedKeyFields } from '../schema/layout';
import type { Key } from './context';
import { keyOf, ofTenant } from './events';

/** The name under which records about an item of a tenant, if there are tenants, are kept, however its key is spelled. */
export const itemName = (domain: DomainFact, key: Key, tenant?: string): string =>
  ofTenant(tenant, keyOf(domain, foldedKey(domain, key)));

/** A key, or a part of one, in the one spelling that stands for all those that are of one item. */
export function foldedKey(domain: DomainFact, key: Key): Key {
  const folded = foldedKeyFields(domain);
  const values = keyFields(domain)
    .filter(({ name }) => Object.hasOwn(key, name))
    .map(({ name }) => {
      const casing = folded.get(name);
      return [name, casing === undefined ? key[name] : inCase(key[name], casing)];
    });
  return Object.fromEntries(values) as Key;
}
