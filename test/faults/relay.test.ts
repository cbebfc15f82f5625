import { removeFolders } from './processes';
import { runRelay } from './relay';

afterAll(removeFolders);

test('two hundred events over a relay that is killed ten times: all delivered, each key in order, one effect', async () => {
  const report = await runRelay({ seed: 50, trials: 200, kills: 10 });
  expect(report).toMatchObject({ kills: 10, accepted: 200, doubled: 0, lost: 0 });
  expect(report.faults).toBeGreaterThan(20);
}, 90_000);
