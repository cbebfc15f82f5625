import { listOf, numberOf, recordOf, textOf } from '../../schema/guards';
import type { Finding } from './finding';

/** A JSON Schema, or another object of an OpenAPI or AsyncAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

/** Two documents with one face, and what was found between them. */
export interface Comparison {
  readonly subject: string;
  readonly released: Schema;
  readonly declared: Schema;
  readonly findings: Finding[];
  /** The pairs of shared schemas that have been compared. */
  readonly comparedPairs: Set<string>;
}

/** A schema of what callers send must not get narrower; of what they are given, not wider. */
export type Direction = 'sent' | 'given';

/** Keywords whose change no program notices. */
const silent = ['description', 'title', 'examples', 'example', 'deprecated', 'summary', 'x-enum-varnames'];

const values = ['type', 'enum', 'const', 'default', 'format', 'pattern', 'multipleOf', 'contentMediaType'];
const structure = [
  ...['$ref', 'anyOf', 'oneOf', 'discriminator', 'properties', 'required', 'additionalProperties', 'items'],
  'contentSchema',
];

/** How a client holds a number, which changes nothing of what is sent. */
const numberFormats = ['int32', 'int64', 'float', 'double'];

/** The keyword and what its absence means. */
const least = { minimum: -Infinity, minLength: 0, minItems: 0 };
const most = { maximum: Infinity, maxLength: Infinity, maxItems: Infinity };

const knownKeywords = new Set([...silent, ...values, ...structure, ...Object.keys(least), ...Object.keys(most)]);

/**
 * Finds what breaks callers between two JSON Schemas. A keyword that the rules do not know counts as breaking when it
 * differs, so that nothing slips through as the documents grow.
 */
export function compareSchemas(
  comparison: Comparison,
  direction: Direction,
  place: string,
  before: Schema,
  now: Schema,
): void {
  const { released, declared, comparedPairs } = comparison;
  const names = [before.$ref, now.$ref].map((ref) =>
    typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : undefined,
  );
  if (names[0] !== undefined && names[1] !== undefined) {
    // Each shared schema is told of once, under its own name, however many routes lead to it.
    const pair = `${direction} ${names.join(' ')}`;
    if (comparedPairs.has(pair)) return;
    comparedPairs.add(pair);
    place = names[1];
  }
  const [a, b] = [follow(released, before), follow(declared, now)];
  const say = (words: string): void => breaking(comparison, place, words);

  const [oldAlternatives, newAlternatives] = [alternativesOf(a), alternativesOf(b)];
  if (oldAlternatives.areSeveral || newAlternatives.areSeveral) {
    const [narrow, wide] =
      direction === 'sent' ? [oldAlternatives, newAlternatives] : [newAlternatives, oldAlternatives];
    if (narrow.isNullable && !wide.isNullable) say(direction === 'sent' ? 'no longer takes null.' : 'may be null now.');
    return compareAlternatives(comparison, direction, place, oldAlternatives.schemas, newAlternatives.schemas);
  }
  compareTypes(direction, typesOf(a), typesOf(b), say);
  compareEnums(comparison, direction, place, a, b);
  compareLimits(direction, a, b, say);
  if (direction === 'sent' && a.default !== undefined && !isEqual(a.default, b.default)) {
    caution(comparison, place, `has the default ${text(b.default)} when it is left out, before ${text(a.default)}.`);
  }
  for (const keyword of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!knownKeywords.has(keyword) && !isEqual(a[keyword], b[keyword]))
      say(`differs in ${keyword}, which these rules do not know.`);
  }
  compareProperties(comparison, direction, place, a, b);
  if (a.items && b.items) {
    compareSchemas(comparison, direction, `${place}[]`, recordOf(a.items), recordOf(b.items));
  }
  if (a.contentSchema && b.contentSchema) {
    compareSchemas(comparison, direction, place, recordOf(a.contentSchema), recordOf(b.contentSchema));
  }
}

/**
 * Compares what a value may be one of. One that is told apart by a member is compared with the one of before that had the
 * same there; where there was only one before, each is compared with that.
 */
function compareAlternatives(
  comparison: Comparison,
  direction: Direction,
  place: string,
  before: readonly Schema[],
  now: readonly Schema[],
): void {
  const marksOf = (document: Schema, schemas: readonly Schema[]): readonly (readonly [string | undefined, Schema])[] =>
    schemas.map((schema) => [markOf(follow(document, schema)), schema]);
  const [old, declared] = [marksOf(comparison.released, before), marksOf(comparison.declared, now)];
  if ([...old, ...declared].every(([mark]) => mark !== undefined)) {
    const [marked, known] = [new Map(declared), new Map(old)];
    for (const [mark, schema] of marked) {
      const earlier = known.get(mark);
      if (earlier) compareSchemas(comparison, direction, place, earlier, schema);
      // A union in place of its only part is that of an operation, which is compared by itself.
      else if (direction === 'given' && old.length > 1)
        caution(comparison, place, `may now be ${String(mark)}, which callers do not know yet.`);
    }
    for (const mark of direction === 'sent' ? known.keys() : []) {
      if (!marked.has(mark)) breaking(comparison, place, `no longer takes ${String(mark)}.`);
    }
    return;
  }
  const [only] = before.length === 1 ? before : [];
  if (!only && before.length !== now.length) return breaking(comparison, place, 'has other alternatives than before.');
  for (const [index, schema] of (direction === 'sent' && only ? now.slice(0, 1) : now).entries())
    compareSchemas(comparison, direction, place, only ?? before[index] ?? {}, schema);
}

/** The one value that a member of all such objects has, by which they are told apart. */
function markOf({ properties }: Schema): string | undefined {
  return Object.values(schemasIn(properties))
    .map((property) => textOf(property.const))
    .find((value) => value !== undefined);
}

/** A `$ref` followed within its document. */
export function follow(document: Schema, schema: Schema): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const steps = schema.$ref.replace(/^#\//, '').split('/');
  const target = steps.reduce<unknown>((place, step) => recordOf(place)[step], document);
  if (target === undefined) throw new Error(`The document has nothing at ${schema.$ref}.`);
  return follow(document, recordOf(target));
}

/** The members of an object that are schemas, or other objects of a document. */
export function schemasIn(value: unknown): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(recordOf(value)).map(([name, schema]) => [name, recordOf(schema)]));
}

/** Records what breaks callers. */
export function breaking({ findings, subject }: Comparison, place: string, words: string): void {
  findings.push({ level: 'breaking', subject, words: `${place} ${words}` });
}

function caution({ findings, subject }: Comparison, place: string, words: string): void {
  findings.push({ level: 'caution', subject, words: `${place} ${words}` });
}

/** The schemas that a value may follow, and whether it may be null. */
function alternativesOf(schema: Schema): {
  readonly schemas: readonly Schema[];
  readonly isNullable: boolean;
  readonly areSeveral: boolean;
} {
  const listed = schema.anyOf ?? schema.oneOf;
  if (listed === undefined) {
    const isNullable = typesOf(schema).includes('null');
    const type = typesOf(schema).filter((name) => name !== 'null');
    return { schemas: [isNullable ? { ...schema, type } : schema], isNullable, areSeveral: false };
  }
  const all = listOf(listed).map(recordOf);
  const schemas = all.filter(({ type }) => type !== 'null');
  return { schemas, isNullable: schemas.length < all.length, areSeveral: true };
}

function typesOf({ type }: Schema): string[] {
  return type === undefined ? [] : [type].flat().map(String);
}

function compareTypes(direction: Direction, a: string[], b: string[], say: (words: string) => void): void {
  const [inner, outer] = direction === 'sent' ? [a, b] : [b, a];
  // No type is every type; a whole number is a number too.
  const fits = (type: string): boolean => outer.includes(type) || (type === 'integer' && outer.includes('number'));
  if (outer.length === 0 || (inner.length > 0 && inner.every(fits))) return;
  const words = (types: string[]): string => (types.length === 0 ? 'anything' : types.join(' or '));
  say(`${direction === 'sent' ? 'takes' : 'may be'} ${words(b)}, before ${words(a)}.`);
}

function compareEnums(comparison: Comparison, direction: Direction, place: string, a: Schema, b: Schema): void {
  const before = a.enum === undefined ? undefined : listOf(a.enum);
  const now = b.enum === undefined ? undefined : listOf(b.enum);
  const list = (values: readonly unknown[]): string => values.map((value) => String(value)).join(', ');
  if (direction === 'sent') {
    if (now && !before) breaking(comparison, place, `takes only ${list(now)}.`);
    const removedValues = now ? (before ?? []).filter((value) => !now.includes(value)) : [];
    if (removedValues.length > 0) breaking(comparison, place, `no longer takes ${list(removedValues)}.`);
    return;
  }
  // That it may be null is a matter of its type.
  const isAdded = (value: unknown): boolean => value !== null && !before?.includes(value);
  const addedValues = before ? (now ?? ['any value']).filter(isAdded) : [];
  if (addedValues.length === 0) return;
  caution(comparison, place, `may now be ${list(addedValues)}, which callers do not know yet.`);
}

function compareLimits(direction: Direction, a: Schema, b: Schema, say: (words: string) => void): void {
  // What is always the same is narrower than what may be anything.
  const [wideConst, narrowConst] = direction === 'sent' ? [b.const, a.const] : [a.const, b.const];
  if (wideConst !== undefined && !isEqual(wideConst, narrowConst))
    say(`is always ${JSON.stringify(b.const)}, before ${JSON.stringify(a.const)}.`);
  const [before, now] = [a.format, b.format].map((format) => (isOfNumbers(format) ? undefined : format));
  if (direction === 'given') {
    if (before !== undefined && !isEqual(before, now)) say(`has the format ${text(now)}, before ${text(before)}.`);
    return;
  }
  if (now !== undefined && !isEqual(before, now)) say(`has format ${text(now)}, before ${text(before)}.`);
  for (const keyword of ['pattern', 'multipleOf', 'contentMediaType']) {
    if (b[keyword] !== undefined && !isEqual(a[keyword], b[keyword])) {
      say(`has ${keyword} ${text(b[keyword])}, before ${text(a[keyword])}.`);
    }
  }
  for (const [keyword, absent] of Object.entries(least)) {
    if ((numberOf(b[keyword]) ?? absent) > (numberOf(a[keyword]) ?? absent)) {
      say(`has ${keyword} ${text(b[keyword])}, before ${text(a[keyword])}.`);
    }
  }
  for (const [keyword, absent] of Object.entries(most)) {
    if ((numberOf(b[keyword]) ?? absent) < (numberOf(a[keyword]) ?? absent)) {
      say(`has ${keyword} ${text(b[keyword])}, before ${text(a[keyword])}.`);
    }
  }
}

function compareProperties(comparison: Comparison, direction: Direction, place: string, a: Schema, b: Schema): void {
  const [before, now] = [schemasIn(a.properties), schemasIn(b.properties)];
  const [mustBefore, mustNow] = [listOf(a.required).map(String), listOf(b.required).map(String)];
  const say = (name: string, words: string): void => breaking(comparison, `${place}.${name}`, words);
  // One of the forms that an object had need not have what only others may have.
  const isOneForm = markOf(a) === undefined && markOf(b) !== undefined;
  for (const [name, property] of Object.entries(before)) {
    const declaredProperty = now[name];
    if (declaredProperty) compareSchemas(comparison, direction, `${place}.${name}`, property, declaredProperty);
    else if (direction === 'given') {
      if (!isOneForm || mustBefore.includes(name)) say(name, 'is no longer there.');
    } else if (b.additionalProperties === false) say(name, 'is no longer taken.');
  }
  if (direction === 'sent') {
    for (const name of mustNow.filter((required) => !mustBefore.includes(required))) say(name, 'must be sent now.');
    if (b.additionalProperties === false && a.additionalProperties !== false) {
      breaking(comparison, place, 'takes no other fields than its own any more.');
    }
  } else {
    for (const name of mustBefore.filter((required) => required in now && !mustNow.includes(required)))
      say(name, 'may be left out now.');
  }
}

const isOfNumbers = (format: unknown): boolean => numberFormats.some((name) => name === format);

const isEqual = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

const text = (value: unknown): string =>
  value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
