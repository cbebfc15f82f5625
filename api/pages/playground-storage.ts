// Browser source, part of the playground.
import { isRecord, listOf, recordOf, textOf } from '../../schema/guards';

// Declared here instead of with lib "dom", which would let server code use browser names.
declare const localStorage: {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

/** A tab as GraphiQL stores it. */
export interface StoredTab {
  readonly query: string | null;
  readonly variables: string | null;
}

// 127.0.0.1:4000 is a popular address: without a prefix the tabs of another project's GraphiQL would turn up here.
const prefix = 'tandem:';

/** The browser's storage as GraphiQL sees it. */
export const storage = {
  getItem: (key: string) => localStorage.getItem(prefix + key),
  setItem: (key: string, value: string) => localStorage.setItem(prefix + key, value),
  removeItem: (key: string) => localStorage.removeItem(prefix + key),
  clear: () => ownKeys().forEach((key) => localStorage.removeItem(key)),
  get length() {
    return ownKeys().length;
  },
};

/** The tab in which the user was last time, if there was a last time. */
export function activeTab(): StoredTab | undefined {
  try {
    const state: unknown = JSON.parse(storage.getItem('graphiql:tabState') ?? 'null');
    const { tabs, activeTabIndex } = recordOf(state);
    const tab = typeof activeTabIndex === 'number' ? listOf(tabs)[activeTabIndex] : undefined;
    if (!isRecord(tab)) return undefined;
    return { query: textOf(tab.query) ?? null, variables: textOf(tab.variables) ?? null };
  } catch {
    return undefined; // written by another version; GraphiQL starts anew from such a state as well
  }
}

function ownKeys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}
