import { ServiceError } from '../../services/errors';

const maxDepth = 64;

/** How large a JSON text may be; without limits it is read whole. */
export interface JsonLimits {
  /** Its values, those in lists and objects included. */
  readonly values: number;
}

const noLimits: JsonLimits = { values: Infinity };

/**
 * Reads a JSON body: strict UTF-8, no repeated names, at most 64 levels (RFC 8259 leaves all three to us).
 * @throws ServiceError malformed-json, payload-too-large
 */
export function readJson(body: Buffer, limits?: JsonLimits): unknown {
  if (body.length === 0) throw malformed('The body is empty.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
  return parseJson(text, limits);
}

/** Reads a JSON text by the same rules. @throws ServiceError malformed-json, payload-too-large */
export function parseJson(text: string, limits = noLimits): unknown {
  const names = namesIn(text, limits);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('Invalid JSON: the body is not a JSON text.');
  }
  // JSON.parse lets one name twice in an object pass, and keeps one of them: the value then has fewer than the text.
  if (names > 0 && membersOf(value) < names) throw malformed('The body has the same name twice in one object.');
  return value;
}

/**
 * The number of names in a JSON text, which are the colons outside of its texts. The look ends where the text goes beyond
 * its limits, or has more levels than later readers can follow. In a text that is no JSON the number means nothing.
 */
function namesIn(text: string, limits: JsonLimits): number {
  let [names, values, depth] = [0, 1, 0];
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x7b: // {
      case 0x5b: // [
        if (++depth > maxDepth) throw malformed(`The body has more than ${maxDepth} levels.`);
        values++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
      case 0x2c: // ,
        values++;
        break;
      case 0x3a: // :
        names++;
        break;
      case 0x22:
        index = endOfText(text, index);
    }
    if (values > limits.values) {
      throw new ServiceError(
        'payload-too-large',
        `A body may have ${limits.values} values here, those in lists and objects included. Send fewer items in a request.`,
      );
    }
  }
  return names;
}

/** The number of members of a value and of all within it. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((count, element) => count + membersOf(element), 0);
  const members: readonly unknown[] = Object.values(value);
  return members.reduce<number>((count, member) => count + membersOf(member), members.length);
}

/** The index of the quote that closes a text. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function malformed(message: string): ServiceError {
  return new ServiceError('malformed-json', message);
}
