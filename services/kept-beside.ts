import { authorFieldsOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import type { Part } from './context';
import { itemVersions } from './history';
import type { Touch } from './table-actions';
import { counts } from './counted';
import type { ItemChange, KeptBeside, Occasion, WriteName } from './kept';
import { trash } from './trash';
import { uniqueValues } from './unique';
import { wholeReferences } from './whole-references';

const allKept: readonly KeptBeside[] = [
  ...(inUse.unique ? [uniqueValues] : []),
  ...(inUse.wholeReferences ? [wholeReferences] : []),
  ...(inUse.counts ? [counts] : []),
  ...(inUse.history ? [itemVersions] : []),
  ...(inUse.trash ? [trash] : []),
];

const keptOfDomains = new WeakMap<DomainFact, readonly KeptBeside[]>();

/** What is kept beside the items of a domain; nothing beside those of most. */
export function keptBeside(domain: DomainFact): readonly KeptBeside[] {
  if (!inUse.kept) return [];
  const known = keptOfDomains.get(domain);
  if (known) return known;
  const kept = allKept.filter((one) => one.concerns(domain));
  keptOfDomains.set(domain, kept);
  return kept;
}

/** Whether a write needs to know what the item was, for what is kept beside it. */
export function changesKept(part: Part): boolean {
  if (!inUse.kept) return false;
  const kept = keptBeside(part.domain);
  if (kept.length === 0) return false;
  if (!('update' in part)) return true;
  const { set, remove, add = {} } = part.changes;
  // What the service writes with every change can be what is counted or unique, too.
  const updaters = authorFieldsOf(part.domain.type).filter(({ author }) => author === 'updater');
  const ofService = ['version', 'updatedAt', ...updaters.map(({ name }) => name)];
  const written = [...Object.keys(set), ...remove, ...Object.keys(add), ...ofService];
  return kept.some((one) => one.concerns(part.domain, written));
}

/** The writes that keep what is beside the items of a transaction. */
export function partsBeside(changes: readonly ItemChange[], occasion: Occasion): readonly Part[] {
  const kept = new Set(changes.flatMap(({ domain }) => keptBeside(domain)));
  return [...kept].flatMap((one) =>
    one.partsOf(
      changes.filter(({ domain }) => one.concerns(domain)),
      occasion,
    ),
  );
}

/** What keeping what is beside the items of a domain touches when one is written so. */
export const touchesBeside = (domain: DomainFact, write: WriteName): readonly Touch[] =>
  keptBeside(domain).flatMap((one) => one.touches(domain, write));
