import { identifier } from './identifier';

test('an id is a UUID of version 7 (RFC 9562, section 5.7)', () => {
  for (let index = 0; index < 200; index++) {
    expect(identifier(Date.now())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test('an id begins with its moment', () => {
  // The example of RFC 9562, appendix A.6.
  expect(identifier(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7/);
});

test('ids of later milliseconds sort later', () => {
  const moments = [0, 1, 255, 256, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
  const ids = moments.map(identifier);
  expect(ids.toSorted()).toEqual(ids);
});

test('ids of one millisecond differ', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => identifier(5))).size).toBe(10_000);
});
