// cspell:words taskid

import { KeyTemplate } from '../../schema/key-template';

/** A field whose value may stand in a key, with its values in the order of the keys. */
export interface Filling {
  readonly field: string;
  readonly values: readonly (string | number)[];
  /** The program that writes the keys folds them: an exact match is taken only where folding would not do. */
  readonly isFolded: boolean;
  /** It was read out of the keys, and is no attribute: what is one comes first. */
  readonly isOfKey?: boolean;
}

/** A template and the fields in it. */
export interface Found {
  readonly template: string;
  readonly fields: readonly string[];
  /** Fields of which any could stand in one place, because their values are the same in all keys. */
  readonly rivals: readonly string[];
}

/** What ends a word in a key: fields are not looked for within words, where short values would be found by chance. */
const isLetter = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/** So many steps find the usual templates at once; a key of another kind is not searched for ever. */
const mostSteps = 5000;

/** Names that stand in keys also where all items of a sample have the same value. */
const keyNames = /id$|code$|key$|slug$|sku$|email$|name$|number$/i;

interface Slot {
  readonly text: string;
  readonly field: string;
  /** How it is spelled in each key. */
  readonly spellings: readonly string[];
  readonly isVaried: boolean;
  readonly isOfKey: boolean;
}

/**
 * Finds how keys are made: which fields stand in them, and what texts between. A text that all keys have in one place is
 * taken for a part of the template, unless it is the value of a field that names something.
 * @returns undefined when no field stands in them
 */
export function templateOf(keys: readonly string[], fillings: readonly Filling[]): Found | undefined {
  const [first] = keys;
  if (first === undefined) return undefined;
  const slots = fillings.flatMap(slotsOf);
  let steps = 0;

  const search = (
    positions: readonly number[],
    pieces: readonly string[],
    used: readonly Slot[],
    rivals: readonly string[],
  ): Found | undefined => {
    steps += 1;
    if (steps > mostSteps) return undefined;
    if (keys.every((key, row) => positions[row] === key.length)) {
      const found = checked(pieces.join(''), used, keys, fillings);
      return found && { ...found, rivals };
    }
    const literal = pieces.join('');
    const isAfterSlot = pieces.at(-1)?.startsWith('{') ?? false;
    if (!isAfterSlot) {
      const fitting = slots
        .filter((slot) => !used.some(({ field }) => field === slot.field) && stands(slot, keys, positions))
        .toSorted((left, right) => rank(right, literal) - rank(left, literal));
      for (const slot of fitting) {
        const behind = positions.map((position, row) => position + (slot.spellings[row]?.length ?? 0));
        const others = fitting.filter((other) => isRival(slot, other, literal)).map(({ field }) => field);
        const named = others.length > 0 ? [...new Set([slot.field, ...others])] : [];
        const found = search(behind, [...pieces, slot.text], [...used, slot], [...rivals, ...named]);
        if (found) return found;
      }
    }
    const letter = first[positions[0] ?? 0];
    if (letter === undefined || '{}'.includes(letter)) return undefined;
    if (!keys.every((key, row) => key[positions[row] ?? 0] === letter)) return undefined;
    return search(
      positions.map((position) => position + 1),
      [...pieces, letter],
      used,
      rivals,
    );
  };
  return search(
    keys.map(() => 0),
    [],
    [],
    [],
  );
}

/** Whether nothing tells which of two fields stands in a place. */
function isRival(slot: Slot, other: Slot, literal: string): boolean {
  return (
    other.field !== slot.field &&
    rank(other, literal) === rank(slot, literal) &&
    other.spellings.every((spelling, row) => spelling === slot.spellings[row])
  );
}

/** The ways in which a field may be spelled in keys, the likeliest first. */
function slotsOf({ field, values, isFolded, isOfKey = false }: Filling): readonly Slot[] {
  const texts = values.map(String);
  const isVaried = new Set(texts).size > 1;
  if (texts.includes('') || (!isVaried && !isOfKey && !keyNames.test(field))) return [];
  const slot = (text: string, spellings: readonly string[]): Slot => ({ text, field, spellings, isVaried, isOfKey });
  const exact = slot(`{${field}}`, texts);
  if (values.every((value) => typeof value === 'number')) {
    const isWhole = values.every((value) => Number.isInteger(value) && value >= 0);
    const widths = isWhole ? Array.from({ length: 19 }, (_, index) => index + 2) : [];
    return [
      exact,
      ...widths.map((width) =>
        slot(
          `{${field}:${width}}`,
          texts.map((text) => text.padStart(width, '0')),
        ),
      ),
    ];
  }
  const lower = texts.map((text) => text.toLowerCase());
  const upper = texts.map((text) => text.toUpperCase());
  const folded = [slot(`{${field}:lower}`, lower), slot(`{${field}:upper}`, upper)];
  // Dates have no letters to fold.
  const hasLetters = lower.some((text, row) => text !== upper[row]);
  return hasLetters && isFolded ? [...folded, exact] : hasLetters ? [exact, ...folded] : [exact];
}

/** Whether a field stands at these places of all keys, as a word of its own. */
function stands({ spellings }: Slot, keys: readonly string[], positions: readonly number[]): boolean {
  return keys.every((key, row) => {
    const [position = 0, spelling = ''] = [positions[row], spellings[row]];
    return (
      key.startsWith(spelling, position) && !isLetter(key[position - 1]) && !isLetter(key[position + spelling.length])
    );
  });
}

/** A field that the text before it names comes first, then one that tells items apart. */
function rank({ field, isVaried, isOfKey, text }: Slot, literal: string): number {
  if (isOfKey) return -1;
  const word = /([A-Za-z]+)[^A-Za-z]*$/.exec(literal)?.[1]?.toLowerCase() ?? '';
  const name = field.toLowerCase();
  const isNamed = word !== '' && (name === word || name === `${word}id` || name.startsWith(word));
  return (
    (isNamed ? 4 : 0) + (isVaried ? 2 : 0) + (/^[a-z]*id$/i.test(field) ? 1 : 0) - (text.includes(':upper') ? 0.5 : 0)
  );
}

/** A template that makes every key again, and reads it. */
function checked(
  template: string,
  used: readonly Slot[],
  keys: readonly string[],
  fillings: readonly Filling[],
): Omit<Found, 'rivals'> | undefined {
  if (used.length === 0) return undefined;
  const fields = used.map(({ field }) => field);
  try {
    const made = new KeyTemplate(template, 'a key');
    const isMade = keys.every((key, row) => {
      const values = Object.fromEntries(fillings.map(({ field, values: all }) => [field, all[row]]));
      return String(made.fill(values)) === key && made.read(key) !== undefined;
    });
    return isMade ? { template, fields } : undefined;
  } catch {
    // Two fields side by side, such as: no template, but another search may find one.
    return undefined;
  }
}

/** A value that stands in keys behind the word that names it: `p0` of `TENANT#t0#PROJ#p0`, behind `PROJ`. */
export interface NamedValue {
  readonly word: string;
  readonly values: readonly string[];
}

/**
 * The values in keys that words before them name, where all keys have the same words in the same places. ElectroDB names
 * each by its attribute, and closes its words with "_": `$tracker#organisationid_acme#taskid_t1`.
 */
export function namedValues(keys: readonly string[]): readonly NamedValue[] {
  const [first = ''] = keys;
  const isElectro = /^\$[\w-]+/.test(first);
  const pieces = keys.map((key) => (isElectro ? electroPieces(key) : key.split(/([#:|])/)));
  const length = pieces[0]?.length ?? 0;
  if (pieces.some((own) => own.length !== length)) return [];
  const column = (place: number): readonly string[] => pieces.map((own) => own[place] ?? '');
  const isFixed = (place: number): boolean => new Set(column(place)).size === 1;
  // Texts and what stands between them by turns.
  if (!Array.from({ length: length >> 1 }, (_, index) => index * 2 + 1).every(isFixed)) return [];
  const found: NamedValue[] = [];
  for (let place = 0; place + 2 < length; place += 2) {
    const [word = ''] = column(place);
    const values = column(place + 2);
    const isName = isFixed(place) && /^[A-Za-z][\w.-]*$/.test(word);
    // What all keys have is one more name where it is a word in capitals, and where an attribute would tell of a value.
    const isFixedName = isFixed(place + 2) && (isElectro || isWord(values[0] ?? ''));
    const isValue = isName && !values.includes('') && !isFixedName;
    if (!isValue) continue;
    found.push({ word, values });
    place += 2;
  }
  return found;
}

/** `$tracker`, `#`, `organisationid`, `_`, `acme`: https://electrodb.dev/en/modeling/indexes/#key-schema */
function electroPieces(key: string): readonly string[] {
  const [head = '', ...labelled] = key.split('#');
  return [
    head,
    ...labelled.flatMap((part) => {
      const [, label = part, value] = /^([a-z0-9]+)_(.*)$/is.exec(part) ?? [];
      return value === undefined ? ['#', label] : ['#', label, '_', value];
    }),
  ];
}

/**
 * The word with which all keys begin, and its delimiter: `TASK#` of `TASK#17`, `$task_1#taskid_` of ElectroDB. What follows
 * it may be data, also where all keys of a sample have it; empty where there is none.
 */
export function commonHead(keys: readonly string[]): string {
  const [first = ''] = keys;
  const head = /^\$[\w-]+#[a-z]+_/.exec(first)?.[0] ?? kindHead(first);
  return isDelimited(head) && keys.every((key) => key.startsWith(head)) ? head : '';
}

/** The first word of a key with its delimiter, by which items of several kinds are told apart: `TASK#`, or `PROFILE` alone. */
export function kindHead(key: string): string {
  const [head] = /^[A-Za-z_$][\w$.-]{0,39}[#:|]/.exec(key) ?? [];
  return head ?? (isWord(key) ? key : '');
}

/**
 * Whether a key that all items of a kind have is the name of the kind, and not a value that they share by chance.
 * @param count how many have it: a word without digits that many share is a name, however it is spelled
 */
export const isKindName = (key: string, count: number): boolean =>
  isWord(key) ||
  /^[A-Za-z_$][\w$.-]{0,39}[#:|]$/.test(key) ||
  /^\$[\w-]+(#[\w-]+)?$/.test(key) ||
  (count >= 3 && /^[A-Za-z_#:|.-]{1,40}$/.test(key));

const isWord = (key: string): boolean => /^[A-Z][A-Z_]{1,39}$/.test(key);
const isDelimited = (head: string): boolean => /[#:|_]$/.test(head);
