import { fieldOf } from '../schema/facts';
import type { DomainFact, FieldFact } from '../schema/facts';
import { textFault } from '../schema/values';
import type { FieldProblem } from './errors';
import { invalid } from './validation';

/** A checked list query: equality filters, page size, and where to go on. */
export interface ListQuery {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Checks what a caller asks of a list: `{ filter?: { category: { eq } }, limit?, cursor? }`.
 * @throws ServiceError bad-query with a pointer for each wrong parameter
 */
export function admitListQuery(domain: DomainFact, query: Readonly<Record<string, unknown>>): ListQuery {
  const problems: FieldProblem[] = [];
  const limit = query.limit ?? domain.page.default;
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > domain.page.max) {
    problems.push({ pointer: '/limit', detail: `must be a whole number from 1 to ${domain.page.max}` });
  }
  const filter: Record<string, unknown> = {};
  for (const [name, condition] of Object.entries((query.filter ?? {}) as Record<string, unknown>)) {
    const known = filterFields(domain).includes(name);
    const value = known ? (condition as Record<string, unknown> | null)?.eq : undefined;
    if (!known) {
      const names = filterFields(domain).join(', ');
      problems.push({
        pointer: `/${name.slice(0, 60)}`,
        detail: `is not a parameter here; ${names ? `a list is filtered by ${names}` : 'this list takes no filter'}`,
      });
      continue;
    }
    if (value === undefined || value === null) continue;
    const fault = conditionFault(fieldOf(domain, name), value);
    if (fault) problems.push({ pointer: `/${name}`, detail: fault });
    else filter[name] = value;
  }
  if (problems.length > 0) throw invalid('bad-query', problems);
  return { filter, limit: limit as number, cursor: query.cursor as string | undefined };
}

/** A value that the field cannot have would find nothing, and one beyond a key's length would make DynamoDB refuse the query. */
function conditionFault(field: FieldFact, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return 'must be a text that is not empty';
  if (field.enumeration && !field.enumeration.values.includes(value)) {
    return `must be one of ${field.enumeration.values.join(', ')}`;
  }
  return textFault(value, field);
}

/** The fields by which a list can be filtered: texts that are the partition of an index or of a compound key. */
export function filterFields(domain: DomainFact): readonly string[] {
  const partitions = Object.values(domain.indexes).map((index) => index.partition);
  if (domain.key.sort) partitions.push(domain.key.partition);
  const texts = domain.fields.filter(({ kind }) => ['id', 'text', 'enumeration'].includes(kind));
  return [...new Set(partitions)].filter((name) => texts.some((field) => field.name === name));
}
