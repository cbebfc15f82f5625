import { fieldOfKind, relationsOf } from '../schema/facts';
import type { DeclaredClass, OneRelation, RelationFact, TotalFact } from '../schema/facts';
import { listOf, recordOf } from '../schema/guards';
import { required } from '../schema/required';
import type { Item } from './context';
import { majorUnits, sumOf } from './money';

/** The relation through which a computed amount finds its prices. */
export function pricedBy(type: DeclaredClass, { of, relation }: TotalFact): OneRelation {
  const nested = fieldOfKind(type, of, 'objects').type();
  const isWanted = (candidate: RelationFact): candidate is OneRelation =>
    candidate.kind === 'one' && candidate.name === relation;
  return required(relationsOf(nested).find(isWanted), `the relation ${relation}`);
}

/** The nested objects of an item that a computed amount sums over; one that cannot be read has neither count nor price. */
export function linesOf(item: Item, { of }: TotalFact): readonly Item[] {
  return item[of] === null ? [{}] : listOf(item[of]).map(recordOf);
}

/** The sum of quantity × price; null when an item that has a price is not there, or when one of them cannot be read. */
export function totalOf(
  lines: readonly Item[],
  priced: readonly (Item | null | undefined)[],
  { times, price }: TotalFact,
): number | null {
  const pricedLines = lines.flatMap((line, index) => {
    const amount = priced[index]?.[price];
    const quantity = line[times];
    return typeof amount === 'number' && typeof quantity === 'number' ? [{ price: amount, quantity }] : [];
  });
  return pricedLines.length < lines.length ? null : majorUnits(sumOf(pricedLines));
}
