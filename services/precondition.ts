import { inUtc } from '../schema/values';
import type { Item } from './context';
import { ServiceError } from './errors';
import type { Filter } from './filter';
import { invalid, keptByService } from './validation';

/** RFC 9110, section 13: entity tags are versions here; `*` stands for any. */
export interface Precondition {
  readonly ifMatch?: '*' | readonly number[];
  /** Only `*` makes sense for a write: create, never overwrite. */
  readonly ifNoneMatch?: '*';
  /** What the caller has sent back of what the service keeps itself: it is the same still. */
  readonly unchanged?: Readonly<Record<string, unknown>>;
  /** What of the item let the caller in: it is the same still. */
  readonly whose?: Readonly<Record<string, unknown>>;
}

/**
 * The same as conditions of a write. An instant has many spellings (RFC 3339, section 5.6): ours, and that of the caller,
 * in which another program may have stored it.
 */
export function whereUnchanged({ unchanged = {}, whose = {} }: Precondition): readonly Filter[] {
  return [
    ...Object.entries(unchanged).map(([name, value]): Filter => ({
      field: [name],
      comparison: 'in',
      values: [...new Set([value, inUtc(value)])],
    })),
    ...Object.entries(whose).map(([name, value]): Filter => ({ field: [name], comparison: 'eq', values: [value] })),
  ];
}

/** The refusal of a write by somebody to whom the item does not belong any more. */
export function givenAway({ whose = {} }: Precondition, current: Item): ServiceError | undefined {
  const isSame = Object.entries(whose).every(([name, value]) => current[name] === value);
  return isSame ? undefined : new ServiceError('forbidden', 'The item has been given to somebody else by now.');
}

/** The refusal of a write that would change what the service keeps; undefined when nothing of that was sent changed. */
export function changedByCaller({ unchanged = {} }: Precondition, current: Item): ServiceError | undefined {
  const names = Object.keys(unchanged).filter((name) => inUtc(unchanged[name]) !== inUtc(current[name]));
  if (names.length === 0) return undefined;
  return invalid(
    'validation',
    names.map((name) => ({ pointer: `/${name}`, detail: keptByService })),
  );
}

/** Whether an item of this version meets the condition. */
export function holds({ ifMatch }: Precondition, version: unknown): boolean {
  return ifMatch === undefined || ifMatch === '*' || ifMatch.some((matching) => matching === version);
}

/** The error of a write that another has overtaken. */
export function lostTo(current: Item): ServiceError {
  return new ServiceError('precondition-failed', 'The item has another version by now.', { current });
}

/** The error of a write whose own condition the item does not meet. */
export function unmet(current: Item): ServiceError {
  return new ServiceError('precondition-failed', 'The item does not meet the condition of this write.', { current });
}

/** The error of a create whose key is taken; a caller that asked for a missing item learns that there is one. */
export function taken({ ifNoneMatch }: Precondition = {}): ServiceError {
  const code = ifNoneMatch === undefined ? 'conflict' : 'precondition-failed';
  return new ServiceError(code, 'An item with this key is there already.');
}

/** The error for an item that is not there: a caller that names a version learns that the version is gone. */
export function missing({ ifMatch, unchanged }: Precondition = {}): ServiceError {
  return ifMatch === undefined && unchanged === undefined
    ? new ServiceError('not-found', 'There is no item with this key.')
    : new ServiceError('precondition-failed', 'There is no item with this key, so no version of it matches.');
}
