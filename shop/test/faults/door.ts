import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Handler } from '../../../api/handler';
import { answerOf } from '../../../local/answer';
import { eventOf } from '../../../local/event';
import { lambdaContext } from '../../../local/lambda';
import type { Payload } from '../../../local/lambda';
import type { Answer } from '../../../test/answer';
import type { Random } from '../../../test/random';

/** What is sent beside method and path. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A way into a gateway. @throws when the connection breaks before there is an answer */
export type Door = (method: string, target: string, sent?: Sent) => Promise<Answer>;

/** The front door of a gateway in this process: API Gateway's events. */
export function doorOf(handler: Handler, milliseconds?: number, payload: Payload = 'v2'): Door {
  return async (method, target, { headers = {}, body } = {}) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const incoming = {
      method,
      target,
      headers: Object.entries({ host: 'gateway.test', ...type, ...headers }),
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      httpVersion: '1.1',
      sourceIp: '127.0.0.1',
      port: 443,
    };
    const result = answerOf(await handler(eventOf(incoming, payload), lambdaContext(milliseconds)), payload);
    const names = Object.fromEntries(result.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const bytes = names['content-encoding'] === 'gzip' ? gunzipSync(result.body) : result.body;
    return answer(result.status, names, bytes.toString());
  };
}

/** The front door of a gateway in another process. Its address changes when it is started again. */
export function httpDoor(address: () => Promise<string>, milliseconds = 15_000): Door {
  return async (method, target, { headers = {}, body } = {}) => {
    const url = await address();
    const response = await fetch(`${url}${target}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(milliseconds),
    });
    return answer(response.status, Object.fromEntries(response.headers), await response.text());
  };
}

function answer(status: number, headers: Readonly<Record<string, string>>, text: string): Answer {
  return {
    status,
    headers,
    text,
    get json(): any {
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

/** The code of a problem, the last part of its type; that of a success is its status. */
export function codeOf({ status, text }: Answer): string {
  if (status < 400) return String(status);
  try {
    const { type } = JSON.parse(text) as { type?: string };
    return type?.split('/').at(-1) ?? `status ${status}`;
  } catch {
    return `status ${status}`;
  }
}

/** Whether the same request may be answered otherwise a moment later. */
export function isPassing(answer: Answer): boolean {
  return answer.status >= 500 || codeOf(answer) === 'idempotency-key-in-progress';
}

/** How a client that never gives up too soon has fared. */
export interface Fared {
  /** The answer that stays; missing when the client gave up. */
  readonly final?: Answer;
  readonly attempts: number;
}

/** How a client tries again. */
export interface Patience {
  /** Draws the waits, with full jitter: clients that wait alike would meet again at every try. */
  readonly random: Random;
  readonly told?: (line: string) => void;
  readonly giveUpAfter?: number;
}

/** Sends a request again until its answer stays, as a client with a key may. */
export async function untilItStays(
  send: () => Promise<Answer>,
  { random, told = () => undefined, giveUpAfter = 100 }: Patience,
): Promise<Fared> {
  for (let attempts = 1; attempts <= giveUpAfter; attempts++) {
    try {
      const received = await send();
      told(`the client is answered ${codeOf(received)}`);
      if (!isPassing(received)) return { final: received, attempts };
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } };
      told(`the client is not answered: ${cause?.code ?? message}`);
    }
    await sleep(random.next() * Math.min(400, 20 * 2 ** Math.min(attempts, 6)));
  }
  return { attempts: giveUpAfter };
}
