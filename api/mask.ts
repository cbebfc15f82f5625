import type { Request } from './http/message';

/** Takes out of a text what a caller has sent. */
export type Mask = (text: string) => string;

/** Shorter words tell little, and would be found in every text. */
const shortest = 4;

/**
 * A mask for the errors of a request: the text of an unknown error may hold anything that was sent, such as a token, an
 * address or the number of a card. It is found by its value, whatever field it stood in. Nothing is done before the
 * mask is used for the first time.
 */
export function maskOf({ headers, query, body }: Pick<Request, 'headers' | 'query' | 'body'>): Mask {
  return maskFor(() => [
    ...[...headers.values()].flatMap((value) => [value, ...value.split(/[\s;,=]+/), ...wordsOfTokens(value)]),
    ...query.flatMap(([, value]) => [value, ...wordsOf(value)]),
    ...wordsOf(body.toString()),
  ]);
}

/** A mask for the errors of a message of the queue or of the bus. */
export function maskOfMessage(message: string): Mask {
  return maskFor(() => wordsOf(message));
}

function maskFor(collect: () => readonly string[]): Mask {
  let words: readonly string[] | undefined;
  return (text) => {
    // The longest words first: a word may be a part of another.
    words ??= [...new Set(collect())]
      .filter(({ length }) => length >= shortest)
      .toSorted((left, right) => right.length - left.length);
    return words.reduce((masked, word) => masked.replaceAll(word, '***'), text);
  };
}

/** The texts and the longer numbers of a JSON text; the words between quotes, blanks and the like of any other text. */
function wordsOf(text: string): string[] {
  try {
    return leavesOf(JSON.parse(text));
  } catch {
    return text.split(/[\s"'`&=;,{}[\]()]+/);
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  // A text may be a GraphQL document, whose literals are values too, or the JSON of something else.
  if (typeof value === 'string') return [value, ...literalsIn(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

function literalsIn(text: string): string[] {
  const literals = text.matchAll(/"""([^]*?)"""|"((?:[^"\\\n]|\\.)*)"|(\d{4,})/g);
  return [...literals].map(([, block, quoted, digits]) => block ?? quoted ?? digits ?? '');
}

/** The words of the claims of JSON Web Tokens. */
function wordsOfTokens(header: string): string[] {
  const tokens = [...header.matchAll(/\b[\w-]+\.([\w-]+)\.[\w-]*/g)];
  return tokens.flatMap(([, claims = '']) => wordsOf(Buffer.from(claims, 'base64url').toString()));
}
