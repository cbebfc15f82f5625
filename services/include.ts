import { countsOf } from '../schema/counted';
import type { CountFact } from '../schema/counted';
import { domainOf, keyFields, nestedClasses, relationsOf, totalsOf } from '../schema/facts';
import type {
  DeclaredClass,
  DomainFact,
  ManyRelation,
  OneRelation,
  RelationFact,
  ThroughRelation,
  TotalFact,
} from '../schema/facts';
import { isRecord, listOf as elementsOf } from '../schema/guards';
import { inUse } from '../schema/in-use';
import { joinOf } from '../schema/joins';
import { keptBy } from '../schema/kept';
import { keyFault, keyValue } from '../schema/kinds';
import { required } from '../schema/required';
import { pageOf } from './context';
import type { Context, Item, Key, Page } from './context';
import { amountsOf } from './counted';
import { pageThrough } from './joins';
import { addMisfits, addWarnings, copyOf, lacking, unreadableItem, withheld } from './misfits';
import { readsByKeys } from './operation';
import type { Operation } from './operation';
import { conditionOfMany, keyReferred } from './relations';
import { linesOf, pricedBy, totalOf } from './totals';

/**
 * Gives the items with the included relations inside: the referenced item or null, or a first page of many.
 * All references of one step are read together, each item once.
 */
export async function embed(
  items: readonly (Item | undefined)[],
  type: DeclaredClass,
  include: readonly string[],
  operations: readonly Operation[],
  context: Context,
): Promise<readonly (Item | undefined)[]> {
  const copies = items.map((item) => item && copyOf(item));
  const present = copies.filter((item) => item !== undefined);
  for (const [first, rest] of grouped(include)) {
    const relation = relationsOf(type).find(({ name }) => name === first);
    const total = totalsOf(type).find(({ name }) => name === first);
    const count = countsOf(type).find(({ name }) => name === first);
    if (inUse.counts && count) await embedCount(present, type, count, context);
    else if (total) await embedTotal(present, type, total, operations, context);
    else if (relation?.kind === 'one') await embedOne(present, relation, rest, operations, context);
    else if (relation?.kind === 'many') await embedMany(present, type, relation, operations, context);
    else if (inUse.joins && relation) await embedThrough(present, type, relation, operations, context);
    else await embedBelow(present, type, first, rest, operations, context);
  }
  return copies;
}

async function embedOne(
  items: readonly Item[],
  relation: OneRelation,
  rest: readonly string[],
  operations: readonly Operation[],
  context: Context,
): Promise<void> {
  const { name, field, type } = relation;
  const referredTo = await readReferred(items, relation, rest, operations, context);
  for (const item of items) {
    if (item[field] === undefined) continue;
    const referenced = referredTo(item);
    item[name] = null;
    if (referenced) embedItem(item, name, type(), referenced);
  }
}

/** Reads the items to which others refer, each once. @returns what tells to which one an item refers */
async function readReferred(
  items: readonly Item[],
  relation: OneRelation,
  include: readonly string[],
  operations: readonly Operation[],
  context: Context,
): Promise<(item: Item) => Item | undefined> {
  const referred = items.map((item) => keyReferred(relation, item)).filter((key) => key !== undefined);
  const keys = new Map(referred.map((key) => [JSON.stringify(key), key]));
  const found = await readMany(relation.type(), [...keys.values()], operations, context);
  const embedded = include.length === 0 ? found : await embed(found, relation.type(), include, operations, context);
  const byKey = new Map([...keys.keys()].map((key, index) => [key, embedded[index]]));
  return (item) => byKey.get(JSON.stringify(keyReferred(relation, item)));
}

/** Puts a referenced item into another one; of one that is withheld there is null, and the reason among the warnings. */
function embedItem(item: Item, name: string, type: DeclaredClass, referenced: Item): void {
  if (withheld(type, referenced)) {
    addWarnings(item, [{ pointer: `/${name}`, detail: unreadableItem(type, referenced) }]);
    return;
  }
  item[name] = referenced;
  addMisfits(item, `/${name}`, referenced);
}

async function embedTotal(
  items: readonly Item[],
  type: DeclaredClass,
  total: TotalFact,
  operations: readonly Operation[],
  context: Context,
): Promise<void> {
  const allLines = items.flatMap((item) => linesOf(item, total));
  const pricedItem = await readReferred(allLines, pricedBy(type, total), [], operations, context);
  for (const item of items) {
    const lines = linesOf(item, total);
    item[total.name] = totalOf(lines, lines.map(pricedItem), total);
  }
}

async function embedCount(
  items: readonly Item[],
  type: DeclaredClass,
  count: CountFact,
  context: Context,
): Promise<void> {
  const owner = domainOf(type);
  const amounts = await amountsOf(
    owner,
    count,
    items.map((item) => item[owner.key.partition]),
    context,
  );
  for (const [index, item] of items.entries()) item[count.name] = amounts[index];
}

async function embedMany(
  items: readonly Item[],
  type: DeclaredClass,
  relation: ManyRelation,
  operations: readonly Operation[],
  context: Context,
): Promise<void> {
  await Promise.all(
    items.map(async (item) => {
      const page = await listOf(relation.type(), conditionOfMany(type, relation, item), {}, operations, context);
      embedPage(item, relation, page);
    }),
  );
}

/** The joins of each item are a list, and what they all lead to is read together. */
async function embedThrough(
  items: readonly Item[],
  type: DeclaredClass,
  relation: ThroughRelation,
  operations: readonly Operation[],
  context: Context,
): Promise<void> {
  const { joins, to } = joinOf(type, relation);
  const pages = await Promise.all(
    items.map(async (item) => listOf(joins.type(), conditionOfMany(type, joins, item), {}, operations, context)),
  );
  const referredTo = await readReferred(
    pages.flatMap((page) => page.items),
    to,
    [],
    operations,
    context,
  );
  for (const [index, page] of pages.entries()) {
    embedPage(required(items[index], 'an item'), relation, pageThrough(page, page.items.map(referredTo)));
  }
}

/** Puts the first of many items into another one; one that is withheld is left out, with the reason among the warnings. */
function embedPage(item: Item, { name, type }: Pick<RelationFact, 'name' | 'type'>, page: Page): void {
  const given = page.items.filter((one) => !withheld(type(), one));
  item[name] = { items: given, nextCursor: page.hasNextPage ? page.endCursor : undefined };
  for (const one of page.items) {
    if (withheld(type(), one)) addWarnings(item, [{ pointer: `/${name}/items`, detail: lacking(type(), one) }]);
  }
  for (const [index, one] of given.entries()) addMisfits(item, `/${name}/items/${index}`, one);
}

/** Relations of nested objects; the relations of all items are followed together. */
async function embedBelow(
  items: readonly Item[],
  type: DeclaredClass,
  name: string,
  rest: readonly string[],
  operations: readonly Operation[],
  context: Context,
): Promise<void> {
  const nested = items.flatMap((item) => [item[name]].flat()).filter(isRecord);
  const inner = nestedClasses(type).get(name);
  const embedded = inner ? await embed(nested, inner, rest, operations, context) : [];
  let next = 0;
  for (const item of items) {
    const value = item[name];
    const fill = (inner: unknown, pointer: string): unknown => {
      if (!isRecord(inner)) return inner;
      const filled = embedded[next++] ?? inner;
      addMisfits(item, pointer, filled);
      return filled;
    };
    item[name] = Array.isArray(value)
      ? value.map((element, index) => fill(element, `/${name}/${index}`))
      : fill(value, `/${name}`);
    if (item[name] === undefined) delete item[name];
  }
}

/** The operations that read items by their keys, by their domains: of several the first. */
const readingByKeys = keptBy(
  (operations: readonly Operation[]): ReadonlyMap<DomainFact, Operation> =>
    new Map(
      operations
        .filter(readsByKeys)
        .toReversed()
        .map((operation) => [operation.domain, operation]),
    ),
);

/**
 * Items of a domain by their keys, in that order, through the domain's own operation. A key that the domain does not admit
 * is that of no item: it must not make the others fail.
 */
export async function readMany(
  type: DeclaredClass,
  keys: readonly Key[],
  operations: readonly Operation[],
  context: Context,
): Promise<readonly (Item | undefined)[]> {
  const domain = domainOf(type);
  const byKey = required(
    readingByKeys(operations).get(domain),
    `the operation that reads ${domain.typeName} items by their keys`,
  );
  const max = byKey.body?.of === 'keys' ? byKey.body.max : keys.length;
  const fields = keyFields(domain);
  const possible = keys.filter((key) =>
    fields.every((field) => keyFault(field, keyValue(field, key[field.name])) === undefined),
  );
  const chunks = Array.from({ length: Math.ceil(possible.length / max) }, (_, index) =>
    possible.slice(index * max, (index + 1) * max),
  );
  const read = chunks.map(async (chunk) => byKey.run({ body: { keys: chunk } }, context));
  const items = (await Promise.all(read))
    .flatMap((result) => elementsOf(result))
    .map((item) => (isRecord(item) ? item : undefined));
  if (possible.length === keys.length) return items;
  const found = new Map(possible.map((key, index) => [key, items[index]]));
  return keys.map((key) => found.get(key));
}

/** A page of the items that meet a condition, such as `{ taskId: { eq: '7' } }`, through the domain's own operation. */
export async function listOf(
  type: DeclaredClass,
  condition: Readonly<Record<string, { readonly eq: unknown }>>,
  query: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  context: Context,
): Promise<Page> {
  // A condition without a value asks nothing: it would give everybody's items.
  for (const [by, { eq }] of Object.entries(condition)) {
    if (eq === undefined) throw new TypeError(`The key that ${by} must hold was not read.`);
  }
  const domain = domainOf(type);
  const list = required(
    operations.find(
      (operation) => operation.domain === domain && operation.query === 'list' && operation.key.length === 0,
    ),
    `the list of ${domain.typeName} items`,
  );
  return pageOf(await list.run({ query: { ...query, parent: condition } }, context));
}

/** Paths by their first name. */
function grouped(paths: readonly string[]): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const path of paths) {
    const [first = '', ...rest] = path.split('.');
    groups.set(first, [...(groups.get(first) ?? []), ...(rest.length > 0 ? [rest.join('.')] : [])]);
  }
  return groups;
}
