import { isInstalled } from '../peers';
import { int32 } from '../../schema/values';
import type { Dice } from './dice';

/** Makes texts that match a pattern. */
export interface PatternTexts {
  /** A text that fits; undefined where none is found, or where what finds them is not installed. */
  make(pattern: RegExp, fits: (text: string) => boolean, dice: Dice): string | undefined;
}

/** How many texts of a pattern are tried: its field may want another length. */
const tries = 50;

/** Texts of fast-check, which only an application with patterns needs. */
export async function patternTexts(): Promise<PatternTexts> {
  if (!isInstalled('fast-check')) return { make: () => undefined };
  const { default: fastCheck } = await import('fast-check');
  const arbitraries = new Map<RegExp, ReturnType<typeof fastCheck.stringMatching> | undefined>();
  const arbitraryOf = (pattern: RegExp) => {
    if (!arbitraries.has(pattern)) arbitraries.set(pattern, made(pattern));
    return arbitraries.get(pattern);
  };
  const made = (pattern: RegExp) => {
    try {
      return fastCheck.stringMatching(pattern);
    } catch {
      // It does not know every form of a pattern, such as what looks ahead.
      return undefined;
    }
  };
  return {
    make(pattern, fits, dice) {
      const arbitrary = arbitraryOf(pattern);
      if (!arbitrary) return undefined;
      const seed = dice.whole(0, int32.max);
      return fastCheck.sample(arbitrary, { seed, numRuns: tries }).find(fits);
    },
  };
}
