import { declaredType } from '../schema/created-together';
import { computedOf } from '../schema/counted';
import { fieldsOf, hasFieldInside, nestedClasses, relationsOf } from '../schema/facts';
import type { OperationDeprecation } from '../schema/deprecation';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { isRecord, listOf } from '../schema/guards';
import { inUse } from '../schema/in-use';
import { partsOf } from '../schema/sequences';
import type { Context } from './context';
import { pathsIn } from './filter';
import type { ListQuery } from './list-query';

/** Takes the name of something deprecated that a request uses. */
type Note = (use: string) => void;

/** Notes that a request uses something deprecated, for the log and the metrics. */
export function noteDeprecated({ meter, principal }: Pick<Context, 'meter' | 'principal'>, use: string): void {
  if (!meter) return;
  meter.deprecated ??= { uses: new Set(), caller: principal };
  meter.deprecated.uses.add(use);
}

/** What is known of an operation. */
interface Watched {
  readonly name: string;
  readonly domain: DomainFact;
  readonly body?: { readonly of: string; readonly type?: DeclaredClass };
  readonly deprecated?: OperationDeprecation;
}

/** A request as it came: a default that is filled in later has not been sent. */
interface Sent {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** What has been made of it. */
interface Checked {
  readonly bodies: readonly unknown[];
  readonly list: ListQuery;
}

/** Whether a class has a deprecated field, or a class inside of it has. */
const hasDeprecated = hasFieldInside(({ deprecated }) => deprecated !== undefined);

/**
 * What notes which deprecated things a request uses: the operation itself, and the fields that it sends, compares with,
 * sorts by or names in `fields` and `include`. Where nothing is deprecated it looks at nothing.
 */
export function deprecationWatch({ name, domain, body, deprecated }: Watched) {
  return (input: Sent, { bodies, list }: Checked, context: Context): void => {
    if (!inUse.deprecations || !context.meter) return;
    const note: Note = (use) => noteDeprecated(context, use);
    if (deprecated) note(name);
    if (body?.type && hasDeprecated(body.type)) {
      for (const value of body.of === 'items' ? bodies : [input.body]) noteSent(body.type, value, note);
    }
    for (const path of listOf(input.query?.include)) noteIncluded(domain.type, String(path).split('.'), note);
    if (!hasDeprecated(domain.type)) return;
    const named = listOf(input.query?.fields).map(String);
    // Who names them all reads the item, as who names none.
    const isWhole = fieldsOf(domain.type).every((field) => named.includes(field.name));
    const asked = isWhole ? [] : named.map((name) => [name]);
    const sorted = list.sort ? partsOf(list.sort.field).map((field) => [field]) : [];
    for (const path of [...pathsIn(list.filter), ...sorted, ...asked]) noteAt(domain.type, path, note);
  };
}

/** Notes the deprecated fields of an object of a class that was sent. */
function noteSent(type: DeclaredClass, value: unknown, note: Note): void {
  if (!isRecord(value)) return;
  const nested = nestedClasses(type);
  for (const [name, member] of Object.entries(value)) {
    noteAt(type, [name], note);
    const inner = nested.get(name);
    if (inner) for (const element of Array.isArray(member) ? member : [member]) noteSent(inner, element, note);
  }
}

/** Notes the deprecated relations and amounts that a path of `include` names. */
function noteIncluded(type: DeclaredClass, [name = '', ...rest]: readonly string[], note: Note): void {
  const relation = relationsOf(type).find((candidate) => candidate.name === name);
  const included = relation ?? computedOf(type).find((candidate) => candidate.name === name);
  if (included?.deprecated) note(`${type.name}.${name}`);
  const next = relation?.type() ?? nestedClasses(type).get(name);
  if (next && rest.length > 0) noteIncluded(next, rest, note);
}

/** Notes the deprecated fields to which a path leads. */
function noteAt(type: DeclaredClass, [name, ...rest]: readonly string[], note: Note): void {
  const field: FieldFact | undefined = fieldsOf(type).find((candidate) => candidate.name === name);
  if (!field) return;
  if (field.deprecated) note(`${declaredType(type).name}.${field.name}`);
  if ('type' in field && rest.length > 0) noteAt(field.type(), rest, note);
}
