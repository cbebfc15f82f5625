import { useSyncExternalStore } from 'react';
import type { DomainFacts } from './facts';

// Where somebody is stands behind the "#" of the address: the gateway serves one page, and the way back works.

/** A place of the console: its segments, and what is asked of it. */
export interface Place {
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/** What a place of a domain is given. It does not look at the address itself, which may be that of the next place by then. */
export interface DomainPlace {
  readonly domain: DomainFacts;
  readonly search: URLSearchParams;
  /** The name of a verb, at its place. */
  readonly verb?: string;
}

/** The place that the address names. */
export function placeIn(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { segments: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

/** The address of a place, for a link. */
export function linkTo(segments: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const present = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
  );
  const search = new URLSearchParams(present).toString();
  return `#/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

/** The link to an item by its key. */
export function itemLink(
  { name, key }: { readonly name: string; readonly key: readonly string[] },
  item: Readonly<Record<string, unknown>>,
): string {
  return linkTo([name, 'item'], Object.fromEntries(key.map((field) => [field, String(item[field])])));
}

/** Goes to a place. */
export function goTo(link: string): void {
  location.hash = link;
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** The present place, which changes with the address. */
export function usePlace(): Place & { readonly hash: string } {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return { ...placeIn(hash), hash };
}
