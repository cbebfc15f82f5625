import { TandemError } from './errors.ts';
import type { FieldProblem } from './errors.ts';
import { listIn } from './guards.ts';
import type { Call } from './method.ts';

/**
 * Asks for a batch as REST answers one: each item has an outcome of its own. GraphQL refuses all of them where one does
 * not fit its type (https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values), and the gateway tells which do
 * not; nothing has been done then, so that the others are sent without them.
 */
export async function itemByItem(call: Call, run: (call: Call) => Promise<unknown>): Promise<unknown> {
  try {
    return await run(call);
  } catch (error) {
    const refused = refusalsIn(error);
    if (refused.size === 0) throw error;
    const bodies = listIn(call.body);
    const rest = bodies.filter((_, index) => !refused.has(index));
    const outcomes = rest.length === 0 ? [] : listIn(await itemByItem({ ...call, body: rest }, run));
    const others = outcomes.values();
    return bodies.map((_, index): unknown => {
      const itemError = refused.get(index);
      return itemError ? { status: itemError.status, error: itemError } : others.next().value;
    });
  }
}

/** The errors of single items, by their places; none where something else is wrong as well. */
function refusalsIn(error: unknown): ReadonlyMap<number, TandemError> {
  const problems = new Map<number, FieldProblem[]>();
  if (!(error instanceof TandemError) || error.code !== 'validation') return new Map();
  for (const { pointer, detail } of error.errors) {
    const [, place, within = ''] = /^\/(?:items|updates)\/(\d+)(\/.*)?$/.exec(pointer) ?? [];
    if (place === undefined) return new Map();
    const index = Number(place);
    problems.set(index, [...(problems.get(index) ?? []), { pointer: within, detail }]);
  }
  return new Map([...problems].map(([index, errors]) => [index, refusalOf(errors)]));
}

const refusalOf = (errors: readonly FieldProblem[]): TandemError =>
  new TandemError('validation', errors.length === 1 ? 'One field is wrong.' : `${errors.length} fields are wrong.`, {
    errors,
  });
