import { domainIfAny, fieldsOf, nestedClasses, ownedFields } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { isRecord } from '../schema/guards';
import type { Item } from './context';
import { sameMisfits } from './misfits';

/** The names of the fields of a class in their order, and the classes of the objects in them. */
interface Order {
  readonly places: ReadonlyMap<string, number>;
  readonly nested: ReadonlyMap<string, DeclaredClass>;
}

const orders = new WeakMap<DeclaredClass, Order>();

function orderOf(type: DeclaredClass): Order {
  const known = orders.get(type);
  if (known) return known;
  const fields = [...fieldsOf(type), ...(domainIfAny(type) ? ownedFields : [])];
  const order = { places: new Map(fields.map(({ name }, index) => [name, index])), nested: nestedClasses(type) };
  orders.set(type, order);
  return order;
}

/**
 * An item with its fields in the order of its class, and what else it has behind them: a text of it is the same whether it
 * was read or has just been written. One that is so already is given as it is, which those that were read are.
 */
export function inClassOrder(type: DeclaredClass, item: Item): Item {
  const { places, nested } = orderOf(type);
  if (isInOrder(item, places, nested)) return item;
  const copy: Item = {};
  const add = (name: string): void => {
    const inner = nested.get(name);
    copy[name] = inner ? within(inner, item[name]) : item[name];
  };
  for (const name of places.keys()) if (Object.hasOwn(item, name)) add(name);
  for (const name of Object.keys(item)) if (!places.has(name)) add(name);
  return sameMisfits(
    item,
    copy,
    () => true,
    (stored) => stored,
  );
}

function isInOrder(item: Item, places: Order['places'], nested: Order['nested']): boolean {
  let last = -1;
  for (const name of Object.keys(item)) {
    const place = places.get(name) ?? places.size;
    if (place < last) return false;
    last = place;
  }
  for (const [name, type] of nested) {
    if (Object.hasOwn(item, name) && within(type, item[name]) !== item[name]) return false;
  }
  return true;
}

function within(type: DeclaredClass, value: unknown): unknown {
  if (isRecord(value)) return inClassOrder(type, value);
  if (!Array.isArray(value)) return value;
  const elements = value.map((element: unknown) => within(type, element));
  return elements.every((element, index) => element === value[index]) ? value : elements;
}
