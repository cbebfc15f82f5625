import { keyFields } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import { ServiceError } from './errors';
import type { FieldProblem } from './errors';
import { asksNothing } from './filter';
import { admitPatch } from './increments';
import { admitListQuery } from './list-query';
import type { ListQuery } from './list-query';
import { invalid, pointerTo } from './validation';

/** A body that says what is done with all items that meet a filter. */
interface AllBody {
  readonly type: DeclaredClass;
  /** What is done with one item. */
  readonly each: { readonly body?: object };
}

/** The members of such a body. */
export const allMembers = { filter: 'filter', patch: 'patch', increment: 'increment', dryRun: 'dryRun' } as const;

/** Whether items get changes; otherwise they are deleted. */
export const isUpdating = ({ each }: AllBody): boolean => each.body !== undefined;

/** What is asked for with all items, as it was checked. */
export interface AdmittedAll {
  readonly bodies: readonly unknown[];
  readonly list: ListQuery;
  readonly dryRun: boolean;
}

/** The body that says what is done with all items, as it passes the door. @throws ServiceError validation */
export function admitAll(body: AllBody, domain: DomainFact, sent: unknown): AdmittedAll {
  if (!isRecord(sent)) throw invalid('validation', [{ pointer: '', detail: 'must be an object with a filter' }]);
  const { filter, patch, increment, dryRun = false } = sent;
  const names: readonly string[] = isUpdating(body)
    ? Object.values(allMembers)
    : [allMembers.filter, allMembers.dryRun];
  const problems: FieldProblem[] = Object.keys(sent)
    .filter((name) => !names.includes(name))
    .map((name) => ({ pointer: pointerTo(name), detail: `is not a part of this; there is ${names.join(', ')}` }));
  if (dryRun !== null && typeof dryRun !== 'boolean')
    problems.push({ pointer: '/dryRun', detail: 'must be true or false' });
  if (filter === undefined || filter === null) problems.push({ pointer: '/filter', detail: 'is required' });
  const list = within('', problems, () => admitListQuery(domain, { filter }));
  if (list && problems.length === 0 && asksNothing(list.filter)) {
    problems.push({ pointer: '/filter', detail: 'must compare something, or it would be all items there are' });
  }
  if (isUpdating(body)) {
    const isGiven = patch !== undefined && patch !== null;
    if (!isGiven && !isRecord(increment)) problems.push({ pointer: '/patch', detail: 'is required' });
    else within('/patch', problems, () => admitPatch(body.type, patch, increment ?? undefined));
    for (const { name } of keyFields(domain)) {
      if (isRecord(patch) && Object.hasOwn(patch, name)) {
        problems.push({ pointer: `/patch/${name}`, detail: 'is the key and cannot change; leave it out' });
      }
    }
  }
  if (problems.length > 0 || !list) throw invalid('validation', problems);
  return { bodies: [sent], list: { ...list, limit: itemsOfStep }, dryRun: dryRun === true };
}

/** How many items one request works on: as many as it has time for everywhere. */
export const itemsOfStep = 100;

/** Takes what is wrong with a part of a body to the rest of what is. */
function within<Result>(pointer: string, problems: FieldProblem[], check: () => Result): Result | undefined {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.details.errors) throw error;
    problems.push(...error.details.errors.map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` })));
    return undefined;
  }
}
