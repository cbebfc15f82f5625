import { runCheckouts } from './checkout';
import { removeFolders } from './processes';

afterAll(removeFolders);

test('two hundred checkouts under faults and kills: none doubled, none lost, every client answered', async () => {
  const report = await runCheckouts({ seed: 20, trials: 200 });
  expect(report).toMatchObject({ accepted: 200, doubled: 0, lost: 0, gaveUp: 0 });
  // Without these the run would have proved nothing.
  expect(report.kills).toBeGreaterThan(40);
  expect(report.faults).toBeGreaterThan(100);
});
