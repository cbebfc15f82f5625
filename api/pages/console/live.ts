import { useEffect, useRef, useState } from 'react';
import type { Api } from './api';
import type { DomainFacts, GatewayFacts } from './facts';
import { listOf, numberOf, recordOf, textOf } from '../../../schema/guards';

/** One change, as the feed of a domain tells it. */
export interface Change {
  readonly id: string;
  readonly change: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly version: number;
}

/** How a feed is doing. */
export type LiveState = 'off' | 'on' | { readonly refused: string };

/** Seconds that one request waits for a change; the most that the gateway takes. */
const patience = 20;

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/**
 * Follows the feed of a domain while the page is seen: a page that nobody looks at should cost nothing.
 * @param onChanges told of the changes, the oldest first
 */
export function useChanges(
  { facts, api }: { readonly facts: GatewayFacts; readonly api: Api },
  { operations }: Pick<DomainFacts, 'operations'>,
  isWanted: boolean,
  onChanges: (changes: readonly Change[]) => void,
): LiveState {
  const [state, setState] = useState<LiveState>('off');
  const told = useRef(onChanges);
  useEffect(() => {
    told.current = onChanges;
  });
  const [isSeen, setIsSeen] = useState(!document.hidden);
  useEffect(() => {
    const look = (): void => setIsSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  const feed = operations.changes;
  const path = feed && isWanted && isSeen ? facts.pathOf(feed, {}) : undefined;
  useEffect(() => {
    if (path === undefined) return setState('off');
    const ending = new AbortController();
    void follow(api, path, ending.signal, setState, (changes) => told.current(changes));
    return () => ending.abort();
  }, [api, path]);
  return state;
}

async function follow(
  api: Api,
  path: string,
  signal: AbortSignal,
  setState: (state: LiveState) => void,
  tell: (changes: readonly Change[]) => void,
): Promise<void> {
  let since: string | undefined;
  while (!signal.aborted) {
    // The first answer only says where the feed begins.
    const query = since === undefined ? '' : `?${new URLSearchParams({ since, wait: String(patience) }).toString()}`;
    const answer = await api.send('GET', path + query, { signal, isWaiting: true });
    if (signal.aborted) return;
    if (answer.status === 200) {
      setState('on');
      const { changes, cursor, retryAfterSeconds } = answer.body;
      since = textOf(cursor);
      const found = listOf(changes).map(changeOf);
      if (found.length > 0) tell(found);
      await pause((numberOf(retryAfterSeconds) ?? 0) * 1000, signal);
    } else if (answer.status === 410) {
      since = undefined;
    } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      return setState({ refused: answer.words });
    } else {
      await pause(answer.wait ?? 2000, signal);
    }
  }
}

function changeOf(value: unknown): Change {
  const { id, change, key, version } = recordOf(value);
  return { id: textOf(id) ?? '', change: textOf(change) ?? '', key: recordOf(key), version: numberOf(version) ?? 0 };
}
