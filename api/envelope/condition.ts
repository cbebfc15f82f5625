import { Members } from './members';
import type { Placeholders } from './placeholders';
import { expressionNotAllowed, pointerPart, wrong } from './refusal';
import type { Shape } from './shape';
import { TokenReader } from './tokens';

/** What a caller asks of the stored item before a write: whether it is there, and its version. */
export interface Wanted {
  readonly isThere?: boolean;
  readonly version?: number;
}

const conditionPointer = '/payload/ConditionExpression';
const expectedPointer = '/payload/Expected';
const taken = 'must ask for attribute_exists or attribute_not_exists of the key, or version = :value, joined by AND';

/**
 * The condition of a write, as ConditionExpression or, as before 2014, Expected. Only what the operations
 * themselves can ask is taken. @throws ServiceError
 */
export function readCondition(members: Members, placeholders: Placeholders, shape: Shape): Wanted {
  const expression = members.text('ConditionExpression');
  if (!members.has('Expected')) return expression === undefined ? {} : parse(expression, placeholders);
  if (expression !== undefined) throw wrong(expectedPointer, 'cannot be used together with ConditionExpression');
  return Object.entries(members.object('Expected')).reduce<Wanted>((wanted, [name, given]) => {
    const pointer = `${expectedPointer}/${pointerPart(name)}`;
    const fault = shape.nameFault(name);
    if (fault !== undefined) throw wrong(pointer, fault);
    return joined(wanted, expectation(name, given, pointer, placeholders), pointer);
  }, {});
}

function expectation(name: string, given: unknown, pointer: string, placeholders: Placeholders): Wanted {
  const member = new Members(given, pointer, ['Value', 'Exists', 'ComparisonOperator', 'AttributeValueList']);
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

function parse(expression: string, placeholders: Placeholders): Wanted {
  const reader = new TokenReader(expression, conditionPointer);
  let wanted: Wanted = {};
  do wanted = joined(wanted, term(reader, placeholders), conditionPointer);
  while (reader.takes('AND'));
  if (reader.ahead.kind !== 'end') throw expressionNotAllowed(conditionPointer, taken);
  return wanted;
}

function term(reader: TokenReader, placeholders: Placeholders): Wanted {
  if (reader.callsAhead()) {
    const called = reader.take().text;
    reader.take();
    if (called !== 'attribute_exists' && called !== 'attribute_not_exists') {
      throw expressionNotAllowed(conditionPointer, taken);
    }
    const name = placeholders.attribute(reader.take(), conditionPointer);
    if (!placeholders.isKey(name)) throw expressionNotAllowed(conditionPointer, taken);
    reader.expect(')', taken);
    return { isThere: called === 'attribute_exists' };
  }
  const name = placeholders.attribute(reader.take(), conditionPointer);
  reader.expect('=', taken);
  const token = reader.take();
  if (name !== 'version' || token.kind !== 'value') throw expressionNotAllowed(conditionPointer, taken);
  const { value, pointer } = placeholders.literal(token);
  return { version: versionOf(value, pointer) };
}

function versionOf(value: unknown, pointer: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw wrong(pointer, 'must be a version: a whole number from 1');
}

/** Two terms at once. What they contradict each other about can never be. */
function joined(one: Wanted, other: Wanted, pointer: string): Wanted {
  const contradict = <Value>(first?: Value, second?: Value): boolean =>
    first !== undefined && second !== undefined && first !== second;
  const wanted = { isThere: other.isThere ?? one.isThere, version: other.version ?? one.version };
  if (
    contradict(one.isThere, other.isThere) ||
    contradict(one.version, other.version) ||
    (wanted.isThere === false && wanted.version !== undefined)
  ) {
    throw expressionNotAllowed(pointer, 'must not contradict itself');
  }
  return wanted;
}
