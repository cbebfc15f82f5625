import { numberOf, recordOf, textOf, listOf } from '../../../schema/guards';
import { tenantHeader } from '../../../services/tenancy';

/** One wrong field of a problem document. */
export interface Wrong {
  readonly pointer: string;
  readonly detail: string;
}

/** What came of a request. Status 0 stands for no answer at all. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly etag?: string;
  /** Where what was made or accepted is. */
  readonly location?: string;
  /** For people: the detail of a problem, or why there is no answer. */
  readonly words: string;
  readonly errors: readonly Wrong[];
  /** The current item, where a write has lost against another. */
  readonly current?: Readonly<Record<string, unknown>>;
  /** Milliseconds that the gateway asks to wait. */
  readonly wait?: number;
}

/** What the console remembers of a request that it has made. */
export interface RequestLine {
  readonly number: number;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Capacity units of DynamoDB, where the answer tells them. */
  readonly units?: number;
  readonly requestId?: string;
  /** Of X-Ray, where API Gateway has traced the request. */
  readonly traceId?: string;
  /** It waited for the next change of a feed, and so its time says nothing. */
  readonly isWaiting: boolean;
}

/** What is sent beside method and path. */
export interface Sent {
  readonly body?: unknown;
  /** The body as it is, in place of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly isWaiting?: boolean;
}

/** How many requests are remembered. */
const kept = 200;

/** The public API of the gateway, with the token of whoever sits in front of the page. */
export interface Api {
  /** Where the gateway answers, without a slash at its end. */
  readonly root: string;
  /** Sends one request once; never throws for what the network or the gateway does. */
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  /** Asks for the bytes of an answer as they come in. @throws Error when there is no good answer */
  stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  setToken(token: string | undefined): void;
  /** Names the tenant that is meant; that of the token when left out. */
  setTenant(tenant: string | undefined): void;
  /** What was asked last, the newest first; another list after each request. */
  readonly requests: () => readonly RequestLine[];
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes what talks to the gateway. */
export function createApi(root: string): Api {
  let token: string | undefined;
  let tenant: string | undefined;
  let lines: readonly RequestLine[] = [];
  let count = 0;
  const listeners = new Set<() => void>();

  function note(line: Omit<RequestLine, 'number'>): void {
    lines = [{ ...line, number: (count += 1) }, ...lines].slice(0, kept);
    for (const listener of listeners) listener();
  }

  const headersOf = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(tenant !== undefined && { [tenantHeader]: encodeURIComponent(tenant) }),
    ...more,
  });

  return {
    root,
    setToken: (value) => (token = value),
    setTenant: (value) => (tenant = value),
    requests: () => lines,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: async (method, path, { body, text, headers, signal, isWaiting = false } = {}) => {
      const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
      const started = performance.now();
      const line = { at: new Date(), method, path, isWaiting };
      const milliseconds = (): number => Math.round(performance.now() - started);
      try {
        const response = await fetch(root + path, {
          method,
          headers: { ...headersOf(headers), ...(content !== undefined && { 'content-type': 'application/json' }) },
          body: content,
          signal,
          cache: 'no-store',
        });
        const answer = answerOf(response, await response.text());
        note({
          ...line,
          status: answer.status,
          milliseconds: milliseconds(),
          units: numberOf(recordOf(answer.body.plan).capacityUnits),
          requestId: response.headers.get('x-request-id') ?? undefined,
          traceId: response.headers.get('x-amzn-trace-id') ?? undefined,
        });
        return answer;
      } catch (error) {
        if (!signal?.aborted) note({ ...line, status: 0, milliseconds: milliseconds() });
        return { status: 0, body: {}, errors: [], words: noAnswer(error) };
      }
    },
    stream: async (path, signal) => {
      const started = performance.now();
      const response = await fetch(root + path, { headers: headersOf(), signal, cache: 'no-store' });
      note({
        at: new Date(),
        method: 'GET',
        path,
        isWaiting: true,
        status: response.status,
        milliseconds: Math.round(performance.now() - started),
      });
      if (response.ok && response.body) return response.body;
      throw new Error(answerOf(response, await response.text()).words);
    },
  };
}

function answerOf({ status, headers }: Response, text: string): Answer {
  const body = recordOf(parse(text));
  const { detail, title, errors, current } = body;
  const seconds = Number(headers.get('retry-after'));
  const isRefused = status >= 400;
  return {
    status,
    body,
    etag: headers.get('etag') ?? undefined,
    location: headers.get('location') ?? undefined,
    words: isRefused ? (textOf(detail) ?? textOf(title) ?? `The gateway answers ${status}.`) : '',
    errors: isRefused
      ? listOf(errors)
          .map(recordOf)
          .map((wrong) => ({ pointer: textOf(wrong.pointer) ?? '', detail: textOf(wrong.detail) ?? 'is not valid' }))
      : [],
    ...(isRefused && current !== undefined && { current: recordOf(current) }),
    ...(seconds > 0 && { wait: seconds * 1000 }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(error: unknown): string {
  const isEnded = error instanceof DOMException && error.name === 'AbortError';
  return isEnded ? 'The request was ended.' : 'The gateway cannot be reached. Is it running?';
}
