// cspell:words passw descr

import { graphQLName } from '../../schema/enumerations';
import { isRecord } from '../../schema/guards';
import { elementKinds } from '../../schema/kinds';
import type { ElementKind } from '../../schema/kinds';
import { inUtc, jsonFault, moneyFault, textFault } from '../../schema/values';
import { Digits } from '../../tables/survey';
import type { PlannedClass, PlannedField } from '../create/planned';
import { numberKind, roomFor, textForms } from '../create/sample';
import { capitals, lowerFirst, singularOf } from '../create/words';
import { FieldNames } from './field-names';
import type { TypeNames } from './type-names';

/** Where the value of a field stands beside its own attribute. */
export interface Place {
  /** It is a key of the table or of an index, or stands in one: the most characters that a text may have there. */
  readonly characters: number;
  /** It is a key of the table, or stands in one. */
  readonly isKey: boolean;
  /** It stands within a text, so that it has no form but its own. */
  readonly isSpelled: boolean;
  /** A whole number stands there with zeros before it, in so many digits. */
  readonly digits?: number;
}

/** The class of a field, and the names of types that are free. */
export interface Owner {
  readonly className: string;
  readonly typeNames: TypeNames;
}

/** A field, what speaks for it, and what whoever adopts the table should know. */
export interface Guessed {
  readonly field: Omit<PlannedField, 'name'>;
  readonly notes: readonly string[];
}

interface Guess extends Omit<PlannedField, 'name' | 'optional'> {
  /** What the values are, in words. */
  readonly evidence: string;
  readonly notes?: readonly string[];
}

/**
 * Guesses a field from the values of an attribute, one for each item and undefined where an item has none. What cannot be
 * told is any JSON, which every value is.
 * @param name what the field is called
 * @param owner the class of the field, which nested classes and enumerations are named after
 */
export function guessField(
  name: string,
  attribute: string,
  values: readonly unknown[],
  owner: Owner,
  place?: Place,
): Guessed {
  const present = values.filter((value) => value !== undefined && value !== null);
  const missing = values.length - present.length;
  const { evidence, notes = [], ...guess } = guessed(name, attribute, present, owner, place);
  const isSensitive = secretNames.test(attribute) && !place?.isKey;
  const counted = `${present.length} of ${values.length}${evidence === '' ? '' : `: ${evidence}`}`;
  return {
    field: {
      ...guess,
      optional: missing > 0,
      ...(isSensitive && { sensitive: true }),
      comment: `${counted}${missing > 0 ? `; ${missing} without, so it is optional` : ''}`,
    },
    notes: [
      ...notes,
      ...(isSensitive
        ? ['looks like a secret: it is left out of events and logs, and visible hides it from readers']
        : []),
    ],
  };
}

/** Attributes whose values nobody should meet in a log. */
const secretNames =
  /passw|secret|token|hash|salt|api_?key|private_?key|credential|^pin$|^ssn$|^cv[vc]$|card_?(info|number|data)|^otp$|iban/i;

function guessed(
  name: string,
  attribute: string,
  values: readonly unknown[],
  owner: Owner,
  place: Place | undefined,
): Guess {
  if (values.length === 0) return json('no item has a value');
  const types = new Set(values.map(typeOf));
  const [type = 'text'] = types;
  if (types.size > 1)
    return json(mixture(values), ['holds values of several types, so it is any JSON', ...lossOf(values)]);
  switch (type) {
    case 'boolean':
      return { kind: 'boolean', evidence: 'true or false' };
    case 'number':
      return guessNumber(attribute, values as readonly number[], place);
    case 'text':
      return withTypeName(guessText(attribute, values as readonly string[], place), name, owner);
    case 'set':
      return guessSet(attribute, values as readonly Set<unknown>[]);
    case 'list':
      return guessList(name, attribute, values as readonly (readonly unknown[])[], owner);
    case 'object':
      return guessObject(values as readonly Readonly<Record<string, unknown>>[], capitals(name), owner);
    default:
      return json(`${typeWords[type]}`, lossOf(values));
  }
}

type StoredType = keyof typeof typeWords;

const typeWords = {
  text: 'texts',
  number: 'numbers',
  boolean: 'true or false',
  list: 'lists',
  object: 'objects',
  set: 'sets',
  bytes: 'bytes',
  digits: 'numbers of more digits than a double has',
  nothing: 'null',
} as const;

/** The type of a stored value. */
export function typeOf(value: unknown): StoredType {
  if (value === null) return 'nothing';
  if (value instanceof Digits) return 'digits';
  if (value instanceof Set) return 'set';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'list';
  if (isRecord(value)) return 'object';
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
}

function mixture(values: readonly unknown[]): string {
  const types = values.map(typeOf);
  return [...new Set(types)]
    .map((type) => `${types.filter((other) => other === type).length} ${typeWords[type]}`)
    .join(', ');
}

const json = (evidence: string, notes: readonly string[] = []): Guess => ({ kind: 'json', evidence, notes });

/** What a write of any JSON would change, because JSON has no sets, no bytes and no long numbers. */
function lossOf(values: readonly unknown[]): readonly string[] {
  const found = new Set(values.flatMap(typesWithin));
  const lost = (['set', 'bytes', 'digits'] as const).filter((type) => found.has(type));
  if (lost.length === 0) return [];
  return [
    `holds ${lost.map((type) => typeWords[type]).join(' and ')}, which a write of it would store as lists and texts`,
  ];
}

function typesWithin(value: unknown): readonly StoredType[] {
  const type = typeOf(value);
  if (value instanceof Set || Array.isArray(value))
    return [type, ...[...(value as Iterable<unknown>)].flatMap(typesWithin)];
  return type === 'object' ? [type, ...Object.values(value as object).flatMap(typesWithin)] : [type];
}

const isWhole = (values: readonly number[]): boolean => values.every((value) => Number.isSafeInteger(value));

/** What an attribute with an instant is called: `seenAt`, `created`, `last_update_time`; not `position` or `lat`. */
const timeNames = [
  /(^|[_-])(at|on|ts|exp|until|since|seen)$/i,
  /[a-z](At|On|Ts|Until|Since|Seen)$/,
  /(date|time|timestamp|created|updated|modified|changed|expires?|expiry|expiration|ttl)$/i,
];
const isTimeName = (name: string): boolean => timeNames.some((pattern) => pattern.test(name));

/** Epoch numbers of the years 2000 to 2100; both ranges are far from each other. */
export const epochForms = [
  { as: 'epochSeconds', from: 946_684_800, to: 4_102_444_800, words: 'seconds since 1970' },
  { as: 'epochMilliseconds', from: 946_684_800_000, to: 4_102_444_800_000, words: 'milliseconds since 1970' },
] as const;

/** The form of numbers that are instants; undefined when they need not be. */
export function epochFormOf(values: readonly unknown[]): (typeof epochForms)[number] | undefined {
  const isWithin = ({ from, to }: (typeof epochForms)[number], value: unknown): boolean =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
  return values.length > 0 ? epochForms.find((form) => values.every((value) => isWithin(form, value))) : undefined;
}

/** The largest amount that @Money takes when it says nothing else. */
const mostMoney = 999_999_999.99;

function guessNumber(attribute: string, values: readonly number[], place: Place | undefined): Guess {
  const epoch = isTimeName(attribute) && !place?.isSpelled ? epochFormOf(values) : undefined;
  if (epoch) return { kind: 'dateTime', evidence: epoch.words, stored: { as: epoch.as } };
  const kind = numberKind(attribute, values);
  switch (kind) {
    case 'money':
      if (values.every((value) => moneyFault(value) === undefined && value <= mostMoney)) {
        return { kind, evidence: 'numbers with at most two decimals' };
      }
      return { kind: 'float', evidence: 'numbers' };
    case 'integer':
      // One that stands in a key with zeros before it is not below 0.
      return {
        kind,
        ...(place?.isSpelled && values.every((value) => value >= 0) && { min: 0 }),
        // Nine nines are the most that fit into 32 bits.
        ...(place?.digits !== undefined && place.digits < 10 && { max: 10 ** place.digits - 1 }),
        evidence: 'whole numbers of 32 bits',
      };
    default:
      return { kind: 'float', evidence: isWhole(values) ? 'whole numbers beyond 32 bits' : 'numbers' };
  }
}

/** Names of amounts: a text of digits under one of them is a number, and not a postcode, a telephone or a code. */
const amountNames =
  /(price|amount|total|cost|fee|balance|budget|count|quantity|qty|stock|rating|score|weight|size|age|points|rank)$/i;

/** Names under which values repeat without being a choice: those of people, places and texts. */
const freeNames =
  /name|title|mail|phone|address|street|city|town|descr|note|comment|text|user|author|owner|person|assignee|reviewer|editor|customer|member|employee|manager|country|region|url|(^|_)ids?$|Ids?$|ID$|key$/i;

function guessText(attribute: string, values: readonly string[], place: Place | undefined): Guess {
  const numbers = place ? undefined : numbersIn(attribute, values);
  if (numbers) return numbers;
  const forms = textForms.filter(({ fault }) => values.every((value) => fault(value) === undefined));
  const instant = forms.find(
    ({ gives }) => gives.kind === 'dateTime' && values.every((value) => inUtc(value, gives.precision) === value),
  );
  const [form] = forms;
  const notes: string[] = [];
  if (instant) return { ...instant.gives, evidence: 'instants in UTC' };
  if (form?.gives.kind === 'dateTime') {
    notes.push(
      'holds instants that are not spelled as the gateway spells them (UTC, with milliseconds): kept as texts, so that filters and orders are right',
    );
  } else if (form && (form.gives.kind === 'date' || !place)) {
    return { ...form.gives, evidence: textWords[form.gives.kind] ?? 'texts' };
  }
  const choice = place?.isKey ? undefined : choiceIn(attribute, values);
  if (choice) return choice;
  const multiline = values.some((text) => /[\n\r\t]/.test(text));
  // A key is never blank to the gateway; the look at the rows tells which are.
  const isEmpty = !place && values.some((text) => text.trim() === '');
  const longest = Math.max(...values.map((text) => [...text].length));
  const max = Math.min(roomFor(longest), Math.max(place?.characters ?? Infinity, 1));
  const fact = { kind: 'text', min: isEmpty ? 0 : 1, max: Infinity, multiline } as const;
  if (!place && values.some((text) => textFault(text, fact) !== undefined)) {
    return json('texts', ['holds control characters, which no text may have, so it is any JSON']);
  }
  return {
    kind: 'text',
    ...(isEmpty && { min: 0 }),
    max,
    ...(multiline && { multiline }),
    evidence: `texts of at most ${longest} characters${isEmpty ? ', some blank' : ''}`,
    notes,
  };
}

const withTypeName = (guess: Guess, name: string, { className, typeNames }: Owner): Guess =>
  guess.values ? { ...guess, typeName: typeNames.take(`${className}${capitals(name)}`) } : guess;

const textWords: Readonly<Record<string, string>> = {
  date: 'days of the calendar',
  email: 'e-mail addresses',
  url: 'URLs of http or https',
};

function numbersIn(attribute: string, values: readonly string[]): Guess | undefined {
  // What the form would spell otherwise than the other program does is left as it is.
  if (values.every((text) => text === 'true' || text === 'false') && values.length > 2) {
    return { kind: 'boolean', stored: { as: 'text' }, evidence: 'true or false as texts' };
  }
  if (!amountNames.test(attribute) || !values.every((text) => /^-?\d/.test(text) && String(Number(text)) === text))
    return undefined;
  const { kind, evidence, stored } = guessNumber(attribute, values.map(Number), undefined);
  return stored === undefined && values.length > 2
    ? { kind, stored: { as: 'text' }, evidence: `${evidence}, as texts` }
    : undefined;
}

const mostChoices = 20;
/** How often each value must come back on the average, so that it is likely that all were seen. */
const leastRepeats = 5;

/** A few values that come again and again. */
function choiceIn(attribute: string, values: readonly string[]): Guess | undefined {
  const distinct = [...new Set(values)].toSorted();
  const isFew =
    distinct.length >= 2 && distinct.length <= mostChoices && values.length >= distinct.length * leastRepeats;
  if (!isFew || freeNames.test(attribute) || secretNames.test(attribute)) return undefined;
  if (!distinct.every((value) => /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(value))) return undefined;
  const names = distinct.map(graphQLName);
  if (new Set(names).size < names.length || names.some((name) => !/^(?!(true|false|null)$|__)[A-Za-z_]/.test(name)))
    return undefined;
  return { kind: 'enumeration', values: distinct, evidence: `${distinct.length} distinct texts of ${values.length}` };
}

/** How many elements a list may have. */
function countFor(lists: readonly (readonly unknown[])[]): Pick<PlannedField, 'max'> {
  const longest = Math.max(...lists.map((list) => list.length));
  return longest * 2 > 100 ? { max: roomFor(longest) } : {};
}

function guessSet(attribute: string, sets: readonly Set<unknown>[]): Guess {
  const elements = sets.flatMap((set) => [...set]);
  const each = elementOf(attribute, elements);
  if (!each || elements.some((element) => typeof element !== 'string' && typeof element !== 'number')) {
    return json('sets', lossOf(sets));
  }
  return {
    kind: 'list',
    each,
    ...countFor(sets.map((set) => [...set])),
    stored: { as: 'set' },
    evidence: `sets of ${typeof elements[0] === 'number' ? 'numbers' : 'texts'}`,
  };
}

function guessList(name: string, attribute: string, lists: readonly (readonly unknown[])[], owner: Owner): Guess {
  const elements = lists.flat();
  if (elements.length === 0) return json('empty lists');
  const types = new Set(elements.map(typeOf));
  if (types.size === 1 && types.has('object')) {
    const each = singularOf(name) ?? name;
    const { kind, nested, notes, evidence } = guessObject(
      elements as readonly Readonly<Record<string, unknown>>[],
      capitals(each),
      owner,
    );
    if (kind === 'object')
      return { kind: 'objects', nested, ...countFor(lists), notes, evidence: `lists of ${evidence}` };
    return json(`lists of ${evidence}`, lossOf(lists));
  }
  const each = types.size === 1 ? elementOf(attribute, elements) : undefined;
  if (!each) return json(`lists of ${mixture(elements)}`, lossOf(lists));
  return { kind: 'list', each, ...countFor(lists), evidence: `lists of ${typeWords[typeOf(elements[0])]}` };
}

/** What a list of scalars holds. */
function elementOf(attribute: string, elements: readonly unknown[]): PlannedField['each'] {
  const [first] = elements;
  if (typeof first === 'boolean') return { kind: 'boolean' };
  const guess =
    typeof first === 'number'
      ? guessNumber('', elements as readonly number[], undefined)
      : typeof first === 'string'
        ? guessText(`${attribute}Name`, elements as readonly string[], undefined)
        : undefined;
  const kind = elementKinds.find((known): known is ElementKind => known === guess?.kind);
  if (!guess || !kind || guess.precision !== undefined || guess.stored !== undefined) return undefined;
  return {
    kind,
    ...(guess.min !== undefined && { min: guess.min }),
    ...(guess.max !== undefined && { max: guess.max }),
    ...(guess.multiline && { multiline: true }),
  };
}

/** More members than this, or members that most objects lack, are data and not the names of fields. */
const mostMembers = 40;

function guessObject(
  objects: readonly Readonly<Record<string, unknown>>[],
  part: string,
  { className: ownerName, typeNames }: Owner,
): Guess {
  const attributes = [...new Set(objects.flatMap((object) => Object.keys(object)))].toSorted();
  const filled = objects.reduce((sum, object) => sum + Object.keys(object).length, 0);
  const isFree = attributes.length > mostMembers || filled < (objects.length * attributes.length) / 2;
  const isTaken = attributes.every((attribute) => jsonFault({ [attribute]: 1 }) === undefined);
  if (attributes.length === 0) return json('empty objects');
  if (!isTaken || isFree) {
    return json(`objects of ${attributes.length} different members`, [
      ...(objects.some((object) => jsonFault(plainOf(object)) !== undefined)
        ? ['holds members that JSON of the gateway does not take when it is written']
        : []),
      ...lossOf(objects),
    ]);
  }
  const names = new FieldNames();
  const notes: string[] = [];
  const className = typeNames.take(`${ownerName}${part}`);
  const fields = attributes.map((attribute): PlannedField => {
    const name = names.take(attribute);
    const values = objects.map((object) => (Object.hasOwn(object, attribute) ? object[attribute] : undefined));
    const { field, notes: told } = guessField(name, attribute, values, { className, typeNames });
    notes.push(...told.map((note) => `${lowerFirst(name)}: ${note}`));
    return { name, ...field, ...storedAs(name, attribute, field.stored) };
  });
  const nested: PlannedClass = { className, fields };
  return { kind: 'object', nested, notes, evidence: 'objects' };
}

/** Only for the look at names: values are judged by their own fields. */
const plainOf = (object: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.keys(object).map((name) => [name, 1]));

/** How a field is stored, where that is not under its own name and as it is. */
export function storedAs(name: string, attribute: string, form: PlannedField['stored']): Pick<PlannedField, 'stored'> {
  const as = typeof form === 'object' ? form.as : undefined;
  if (as !== undefined) return { stored: name === attribute ? { as } : { name: attribute, as } };
  return name === attribute ? {} : { stored: attribute };
}
