import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import type { Precondition } from '../../services/precondition';
import { tags } from '../http/conditions';
import type { Tag } from '../http/conditions';
import type { Request } from '../http/message';

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

/** Whether the caller's copy is still current (RFC 9110, section 13.1.2: weak comparison). */
export function isCurrent({ headers }: Request, etag: string | undefined): boolean {
  const value = headers.get('if-none-match');
  if (value === undefined || etag === undefined) return false;
  return value.trim() === '*' || tags('If-None-Match', value).some(({ tag }) => `"${tag}"` === etag);
}

/** If-Match compares strongly (section 13.1.1): a weak tag matches nothing. */
function versions(list: readonly Tag[]): number[] {
  return list.filter(({ weak, tag }) => !weak && /^(0|[1-9]\d{0,14})$/.test(tag)).map(({ tag }) => Number(tag));
}
