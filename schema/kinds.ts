import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
  arrayMaxSize,
  arrayMinSize,
  isArray,
  isBoolean,
  isIn,
  isInt,
  isNumber,
  isObject,
  isString,
  matches,
  max as isAtMost,
  min as isAtLeast,
} from 'class-validator';
import type { AccessRule } from './access';
import { comparisons } from './comparisons';
import type { Comparison } from './comparisons';
import { noneOf } from './enumerations';
import type { Deprecation } from './deprecation';
import type { EnumerationFact } from './enumerations';
import type { SearchCasing } from './folding';
import type { EarlierFact, StoredFact } from './stored';
import type { TransitionsFact } from './transitions';
import { isRecord } from './guards';
import {
  dateFault,
  durationFault,
  emailFault,
  inUtc,
  int32,
  isMoment,
  jsonFault,
  maxKeyBytes,
  momentExample,
  momentFault,
  moneyFault,
  rangeFault,
  textFault,
  urlFault,
} from './values';
import type { Precision } from './values';

/** A class whose fields carry our decorators. */
export interface DeclaredClass {
  new (): object;
  readonly prototype: object;
}

/** The length of a text, the value of a number, the count of a list. */
interface Limits {
  readonly min: number;
  readonly max: number;
}

/** What only a number can say. */
interface Numbers extends Limits {
  /** A caller may add to it without knowing what it holds. */
  readonly increments?: boolean;
}

/** The class of a nested object, as a function so that classes may name each other. */
interface Nesting {
  readonly type: () => DeclaredClass;
}

/**
 * Every kind that a field can have, with the facts that only this kind has. To add a kind, write it here: the compiler
 * names the tables that need a row for it.
 */
export interface FactsByKind {
  readonly id: Limits;
  readonly text: Limits & {
    /** The text may hold line breaks and tabs. */
    readonly multiline?: boolean;
    readonly pattern?: RegExp;
    /** What a text that meets the pattern is, for people. */
    readonly mustBe?: string;
    /** How lists compare and sort it, where not as it is. */
    readonly search?: SearchCasing;
    /** The domain whose id the field holds, and the field beside it that holds the partition of a key of two fields. */
    readonly references?: { readonly type: () => DeclaredClass; readonly partition?: string };
  };
  readonly integer: Numbers;
  readonly float: Numbers;
  readonly money: Numbers;
  readonly boolean: object;
  readonly dateTime: {
    /** The digits of a second that are kept; 3, which are milliseconds, when left out. Finer instants are refused. */
    readonly precision?: Precision;
  };
  readonly date: object;
  readonly duration: object;
  readonly email: object;
  readonly url: { readonly max: number };
  readonly enumeration: {
    readonly enumeration: EnumerationFact;
    /** Which values may follow each other; any when left out. */
    readonly transitions?: TransitionsFact;
  };
  /** A list of scalars, with the facts of one element. */
  readonly list: Limits & { readonly each: ElementFact };
  readonly object: Nesting;
  readonly objects: Limits & Nesting;
  readonly json: object;
}

/** The name of a kind. */
export type FieldKind = keyof FactsByKind;

/** The kinds that a list of scalars can hold. */
export type ElementKind = Exclude<FieldKind, 'id' | 'enumeration' | 'list' | 'object' | 'objects' | 'json'>;

/** What a field of any kind may say. */
interface CommonFacts {
  readonly name: string;
  readonly optional: boolean;
  /** A sentence for people: GraphQL description and OpenAPI description. */
  readonly doc?: string;
  /** A valid value, shown in the API reference. */
  readonly example?: unknown;
  /** Taken when a create or replace leaves the field out, and when a stored item lacks it. */
  readonly default?: unknown;
  /** Left out of the events that announce changes, of errors and of logs. */
  readonly sensitive?: boolean;
  /** Who sees the field in an answer; whoever may read the item when left out. */
  readonly visible?: AccessRule;
  /** Whose user name the service keeps here: of who has created the item, or has changed it last. Callers write it never. */
  readonly author?: 'creator' | 'updater';
  /** How it is stored, where that is not under its own name and as it is. */
  readonly stored?: StoredFact;
  /** Where an earlier release stored it, and how. */
  readonly was?: EarlierFact;
  readonly deprecated?: Deprecation;
}

/** The facts of a field of one kind. */
export type FactOf<Kind extends FieldKind> = CommonFacts & { readonly kind: Kind } & FactsByKind[Kind];

/** What one decorator says about one field; every part of the gateway reads this and nothing else. */
export type FieldFact = { [Kind in FieldKind]: FactOf<Kind> }[FieldKind];

/** The facts of an element of a list of scalars. */
export type ElementFact = { [Kind in ElementKind]: FactOf<Kind> }[ElementKind];

/** A field that holds objects of another declared class. */
export type NestedFact = Extract<FieldFact, Nesting>;

/** A value that was read, or what is wrong with it as the end of a sentence. */
export type Reading = { readonly value: unknown } | { readonly fault: string };

/** The type of a key attribute in DynamoDB: a text or a number. */
export type AttributeType = 'S' | 'N';

/** How values of a kind stand in a key. */
interface KeyForm<Kind extends FieldKind> {
  /** What a field of the kind is called where a declaration is told to use another. */
  readonly words: string;
  readonly attribute: AttributeType;
  /** The stored value that a key in a path or in an argument means; a path spells every value as a text. */
  read(value: unknown, fact: FactOf<Kind>): unknown;
  /** What is wrong with a value that was read, as the end of a sentence. */
  fault(value: unknown, fact: FactOf<Kind>): string | undefined;
  /** Why a declared field cannot be in a place of so many bytes, with the mend; undefined when it can. */
  misfit(fact: FactOf<Kind>, place: string, bytes: number): string | undefined;
}

/** Reads what stands inside a stored value of the kinds that are made of others. */
export interface InnerReader {
  /** An object of the class, with null in place of what cannot be read in it. */
  object(stored: Readonly<Record<string, unknown>>, type: DeclaredClass): unknown;
  /** A list of such objects, with null in place of what is no object. */
  objects(stored: readonly unknown[], type: DeclaredClass): unknown;
  /** A list with null in place of the elements that cannot be read. */
  elements<Kind extends FieldKind>(stored: readonly unknown[], fact: FactOf<Kind>): unknown;
}

/** What can be read of stored values of a kind, whatever program has stored them. */
interface StoredForm<Kind extends FieldKind> {
  /** What a stored value has to be, in words. */
  words(fact: FactOf<Kind>): string;
  /**
   * A stored value as each face can carry it, which may break the limits of the field; undefined for one that no face can
   * carry as what it is. A value that is as it should be comes back as it is, so that nothing is copied for it.
   */
  read(stored: unknown, fact: FactOf<Kind>, inner: InnerReader): unknown;
  /** Whatever is stored fits: sets are read as lists, bytes as base64. */
  readonly isFree?: true;
}

/** Makes example values for the kinds that are made of others. */
interface ExampleMaker {
  value(fact: FieldFact): unknown;
  object(type: DeclaredClass): unknown;
}

/** A rule of a field: for class-validator, which has the words for what breaks it, and as a question, which costs little. */
export interface Rule {
  readonly decorator: PropertyDecorator;
  /** Whether a value keeps it: the very question that class-validator asks. */
  readonly isKept: (value: unknown) => boolean;
}

/** What is known of a kind of field wherever it is met. */
interface KindFact<Kind extends FieldKind> {
  /** The comparisons that a filter can make with it. */
  readonly comparisons: readonly Comparison[];
  /** The name of the GraphQL type of its conditions, without the ending "Condition". */
  condition(fact: FactOf<Kind>): string;
  /** The rules, of which the first that fails is reported; `each` when they are for elements of a list. */
  rules(fact: FactOf<Kind>, each: boolean): Rule[];
  /** A value in the form in which it is stored; one that breaks the rules stays as it came. */
  stored(value: unknown, fact: FactOf<Kind>): unknown;
  /** What is read of values that do not fit the field. */
  readonly form: StoredForm<Kind>;
  /** A value to compare with: of the kind, but not bound by the limits of the field. `asText` for a query string. */
  compared(value: unknown, asText: boolean, fact: FactOf<Kind>): Reading;
  /** Whether a merge patch can reach into a value (RFC 7396). */
  readonly isMerged: boolean;
  /** Undefined when no key can hold it. */
  readonly key: KeyForm<Kind> | undefined;
  /** A value that the limits of the field allow. */
  example(fact: FactOf<Kind>, make: ExampleMaker): unknown;
}

/** DynamoDB's largest number is 9.99…e125; a double beyond it cannot be stored. */
const dynamoMax = 9.99e125;

/** The facts of a field whose declaration says nothing more than its kind. */
export const plainFacts: { readonly [Kind in ElementKind]: FactsByKind[Kind] } = {
  text: { min: 1, max: 1000 },
  integer: int32,
  float: { min: -dynamoMax, max: dynamoMax },
  money: { min: 0, max: 999_999_999.99 },
  boolean: {},
  dateTime: {},
  date: {},
  duration: {},
  email: {},
  url: { max: 2048 },
};

/** The facts of an element of a list, as far as its declaration says nothing else. */
export function elementFact(kind: ElementKind, facts: Partial<CommonFacts & Limits> = {}): ElementFact {
  // The facts of a kind and its name belong together, which TypeScript cannot see of a kind that is a variable.
  return { ...plainFacts[kind], ...facts, name: 'each', kind, optional: false } as ElementFact;
}

/** The kinds that a list of scalars can hold. */
export const elementKinds = Object.keys(plainFacts) as readonly ElementKind[];

/** The GraphQL scalars of the gateway itself, by their kind; the other kinds have one that GraphQL brings. */
export const scalarNames = {
  money: 'Money',
  dateTime: 'DateTime',
  date: 'Date',
  duration: 'Duration',
  json: 'JSON',
} as const satisfies Partial<Record<FieldKind, string>>;

const ordered: readonly Comparison[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between', 'in', 'notIn', 'exists'];
const equality: readonly Comparison[] = ['eq', 'ne', 'in', 'notIn', 'exists'];

const asItCame = (value: unknown): unknown => value;

/** The text of a value that came in a query string. */
const textIn = (value: unknown, asText: boolean): string | undefined =>
  asText && typeof value === 'string' ? value : undefined;

/** A text to compare with, whose length is bound by that of a key alone. */
const comparedText = (value: unknown): Reading =>
  typeof value !== 'string' || value === ''
    ? { fault: 'must be a text that is not empty' }
    : comparedTextOrEmpty(value);

function comparedTextOrEmpty(value: unknown): Reading {
  if (typeof value !== 'string') return { fault: 'must be a text' };
  if (Buffer.byteLength(value) > maxKeyBytes || !value.isWellFormed()) {
    return { fault: `must have at most ${maxKeyBytes} bytes of Unicode` };
  }
  return { value };
}

/** The grammar of JSON (RFC 8259, section 6), with zeros in front, as other programs write numbers into texts. */
const numberText = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;

/** Whole numbers and amounts are written without an exponent. */
const decimalText = /^-?\d+(\.\d+)?$/;

/** A number to compare with; undefined when it is none. */
function numberIn(value: unknown, asText: boolean, grammar: RegExp): number | undefined {
  const text = textIn(value, asText);
  const number = text === undefined ? value : grammar.test(text) ? Number(text) : undefined;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const comparedNumber =
  (grammar: RegExp) =>
  (value: unknown, asText: boolean): Reading => {
    const number = numberIn(value, asText, grammar);
    const fault = number === undefined ? 'must be a number' : rangeFault(number);
    return fault === undefined ? { value: number } : { fault };
  };

function comparedInteger(value: unknown, asText: boolean): Reading {
  const number = numberIn(value, asText, decimalText);
  if (number === undefined) return { fault: 'must be a number' };
  // GraphQL's Int takes no others, and no item has them.
  const isInt = Number.isInteger(number) && number >= int32.min && number <= int32.max;
  return isInt ? { value: number } : { fault: 'must be a whole number of 32 bits' };
}

/** A value that is compared as a whole, and so must be one of its kind. */
const comparedBy =
  (fault: (value: unknown) => string | undefined) =>
  (value: unknown): Reading => {
    const wrong = fault(value);
    return wrong === undefined ? { value } : { fault: wrong };
  };

function choiceFault(value: unknown, { enumeration: { values } }: FactOf<'enumeration'>): string | undefined {
  return values.some((choice) => choice === value) ? undefined : noneOf(values);
}

/** How a query string spells them. */
const flags = new Map([
  ['true', true],
  ['false', false],
]);

/** Kinds that a filter can only ask for the presence of. */
const notCompared = { compared: (): Reading => ({ fault: 'can only be asked for with exists' }) };

/** A key that holds numbers, which a path spells as texts. */
function numberKey(
  what: string,
  grammar: RegExp,
  isRight: (value: number) => boolean = () => true,
): KeyForm<'integer' | 'float' | 'money'> {
  return {
    words: 'a number',
    attribute: 'N',
    read: (value) => (typeof value === 'string' && grammar.test(value) ? Number(value) : value),
    fault: (value, { min, max }) =>
      typeof value === 'number' && isRight(value) && value >= min && value <= max
        ? rangeFault(value)
        : `must be a ${what} from ${min} to ${max}`,
    misfit: () => undefined,
  };
}

/** A key that holds texts of a kind. */
function textKey<Kind extends FieldKind>(
  words: string,
  fault: KeyForm<Kind>['fault'],
  { read = asItCame, misfit = () => undefined }: Partial<Pick<KeyForm<Kind>, 'read' | 'misfit'>> = {},
): KeyForm<Kind> {
  return {
    words,
    attribute: 'S',
    read,
    fault: (value, fact) => (typeof value === 'string' ? fault(value, fact) : 'must be a text'),
    misfit,
  };
}

/** A rule as class-validator has it, with its question; `each` when it is asked of the elements of a list. */
function ruleOf(decorator: PropertyDecorator, isKept: (value: unknown) => boolean, each = false): Rule {
  return {
    decorator,
    isKept: each ? (value) => Array.isArray(value) && value.every((element) => isKept(element)) : isKept,
  };
}

/** A rule whose message depends on the value: `fault` gives the sentence, or undefined when the value is good. */
export function rule(name: string, fault: (value: unknown) => string | undefined, each = false): Rule {
  const isKept = (value: unknown): boolean => fault(value) === undefined;
  const decorator = ValidateBy(
    {
      name,
      validator: {
        validate: isKept,
        defaultMessage: (about) => {
          const value: unknown = about?.value;
          const values: readonly unknown[] = each && Array.isArray(value) ? value : [value];
          return values.map(fault).find(Boolean) ?? 'is not valid';
        },
      },
    },
    { each },
  );
  return ruleOf(decorator, isKept, each);
}

function textRules(fact: FactOf<'id'> | FactOf<'text'>, each: boolean): Rule[] {
  return [
    ruleOf(IsString({ message: 'must be a text', each }), isString, each),
    rule('text', (value) => textFault(value, fact), each),
  ];
}

function patternRules(fact: FactOf<'text'>, each: boolean): Rule[] {
  const { pattern } = fact;
  if (!pattern) return [];
  const isMatch = (value: unknown): boolean => typeof value === 'string' && matches(value, pattern);
  return [ruleOf(Matches(pattern, { message: patternFault(fact), each }), isMatch, each)];
}

/** Why a text that does not meet the pattern of its field is refused. */
function patternFault({ pattern, mustBe }: FactOf<'text'>): string {
  return mustBe === undefined ? `must match ${pattern?.source}` : `must be ${mustBe}`;
}

function numberRules({ min, max }: Limits, each: boolean): Rule[] {
  return [
    ruleOf(IsNumber({}, { message: 'must be a number', each }), (value) => isNumber(value, {}), each),
    ...rangeRules({ min, max }, each),
  ];
}

function rangeRules({ min, max }: Limits, each: boolean): Rule[] {
  return [
    ruleOf(Min(min, { message: `must be at least ${min}`, each }), (value) => isAtLeast(value, min), each),
    ruleOf(Max(max, { message: `must be at most ${max}`, each }), (value) => isAtMost(value, max), each),
  ];
}

function countRules({ min, max }: Limits): Rule[] {
  return [
    ruleOf(IsArray({ message: 'must be a list' }), isArray),
    ruleOf(ArrayMinSize(min, { message: `must have at least ${min} elements` }), (value) => arrayMinSize(value, min)),
    ruleOf(ArrayMaxSize(max, { message: `must have at most ${max} elements` }), (value) => arrayMaxSize(value, max)),
  ];
}

/** What is inside keeps the rules of its own class, of which nothing is known here. */
const nestedRule = (each: boolean): Rule => ruleOf(ValidateNested({ each }), () => true);

/** A text; a number and a truth value have one spelling, and bytes are read as base64. */
const storedText = (stored: unknown): string | undefined => {
  if (typeof stored === 'string') return stored;
  if (stored instanceof Uint8Array) return Buffer.from(stored).toString('base64');
  return typeof stored === 'number' || typeof stored === 'boolean' ? String(stored) : undefined;
};

const aText = { words: () => 'a text', read: storedText };

/** A number, also one that is spelled as a text, or that has more digits than a double: then it is the nearest double. */
function storedNumber(stored: unknown): number | undefined {
  if (typeof stored === 'number') return stored;
  const number = typeof stored === 'string' && numberText.test(stored) ? Number(stored) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

const aNumber = { words: () => 'a number', read: storedNumber };

/** A text that is one of a kind, or cannot be read: each face tells programs that they can take it for one. */
const textThat = (words: string, isOne: (text: unknown) => boolean) => ({
  words: () => words,
  read: (stored: unknown): unknown => (isOne(stored) ? stored : undefined),
});

/** The digits of a second that are kept of an instant. */
const digitsOf = ({ precision, stored }: FactOf<'dateTime'>): Precision | 0 | undefined =>
  stored?.as === 'epochSeconds' ? 0 : precision;

const numberExample = ({ min, max }: Limits): number => Math.min(Math.max(1, min), max);

/** Every kind of field, with all that the gateway needs to know of it. A kind that is left out does not compile. */
export const kinds: { readonly [Kind in FieldKind]: KindFact<Kind> } = {
  id: {
    comparisons,
    condition: () => 'Id',
    rules: textRules,
    stored: asItCame,
    form: aText,
    compared: comparedText,
    isMerged: false,
    key: textKey('an id', textFault, {
      misfit: ({ max }, place, bytes) =>
        max > bytes
          ? `is the sort of ${place}, where DynamoDB takes ${bytes} bytes: write @Id({ max: ${bytes} }).`
          : undefined,
    }),
    example: () => '0190a6f4-7c1e-7d3a-9b1e-0f2a3c4d5e6f',
  },
  text: {
    comparisons,
    condition: ({ references }) => (references ? 'Id' : 'Text'),
    rules: (fact, each) => [...textRules(fact, each), ...patternRules(fact, each)],
    stored: asItCame,
    form: aText,
    // What may be stored can be asked for: DynamoDB takes an empty text everywhere but in keys.
    compared: (value, _, { min }) => (min === 0 ? comparedTextOrEmpty(value) : comparedText(value)),
    isMerged: false,
    key: textKey<'text'>('a text', textFault, {
      misfit: ({ min, max, references }, place, bytes) => {
        // Each character may take four bytes of UTF-8.
        const most = Math.floor(bytes / 4);
        const mend = references ? `@Reference(() => …, { max: ${most} })` : `@Text({ max: ${Math.min(120, most)} })`;
        return min === 0 || max > most
          ? `is part of ${place}, where DynamoDB takes 1 to ${most} characters: write ${mend}.`
          : undefined;
      },
    }),
    example: ({ min, max }) => 'text'.padEnd(min, 'x').slice(0, max),
  },
  integer: {
    comparisons: ordered,
    condition: () => 'Integer',
    rules: (fact, each) => [
      ruleOf(IsInt({ message: 'must be a whole number', each }), isInt, each),
      ...rangeRules(fact, each),
    ],
    stored: asItCame,
    form: {
      words: () => 'a whole number of 32 bits',
      read: (stored) => {
        const number = storedNumber(stored);
        return number !== undefined && Number.isInteger(number) && number >= int32.min && number <= int32.max
          ? number
          : undefined;
      },
    },
    compared: comparedInteger,
    isMerged: false,
    key: numberKey('whole number', decimalText, Number.isInteger),
    example: numberExample,
  },
  float: {
    comparisons: ordered,
    condition: () => 'Float',
    rules: (fact, each) => [...numberRules(fact, each), rule('float', rangeFault, each)],
    stored: asItCame,
    form: aNumber,
    compared: comparedNumber(numberText),
    isMerged: false,
    key: numberKey('number', numberText),
    example: numberExample,
  },
  money: {
    comparisons: ordered,
    condition: () => 'Money',
    rules: (fact, each) => [
      ...numberRules(fact, each),
      // class-validator counts decimals in the text of a number and throws at 1e-7.
      rule('money', moneyFault, each),
    ],
    stored: asItCame,
    form: aNumber,
    compared: comparedNumber(decimalText),
    isMerged: false,
    key: numberKey('number', decimalText),
    example: numberExample,
  },
  boolean: {
    comparisons: ['eq', 'ne', 'exists'],
    condition: () => 'Boolean',
    rules: (_, each) => [ruleOf(IsBoolean({ message: 'must be true or false', each }), isBoolean, each)],
    stored: asItCame,
    form: {
      words: () => 'true or false',
      read: (stored) =>
        typeof stored === 'string' ? flags.get(stored) : typeof stored === 'boolean' ? stored : undefined,
    },
    compared: (value, asText) => {
      const text = textIn(value, asText);
      const flag = text === undefined ? value : flags.get(text);
      return typeof flag === 'boolean' ? { value: flag } : { fault: 'must be true or false' };
    },
    isMerged: false,
    key: undefined,
    example: () => true,
  },
  dateTime: {
    comparisons: ordered,
    condition: () => 'DateTime',
    rules: (fact, each) => [rule('dateTime', (value) => momentFault(value, digitsOf(fact)), each)],
    stored: (value, { precision }) => inUtc(value, precision),
    form: textThat('a date and time of RFC 3339', isMoment),
    compared: (value, _, fact) =>
      comparedBy((moment) => momentFault(moment, digitsOf(fact)))(inUtc(value, fact.precision)),
    isMerged: false,
    key: textKey('a date-time', (value, fact) => momentFault(value, digitsOf(fact)), {
      read: (value, { precision }) => inUtc(value, precision),
    }),
    example: ({ precision }) => inUtc(momentExample, precision),
  },
  date: {
    comparisons: ordered,
    condition: () => 'Date',
    rules: (_, each) => [rule('date', dateFault, each)],
    stored: asItCame,
    form: textThat('a date of the calendar', (text) => dateFault(text) === undefined),
    compared: comparedBy(dateFault),
    isMerged: false,
    key: textKey('a date', dateFault),
    example: () => '2026-03-01',
  },
  duration: {
    // P1M is longer or shorter than P30D, depending on the month: durations have no order, and so no key.
    comparisons: equality,
    condition: () => 'Duration',
    rules: (_, each) => [rule('duration', durationFault, each)],
    stored: asItCame,
    form: textThat('a duration', (text) => durationFault(text) === undefined),
    compared: comparedBy(durationFault),
    isMerged: false,
    key: undefined,
    example: () => 'P3DT12H',
  },
  email: {
    comparisons,
    condition: () => 'Email',
    rules: (_, each) => [rule('email', emailFault, each)],
    stored: asItCame,
    form: aText,
    compared: comparedText,
    isMerged: false,
    key: textKey('an e-mail address', emailFault),
    example: () => 'ada@example.com',
  },
  url: {
    comparisons,
    condition: () => 'Url',
    rules: ({ max }, each) => [rule('url', (value) => urlFault(value, max), each)],
    stored: asItCame,
    form: aText,
    compared: comparedText,
    isMerged: false,
    key: textKey('a URL', (value, { max }) => urlFault(value, max), {
      misfit: ({ max }, place, bytes) =>
        max > bytes
          ? `is part of ${place}, where DynamoDB takes ${bytes} bytes: write @Url({ max: ${bytes} }).`
          : undefined,
    }),
    // Whatever is left of it is a URL, down to https://e.
    example: ({ max }) => 'https://example.com/'.slice(0, max),
  },
  enumeration: {
    comparisons: equality,
    condition: ({ enumeration }) => enumeration.name,
    rules: ({ enumeration: { values } }, each) => [
      ruleOf(IsIn(values, { message: noneOf(values), each }), (value) => isIn(value, values), each),
    ],
    stored: asItCame,
    form: {
      words: ({ enumeration: { values } }) => `one of ${values.join(', ')}`,
      read: (stored, { enumeration: { values } }) => {
        const text = storedText(stored);
        return values.find((choice) => choice === text);
      },
    },
    compared: (value, _, fact) => comparedBy((choice) => choiceFault(choice, fact))(value),
    isMerged: false,
    key: textKey('an enumeration', choiceFault),
    // A new item may have it.
    example: ({ enumeration, transitions }) => (transitions?.initial ?? enumeration.values)[0],
  },
  list: {
    comparisons: ['contains', 'exists'],
    condition: ({ each }) => `${conditionOf(each)}List`,
    rules: (fact) => [...countRules(fact), ...rulesOf(fact.each, true)],
    stored: (value, { each }) => (Array.isArray(value) ? value.map((element) => storedValue(each, element)) : value),
    form: {
      words: () => 'a list',
      read: (stored, { each }, inner) => (Array.isArray(stored) ? inner.elements(stored, each) : undefined),
    },
    compared: (value, asText, { each }) => comparedValue(each, value, asText),
    isMerged: false,
    key: undefined,
    example: ({ each }, make) => [make.value(each)],
  },
  object: {
    comparisons: ['exists'],
    condition: () => 'Exists',
    rules: () => [ruleOf(IsObject({ message: 'must be an object' }), isObject), nestedRule(false)],
    stored: asItCame,
    form: {
      words: () => 'an object',
      read: (stored, { type }, inner) => (isRecord(stored) ? inner.object(stored, type()) : undefined),
    },
    ...notCompared,
    isMerged: true,
    key: undefined,
    example: ({ type }, make) => make.object(type()),
  },
  objects: {
    comparisons: ['exists'],
    condition: () => 'Exists',
    rules: (fact) => [...countRules(fact), nestedRule(true)],
    stored: asItCame,
    form: {
      words: () => 'a list',
      read: (stored, { type }, inner) => (Array.isArray(stored) ? inner.objects(stored, type()) : undefined),
    },
    ...notCompared,
    isMerged: false,
    key: undefined,
    example: ({ type }, make) => [make.object(type())],
  },
  json: {
    comparisons: ['exists'],
    condition: () => 'Exists',
    // Only what is optional can be null: a merge patch would take it for a removal.
    rules: (_, each) => [rule('json', (value) => (value === null ? 'must not be null' : jsonFault(value)), each)],
    stored: asItCame,
    form: { words: () => 'a JSON value', read: asItCame, isFree: true },
    ...notCompared,
    isMerged: true,
    key: undefined,
    example: () => ({ any: ['JSON', 'value'] }),
  },
};

/** The rules of a field; `each` when it is the element of a list. */
export function rulesOf<Kind extends FieldKind>(fact: FactOf<Kind>, each = false): Rule[] {
  return kinds[fact.kind].rules(fact, each);
}

/** The name of the GraphQL type of conditions on a field, without the ending "Condition". */
export function conditionOf<Kind extends FieldKind>(fact: FactOf<Kind>): string {
  return kinds[fact.kind].condition(fact);
}

/** A value of a field in the form in which it is stored. */
export function storedValue<Kind extends FieldKind>(fact: FactOf<Kind>, value: unknown): unknown {
  return kinds[fact.kind].stored(value, fact);
}

/**
 * A stored value of a field as each face can carry it; undefined for one that cannot be read, and the very same for one
 * that is as it should be.
 */
export function readableValue<Kind extends FieldKind>(
  fact: FactOf<Kind>,
  stored: unknown,
  inner: InnerReader,
): unknown {
  return kinds[fact.kind].form.read(stored, fact, inner);
}

/** What a stored value of a field has to be so that it can be read, in words. */
export function readableWords<Kind extends FieldKind>(fact: FactOf<Kind>): string {
  return kinds[fact.kind].form.words(fact);
}

/** A value that a filter compares a field with; `asText` when it stands in a query string. */
export function comparedValue<Kind extends FieldKind>(fact: FactOf<Kind>, value: unknown, asText: boolean): Reading {
  return kinds[fact.kind].compared(value, asText, fact);
}

/** The stored value that a key in a path or in an argument means. */
export function keyValue<Kind extends FieldKind>(fact: FactOf<Kind>, value: unknown): unknown {
  const { key } = kinds[fact.kind];
  return key ? key.read(value, fact) : value;
}

/** What is wrong with the value of a key field, as the end of a sentence. */
export function keyFault<Kind extends FieldKind>(fact: FactOf<Kind>, value: unknown): string | undefined {
  const { key } = kinds[fact.kind];
  return key ? key.fault(value, fact) : notInKeys;
}

/** Why a declared field cannot be in a place of a key that takes so many bytes; undefined when it can. */
export function keyMisfit<Kind extends FieldKind>(
  fact: FactOf<Kind>,
  place: string,
  bytes: number,
): string | undefined {
  const { key } = kinds[fact.kind];
  return key ? key.misfit(fact, place, bytes) : `is a ${fact.kind} and cannot be part of ${place}: use ${keyWords()}.`;
}

/** What can be part of a key, in words. */
function keyWords(): string {
  const words = new Set(Object.values(kinds).flatMap(({ key }) => key?.words ?? []));
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);
}

const notInKeys = 'cannot be a key';

/** Whether an item may go without a field. A create may leave an id to the service. */
export function mayBeAbsent({ optional, kind }: Pick<FieldFact, 'optional' | 'kind'>): boolean {
  return optional || kind === 'id';
}

/** What the numbers of a field lie between; all numbers for a field that declares no limits. */
export function limitsOf(field: FieldFact | undefined): Limits {
  return field && 'min' in field ? field : { min: -Infinity, max: Infinity };
}

/** A value that the limits of a field allow. */
export function exampleValue<Kind extends FieldKind>(fact: FactOf<Kind>, make: ExampleMaker): unknown {
  return kinds[fact.kind].example(fact, make);
}

/** The comparison that `?name=value` means, for the kinds that have such a short form. */
export function shortComparison({ kind }: Pick<FieldFact, 'kind'>): Comparison | undefined {
  const short: readonly Comparison[] = ['eq', 'contains'];
  return short.find((comparison) => kinds[kind].comparisons.includes(comparison));
}
