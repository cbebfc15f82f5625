import { readJson } from '../http/json';

/** A key set of a hundred keys has some 100 KB. */
const maxBytes = 256 * 1024;

/** Fetches a JSON document of an issuer: no redirects, no more than 256 KB, no longer than the signal lets it. */
export async function fetchJson(
  url: string,
  { fetch, signal }: { readonly fetch: typeof globalThis.fetch; readonly signal: AbortSignal },
): Promise<unknown> {
  // A redirect would lead to an address that nobody has configured.
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new Error(`the issuer answered with status ${response.status}`);
  }
  const body: AsyncIterable<Uint8Array> = response.body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`the issuer's answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return readJson(Buffer.concat(chunks));
}
