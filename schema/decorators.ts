import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import type { AccessRule } from './access';
import { DeclarationError, int32, recordField, recordRelation, recordTotal } from './facts';
import type { DeclaredClass, FieldFact, FieldKind, ScalarKind } from './facts';
import { jsonFault, maxKeyBytes, momentOf, moneyFault, rangeFault, textFault } from './values';

/** What every field decorator takes. */
export interface FieldOptions {
  /** The field may be left out, or be null to remove it. */
  readonly optional?: boolean;
  readonly doc?: string;
  readonly example?: unknown;
  /** Left out of the events that announce changes, of errors and of logs. */
  readonly sensitive?: boolean;
  /** Who sees the field in an answer, such as role('admin'); whoever may read the item when left out. */
  readonly visible?: AccessRule;
}
export interface IdOptions extends FieldOptions {
  /** The most bytes; 2048 when left out. An id that is a sort key may have 1024. */
  readonly max?: number;
}
export interface TextOptions extends FieldOptions {
  /** The least and most characters; 1 and 1000 when left out. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Line breaks and tabs are allowed. */
  readonly multiline?: boolean;
  readonly default?: string;
}
export interface NumberOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}
export interface ListOptions extends FieldOptions {
  /** The least and most elements; 0 and 100 when left out. */
  readonly min?: number;
  readonly max?: number;
  readonly default?: readonly unknown[];
}

type Facts = Omit<FieldFact, 'name' | 'kind' | 'optional'> & { readonly optional?: boolean };

/** DynamoDB's largest number is 9.99…e125; a double beyond it cannot be stored. */
const dynamoMax = 9.99e125;

/** The id of an item: any text up to 2048 bytes (DynamoDB's limit of a partition key); made by the service when a create leaves it out. */
export function Id(options: IdOptions = {}) {
  return field('id', {
    doc: 'Names the item; made by the service (UUIDv7) when a create leaves it out.',
    max: maxKeyBytes,
    ...options,
    min: 1,
  });
}

/** Text in Unicode, never blank. */
export function Text(options: TextOptions = {}) {
  return field('text', { min: 1, max: 1000, ...options });
}

/** A whole number within the 32 bits of GraphQL's Int. */
export function Integer(options: NumberOptions = {}) {
  return field('integer', { ...int32, ...options });
}

/** A number with a fraction, an IEEE 754 double within DynamoDB's range. */
export function Float(options: NumberOptions = {}) {
  return field('float', { min: -dynamoMax, max: dynamoMax, ...options });
}

/** An amount in major units with at most two decimals. */
export function Money(options: NumberOptions = {}) {
  return field('money', { min: 0, max: 999_999_999.99, example: 9.99, ...options });
}

/** True or false. */
export function Flag(options: FieldOptions & { readonly default?: boolean } = {}) {
  return field('boolean', options);
}

/** An instant, RFC 3339 with an offset; kept in UTC with milliseconds. */
export function DateTime(options: FieldOptions = {}) {
  return field('dateTime', { example: '2026-01-15T09:30:00.000Z', ...options });
}

/** One of a list of values; `name` is the name of the GraphQL enumeration. */
export function Enumeration(
  name: string,
  values: readonly string[],
  options: FieldOptions & { readonly default?: string } = {},
) {
  return field('enumeration', { ...options, enumeration: { name, values } });
}

/** A list of scalars, such as `@ListOf('text', { max: 20 }, { max: 30 })`: at most 20 texts of at most 30 characters. */
export function ListOf(
  kind: Exclude<ScalarKind, 'id' | 'json' | 'enumeration'>,
  options: ListOptions = {},
  each: TextOptions & NumberOptions = {},
) {
  const defaults: Record<string, Facts> = {
    text: { min: 1, max: 1000 },
    integer: int32,
    float: { min: -dynamoMax, max: dynamoMax },
    money: { min: 0, max: 999_999_999.99 },
  };
  return field('list', {
    min: 0,
    max: 100,
    ...options,
    each: { name: 'each', kind, ...defaults[kind], ...each, optional: false },
  });
}

/** One object of another declared class. */
export function Nested(type: () => DeclaredClass, options: FieldOptions = {}) {
  return field('object', { ...options, type });
}

/** A list of objects of another declared class. */
export function NestedList(type: () => DeclaredClass, options: ListOptions = {}) {
  return field('objects', { min: 0, max: 100, ...options, type });
}

/** Any JSON value up to 24 levels deep. */
export function Json(options: FieldOptions & { readonly default?: unknown } = {}) {
  return field('json', options);
}

/**
 * The id of an item of another domain. The item itself is a GraphQL field and an `include=`: its name is the
 * field's without "Id", or `as`.
 */
export function Reference(type: () => DeclaredClass, options: FieldOptions & { readonly as?: string } = {}) {
  const { as, ...facts } = options;
  return (prototype: object, name: string): void => {
    const relation = as ?? (name.endsWith('Id') ? name.slice(0, -2) : '');
    if (relation === '' || relation === name) {
      throw new DeclarationError(
        `${prototype.constructor.name}.${name}: the referenced item needs a name of its own: end the field with "Id", or write @Reference(() => …, { as: '…' }).`,
      );
    }
    field('text', { min: 1, max: 512, ...facts, references: type })(prototype, name);
    recordRelation(prototype, { name: relation, kind: 'one', type, field: name, doc: facts.doc });
  };
}

/** The items of another domain that hold this item's partition key in their field `by`; nothing is stored here. */
export function Many(type: () => DeclaredClass, options: { readonly by: string; readonly doc?: string }) {
  return (prototype: object, name: string): void => recordRelation(prototype, { name, kind: 'many', type, ...options });
}

/**
 * An amount that is computed when it is asked for and never stored: `@Total({ of: 'items', times: 'quantity', price:
 * 'product.price' })` sums quantity × price over the items, with the price of the product that each refers to.
 */
export function Total(options: {
  readonly of: string;
  readonly times: string;
  readonly price: `${string}.${string}`;
  readonly doc?: string;
}) {
  const { price, ...rest } = options;
  const [relation = '', name = ''] = price.split('.');
  return (prototype: object, total: string): void =>
    recordTotal(prototype, { name: total, ...rest, relation, price: name });
}

function field(kind: FieldKind, facts: Facts) {
  return (prototype: object, name: string): void => {
    const fact: FieldFact = { ...facts, name, kind, optional: facts.optional ?? false };
    recordField(prototype, fact);
    // A create may leave an id to the service.
    const optional = fact.optional || kind === 'id' ? [IsOptional()] : [];
    for (const rule of [...optional, ...rules(fact)]) rule(prototype, name);
  };
}

/** The class-validator rules of a field; only the first that fails is reported. */
function rules(fact: FieldFact, each = false): PropertyDecorator[] {
  const say = (message: string) => ({ message, each });
  const range = () => [
    Min(fact.min!, say(`must be at least ${fact.min}`)),
    Max(fact.max!, say(`must be at most ${fact.max}`)),
  ];
  switch (fact.kind) {
    case 'id':
    case 'text':
      return [
        IsString(say('must be a text')),
        rule('text', (value) => textFault(value, fact), each),
        ...(fact.pattern ? [Matches(fact.pattern, say(`must match ${fact.pattern.source}`))] : []),
      ];
    case 'integer':
      return [IsInt(say('must be a whole number')), ...range()];
    case 'float':
      return [IsNumber({}, say('must be a number')), ...range(), rule('float', rangeFault, each)];
    case 'money':
      // class-validator counts decimals in the text of a number and throws at 1e-7.
      return [IsNumber({}, say('must be a number')), ...range(), rule('money', moneyFault, each)];
    case 'boolean':
      return [IsBoolean(say('must be true or false'))];
    case 'dateTime':
      return [
        rule(
          'dateTime',
          (value) =>
            momentOf(value) === undefined
              ? 'must be an RFC 3339 date and time such as 2026-01-15T09:30:00Z'
              : undefined,
          each,
        ),
      ];
    case 'enumeration':
      return [IsIn(fact.enumeration!.values, say(`must be one of ${fact.enumeration!.values.join(', ')}`))];
    case 'list':
      return [...count(fact), ...rules(fact.each!, true)];
    case 'object':
      return [IsObject(say('must be an object')), ValidateNested()];
    case 'objects':
      return [...count(fact), ValidateNested({ each: true })];
    case 'json':
      // Only what is optional can be null: a merge patch would take it for a removal.
      return [rule('json', (value) => (value === null ? 'must not be null' : jsonFault(value)), each)];
  }
}

function count(fact: FieldFact): PropertyDecorator[] {
  return [
    IsArray({ message: 'must be a list' }),
    ArrayMinSize(fact.min!, { message: `must have at least ${fact.min} elements` }),
    ArrayMaxSize(fact.max!, { message: `must have at most ${fact.max} elements` }),
  ];
}

/** A rule whose message depends on the value: `fault` gives the sentence, or undefined when the value is good. */
function rule(name: string, fault: (value: unknown) => string | undefined, each: boolean): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown) => fault(value) === undefined,
        defaultMessage: (about) => {
          const values = each && Array.isArray(about?.value) ? (about.value as unknown[]) : [about?.value];
          return values.map(fault).find(Boolean) ?? 'is not valid';
        },
      },
    },
    { each },
  );
}
