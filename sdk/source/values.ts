import { shapes, typesWithMadeId } from '../generated/methods.ts';
import { errorFrom, fieldProblemsOf, TandemError } from './errors.ts';
import type { FieldProblem } from './errors.ts';
import { numberIn, recordOf } from './guards.ts';
import type { RawPage } from './method.ts';

/**
 * An item in the form that both transports have in common: what is not there is left out, and null stands only for what
 * cannot be read, as the warnings say.
 */
export function itemFrom(
  value: unknown,
  type: string | undefined,
  warnings = fieldProblemsOf(recordOf(value).warnings) ?? [],
): object {
  const item = membersFrom(value, type);
  for (const { pointer } of warnings) putNull(item, pointer.split('/').slice(1));
  return warnings.length > 0 ? { ...item, warnings } : item;
}

/** The warnings about what stands at a pointer, relative to it. */
export function warningsBelow(pointer: string, warnings: readonly FieldProblem[]): readonly FieldProblem[] {
  return warnings
    .filter((warning) => warning.pointer.startsWith(`${pointer}/`))
    .map((warning) => ({ ...warning, pointer: warning.pointer.slice(pointer.length) }));
}

function putNull(holder: unknown, [name = '', ...rest]: readonly string[]): void {
  if (typeof holder !== 'object' || holder === null) return;
  if (rest.length === 0) Reflect.set(holder, name, null);
  else putNull(Reflect.get(holder, name), rest);
}

function membersFrom(value: unknown, type: string | undefined): object {
  const shape = (type !== undefined && shapes[type]) || {};
  // REST has no such id, and the same call gives the same.
  const isMade = type !== undefined && typesWithMadeId.includes(type);
  const entries = Object.entries(recordOf(value))
    .filter(([name, content]) => content !== null && !(isMade && name === 'id'))
    .map(([name, content]): [string, unknown] => [name, within(content, shape[name])]);
  return Object.fromEntries(entries);
}

/** A free JSON value may hold null, so only the objects of known types are looked into. */
function within(content: unknown, type: string | undefined): unknown {
  if (type === undefined) return content;
  const inner = (one: unknown): unknown => (one === null ? null : membersFrom(one, type));
  return Array.isArray(content) ? content.map(inner) : inner(content);
}

/** A page of items; what is withheld from it is not in it, and what is said of that is said of the page. */
export function pageFrom(
  items: readonly unknown[],
  type: string | undefined,
  warnings: readonly FieldProblem[] = [],
): Pick<RawPage, 'items' | 'warnings'> {
  const ofPage = warnings.filter(({ pointer }) => /^\/items(\/\d+)?$/.test(pointer));
  return {
    items: items.flatMap((item, index) =>
      item === null ? [] : [itemFrom(item, type, warningsBelow(`/items/${index}`, warnings))],
    ),
    ...(ofPage.length > 0 && { warnings: ofPage.map(({ detail }) => ({ pointer: '/items', detail })) }),
  };
}

/** One outcome of a batch. */
export function outcomeFrom(value: unknown, type: string | undefined): object {
  const { status: rawStatus, item, error } = recordOf(value);
  const status = numberIn(rawStatus);
  if (item) return { status, item: itemFrom(item, type) };
  if (status === 204) return { status };
  const words = 'The gateway refused an item in a way that this version of the client does not know.';
  return { status, error: errorFrom(error, { status }) ?? new TandemError('unexpected', words, { status }) };
}
