/** The three numbers of a version (https://semver.org); a suffix has no place in a release. */
export function numbersOf(version: string): [major: number, minor: number, patch: number] {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (!match) throw new Error(`The version is "${version}": write three numbers in package.json, such as 0.2.0.`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Whether a version comes after another. */
export function isLater(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  for (const [place, number] of a.entries()) if (number !== b[place]) return number > (b[place] ?? 0);
  return false;
}

/** The least version after a release. */
export function nextAfter(released: string): string {
  const [major, minor, patch] = numbersOf(released);
  return `${major}.${minor}.${patch + 1}`;
}

/** The least version that may break the callers of a release: the next major, while it is 0 the next minor. */
export function breakingAfter(released: string): string {
  const [major, minor] = numbersOf(released);
  return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
}
