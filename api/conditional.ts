import { ServiceError } from '../services/errors';
import type { Precondition } from '../services/precondition';
import type { Request } from './message';

/** RFC 9110, section 8.8.3: a quoted tag, perhaps weak; ours are versions, foreign ones are let pass and never match. */
const entityTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;
const maxTags = 50;

/** The entity tag of an item: its version in quotes. */
export function etagOf(item: object): string | undefined {
  const { version } = item as { version?: unknown };
  return typeof version === 'number' ? `"${version}"` : undefined;
}

/** The conditional headers of a write. @throws ServiceError bad-header */
export function preconditionOf({ headers }: Request): Precondition {
  const match = headers.get('if-match');
  const noneMatch = headers.get('if-none-match');
  if (noneMatch !== undefined && noneMatch.trim() !== '*') {
    throw new ServiceError('bad-header', 'If-None-Match on a write takes only "*": create, never overwrite.');
  }
  return {
    ...(match !== undefined && { ifMatch: match.trim() === '*' ? '*' : versions(tags('If-Match', match)) }),
    ...(noneMatch !== undefined && { ifNoneMatch: '*' }),
  };
}

/** Whether the caller's copy is still current (RFC 9110, section 13.1.2: weak comparison). */
export function isCurrent({ headers }: Request, etag: string | undefined): boolean {
  const value = headers.get('if-none-match');
  if (value === undefined || etag === undefined) return false;
  return value.trim() === '*' || tags('If-None-Match', value).some(({ tag }) => `"${tag}"` === etag);
}

function tags(header: string, value: string): { weak: boolean; tag: string }[] {
  const parts = value.split(',').map((part) => entityTag.exec(part.trim()));
  if (parts.length > maxTags || parts.some((part) => !part)) {
    throw new ServiceError(
      'bad-header',
      `${header} takes entity tags in double quotes, such as "3", separated by commas.`,
    );
  }
  return parts.map((part) => ({ weak: part![1] !== undefined, tag: part![2]! }));
}

/** If-Match compares strongly (section 13.1.1): a weak tag matches nothing. */
function versions(given: { weak: boolean; tag: string }[]): number[] {
  return given.filter(({ weak, tag }) => !weak && /^[1-9]\d{0,14}$/.test(tag)).map(({ tag }) => Number(tag));
}
