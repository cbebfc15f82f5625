import { GraphQLScalarType } from 'graphql';
import { Float, ID, Int, registerEnumType } from 'type-graphql';
import type { Field } from 'type-graphql';
import { graphQLName } from '../schema/enumerations';
import type { EnumerationFact } from '../schema/enumerations';
import { sentenceOf } from '../schema/facts';
import { scalarNames } from '../schema/kinds';
import type { DeclaredClass, FactOf, FieldFact, FieldKind } from '../schema/kinds';

/** What TypeGraphQL takes as a type. */
export type GraphQLType = ReturnType<Extract<Parameters<typeof Field>[0], () => unknown>>;

/*
 * These scalars carry values and check nothing: the operation's door checks once for every face, and a scalar
 * that refused first would answer the same mistake with another error.
 */

/** An amount with at most two decimals. */
export const MoneyScalar = new GraphQLScalarType({
  name: scalarNames.money,
  description: 'An amount in major units with at most two decimals, such as 249.5.',
});

/** An instant as RFC 3339 text. */
const DateTimeScalar = new GraphQLScalarType({
  name: scalarNames.dateTime,
  description: 'An instant as RFC 3339 text in UTC, such as 2026-01-15T09:30:00.000Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
});

/** A day of the calendar as text. */
const DateScalar = new GraphQLScalarType({
  name: scalarNames.date,
  description: 'A day of the calendar, such as 2026-03-01.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
});

/** A length of time as text. */
const DurationScalar = new GraphQLScalarType({
  name: scalarNames.duration,
  description: 'A length of time in whole numbers, such as P3DT12H or P1Y0M2D, with no unit left out in between.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#appendix-A',
});

/** Any JSON value. */
const JsonScalar = new GraphQLScalarType({
  name: scalarNames.json,
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
});

/** Which of a class's GraphQL types: the answer, the whole input, or the patch. */
export type Role = 'output' | 'input' | 'patch';

/** Gives the GraphQL type of a declared class in a role. */
type TypeOfClass = (type: DeclaredClass, role: Role) => DeclaredClass;

/** What GraphQL makes of a kind. */
interface GraphQLKind<Kind extends FieldKind> {
  type(fact: FactOf<Kind>, role: Role, typeOfClass: TypeOfClass): GraphQLType;
  /** The limits that a caller wants to know, in words for the description. */
  limits(fact: FactOf<Kind>): readonly string[];
  /** A value as GraphQL spells it, for the description. */
  spelled(value: unknown, fact: FactOf<Kind>): string;
}

const noLimits = (): readonly string[] => [];
const spelled = (value: unknown): string => JSON.stringify(value);
const least = ({ min }: { readonly min: number }): readonly string[] =>
  Math.abs(min) < 1e9 ? [`at least ${min}`] : [];
const longest = ({ max }: { readonly max: number }): readonly string[] =>
  Number.isFinite(max) ? [`at most ${max} characters`] : [];

/** Every kind in GraphQL. A kind that is left out does not compile. */
const graphQLKinds: { readonly [Kind in FieldKind]: GraphQLKind<Kind> } = {
  id: { type: () => ID, limits: noLimits, spelled },
  text: { type: ({ references }) => (references ? ID : String), limits: longest, spelled },
  integer: { type: () => Int, limits: least, spelled },
  float: { type: () => Float, limits: least, spelled },
  money: { type: () => MoneyScalar, limits: least, spelled },
  boolean: { type: () => Boolean, limits: noLimits, spelled },
  dateTime: { type: () => DateTimeScalar, limits: noLimits, spelled },
  date: { type: () => DateScalar, limits: noLimits, spelled },
  duration: { type: () => DurationScalar, limits: noLimits, spelled },
  email: { type: () => String, limits: () => ['an e-mail address'], spelled },
  url: { type: () => String, limits: (fact) => ['an http or https URL', ...longest(fact)], spelled },
  enumeration: {
    type: ({ enumeration }) => enumType(enumeration),
    limits: noLimits,
    spelled: (value, { enumeration: { names } }) =>
      Object.keys(names).find((name) => names[name] === value) ?? spelled(value),
  },
  list: { type: ({ each }, role, typeOfClass) => [graphQLType(each, role, typeOfClass)], limits: noLimits, spelled },
  object: { type: ({ type }, role, typeOfClass) => typeOfClass(type(), role), limits: noLimits, spelled },
  objects: {
    // A merge patch replaces lists as a whole.
    type: ({ type }, role, typeOfClass) => [typeOfClass(type(), role === 'patch' ? 'input' : role)],
    limits: noLimits,
    spelled,
  },
  json: { type: () => JsonScalar, limits: noLimits, spelled },
};

/** The GraphQL type of a field. */
export function graphQLType<Kind extends FieldKind>(
  fact: FactOf<Kind>,
  role: Role,
  typeOfClass: TypeOfClass,
): GraphQLType {
  return graphQLKinds[fact.kind].type(fact, role, typeOfClass);
}

/** The sentence of a field; its name in words where it was declared without one. */
export const plainDoc = ({ doc, name }: Pick<FieldFact, 'doc' | 'name'>): string => doc ?? sentenceOf(name);

/** The description of a field: its sentence, its limits, its default. */
export function describe<Kind extends FieldKind>(fact: FactOf<Kind>): string {
  const kind = graphQLKinds[fact.kind];
  const value = fact.default;
  const limits = [...kind.limits(fact), ...(value === undefined ? [] : [`default ${kind.spelled(value, fact)}`])];
  return [plainDoc(fact), ...(limits.length > 0 ? [`(${limits.join(', ')})`] : [])].join(' ');
}

const registered = new WeakSet<object>();

/** The GraphQL enumeration of a name and its values; fields that have both in common share it. */
function enumType(enumeration: EnumerationFact): object {
  const { name, names } = enumeration;
  if (registered.has(names)) return names;
  const valuesConfig = Object.fromEntries(
    Object.keys(names).map((valueName) => [valueName, { description: meaningOf(enumeration, valueName) }] as const),
  );
  registerEnumType(names, { name, description: sentenceOf(name), valuesConfig });
  registered.add(names);
  return names;
}

/** What a value means, and what it is called where GraphQL has another name for it. */
function meaningOf({ names, meanings }: EnumerationFact, valueName: string): string {
  const value = names[valueName] ?? '';
  // A name that was made from the value has lost its accents, and may begin with "_".
  const words = graphQLName(value) === valueName ? value.replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, '_') : valueName;
  const meaning = meanings.get(value) ?? sentenceOf(words);
  return value === valueName ? meaning : `${meaning} ("${value}" in REST)`;
}
