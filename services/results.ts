import { isRecord, listOf, recordOf } from '../schema/guards';
import { pageOf } from './context';
import type { Item, Page } from './context';
import { outcomesOf } from './crud';
import type { Outcome } from './crud';
import { problemOf } from './errors';
import type { ProblemObject } from './errors';
import type { Gives } from './operation';

/** A page as plain data: its items, and where the list goes on. */
export interface PlainPage {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
  readonly previousCursor?: string;
  readonly truncatedBy?: Page['truncatedBy'];
}

/** The count of a whole list as plain data. */
export type PlainCount =
  { readonly totalCount: number } | { readonly totalCount: null; readonly totalCountReason: string };

/** What became of one item of a batch as plain data. */
export type PlainOutcome =
  { readonly status: number; readonly item: Item } | { readonly status: number; readonly error: ProblemObject };

/** The result of an operation as plain data, in the form that its `gives` says. */
export type PlainResult =
  | { readonly as: 'item'; readonly value: Item }
  | { readonly as: 'page'; readonly value: PlainPage }
  | { readonly as: 'items'; readonly value: { readonly items: readonly (Item | null)[] } }
  | { readonly as: 'outcomes'; readonly value: { readonly results: readonly PlainOutcome[] } }
  | { readonly as: 'nothing'; readonly value?: undefined };

/** Puts what an operation gave into plain data. A missing item of several is null. */
export function plainResult(gives: Gives, result: unknown): PlainResult {
  switch (gives.as) {
    case 'item':
      return { as: 'item', value: recordOf(result) };
    case 'page':
      return { as: 'page', value: plainPage(pageOf(result)) };
    case 'items':
      return { as: 'items', value: { items: listOf(result).map((item) => (isRecord(item) ? item : null)) } };
    case 'outcomes':
      return { as: 'outcomes', value: { results: outcomesOf(result).map(plainOutcome) } };
    case 'nothing':
      return { as: 'nothing' };
  }
}

/** A cursor is sealed only when there is something on its side. */
function plainPage(page: Page): PlainPage {
  return {
    items: page.items,
    nextCursor: page.hasNextPage ? page.endCursor : undefined,
    previousCursor: page.hasPreviousPage ? page.startCursor : undefined,
    truncatedBy: page.truncatedBy,
  };
}

/** How many items the whole list of a page has as plain data, or why that cannot be said. */
export async function plainCount(page: Page): Promise<PlainCount> {
  const counted = await page.count();
  return 'total' in counted ? { totalCount: counted.total } : { totalCount: null, totalCountReason: counted.reason };
}

function plainOutcome(outcome: Outcome): PlainOutcome {
  return 'error' in outcome ? { status: outcome.status, error: problemOf(outcome.error) } : outcome;
}
