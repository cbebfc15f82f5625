import { runHostile } from './hostile';
import { removeFolders } from './processes';

afterAll(removeFolders);

test('beside a hostile caller without a token no checkout fails, and every request is answered as is expected', async () => {
  const trials = 8;
  const report = await runHostile({ seed: 70, trials, connections: 3 });
  expect(report).toMatchObject({ trials, gaveUp: 0 });
  // So many to warm up, so many in the quiet, and no fewer beside the attack.
  expect(report.accepted).toBeGreaterThanOrEqual(3 * trials);
  // Each kind of request as often.
  expect(report.faults % trials).toBe(0);
  expect(report.faults).toBeGreaterThan(20 * trials);
});
