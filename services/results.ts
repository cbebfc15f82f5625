import { domainIfAny } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { isRecord, listOf, recordOf } from '../schema/guards';
import { pageOf } from './context';
import type { Item, Page } from './context';
import { outcomesOf } from './crud';
import type { Outcome } from './crud';
import { problemOf } from './errors';
import type { FieldProblem, ProblemObject } from './errors';
import { lacking, misfitsOf, mostWarnings, unreadableItem, withheld, within, withWarnings } from './misfits';
import type { Gives } from './operation';

/** A page as plain data: its items, and where the list goes on. */
export interface PlainPage {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
  readonly previousCursor?: string;
  readonly truncatedBy?: Page['truncatedBy'];
  readonly warnings?: readonly FieldProblem[];
}

/** Items by their keys as plain data. */
export interface PlainItems {
  readonly items: readonly (Item | null)[];
  readonly warnings?: readonly FieldProblem[];
}

/** The count of a whole list as plain data. */
export type PlainCount =
  { readonly totalCount: number } | { readonly totalCount: null; readonly totalCountReason: string };

/** What became of one item of a batch as plain data. */
export type PlainOutcome =
  { readonly status: number; readonly item?: Item } | { readonly status: number; readonly error: ProblemObject };

/** The result of an operation as plain data, in the form that its `gives` says. */
export type PlainResult =
  | { readonly as: 'item'; readonly value: Item }
  | { readonly as: 'page'; readonly value: PlainPage }
  | { readonly as: 'items'; readonly value: PlainItems }
  | { readonly as: 'outcomes'; readonly value: { readonly results: readonly PlainOutcome[] } }
  | { readonly as: 'results'; readonly value: { readonly results: readonly Item[] } }
  | { readonly as: 'nothing'; readonly value?: undefined };

/** Puts what an operation gave into plain data. A missing item of several is null. */
export function plainResult(gives: Gives, result: unknown): PlainResult {
  switch (gives.as) {
    case 'item':
      return { as: 'item', value: withWarnings(recordOf(result)) };
    case 'page':
      return { as: 'page', value: plainPage(gives.type, pageOf(result)) };
    case 'items':
      return { as: 'items', value: plainItems(gives.type, listOf(result)) };
    case 'outcomes':
      return { as: 'outcomes', value: { results: outcomesOf(result).map(plainOutcome) } };
    case 'results':
      return { as: 'results', value: { results: listOf(recordOf(result).results).map(plainWriteResult) } };
    case 'nothing':
      return { as: 'nothing' };
  }
}

/** One result of a transaction: the item in it says itself what of it cannot be read. */
const plainWriteResult = (result: unknown): Item =>
  Object.fromEntries(
    Object.entries(recordOf(result)).map(([name, value]) => [name, isRecord(value) ? withWarnings(value) : value]),
  );

/** One that is withheld is null as well, with the reason among the warnings. */
function plainItems(type: DeclaredClass, results: readonly unknown[]): PlainItems {
  const items = results.map((item) => (isRecord(item) && !withheld(type, item) ? item : null));
  const warnings = results.flatMap((item, index): FieldProblem[] =>
    isRecord(item) && !items[index] ? [{ pointer: `/items/${index}`, detail: unreadableItem(type, item) }] : [],
  );
  return { items, ...listed([...warnings, ...warningsOf(items)]) };
}

/** What cannot be read in the items of a list. */
function warningsOf(items: readonly (Item | null)[]): readonly FieldProblem[] {
  return items.flatMap((item, index) => (item ? within(`/items/${index}`, misfitsOf(item)) : []));
}

const listed = (warnings: readonly FieldProblem[]): { warnings?: readonly FieldProblem[] } =>
  warnings.length > 0 ? { warnings: warnings.slice(0, mostWarnings) } : {};

/** A cursor is sealed only when there is something on its side. A list goes without what is withheld, and says so. */
function plainPage(type: DeclaredClass, page: Page): PlainPage {
  const missing = page.items.filter((item) => withheld(type, item));
  const items = missing.length > 0 ? page.items.filter((item) => !missing.includes(item)) : page.items;
  const lacks = missing.map((item) => ({ pointer: '/items', detail: lacking(type, item) }));
  return {
    items,
    nextCursor: page.hasNextPage ? page.endCursor : undefined,
    previousCursor: page.hasPreviousPage ? page.startCursor : undefined,
    truncatedBy: page.truncatedBy,
    ...listed([...lacks, ...warningsOf(items)]),
  };
}

/** How many items the whole list of a page has as plain data, or why that cannot be said. */
export async function plainCount(page: Page): Promise<PlainCount> {
  const counted = await page.count();
  return 'total' in counted ? { totalCount: counted.total } : { totalCount: null, totalCountReason: counted.reason };
}

/** What the statuses of the outcomes of a class mean. */
export function outcomeStatusWords(type: DeclaredClass): string {
  const { operations = [] } = domainIfAny(type) ?? {};
  return [
    '201 created, 200 would be created',
    ...(operations.includes('updateMany') ? ['or updated'] : []),
    ...(operations.includes('deleteMany') ? [', 204 deleted'] : []),
    ', 4xx or 5xx refused',
  ]
    .join(' ')
    .replaceAll(' ,', ',');
}

function plainOutcome(outcome: Outcome): PlainOutcome {
  if ('error' in outcome) return { status: outcome.status, error: problemOf(outcome.error) };
  return { status: outcome.status, ...('item' in outcome && { item: withWarnings(outcome.item) }) };
}
