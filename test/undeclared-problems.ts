// Small, because the setup of every test file loads it.

const seen = new Set<string>();

/** Notes an answer whose problem its operation does not list. */
export function noteUndeclared(operation: string, code: string): void {
  seen.add(`${operation} ${code}`);
}

/** What has been noted since the last call, as `operation code`. */
export function takeUndeclared(): readonly string[] {
  const taken = [...seen];
  seen.clear();
  return taken;
}
