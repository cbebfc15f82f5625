import { localAccess } from '../local/tables';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { admit } from '../services/validation';
import { runBackfill } from '../tables/backfill';
import { openClient } from '../tables/client';
import { takeSeen } from './seen-calls';

/** Runs the backfills of a class to their end, as migrate does. */
export async function fill(type: DeclaredClass, prefix: string): Promise<void> {
  const domain = domainOf(type);
  const client = openClient({ ...localAccess, endpoint: process.env.TEST_ENGINE! });
  for (const name of Object.keys(domain.backfills)) {
    await runBackfill(domain, name, {
      client,
      prefix,
      now: () => new Date(),
      signal: new AbortController().signal,
      admit: ({ type: of }, fields) => admit(of, fields, 'patch'),
      segments: 1,
      mayWrite: async () => undefined,
      told: () => undefined,
    });
  }
  client.destroy();
  // A backfill reads the whole table.
  takeSeen('scans');
}
