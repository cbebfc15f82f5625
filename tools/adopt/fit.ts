import { isDeepStrictEqual } from 'node:util';
import { ownedFields } from '../../schema/facts';
import type { DeclaredClass, DomainFact } from '../../schema/facts';
import { domainOf } from '../../schema/facts';
import { ServiceError } from '../../services/errors';
import { admit } from '../../services/validation';
import { mappingOf } from '../../tables/mapping';
import { asRead } from '../../tables/survey';
import type { Row, Survey } from '../../tables/survey';
import { attributeReaders, itemFrom } from '../../tables/values';

/** Items that a class does not take whole. */
export interface Misfit {
  /** The class; undefined for items that are of no class. */
  readonly type?: string;
  /** The field, or the attribute that is of no field. */
  readonly field?: string;
  readonly rows: number;
  readonly why: string;
}

/**
 * Holds sampled items against the classes that were written for them: reads each as the gateway does, checks what was read
 * as if it were sent back, and makes what would be stored of it. No value is told, only fields and counts.
 */
export function misfitsOf(survey: Survey, types: readonly DeclaredClass[]): readonly Misfit[] {
  const domains = types.map(domainOf);
  const counts = new Map<string, { misfit: Omit<Misfit, 'rows'>; rows: number }>();
  for (const row of survey.rows) {
    const stored = asRead(row) as Row;
    const domain = domains.find((candidate) => mappingOf(candidate).isOurs(stored));
    const found = domain ? misfits(domain, stored) : [{ why: 'is of no kind that has a class' }];
    for (const misfit of found) {
      const identity = JSON.stringify(misfit);
      const counted = counts.get(identity) ?? { misfit, rows: 0 };
      counted.rows += 1;
      counts.set(identity, counted);
    }
  }
  return [...counts.values()].map(({ misfit, rows }) => ({ ...misfit, rows }));
}

function misfits(domain: DomainFact, stored: Row): readonly Omit<Misfit, 'rows'>[] {
  const type = domain.typeName;
  const mapping = mappingOf(domain);
  const names = domain.fields.map(({ name }) => name);
  const item = itemFrom(mapping.fields(stored), attributeReaders(names, domain.fields));
  const found: Omit<Misfit, 'rows'>[] = faults(domain, item).map((fault) => ({ type, ...fault }));
  const owned = itemFrom(mapping.fields(stored), attributeReaders(ownedFields.map(({ name }) => name)));
  const again = mapping.stored({ ...item, ...owned });
  const marks = [mapping.expiry, ...mapping.presence, '_write'];
  for (const [attribute, value] of Object.entries(stored)) {
    if (value === null || marks.includes(attribute)) continue;
    if (!Object.hasOwn(again, attribute))
      found.push({ type, field: attribute, why: 'has no field and stays as it is' });
    else if (!isDeepStrictEqual(comparable(value), comparable(again[attribute]))) {
      found.push({ type, field: attribute, why: 'would be stored otherwise than it is when it is written' });
    }
  }
  return found;
}

/** What is wrong with an item that was read, if it came as the body of a request. */
function faults(domain: DomainFact, item: Record<string, unknown>): readonly { field: string; why: string }[] {
  try {
    admit(domain.type, item, 'whole');
    return [];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const errors = error.details.errors ?? [];
    if (errors.length === 0) return [{ field: '', why: error.message }];
    return errors.map(({ pointer, detail }) => ({
      field: pointer.slice(1).replaceAll(/\/\d+(?=\/|$)/g, '/*'),
      why: detail,
    }));
  }
}

/** Sets have no order, and a null among the members of an object is nothing to the gateway. */
function comparable(value: unknown): unknown {
  if (value instanceof Set) return new Set([...value].toSorted());
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, content]) => content !== null && content !== undefined);
  return Object.fromEntries(entries.map(([name, content]) => [name, comparable(content)]));
}
