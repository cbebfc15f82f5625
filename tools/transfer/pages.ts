import { recordOf } from '../../schema/guards';
import { CommandError, exitCodes } from './command';
import type { Gateway } from './gateway';

export type Item = Readonly<Record<string, unknown>>;

/** A page of a list over REST. */
export interface Page {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
  /** What of its items cannot be read, or which of them. */
  readonly warnings?: readonly unknown[];
}

/**
 * Walks through all items of a domain, one page in memory at a time.
 * @throws CommandError when a page cannot be had
 */
export async function* pages(gateway: Gateway, domain: string, stop: AbortSignal): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor === undefined ? {} : { cursor }) });
    // At the first page a refused connection is no passing trouble: nobody is there.
    const page = await gateway.read(`/${domain}?${query.toString()}`, stop, cursor !== undefined);
    if (!isPage(page) || (cursor !== undefined && page.nextCursor === cursor)) {
      throw new CommandError(`The gateway at ${gateway.url} gives no proper list of ${domain}.`, exitCodes.incomplete);
    }
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

function isPage(body: unknown): body is Page {
  const { items, nextCursor } = recordOf(body);
  return Array.isArray(items) && (nextCursor === undefined || typeof nextCursor === 'string');
}
