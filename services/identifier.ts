import { randomUUID } from 'node:crypto';

/** The beginning of all ids that are made at a moment; it sorts before each of them, and after every older one. */
export function identifiersFrom(moment: number): string {
  const hex = Math.max(0, moment).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/** When an id, or the beginning of one, was made, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 13).replace('-', ''), 16);
}

/**
 * A new id: UUID version 7 (RFC 9562, section 5.7), so that ids made later sort later. Behind the time and the version its
 * bits are those of a random one (version 4), the variant included, for which Node keeps random bytes at hand.
 * @param now milliseconds since 1970
 */
export function identifier(now: number): string {
  return `${identifiersFrom(now)}-7${randomUUID().slice(15)}`;
}

/** Sixteen bytes as a UUID of a version (RFC 9562, section 4): six of their bits make way for version and variant. */
export function uuidFrom(bytes: Buffer, version: 7 | 8): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * A new id of a record that holds several things, at most 256: its last byte is free, for the ids of these.
 * @param now milliseconds since 1970
 */
export function identifierOfSeveral(now: number): string {
  return firstOfSeveral(identifier(now));
}

/** The id of a record that may hold several things, by the id of one of them; the records of one thing sort after it. */
export function firstOfSeveral(id: string): string {
  return `${id.slice(0, -2)}00`;
}

/** The id of one of the things that a record holds, by its place: they sort as they stand. */
export function identifierWithin(record: string, index: number): string {
  if (index === 0) return record;
  return `${record.slice(0, -2)}${index.toString(16).padStart(2, '0')}`;
}
