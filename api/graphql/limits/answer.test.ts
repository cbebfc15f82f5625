import { shortErrors } from './answer';

const error = (message: string) => ({ message, locations: Array.from({ length: 50 }, () => ({ line: 1, column: 1 })) });

test('an answer has as many errors as 3 KB hold, and says how many it leaves out', () => {
  const { errors, leftOut } = shortErrors(Array.from({ length: 100 }, () => error('x'.repeat(600))));
  expect(Buffer.byteLength(JSON.stringify(errors))).toBeLessThan(3100);
  expect(errors.length + leftOut).toBe(100);
  expect(errors.length).toBeGreaterThan(1);
});

test('few errors stay as they are, but for places beyond the fifth', () => {
  const { errors, leftOut } = shortErrors([{ message: 'one' }, error('two')]);
  expect(leftOut).toBe(0);
  expect(errors).toEqual([{ message: 'one' }, { message: 'two', locations: error('').locations.slice(0, 5) }]);
});

test('one error is always told, with at most five wrong fields', () => {
  const wrong = Array.from({ length: 200 }, (_, index) => ({ pointer: `/items/${index}`, detail: 'is required' }));
  const { errors } = shortErrors([
    { message: 'x'.repeat(5000), extensions: { code: 'BAD_USER_INPUT', errors: wrong } },
  ]);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', errors: wrong.slice(0, 5) });
});

test('what tells of a value that cannot be read belongs to the data, and crowds nothing out', () => {
  const unreadable = { ...error('x'.repeat(600)), extensions: { code: 'UNREADABLE' } };
  const list = [
    ...Array.from({ length: 50 }, () => unreadable),
    ...Array.from({ length: 10 }, () => error('x'.repeat(600))),
  ];
  const { errors, leftOut } = shortErrors(list);
  expect(errors.filter(({ extensions }) => extensions?.code === 'UNREADABLE')).toHaveLength(50);
  expect(errors.length).toBeGreaterThan(51);
  expect(errors.length + leftOut).toBe(60);
});
