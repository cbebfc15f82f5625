import type { Item } from '../../services/context';
import { decimalSum } from './decimal';
import { Members } from './members';
import type { Literal, Placeholders } from './placeholders';
import { expressionNotAllowed, pointerPart, wrong } from './refusal';
import type { Changed, Shape } from './shape';
import { TokenReader } from './tokens';

/** Where a new value comes from: the body, or the item as it was before. */
export type Operand =
  | { readonly from: 'body'; readonly literal: Literal }
  | { readonly from: 'item'; readonly name: string }
  | { readonly from: 'itemOr'; readonly name: string; readonly otherwise: Operand }
  | { readonly from: 'sum'; readonly parts: readonly [Operand, Operand]; readonly sign: 1 | -1 }
  | { readonly from: 'lists'; readonly parts: readonly [Operand, Operand] };

/** The change of one attribute; without a value the attribute is removed. */
export interface Change {
  readonly name: string;
  readonly value?: Operand;
  /** The place in the body where the caller has asked for the change. */
  readonly pointer: string;
}

/** DynamoDB's limit of an item, of which each element of a list takes a byte at least. */
const maxElements = 400 * 1024;

const expressionPointer = '/payload/UpdateExpression';
const updatesPointer = '/payload/AttributeUpdates';

/** The changes that an UpdateExpression or, as before 2014, AttributeUpdates ask for. @throws ServiceError */
export function readChanges(members: Members, placeholders: Placeholders, shape: Shape): readonly Change[] {
  const expression = members.text('UpdateExpression');
  const isLegacy = members.has('AttributeUpdates');
  if (isLegacy && expression !== undefined) {
    throw wrong(updatesPointer, 'cannot be used together with UpdateExpression');
  }
  if (!isLegacy && expression === undefined) throw wrong(expressionPointer, 'is required, or AttributeUpdates');
  const changes =
    expression === undefined
      ? readAttributeUpdates(members.object('AttributeUpdates'), placeholders, shape)
      : new UpdateParser(expression, placeholders).read();
  const pointer = isLegacy ? updatesPointer : expressionPointer;
  if (changes.length === 0) throw wrong(pointer, 'must change an attribute');
  if (new Set(changes.map(({ name }) => name)).size < changes.length) {
    throw expressionNotAllowed(pointer, 'must change each attribute once only');
  }
  return changes;
}

function readAttributeUpdates(
  updates: Record<string, unknown>,
  placeholders: Placeholders,
  shape: Shape,
): readonly Change[] {
  return Object.entries(updates).map(([name, update]): Change => {
    const pointer = `${updatesPointer}/${pointerPart(name)}`;
    const fault = shape.nameFault(name);
    if (fault !== undefined) throw wrong(pointer, fault);
    placeholders.checkWritable(name, pointer);
    const members = new Members(update, pointer, ['Value', 'Action']);
    const action = members.choice('Action', ['PUT', 'DELETE', 'ADD']);
    const literal = { value: members.get('Value'), pointer: `${pointer}/Value` };
    if (action === 'DELETE') {
      if (literal.value === undefined) return { name, pointer };
      throw expressionNotAllowed(literal.pointer, 'must be left out: there are no sets to delete from');
    }
    if (literal.value === undefined) throw wrong(literal.pointer, 'is required');
    if (action === 'PUT') return { name, pointer: literal.pointer, value: { from: 'body', literal } };
    return { name, pointer: literal.pointer, value: addition(name, literal) };
  });
}

/** ADD counts from 0 where there is nothing yet. */
function addition(name: string, literal: Literal): Operand {
  if (typeof literal.value !== 'number') throw wrong(literal.pointer, 'must be a number to add');
  const nothing: Operand = { from: 'body', literal: { value: 0, pointer: literal.pointer } };
  return {
    from: 'sum',
    parts: [
      { from: 'itemOr', name, otherwise: nothing },
      { from: 'body', literal },
    ],
    sign: 1,
  };
}

const clauses = ['SET', 'REMOVE', 'ADD'] as const;

/**
 * Reads the part of DynamoDB's update expressions that works on whole attributes: SET with values, sums,
 * if_not_exists and list_append, REMOVE, and ADD of numbers.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
class UpdateParser {
  private readonly reader: TokenReader;

  constructor(
    expression: string,
    private readonly placeholders: Placeholders,
  ) {
    this.reader = new TokenReader(expression, expressionPointer);
  }

  read(): readonly Change[] {
    const { reader } = this;
    const changes: Change[] = [];
    const clausesRead = new Set<string>();
    while (reader.ahead.kind !== 'end') {
      const clause = clauses.find((name) => reader.takes(name));
      if (!clause || clausesRead.has(clause)) {
        throw expressionNotAllowed(expressionPointer, `must have ${clauses.join(', ')}, each once only`);
      }
      clausesRead.add(clause);
      do changes.push(this.change(clause));
      while (reader.takes(','));
    }
    return changes;
  }

  private change(clause: (typeof clauses)[number]): Change {
    const { reader, placeholders } = this;
    const name = placeholders.writable(reader.take(), expressionPointer);
    if (['.', '['].includes(reader.ahead.text)) {
      throw expressionNotAllowed(expressionPointer, 'must name whole attributes, nothing inside of one');
    }
    if (clause === 'REMOVE') return { name, pointer: expressionPointer };
    if (clause === 'ADD') {
      const token = reader.take();
      if (token.kind !== 'value') throw expressionNotAllowed(expressionPointer, 'must have a :value to add');
      const literal = placeholders.literal(token);
      return { name, pointer: literal.pointer, value: addition(name, literal) };
    }
    reader.expect('=', 'must have "=" after the attribute');
    const value = this.sum();
    return { name, value, pointer: value.from === 'body' ? value.literal.pointer : expressionPointer };
  }

  private sum(): Operand {
    const first = this.operand();
    const sign = this.reader.takes('+') ? 1 : this.reader.takes('-') ? -1 : undefined;
    return sign ? { from: 'sum', parts: [first, this.operand()], sign } : first;
  }

  private operand(): Operand {
    const { reader, placeholders } = this;
    if (reader.ahead.kind === 'value') return { from: 'body', literal: placeholders.literal(reader.take()) };
    if (!reader.callsAhead()) {
      return { from: 'item', name: placeholders.attribute(reader.take(), expressionPointer) };
    }
    const functionName = reader.take().text;
    reader.take();
    const operand = this.call(functionName);
    reader.expect(')', 'must have ")" at the end of a function');
    return operand;
  }

  private call(functionName: string): Operand {
    const { reader, placeholders } = this;
    const comma = (): void => reader.expect(',', 'must have two arguments for a function');
    switch (functionName) {
      case 'if_not_exists': {
        const name = placeholders.attribute(reader.take(), expressionPointer);
        comma();
        return { from: 'itemOr', name, otherwise: this.operand() };
      }
      case 'list_append': {
        const first = this.operand();
        comma();
        return { from: 'lists', parts: [first, this.operand()] };
      }
      default:
        throw expressionNotAllowed(expressionPointer, 'must have no functions but if_not_exists and list_append');
    }
  }
}

/** Whether the changes can be told without the item. */
export function areLiteral(changes: readonly Change[]): boolean {
  return changes.every(({ value }) => value === undefined || value.from === 'body');
}

/** The new values that changes make; as in DynamoDB, every change sees the item from before. @throws ServiceError */
export function evaluate(changes: readonly Change[], before: Item): Changed {
  return new Map(changes.map(({ name, value, pointer }) => [name, value && valueOf(value, before, pointer)]));
}

function valueOf(operand: Operand, before: Item, pointer: string): unknown {
  switch (operand.from) {
    case 'body':
      return operand.literal.value;
    case 'item':
      if (!Object.hasOwn(before, operand.name)) throw wrong(pointer, 'reads an attribute that the item does not have');
      return before[operand.name];
    case 'itemOr':
      return Object.hasOwn(before, operand.name) ? before[operand.name] : valueOf(operand.otherwise, before, pointer);
    case 'sum': {
      const [left, right] = operand.parts.map((part) => valueOf(part, before, pointer));
      if (!isFiniteNumber(left) || !isFiniteNumber(right)) throw wrong(pointer, 'adds what is not a number');
      return decimalSum(left, operand.sign * right);
    }
    case 'lists': {
      const [left, right] = operand.parts.map((part) => valueOf(part, before, pointer));
      if (!Array.isArray(left) || !Array.isArray(right)) throw wrong(pointer, 'appends what is not a list');
      if (left.length + right.length > maxElements)
        throw wrong(pointer, `makes a list of over ${maxElements} elements`);
      return left.concat(right);
    }
  }
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
