import { TandemError } from '@tandem/sdk';
import type { Page, Product } from '@tandem/sdk';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { client } from './client';
import { say } from './say';
import { storeOf, useStore } from './store';
import { money } from './text';

/** What the page knows of the products, by id; null for one that is gone. Changes elsewhere reach it by themselves. */
const catalogue = storeOf<ReadonlyMap<string, Product | null>>(new Map());

/** The products that came to the catalogue, or to another category, since the page was opened. */
const arrivals = storeOf<readonly Product[]>([]);

/** Rises when the feed was interrupted for too long, so that what is shown must be read again. */
const generation = storeOf(0);

/** Takes products into the catalogue. An older version never replaces a newer one. */
export function learn(products: readonly Product[]): void {
  const next = new Map(catalogue.get());
  for (const product of products) {
    const known = next.get(product.id);
    if (!known || known.version <= product.version) next.set(product.id, product);
  }
  catalogue.set(next);
}

function forget(id: string): void {
  catalogue.set(new Map(catalogue.get()).set(id, null));
}

/** Follows the changes of all products while the page is visible; one feed serves the whole page. */
export function followCatalogue(): () => void {
  let since: string | undefined;
  let following: AbortController | undefined;
  // A hidden page keeps no request waiting: browsers allow six connections to one origin over all tabs.
  const look = (): void => {
    following?.abort();
    following = document.hidden ? undefined : new AbortController();
    if (following) void follow(following.signal);
  };

  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const { changes, cursor } of client.product.changes({ since, signal }).batches()) {
          for (const { change, key, item, version } of changes) await take(String(key.id), change, version, item);
          since = cursor;
        }
      } catch (error) {
        if (signal.aborted) return;
        // A cursor that is too old, or that of a gateway which forgot its data: begin anew, and read all again.
        since = undefined;
        if (error instanceof TandemError && ['changes-gone', 'cursor-invalid'].includes(error.code)) {
          catalogue.set(new Map());
          generation.set(generation.get() + 1);
        }
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  }

  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    following?.abort();
  };
}

async function take(id: string, change: string, version: number, item: Partial<Product> | undefined): Promise<void> {
  const known = catalogue.get().get(id);
  if (change === 'Deleted') {
    if (known && known.version <= version) forget(id);
    return;
  }
  if (known && known.version >= version) return;
  // A change that is too large to be told comes without its item.
  const product = item?.id === undefined ? await client.product.get(id) : ({ ...item, version } as Product);
  if (!product) return;
  learn([product]);
  if (!known || known.category !== product.category) arrivals.set([...arrivals.get(), product]);
  else if (known.price !== product.price) say(`${product.title ?? product.id} now costs ${money(product.price)}.`);
}

/** One product: undefined while it is on its way, null when there is none. */
export function useProduct(id: string): { product: Product | null | undefined; error?: unknown; again: () => void } {
  const product = useStore(catalogue).get(id);
  const round = useStore(generation);
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const ended = new AbortController();
    setError(undefined);
    client.product
      .get(id, { signal: ended.signal })
      .then((found) => (found ? learn([found]) : forget(id)))
      .catch((problem: unknown) => ended.signal.aborted || setError(problem));
    return () => ended.abort();
  }, [id, round, tries]);
  return { product, error, again: () => setTries(tries + 1) };
}

/** The products that a page shows, and how to get more. */
export interface Shelf {
  readonly products: readonly Product[];
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error?: unknown;
  readonly hasMore: boolean;
  /** Products that have come since, and are not shown yet. */
  readonly fresh: number;
  readonly more: () => void;
  readonly again: () => void;
}

/** The products of a category, or all of them, page by page. */
export function useShelf(category: string | undefined): Shelf {
  const known = useStore(catalogue);
  const arrived = useStore(arrivals);
  const round = useStore(generation);
  const [tries, setTries] = useState(0);
  const [ids, setIds] = useState<readonly string[]>([]);
  const [state, setState] = useState<Shelf['state']>('loading');
  const [hasMore, setHasMore] = useState(true);
  const [error, setError] = useState<unknown>();
  const next = useRef<(() => Promise<void>) | undefined>(undefined);

  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const sorted = category === undefined ? {} : { filter: { category: { eq: category } }, orderBy: 'price' as const };
    const pages: AsyncIterator<Page<Product>> = client.product
      .list({ ...sorted, pageSize: 8, signal })
      .pages()
      [Symbol.asyncIterator]();
    let isBusy = false;
    next.current = async () => {
      if (isBusy) return;
      isBusy = true;
      setState('loading');
      try {
        const page = await pages.next();
        if (signal.aborted) return;
        if (!page.done) {
          const { items } = page.value;
          learn(items);
          setIds((shown) => [...new Set([...shown, ...items.map(({ id }) => id)])]);
        }
        setHasMore(!page.done && page.value.hasNext);
        setState('ready');
      } catch (problem) {
        if (signal.aborted) return;
        setError(problem);
        setState('failed');
      } finally {
        isBusy = false;
      }
    };
    setIds([]);
    setHasMore(true);
    void next.current();
    return () => ended.abort();
  }, [category, round, tries]);

  const products = useMemo(
    () =>
      ids
        .map((id) => known.get(id))
        .filter((product) => product !== null && product !== undefined)
        .filter((product) => category === undefined || product.category === category),
    [ids, known, category],
  );
  const fresh = arrived.filter(
    (product) => !ids.includes(product.id) && (category === undefined || product.category === category),
  ).length;
  const more = useCallback(() => void next.current?.(), []);
  // While there are further pages, a new product may simply stand on one of them.
  return {
    products,
    state,
    error,
    hasMore,
    fresh: hasMore ? 0 : fresh,
    more,
    again: () => setTries((count) => count + 1),
  };
}

/** The categories of the shop. The gateway keeps no list of them, so the products tell. */
export function useCategories(): readonly string[] {
  const known = useStore(catalogue);
  const round = useStore(generation);
  const [read, setRead] = useState<readonly string[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    client.product
      .list({ limit: 200, pageSize: 100, signal: ended.signal })
      .toArray()
      .then((products) => setRead(products.flatMap(({ category }) => category ?? [])))
      // The page can be used without them.
      .catch(() => undefined);
    return () => ended.abort();
  }, [round]);
  return useMemo(
    () => [...new Set([...read, ...[...known.values()].flatMap((one) => one?.category ?? [])])].toSorted(),
    [read, known],
  );
}

/** All products that the page knows, by id. */
export const useProducts = (): ReadonlyMap<string, Product | null> => useStore(catalogue);
