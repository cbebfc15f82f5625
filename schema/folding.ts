/** How texts are compared that differ in the case of letters alone; `unaccented` looks at no accents either. */
export type Casing = 'lower' | 'upper' | 'folded' | 'unaccented';

/** How lists may compare and sort a text: without regard to case, and to accents. */
export type SearchCasing = Extract<Casing, 'folded' | 'unaccented'>;

const ascii = /^[\0-\x7f]*$/;

/**
 * A text without regard to case: Unicode's full case folding of canonically equal texts (The Unicode Standard, section
 * 3.13, D145), so that STRASSE is straße and Σ is ς. Two texts have the same one where Unicode says that they match; it
 * may be another than that of CaseFolding.txt. What is folded stays as it is.
 */
export function folded(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return foldedLetters(text.normalize('NFD')).normalize('NFC');
}

/**
 * The same without accents: letters without what Unicode sets above, below and through them (Mn). A text of nothing else
 * keeps it, because an empty one would be in no index.
 */
export function unaccented(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  const letters = foldedLetters(text.normalize('NFD')).normalize('NFD');
  return (letters.replace(/\p{Mn}/gu, '') || letters).normalize('NFC');
}

/** Each letter by itself: within a word the lower case of Σ depends on what follows it. */
const foldedLetters = (text: string): string => Array.from(text, foldedLetter).join('');

/**
 * The lower case of the upper case: ς and σ have one capital, ß and ẞ have SS. Turkish ı has the capital I too, and is
 * another letter to Unicode.
 */
function foldedLetter(letter: string): string {
  if (letter === 'ı') return letter;
  return Array.from(letter.toLowerCase().toUpperCase(), (capital) => capital.toLowerCase()).join('');
}

const casings: Readonly<Record<Casing, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  folded,
  unaccented,
};

/** The names of the casings. */
export const casingNames = Object.keys(casings) as readonly Casing[];

/** A text as it is compared; any other value as it is. */
export function inCase(value: unknown, casing: Casing): unknown {
  return typeof value === 'string' ? casings[casing](value) : value;
}
