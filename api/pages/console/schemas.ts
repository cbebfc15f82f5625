import { isRecord, listOf, numberOf, recordOf, textOf } from '../../../schema/guards';
import { dateFault, durationFault, emailFault, momentFault, textFault, urlFault } from '../../../schema/values';

/** A JSON Schema of the gateway's document. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schemas of the document by their names. */
export type Schemas = Readonly<Record<string, unknown>>;

/** A field as a form and a table need it: what it holds, whether it may be absent, and what is said of it. */
export interface Field {
  readonly name: string;
  readonly doc: string;
  readonly isRequired: boolean;
  readonly schema: Schema;
  readonly holds: Holds;
}

/** What a value is, so far as one has to know to show and to edit it. */
export type Holds =
  | { readonly as: 'text' | 'json' | 'boolean' }
  | { readonly as: 'number'; readonly isWhole: boolean }
  | { readonly as: 'choice'; readonly choices: readonly string[] }
  | { readonly as: 'object'; readonly fields: readonly Field[] }
  | { readonly as: 'list'; readonly each: Holds; readonly schema: Schema };

/** A schema without its reference and without the null that a readable value may be instead. */
export function resolve(schemas: Schemas, value: unknown): Schema {
  const schema = recordOf(value);
  const reference = textOf(schema.$ref);
  if (reference !== undefined) {
    return { ...resolve(schemas, schemas[reference.split('/').at(-1) ?? '']), ...without(schema, '$ref') };
  }
  const choice = listOf(schema.anyOf).find((alternative) => recordOf(alternative).type !== 'null');
  if (choice === undefined) return schema;
  return { ...resolve(schemas, choice), ...without(schema, 'anyOf') };
}

/** A schema with all its keywords but one. */
function without(schema: Schema, keyword: string): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
}

/** The type of a schema, null aside; undefined for one that takes anything. */
export function typeOf({ type }: Schema): string | undefined {
  return [type].flat().find((one): one is string => typeof one === 'string' && one !== 'null');
}

/** Where one is within the schema of an item. */
interface Whereabouts {
  /** The names that lead here. */
  readonly path: readonly string[];
  /** The members of the schemas around. */
  readonly outer: readonly unknown[];
  /** Whether a member is none of the fields. */
  readonly isLeftOut: (path: readonly string[]) => boolean;
}

const atTop: Whereabouts = { path: [], outer: [], isLeftOut: () => false };

/** What values of a schema are. A schema that leads to itself is shown as JSON where it comes again. */
export function holdsOf(schemas: Schemas, value: unknown, where: Whereabouts = atTop): Holds {
  const schema = resolve(schemas, value);
  const choices = listOf(schema.enum).filter((choice) => typeof choice === 'string');
  if (choices.length > 0) return { as: 'choice', choices };
  switch (typeOf(schema)) {
    case 'string':
      return { as: 'text' };
    case 'boolean':
      return { as: 'boolean' };
    case 'integer':
      return { as: 'number', isWhole: true };
    case 'number':
      return { as: 'number', isWhole: false };
    case 'array':
      return { as: 'list', each: holdsOf(schemas, schema.items, where), schema: resolve(schemas, schema.items) };
    case 'object': {
      const members = schema.properties;
      if (!isRecord(members) || where.outer.includes(members)) return { as: 'json' };
      return { as: 'object', fields: fieldsOf(schemas, schema, { ...where, outer: [...where.outer, members] }) };
    }
    default:
      return { as: 'json' };
  }
}

/** The fields of an object's schema, in their order. */
export function fieldsOf(schemas: Schemas, value: unknown, where: Partial<Whereabouts> = {}): readonly Field[] {
  const schema = resolve(schemas, value);
  const required = listOf(schema.required);
  const { path, outer, isLeftOut } = { ...atTop, ...where };
  return Object.entries(recordOf(schema.properties))
    .filter(([name]) => !isLeftOut([...path, name]))
    .map(([name, member]) => {
      const resolved = resolve(schemas, member);
      return {
        name,
        doc: textOf(resolved.description) ?? '',
        isRequired: required.includes(name),
        schema: resolved,
        holds: holdsOf(schemas, member, { path: [...path, name], outer, isLeftOut }),
      };
    });
}

/** What a text has to be, as the field says for people: `It must be four digits.` */
function mustBe({ description, pattern }: Schema): string {
  const [, words] = /It must be (.+?)\.$/.exec(textOf(description) ?? '') ?? [];
  return words === undefined ? `must match ${textOf(pattern) ?? ''}` : `must be ${words}`;
}

/** What is wrong with the text of a format, by the very rules of the gateway. */
const formatFaults: Readonly<Record<string, (value: string, schema: Schema) => string | undefined>> = {
  date: dateFault,
  // How many digits of a second are kept is for the gateway to tell.
  'date-time': (value) => momentFault(value, 9),
  duration: durationFault,
  email: emailFault,
  uri: (value, schema) => urlFault(value, numberOf(schema.maxLength) ?? Infinity),
};

/**
 * What keeps a value from being one of a schema, in the words that the gateway has for it; undefined when nothing is
 * seen. The gateway has the last word: what only it can tell, it tells.
 */
export function faultOf(schema: Schema, value: unknown): string | undefined {
  if (typeOf(schema) === 'number' || typeOf(schema) === 'integer') return faultOfNumber(schema, value);
  if (typeOf(schema) !== 'string' || typeof value !== 'string') return undefined;
  const ofFormat = formatFaults[textOf(schema.format) ?? ''];
  if (ofFormat) return ofFormat(value, schema);
  const [min, max] = [numberOf(schema.minLength), numberOf(schema.maxLength)];
  const fault = textFault(value, { kind: 'text', min, max, multiline: true });
  if (fault !== undefined) return fault;
  const pattern = textOf(schema.pattern);
  return pattern === undefined || new RegExp(pattern).test(value) ? undefined : mustBe(schema);
}

function faultOfNumber(schema: Schema, value: unknown): string | undefined {
  if (typeOf(schema) === 'integer' && !Number.isInteger(value)) return 'must be a whole number';
  if (typeof value !== 'number') return 'must be a number';
  const [minimum, maximum] = [numberOf(schema.minimum), numberOf(schema.maximum)];
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  return undefined;
}

/** The limits of a schema as a sentence to read before one writes; nothing where there are none. */
export function limitsOf(schema: Schema): string {
  const words = limitWords(schema);
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function limitWords(schema: Schema): string {
  const between = (least: unknown, most: unknown, unit: string): string => {
    const [from, to] = [numberOf(least), numberOf(most)];
    const isFrom = from !== undefined && from > (unit === '' ? -Infinity : 1) && Math.abs(from) < 1e9;
    const isTo = to !== undefined && to < 1e9;
    if (isFrom && isTo) return `${from} to ${to}${unit}`;
    if (isTo) return `at most ${to}${unit}`;
    return isFrom ? `at least ${from}${unit}` : '';
  };
  if (typeOf(schema) === 'string') return between(schema.minLength, schema.maxLength, ' characters');
  if (typeOf(schema) === 'array') return between(schema.minItems, schema.maxItems, ' elements');
  return between(schema.minimum, schema.maximum, '');
}
