import { runMessages } from './messages';

test('every message three times in any order, with poison: each order once, each poison in the dead letters', async () => {
  const report = await runMessages({ seed: 40, trials: 150 });
  expect(report).toMatchObject({ accepted: 150, doubled: 0, lost: 0 });
  expect(report.faults).toBeGreaterThan(100);
});
