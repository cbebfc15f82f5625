import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import type { Precondition } from '../../services/precondition';
import type { Request } from '../http/message';

/**
 * RFC 9110, sections 5.6.1.2 and 8.8.3: a quoted tag, perhaps weak, or nothing, up to the next comma outside quotes.
 * The tags of the gateway are versions; foreign tags are let pass and never match.
 */
const listElement = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*)?(,|$)/y;
const maxElements = 50;

/** The entity tag of an item: its version in quotes. */
export function etagOf(item: object): string | undefined {
  return 'version' in item && typeof item.version === 'number' ? `"${item.version}"` : undefined;
}

/**
 * The conditional headers of a write. What the operation cannot keep is refused, so that nothing is written under a
 * condition that nobody has looked at. @throws ServiceError bad-header
 */
export function preconditionOf(
  { headers }: Pick<Request, 'headers'>,
  { conditional, createOnly }: Pick<Operation, 'conditional' | 'createOnly'>,
): Precondition {
  const match = headers.get('if-match');
  const noneMatch = headers.get('if-none-match');
  if (match !== undefined && !conditional) {
    throw new ServiceError('bad-header', 'If-Match says nothing here: there is no version yet. Leave it out.');
  }
  if (match === undefined && headers.has('if-unmodified-since')) {
    throw new ServiceError('bad-header', 'If-Unmodified-Since is too coarse to tell versions apart: send If-Match.');
  }
  if (noneMatch !== undefined && noneMatch.trim() !== '*') {
    throw new ServiceError('bad-header', 'If-None-Match on a write takes only "*": create, never overwrite.');
  }
  if (noneMatch !== undefined && !createOnly) {
    throw new ServiceError(
      'bad-header',
      'If-None-Match says nothing here: this never writes over an item. Leave it out.',
    );
  }
  if (noneMatch !== undefined && match !== undefined) {
    throw new ServiceError('bad-header', 'If-None-Match: * creates an item, and If-Match wants one: send one of them.');
  }
  return {
    ...(match !== undefined && { ifMatch: match.trim() === '*' ? '*' : versions(tags('If-Match', match)) }),
    ...(noneMatch !== undefined && { ifNoneMatch: '*' }),
  };
}

/**
 * Checks If-Match on a read: what is there has the tag that the caller wants (RFC 9110, sections 13.1.1 and 13.2.2).
 * What has no tag of its own, such as a list, has none that could match.
 * @throws ServiceError bad-header, precondition-failed
 */
export function requireMatch({ headers }: Pick<Request, 'headers'>, etag: string | undefined): void {
  const value = headers.get('if-match');
  if (value === undefined || value.trim() === '*') return;
  if (tags('If-Match', value).some(({ weak, tag }) => !weak && `"${tag}"` === etag)) return;
  throw new ServiceError('precondition-failed', 'What is there has none of the entity tags of If-Match.');
}

/** Whether the caller's copy is still current (RFC 9110, section 13.1.2: weak comparison). */
export function isCurrent({ headers }: Request, etag: string | undefined): boolean {
  const value = headers.get('if-none-match');
  if (value === undefined || etag === undefined) return false;
  return value.trim() === '*' || tags('If-None-Match', value).some(({ tag }) => `"${tag}"` === etag);
}

function tags(header: string, value: string): { weak: boolean; tag: string }[] {
  const list: { weak: boolean; tag: string }[] = [];
  listElement.lastIndex = 0;
  for (let count = 0; listElement.lastIndex < value.length; count++) {
    const element = count < maxElements ? listElement.exec(value) : null;
    if (!element) throw malformed(header);
    if (element[2] !== undefined) list.push({ weak: element[1] !== undefined, tag: element[2] });
  }
  if (list.length === 0) throw malformed(header);
  return list;
}

function malformed(header: string): ServiceError {
  return new ServiceError(
    'bad-header',
    `${header} takes entity tags in double quotes, such as "3", separated by commas.`,
  );
}

/** If-Match compares strongly (section 13.1.1): a weak tag matches nothing. */
function versions(list: { weak: boolean; tag: string }[]): number[] {
  return list.filter(({ weak, tag }) => !weak && /^[1-9]\d{0,14}$/.test(tag)).map(({ tag }) => Number(tag));
}
