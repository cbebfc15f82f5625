import { runKept } from './run';

// The long run is `npm run test:faults -- --suite kept`.
test('what is kept and written together is what was answered, though processes are killed and calls go wrong', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
  const report = await runKept({ seed, operations: 300, kills: 3 });
  expect({ seed, broken: report.broken, kills: report.kills }).toEqual({ seed, broken: [], kills: 3 });
  // Otherwise nothing was tried.
  for (const count of [report.faults, report.refused, report.repeated, report.replayed])
    expect(count).toBeGreaterThan(0);
});
