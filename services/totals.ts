import { fieldOfKind, relationsOf } from '../schema/facts';
import type { DeclaredClass, OneRelation, RelationFact, TotalFact } from '../schema/facts';
import type { Item } from './context';
import { majorUnits, sumOf } from './money';

/** The relation through which a computed amount finds its prices. */
export function pricedBy(type: DeclaredClass, { of, relation }: TotalFact): OneRelation {
  const nested = fieldOfKind(type, of, 'objects').type();
  const isWanted = (candidate: RelationFact): candidate is OneRelation =>
    candidate.kind === 'one' && candidate.name === relation;
  return relationsOf(nested).find(isWanted)!;
}

/** The nested objects of an item that a computed amount sums over. */
export function linesOf(item: Item, { of }: TotalFact): readonly Item[] {
  return (item[of] ?? []) as readonly Item[];
}

/** The sum of quantity × price; null when an item that has a price is not there. */
export function totalOf(
  lines: readonly Item[],
  priced: readonly (Item | null | undefined)[],
  { times, price }: TotalFact,
): number | null {
  const pricedLines = lines.flatMap((line, index) => {
    const amount = priced[index]?.[price];
    return typeof amount === 'number' ? [{ price: amount, quantity: line[times] as number }] : [];
  });
  return pricedLines.length < lines.length ? null : majorUnits(sumOf(pricedLines));
}
