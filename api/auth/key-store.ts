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
/** How long keys count when the issuer cannot be reached; an outage of an hour is to go unnoticed. */
const staleFor = 120 * minute;
/** How long a fetch may take: a refusal then comes within two seconds. */
const fetchLimit = 1.5 * second;
/** How long no other fetch follows a fetch that was made while there were keys: made-up key ids must not make work. */
const pauseBesideKeys = 30 * second;
/** How long no other fetch follows a fetch that failed while there were no keys; Retry-After says the same. */
const pauseWithoutKeys = 1 * second;

interface Fetch {
  readonly startedAt: number;
  /** Whether the keys have come; never rejects. */
  readonly done: Promise<boolean>;
}

/** Opens a store that is empty until the first key is asked for. */
export function openKeyStore({ issuer, load, now, log }: KeyStoreOptions): KeyStore {
  let cached: { readonly keys: readonly IssuerKey[]; readonly at: number } | undefined;
  let runningFetch: Fetch | undefined;
  let lastFetch: { readonly failed: boolean; readonly at: number; readonly pause: number } | undefined;

  // A clock that was set back a little ages nothing; one that was set back a day says nothing about any age.
  const elapsed = (since: number): number => Math.abs(now().getTime() - since);
  const keysWithId = (id: string): readonly IssuerKey[] => cached?.keys.filter((key) => key.id === id) ?? [];
  const pauseLeft = (): number => (lastFetch ? Math.max(0, lastFetch.pause - elapsed(lastFetch.at)) : 0);

  /** The fetch that is under way, or a new one. */
  function refresh(): Fetch {
    // An older fetch was frozen together with this process; its answer may never come.
    if (runningFetch && elapsed(runningFetch.startedAt) <= fetchLimit) return runningFetch;
    const startedAt = now().getTime();
    const current: Fetch = {
      startedAt,
      done: attempt(startedAt).finally(() => {
        if (runningFetch === current) runningFetch = undefined;
      }),
    };
    runningFetch = current;
    return current;
  }

  async function attempt(startedAt: number): Promise<boolean> {
    const limit = new AbortController();
    const timer = setTimeout(
      () => limit.abort(new Error(`the issuer did not answer within ${fetchLimit} ms`)),
      fetchLimit,
    );
    const pause = cached ? pauseBesideKeys : 0;
    try {
      const keys = await unlessAborted(load(limit.signal), limit.signal);
      // The age counts from the question: the answer may have lain about while this process was frozen.
      if (!cached || startedAt >= cached.at) cached = { keys, at: startedAt };
      lastFetch = { failed: false, at: now().getTime(), pause };
      return true;
    } catch (error) {
      lastFetch = { failed: true, at: now().getTime(), pause: pause || pauseWithoutKeys };
      log({ level: 'warn', message: 'the keys of an issuer could not be fetched', issuer, error: described(error) });
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    find: async (id, signal) => {
      const age = cached ? elapsed(cached.at) : Infinity;
      if (age > staleFor) cached = undefined;
      const usableKeys = keysWithId(id);
      if (usableKeys.length > 0) {
        if (age <= freshFor || (pauseLeft() > 0 && !runningFetch)) return usableKeys;
        const fetch = refresh();
        if (age <= quietFor) return usableKeys;
        return (await waitFor(fetch, signal)) ? keysWithId(id) : usableKeys;
      }

      const pause = runningFetch ? 0 : pauseLeft();
      if (pause > 0 && !lastFetch?.failed) return [];
      if (pause > 0) throw unavailable(Math.ceil(pause / second));
      if (await waitFor(refresh(), signal)) return keysWithId(id);
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

/** The value of a promise, or the reason of the signal if the signal ends first. */
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
