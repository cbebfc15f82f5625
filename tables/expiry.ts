import type { DomainFact } from '../schema/facts';
import type { Expression } from './expression';
import type { Mapping } from './mapping';

/** When an item that is written now will expire, in seconds since 1970; undefined for a domain that keeps its items. */
export function expiresAt(
  { name, expiresAfterDays }: DomainFact,
  overrides: Readonly<Record<string, number>> = {},
): ((now: Date, days?: number) => number) | undefined {
  if (expiresAfterDays === undefined) return undefined;
  return (now, days = expiresAfterDays) => Math.ceil(now.getTime() / 1000 + (overrides[name] ?? days) * 86_400);
}

/** What a stored item is looked at for. */
type Looked = Pick<Mapping, 'expiry' | 'tombstone' | 'presence'>;

/** Whether a stored item is there: neither past its time nor deleted by another program that keeps its row. */
export function isLive(stored: Readonly<Record<string, unknown>>, now: () => Date, looked: Looked): boolean {
  return !hasExpired(stored, now, looked) && !isTombstone(stored, looked);
}

/** Whether another program has deleted the item of a row, and keeps the row. */
export function isTombstone(stored: Readonly<Record<string, unknown>>, { tombstone }: Looked): boolean {
  return tombstone !== undefined && stored[tombstone] === true;
}

function hasExpired(stored: Readonly<Record<string, unknown>>, now: () => Date, { expiry }: Looked): boolean {
  const second = stored[expiry];
  return typeof second === 'number' && second * 1000 <= now().getTime();
}

/** The condition that an item has expired; undefined for a domain whose items do not. */
export function isExpired(expression: Expression, now: Date, { expiry, presence }: Looked): string | undefined {
  if (!presence.includes(expiry)) return undefined;
  return `${expression.attribute(expiry)} <= ${expression.value(Math.floor(now.getTime() / 1000))}`;
}

/** The condition that another program has deleted an item; undefined for a domain of which none keeps the rows. */
export function isDeleted(expression: Expression, { tombstone }: Looked): string | undefined {
  return tombstone === undefined ? undefined : `${expression.attribute(tombstone)} = ${expression.value(true)}`;
}

/** The condition that an item is not there though its row is; undefined for a domain whose rows tell. */
export function isGone(expression: Expression, now: Date, looked: Looked): string | undefined {
  const terms = [isExpired(expression, now, looked), isDeleted(expression, looked)].filter(
    (term) => term !== undefined,
  );
  return terms.length === 0 ? undefined : terms.join(' OR ');
}
