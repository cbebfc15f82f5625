import { keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { keyFault } from '../schema/kinds';
import type { Context, Item, Key, Reader } from './context';
import { guarded, mappedPage } from './misfits';

/**
 * The context of what works with the items that it reads. Of an item that does not fit its class it may use what can be
 * read; using the rest is refused with `needs-mending`, so that no operation computes with what nobody has stored.
 */
export function guardedContext(context: Context): Context {
  return { ...context, table: (domain) => guardedReader(domain, context.table(domain)) };
}

function guardedReader(domain: DomainFact, reader: Reader): Reader {
  const guard = (item: Item): Item => guarded(domain, item);
  const keys = keyFields(domain);
  // What another program has put where a key belongs may be none: then it is that of no item.
  const isPossible = (key: Key): boolean => keys.every((field) => keyFault(field, key[field.name]) === undefined);
  return {
    get: async (key, fields) => {
      const item = isPossible(key) ? await reader.get(key, fields) : undefined;
      return item && guard(item);
    },
    getMany: async (wanted, fields) => {
      const possible = wanted.filter(isPossible);
      const items = new Map(
        possible.length === 0
          ? []
          : (await reader.getMany(possible, fields)).map((item, index) => [possible[index], item]),
      );
      return wanted.map((key) => items.get(key)).map((item) => item && guard(item));
    },
    list: async (request) => mappedPage(await reader.list(request), guard),
  };
}
