/** An Idempotency-Key of 128 random bits; `crypto.randomUUID` is missing on pages without TLS. */
export function newKey(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
