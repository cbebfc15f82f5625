import { ServiceError } from '../../services/errors';
import { described } from '../logger';
import type { Log } from '../logger';
import type { IssuerKey } from './key-set';

/** The keys of one issuer, fetched when they are needed and kept. */
export interface KeyStore {
  /**
   * The keys with an id; none when the issuer has no such key.
   * @throws ServiceError unavailable when the issuer cannot be asked, or what the signal ends with
   */
  find(id: string, signal: AbortSignal): Promise<readonly IssuerKey[]>;
}

export interface KeyStoreOptions {
  readonly issuer: string;
  /** Asks the issuer for its keys. */
  readonly load: (signal: AbortSignal) => Promise<readonly IssuerKey[]>;
  readonly now: () => Date;
  readonly log: Log;
}

const second = 1000;
const minute = 60 * second;

/** Younger keys are taken as they are; older ones are fetched anew while the old ones still count. */
const freshFor = 10 * minute;
/**
 * From this age on a request waits for the new keys: Lambda freezes what goes on after an answer, so that a function
 * with few requests might never get to the end of a fetch in the background and keep a withdrawn key for ever.
 */
const quietFor = 20 * minute;
/** So long keys count when the issuer cannot be reached; an outage of an hour is to go unnoticed. */
const staleFor = 120 * minute;
/** So long a fetch may take: with it, a refusal comes within two seconds. */
const fetchLimit = 1.5 * second;
/** So long no other fetch follows one that was made beside kept keys: made-up key ids must not make work. */
const pauseBesideKeys = 30 * second;
/** So long no other fetch follows one that failed while there are no keys; Retry-After says the same. */
const pauseWithoutKeys = 1 * second;

interface Fetch {
  readonly startedAt: number;
  /** Whether the keys have come; never rejects. */
  readonly done: Promise<boolean>;
}

/** Opens a store that is empty until the first key is asked for. */
export function openKeyStore({ issuer, load, now, log }: KeyStoreOptions): KeyStore {
  let held: { readonly keys: readonly IssuerKey[]; readonly at: number } | undefined;
  let underWay: Fetch | undefined;
  let last: { readonly failed: boolean; readonly at: number; readonly pause: number } | undefined;

  // A clock that was set back a little ages nothing; one that was set back a day says nothing about any age.
  const elapsed = (since: number): number => Math.abs(now().getTime() - since);
  const heldKeys = (id: string): readonly IssuerKey[] => held?.keys.filter((key) => key.id === id) ?? [];
  const pauseLeft = (): number => (last ? Math.max(0, last.pause - elapsed(last.at)) : 0);

  /** The fetch that is under way, or a new one. */
  function refresh(): Fetch {
    // An older one was frozen together with this process; its answer may never come.
    if (underWay && elapsed(underWay.startedAt) <= fetchLimit) return underWay;
    const startedAt = now().getTime();
    const current: Fetch = {
      startedAt,
      done: attempt(startedAt).finally(() => {
        if (underWay === current) underWay = undefined;
      }),
    };
    underWay = current;
    return current;
  }

  async function attempt(startedAt: number): Promise<boolean> {
    const limit = new AbortController();
    const timer = setTimeout(
      () => limit.abort(new Error(`the issuer did not answer within ${fetchLimit} ms`)),
      fetchLimit,
    );
    const pause = held ? pauseBesideKeys : 0;
    try {
      const keys = await unlessAborted(load(limit.signal), limit.signal);
      // The age counts from the question: the answer may have lain about while this process was frozen.
      if (!held || startedAt >= held.at) held = { keys, at: startedAt };
      last = { failed: false, at: now().getTime(), pause };
      return true;
    } catch (error) {
      last = { failed: true, at: now().getTime(), pause: pause || pauseWithoutKeys };
      log({ level: 'warn', message: 'the keys of an issuer could not be fetched', issuer, error: described(error) });
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    find: async (id, signal) => {
      const age = held ? elapsed(held.at) : Infinity;
      if (age > staleFor) held = undefined;
      const known = heldKeys(id);
      if (known.length > 0) {
        if (age <= freshFor || (pauseLeft() > 0 && !underWay)) return known;
        const fetch = refresh();
        if (age <= quietFor) return known;
        return (await waitFor(fetch, signal)) ? heldKeys(id) : known;
      }

      const pause = underWay ? 0 : pauseLeft();
      if (pause > 0 && !last?.failed) return [];
      if (pause > 0) throw unavailable(Math.ceil(pause / second));
      if (await waitFor(refresh(), signal)) return heldKeys(id);
      throw unavailable(Math.max(1, Math.ceil(pauseLeft() / second)));
    },
  };
}

/** Waits for a fetch that others may wait for too: the signal ends the waiting, not the fetch. */
async function waitFor(fetch: Fetch, signal: AbortSignal): Promise<boolean> {
  try {
    return await unlessAborted(fetch.done, signal);
  } catch (reason) {
    throw reason instanceof ServiceError ? reason : unavailable(1);
  }
}

/** What a promise brings, or the reason of the signal if that comes first. */
async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
  });
  if (signal.aborted) abort();
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort));
}

function unavailable(retryAfterSeconds: number): ServiceError {
  return new ServiceError(
    'unavailable',
    'The issuer of the token cannot be reached at the moment to check it: send the request again a little later.',
    { retryAfterSeconds },
  );
}
