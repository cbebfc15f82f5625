import type { DomainFact } from '../schema/facts';
import type { Item, Part } from './context';
import type { Touch } from './table-actions';
import { counts } from './counted';
import { uniqueValues } from './unique';

/** What a write makes of an item: what it was and what it is then, each undefined where there is none. */
export interface ItemChange {
  readonly domain: DomainFact;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** Something that is kept beside the items of domains and written in the transaction of each of their writes. */
export interface KeptBeside {
  /** Whether an update of some fields of an item of the domain may change what is kept; left out, whether any write may. */
  concerns(domain: DomainFact, written?: readonly string[]): boolean;
  /**
   * The writes that keep it, for all changes of one transaction, each on another item.
   * @throws ServiceError when the changes contradict each other
   */
  partsOf(changes: readonly ItemChange[]): readonly Part[];
  /** What keeping it touches. */
  touches(domain: DomainFact): readonly Touch[];
}

const allKept: readonly KeptBeside[] = [uniqueValues, counts];

const keptOfDomains = new WeakMap<DomainFact, readonly KeptBeside[]>();

/** What is kept beside the items of a domain; nothing beside those of most. */
export function keptBeside(domain: DomainFact): readonly KeptBeside[] {
  const known = keptOfDomains.get(domain);
  if (known) return known;
  const kept = allKept.filter((one) => one.concerns(domain));
  keptOfDomains.set(domain, kept);
  return kept;
}

/** Whether a write needs to know what the item was, for what is kept beside it. */
export function changesKept(part: Part): boolean {
  const kept = keptBeside(part.domain);
  if (kept.length === 0) return false;
  if (!('update' in part)) return true;
  const { set, remove, add = {} } = part.changes;
  const written = [...Object.keys(set), ...remove, ...Object.keys(add)];
  return kept.some((one) => one.concerns(part.domain, written));
}

/** The writes that keep what is beside the items of a transaction. */
export function partsBeside(changes: readonly ItemChange[]): readonly Part[] {
  const kept = new Set(changes.flatMap(({ domain }) => keptBeside(domain)));
  return [...kept].flatMap((one) => one.partsOf(changes.filter(({ domain }) => one.concerns(domain))));
}

/** What keeping what is beside the items of a domain touches. */
export const touchesBeside = (domain: DomainFact): readonly Touch[] =>
  keptBeside(domain).flatMap((one) => one.touches(domain));
