import { createHash } from 'node:crypto';
import { isRecord } from '../../../schema/guards';

/** The documents that may be asked, by the SHA-256 of their text: what codegen's `persistedDocuments` writes. */
export type DocumentList = Readonly<Record<string, string>>;

/**
 * Reads the file of a list, a JSON object from hash to text.
 * @throws Error when it is no such object, or a hash is not that of its text
 */
export function readDocumentList(json: string): DocumentList {
  const list: unknown = JSON.parse(json);
  if (!isRecord(list))
    throw new Error('The list of known documents must be a JSON object from the hash to the text of each.');
  const entries = Object.entries(list).map(([hash, text]): [string, string] => {
    if (typeof text === 'string' && hash === hashOf(text)) return [hash, text];
    throw new Error(
      `In the list of known documents "${hash.slice(0, 64)}" is not the SHA-256 of its text: let codegen write it with persistedDocuments: { hashAlgorithm: 'sha256' }.`,
    );
  });
  return Object.fromEntries(entries);
}

/** The name of a document: the SHA-256 of its text as lower-case hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
