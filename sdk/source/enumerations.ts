import { enumerations, members, variables } from '../generated/enumerations.ts';
import { isRecord, recordOf } from './guards.ts';

// GraphQL has names for the values of an enumeration, because a value such as `on-the-way` can be none. Programs speak of
// the values, as REST does.

/** What GraphQL answers, with values in place of names. */
export const withValues = (data: unknown, type: 'Query' | 'Mutation'): unknown => translated(data, type, valueOf);

/** The variables of a GraphQL field, with names in place of values. */
export const withNames = (given: Readonly<Record<string, unknown>>, field: string): Readonly<Record<string, unknown>> =>
  recordOf(translatedMembers(given, variables[field], nameOf));

const none = 'must be one of ';

/** What is wrong with a value of an enumeration, told by its values: a rule does not say which enumeration it is of. */
export function ruleWithValues(detail: string): string {
  const told = namesIn(detail);
  const names = Object.values(enumerations).find(
    (one) => told.length === Object.keys(one).length && told.every((name) => Object.hasOwn(one, name)),
  );
  return names ? noneOf(told.map((name) => names[name] ?? name)) : detail;
}

/** The rule for what may be one of some. */
export const noneOf = (allowed: readonly string[]): string => none + allowed.join(', ');

/** The names that such a rule allows. */
export const namesIn = (detail: string): readonly string[] =>
  detail.startsWith(none) ? detail.slice(none.length).split(', ') : [];

type Names = Readonly<Record<string, string>>;
type Translate = (text: string, names: Names) => string;

const valueOf: Translate = (name, names) => (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;

const nameOf: Translate = (value, names) => {
  const name = Object.keys(names).find((one) => names[one] === value);
  // A name that is no value is refused, as REST does it; no name is empty.
  return name ?? (Object.hasOwn(names, value) ? '' : value);
};

function translated(content: unknown, type: string, translate: Translate): unknown {
  if (Array.isArray(content)) return content.map((element) => translated(element, type, translate));
  const names = enumerations[type];
  if (names) return typeof content === 'string' ? translate(content, names) : content;
  return isRecord(content) ? translatedMembers(content, members[type], translate) : content;
}

function translatedMembers(
  content: Readonly<Record<string, unknown>>,
  types: Names = {},
  translate: Translate,
): object {
  const entries = Object.entries(content).map(([name, member]): [string, unknown] => {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    return [name, type === undefined ? member : translated(member, type, translate)];
  });
  return Object.fromEntries(entries);
}
