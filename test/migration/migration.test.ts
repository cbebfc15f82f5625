import { mostPages, runMigration } from './run';

// The long run is `npm run test:faults -- --suite migration`: 100,000 items and twenty kills.
test('a table is filled in while two releases write to it and the program is killed with -9', async () => {
  const [items, kills] = [2000, 20];
  const { broken, accepted, lists, pages, passes, ...report } = await runMigration({
    seed: 1,
    items,
    kills,
    writers: 8,
  });
  expect(broken).toEqual([]);
  expect(report.kills).toBe(kills);
  expect(Math.min(accepted, 100)).toBe(100);
  expect(lists).toBeGreaterThan(3);
  // It goes on where it was: three backfills, each read to its end as often as it had to be, and a little more for each kill.
  expect(pages).toBeLessThanOrEqual(mostPages(items, kills, passes));
  // Twenty starts of a program: on a busy machine each takes ten times as long.
}, 900_000);
