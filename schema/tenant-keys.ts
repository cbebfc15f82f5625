import { fieldsOf, narrowField } from './facts';
import type { DomainFact, FieldFact } from './facts';
import { rule } from './kinds';
import { maxSortBytes } from './layout';
import { addRule } from './rules';
import { maxTenantBytes } from './tenant-layout';
import { maxKeyBytes, maxReference, textFault } from './values';

/**
 * Lets the ids and references that say no limit of their own have the one that leaves room for a tenant in the keys of a
 * domain: DynamoDB takes 1,024 bytes for a sort, which the one field of a key is behind a tenant, and 2,048 for a partition.
 */
export function withRoomForTenant(domain: DomainFact): DomainFact {
  const { key, indexes, type } = domain;
  const behind = maxKeyBytes - maxTenantBytes - '#'.length;
  const rooms = new Map(Object.values(indexes).map(({ partition }) => [partition, behind]));
  rooms.set(key.partition, key.sort === undefined ? maxSortBytes : behind);
  for (const field of domain.fields) {
    const narrowed = narrowedTo(field, rooms.get(field.name) ?? maxKeyBytes);
    if (!narrowed || !narrowField(type.prototype, narrowed)) continue;
    addRule(
      type.prototype,
      field.name,
      rule('roomForTenant', (value) => textFault(value, narrowed)),
    );
  }
  return { ...domain, fields: fieldsOf(type) };
}

/** A field with less room, where it has only the limit that it has by itself. */
function narrowedTo(field: FieldFact, bytes: number): Extract<FieldFact, { kind: 'id' | 'text' }> | undefined {
  // Each character of a text may take four bytes of UTF-8.
  const [usual, most] = field.kind === 'id' ? [maxKeyBytes, bytes] : [maxReference, Math.floor(bytes / 4)];
  const isUsual = (field.kind === 'id' || (field.kind === 'text' && field.references)) && field.max === usual;
  return isUsual && most < usual ? { ...field, max: most } : undefined;
}
