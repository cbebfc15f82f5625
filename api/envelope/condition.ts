import { Members } from './members';
import type { Placeholders } from './placeholders';
import { expressionNotAllowed, pointerPart, wrong } from './refusal';
import type { Shape } from './shape';
import { TokenReader } from './tokens';

/** What a caller asks of the stored item before a write: whether it is there, and its version. */
export interface Condition {
  readonly isThere?: boolean;
  readonly version?: number;
}

const conditionPointer = '/payload/ConditionExpression';
const expectedPointer = '/payload/Expected';
const allowedTerms =
  'must ask for attribute_exists or attribute_not_exists of the key, or version = :value, joined by AND';

/**
 * The condition of a write, as ConditionExpression or, as before 2014, Expected. Only what the operations
 * themselves can ask is taken. @throws ServiceError
 */
export function readCondition(members: Members, placeholders: Placeholders, shape: Shape): Condition {
  const expression = members.text('ConditionExpression');
  if (!members.has('Expected')) return expression === undefined ? {} : parse(expression, placeholders);
  if (expression !== undefined) throw wrong(expectedPointer, 'cannot be used together with ConditionExpression');
  return Object.entries(members.object('Expected')).reduce<Condition>((condition, [name, expected]) => {
    const pointer = `${expectedPointer}/${pointerPart(name)}`;
    const fault = shape.nameFault(name);
    if (fault !== undefined) throw wrong(pointer, fault);
    return joined(condition, expectation(name, expected, pointer, placeholders), pointer);
  }, {});
}

function expectation(name: string, expected: unknown, pointer: string, placeholders: Placeholders): Condition {
  const member = new Members(expected, pointer, ['Value', 'Exists', 'ComparisonOperator', 'AttributeValueList']);
  const operator = member.has('ComparisonOperator')
    ? member.choice('ComparisonOperator', ['EQ', 'NULL', 'NOT_NULL'])
    : undefined;
  const list = member.get('AttributeValueList');
  const value: unknown = member.has('Value')
    ? member.get('Value')
    : Array.isArray(list) && list.length === 1
      ? list[0]
      : list;
  member.checkFlag('Exists');
  if (placeholders.isKey(name) && value === undefined) {
    if (operator === 'NULL' || (operator === undefined && member.get('Exists') === false)) return { isThere: false };
    if (operator === 'NOT_NULL' || (operator === undefined && member.get('Exists') === true)) return { isThere: true };
  }
  const equal = operator === 'EQ' || (operator === undefined && member.get('Exists') !== false);
  if (name === 'version' && equal) return { version: versionOf(value, pointer) };
  throw expressionNotAllowed(pointer, 'must ask whether the key is there (Exists), or for a version (Value)');
}

function parse(expression: string, placeholders: Placeholders): Condition {
  const reader = new TokenReader(expression, conditionPointer);
  let condition: Condition = {};
  do condition = joined(condition, term(reader, placeholders), conditionPointer);
  while (reader.takes('AND'));
  if (reader.ahead.kind !== 'end') throw expressionNotAllowed(conditionPointer, allowedTerms);
  return condition;
}

function term(reader: TokenReader, placeholders: Placeholders): Condition {
  if (reader.callsAhead()) {
    const functionName = reader.take().text;
    reader.take();
    if (functionName !== 'attribute_exists' && functionName !== 'attribute_not_exists') {
      throw expressionNotAllowed(conditionPointer, allowedTerms);
    }
    const name = placeholders.attribute(reader.take(), conditionPointer);
    if (!placeholders.isKey(name)) throw expressionNotAllowed(conditionPointer, allowedTerms);
    reader.expect(')', allowedTerms);
    return { isThere: functionName === 'attribute_exists' };
  }
  const name = placeholders.attribute(reader.take(), conditionPointer);
  reader.expect('=', allowedTerms);
  const token = reader.take();
  if (name !== 'version' || token.kind !== 'value') throw expressionNotAllowed(conditionPointer, allowedTerms);
  const { value, pointer } = placeholders.literal(token);
  return { version: versionOf(value, pointer) };
}

function versionOf(value: unknown, pointer: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw wrong(pointer, 'must be a version: a whole number from 1');
}

/** Two conditions as one. @throws ServiceError expression-not-allowed where no item could meet both */
function joined(first: Condition, second: Condition, pointer: string): Condition {
  const contradict = <Value>(left?: Value, right?: Value): boolean =>
    left !== undefined && right !== undefined && left !== right;
  const condition = { isThere: second.isThere ?? first.isThere, version: second.version ?? first.version };
  if (
    contradict(first.isThere, second.isThere) ||
    contradict(first.version, second.version) ||
    (condition.isThere === false && condition.version !== undefined)
  ) {
    throw expressionNotAllowed(pointer, 'must not contradict itself');
  }
  return condition;
}
