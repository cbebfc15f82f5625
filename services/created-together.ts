import { createdTogether } from '../schema/created-together';
import { domainOf, keyFields } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { listOf, recordOf } from '../schema/guards';
import { required } from '../schema/required';
import { change, PartsRefused, writeTouches } from './change';
import { keyOf } from './context';
import type { Context, Item } from './context';
import type { ProblemCode } from './errors';
import { onceTouches } from './idempotency';
import type { Operation } from './operation';
import type { Touch } from './table-actions';
import { combined, together } from './together';
import { invalid } from './validation';

/** A new item that is created with another one, and the place where it was sent. */
interface Child {
  readonly pointer: string;
  readonly create: Operation;
  readonly body: Item;
}

/**
 * Creates an item with those that were sent with it, all of them or none. Each child passes the door of its own domain's
 * create, with the key of the item in the fields that hold it.
 * @param body what was sent
 * @param item the new item that is made of it, with its key
 * @param createOf gives the operation that creates one item of a class
 * @throws ServiceError what one of them is refused for, with pointers such as /tasks/0/title
 */
export async function createTogether(
  domain: DomainFact,
  body: Item,
  item: Item,
  context: Context,
  createOf: (type: DeclaredClass) => Operation,
): Promise<Item> {
  const relations = createdTogether(domain.type);
  const isOwn = ([name]: [string, unknown]): boolean => !relations.some((relation) => relation.name === name);
  const parent = Object.fromEntries(Object.entries(item).filter(isOwn));
  const createParent = async (own: Context): Promise<Item> =>
    change(domain, keyOf(domain, parent), {}, own, { create: parent });
  const keys = keyFields(domain).map(({ name }) => item[name]);
  const children = relations.flatMap(({ name, type, by }) =>
    listOf(body[name]).map((sent, index): Child => {
      const holding = Object.fromEntries(by.map((field, place) => [field, keys[place]]));
      return { pointer: `/${name}/${index}`, create: createOf(type()), body: { ...recordOf(sent), ...holding } };
    }),
  );
  if (context.gather) {
    const [child] = children;
    if (!child) return createParent(context);
    // A write of a transaction is one write.
    const detail = 'is created with another item, and each write of a transaction is one: make it a write of its own';
    throw invalid('validation', [{ pointer: child.pointer, detail }]);
  }
  const runs = children.map(
    ({ create, body: own }) =>
      async (context: Context) =>
        create.run({ body: own }, context),
  );
  try {
    return await together([createParent, ...runs], context, { scope: [`create${domain.typeName}`], body }, ([made]) =>
      required(made?.item, 'the item that was created'),
    );
  } catch (error) {
    if (!(error instanceof PartsRefused)) throw error;
    const { refusals } = error;
    // What is wrong with the item alone is told as of one that is created alone.
    if (refusals.size === 1 && refusals.has(0)) throw refusals.get(0);
    throw combined(refusals, (index, { message, details: { errors = [] } }) => {
      const place = children[index - 1]?.pointer ?? '';
      if (errors.length === 0) return [{ pointer: place, detail: message }];
      return errors.map(({ pointer, detail }) => ({ pointer: `${place}${pointer}`, detail }));
    });
  }
}

const childrenOf = ({ type }: DomainFact): readonly DomainFact[] =>
  createdTogether(type).map((relation) => domainOf(relation.type()));

/** What creating items with others touches, beside the others. */
export function touchesOfChildren(domain: DomainFact): readonly Touch[] {
  return [...onceTouches(), ...childrenOf(domain).flatMap((child) => writeTouches(child).create)];
}

/** What creating items with others can end with, beside what the others can. */
export function problemsOfChildren(domain: DomainFact): readonly ProblemCode[] {
  const isUnique = childrenOf(domain).some(({ unique }) => unique.length > 0);
  return ['forbidden', ...(isUnique ? (['value-taken'] as const) : [])];
}
