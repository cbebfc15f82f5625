import { listOf, recordOf } from '../../schema/guards';
import type { Item } from '../../services/context';
import { longestWait } from '../../services/operation';
import type { Reply, Request } from '../http/message';

// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). A function behind API Gateway
// answers all at once, so a stream is one answer after the other: each ends with the id to go on from, and the
// client, which connects again by itself, sends it back as Last-Event-ID.

/** How soon a client connects again that may wait, in milliseconds. */
const shortestRetry = 500;

/** The query of a client that follows a feed: it goes on from its last event, and waits if it says nothing else. */
export function followed(query: Readonly<Record<string, unknown>> = {}, { headers }: Request): Record<string, unknown> {
  const { since, wait = longestWait } = query;
  return { since: headers.get('last-event-id') ?? since, wait };
}

/** A stretch of a change feed as events. */
export function eventStream({ changes, cursor, retryAfterSeconds }: Item): Reply {
  const retry = Math.max(shortestRetry, Number(retryAfterSeconds) * 1000);
  const events = listOf(changes).map(
    (change) => `event: ${String(recordOf(change).change)}\ndata: ${JSON.stringify(change)}\n\n`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
    // An event without data is told to nobody, but its id counts.
    body: `retry: ${retry}\n\n${events.join('')}id: ${String(cursor)}\n\n`,
  };
}
