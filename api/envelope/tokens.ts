import { expressionNotAllowed } from './refusal';

/** A part of an expression: a word, a #name, a :value, a sign, or the end. */
export interface Token {
  readonly kind: 'word' | 'name' | 'value' | 'sign' | 'end';
  readonly text: string;
}

/** DynamoDB's limits of one expression. */
const maxBytes = 4096;
const maxOperators = 300;

const pattern = /(#\w+)|(:\w+)|([A-Za-z_]\w*)|([-=+,().[\]]|<>|[<>]=?|\d+)/y;
const kinds = ['name', 'value', 'word', 'sign'] as const;

/** Cuts an expression into its parts. @throws ServiceError expression-not-allowed */
export function tokensOf(expression: string, pointer: string): readonly Token[] {
  if (Buffer.byteLength(expression) > maxBytes) {
    throw expressionNotAllowed(pointer, `must have at most ${maxBytes} bytes`);
  }
  const tokens: Token[] = [];
  let operators = 0;
  for (let index = afterSpace(expression, 0); index < expression.length; index = afterSpace(expression, index)) {
    pattern.lastIndex = index;
    const match = pattern.exec(expression);
    const kind = match && kinds.find((_, group) => match[group + 1] !== undefined);
    if (!kind) throw expressionNotAllowed(pointer, 'holds a character that no expression has');
    index = pattern.lastIndex;
    if (kind === 'sign' && match[0] !== ')') operators++;
    if (operators > maxOperators) throw expressionNotAllowed(pointer, `must have at most ${maxOperators} operators`);
    tokens.push({ kind, text: match[0] });
  }
  return tokens;
}

function afterSpace(expression: string, start: number): number {
  let index = start;
  while (index < expression.length && ' \t\r\n'.includes(expression.charAt(index))) index++;
  return index;
}

/** Goes through the parts of an expression one by one. */
export class TokenReader {
  private next = 0;
  private readonly tokens: readonly Token[];

  constructor(
    expression: string,
    readonly pointer: string,
  ) {
    this.tokens = tokensOf(expression, pointer);
  }

  /** The next part, which stays where it is. */
  get ahead(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '' };
  }

  take(): Token {
    const token = this.ahead;
    this.next++;
    return token;
  }

  /** Takes the next part if it is this sign or keyword; keywords have no case. */
  takes(text: string): boolean {
    const { kind, text: nextText } = this.ahead;
    const matches = (kind === 'sign' || kind === 'word') && nextText.toUpperCase() === text.toUpperCase();
    if (matches) this.next++;
    return matches;
  }

  /** Whether the next part is a word with an opening parenthesis behind it. */
  callsAhead(): boolean {
    return this.ahead.kind === 'word' && this.tokens[this.next + 1]?.text === '(';
  }

  expect(text: string, detail: string): void {
    if (!this.takes(text)) throw expressionNotAllowed(this.pointer, detail);
  }
}
