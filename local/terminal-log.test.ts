import { lineOf } from './terminal-log';

const now = new Date(2026, 0, 15, 9, 30, 5);

it('writes a request as one short line', () => {
  const entry = { level: 'info', message: 'request', requestId: 'r1', method: 'GET', path: '/product', operation: 'products', status: 200, milliseconds: 3.1 } as const;
  expect(lineOf(entry, now)).toBe('09:30:05  GET /product  200  products  3.1 ms');
});

it('names the problem of a refused request', () => {
  const entry = { level: 'info', message: 'request', requestId: 'r1', method: 'GET', path: '/x', status: 404, code: 'not-found', milliseconds: 1 } as const;
  expect(lineOf(entry, now)).toBe('09:30:05  GET /x  404  not-found  1 ms');
});

it('shows what is behind an error, and its cause', () => {
  const error = { name: 'Error', text: 'outer', stack: 'Error: outer\n    at a', cause: { text: 'inner' } };
  const line = lineOf({ level: 'error', message: 'request', requestId: 'r1', method: 'GET', path: '/x', status: 500, error }, now);
  expect(line).toMatch(/^09:30:05 {2}error {2}GET \/x {2}500 {2}r1\n {2}Error: outer\n {6}at a\n {2}because of +inner$/);
});

it('shows the details of any other entry', () => {
  expect(lineOf({ level: 'warn', message: 'slow', table: 'product', tries: 3 }, now)).toBe('09:30:05  warn  slow  table="product"  tries=3');
});
