import { domainIfAny, domainOf, fieldsOf, inputFieldsOf, mostObjects, nounOf } from '../../schema/facts';
import type { DeclaredClass, FieldFact, FieldKind } from '../../schema/facts';
import { exampleOf } from '../../schema/examples';
import { isRecord, numberOf, textOf } from '../../schema/guards';
import type { FactOf } from '../../schema/kinds';
import { partsOf } from '../../schema/sequences';
import { textFault } from '../../schema/values';
import { uuidFrom } from '../../services/identifier';
import type { Dice } from './dice';
import type { PatternTexts } from './pattern-texts';
import { emailAddress, textFor, webAddress } from './words';

type Item = Readonly<Record<string, unknown>>;

/** What values are made from beside the declaration. */
export interface Sources {
  /** The items of a domain that are there; none where there are none. */
  readonly itemsOf: (type: DeclaredClass) => readonly Item[];
  /** Values that many items have in common, by the fields of the domain: the shelves on which items stand. */
  readonly common: ReadonlyMap<string, readonly unknown[]>;
  readonly patterns: PatternTexts;
}

/** What is at hand while one value is made. */
interface Maker extends Sources {
  readonly dice: Dice;
  /** How many classes it is inside of. */
  readonly depth: number;
}

/** A field that has no value, with the reason as the end of a sentence. */
export class NoValue extends Error {
  override readonly name = 'NoValue';
}

/** Deeper than this, what may be left out is: a class may hold objects of itself. */
const deepest = 3;

/** How often a field has a value that need not have one. */
const optionalShare = 0.8;

/** The most elements of a list. */
const mostElements = 4;

/** Instants lie in these two years, whenever the command runs: else one seed would make other rows tomorrow. */
const firstSecond = Date.parse('2025-01-01T00:00:00Z') / 1000;
const lastSecond = Date.parse('2026-12-31T23:59:59Z') / 1000;

/** How values of each kind are made. A kind that is left out does not compile. */
const values: { readonly [Kind in FieldKind]: (fact: FactOf<Kind>, maker: Maker) => unknown } = {
  id: ({ max }, { dice }) => {
    const bytes = Buffer.from(Array.from({ length: 16 }, () => dice.whole(0, 255)));
    // Version 8: made by rules of our own (RFC 9562, section 5.8).
    return uuidFrom(bytes, 8).slice(0, max);
  },
  text: (fact, maker) => {
    const { dice } = maker;
    if (fact.references) return valueReferred(fact.references, dice.one(referable(fact.references, maker)));
    return fact.pattern ? patterned(fact, fact.pattern, maker) : plainText(fact, dice);
  },
  integer: (fact, { dice }) => {
    const [low, high] = span(fact);
    return dice.whole(Math.ceil(low), Math.floor(high));
  },
  float: (fact, { dice }) => {
    const [low, high] = span(fact);
    // Few people write more digits than one.
    return within(Math.round(dice.between(low, high) * 10) / 10, fact);
  },
  money: (fact, { dice }) => {
    const [low, high] = span(fact);
    const cents = dice.one([0, 50, 90, 95, 99]);
    return within((Math.floor(dice.between(low, high)) * 100 + cents) / 100, fact);
  },
  boolean: (_, { dice }) => dice.chance(0.5),
  dateTime: (_, { dice }) => `${new Date(dice.whole(firstSecond, lastSecond) * 1000).toISOString().slice(0, 19)}Z`,
  date: (_, { dice }) => new Date(dice.whole(firstSecond, lastSecond) * 1000).toISOString().slice(0, 10),
  duration: (_, { dice }) => dice.one(['PT15M', 'PT30M', 'PT1H', 'PT2H', 'PT8H', 'P1D', 'P2D', 'P7D', 'P14D']),
  email: (_, { dice }) => emailAddress(dice),
  url: ({ max }, { dice }) => webAddress(dice).slice(0, max),
  enumeration: ({ enumeration, transitions }, { dice }) => dice.one(transitions?.initial ?? enumeration.values),
  list: ({ each, ...fact }, maker) => {
    const elements = Array.from({ length: lengthOf(fact, maker) }, () => valueOf({ ...each, name: fact.name }, maker));
    // Nobody puts the same word on a list twice, as long as the list may be shorter.
    const distinct = [...new Set(elements)];
    return distinct.length >= fact.min ? distinct : elements;
  },
  object: ({ type }, maker) => bodyOf(type(), deeper(maker)),
  objects: (fact, maker) =>
    Array.from({ length: lengthOf({ ...fact, max: mostObjects(fact) }, maker) }, () =>
      bodyOf(fact.type(), deeper(maker)),
    ),
  json: (fact) => exampleOf(fact),
};

/** A whole object of a class by its declaration, which the rules of the class have not seen yet. @throws NoValue */
export function bodyOf(type: DeclaredClass, maker: Maker, skipped: readonly string[] = []): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of inputFieldsOf(type)) {
    if (skipped.includes(field.name)) continue;
    const value = isLeftOut(field, maker) ? undefined : made(field, type, maker);
    if (value !== undefined) body[field.name] = value;
  }
  return withAmounts(withPartitions(body, type, maker), type, maker);
}

/** The value of a field; undefined for one that has none and needs none. @throws NoValue with its place */
function made(field: FieldFact, type: DeclaredClass, maker: Maker): unknown {
  const common = maker.depth === 0 ? maker.common.get(field.name) : undefined;
  if (common) return maker.dice.one(common);
  try {
    return valueOf(field, maker);
  } catch (error) {
    if (!(error instanceof NoValue)) throw error;
    if (field.optional) return undefined;
    throw new NoValue(maker.depth === 0 ? `${type.name}.${field.name} ${error.message}` : error.message);
  }
}

const valueOf = <Kind extends FieldKind>(fact: FactOf<Kind>, maker: Maker): unknown => values[fact.kind](fact, maker);

const deeper = (maker: Maker): Maker => ({ ...maker, depth: maker.depth + 1 });

const isLeftOut = (field: FieldFact, { dice, depth }: Maker): boolean =>
  field.optional && ((depth >= deepest && 'type' in field) || !dice.chance(optionalShare));

function lengthOf({ min, max }: { min: number; max: number }, { dice, depth }: Maker): number {
  if (depth >= deepest) return min;
  // A list that may be empty seldom is: whoever looks at the rows wants to see what is in it.
  return dice.whole(Math.max(min, Math.min(1, max)), Math.max(min, Math.min(max, mostElements)));
}

type References = NonNullable<FactOf<'text'>['references']>;

/** The items to which a field may refer. @throws NoValue where there are none */
function referable({ type }: References, { itemsOf }: Maker): readonly Item[] {
  const items = itemsOf(type());
  if (items.length > 0) return items;
  throw new NoValue(`refers to ${domainOf(type()).name}, which has no items yet`);
}

/** What a field holds that refers to an item: the last field of its key. */
function valueReferred({ type }: References, item: Item): unknown {
  const { partition, sort } = domainOf(type()).key;
  return item[sort ?? partition];
}

/** Where a reference is two fields, both are those of one item: of one in the partition that the body names, if there is one. */
function withPartitions(body: Record<string, unknown>, type: DeclaredClass, maker: Maker): Record<string, unknown> {
  for (const { name, optional, ...field } of fieldsOf(type)) {
    const references = field.kind === 'text' ? field.references : undefined;
    if (references?.partition === undefined || body[name] === undefined) continue;
    const { partition } = domainOf(references.type()).key;
    const all = referable(references, maker);
    const beside = all.filter((item) => item[partition] === body[references.partition ?? '']);
    // A row stays where its own key puts it.
    if (beside.length === 0 && optional && domainIfAny(type)?.key.partition === references.partition) {
      delete body[name];
      continue;
    }
    const item = maker.dice.one(beside.length > 0 ? beside : all);
    body[references.partition] = item[partition];
    body[name] = valueReferred(references, item);
  }
  return body;
}

/** What a line of a basket costs is what its product costs: amounts go by the item that is referred to. */
function withAmounts(body: Record<string, unknown>, type: DeclaredClass, { itemsOf }: Maker): Record<string, unknown> {
  const fields = fieldsOf(type);
  for (const { name, ...field } of fields) {
    if (field.kind !== 'text' || !field.references || body[name] === undefined) continue;
    const { references } = field;
    const { type: other, key } = domainOf(references.type());
    const isReferred = (one: Item): boolean =>
      valueReferred(references, one) === body[name] &&
      (references.partition === undefined || one[key.partition] === body[references.partition]);
    const item = itemsOf(other).find(isReferred);
    for (const amount of fields.filter(({ kind, name }) => kind === 'money' && body[name] !== undefined)) {
      if (numberOf(item?.[amount.name]) !== undefined) body[amount.name] = item?.[amount.name];
    }
  }
  return body;
}

function plainText(fact: FactOf<'text'>, dice: Dice): string {
  const words = [textFor(nounOf(fact.name), fact, dice)];
  const text = (): string => words.join(' ');
  // Its characters are all of one unit, so that lengths are plain.
  while (text().length < fact.min) words.push(textFor('', fact, dice));
  return text().slice(0, fact.max).trimEnd().padEnd(fact.min, '.');
}

/** A text that its pattern takes: what the name promises, else what the pattern gives, else the example. */
function patterned(fact: FactOf<'text'>, pattern: RegExp, { dice, patterns }: Maker): string {
  const fits = (text: string): boolean => matches(pattern, text) && textFault(text, fact) === undefined;
  const text = [plainText(fact, dice), plainText(fact, dice)].find(fits) ?? patterns.make(pattern, fits, dice);
  if (text !== undefined) return text;
  if (typeof fact.example === 'string' && fits(fact.example)) return fact.example;
  throw new NoValue(`must match ${pattern.source}, for which no text was found: declare an example`);
}

/** A pattern may carry a flag that makes it remember where it was. */
const matches = (pattern: RegExp, text: string): boolean =>
  new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text);

/** Where numbers lie that people write: about the example, or at the lower end of what is allowed. */
function span({ min, max, example }: { min: number; max: number; example?: unknown }): readonly [number, number] {
  const middle = numberOf(example);
  if (max - min <= 1000 || middle === undefined) {
    const low = min < -1000 ? Math.min(0, max) : min;
    return [low, Math.min(max, low + 1000)];
  }
  const [low, high] = [middle / 5, middle * 5].sort((one, other) => one - other);
  return [within(low ?? min, { min, max }), within(high ?? max, { min, max })];
}

const within = (value: number, { min, max }: { min: number; max: number }): number =>
  Math.min(max, Math.max(min, value));

/**
 * Values that many items have in common: those of fields that lists are asked by, and those that come several times
 * among the samples, such as the shelves of a shop.
 */
export function commonValues(type: DeclaredClass, samples: readonly object[]): ReadonlyMap<string, readonly unknown[]> {
  const { indexes, fields, key } = domainOf(type);
  const asked = new Set(Object.values(indexes).flatMap(({ partition }) => partsOf(partition)));
  return new Map(
    fields.flatMap((field): [string, readonly unknown[]][] => {
      if (field.kind !== 'text' || field.references || field.name === key.partition || field.name === key.sort)
        return [];
      const all = samples.flatMap((sample) => (isRecord(sample) ? (textOf(sample[field.name]) ?? []) : []));
      const distinct = [...new Set(all)];
      if (distinct.length > 1 && (asked.has(field.name) || distinct.length < all.length))
        return [[field.name, distinct]];
      return [];
    }),
  );
}
