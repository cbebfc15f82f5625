import { removeFolders } from './processes';
import { runRelay } from './relay';

afterAll(removeFolders);

test('hundreds of events over a relay that is killed ten times: all delivered, each key in order, one effect', async () => {
  const report = await runRelay({ seed: 50, trials: 200, kills: 10 });
  // Five events of each order. The twelve of each record that is put between them are told of products, and are not
  // counted here: that each of them came is checked with all others.
  expect(report).toMatchObject({ kills: 10, accepted: 200, doubled: 0, lost: 0 });
  expect(report.faults).toBeGreaterThan(20);
  // The odd ways of a stream: batches that are halved, starts at its oldest record, records of expiry.
  expect(report.remarks).toMatch(
    /^\d+ deliveries(?=.*, \d+ halved)(?=.*, \d+ from the oldest)(?=.*, \d+ with removals)/,
  );
});
