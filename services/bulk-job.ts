import { domainOf } from '../schema/facts';
import { mostRefusals } from '../schema/bulk';
import type { BulkJob, BulkRefusal } from '../schema/bulk';
import type { DomainFact } from '../schema/facts';
import { BulkRow } from '../schema/internal';
import { casingsOf } from '../schema/layout';
import { required } from '../schema/required';
import { allMembers, itemsOfStep } from './bulk-body';
import { change, changeTogether, PartsRefused, rehearseTogether, untilItHolds } from './change';
import type { Gathered } from './change';
import { keyOf } from './context';
import type { Context, Item, Key, Part } from './context';
import { problemFor, ServiceError } from './errors';
import type { Filter } from './filter';
import { identifier } from './identifier';
import { checkKey, hash, reusedKey } from './idempotency';
import { itemName } from './item-name';
import type { ListQuery } from './list-query';
import { matches } from './matches';
import type { Operation } from './operation';
import { missing } from './precondition';
import { tenantIn } from './tenancy';
import { gather } from './together';
import { ofTenant } from './events';

const rows = domainOf(BulkRow);

/** The part of the row of the whole; no item is named so. */
const whole = 'job';

/** The most milliseconds for which a request begins with further items. */
const stepMilliseconds = 8000;

const day = 86_400_000;

/** What is done with which items. */
interface Work {
  readonly domain: DomainFact;
  readonly each: Operation;
  readonly filter: Filter;
  readonly patch?: unknown;
  readonly increment?: unknown;
}

/** What a request asks for with all items that meet a filter. */
export interface Begun {
  readonly domain: DomainFact;
  readonly each: Operation;
  /** The name of the operation. */
  readonly called: string;
  readonly asked: Readonly<Record<string, unknown>>;
  /** With the filter as it was checked, and narrowed to what is the caller's own. */
  readonly list: ListQuery;
}

/** Writes down what is to be done, and begins with it. Sent again with its Idempotency-Key, it goes on with the same. */
export async function beginJob({ domain, each, called, asked, list }: Begun, context: Context): Promise<BulkJob> {
  checkKey(context);
  const { principal, idempotencyKey } = context;
  // That it is no rehearsal may be said or not: the work is the same.
  const fingerprint = hash(Object.fromEntries(Object.entries(asked).filter(([name]) => name !== allMembers.dryRun)));
  const name =
    idempotencyKey === undefined
      ? identifier(context.now().getTime())
      : hash([principal ?? null, called, idempotencyKey]);
  const { patch, increment } = asked;
  const kept = { called, principal, fingerprint, filter: list.filter, patch, increment };
  const row = (await rowOf(name, context)) ?? (await begun(name, JSON.stringify(kept), context));
  if (keptIn(row).fingerprint !== fingerprint) throw reusedKey();
  return proceed(name, row, { domain, each, filter: list.filter, patch, increment }, context);
}

/** Writes down what is to be done, unless the same request has done so meanwhile. */
async function begun(name: string, asked: string, context: Context): Promise<Item> {
  const key = wholeKey(name, context);
  try {
    return await change(rows, key, {}, alone(context), {
      create: { ...key, asked, state: 'RUNNING', changed: 0, refused: 0, left: 0 },
    });
  } catch (error) {
    const row = error instanceof ServiceError && error.code === 'conflict' ? await rowOf(name, context) : undefined;
    if (!row) throw error;
    return row;
  }
}

/**
 * Goes on with work that was begun.
 * @param eachBy what is done with one item, by the name of the operation that was asked for
 * @throws ServiceError not-found for work of somebody else, or that is too long ago
 */
export async function continueJob(
  domain: DomainFact,
  eachBy: Readonly<Record<string, Operation>>,
  job: unknown,
  context: Context,
): Promise<BulkJob> {
  const name = String(job);
  const row = await rowOf(name, context);
  if (!row) throw missing();
  const { called, principal, filter, patch, increment } = keptIn(row);
  const each = eachBy[called];
  if (!each || principal !== context.principal) throw missing();
  return proceed(name, row, { domain, each, filter, patch, increment }, context);
}

/** What the row of the whole keeps of what was asked for. */
interface KeptWork extends Omit<Work, 'domain' | 'each'> {
  readonly called: string;
  readonly principal?: string;
  readonly fingerprint: string;
}

const keptIn = ({ asked }: Item): KeptWork => JSON.parse(String(asked)) as KeptWork;

const jobKey = (name: string, context: Context): string => ofTenant(tenantIn(context), name);

const wholeKey = (name: string, context: Context): Key => ({ job: jobKey(name, context), part: whole });

/** The row of the whole. What is as old as its rows become may lack some of them, and would do things twice. */
async function rowOf(name: string, context: Context): Promise<Item | undefined> {
  const row = await context.table(rows).get(wholeKey(name, context));
  const isLate =
    row && context.now().getTime() - Date.parse(String(row.createdAt)) > (rows.expiresAfterDays ?? 0) * day - day;
  return isLate ? undefined : row;
}

/** A request that writes rows of its own, beside the changes of items. */
const alone = (context: Context): Context => ({
  ...context,
  idempotencyKey: undefined,
  gather: undefined,
  answers: undefined,
});

/** What somebody else has done meanwhile with the same work. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** The item has been changed by this work before: it has moved to where it is met again. */
class ChangedBefore extends Error {
  override readonly name = 'ChangedBefore';
}

/** Works on the next items, and tells how far the work has come then. */
async function proceed(name: string, found: Item, work: Work, context: Context): Promise<BulkJob> {
  let row = found;
  if (row.state !== 'RUNNING') return toldOf(name, row);
  const until = context.now().getTime() + stepMilliseconds;
  try {
    const cursor = typeof row.position === 'string' ? row.position : undefined;
    const page = await context.table(work.domain).list({ ...request, filter: work.filter, cursor });
    for (const item of page.items) {
      if (context.now().getTime() > until) return toldOf(name, row);
      const progress = new Progress(name, row, page.cursorOf(item), context);
      row = await settled(item, work, progress, context);
    }
    row = await new Progress(name, row, page.endCursor, context).write(page.hasNextPage ? {} : { state: 'DONE' });
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    row = required(await rowOf(name, context), 'the row of the work');
  }
  return toldOf(name, row);
}

const request = { limit: itemsOfStep, backward: false } as const;

/** How far the work has come with one item. */
class Progress {
  constructor(
    private readonly name: string,
    readonly row: Item,
    private readonly position: string | undefined,
    private readonly context: Context,
  ) {}

  /** What of the row changes with something. */
  private after(counted: Item): Item {
    return { ...(this.position !== undefined && { position: this.position }), ...counted };
  }

  /** The row as it is with a change of an item. */
  get changed(): Item {
    const { row } = this;
    return { ...row, ...this.after(this.counted), version: Number(row.version) + 1 };
  }

  private get counted(): Item {
    return { changed: Number(this.row.changed) + 1 };
  }

  /** The writes that tell of a change of an item in its own transaction: who has overtaken us has done it. */
  parts(item: string): readonly Part[] {
    const key = wholeKey(this.name, this.context);
    return [
      { domain: rows, create: { job: key.job, part: item }, refusal: () => new ChangedBefore() },
      {
        domain: rows,
        update: key,
        changes: { set: this.after(this.counted), remove: [] },
        condition: { versions: [Number(this.row.version)] },
        refusal: () => new Overtaken(),
      },
    ];
  }

  /** Writes the row alone. @throws Overtaken */
  async write(counted: Item): Promise<Item> {
    const versions = { ifMatch: [Number(this.row.version)] };
    try {
      return await change(rows, wholeKey(this.name, this.context), versions, alone(this.context), {
        update: { set: this.after(counted), remove: [] },
      });
    } catch (error) {
      const isLost = error instanceof ServiceError && error.code === 'precondition-failed';
      throw isLost ? new Overtaken() : error;
    }
  }
}

/** Does the work with one item, by its own conditional write, and gives the row as it is then. */
async function settled(listed: Item, work: Work, progress: Progress, context: Context): Promise<Item> {
  const { domain } = work;
  for (let item = listed; ;) {
    const gathered = gather([async (own) => work.each.run(inputFor(item, work), own)], context);
    try {
      const ready = await gathered.ready;
      const parts = progress.parts(itemName(domain, item));
      await untilItHolds(context, async () => changeTogether(ready, context, () => parts));
      return progress.changed;
    } catch (error) {
      if (error instanceof ChangedBefore) return progress.row;
      const refusal = refusalIn(error);
      const current = isOfAnotherVersion(refusal) ? await stillMeeting(item, work, context) : item;
      if (!current) return await progress.write({ left: Number(progress.row.left) + 1 });
      // It is not that somebody else has written the item.
      if (current.version === item.version)
        return await progress.write(refused(progress.row, keyOf(domain, item), refusal));
      item = current;
    } finally {
      gathered.done();
      await gathered.ended;
    }
  }
}

const inputFor = (item: Item, { domain, each, patch, increment }: Work) => ({
  key: keyOf(domain, item),
  ...(each.body && { body: patch ?? undefined }),
  ...(increment !== undefined && increment !== null && { increments: increment }),
  precondition: { ifMatch: [Number(item.version)] },
});

/** The item as it is now, if it is there and meets the filter still. */
async function stillMeeting(item: Item, { domain, filter }: Work, context: Context): Promise<Item | undefined> {
  const current = await context.table(domain).get(keyOf(domain, item));
  return current && matches(filter, current, casingsOf(domain)) ? current : undefined;
}

const isOfAnotherVersion = ({ code }: ServiceError): boolean => code === 'precondition-failed' || code === 'not-found';

/** Why an item is refused. @throws whatever else has gone wrong */
function refusalIn(error: unknown): ServiceError {
  const refusal = error instanceof PartsRefused ? error.refusals.get(0) : error;
  if (refusal instanceof ServiceError && isOfItem(refusal)) return refusal;
  throw refusal;
}

/** Whether it is the item that stands against the work, and not the caller or the moment. */
function isOfItem({ code }: ServiceError): boolean {
  const { status } = problemFor(code);
  return status < 500 && ![401, 429].includes(status) && code !== 'read-budget-spent';
}

function refused(row: Item, key: Key, refusal: ServiceError): Item {
  const told = refusalsIn(row);
  return {
    refused: Number(row.refused) + 1,
    ...(told.length < mostRefusals && { refusals: JSON.stringify([...told, refusalOf(key, refusal)]) }),
  };
}

const refusalOf = (key: Key, { code, message }: ServiceError): BulkRefusal => ({ key, code, detail: message });

const refusalsIn = ({ refusals }: Item): readonly BulkRefusal[] =>
  typeof refusals === 'string' ? (JSON.parse(refusals) as readonly BulkRefusal[]) : [];

/** What is told of work. */
const toldOf = (job: string, row: Item): BulkJob => ({
  job,
  state: String(row.state),
  changed: Number(row.changed),
  refused: Number(row.refused),
  refusals: [...refusalsIn(row)],
});

/**
 * What would become of the items that meet a filter, as many as there is time and budget for; nothing is written. What only
 * a write finds out, such as a unique value that is taken or what still refers to an item, is not told.
 */
export async function rehearseAll({ domain, each, asked, list }: Begun, context: Context): Promise<BulkJob> {
  const { patch, increment } = asked;
  const work: Work = { domain, each, filter: list.filter, patch, increment };
  const until = context.now().getTime() + stepMilliseconds;
  const told = { changed: 0, refused: 0, refusals: [] as BulkRefusal[] };
  let cursor: string | undefined;
  do {
    const page = await context.table(domain).list({ ...request, filter: work.filter, cursor });
    for (const item of page.items) {
      if (context.now().getTime() > until) return { ...told, state: 'RUNNING' };
      const refusal = await rehearsed(item, work, context);
      if (!refusal) told.changed++;
      else if (!isOfAnotherVersion(refusal)) {
        told.refused++;
        if (told.refusals.length < mostRefusals) told.refusals.push(refusalOf(keyOf(domain, item), refusal));
      }
    }
    cursor = page.hasNextPage ? page.endCursor : undefined;
  } while (cursor !== undefined);
  return { ...told, state: 'DONE' };
}

/** Why one item would be refused. */
async function rehearsed(item: Item, work: Work, context: Context): Promise<ServiceError | undefined> {
  const gathered = gather([async (own) => work.each.run(inputFor(item, work), own)], context);
  try {
    const ready: readonly Gathered[] = await gathered.ready;
    await rehearseTogether(ready, context);
    return undefined;
  } catch (error) {
    return refusalIn(error);
  } finally {
    gathered.done();
    await gathered.ended;
  }
}
