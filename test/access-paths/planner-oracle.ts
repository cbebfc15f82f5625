import fc from 'fast-check';
import type { DomainFact } from '../../schema/facts';
import type { Item } from '../../services/context';
import { searchCasings } from '../../schema/layout';
import { ServiceError } from '../../services/errors';
import { admitFilter } from '../../services/filter';
import type { FieldProblem } from '../../services/errors';
import { inCasings, matches } from '../../services/matches';
import { plan } from '../../tables/planner';
import type { Plan } from '../../tables/planner';
import { asJson } from './lists';
import { asCompared, inOrder, isListed, waysOf } from './oracle';
import { factAt, questionsAbout } from './question';
import type { Ask, Question } from './question';
import { randomDomains } from './random-domains';
import type { RandomDomain } from './random-domains';

/*
 * The planner by itself: what its plans would read from DynamoDB, done in memory and compared with the oracle. It
 * asks no engine, so it can ask far more than oracle.test.ts, which sends everything through the front door.
 */

/** What was asked, and where the planner and the oracle did not agree. */
export interface Judgement {
  readonly asked: number;
  /** How often each comparison was asked. */
  readonly comparisons: Readonly<Record<string, number>>;
  readonly disagreements: readonly string[];
}

/** Judges the planner by random questions about random domains; the same seed asks the same. */
export function judgePlanner(seed: number, domainCount: number, questionsEach: number): Judgement {
  const comparisons: Record<string, number> = {};
  const disagreements: string[] = [];
  let asked = 0;
  for (const [index, declare] of fc.sample(randomDomains, { seed, numRuns: domainCount }).entries()) {
    const domain = declare(index);
    for (const question of fc.sample(questionsAbout(domain), { seed: seed + index, numRuns: questionsEach })) {
      asked++;
      for (const comparison of question.where.flatMap(comparisonsIn)) {
        comparisons[comparison] = (comparisons[comparison] ?? 0) + 1;
      }
      const found = disagreement(domain, question);
      if (found !== undefined) {
        disagreements.push(`seed ${seed}, domain ${index}, ${domain.words}: ${found} ${JSON.stringify(question)}`);
      }
    }
  }
  return { asked, comparisons, disagreements };
}

function comparisonsIn(ask: Ask): readonly string[] {
  if ('and' in ask) return ask.and.flatMap(comparisonsIn);
  if ('or' in ask) return ask.or.flatMap(comparisonsIn);
  return 'not' in ask ? comparisonsIn(ask.not) : [ask.comparison];
}

function disagreement({ fact, items }: RandomDomain, question: Question): string | undefined {
  const ways = waysOf(fact, question);
  const problems: FieldProblem[] = [];
  const casings = searchCasings(fact);
  const filter = inCasings(admitFilter(fact, asJson(question.where), problems), casings);
  if (problems.length > 0) return `the filter is refused: ${JSON.stringify(problems)}`;
  let chosen: Plan;
  try {
    chosen = plan(fact, filter, question.sort);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return ways.length === 0 ? undefined : `the planner refuses what ${ways.join(' and ')} could serve:`;
  }
  if (!ways.includes(chosen.path.kind)) return `the planner takes ${JSON.stringify(chosen.path)}, which cannot serve`;
  const moment = '2026-02-03T04:05:06.789Z';
  const stored = items.map((item): Item => ({ ...item, version: 1, createdAt: moment, updatedAt: moment }));
  const listed = stored.filter((item) => isListed(fact, question, item));
  const read = stored.filter((item) => isRead(fact, chosen, item) && matches(chosen.residual, item, casings));
  const [missing] = listed.filter((item) => !read.includes(item));
  if (missing) return `${JSON.stringify(chosen.path)} hides ${JSON.stringify(missing)} from`;
  const [additional] = read.filter((item) => !listed.includes(item));
  return additional && `${JSON.stringify(chosen.path)} adds ${JSON.stringify(additional)} to`;
}

/** Whether DynamoDB would hand over an item on a path, before any filter. */
function isRead(domain: DomainFact, { path, sortedBy }: Plan, item: Item): boolean {
  if (sortedBy !== undefined && item[sortedBy] === undefined) return false;
  switch (path.kind) {
    case 'scan':
      return true;
    case 'keys':
      return path.keys.some((key) => Object.entries(key).every(([name, value]) => item[name] === value));
    case 'query': {
      // An index holds only the items that have its fields.
      const { partition, sort } = path.index === undefined ? domain.key : domain.indexes[path.index]!;
      const first = asCompared(factAt(domain, [partition]), item[partition]);
      if (first === undefined || !path.values.includes(first)) return false;
      if (sort === undefined) return true;
      const field = factAt(domain, [sort]);
      const value = asCompared(field, item[sort]);
      if (value === undefined) return false;
      const { kind } = field;
      const { lower, upper, prefix } = path.range;
      const beyond = (bound: { value: unknown; inclusive: boolean }, sign: number): boolean => {
        const difference = sign * inOrder(kind, value, bound.value);
        return difference < 0 || (difference === 0 && !bound.inclusive);
      };
      if ((lower && beyond(lower, 1)) || (upper && beyond(upper, -1))) return false;
      return prefix === undefined || (typeof value === 'string' && value.startsWith(prefix));
    }
  }
}
