import { ServiceError } from '../../services/errors';

const maxDepth = 64;

/**
 * Reads a JSON body: strict UTF-8, no repeated names, at most 64 levels (RFC 8259 leaves all three to us).
 * @throws ServiceError malformed-json
 */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) throw malformed('The body is empty.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
  return parseJson(text);
}

/** Reads a JSON text by the same rules. @throws ServiceError malformed-json */
export function parseJson(text: string): unknown {
  checkStructure(text);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('Invalid JSON: the body is not a JSON text.');
  }
}

/** Refuses what JSON.parse lets pass: one name twice in an object, and nesting that later readers cannot follow. */
function checkStructure(text: string): void {
  const levels: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x7b: // {
      case 0x5b: // [
        if (levels.push(text[index] === '{' ? new Set() : undefined) > maxDepth) {
          throw malformed(`The body has more than ${maxDepth} levels.`);
        }
        break;
      case 0x7d: // }
      case 0x5d: // ]
        levels.pop();
        break;
      case 0x22: {
        const end = endOfText(text, index);
        const names = levels.at(-1);
        if (names && isName(text, end)) {
          const name = plainName(text.slice(index + 1, end));
          if (names.has(name)) throw malformed('The body has the same name twice in one object.');
          names.add(name);
        }
        index = end;
      }
    }
  }
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

/** Whether a text in an object is a name: a colon follows it. */
function isName(text: string, end: number): boolean {
  let next = end + 1;
  while (next < text.length && text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === 0x3a;
}

/** A name without escapes, by which one name can be spelled in several ways. */
function plainName(spelled: string): string {
  if (!spelled.includes('\\')) return spelled;
  try {
    const name: unknown = JSON.parse(`"${spelled}"`);
    return typeof name === 'string' ? name : spelled;
  } catch {
    return spelled;
  }
}

function malformed(message: string): ServiceError {
  return new ServiceError('malformed-json', message);
}
