import { typesWithMadeId } from '../generated/methods.ts';
import { namesIn, noneOf, ruleWithValues, withNames, withValues } from './enumerations.ts';
import { codeOf, errorFrom, foreignError, requestIdOf, retryAfterOf, TandemError } from './errors.ts';
import { fieldProblemsOf } from './errors.ts';
import { isRecord, listIn, numberIn, recordOf, textIn } from './guards.ts';
import type { Call, Incoming, Method, Transport } from './method.ts';
import type { FieldProblem } from './errors.ts';
import { itemFrom, outcomeFrom, pageFrom, warningsBelow, writeResultFrom } from './values.ts';

type Texts = Readonly<Record<string, string>>;

/** Calls as GraphQL requests, each with the text that its operation has. */
export const graphqlWith = (texts: Texts): Transport => ({
  write: (call) => {
    const { method, idempotencyKey } = call;
    const operationName = operationNameOf(method);
    refuseFields(call, texts);
    return {
      verb: 'POST',
      path: '/graphql',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': `"${idempotencyKey}"` }),
      },
      body: { operationName, query: texts[operationName], variables: withNames(variablesOf(call), method.name) },
    };
  },
  read: (call, answer) => {
    const { method, fields, list } = call;
    const { data: named, errors } = recordOf(answer.body);
    const data = withValues(named, method.kind === 'query' ? 'Query' : 'Mutation');
    // The document of a method asks one field: with an error it has failed, or something inside it has.
    const warnings = warningsFrom(listIn(errors));
    if (!data || !warnings) throw errorOf(answer, listIn(errors), recordOf(data), inTermsOf(fieldsIn(method, texts)));
    const value = recordOf(data)[method.name] ?? null;
    if (value === null) {
      // A missing item is null to a GraphQL query and an error to a GET. Nothing else is null without an error.
      const isMissing = method.kind === 'query' && method.gives === 'item';
      throw isMissing
        ? new TandemError('not-found', 'There is no item with this key.', { requestId: requestIdOf(answer.header) })
        : foreignError({ status: answer.status, requestId: requestIdOf(answer.header) });
    }
    switch (method.gives) {
      case 'nothing':
        return undefined;
      case 'item':
        return selected(itemFrom(value, method.type, warnings), fields);
      case 'items':
        return listIn(value).map((item, index) =>
          item === null ? undefined : itemFrom(item, method.type, warningsBelow(`/${index}`, warnings)),
        );
      case 'outcomes':
        return listIn(value).map((outcome) => outcomeFrom(outcome, method.type));
      case 'results':
        return listIn(value).map((result) => writeResultFrom(result, method.writes));
      case 'page': {
        const { edges, pageInfo, totalCount } = recordOf(value);
        const { hasNextPage, endCursor, hasPreviousPage, startCursor } = recordOf(pageInfo);
        const page = pageFrom(
          listIn(edges).map((edge) => recordOf(edge).node ?? null),
          method.type,
          warnings.map(({ pointer, detail }) => ({ pointer: `/items${pointer}`, detail })),
        );
        return {
          ...page,
          items: page.items.map((item) => selected(item, fields)),
          next: hasNextPage ? textIn(endCursor) || undefined : undefined,
          previous: hasPreviousPage ? textIn(startCursor) || undefined : undefined,
          total: list?.count ? (numberIn(totalCount) ?? null) : undefined,
        };
      }
    }
  },
});

/**
 * What is said of values that cannot be read, with pointers below the field of the method as REST has them; undefined where
 * something else went wrong.
 */
function warningsFrom(errors: readonly unknown[]): readonly FieldProblem[] | undefined {
  const warnings = errors.map(recordOf).flatMap(({ path, message, extensions }): FieldProblem[] => {
    const { type, errors: problems } = recordOf(extensions);
    const [, ...places] = listIn(path);
    if (codeOf(type) !== 'unreadable' || places.length === 0) return [];
    // A connection of Relay has edges with nodes where REST has items.
    const names = places.map(String).filter((name) => name !== 'edges' && name !== 'node');
    return [
      { pointer: `/${names.join('/')}`, detail: fieldProblemsOf(problems)?.[0]?.detail ?? textIn(message) ?? '' },
    ];
  });
  return warnings.length === errors.length ? warnings : undefined;
}

function variablesOf({
  method,
  path,
  body: given,
  version,
  dryRun,
  at,
  include,
  list,
  feed,
}: Call): Record<string, unknown> {
  const body = method.hasKeyInBody ? { ...path, ...recordOf(given) } : given;
  return {
    ...path,
    ...(method.body === 'flat' ? recordOf(body) : method.body && { [method.body]: body }),
    ...(method.writes && { writes: listIn(body).map((write) => writeIn(method.writes ?? {}, write)) }),
    ...(method.increments && incrementsOf(method.increments, method.body, body)),
    ...(version !== undefined && { expectedVersion: version }),
    ...(dryRun && { dryRun }),
    ...(at !== undefined && { at }),
    ...feed,
    ...(list && {
      ...(list.before === undefined
        ? { first: list.size, after: list.after }
        : // With both, it is the gateway that refuses, as it does over REST.
          { last: list.size, before: list.before, after: list.after }),
      ...(list.count && { count: true }),
      filter: list.filter,
      orderBy: list.orderBy && orderOf(list.orderBy),
    }),
    ...Object.fromEntries(include.flatMap(stepsOf).map((path) => [variableOf(path), true])),
  };
}

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

const operationNameOf = ({ name }: Method): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The fields of an item: each has a line of its own in the document, which asks for all. */
function fieldsIn(method: Method, texts: Texts): readonly string[] {
  const text = texts[operationNameOf(method)] ?? '';
  const lines = text.matchAll(method.isList ? /^ {8}(\w+)(?: {)?$/gm : /^ {4}(\w+)(?: {)?$/gm);
  const names = Array.from(lines, ([, name = '']) => name);
  return names.filter((name) => name !== 'id' || !typesWithMadeId.includes(method.type ?? ''));
}

/** Refuses what is no field, or none at all, as REST does: the document asks for all, so that the gateway never learns of it. */
function refuseFields({ method, fields }: Call, texts: Texts): void {
  if (!fields) return;
  const known = fieldsIn(method, texts);
  if (fields.length > 0 && fields.every((name) => known.includes(name))) return;
  throw new TandemError('bad-query', 'One parameter is wrong.', {
    errors: [{ pointer: '/fields', detail: `must be names of fields, separated by commas: ${known.join(', ')}` }],
  });
}

/** The fields of an item that were asked for; the document asks for all, so that one hash stands for it. */
const selected = (item: object, fields: readonly string[] | undefined): object =>
  fields ? Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name))) : item;

/** `-orderDate` is ORDER_DATE_DESC, and `name,id` NAME_THEN_ID_ASC. */
function orderOf(orderBy: string): string {
  const isDescending = orderBy.startsWith('-');
  const words = orderBy.replaceAll('-', '').replace(/[A-Z]/g, '_$&').toUpperCase().replaceAll(',', '_THEN_');
  return `${words}_${isDescending ? 'DESC' : 'ASC'}`;
}

/** A relation of a relation brings the first one along. */
function stepsOf(path: string): readonly string[] {
  const names = path.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}

/** `items.product` is asked for with the variable `includeItemsProduct`. */
function variableOf(path: string): string {
  const words = path.split('.').map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  return `include${words.join('')}`;
}

/** The names that a method has for the arguments of its field. */
const methodPointers: Readonly<Record<string, string>> = {
  '/first': '/pageSize',
  '/last': '/pageSize',
  '/after': '/cursor',
  '/before': '/cursor',
};

/** What is wrong with a field, in the terms of a method: values and fields where GraphQL has names for them. */
const inTermsOf =
  (fields: readonly string[]) =>
  ({ pointer, detail }: FieldProblem): FieldProblem => ({
    pointer: methodPointers[pointer] ?? pointer,
    detail: pointer === '/orderBy' ? ruleWithFields(detail, fields) : ruleWithValues(detail),
  });

function ruleWithFields(detail: string, fields: readonly string[]): string {
  const sortable = namesIn(detail).flatMap((order) => fields.find((name) => orderOf(name) === order) ?? []);
  return sortable.length > 0 ? `${noneOf(sortable)}, with "-" before it for descending` : detail;
}

/** The first error of an answer, with what was answered beside it. */
export function errorOf(
  { status, header }: Incoming,
  errors: readonly unknown[],
  answered: Readonly<Record<string, unknown>>,
  told = (problem: FieldProblem) => problem,
): Error {
  const [first] = errors.map(recordOf);
  const data = Object.values(answered).some((value) => value !== null) ? answered : undefined;
  const requestId = requestIdOf(header);
  if (!first) return foreignError({ status, retryAfterSeconds: retryAfterOf(header('retry-after')), requestId });
  const message = textIn(first.message) ?? '';
  const extensions = recordOf(first.extensions);
  const wrong = fieldProblemsOf(extensions.errors);
  const problem = {
    ...extensions,
    detail: message,
    errors: wrong?.map(told),
  };
  const retryAfterSeconds = numberIn(extensions.retryAfterSeconds);
  return (
    errorFrom(problem, { status, retryAfterSeconds, requestId, data }) ??
    new TandemError('unexpected', message, { status, requestId, data })
  );
}
