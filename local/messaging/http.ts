import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../../schema/guards';
import type { BusEvent } from './bus';
import { hostRule, isOwnOrigin } from '../host';
import type { Messaging } from './messaging';
import { localPaths } from './local-paths';
import type { DeadLetter } from './local-paths';

/** How many events are kept for those who come later. */
export const keptEvents = 200;

/** A reader that is so many bytes behind has gone to sleep; it may come again. */
const furthestBehind = 4 * 1024 * 1024;

interface Route {
  readonly method: string;
  answer(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void;
}

/**
 * Answers the paths under /_local, true, and leaves all others, false.
 * @param answersTo which hosts they answer at; this machine only when left out
 */
export function messagingRoutes(
  messaging: Pick<Messaging, 'bus' | 'consumers' | 'stopping'>,
  answersTo = hostRule(),
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { bus, consumers, stopping } = messaging;
  const recent: string[] = [];
  const readers = new Set<ServerResponse>();
  bus.subscribe((event: BusEvent) => {
    const line = `${JSON.stringify(event)}\n`;
    recent.push(line);
    if (recent.length > keptEvents) recent.shift();
    for (const reader of readers) {
      if (reader.writableLength > furthestBehind) reader.destroy();
      else reader.write(line);
    }
  });
  stopping.addEventListener('abort', () => {
    for (const reader of readers) reader.end();
  });

  const routes: Readonly<Record<string, Route>> = {
    [localPaths.events]: {
      method: 'GET',
      answer(_request, response, query) {
        const last = Number(query.get('last') ?? 0);
        if (!Number.isInteger(last) || last < 0) return refuse(response, 400, 'last is a whole number from 0 up.');
        response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
        response.flushHeaders();
        if (last > 0) response.write(recent.slice(-last).join(''));
        if (stopping.aborted) return void response.end();
        readers.add(response);
        response.on('close', () => readers.delete(response)).on('error', () => undefined);
      },
    },
    [localPaths.deadLetters]: {
      method: 'GET',
      answer(_request, response) {
        const items = Object.entries(consumers).flatMap(([consumer, { deadLetterQueue }]) =>
          deadLetterQueue.peek().map(({ messageId, receiveCount, sentAt, body, reason }): DeadLetter => ({
            consumer,
            messageId,
            receiveCount,
            sentAt: sentAt.toISOString(),
            body,
            reason,
          })),
        );
        write(response, 200, { items });
      },
    },
    [localPaths.redrive]: {
      method: 'POST',
      answer(request, response, query) {
        if (!isOwnOrigin(request)) return refuse(response, 403, 'Pages of other addresses may not move messages.');
        request.resume();
        const messageIds = query.getAll('messageId');
        const wanted = messageIds.length > 0 ? messageIds : undefined;
        const moved = Object.values(consumers).map(({ queue, deadLetterQueue }) =>
          deadLetterQueue.redrive(queue, wanted),
        );
        write(response, 200, { moved: moved.reduce((total, count) => total + count, 0) });
      },
    },
  };

  return (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (!route) return false;
    if (!answersTo(request)) refuse(response, 403, 'Only an address of this machine, such as 127.0.0.1, is served.');
    else if (request.method !== route.method) {
      response.setHeader('allow', route.method);
      refuse(response, 405, `Only ${route.method} is offered here.`);
    } else answerSafely(route, request, response, new URLSearchParams(query));
    return true;
  };
}

function answerSafely(route: Route, request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
  try {
    route.answer(request, response, query);
  } catch (error) {
    // The developer's own machine: the sentence, such as that the disk is full, is for nobody else.
    refuse(response, 500, messageOf(error));
  }
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  write(response, status, { status, detail }, 'application/problem+json');
}

function write(response: ServerResponse, status: number, body: object, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
