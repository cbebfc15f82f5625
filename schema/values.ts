/** DynamoDB's limit of a partition key value, in bytes. */
export const maxKeyBytes = 2048;
/** The most characters of a reference that says nothing else: each may take four bytes of UTF-8. */
export const maxReference = maxKeyBytes / 4;

/** GraphQL's Int has 32 bits. */
export const int32 = { min: -2_147_483_648, max: 2_147_483_647 } as const;

/** Levels of a free JSON value: DynamoDB takes 32 in all, and some are kept for the fields around it. */
const maxJsonDepth = 24;

// C0 and C1 controls and DEL; the second set leaves tab, line feed and carriage return out.

const controls = /[\u0000-\u001f\u007f-\u009f]/;

const controlsButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

const firstMoment = Date.parse('0000-01-01T00:00:00.000Z');
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

/** RFC 3339, section 5.6: date, "T", time, and an offset, which we never guess. */
const rfc3339 = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** What is wrong with a text, as the end of a sentence; undefined when it is good. Other types are another rule's business. */
export function textFault(
  value: unknown,
  fact: { readonly kind: 'id' | 'text'; readonly min?: number; readonly max?: number; readonly multiline?: boolean },
): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.trim() === '' && fact.min !== 0) return 'must not be blank';
  const { kind, min = 0, max = Infinity } = fact;
  if (!hasCodePoints(value, min)) return `must have at least ${min} characters`;
  const isTooLong = kind === 'id' ? Buffer.byteLength(value) > max : hasCodePoints(value, max + 1);
  if (isTooLong) return `must have at most ${max} ${kind === 'id' ? 'bytes' : 'characters'}`;
  if ((fact.multiline ? controlsButLines : controls).test(value)) return 'must not contain control characters';
  if (!value.isWellFormed()) return 'must be well-formed Unicode';
  return undefined;
}

/** Whether a value is a text that names an instant, as `momentOf` reads it. */
export function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !rfc3339.test(value) || !isInCalendar(value)) return false;
  // In UTC it is in the four-digit years, and each item of a list has two of them.
  return value.endsWith('Z') || momentOf(value) !== undefined;
}

/** The instant a date-time text names, in milliseconds; undefined when it is not RFC 3339 or not in the calendar. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (!rfc3339.test(value) || !isInCalendar(value)) return undefined;
  const moment = Date.parse(value);
  // An offset can move a moment out of the four-digit years, where RFC 3339 ends.
  return moment >= firstMoment && moment <= lastMoment ? moment : undefined;
}

/** An instant for documents. */
export const momentExample = '2026-01-15T09:30:00Z';

/** How many digits of a second an instant is kept with: milliseconds, microseconds or nanoseconds. */
export type Precision = 3 | 6 | 9;

/** What keeps a value from being an instant of a precision, as the end of a sentence. */
export function momentFault(value: unknown, precision: Precision | 0 = 3): string | undefined {
  if (momentOf(value) === undefined) return 'must be an RFC 3339 date and time such as 2026-01-15T09:30:00Z';
  const lost = fractionOf(String(value)).slice(precision);
  if (!/[1-9]/.test(lost)) return undefined;
  return precision === 0 ? 'must be a whole second' : `must have at most ${precision} digits behind the second`;
}

/**
 * An instant in UTC with all digits of its precision, as it is stored, so that texts have the order of time. What is no
 * instant, or is finer, stays as it is.
 */
export function inUtc(value: unknown, precision: Precision = 3): unknown {
  const moment = momentOf(value);
  if (moment === undefined || momentFault(value, precision) !== undefined) return value;
  return `${new Date(moment).toISOString().slice(0, 20)}${fractionOf(String(value)).slice(0, precision).padEnd(precision, '0')}Z`;
}

/** The digits behind the second of an RFC 3339 text. An offset has whole minutes and so changes none of them. */
const fractionOf = (text: string): string => /\.(\d+)/.exec(text)?.[1] ?? '';

/** Whether a text of the form YYYY-MM-DD… begins with a day that there is: Date.parse turns 31 February into 2 March. */
function isInCalendar(text: string): boolean {
  const day = digitsAt(text, 8, 10);
  // Every month has so many, and each item of a list is asked.
  if (day >= 1 && day <= 28) {
    const month = digitsAt(text, 5, 7);
    return month >= 1 && month <= 12;
  }
  const [year, month] = [digitsAt(text, 0, 4), digitsAt(text, 5, 7)];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** The number that some digits of a text are. */
function digitsAt(text: string, first: number, end: number): number {
  let number = 0;
  for (let index = first; index < end; index++) number = number * 10 + text.charCodeAt(index) - 48;
  return number;
}

/** What keeps a value from being a calendar date, the full-date of RFC 3339, section 5.6, as the end of a sentence. */
export function dateFault(value: unknown): string | undefined {
  const isDate = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isInCalendar(value);
  return isDate ? undefined : 'must be a calendar date such as 2026-03-01';
}

/**
 * RFC 3339, appendix A, which JSON Schema 2020-12 names for its format "duration": weeks alone, or a date part whose
 * units follow each other without a gap, with a time part of the same form behind "T". ISO 8601 itself takes more, such
 * as fractions and P1Y2D.
 */
const duration = (() => {
  const time = 'T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)';
  const date = '(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)';
  return new RegExp(`^P(?:${date}(?:${time})?|${time}|\\d+W)$`);
})();

/** A duration of 64 characters is longer than the universe is old. */
export const maxDuration = 64;

/** What keeps a value from being a duration, as the end of a sentence. */
export function durationFault(value: unknown): string | undefined {
  const isDuration = typeof value === 'string' && value.length <= maxDuration && duration.test(value);
  return isDuration
    ? undefined
    : 'must be a duration of whole numbers such as P3DT12H or P1Y0M2D, with no unit left out in between (RFC 3339, appendix A)';
}

/** RFC 3696, erratum 1690: the longest address that mail can be sent to. */
export const maxEmail = 254;

/** A valid e-mail address: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
export const emailPattern =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** What keeps a value from being an e-mail address, as the end of a sentence. */
export function emailFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  if (value.length > maxEmail) return `must have at most ${maxEmail} characters`;
  return emailPattern.test(value) ? undefined : 'must be an e-mail address such as ada@example.com';
}

/**
 * A URI of RFC 3986, appendix A, with http or https in front. Its host must not be empty (RFC 9110, section 4.2.1); what
 * an address in brackets may be, and what the host is once it is decoded, is left to the WHATWG parser.
 */
const httpUri = (() => {
  const plain = "A-Za-z0-9\\-._~!$&'()*+,;=";
  const anyOf = (others: string): string => `(?:[${plain}${others}]|%[0-9A-Fa-f]{2})`;
  const host = `(?:\\[[0-9A-Fa-f:.]+\\]|${anyOf('')}+)`;
  const behind = `${anyOf(':@/?')}*`;
  return new RegExp(
    `^https?://(?:${anyOf(':')}*@)?${host}(?::\\d*)?(?:/${anyOf(':@/')}*)?(?:\\?${behind})?(?:#${behind})?$`,
    'i',
  );
})();

/** The name of a host: labels that are not empty (RFC 1034, section 3.1), the dot of the root behind them or not. */
const labels = /^[^.]+(?:\.[^.]+)*\.?$/;

/**
 * What keeps a value from being an absolute URL of http or https, as the end of a sentence. It must be a URI as it
 * stands: what the WHATWG parser (https://url.spec.whatwg.org/) would only repair, such as spaces, letters beyond ASCII
 * or a missing host, readers that know RFC 3986 alone would refuse. And it must be a URL for that parser too.
 */
export function urlFault(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  if (value.length > max) return `must have at most ${max} characters`;
  const isUrl = httpUri.test(value) && URL.canParse(value) && labels.test(new URL(value).hostname);
  return isUrl ? undefined : 'must be an absolute http or https URL such as https://example.com/page';
}

/** The Gregorian calendar; Date.UTC would take the years 0 to 99 for 1900 to 1999. */
function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** What keeps a number from being an amount, as the end of a sentence; other types are another rule's business. */
export function moneyFault(value: unknown): string | undefined {
  if (typeof value !== 'number') return undefined;
  return Number(value.toFixed(2)) === value ? undefined : 'must have at most two decimals';
}

/** What keeps a number out of DynamoDB, whose numbers go up to 9.99e125 and down to 1e-130, as the end of a sentence. */
export function rangeFault(value: unknown): string | undefined {
  if (typeof value !== 'number') return undefined;
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-130 && size <= 9.99e125)
    ? undefined
    : 'must be a number between 1e-130 and 9.99e125';
}

/** What keeps a JSON value from being stored exactly, as the end of a sentence; undefined when nothing does. */
export function jsonFault(value: unknown, depth = 0): string | undefined {
  if (depth > maxJsonDepth) return `must be at most ${maxJsonDepth} levels deep`;
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? undefined : 'must be well-formed Unicode';
    case 'boolean':
      return undefined;
    case 'number':
      return numberFault(value);
    case 'object': {
      if (value === null) return undefined;
      if (Array.isArray(value)) return firstFault(value, depth);
      const keys = Object.keys(value);
      if (keys.some((key) => key === '' || key === '__proto__' || !key.isWellFormed())) {
        return 'must not have an empty name or the name "__proto__"';
      }
      return firstFault(Object.values(value), depth);
    }
    default:
      return 'must be a JSON value';
  }
}

function firstFault(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const fault = jsonFault(value, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

/** Whole numbers in free JSON go only as far as a double holds them exactly. */
function numberFault(value: number): string | undefined {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'must not hold a whole number above 2^53, which JSON readers round';
  }
  return rangeFault(value);
}

/**
 * Whether a text has so many code points at least. Each of them is one unit of UTF-16 or two, so that most texts need not
 * be counted, which takes longer than all the rest for a large one.
 */
function hasCodePoints(value: string, count: number): boolean {
  const units = value.length;
  return units >= count && (units >= 2 * count || codePoints(value) >= count);
}

/** The length that JSON Schema's maxLength counts: code points, not UTF-16 units (RFC 8259 section 7). */
function codePoints(value: string): number {
  let count = 0;
  for (let index = 0; index < value.length; index++, count++) {
    const unit = value.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) index++;
  }
  return count;
}
