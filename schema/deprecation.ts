import { areChecked } from './checked';
import { DeclarationError } from './declaration-error';
import { dateFault } from './values';

/** What is said of something that will be gone: why, or what to use instead, and when. */
export interface Deprecation {
  /** A sentence for callers, such as 'Use title instead.' */
  readonly reason: string;
  /** The day from which on it is deprecated, such as 2026-03-01. */
  readonly since?: string;
  /** The day on which it may be gone. */
  readonly sunset?: string;
}

/** The same of an operation, whose answers tell the day (RFC 9745). */
export interface OperationDeprecation extends Deprecation {
  readonly since: string;
}

/** How the words of a deprecation begin where they stand behind others. */
export const deprecationMark = 'Deprecated: ';

/**
 * A deprecation, complete.
 * @param where what is deprecated, as Class.field or by its name
 * @throws DeclarationError for a reason that is none, a day that is none, and an end before the beginning
 */
export function deprecationFact<Declared extends Deprecation>(where: string, declared: Declared): Declared {
  if (!areChecked) checkDeprecation(where, declared);
  return declared;
}

function checkDeprecation(where: string, { reason, since, sunset }: Deprecation): void {
  // A text in its place passes no type check, and has none.
  if (typeof reason !== 'string') {
    throw new DeclarationError(
      `${where}: callers are told why it is deprecated: write { reason: '…', since: '2026-03-01' }.`,
    );
  }
  if (reason.trim() === '') {
    throw new DeclarationError(`${where}: callers are told why it is deprecated: write what to use instead.`);
  }
  for (const [name, day] of Object.entries({ since, sunset })) {
    const fault = day === undefined ? undefined : dateFault(day);
    if (fault) throw new DeclarationError(`${where}: ${name} of its deprecation ${fault}.`);
  }
  // RFC 9745, section 4.
  if (since !== undefined && sunset !== undefined && sunset < since) {
    throw new DeclarationError(`${where}: its sunset is before it is deprecated: exchange since and sunset.`);
  }
}

/** The deprecation of a member of a class, whose reason alone may be said. @throws DeclarationError as `deprecationFact` */
export function deprecationOf(prototype: object, name: string, declared: string | Deprecation): Deprecation {
  const where = `${prototype.constructor.name}.${name}`;
  return deprecationFact(where, typeof declared === 'string' ? { reason: declared } : declared);
}

/** A deprecation in words: `Use title instead. Since 2026-03-01, until 2026-12-31.` */
export function deprecationWords({ reason, since, sunset }: Deprecation): string {
  const days = [since && `since ${since}`, sunset && `until ${sunset}`].filter(Boolean).join(', ');
  return days === '' ? reason : `${reason} ${days.charAt(0).toUpperCase()}${days.slice(1)}.`;
}

/** The words for people about something, and behind them those of its deprecation, where it is deprecated. */
export function withDeprecation(words: string | undefined, deprecated: Deprecation | undefined): string | undefined {
  if (!deprecated) return words;
  return [words, `${deprecationMark}${deprecationWords(deprecated)}`].filter(Boolean).join(' ');
}
