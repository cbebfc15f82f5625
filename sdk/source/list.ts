import type { RawPage } from './method.ts';
import type { List, Page } from './types.ts';

/** A list over a function that reads one page. Nothing is asked before the first item is. */
export function listOf(
  read: (size: number, after: string | undefined) => Promise<RawPage>,
  { limit = Infinity, pageSize = 20 }: { readonly limit?: number; readonly pageSize?: number },
): List<object> {
  async function* pages(): AsyncGenerator<Page<object>> {
    let after: string | undefined;
    let remaining = limit;
    while (remaining > 0) {
      const { items, next, warnings } = await read(Math.min(pageSize, remaining), after);
      remaining -= items.length;
      after = next;
      const hasNext = next !== undefined && remaining > 0;
      // The gateway may end a page early, with nothing in it; there is nothing to see on such a page.
      if (items.length > 0 || !hasNext) yield { items, hasNext, ...(warnings && { warnings }) };
      if (next === undefined) return;
    }
  }
  async function* walk(): AsyncGenerator<object> {
    for await (const { items } of pages()) yield* items;
  }
  return {
    pages,
    [Symbol.asyncIterator]: walk,
    toArray: async () => {
      const all: object[] = [];
      for await (const item of walk()) all.push(item);
      return all;
    },
  };
}
