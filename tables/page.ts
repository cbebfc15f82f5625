import { createHash } from 'node:crypto';
import type { DomainFact } from '../schema/facts';
import { partsOf } from '../schema/sequences';
import { comparisonFacts } from '../services/comparisons';
import type { Range } from '../services/comparisons';
import type { Cursors, Item, ListRequest, Page, PlanReport } from '../services/context';
import { ServiceError } from '../services/errors';
import { fieldsIn } from '../services/filter';
import type { Filter } from '../services/filter';
import { chosen, storedOf } from '../services/misfits';
import { isSpent } from '../services/read-budget';
import { plan as choosePlan, plansOf, positionFields } from './planner';
import type { Plan } from './planner';
import { noReport } from './stream';
import type { Report, Source } from './stream';
import { count, walk } from './walk';

/** Of whom a list is read: its cursors are of use to nobody else. */
export interface ListReader {
  readonly principal: string | undefined;
  readonly tenant: string | undefined;
}

/**
 * Reads one page of a list.
 * @throws ServiceError no-index, cursor-invalid
 */
export async function readPage(
  source: Source,
  request: ListRequest,
  cursors: Cursors,
  reader: ListReader,
): Promise<Page> {
  const { domain } = source;
  const { limit, backward, fields } = request;
  const { plan, nameOfList, opened } = begin(source, request, cursors, reader);
  if (backward && plan.path.kind === 'scan') {
    throw new ServiceError(
      'no-index',
      'A scan reads forward only. Filter by a field that an index begins with to page backward.',
    );
  }
  const positions = positionFields(domain, plan);
  const start = Object.keys(opened).length > 0 ? opened : undefined;
  const attributes = fields && withOthers(fields, [...positions, ...fieldsIn(plan.residual)]);
  const report = { ...noReport(), ...source.asked };
  const walked = await walk(
    { ...source, attributes },
    plan,
    { limit, backward, start, budget: domain.readBudget },
    report,
  );

  const found = backward ? walked.items.toReversed() : walked.items;
  const isWhole = fields === undefined || attributes === fields;
  const items = isWhole ? found : found.map((item) => chosen(item, fields));
  const completeItems = new Map(isWhole ? [] : items.map((item, index) => [item, found[index]]));
  report.returned = items.length;
  const seal = (item: Item): string => cursors.seal(chosen(storedOf(item), positions), nameOfList());
  // What lies behind a page that does not begin at an end of the list is not read again to be sure of it.
  const behind = start !== undefined && plan.path.kind !== 'scan';
  // A page that ended early goes on from where reading stopped, which may be beyond its last item.
  const ahead = walked.cut?.position ?? walked.items.at(-1) ?? start;
  // To turn round on an empty page is to begin where it has ended, or at the other end of the list.
  const back = walked.items[0] ?? walked.cut?.position ?? (behind ? {} : undefined);
  const [first, last] = backward ? [ahead, back] : [back, ahead];
  // Who asks for no items wants to know of the list, not to go on in it: there is no item for a cursor to stand at.
  const sealed = (item: Item | undefined): string | undefined => (item && limit > 0 ? seal(item) : undefined);
  return {
    items,
    hasNextPage: backward ? behind : walked.more,
    hasPreviousPage: backward ? walked.more : behind,
    truncatedBy: items.length < limit ? walked.cut?.by : undefined,
    // Many ask for one of them, or none, and each costs as much as reading some items.
    get startCursor() {
      return sealed(first);
    },
    get endCursor() {
      return sealed(last);
    },
    cursorOf: (item) => seal(completeItems.get(item) ?? item),
    count: async () => total(source, plan, report),
    explain: () => ({ ...describePlan(domain, plan, report), ...notUsed(source.unusable) }),
  };
}

/** Names with others that are not among them: the very same list when there are none, of which it is known how to read it. */
function withOthers(names: readonly string[], others: readonly string[]): readonly string[] {
  return others.every((name) => names.includes(name)) ? names : [...new Set([...names, ...others])];
}

/** How a list is read, the name that its cursors bear, and what the one that was sent says. */
interface Beginning {
  readonly plan: Plan;
  readonly nameOfList: () => string;
  readonly opened: Item;
}

/**
 * Begins a list by its best path, or goes on by the path that its cursor stands on: another may have become the best
 * since, when a backfill was done or an index was deployed, and what was read must neither come again nor be left out.
 */
function begin({ domain, unusable }: Source, request: ListRequest, cursors: Cursors, reader: ListReader): Beginning {
  const { filter, sort, cursor } = request;
  const on = (plan: Plan): Beginning => {
    let name: string | undefined;
    const nameOfList = (): string => (name ??= nameOf(domain, request, reader, plan));
    return { plan, nameOfList, opened: cursor === undefined ? {} : cursors.open(cursor, nameOfList()) };
  };
  if (cursor === undefined) return on(choosePlan(domain, filter, sort, unusable));
  for (const plan of plansOf(domain, filter, sort)) {
    try {
      return on(plan);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
  }
  return on(choosePlan(domain, filter, sort, unusable));
}

/** The indexes that must not be read yet, in words. */
const notUsed = (unusable: ReadonlyMap<string, string>): Pick<PlanReport, 'notUsed'> =>
  unusable.size === 0 ? {} : { notUsed: [...unusable].map(([index, reason]) => `${index}, ${reason}`) };

async function total(source: Source, plan: Plan, report: Report): Promise<{ total: number } | { reason: string }> {
  const { readBudget } = source.domain;
  try {
    const counted = await count(source, plan, report.examined + readBudget, report);
    if (counted !== undefined) return { total: counted };
  } catch (error) {
    if (!isSpent(error)) throw error;
    return { reason: 'Counting would take more than the read units of the request.' };
  }
  return {
    reason: `Counting would examine more than ${readBudget} items, the read budget of ${source.domain.typeName}.`,
  };
}

/** What a cursor belongs to; the page size may change on the way. */
function nameOf(
  domain: DomainFact,
  { filter, sort }: ListRequest,
  { principal, tenant }: ListReader,
  plan: Plan,
): string {
  const { path } = plan;
  const index = path.kind === 'query' ? path.index : undefined;
  const parts = [domain.name, filter, sort, principal, path.kind, index, positionFields(domain, plan)];
  return createHash('sha256')
    .update(JSON.stringify(tenant === undefined ? parts : [...parts, tenant]))
    .digest('base64');
}

/** A plan and what it has cost so far, in words. */
export function describePlan(domain: DomainFact, plan: Plan, report: Report = noReport()): PlanReport {
  const { path, residual, sortedBy } = plan;
  const filtered = inWords(residual);
  const commonFacts = {
    ...(sortedBy && { sortedBy: `${sortedBy} ${plan.descending ? 'descending' : 'ascending'}` }),
    ...(filtered && { filteredAfterReading: filtered }),
    readBudget: domain.readBudget,
    ...report,
    capacityUnits: Math.round(report.capacityUnits * 10) / 10,
  };
  switch (path.kind) {
    case 'keys': {
      const names = [domain.key.partition, domain.key.sort].filter((name) => name !== undefined);
      const keyCondition = names.map((name) => `${name} = ?`).join(' and ');
      return {
        path: path.keys.length === 1 ? 'Get' : 'BatchGet',
        keyCondition,
        queries: path.keys.length,
        ...commonFacts,
      };
    }
    case 'query': {
      const keyCondition = [
        ...(path.partition === undefined ? [] : partsOf(path.partition).map((name) => `${name} = ?`)),
        ...(path.sort ? rangeInWords(path.sort, path.range) : []),
      ].join(' and ');
      return {
        path: 'Query',
        ...(path.index && { index: path.index }),
        ...(keyCondition && { keyCondition }),
        queries: path.values.length,
        ...commonFacts,
      };
    }
    case 'scan':
      return { path: 'Scan', ...commonFacts };
  }
}

function rangeInWords(sort: string, { lower, upper, prefix }: Range): string[] {
  if (prefix !== undefined) return [`${sort} begins with ?`];
  if (lower && lower === upper) return [`${sort} = ?`];
  return [
    ...(lower ? [`${sort} ${lower.inclusive ? '>=' : '>'} ?`] : []),
    ...(upper ? [`${sort} ${upper.inclusive ? '<=' : '<'} ?`] : []),
  ];
}

/** A filter in words, without its values. */
function inWords(filter: Filter): string {
  if ('all' in filter) return filter.all.map(inWords).filter(Boolean).join(' and ');
  if ('any' in filter) return `(${filter.any.map(inWords).join(' or ')})`;
  if ('not' in filter) return `not (${inWords(filter.not)})`;
  return `${filter.field.join('.')} ${comparisonFacts[filter.comparison].words(filter.values)}`;
}
