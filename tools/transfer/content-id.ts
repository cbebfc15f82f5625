import { createHash } from 'node:crypto';
import type { GiveId } from './row';

/**
 * Gives ids that depend only on what stands in the file, so that the same file read again gives the same ids and an
 * interrupted import can be repeated without doubling rows. Rows that are alike are told apart by their occurrence
 * number; counting them costs some 50 bytes for each row without an id, the only thing that grows with the file.
 */
export function contentIds(idField: string): GiveId {
  const occurrences = new Map<number, number>();
  return (row, value) => {
    const currentId = value[idField];
    if (currentId !== undefined) return { ...row, id: typeof currentId === 'string' ? currentId : undefined };
    const digest = createHash('sha256').update(canonical(value)).digest();
    // 48 bits make a small key. Two different rows that share it only count on, each still has an id of its own.
    const key = digest.readUIntBE(0, 6);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    const id = contentId(digest, occurrence);
    return { ...row, id, json: withId(row.json, idField, id) };
  };
}

/** A UUID of version 8 (RFC 9562, 5.8: custom) from the digest of a row and its occurrence number. */
function contentId(digest: Buffer, occurrence: number): string {
  const bytes = createHash('sha256').update(digest).update(String(occurrence)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The same text for the same content, however its fields are ordered and spaced. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** Puts the id in front of the other fields, without touching how they are written. */
function withId(json: string, idField: string, id: string): string {
  const afterBrace = json.slice(1);
  const separator = afterBrace.trimStart().startsWith('}') ? '' : ',';
  return `{${JSON.stringify(idField)}:${JSON.stringify(id)}${separator}${afterBrace}`;
}

/** Leaves the ids to the file, for a domain whose key has a meaning and cannot be made up. */
export function givenIds(idField?: string): GiveId {
  return (row, value) => {
    const currentId = idField === undefined ? undefined : value[idField];
    return { ...row, id: typeof currentId === 'string' ? currentId : undefined };
  };
}
