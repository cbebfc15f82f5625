import { ServiceError } from '../../services/errors';
import type { Request } from './message';

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
