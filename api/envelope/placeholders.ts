import { ServiceError } from '../../services/errors';
import type { FieldProblem } from '../../services/errors';
import { invalid } from '../../services/validation';
import type { Members } from './members';
import { expressionNotAllowed, pointerPart, wrong } from './refusal';
import { isOwned } from './shape';
import type { Shape } from './shape';
import type { Token } from './tokens';

/** A literal value and where it stands in the body. */
export interface Literal {
  readonly value: unknown;
  readonly pointer: string;
}

/** One value may stand in many places of an item; together they cannot have more than an item has as JSON. */
const maxLiteralBytes = 2 * 1024 * 1024;

const names = '/payload/ExpressionAttributeNames';
const values = '/payload/ExpressionAttributeValues';

/** What the words of the expressions of one payload stand for. Every attribute that is named is one of the table. */
export class Placeholders {
  private readonly names: ReadonlyMap<string, unknown>;
  private readonly values: ReadonlyMap<string, unknown>;
  private readonly used = new Set<string>();
  private readonly sizes = new Map<string, number>();
  private size = 0;

  /** @throws ServiceError validation */
  constructor(
    private readonly shape: Shape,
    private readonly keys: readonly string[],
    members: Members,
  ) {
    this.names = members.map('ExpressionAttributeNames', /^#\w+$/, 'must begin with "#" and go on with letters');
    this.values = members.map('ExpressionAttributeValues', /^:\w+$/, 'must begin with ":" and go on with letters');
    const problems = [...this.names].flatMap(([placeholder, name]): FieldProblem[] => {
      const fault = typeof name === 'string' ? shape.nameFault(name) : 'must be the name of an attribute';
      return fault === undefined ? [] : [{ pointer: `${names}/${pointerPart(placeholder)}`, detail: fault }];
    });
    if (problems.length > 0) throw invalid('validation', problems);
  }

  /** The attribute that a part of an expression names. @throws ServiceError */
  attribute({ kind, text }: Token, pointer: string): string {
    if (kind === 'name') {
      const name = this.names.get(text);
      if (typeof name !== 'string') throw wrong(`${names}/${pointerPart(text)}`, 'is used and must be there');
      this.used.add(text);
      return name;
    }
    if (kind !== 'word') throw expressionNotAllowed(pointer, 'must have the name of an attribute, or a #name, there');
    const fault = this.shape.nameFault(text);
    if (fault !== undefined) throw wrong(pointer, fault);
    return text;
  }

  /** The attribute that a part of an expression names to be written. @throws ServiceError */
  writable(token: Token, pointer: string): string {
    const name = this.attribute(token, pointer);
    this.checkWritable(name, pointer);
    return name;
  }

  /** @throws ServiceError expression-not-allowed for the key and for what the service keeps */
  checkWritable(name: string, pointer: string): void {
    if (this.keys.includes(name)) throw expressionNotAllowed(pointer, 'must not write the key, which never changes');
    if (isOwned(name)) throw expressionNotAllowed(pointer, 'must not write an attribute that the service keeps');
  }

  /** Whether an attribute is one of the key. */
  isKey(name: string): boolean {
    return this.keys.includes(name);
  }

  /** The value that a part of an expression stands for. @throws ServiceError */
  literal({ text }: Token): Literal {
    const pointer = `${values}/${pointerPart(text)}`;
    if (!this.values.has(text)) throw wrong(pointer, 'is used and must be there');
    this.used.add(text);
    const value = this.values.get(text);
    const size = this.sizes.get(text) ?? JSON.stringify(value).length;
    this.sizes.set(text, size);
    this.size += size;
    if (this.size > maxLiteralBytes) {
      throw new ServiceError('payload-too-large', 'The item would have more than 400 KB, the limit of DynamoDB.');
    }
    return { value, pointer };
  }

  /** As in DynamoDB, what no expression uses is a mistake. @throws ServiceError validation */
  checkAllUsed(): void {
    const unused = [
      ...[...this.names.keys()].map((text) => ({ member: names, text })),
      ...[...this.values.keys()].map((text) => ({ member: values, text })),
    ].filter(({ text }) => !this.used.has(text));
    if (unused.length === 0) return;
    const problems = unused.map(({ member, text }) => ({
      pointer: `${member}/${pointerPart(text)}`,
      detail: 'is used by no expression: leave it out',
    }));
    throw invalid('validation', problems);
  }
}
