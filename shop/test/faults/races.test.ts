import { races, runRace } from './races';

const rounds = { key: 3, basket: 3, stock: 1, items: 1 };
const accepted = { key: 1, basket: 1, stock: 10, items: 50 };

describe.each([1, 3])('fifty clients at once, through %p gateways', (gateways) => {
  test.each(races)('race for one %s', async (race) => {
    const report = await runRace({ seed: 30, race, rounds: rounds[race], gateways });
    expect(report.accepted).toBe(accepted[race] * rounds[race]);
  });
});
