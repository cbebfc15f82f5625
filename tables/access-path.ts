import type { DomainFact } from '../schema/facts';
import { ServiceError } from '../services/errors';

/** How a list is read: a query on a key or an index, or a scan that the domain declares. */
export type AccessPath =
  | {
      readonly kind: 'query';
      readonly index?: string;
      readonly partition: string;
      readonly value: unknown;
      readonly sort?: string;
    }
  | { readonly kind: 'scan' };

/**
 * The path that serves a filter.
 * @throws ServiceError no-index, with the line that would declare the missing index
 */
export function choosePath(domain: DomainFact, filter: Readonly<Record<string, unknown>>): AccessPath {
  const [name, ...more] = Object.keys(filter);
  if (name === undefined) {
    if (domain.scan) return { kind: 'scan' };
    throw new ServiceError(
      'no-index',
      `A list of ${domain.plural} needs a condition. To read the whole table page by page, declare scan: true.`,
    );
  }
  if (more.length > 0) {
    throw new ServiceError(
      'no-index',
      `A list of ${domain.plural} takes one condition; the others need an index of their own.`,
    );
  }
  if (domain.key.sort && domain.key.partition === name) {
    return { kind: 'query', partition: name, value: filter[name], sort: domain.key.sort };
  }
  const found = Object.entries(domain.indexes).find(([, index]) => index.partition === name);
  if (found) return { kind: 'query', index: found[0], partition: name, value: filter[name], sort: found[1].sort };
  throw new ServiceError(
    'no-index',
    `No index of ${domain.typeName} begins with this field. Declare one: indexes: { by${name.charAt(0).toUpperCase()}${name.slice(1)}: { partition: '${name}' } }.`,
  );
}

/** The attributes that a cursor on this path must hold: the table's key and the index's. */
export function positionFields(domain: DomainFact, path: AccessPath): readonly string[] {
  const fields = [domain.key.partition, domain.key.sort];
  if (path.kind === 'query' && path.index) fields.push(path.partition, path.sort);
  return [...new Set(fields.filter((name) => name !== undefined))];
}
