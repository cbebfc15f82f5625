import { errorFrom, foreignError, requestIdOf, retryAfterOf } from './errors.ts';
import { fieldProblemsOf } from './errors.ts';
import { listIn, numberIn, recordOf, textIn } from './guards.ts';
import type { Call, Incoming, Method, Transport } from './method.ts';
import { itemFrom, outcomeFrom, pageFrom, warningsBelow } from './values.ts';

/** Bodies that are a list under a name. */
const listBodies: readonly Method['body'][] = ['items', 'updates', 'writes', 'keys'];

/** Calls as REST requests. */
export const rest: Transport = {
  write: ({ method, path, body, version, idempotencyKey, ...call }) => {
    const route = method.path.replace(/{(\w+)}/g, (_, name: string) =>
      segmentOf(String(path[name]), method.words?.[name]),
    );
    const query = new URLSearchParams(parametersOf(call)).toString();
    return {
      verb: method.verb,
      path: query === '' ? route : `${route}?${query}`,
      headers: {
        accept: 'application/json',
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': `"${idempotencyKey}"` }),
      },
      body: method.body && listBodies.includes(method.body) ? { [method.body]: body } : body,
    };
  },
  read: ({ method }, { status, body, header }) => {
    if (status >= 400 || (body === undefined && status !== 204)) throw errorOf(status, body, header);
    switch (method.gives) {
      case 'nothing':
        return undefined;
      case 'item':
        return itemFrom(body, method.type);
      case 'items': {
        const warnings = fieldProblemsOf(recordOf(body).warnings) ?? [];
        return listIn(recordOf(body).items).map((item, index) =>
          item === null ? undefined : itemFrom(item, method.type, warningsBelow(`/items/${index}`, warnings)),
        );
      }
      case 'outcomes':
        return listIn(recordOf(body).results).map((outcome) => outcomeFrom(outcome, method.type));
      case 'results':
        return import('./writes.ts').then(({ writeResultsFrom }) => writeResultsFrom(recordOf(body).results, method));
      case 'page': {
        const { items, nextCursor, previousCursor, totalCount, warnings } = recordOf(body);
        return {
          ...pageFrom(listIn(items), method.type, fieldProblemsOf(warnings)),
          next: textIn(nextCursor),
          previous: textIn(previousCursor),
          total: totalCount === null ? null : numberIn(totalCount),
        };
      }
    }
  },
};

/** A value in a path. One that would lead to another path has "~" in front, and so has one that has it already. */
function segmentOf(value: string, words: readonly string[] = []): string {
  const isMarked = ['.', '..', ...words].includes(value.replace(/^~+/, ''));
  return encodeURIComponent(isMarked ? `~${value}` : value);
}

function parametersOf({
  include,
  fields,
  dryRun,
  at,
  list,
  feed,
}: Pick<Call, 'include' | 'fields' | 'dryRun' | 'at' | 'list' | 'feed'>): Record<string, string> {
  return {
    ...(include.length > 0 && { include: include.join(',') }),
    ...(fields && { fields: fields.join(',') }),
    ...(dryRun && { dryRun: 'true' }),
    ...(at !== undefined && { at }),
    ...(feed && { wait: String(feed.wait), ...(feed.since !== undefined && { since: feed.since }) }),
    ...(list && {
      limit: String(list.size),
      ...(list.filter && { filter: JSON.stringify(list.filter) }),
      ...(list.orderBy !== undefined && { sort: list.orderBy }),
      ...(list.after !== undefined && { cursor: list.after }),
      ...(list.before !== undefined && { before: list.before }),
      ...(list.count && { count: 'true' }),
    }),
  };
}

function errorOf(status: number, body: unknown, header: Incoming['header']): Error {
  const retryAfterSeconds = retryAfterOf(header('retry-after'));
  const problem = recordOf(body);
  const methodPointers: Readonly<Record<string, string>> = { '/limit': '/pageSize', '/sort': '/orderBy' };
  const errors = fieldProblemsOf(problem.errors)?.map(({ pointer, detail }) => ({
    pointer: methodPointers[pointer] ?? pointer,
    detail,
  }));
  const given = { status, retryAfterSeconds, requestId: requestIdOf(header) };
  return errorFrom({ ...problem, errors }, given) ?? foreignError(given);
}
