import { fieldsOf, hasFieldInside, nestedClasses } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { isRecord } from '../schema/guards';
import type { Item } from './context';
import { namesIn, sameMisfits } from './misfits';

/**
 * An item without its sensitive fields, nested objects included: what goes to others than those who asked for the item,
 * such as an event, or to those who asked for something else, such as an error.
 */
export function withoutSensitive(type: DeclaredClass, item: Item): Item {
  if (!hidesAny(type)) return item;
  const hidden = fieldsOf(type).filter(({ sensitive }) => sensitive);
  const shown = Object.entries(item).filter(([name]) => !hidden.some((field) => field.name === name));
  const nested = nestedClasses(type);
  const copy = Object.fromEntries(
    shown.map(([name, value]) => {
      const inner = nested.get(name);
      if (!inner) return [name, value];
      const within = (content: unknown): unknown => (isRecord(content) ? withoutSensitive(inner, content) : content);
      return [name, Array.isArray(value) ? value.map(within) : within(value)];
    }),
  );
  const isKept = (pointer: string): boolean => !isSensitive(type, namesIn(pointer));
  return sameMisfits(item, copy, isKept, (stored) => withoutSensitive(type, stored));
}

/** Whether a field is marked as sensitive; `path` leads to it through nested objects. */
function isSensitive(type: DeclaredClass, [name, ...rest]: readonly string[]): boolean {
  if (fieldsOf(type).some((field) => field.name === name && field.sensitive)) return true;
  const inner = name === undefined ? undefined : nestedClasses(type).get(name);
  return inner !== undefined && isSensitive(inner, rest);
}

const hidesAny = hasFieldInside(({ sensitive }) => sensitive === true);
