import { getMetadataStorage } from 'class-validator';
import { rule } from './kinds';
import type { DeclaredClass, FieldFact, Rule } from './kinds';

/** The rules of a form: what it cannot keep is refused. */
export function formRules({ stored }: FieldFact): readonly Rule[] {
  if (stored?.as === 'set') {
    return [
      rule('set', (value) =>
        Array.isArray(value) && new Set(value).size < value.length ? 'must not have an element twice' : undefined,
      ),
    ];
  }
  return [];
}

/** The rules of ours by the prototypes of their classes, then by the names of the fields. */
const rulesOfPrototypes = new WeakMap<object, Map<string, Rule[]>>();

/** Gives a field a rule, which class-validator knows of from then on. */
export function addRule(prototype: object, name: string, added: Rule): void {
  added.decorator(prototype, name);
  const rules = rulesOfPrototypes.get(prototype) ?? new Map<string, Rule[]>();
  rulesOfPrototypes.set(prototype, rules);
  rules.set(name, [...(rules.get(name) ?? []), added]);
}

/**
 * All rules of the fields of a class, inherited ones too; undefined when class-validator knows of another one, which an
 * application has added with a decorator of class-validator, or drops one of these for it.
 */
export function allRules(type: DeclaredClass): ReadonlyMap<string, readonly Rule[]> | undefined {
  const known = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const all = new Map<string, Rule[]>();
  let count = 0;
  for (
    let prototype: object | null = type.prototype;
    prototype && prototype !== Object.prototype;
    prototype = Reflect.getPrototypeOf(prototype)
  ) {
    for (const [name, rules] of rulesOfPrototypes.get(prototype) ?? []) {
      const { constructor } = prototype;
      const own = known.filter(({ target, propertyName }) => target === constructor && propertyName === name);
      if (own.length !== rules.length) return undefined;
      count += rules.length;
      // A field that a class between declares again keeps the rules of both.
      all.set(name, [...(all.get(name) ?? []), ...rules]);
    }
  }
  return count === known.length ? all : undefined;
}
