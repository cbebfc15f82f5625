import { shapes } from '../generated/methods.ts';
import { errorFrom, TandemError } from './errors.ts';
import { numberIn, recordOf } from './guards.ts';

/** An item in the form that both transports have in common: what is not there is left out, never null. */
export function itemFrom(value: unknown, type: string | undefined): object {
  const shape = (type !== undefined && shapes[type]) || {};
  const entries = Object.entries(recordOf(value))
    .filter(([, content]) => content !== null)
    .map(([name, content]): [string, unknown] => [name, within(content, shape[name])]);
  return Object.fromEntries(entries);
}

/** A free JSON value may hold null, so only the objects of known types are looked into. */
function within(content: unknown, type: string | undefined): unknown {
  if (type === undefined) return content;
  return Array.isArray(content) ? content.map((element) => itemFrom(element, type)) : itemFrom(content, type);
}

/** One outcome of a batch. */
export function outcomeFrom(value: unknown, type: string | undefined): object {
  const { status: rawStatus, item, error } = recordOf(value);
  const status = numberIn(rawStatus);
  if (item) return { status, item: itemFrom(item, type) };
  const words = 'The gateway refused an item in a way that this version of the client does not know.';
  return { status, error: errorFrom(error, { status }) ?? new TandemError('unexpected', words, { status }) };
}
