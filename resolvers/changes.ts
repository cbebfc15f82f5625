import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Change } from '../schema/change';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { isRecord, listOf, recordOf } from '../schema/guards';
import type { Context, Item } from '../services/context';
import { globalId, isNode, nodeFieldsOfChange } from '../services/nodes';
import type { Operation } from '../services/operation';
import { readByKey } from './nodes';
import { empty, Node, noteType, outputType } from './types';

/** Of which domain a change is: it does not say it. */
const domainsOfChanges = new WeakMap<object, DomainFact>();

/** Notes of which domain the changes in the answer of a feed are. */
export function noteChanges(feed: unknown, domain: DomainFact): void {
  for (const change of listOf(recordOf(feed).changes)) if (isRecord(change)) domainsOfChanges.set(change, domain);
}

/** The fields of a change that lead to its item; none where no feed tells of items that have an id. */
export function changeResolvers(operations: readonly Operation[]): DeclaredClass[] {
  if (!operations.some(({ query, domain }) => query === 'changes' && isNode(domain))) return [];
  const target = empty('ChangeItem');
  const prototype = target.prototype;
  const { id, item } = nodeFieldsOfChange;
  Reflect.set(prototype, id, (change: Item) => {
    const domain = domainsOfChanges.get(change);
    return domain && isNode(domain) ? globalId(domain, recordOf(change.key)) : null;
  });
  FieldResolver(() => ID, {
    name: id,
    nullable: true,
    description: 'The `id` of the item, also of one that is gone; null where its type has none.',
  })(prototype, id, {});
  Reflect.set(prototype, item, async (change: Item, context: Context): Promise<Item | null> => {
    const domain = domainsOfChanges.get(change);
    if (!domain || !isNode(domain)) return null;
    const found = await readByKey({ domain, key: recordOf(change.key) }, operations, context);
    if (!found) return null;
    noteType(found, domain);
    return found;
  });
  FieldResolver(() => Node, {
    name: item,
    nullable: true,
    description:
      'The item as it is now, which may be later than this change; null when it is gone, or its type has no `id`.',
  })(prototype, item, {});
  Ctx()(prototype, item, 1);
  for (const name of [id, item]) Root()(prototype, name, 0);
  const owner = outputType(Change);
  Resolver(() => owner)(target);
  return [target];
}
