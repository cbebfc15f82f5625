import type { RawPage } from './method.ts';
import type { List, Page } from './types.ts';

/** Where a page is read: after one cursor or before another. */
export interface Place {
  readonly after?: string;
  readonly before?: string;
}

/** A list over a function that reads one page. Nothing is asked before the first item is. */
export function listOf(
  read: (size: number, place: Place) => Promise<RawPage>,
  {
    limit = Infinity,
    pageSize = 20,
    cursor,
    before,
  }: { readonly limit?: number; readonly pageSize?: number; readonly cursor?: string; readonly before?: string },
): List<object> {
  const isBackward = before !== undefined;
  async function* pages(): AsyncGenerator<Page<object>> {
    let place: Place = { after: cursor, before };
    let remaining = limit;
    while (remaining > 0) {
      const { items, next, previous, total, warnings } = await read(Math.min(pageSize, remaining), place);
      remaining -= items.length;
      const following = isBackward ? previous : next;
      place = isBackward ? { before: following } : { after: following };
      const hasNext = following !== undefined && remaining > 0;
      // The gateway may end a page early, with nothing in it; there is nothing to see on such a page.
      if (items.length > 0 || !hasNext) {
        yield {
          items,
          hasNext,
          ...(next !== undefined && { nextCursor: next }),
          ...(previous !== undefined && { previousCursor: previous }),
          ...(total !== undefined && { totalCount: total }),
          ...(warnings && { warnings }),
        };
      }
      if (following === undefined) return;
    }
  }
  async function* walk(): AsyncGenerator<object> {
    for await (const { items } of pages()) yield* items;
  }
  return {
    pages,
    page: async () => {
      for await (const page of pages()) return page;
      return { items: [], hasNext: false };
    },
    [Symbol.asyncIterator]: walk,
    toArray: async () => {
      const all: object[] = [];
      for await (const item of walk()) all.push(item);
      return all;
    },
  };
}
