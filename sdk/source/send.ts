import { TandemError } from './errors.ts';
import type { Incoming, Outgoing } from './method.ts';

/** As much of `fetch` as the client needs. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

/** A token, or what gives one. The function is asked before each request, and may keep what it has. */
export type Token = string | (() => string | undefined | Promise<string | undefined>);

/** How requests leave. */
export interface Sending {
  readonly url: string;
  readonly token?: Token;
  readonly tenant?: string;
  readonly fetch: Fetch;
}

/**
 * Sends one request once and reads the whole answer.
 * @throws TandemError network, no-answer; the reason of the signal when that ends it
 */
export async function send(
  { verb, path, headers, body }: Outgoing,
  { url, token, tenant, fetch }: Sending,
  { timeout, signal }: { readonly timeout: number; readonly signal?: AbortSignal },
): Promise<Incoming> {
  signal?.throwIfAborted();
  const bearer = typeof token === 'function' ? await token() : token;
  const ending = new AbortController();
  const end = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  // AbortSignal.timeout would keep running after the answer.
  const late = setTimeout(() => ending.abort(), timeout);
  try {
    const response = await fetch(`${url}${path}`, {
      method: verb,
      headers: {
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(tenant !== undefined && { tenant: encodeURIComponent(tenant) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: ending.signal,
    });
    const text = await response.text();
    return { status: response.status, header: (name) => response.headers.get(name), body: parsed(text) };
  } catch (cause) {
    signal?.throwIfAborted();
    if (ending.signal.aborted) throw new TandemError('no-answer', `No answer came within ${timeout} ms.`, { cause });
    throw new TandemError('network', 'The gateway cannot be reached, or the connection broke.', { cause });
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', end);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
