/**
 * An address from which keys may be fetched: https, or http on this machine for those who develop.
 * @throws Error with a sentence for the operator
 */
export function keyAddress(text: string, { mayBeLoopback = true } = {}): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = mayBeLoopback && url?.protocol === 'http:' && isLoopback(url);
  if (url && (url.protocol === 'https:' || loopback) && !url.username && !url.password) return text;
  throw new Error('The addresses of an issuer begin with https:// (or http://127.0.0.1 on a developer’s machine).');
}

/** Whether an address is one of this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
