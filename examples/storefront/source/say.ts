import { storeOf } from './store';

/** What a screen reader is told when something happens by itself. */
export const said = storeOf('');

/** Says a sentence to who cannot see that the page has changed. */
export function say(words: string): void {
  said.set(words);
}
