import { decimalSum } from './decimals';

test.each([
  [0.1, 0.2, 0.3],
  [100, -99.9, 0.1],
  [-999_999_999.99, 0.01, -999_999_999.98],
  [1.005, 1, 2.005],
  [2.5e-7, 1e-7, 3.5e-7],
  [1e-130, 2e-130, 3e-130],
  [1e22, 1, 1e22],
  [-0.3, 0.3, 0],
])('%d and %d are %d', (left, right, sum) => {
  expect(decimalSum(left, right)).toBe(sum);
});

// The witness is integer arithmetic on cents.
test('amounts are added to the cent', () => {
  let cents = 12_345;
  for (let index = 0; index < 10_000; index++) {
    cents = (cents * 1_103_515_245 + 12_345) % 99_999_999_999;
    const other = (cents * 7 + index) % 100_003;
    expect(decimalSum(cents / 100, -other / 100)).toBe((cents - other) / 100);
  }
});
