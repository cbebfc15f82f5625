import { runJourney } from './journey';
import { removeFolders } from './processes';

afterAll(removeFolders);

test('after a month with 194 products and 100 baskets, over both faces and three restarts, the books balance', async () => {
  const report = await runJourney({ seed: 70, baskets: 100 });
  expect(report).toMatchObject({ doubled: 0, lost: 0, gaveUp: 0 });
  expect(report.accepted).toBeGreaterThan(60);
});
