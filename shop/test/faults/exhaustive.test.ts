import { runExhaustively } from './exhaustive';
import { removeFolders } from './processes';

afterAll(removeFolders);

test('every call of a checkout × every fault: nothing or all of it happens, and the retry gets the one order', async () => {
  const report = await runExhaustively();
  expect(report).toMatchObject({ accepted: report.trials, doubled: 0, lost: 0, gaveUp: 0 });
  // Four calls with a key, three without; 12 faults, 14 at the transaction, each once and lasting; two kills each.
  expect(report.trials).toBe(7 * (12 * 2 + 2) + 2 * 4);
});
