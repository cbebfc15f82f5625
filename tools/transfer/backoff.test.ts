import { Backoff, retryAfter, usualPatience, widestWait } from './backoff';

const never = new AbortController().signal;
const patience = { tries: 4, first: 1, widest: 5, longestAsked: 1_000 };

test('the tries are bounded', async () => {
  const backoff = new Backoff(patience, never);
  expect(backoff.triedAgain).toBe(false);
  const answers = [await backoff.again(), await backoff.again(), await backoff.again(), await backoff.again()];
  expect(answers).toEqual([true, true, true, false]);
  expect(backoff.triedAgain).toBe(true);
});

test('a server is given the time it asks for', async () => {
  const start = performance.now();
  await new Backoff(patience, never).again(80);
  expect(performance.now() - start).toBeGreaterThanOrEqual(79);
});

test('a server that asks for too much is not waited for', async () => {
  expect(await new Backoff(patience, never).again(1_001)).toBe(false);
});

test('a wait ends when somebody stops it', async () => {
  const controller = new AbortController();
  const wait = new Backoff({ ...patience, longestAsked: 60_000 }, controller.signal).again(30_000);
  controller.abort();
  expect(await wait).toBe(false);
});

test('the waits grow to their limit, and all together are what the comment says', () => {
  const waits = Array.from({ length: usualPatience.tries - 1 }, (_, index) => widestWait(index + 1, usualPatience));
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000]);
  expect(Math.ceil(waits.reduce((sum, wait) => sum + wait) / 1_000)).toBe(23);
});

test('Retry-After is read as seconds or as a date', () => {
  const now = Date.parse('2026-01-15T09:30:00Z');
  expect(retryAfter('3', now)).toBe(3_000);
  expect(retryAfter('Thu, 15 Jan 2026 09:30:07 GMT', now)).toBe(7_000);
  expect(retryAfter('Thu, 15 Jan 2026 09:29:00 GMT', now)).toBe(0);
  expect(retryAfter('soon', now)).toBeUndefined();
  expect(retryAfter(null, now)).toBeUndefined();
});
