import { DeclarationError } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { inUse } from '../schema/in-use';
import type { FactOf } from '../schema/kinds';
import { alternatives } from '../schema/transitions';
import type { TransitionsFact } from '../schema/transitions';
import { isHidden } from './access';
import type { Changes, Context, Item } from './context';
import { isProblemCode, ServiceError } from './errors';
import type { ProblemCode } from './errors';
import type { Filter } from './filter';
import type { Touch } from './table-actions';

/** A field whose values follow each other as is declared. */
type TransitingField = FactOf<'enumeration'> & { readonly transitions: TransitionsFact };

const fieldsOfDomains = new WeakMap<DomainFact, readonly TransitingField[]>();

/** The fields of a domain that have transitions. */
function transitingFields(domain: DomainFact): readonly TransitingField[] {
  if (!inUse.transitions) return [];
  const known = fieldsOfDomains.get(domain);
  if (known) return known;
  const fields = domain.fields.filter(
    (field): field is TransitingField => 'transitions' in field && field.transitions !== undefined,
  );
  fieldsOfDomains.set(domain, fields);
  return fields;
}

/** Whether a put, which does not look at what is there, has to. */
export const hasTransitions = (domain: DomainFact): boolean => transitingFields(domain).length > 0;

/** Whether what is stored of a field that a change sets can only be compared once it is read: it has moved. */
export const readsForTransition = (domain: DomainFact, changes: Changes): boolean =>
  changing(domain, changes).some(({ field }) => field.was !== undefined);

/** Whether some change of an item needs it for its transitions. */
export const mayReadForTransition = (domain: DomainFact): boolean =>
  transitingFields(domain).some(({ was }) => was !== undefined);

/** What a change does to the fields with transitions; one that is removed has its default again. */
function changing(
  domain: DomainFact,
  { set, remove }: Pick<Changes, 'set' | 'remove'>,
): readonly { readonly field: TransitingField; readonly value: unknown }[] {
  return transitingFields(domain)
    .filter(({ name }) => set[name] !== undefined || remove.includes(name))
    .map((field) => ({ field, value: set[field.name] ?? field.default }));
}

/** The values from which one write may lead to this one, itself among them. */
const sourcesOf = ({ transitions: { next } }: TransitingField, value: unknown): readonly string[] =>
  [...next].flatMap(([source, following]) =>
    source === value || following.some((one) => one === value) ? [source] : [],
  );

/** Whether an item can have this value that has had none: a new one, or one in which another program has left none. */
const canBegin = ({ transitions: { initial } }: TransitingField, value: unknown): boolean =>
  initial.some((one) => one === value);

/** What may follow a stored value; nothing that is one of the values is followed by what an item begins with. */
const following = ({ transitions: { next, initial } }: TransitingField, stored: unknown): readonly string[] =>
  (typeof stored === 'string' && next.get(stored)) || initial;

/**
 * The condition that what is stored may become what a change makes of it, so that nothing has to be read for it. There
 * is none where the change leaves the fields with transitions alone.
 */
export function whereTransits(domain: DomainFact, changes: Changes): readonly Filter[] {
  if (!inUse.transitions) return [];
  return changing(domain, changes).map(({ field, value }): Filter => {
    const { name, enumeration, default: usual } = field;
    const sources = sourcesOf(field, value);
    const compare = (comparison: 'in' | 'notIn' | 'exists', ...values: readonly unknown[]): Filter => ({
      field: [name],
      comparison,
      values,
    });
    const begins = canBegin(field, value);
    // What is not stored reads as the default.
    const isFromNothing = usual === undefined ? begins : sources.some((source) => source === usual);
    return {
      any: [
        ...(sources.length > 0 ? [compare('in', ...sources)] : []),
        ...(begins ? [{ all: [compare('exists', true), compare('notIn', ...enumeration.values)] }] : []),
        ...(isFromNothing ? [compare('exists', false)] : []),
      ],
    };
  });
}

/**
 * Why an item cannot become what a change makes of it: the refusal, in the words of the application where it has some.
 * @param current the item as it is; nothing for one that is made
 */
export function transitionRefusal(
  domain: DomainFact,
  changes: Pick<Changes, 'set' | 'remove'>,
  current: Item | undefined,
  context: Pick<Context, 'caller' | 'open' | 'tokenHelp'>,
): ServiceError | undefined {
  if (!inUse.transitions) return undefined;
  const refused = changing(domain, changes).find(({ field, value }) => {
    const stored = current?.[field.name];
    return value !== stored && !following(field, stored).some((one) => one === value);
  });
  if (!refused) return undefined;
  const { field } = refused;
  const { name, sensitive } = field;
  // Which values are possible tells which one is there.
  const isTold = sensitive !== true && !isHidden(domain.type, [name], context);
  const possible = following(field, current?.[name]);
  const detail = !isTold
    ? 'cannot become this now'
    : possible.length === 0
      ? 'has its last value: nothing can follow it'
      : `must be ${alternatives(possible)} now`;
  const message = current ? `The ${name} of an item cannot change so.` : `The ${name} of a new item cannot be this.`;
  return new ServiceError(codeOf(domain, field), message, { errors: [{ pointer: `/${name}`, detail }] });
}

/** The same for an item that is made. */
export const beginningRefusal = (
  domain: DomainFact,
  item: Item,
  context: Parameters<typeof transitionRefusal>[3],
): ServiceError | undefined => transitionRefusal(domain, { set: item, remove: [] }, undefined, context);

/** The problems of the transitions of a domain, each with the field that names it. */
export function transitionProblems(domain: DomainFact): readonly { who: string; problem: ProblemCode }[] {
  if (!inUse.transitions) return [];
  return transitingFields(domain).map((field) => ({
    who: `${domain.typeName}.${field.name}`,
    problem: codeOf(domain, field),
  }));
}

/** @throws DeclarationError for a code that is none */
function codeOf({ typeName }: DomainFact, { name, transitions: { problem } }: TransitingField): ProblemCode {
  if (isProblemCode(problem)) return problem;
  throw new DeclarationError(
    `${typeName}.${name}: its transitions name the problem "${problem}", which is not declared: declare it with defineProblems({ '${problem}': … }) and list it in the problems of its module.`,
  );
}

/** What work that touches tables so can be refused for: new items where some values begin none, and changes. */
export function problemsOfTransitions(touches: readonly Touch[]): readonly ProblemCode[] {
  return touches
    .filter(({ action }) => action === 'PutItem' || action === 'UpdateItem')
    .flatMap(({ domain }) => transitionProblems(domain).map(({ problem }) => problem));
}
