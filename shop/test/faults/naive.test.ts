import { runCheckouts } from './checkout';
import { runExhaustively } from './exhaustive';
import { runMessages } from './messages';
import {
  deafToKeys,
  deniesSales,
  failsTogether,
  newestFirst,
  swallowsPoison,
  tellsTables,
  tornTransaction,
  trustsTheBus,
} from './mistakes';
import { naive } from './naive';
import { removeFolders } from './processes';
import { runRace } from './races';
import { runRelay } from './relay';
import { InvariantBroken, invariants as promises } from './report';
import type { Invariant, Report } from './report';

afterAll(removeFolders);

const seen = new Set<Invariant>();

/** The promises that a run finds broken, once its message says how to run it again. */
async function brokenBy(run: Promise<Report>): Promise<readonly Invariant[]> {
  const error: unknown = await run.then(
    () => undefined,
    (broken: unknown) => broken,
  );
  expect(error).toBeInstanceOf(InvariantBroken);
  const { message, invariants, seed } = error as InvariantBroken;
  expect(message).toContain(`--seed ${seed}`);
  for (const invariant of invariants) seen.add(invariant);
  return invariants;
}

describe('a shop without key and transaction is found out', () => {
  test('by the checkouts under faults and kills', async () => {
    const broken = await brokenBy(runCheckouts({ subject: naive, seed: 60, trials: 25, messagingKills: 2 }));
    expect(broken).toEqual(expect.arrayContaining(['answered', 'doubled', 'card']));
  });

  test('by the faults of every call', async () => {
    expect(await brokenBy(runExhaustively({ subject: naive, step: 23 }))).toEqual(
      expect.arrayContaining(['whole', 'answered']),
    );
  });

  test.each([
    ['key', ['codes', 'answered']],
    ['basket', ['counted']],
    ['stock', ['counted', 'stock']],
    ['items', ['counted']],
  ] as const)('by the race for one %s', async (race, invariants) => {
    const broken = await brokenBy(runRace({ subject: naive, seed: 60, race, rounds: 1, gateways: 3 }));
    expect(broken).toEqual(expect.arrayContaining([...invariants]));
  });

  test('by messages that come again, and by poison', async () => {
    const broken = await brokenBy(runMessages({ subject: naive, seed: 60, trials: 15 }));
    expect(broken).toEqual(expect.arrayContaining(['doubled', 'poison']));
  });

  test('by a relay that is killed, and a bus that refuses entries', async () => {
    const broken = await brokenBy(runRelay({ subject: naive, seed: 60, trials: 100, kills: 3 }));
    expect(broken).toEqual(expect.arrayContaining(['event', 'once']));
  });
});

describe('one mistake alone is found out', () => {
  test('a transaction that is none', async () => {
    const broken = await brokenBy(runExhaustively({ subject: tornTransaction, step: 9 }));
    expect(broken).toEqual(expect.arrayContaining(['whole', 'answered']));
  });

  test('a key that nobody reads', async () => {
    const broken = await brokenBy(runRace({ subject: deafToKeys, seed: 61, race: 'basket', rounds: 1 }));
    expect(broken).toEqual(['counted']);
  });

  test('a sale that is denied', async () => {
    const broken = await brokenBy(runRace({ subject: deniesSales, seed: 61, race: 'stock', rounds: 1 }));
    expect(broken).toEqual(expect.arrayContaining(['codes', 'counted', 'unasked']));
  });

  test('a table that is named', async () => {
    const broken = await brokenBy(runRace({ subject: tellsTables, seed: 61, race: 'items', rounds: 1 }));
    expect(broken).toEqual(['leaks']);
  });

  test('poison that is swallowed', async () => {
    const broken = await brokenBy(runMessages({ subject: swallowsPoison, seed: 61, trials: 15 }));
    expect(broken).toContain('poison');
    expect(broken).not.toContain('doubled');
  });

  test('a batch that fails as one', async () => {
    const broken = await brokenBy(runMessages({ subject: failsTogether, seed: 61, trials: 15 }));
    expect(broken).toContain('redrive');
    expect(broken).not.toContain('poison');
  });

  test('a bus whose refusals are not read', async () => {
    // What the bus refused comes after later ones if the relay is killed before it has noted how far it is, so that the
    // order may be broken with it.
    const broken = await brokenBy(runRelay({ subject: trustsTheBus, seed: 61, trials: 200, kills: 1 }));
    expect(broken).toContain('event');
  });

  test('events that overtake each other', async () => {
    // It begins again from the end of what it was handed, and would hardly ever get through records of many events.
    const run = { subject: newestFirst, seed: 61, trials: 60, kills: 2, hasOddRecords: false };
    const broken = await brokenBy(runRelay(run));
    expect(broken).toEqual(['order']);
  });
});

test('every promise has been seen broken by one of these', () => {
  // Those of the hostile caller, of a migration and of what is kept beside items are kept by the programs themselves, in
  // whose place no mistake of these can stand.
  const ofPrograms = ['refused', 'slow', 'filled', 'resumed', 'kept'];
  expect([...seen].sort()).toEqual(
    Object.keys(promises)
      .filter((promise) => !ofPrograms.includes(promise))
      .sort(),
  );
});
