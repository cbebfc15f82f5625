import { fieldsOf, nestedClass } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { mayBeAbsent } from '../schema/kinds';
import type { Rule } from '../schema/kinds';
import { allRules } from '../schema/rules';

/** What of a field decides whether its value is taken. */
interface CheckedField {
  readonly name: string;
  readonly mayBeAbsent: boolean;
  readonly rules: readonly Rule[];
  readonly inner: DeclaredClass | undefined;
}

const checkedFieldsOfTypes = new WeakMap<DeclaredClass, readonly CheckedField[] | 'unknown'>();

/** Undefined for a class with rules that only class-validator knows of. */
function checkedFieldsOf(type: DeclaredClass): readonly CheckedField[] | undefined {
  const known = checkedFieldsOfTypes.get(type);
  if (known) return known === 'unknown' ? undefined : known;
  const rules = allRules(type);
  const fields =
    rules &&
    fieldsOf(type).map((field) => ({
      name: field.name,
      mayBeAbsent: mayBeAbsent(field),
      rules: rules.get(field.name) ?? [],
      inner: nestedClass(field),
    }));
  checkedFieldsOfTypes.set(type, fields ?? 'unknown');
  return fields;
}

/**
 * Whether class-validator is sure to take an instance: every field keeps its declared rules, and the class has no others.
 * Nearly every body that is sent is right, and asking class-validator costs ten times as much. False says nothing: it has
 * the words for what is wrong.
 * @param mayLack whether any field may be undefined, as in a merge patch
 * @param names the fields that are looked at; all of them when left out
 */
export function isSurelyTaken(
  type: DeclaredClass,
  instance: object,
  mayLack: boolean,
  names?: readonly string[],
): boolean {
  const fields = checkedFieldsOf(type);
  if (!fields) return false;
  const values = instance as Readonly<Record<string, unknown>>;
  for (const field of fields) {
    if (names && !names.includes(field.name)) continue;
    const value = values[field.name];
    if (value === undefined ? mayLack || field.mayBeAbsent : value === null && field.mayBeAbsent) continue;
    if (!keepsRules(field, value) || !isTakenInside(field, value, mayLack)) return false;
  }
  return true;
}

function keepsRules({ rules }: CheckedField, value: unknown): boolean {
  for (const { isKept } of rules) if (!isKept(value)) return false;
  return true;
}

function isTakenInside({ inner }: CheckedField, value: unknown, mayLack: boolean): boolean {
  if (!inner || typeof value !== 'object' || value === null) return true;
  if (!Array.isArray(value)) return isSurelyTaken(inner, value, mayLack);
  return value.every(
    (element) => typeof element === 'object' && element !== null && isSurelyTaken(inner, element as object, mayLack),
  );
}
