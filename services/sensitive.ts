import { fieldsOf, nestedClasses } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { isRecord, recordOf } from '../schema/guards';
import type { Item } from './context';

/**
 * An item without its sensitive fields, nested objects included: what goes to others than those who asked for the item,
 * such as an event, or to those who asked for something else, such as an error.
 */
export function withoutSensitive(type: DeclaredClass, item: Item): Item {
  const hidden = fieldsOf(type).filter(({ sensitive }) => sensitive);
  const shown = Object.entries(item).filter(([name]) => !hidden.some((field) => field.name === name));
  const nested = nestedClasses(type);
  return Object.fromEntries(
    shown.map(([name, value]) => {
      const inner = nested.get(name);
      if (!inner) return [name, value];
      if (Array.isArray(value)) return [name, value.map((element) => withoutSensitive(inner, recordOf(element)))];
      return [name, isRecord(value) ? withoutSensitive(inner, value) : value];
    }),
  );
}
