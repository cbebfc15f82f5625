import { causeOf, lineOf } from './log';

const request = {
  level: 'info',
  message: 'request',
  requestId: 'r1',
  method: 'GET',
  path: '/product',
  milliseconds: 3.1,
} as const;
const plain = { colours: false };

it('writes a request as one short line', () => {
  expect(lineOf({ ...request, operation: 'products', status: 200 }, plain)).toBe(
    'GET     /product 200 3.1 ms products',
  );
});

it('names the problem of a refused request', () => {
  expect(lineOf({ ...request, status: 404, code: 'not-found' }, plain)).toBe('GET     /product 404 3.1 ms not-found');
});

it('gives the request id of a failure, and every cause behind it', () => {
  const error = { name: 'Error', text: 'outer', stack: 'Error: outer\n    at a', cause: { text: 'inner' } };
  expect(lineOf({ ...request, level: 'error', status: 500, error }, plain)).toBe('GET     /product 500 3.1 ms r1');
  expect(causeOf(error)).toBe('Error: outer\n    at a\nbecause of inner');
});

it('shows the details of any other entry', () => {
  const error = { stack: 'Error: outer' };
  expect(lineOf({ level: 'warn', message: 'slow', table: 'product', tries: 3, error }, plain)).toBe(
    'warn slow table="product" tries=3',
  );
});

it.each([
  [200, 32],
  [304, 36],
  [404, 33],
  [500, 31],
])('at a terminal paints %s in colour %s', (status, colour) => {
  expect(lineOf({ ...request, status }, { colours: true })).toContain(`\u001b[${colour}m${status}\u001b[0m`);
});
