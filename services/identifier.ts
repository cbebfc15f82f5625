import { randomFillSync } from 'node:crypto';

/**
 * A new id: UUID version 7 (RFC 9562, section 5.7), so that ids made later sort later.
 * @param now milliseconds since 1970
 */
export function identifier(now: number): string {
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
