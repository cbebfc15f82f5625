import { pause } from './retry.ts';
import type { Change, Changes, Feed } from './types.ts';

/** Seconds that the gateway waits for something to tell. */
export const longestWait = 20;

/** A feed over a function that reads one stretch of it; it ends when its caller stops, or the signal ends it. */
export function feedOf<Item>(
  read: (since: string | undefined, wait: number) => Promise<Changes<Item>>,
  { since, signal }: { readonly since?: string; readonly signal?: AbortSignal },
): Feed<Item> {
  async function* batches(): AsyncGenerator<Changes<Item>> {
    let cursor = since;
    for (;;) {
      // Without a cursor there is nothing to wait for yet: the first answer says where the feed begins.
      const batch = await read(cursor, cursor === undefined ? 0 : longestWait);
      ({ cursor } = batch);
      yield batch;
      // Who may not wait at the gateway is told when to ask again.
      if (batch.retryAfterSeconds > 0) await pause(batch.retryAfterSeconds * 1000, signal);
    }
  }
  async function* walk(): AsyncGenerator<Change<Item>> {
    for await (const { changes } of batches()) yield* changes;
  }
  return { batches, [Symbol.asyncIterator]: walk };
}

/** An item as it is, and again after each change, until it is gone. */
export async function* watch<Item>(
  get: () => Promise<Item | undefined>,
  feed: Feed<Item>,
  isOwn: (key: Readonly<Record<string, unknown>>) => boolean,
): AsyncGenerator<Item | undefined> {
  let isFirst = true;
  // The feed begins before the first look, so that no change falls between the two.
  for await (const { changes } of feed.batches()) {
    if (!isFirst && !changes.some(({ key }) => isOwn(key))) continue;
    isFirst = false;
    const item = await get();
    yield item;
    if (item === undefined) return;
  }
}
