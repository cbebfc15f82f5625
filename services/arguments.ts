import { noneOf } from '../schema/enumerations';
import { fieldsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import { inUse } from '../schema/in-use';
import { incrementedFields } from '../schema/increments';
import { keyFault, kinds } from '../schema/kinds';
import { allMembers, isUpdating } from './bulk-body';
import { ServiceError } from './errors';
import type { FieldProblem } from './errors';
import { incrementMember } from './increments';
import { orderOf, ordersOf } from './list-query';
import { longestWait } from './operation';
import type { BodyFact, Input, Operation } from './operation';
import { invalid, pointerTo } from './validation';
import type { BodyMode } from './validation';

/** What an argument holds. */
export type ArgumentContent =
  | { readonly holds: 'field'; readonly field: FieldFact }
  | { readonly holds: 'item'; readonly type: DeclaredClass; readonly mode: BodyMode }
  | { readonly holds: 'items'; readonly type: DeclaredClass; readonly max: number }
  | { readonly holds: 'updates'; readonly domain: DomainFact; readonly max: number }
  | { readonly holds: 'writes'; readonly operations: readonly Operation[]; readonly max: number }
  | { readonly holds: 'increments'; readonly type: DeclaredClass }
  | { readonly holds: 'keys'; readonly domain: DomainFact; readonly max: number }
  | { readonly holds: 'filter'; readonly domain: DomainFact }
  | { readonly holds: 'order'; readonly domain: DomainFact }
  | { readonly holds: 'number'; readonly min: number; readonly max?: number; readonly default?: number }
  | { readonly holds: 'cursor' }
  | { readonly holds: 'flag' }
  | { readonly holds: 'idempotencyKey' };

/** One named argument of an operation, for faces that call an operation by its name. */
export type Argument = ArgumentContent & {
  readonly name: string;
  readonly required: boolean;
  /** Reads a list from its end. */
  readonly backward?: true;
  /** A sentence for people, where the content does not bring one along. */
  readonly doc?: string;
};

/** The values of some arguments by their names. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The arguments of an operation in their order: key, body, version, query, and what makes it happen once. */
export function argumentsOf(operation: Operation): readonly Argument[] {
  const { key, body, domain, conditional, query, historical, idempotent } = operation;
  return [
    ...key.map((field): Argument => ({ name: field.name, required: true, holds: 'field', field })),
    ...(body ? bodyArguments(body, domain) : []),
    ...(conditional ? [expectedVersion] : []),
    ...queryArguments(query, domain),
    ...(historical ? [at] : []),
    ...(idempotent ? [idempotencyKey] : []),
  ];
}

function bodyArguments(body: BodyFact, domain: DomainFact): readonly Argument[] {
  switch (body.of) {
    case 'item':
      if (!body.flat) return itemArguments(body);
      return fieldsOf(body.type).map((field) => ({
        name: field.name,
        required: !field.optional && field.default === undefined,
        doc: field.doc,
        holds: 'field',
        field,
      }));
    case 'items':
      return [{ name: 'items', required: true, holds: 'items', type: body.type, max: body.max }];
    case 'updates':
      return [{ name: 'updates', required: true, holds: 'updates', domain, max: body.max }];
    case 'writes':
      return [{ name: 'writes', required: true, holds: 'writes', operations: body.operations, max: body.max }];
    case 'keys':
      return [{ name: 'keys', required: true, holds: 'keys', domain, max: body.max }];
    case 'all':
      if (!inUse.bulk) return [];
      return [
        { name: allMembers.filter, required: true, holds: 'filter', domain },
        ...(isUpdating(body) ? itemArguments({ of: 'item', type: body.type, mode: 'patch' }) : []),
        { name: allMembers.dryRun, required: false, doc: 'Only tell what would be done.', holds: 'flag' },
      ];
  }
}

/** Who adds to a field has nothing else to change. */
function itemArguments({ type, mode }: Extract<BodyFact, { of: 'item' }>): readonly Argument[] {
  const hasIncrements = mode === 'patch' && incrementedFields(type).length > 0;
  return [
    { name: nameOfItem(mode), required: !hasIncrements, holds: 'item', type, mode },
    ...(hasIncrements ? [{ name: incrementMember, required: false, holds: 'increments', type } as const] : []),
  ];
}

/** The argument that holds the one object which an operation takes. */
export const nameOfItem = (mode: BodyMode): 'patch' | 'input' => (mode === 'patch' ? 'patch' : 'input');

const expectedVersion: Argument = {
  name: 'expectedVersion',
  required: false,
  doc: 'The version that the caller has seen; the write is refused when there is another by now.',
  holds: 'number',
  min: 0,
};

const docOfAt = 'The item as it was: in a version of it, or at a moment (RFC 3339); as it is now when left out.';

const at: Argument = {
  name: 'at',
  required: false,
  doc: docOfAt,
  holds: 'field',
  field: { name: 'at', kind: 'text', optional: true, min: 1, max: 64, doc: docOfAt },
};

/** The Idempotency-Key. Where calls have headers it is a header, and the door finds it in the context. */
const idempotencyKey: Argument = {
  name: 'idempotencyKey',
  required: false,
  doc: 'New for each new request; the same request sent again with it has one effect.',
  holds: 'idempotencyKey',
};

function queryArguments(query: Operation['query'], domain: DomainFact): readonly Argument[] {
  switch (query) {
    case 'list':
      return listArguments(domain);
    case 'page':
      return pageArguments(domain);
    case 'dryRun':
      return [{ name: 'dryRun', required: false, doc: 'Check everything, write nothing.', holds: 'flag' }];
    case 'changes':
      return [
        {
          name: 'since',
          required: false,
          doc: 'The cursor of the last answer; from now when left out.',
          holds: 'cursor',
        },
        {
          name: 'wait',
          required: false,
          doc: `Seconds to wait for a change, up to ${longestWait}; who may not wait is answered at once.`,
          holds: 'number',
          min: 0,
          max: longestWait,
        },
      ];
    // Which fields of an item are wanted is no argument where an answer is selected, or small.
    case 'item':
    case undefined:
      return [];
  }
}

/** The arguments of a list. */
export function listArguments(domain: DomainFact): readonly Argument[] {
  return [
    ...pageArguments(domain),
    { name: 'filter', required: false, holds: 'filter', domain },
    ...(ordersOf(domain).length > 0 ? [{ name: 'orderBy', required: false, holds: 'order', domain } as const] : []),
  ];
}

/** The arguments that choose a page of a list. */
export function pageArguments(domain: DomainFact): readonly Argument[] {
  const { default: size, max } = domain.page;
  const count = `0 to ${max}; ${size} when left out.`;
  const number = { required: false, holds: 'number', min: 0, max, default: size } as const;
  return [
    { name: 'first', doc: `Items in the page, ${count}`, ...number },
    { name: 'after', required: false, doc: 'The cursor after which the page begins.', holds: 'cursor' },
    { name: 'last', backward: true, doc: `Items in the page, counted from its end, ${count}`, ...number },
    {
      name: 'before',
      backward: true,
      required: false,
      doc: 'The cursor before which the page ends.',
      holds: 'cursor',
    },
  ];
}

/** The input of an operation's door that named arguments mean. */
export function inputFrom(operation: Operation, values: Arguments): Input {
  const { key, body, query, domain } = operation;
  const { expectedVersion: version } = values;
  return {
    key: Object.fromEntries(key.map(({ name }) => [name, values[name]])),
    body: body && bodyFrom(body, values),
    ...(isGiven(values[incrementMember]) && { increments: values[incrementMember] }),
    precondition: typeof version === 'number' ? { ifMatch: [version] } : {},
    query:
      query === 'list' || query === 'page'
        ? listQuery(domain, values)
        : withoutNull({ dryRun: values.dryRun, since: values.since, wait: values.wait, at: values.at }),
  };
}

/**
 * The input of an operation's door that named arguments mean, for arguments that no schema has checked: refuses what
 * the schema of GraphQL would refuse before the door is asked, which are names that the operation does not have and
 * values of another type. The error has a pointer for each wrong argument.
 * @param known the arguments that are offered
 * @throws ServiceError bad-path when the key is wrong, bad-query
 */
export function admitArguments(operation: Operation, values: Arguments, known = argumentsOf(operation)): Input {
  const { key, body } = operation;
  const unknown = unknownNames(values, known);
  const input = inputFrom(operation, values);
  // The fields of a flat body are arguments, so that the door refuses a wrong one as it does everywhere.
  const isFlat = body?.of === 'item' && body.flat === true;
  const keyProblems = key.flatMap((field) => problemAt(field.name, keyArgumentFault(field, values[field.name])));
  const problems = [
    ...keyProblems,
    ...(isFlat ? [] : unknown.map((name) => unknownArgument(name, known))),
    ...known.flatMap((argument) => problemAt(argument.name, argumentFault(argument, values[argument.name]))),
  ];
  if (problems.length > 0) throw invalid(keyProblems.length > 0 ? 'bad-path' : 'bad-query', problems, 'argument');
  return isFlat ? { ...input, body: pick(values, [...namesOf(body.type), ...unknown]) } : input;
}

const unknownNames = (values: Arguments, known: readonly Argument[]): readonly string[] =>
  Object.keys(values).filter((name) => !known.some((argument) => argument.name === name));

function unknownArgument(name: string, known: readonly Argument[]): FieldProblem {
  const names = known.map((argument) => argument.name).join(', ');
  return {
    pointer: pointerTo(name),
    detail: names === '' ? 'is not an argument; there is none' : `is not an argument here; there is ${names}`,
  };
}

const problemAt = (name: string, detail: string | undefined): readonly FieldProblem[] =>
  detail === undefined ? [] : [{ pointer: pointerTo(name), detail }];

/** Why a value cannot be an argument for a field of the key, as far as its type can tell. */
function keyArgumentFault(field: FieldFact, value: unknown): string | undefined {
  // The door reads a number from a text too, because a path has nothing else.
  if (typeof value === (kinds[field.kind].key?.attribute === 'N' ? 'number' : 'string')) return undefined;
  if (field.kind === 'enumeration') return noneOf(field.enumeration.values);
  return isGiven(value) ? keyFault(field, value) : 'is required';
}

/** Why a value cannot be an argument, as far as its type can tell and the door would not say so. */
function argumentFault(argument: Argument, value: unknown): string | undefined {
  if (!isGiven(value)) return argument.holds === 'item' && argument.required ? 'is required' : undefined;
  switch (argument.holds) {
    case 'order': {
      const orders = ordersOf(argument.domain);
      return orders.some((order) => order === value) ? undefined : noneOf(orders);
    }
    case 'number': {
      const { min, max } = argument;
      if (Number.isInteger(value)) return undefined;
      return max === undefined ? 'must be a whole number' : `must be a whole number from ${min} to ${max}`;
    }
    case 'cursor':
    case 'idempotencyKey':
      return typeof value === 'string' ? undefined : 'must be a text';
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'increments':
      return isRecord(value) ? undefined : 'must be an object with numbers by the names of their fields';
    case 'field':
    case 'item':
    case 'items':
    case 'updates':
    case 'writes':
    case 'keys':
    case 'filter':
      return undefined;
  }
}

function bodyFrom(body: BodyFact, values: Arguments): unknown {
  if (inUse.bulk && body.of === 'all') return withoutNull(pick(values, Object.values(allMembers)));
  if (body.of !== 'item') return { [body.of]: values[body.of] };
  if (!body.flat) return values[nameOfItem(body.mode)];
  return pick(values, namesOf(body.type));
}

const namesOf = (type: DeclaredClass): readonly string[] => fieldsOf(type).map(({ name }) => name);

const pick = (values: Arguments, names: readonly string[]): Arguments =>
  Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));

/** A list query in the terms of the operation's door. */
export function listQuery(domain: DomainFact, values: Arguments): Record<string, unknown> {
  const { first, after, last, before, filter, orderBy } = values;
  const backward = isGiven(last) || isGiven(before);
  return {
    // A null that is sent asks for something, so that the door refuses it; any other argument may be null for none.
    filter,
    ...withoutNull({
      sort: typeof orderBy === 'string' ? orderOf(domain, orderBy) : undefined,
      limit: backward ? last : first,
      cursor: backward ? before : after,
      backward,
      both: backward && (isGiven(first) || isGiven(after)) ? true : undefined,
    }),
  };
}

/**
 * What an operation has thrown, in the terms of a caller who has sent arguments that no schema has checked.
 * @param known the arguments that are offered
 */
export function inTermsOf(error: unknown, values: Arguments, known: readonly Argument[]): unknown {
  if (!(error instanceof ServiceError) || error.code !== 'validation') return inArgumentTerms(error, values);
  const unknown = unknownNames(values, known).map((name) => unknownArgument(name, known));
  const item = known.find(({ holds }) => holds === 'item');
  const errors = error.details.errors?.map(
    ({ pointer, detail }) =>
      unknown.find((problem) => problem.pointer === pointer) ?? {
        pointer,
        // The pointer to the whole of a body is empty.
        detail: pointer === '' && item ? `${item.name} ${detail}` : detail,
      },
  );
  return new ServiceError(error.code, error.message, { ...error.details, errors });
}

/** An error of the door with pointers to the arguments that were sent, which have other names in a list. */
export function inArgumentTerms(error: unknown, values: Arguments = {}): unknown {
  if (!(error instanceof ServiceError) || error.code !== 'bad-query' || !error.details.errors) return error;
  const backward = isGiven(values.last);
  const names: Record<string, string> = {
    '/limit': backward ? '/last' : '/first',
    '/cursor': backward ? '/before' : '/after',
    '/sort': '/orderBy',
  };
  const errors = error.details.errors.map(({ pointer, detail }) => ({ pointer: names[pointer] ?? pointer, detail }));
  return new ServiceError(error.code, error.message, { ...error.details, errors });
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function withoutNull(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isGiven(value)));
}
