import type { Item, Page } from './context';
import { copyOf, mappedPage } from './misfits';

/**
 * A page of the items to which the joins of a page lead, in the order of the joins and with their cursors. A join whose
 * item is gone is left out, so that the page may have fewer items than joins were asked for.
 * @param targets what each join leads to, in their order
 */
export function pageThrough(page: Page, targets: readonly (Item | null | undefined)[]): Page {
  const given = new Set<Item>();
  // A cursor is found by the item, which several joins may lead to.
  const distinct = (item: Item | null | undefined): Item | undefined => {
    if (!item) return undefined;
    const one = given.has(item) ? copyOf(item) : item;
    given.add(one);
    return one;
  };
  const byJoin = new Map(page.items.map((join, index) => [join, distinct(targets[index])]));
  return mappedPage(page, (join) => byJoin.get(join));
}
