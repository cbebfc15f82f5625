import type { DomainFact } from '../schema/facts';
import type { Expression } from './expression';

/** When an item that is written now will expire, in seconds since 1970; undefined for a domain that keeps its items. */
export function expiresAt(
  { name, expiresAfterDays }: DomainFact,
  overrides: Readonly<Record<string, number>> = {},
): ((now: Date) => number) | undefined {
  if (expiresAfterDays === undefined) return undefined;
  const days = overrides[name] ?? expiresAfterDays;
  return (now) => Math.ceil(now.getTime() / 1000 + days * 86_400);
}

/** Whether items of a domain can be past their time: by its days, or by the time to live that another program writes. */
export const canExpire = ({ expiresAfterDays, table }: DomainFact): boolean =>
  expiresAfterDays !== undefined || table?.marks?.expires !== undefined;

/** Whether a stored item, with its time to live in this attribute, has not expired. */
export function isLive(stored: Readonly<Record<string, unknown>>, now: () => Date, attribute: string): boolean {
  const second = stored[attribute];
  return typeof second !== 'number' || second * 1000 > now().getTime();
}

/** The condition that an item has expired. */
export function isExpired(expression: Expression, now: Date, attribute: string): string {
  return `${expression.attribute(attribute)} <= ${expression.value(Math.floor(now.getTime() / 1000))}`;
}
