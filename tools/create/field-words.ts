// cspell:words aeiou

import { elementKinds, kinds } from '../../schema/kinds';
import type { ElementKind, FieldKind } from '../../schema/kinds';
import type { PlannedField } from './planned';
import { fieldName, Refused } from './words';

/** The kinds that a few words can say; nested objects come from a sample. */
const sayable = (Object.keys(kinds) as readonly FieldKind[]).filter((kind) => kind !== 'object' && kind !== 'objects');

/** How people call kinds that have another name here. */
const otherNames: Readonly<Record<string, FieldKind>> = {
  string: 'text',
  int: 'integer',
  number: 'float',
  decimal: 'money',
  bool: 'boolean',
  flag: 'boolean',
  timestamp: 'dateTime',
  enum: 'enumeration',
};

/** What `tandem add --help` says of fields. */
export const fieldHelp = `  A field is its name, its kind and what else is to be said, with colons in between:

    title:text:120                at most 120 characters (1000 when left out)
    quantity:integer:1..99        a whole number from 1 to 99; 1.. has no end, ..99 no beginning
    price:money                   an amount with two decimals
    state:enumeration:open,done   one of these values
    tags:list:text                a list
    due:date:optional             may be left out

  Kinds: ${sayable.join(', ')}.`;

/**
 * Reads a field such as `quantity:integer:1..99:optional`.
 * @throws Refused with a sentence that says what to write
 */
export function fieldFrom(words: string): PlannedField {
  const [said = '', kindSaid = '', ...rest] = words.split(':');
  const name = fieldName(said);
  const kind = kindFrom(name, kindSaid);
  const optional = rest.includes('optional');
  const details = rest.filter((detail) => detail !== 'optional' && detail !== '');
  const field = { name, kind, optional };
  if (kind === 'enumeration') return { ...field, values: valuesFrom(words, details) };
  if (kind === 'list') return { ...field, each: { kind: elementFrom(words, details) } };
  const [limits, ...more] = details;
  if (limits === undefined) return field;
  const hasLimits =
    kind === 'text' || kind === 'id' || kind === 'url' || kind === 'integer' || kind === 'float' || kind === 'money';
  if (!hasLimits || more.length > 0) {
    throw new Refused(`${words}: "${more[0] ?? limits}" says nothing about ${anOf(kind)}: leave it out.`);
  }
  return { ...field, ...limitsFrom(words, limits, kind) };
}

function kindFrom(name: string, said: string): FieldKind {
  const kind = sayable.find((known) => known.toLowerCase() === said.toLowerCase());
  if (kind) return kind;
  const meant = otherNames[said.toLowerCase()];
  throw new Refused(
    said === ''
      ? `${name} has no kind: write ${name}:text, or another of ${sayable.join(', ')}.`
      : `${name}: there is no kind "${said}": ${meant ? `write ${name}:${meant}` : `take one of ${sayable.join(', ')}`}.`,
  );
}

function valuesFrom(words: string, [list, ...more]: readonly string[]): readonly string[] {
  const values = (list ?? '').split(',').filter(Boolean);
  if (values.length > 0 && more.length === 0) return values;
  throw new Refused(`${words}: say which values there are, such as ${words.split(':')[0]}:enumeration:open,done.`);
}

function elementFrom(words: string, [said, ...more]: readonly string[]): ElementKind {
  const kind = elementKinds.find((known) => known.toLowerCase() === said?.toLowerCase());
  if (kind && more.length === 0) return kind;
  throw new Refused(
    `${words}: say what is in the list, such as ${words.split(':')[0]}:list:text; it can be ${elementKinds.join(', ')}.`,
  );
}

function limitsFrom(words: string, text: string, kind: FieldKind): Pick<PlannedField, 'min' | 'max'> {
  const [, least, range, most] = /^(-?\d+(?:\.\d+)?)?(\.\.)?(-?\d+(?:\.\d+)?)?$/.exec(text) ?? [];
  const isLength = kind === 'text' || kind === 'id' || kind === 'url';
  // A single number is how long a text may be; of a number it would not be clear which end is meant.
  if (range === undefined && isLength && least !== undefined && most === undefined) return { max: Number(least) };
  if (range === undefined || (least ?? most) === undefined || (kind !== 'text' && isLength && least !== undefined)) {
    throw new Refused(
      `${words}: write ${isLength ? 'the most characters, such as 120' : 'both ends, such as 1..99, or one, such as 1..'}.`,
    );
  }
  return { ...(least !== undefined && { min: Number(least) }), ...(most !== undefined && { max: Number(most) }) };
}

const anOf = (kind: string): string => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
