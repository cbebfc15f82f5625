import { rule } from './kinds';
import type { FieldFact } from './kinds';

/** The class-validator rules of a form: what it cannot keep is refused. */
export function formRules({ stored }: FieldFact): readonly PropertyDecorator[] {
  if (stored?.as === 'set') {
    return [
      rule('set', (value) =>
        Array.isArray(value) && new Set(value).size < value.length ? 'must not have an element twice' : undefined,
      ),
    ];
  }
  return [];
}
