import { ServiceError } from '../../services/errors';
import type { Request } from './message';

/**
 * RFC 9110, sections 5.6.1.2 and 8.8.3: a quoted tag, perhaps weak, or nothing, up to the next comma outside quotes.
 * The tags of the gateway are versions; foreign tags are let pass and never match.
 */
const listElement = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*)?(,|$)/y;
const maxElements = 50;

const headersOfConditions = ['if-match', 'if-none-match', 'if-unmodified-since'];

/**
 * Refuses the conditions of HTTP where a path stands for many operations and for no item: who sends one wants nothing to
 * be written unless it holds (RFC 9110, section 13.1), and there is nothing here that it could be about.
 * @throws ServiceError bad-header
 */
export function refuseConditions({ headers }: Pick<Request, 'headers'>, instead: string): void {
  const name = headersOfConditions.find((header) => headers.has(header));
  if (name === undefined) return;
  throw new ServiceError('bad-header', `${titled(name)} says nothing here, where the path names no item. ${instead}`);
}

const titled = (name: string): string => name.replace(/(?<=^|-)./g, (letter) => letter.toUpperCase());

/** One entity tag of a conditional header, without its quotes. */
export interface Tag {
  readonly weak: boolean;
  readonly tag: string;
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

/** The entity tags in a conditional header. @throws ServiceError bad-header */
export function tags(header: string, value: string): readonly Tag[] {
  const list: Tag[] = [];
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
