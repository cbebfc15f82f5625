import { domainOf } from '../../schema/facts';
import { LambdaApigateway } from '../../examples/lambda-apigateway/item';
import { Book } from '../../test/trial/book';
import { Members } from './members';
import { Placeholders } from './placeholders';
import { shapeOf } from './shape';
import { evaluate, readChanges } from './update';

const members = ['UpdateExpression', 'AttributeUpdates', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];

/** What an update makes of an item: its changes, or the code and the place of the refusal. */
function changed(payload: object, before: Record<string, unknown> = {}, type: new () => object = Book): unknown {
  try {
    const shape = shapeOf(domainOf(type));
    const given = new Members(payload, '/payload', members);
    const placeholders = new Placeholders(shape, ['id'], given);
    const changes = readChanges(given, placeholders, shape);
    placeholders.checkAllUsed();
    return Object.fromEntries(evaluate(changes, before));
  } catch (error) {
    const { code, details } = error as { code: string; details: { errors: { pointer: string }[] } };
    return [code, details.errors?.[0]?.pointer];
  }
}
const by = (UpdateExpression: string, values?: object, names?: object): object => ({
  UpdateExpression,
  ...(values && { ExpressionAttributeValues: values }),
  ...(names && { ExpressionAttributeNames: names }),
});

test.each<[string, object, object, object]>([
  [
    'SET of two',
    by('SET price = :a, #t = :b', { ':a': 1, ':b': 'x' }, { '#t': 'title' }),
    {},
    { price: 1, title: 'x' },
  ],
  ['no space at all', by('SET price=:a,stock=stock-:a', { ':a': 1 }), { stock: 3 }, { price: 1, stock: 2 }],
  ['clauses in any order and case', by('remove stock Set price = :a', { ':a': 1 }), {}, { stock: undefined, price: 1 }],
  ['values of before', by('SET price = rating, rating = price'), { price: 1, rating: 2 }, { price: 2, rating: 1 }],
  [
    'functions inside of one another',
    by('SET tags = list_append(if_not_exists(tags, :e), :l)', { ':e': [], ':l': ['a'] }),
    {},
    { tags: ['a'] },
  ],
  ['a sum of a default', by('SET stock = if_not_exists(stock, :z) + :a', { ':z': 0, ':a': 2 }), {}, { stock: 2 }],
  ['ADD where something is', by('ADD stock :a', { ':a': -2 }), { stock: 5 }, { stock: 3 }],
])('%s', (_, payload, before, after) => {
  expect(changed(payload, before as Record<string, unknown>)).toEqual(after);
});

const expression = ['expression-not-allowed', '/payload/UpdateExpression'];
const at = (pointer: string): string[] => ['validation', `/payload/${pointer}`];

test.each<[string, object, readonly string[]]>([
  ['the key', by('SET id = :a', { ':a': 'x' }), expression],
  ['the key by another name', by('SET #i = :a', { ':a': 'x' }, { '#i': 'id' }), expression],
  ['the version', by('ADD version :a', { ':a': 1 }), expression],
  ['a path', by('SET tags[0] = :a', { ':a': 'x' }), expression],
  ['a member', by('REMOVE tags.a'), expression],
  ['another function', by('SET price = size(title)'), expression],
  ['a set to delete from', by('DELETE tags :a', { ':a': ['x'] }), expression],
  ['a clause twice', by('SET price = :a SET stock = :a', { ':a': 1 }), expression],
  ['an attribute twice', by('SET price = :a REMOVE price', { ':a': 1 }), expression],
  ['half a sentence', by('SET price ='), expression],
  ['a comma too many', by('SET price = :a,', { ':a': 1 }), expression],
  ['three parts of a sum', by('SET price = price + price + price'), expression],
  ['a number', by('SET price = 5'), expression],
  ['strange characters', by('SET price = :a; DROP', { ':a': 1 }), expression],
  ['no clause', by('price = :a', { ':a': 1 }), expression],
  ['nothing', by(''), at('UpdateExpression')],
  ['nothing at all', {}, at('UpdateExpression')],
  ['an undeclared attribute', by('SET colour = :a', { ':a': 1 }), at('UpdateExpression')],
  ['a name of Object', by('SET constructor = :a', { ':a': 1 }), at('UpdateExpression')],
  ['an undeclared name', by('SET #c = :a', { ':a': 1 }, { '#c': 'price, version' }), at('ExpressionAttributeNames/#c')],
  ['a name that is no text', by('SET #c = :a', { ':a': 1 }, { '#c': ['price'] }), at('ExpressionAttributeNames/#c')],
  ['a missing name', by('SET #c = :a', { ':a': 1 }), at('ExpressionAttributeNames/#c')],
  ['a missing value', by('SET price = :a', {}), at('ExpressionAttributeValues/:a')],
  ['a value of Object', by('SET price = :constructor', {}), at('ExpressionAttributeValues/:constructor')],
  ['an unused value', by('REMOVE stock', { ':a': 1 }), at('ExpressionAttributeValues/:a')],
  ['an unused name', by('REMOVE stock', undefined, { '#a': 'price' }), at('ExpressionAttributeNames/#a')],
  ['a placeholder without its sign', by('REMOVE stock', { a: 1 }), at('ExpressionAttributeValues/a')],
  ['a missing attribute', by('SET price = rating'), at('UpdateExpression')],
  ['a sum of texts', by('SET title = :a + :a', { ':a': 'x' }), at('UpdateExpression')],
  ['an addition of a text', by('ADD price :a', { ':a': '1' }), at('ExpressionAttributeValues/:a')],
  ['a list of a text', by('SET tags = list_append(:a, :a)', { ':a': 'x' }), at('UpdateExpression')],
  ['both forms', { ...by('REMOVE stock'), AttributeUpdates: {} }, at('AttributeUpdates')],
  ['no update', { AttributeUpdates: {} }, at('AttributeUpdates')],
  ['an unknown action', { AttributeUpdates: { price: { Action: 'SET' } } }, at('AttributeUpdates/price/Action')],
  ['no value', { AttributeUpdates: { price: {} } }, at('AttributeUpdates/price/Value')],
  ['no update object', { AttributeUpdates: { price: 5 } }, at('AttributeUpdates/price')],
  [
    'a prototype',
    { AttributeUpdates: JSON.parse('{"__proto__":{"Value":1}}') as object },
    at('AttributeUpdates/__proto__'),
  ],
  ['something more', { AttributeUpdates: { price: { Value: 1, Exists: true } } }, at('AttributeUpdates/price/Exists')],
])('%s is refused', (_, payload, refusal) => {
  expect(changed(payload)).toEqual(refusal);
});

test('free items have no attribute that is a prototype, and none without a name', () => {
  for (const name of ['__proto__', '']) {
    const AttributeUpdates = JSON.parse(`{"${name}":{"Value":1}}`) as object;
    expect(changed({ AttributeUpdates }, {}, LambdaApigateway)).toEqual(at(`AttributeUpdates/${name}`));
  }
});

test('an expression has at most 4 KB and 300 operators', () => {
  const values = { ':a': 1 };
  const sets = (count: number): object =>
    by(`SET ${Array.from({ length: count }, (_, index) => `a${index}=:a`).join(',')}`, values);
  expect(Object.keys(changed(sets(150), {}, LambdaApigateway) as object)).toHaveLength(150);
  expect(changed(sets(151), {}, LambdaApigateway)).toEqual(expression);
  const long = (length: number): object => by('SET a = :a'.padEnd(length), values);
  expect(changed(long(4096), {}, LambdaApigateway)).toEqual({ a: 1 });
  expect(changed(long(4097), {}, LambdaApigateway)).toEqual(expression);
});

test('values and lists do not grow without bounds', () => {
  const sets = Array.from({ length: 100 }, (_, index) => `a${index} = :a`).join(', ');
  expect(changed(by(`SET ${sets}`, { ':a': 'x'.repeat(100_000) }), {}, LambdaApigateway)).toEqual([
    'payload-too-large',
    undefined,
  ]);
  const doubled = Array.from({ length: 20 }).reduce<string>((inner) => `list_append(${inner}, ${'a'})`, 'a');
  const before = { a: Array.from({ length: 100_000 }, () => 1) };
  expect(changed(by(`SET a = ${doubled}`), before, LambdaApigateway)).toEqual(at('UpdateExpression'));
});
