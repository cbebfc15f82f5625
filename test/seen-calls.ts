// Small, because the setup of every test file loads it.

/** What the calls of a gateway to DynamoDB are watched for, in test/setup. */
type Watcher = 'scans' | 'grants' | 'announcements';

const seen: Readonly<Record<Watcher, Set<string>>> = {
  scans: new Set(),
  grants: new Set(),
  announcements: new Set(),
};

/** Notes what a call must not do. */
export const noteSeen = (by: Watcher, what: string): void => void seen[by].add(what);

/** What a watcher has noted since the last call. */
export function takeSeen(by: Watcher): readonly string[] {
  const taken = [...seen[by]];
  seen[by].clear();
  return taken;
}
