import { matcherOf } from './pattern';

const event = {
  source: 'com.swn.basket.checkoutbasket',
  'detail-type': 'CheckoutBasket',
  resources: ['one', 'two'],
  detail: {
    userName: 'swn',
    total: 12.5,
    gift: false,
    note: null,
    address: { city: 'Café', lines: [] },
    items: [
      { id: 'a', quantity: 1 },
      { id: 'b', quantity: 2 },
    ],
  },
};

const detail = (pattern: object): object => ({ detail: pattern });

test.each<[boolean, object]>([
  [true, { source: ['com.swn.basket.checkoutbasket'], 'detail-type': ['CheckoutBasket'] }],
  [false, { source: ['com.swn.basket.checkoutbasket'], 'detail-type': ['checkoutbasket'] }],
  [true, { source: ['other', 'com.swn.basket.checkoutbasket'] }],
  [true, { resources: ['two'] }],
  [false, { resources: ['three'] }],
  [true, detail({ total: [12.5] })],
  [false, detail({ total: ['12.5'] })],
  [true, detail({ gift: [false], note: [null] })],
  [false, detail({ missing: [null] })],
  [true, detail({ address: { city: ['Café'] } })],
  [false, detail({ city: ['Café'] })],
  [false, { toString: [{ exists: true }] }],

  [true, { source: [{ prefix: 'com.swn.' }] }],
  [false, { source: [{ prefix: 'swn' }] }],
  [false, { source: [{ prefix: 'COM.' }] }],
  [true, { source: [{ prefix: { 'equals-ignore-case': 'COM.' } }] }],
  [true, { source: [{ suffix: 'checkoutbasket' }] }],
  [false, { source: [{ suffix: 'com' }] }],
  [true, { source: [{ suffix: { 'equals-ignore-case': 'BASKET' } }] }],
  [false, detail({ total: [{ prefix: '1' }] })],
  [true, detail({ userName: [{ 'equals-ignore-case': 'SWN' }] })],
  [false, detail({ userName: [{ 'equals-ignore-case': 'SW' }] })],

  [true, detail({ userName: [{ exists: true }] })],
  [false, detail({ userName: [{ exists: false }] })],
  [true, detail({ note: [{ exists: true }] })],
  [false, detail({ missing: [{ exists: true }] })],
  [true, detail({ missing: [{ exists: false }] })],
  [true, detail({ missing: { deeper: [{ exists: false }] } })],
  [true, detail({ address: { lines: [{ exists: false }] } })],
  [false, detail({ address: [{ exists: true }] })],

  [true, detail({ userName: [{ 'anything-but': 'alice' }] })],
  [false, detail({ userName: [{ 'anything-but': ['alice', 'swn'] }] })],
  [true, detail({ total: [{ 'anything-but': [1, 2] }] })],
  [false, detail({ missing: [{ 'anything-but': 'alice' }] })],
  [false, { source: [{ 'anything-but': { prefix: 'com.' } }] }],
  [true, { source: [{ 'anything-but': { prefix: ['net.', 'org.'] } }] }],
  [false, { source: [{ 'anything-but': { suffix: 'basket' } }] }],
  [false, detail({ userName: [{ 'anything-but': { 'equals-ignore-case': ['A', 'SWN'] } }] })],

  [true, detail({ total: [{ numeric: ['=', 12.5] }] })],
  [true, detail({ total: [{ numeric: ['>', 0, '<=', 12.5] }] })],
  [false, detail({ total: [{ numeric: ['>', 0, '<', 12.5] }] })],
  [false, detail({ total: [{ numeric: ['>', 12.5] }] })],
  [true, detail({ total: [{ numeric: ['>=', 12.5] }] })],
  [false, detail({ total: [{ numeric: ['<', 12.5] }] })],
  [false, detail({ userName: [{ numeric: ['>', 0] }] })],

  [true, detail({ items: { id: ['b'], quantity: [2] } })],
  [false, detail({ items: { id: ['a'], quantity: [2] } })],

  [true, { $or: [{ source: ['x'] }, { detail: { userName: ['swn'] } }] }],
  [false, { $or: [{ source: ['x'] }, { detail: { userName: ['alice'] } }] }],
  [false, { 'detail-type': ['x'], $or: [{ source: ['x'] }, { detail: { userName: ['swn'] } }] }],
  [true, detail({ $or: [{ userName: ['x'] }, { total: [{ numeric: ['>', 1] }] }] })],
])('%s for %j', (matches, pattern) => {
  expect(matcherOf(pattern as any)(event)).toBe(matches);
});

test.each<[string, unknown]>([
  ['An event pattern is an object with at least one field.', {}],
  ['An event pattern is an object with at least one field.', ['x']],
  ['has "source" as a single value', { source: 'x' }],
  ['has "detail.total" as a single value', { detail: { total: 1 } }],
  ['empty array at "source"', { source: [] }],
  ['"wildcard" at "source", which the local bus does not know', { source: [{ wildcard: 'x*' }] }],
  ['"cidr" at "detail.ip", which the local bus does not know', { detail: { ip: [{ cidr: '10.0.0.0/24' }] } }],
  ['"toString" at "source", which the local bus does not know', { source: [{ toString: 'x' }] }],
  ['"prefix" at "source" with an argument', { source: [{ prefix: 1 }] }],
  ['"exists" at "source" with an argument', { source: [{ exists: 'yes' }] }],
  ['"anything-but" at "source" with an argument', { source: [{ 'anything-but': { wildcard: 'x*' } }] }],
  ['"anything-but" at "source" with an argument', { source: [{ 'anything-but': [] }] }],
  ['"numeric" at "a" with an argument', { a: [{ numeric: ['!=', 1] }] }],
  ['"numeric" at "a" with an argument', { a: [{ numeric: ['>'] }] }],
  ['neither a value nor one operator', { source: [{ prefix: 'x', suffix: 'y' }] }],
  ['at least two objects at "$or"', { $or: [{ source: ['x'] }] }],
])('a pattern that cannot be used is refused: %s', (words, pattern) => {
  expect(() => matcherOf(pattern as any)).toThrow(words);
});
