import { keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import type { Item } from './context';

/** The path of an item, or its pattern with the key fields in braces. */
export function itemPath(domain: DomainFact, item?: Item): string {
  const segments = keyFields(domain).map(({ name }) => (item ? encodeURIComponent(String(item[name])) : `{${name}}`));
  return `/${[domain.name, ...segments].join('/')}`;
}
