import { texts } from '../generated/texts.ts';
import { errorFrom, foreignError, retryAfterOf, TandemError } from './errors.ts';
import type { FieldProblem } from './errors.ts';
import type { Call, Incoming, RawPage, Transport } from './method.ts';
import { itemFrom, outcomeFrom } from './values.ts';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Calls as GraphQL requests. */
export const graphql: Transport = {
  write: (call) => {
    const { method, idempotencyKey } = call;
    const operationName = method.name.charAt(0).toUpperCase() + method.name.slice(1);
    return {
      verb: 'POST',
      path: '/graphql',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': `"${idempotencyKey}"` }),
      },
      body: { operationName, query: texts[operationName], variables: variablesOf(call) },
    };
  },
  read: ({ method }, answer) => {
    const { data, errors } = (answer.body ?? {}) as Answer;
    if (!data || (errors && errors.length > 0)) throw errorOf(answer, errors);
    const value = data[method.name];
    switch (method.gives) {
      case 'nothing':
        return undefined;
      case 'item':
        // A missing item is null to a GraphQL query and an error to a GET.
        if (value === null) throw new TandemError('not-found', 'There is no item with this key.');
        return itemFrom(value, method.type);
      case 'items':
        return (value as unknown[]).map((one) => (one === null ? undefined : itemFrom(one, method.type)));
      case 'outcomes':
        return (value as unknown[]).map((one) => outcomeFrom(one, method.type));
      case 'page': {
        const { edges, pageInfo } = value as {
          edges: { node: unknown }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
        return {
          items: edges.map(({ node }) => itemFrom(node, method.type)),
          next: (pageInfo.hasNextPage && pageInfo.endCursor) || undefined,
        } satisfies RawPage;
      }
    }
  },
};

function variablesOf({ method, path, body, version, dryRun, include, list, feed }: Call): Record<string, unknown> {
  return {
    ...path,
    ...(method.body === 'flat' ? (body as object) : method.body && { [method.body]: body }),
    ...(version !== undefined && { expectedVersion: version }),
    ...(dryRun && { dryRun }),
    ...feed,
    ...(list && { first: list.size, after: list.after, filter: list.filter, orderBy: orderOf(list.orderBy) }),
    ...Object.fromEntries(include.flatMap(stepsOf).map((path) => [variableOf(path), true])),
  };
}

/** `-orderDate` is ORDER_DATE_DESC. */
function orderOf(orderBy: string | undefined): string | undefined {
  if (orderBy === undefined) return undefined;
  const isDescending = orderBy.startsWith('-');
  const words = orderBy.replace('-', '').replace(/[A-Z]/g, '_$&').toUpperCase();
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

function errorOf({ status, header }: Incoming, errors: Answer['errors']): Error {
  const [first] = errors ?? [];
  if (!first) return foreignError(status, retryAfterOf(header('retry-after')));
  const { message, extensions = {} } = first;
  const own: Readonly<Record<string, string>> = { '/first': '/pageSize', '/after': '/cursor' };
  const wrong = extensions.errors as readonly FieldProblem[] | undefined;
  const problem = {
    ...extensions,
    detail: message,
    errors: wrong?.map(({ pointer, detail }) => ({ pointer: own[pointer] ?? pointer, detail })),
  };
  const retryAfterSeconds = extensions.retryAfterSeconds as number | undefined;
  return errorFrom(problem, { status, retryAfterSeconds }) ?? new TandemError('unexpected', message, { status });
}
