import { DeclarationError } from './declaration-error';
import { textFault } from './values';

/** A list of values and what GraphQL calls them. */
export interface EnumerationFact {
  /** The name of the GraphQL enumeration. */
  readonly name: string;
  /** What is stored, and what REST reads and writes. */
  readonly values: readonly string[];
  /** The values by their GraphQL names, in the same order. */
  readonly names: Readonly<Record<string, string>>;
  /** What values mean, for people, as far as it is declared: in one place, wherever else the enumeration stands. */
  readonly meanings: ReadonlyMap<string, string>;
}

/** The values of an enumeration, or the values by the names that GraphQL shall have for them. */
export type EnumerationValues = readonly string[] | Readonly<Record<string, string>>;

/** https://spec.graphql.org/October2021/#EnumValue; names with two underscores in front belong to GraphQL itself. */
const namePattern = /^(?!(true|false|null)$|__)[A-Za-z_][A-Za-z0-9_]*$/;

/** A value may stand in a sort key, which takes 1024 bytes: four for each character. */
const valueLimits = { min: 1, max: 256 };

/** By name and values: one that is declared in several places is one type of GraphQL. */
const knownFacts = new Map<string, EnumerationFact & { readonly meanings: Map<string, string> }>();

/**
 * The facts of an enumeration. The same values under the same name are the same enumeration, so that many fields can
 * share it, in whichever file each of them stands.
 * @param field the field that declares it, as Class.field
 * @param meanings a sentence for each value that needs one
 * @throws DeclarationError when there is no value, or one that has no GraphQL name of its own, or a sentence is for none
 */
export function enumerationFact(
  field: string,
  name: string,
  values: EnumerationValues,
  meanings: Readonly<Record<string, string>> = {},
): EnumerationFact {
  const facts = { name, ...factsOf(field, name, values), meanings: new Map<string, string>() };
  const identity = JSON.stringify([name, Object.entries(facts.names)]);
  const known = knownFacts.get(identity) ?? facts;
  knownFacts.set(identity, known);
  for (const [value, meaning] of Object.entries(meanings)) {
    if (!known.values.includes(value)) {
      throw new DeclarationError(
        `${field}: meanings tells of "${value}", which is no value of ${name}: use some of ${known.values.join(', ')}.`,
      );
    }
    const earlier = known.meanings.get(value);
    if (earlier !== undefined && earlier !== meaning) {
      throw new DeclarationError(`${field}: "${value}" of ${name} has two meanings: take one of the sentences away.`);
    }
    known.meanings.set(value, meaning);
  }
  return known;
}

function factsOf(field: string, name: string, declared: EnumerationValues): Omit<EnumerationFact, 'name' | 'meanings'> {
  const refuse = (what: string): DeclarationError => new DeclarationError(`${field}: ${what}`);
  const pairs = isList(declared)
    ? declared.map((value): [string, string] => [graphQLName(value), value])
    : Object.entries(declared);
  if (pairs.length === 0) {
    throw refuse('an enumeration needs a value: write letters, digits and "_", such as IN_STORE.');
  }
  const names = new Map<string, string>();
  for (const [memberName, value] of pairs) {
    const fault = textFault(value, { kind: 'text', ...valueLimits });
    if (fault) throw refuse(`the value ${JSON.stringify(value)} of an enumeration ${fault}: change it.`);
    if (memberName === '') {
      throw refuse(
        `"${value}" has no letter or digit that a GraphQL name can have: name it, as in @Enumeration('${name}', { SOME_NAME: '${value}' }).`,
      );
    }
    if (!namePattern.test(memberName)) {
      throw refuse(`"${memberName}" cannot be a GraphQL enum value: write letters, digits and "_", such as IN_STORE.`);
    }
    const earlierValue = names.get(memberName);
    if (earlierValue !== undefined) {
      throw refuse(
        `"${earlierValue}" and "${value}" would both be ${memberName} in GraphQL: name them, as in @Enumeration('${name}', { ${memberName}: '${earlierValue}', ${memberName}_2: '${value}' }).`,
      );
    }
    names.set(memberName, value);
  }
  const values = isList(declared) ? declared : [...names.values()];
  if (new Set(values).size < values.length) throw refuse('an enumeration has a value twice: take one of them away.');
  return { values, names: Object.fromEntries(names) };
}

/** What is wrong with a value that is none of some. */
export const noneOf = (values: readonly string[]): string => `must be one of ${values.join(', ')}`;

/** Array.isArray does not know read-only lists. */
const isList = (values: EnumerationValues): values is readonly string[] => Array.isArray(values);

/**
 * What GraphQL calls a value: the value itself where that is a name, else its letters and digits in capitals, without
 * accents, with "_" between the words: aws-s3 becomes AWS_S3, 2XL becomes _2XL. Empty when nothing is left.
 */
export function graphQLName(value: string): string {
  if (namePattern.test(value)) return value;
  const words = value
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[0-9]/.test(words) ? `_${words}` : words;
}
