/** Chance that can be repeated: everything that a run draws comes from its seed. */
export interface Random {
  /** A number from 0 to 1. */
  next(): number;
  /** A whole number between the two, both included. */
  between(least: number, most: number): number;
  /** True in this share of the cases. */
  chance(share: number): boolean;
  pick<One>(from: readonly One[]): One;
  /** A copy in another order. */
  shuffled<One>(list: readonly One[]): One[];
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The chance of one trial of a run. It depends on seed and trial alone, so that a trial draws the same whatever
 * happened in those before it.
 */
export function randomOf(seed: number, trial = 0): Random {
  // Neighbouring states of mulberry32 give unlike numbers; the multiplier keeps the trials of two seeds apart.
  const next = generator(Math.imul(seed, 0x9e3779b1) ^ Math.imul(trial + 1, 0x85ebca6b));
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (from) => from[between(0, from.length - 1)]!,
    shuffled: (list) => {
      const rest = [...list];
      // Fisher and Yates.
      for (let last = rest.length - 1; last > 0; last--) {
        const other = between(0, last);
        [rest[last], rest[other]] = [rest[other]!, rest[last]!];
      }
      return rest;
    },
  };
}
