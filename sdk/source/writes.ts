import { isRecord, listIn, numberIn, recordOf } from './guards.ts';
import type { Method } from './method.ts';
import { itemFrom } from './values.ts';

// What the numbers that are added and the writes of a transaction need beside other calls: read by who makes such calls.

/** The variables of GraphQL that hold what is written, where it is more than a body. */
export const writtenVariables = (
  { writes, increments, body: of }: Pick<Method, 'writes' | 'increments' | 'body'>,
  body: unknown,
): Readonly<Record<string, unknown>> => ({
  ...(writes && { writes: listIn(body).map((write) => writeIn(writes, write)) }),
  ...(increments && incrementsOf(increments, of, body)),
});

/** One write of a transaction, with its numbers to be added beside its patch. */
function writeIn(writes: NonNullable<Method['writes']>, write: unknown): unknown {
  if (!isRecord(write)) return write;
  const entries = Object.entries(write).map(([name, given]) => {
    const { patch } = recordOf(given);
    const { increments = [] } = writes[name] ?? {};
    return [name, isRecord(given) && isRecord(patch) ? { ...given, ...incrementsIn(increments, patch) } : given];
  });
  return Object.fromEntries(entries);
}

/** The variables of a body with numbers to be added: of one patch, alone or beside a filter, or of the patches of a batch. */
function incrementsOf(names: readonly string[], of: Method['body'], body: unknown): Readonly<Record<string, unknown>> {
  if (of !== 'updates') return incrementsIn(names, recordOf(of === 'flat' ? recordOf(body).patch : body));
  const updates = listIn(body).map((update) => {
    const { patch } = recordOf(update);
    return isRecord(update) && isRecord(patch) ? { ...update, ...incrementsIn(names, patch) } : update;
  });
  return { updates };
}

/** A patch in two: the numbers that are added stand beside it in GraphQL, whose types know no choice. */
function incrementsIn(
  names: readonly string[],
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isAdded = ([name, value]: [string, unknown]): boolean => names.includes(name) && isRecord(value);
  const entries = Object.entries(patch);
  const added = entries.filter(isAdded).map(([name, value]) => [name, recordOf(value).increment]);
  if (added.length === 0) return { patch };
  return {
    patch: Object.fromEntries(entries.filter((entry) => !isAdded(entry))),
    increment: Object.fromEntries(added),
  };
}

/** What became of the writes of a transaction, in their order. */
export const writeResultsFrom = (values: unknown, { writes }: Pick<Method, 'writes'>): readonly object[] =>
  listIn(values).map((value) => writeResultFrom(value, writes));

/** Over GraphQL each operation that a write may be is a member of its result. */
function writeResultFrom(value: unknown, writes: Method['writes'] = {}): object {
  const { status, ...items } = recordOf(value);
  const given = Object.entries(items).filter(([, item]) => item !== null);
  return {
    status: numberIn(status),
    ...Object.fromEntries(given.map(([name, item]) => [name, itemFrom(item, writes[name]?.type)])),
  };
}
