import fc from 'fast-check';
import { decimalSum } from './decimal';

test.each([
  [0.1, 0.2, 0.3],
  [9.99, -9.99, 0],
  [-0.5, 0.25, -0.25],
  [1e21, 1, 1e21],
  [1e-7, 2e-7, 3e-7],
  [5, 1.5e-5, 5.000015],
  [9_007_199_254_740_990, 1, 9_007_199_254_740_991],
  [1e125, 1e-130, 1e125],
])('%d and %d make %d', (one, other, sum) => {
  expect(decimalSum(one, other)).toBe(sum);
});

test('amounts in cents add up exactly', () => {
  const cents = fc.integer({ min: -1e12, max: 1e12 });
  fc.assert(
    fc.property(cents, cents, (one, other) => {
      expect(decimalSum(one / 100, other / 100)).toBe((one + other) / 100);
    }),
  );
});
