import { keyFields, nestedClasses, relationsOf } from '../../schema/facts';
import { incrementedFields } from '../../schema/increments';
import { required } from '../../schema/required';
import type { DeclaredClass } from '../../schema/facts';
import { nameOfItem } from '../../services/arguments';
import { isUpdating } from '../../services/bulk-body';
import type { Operation } from '../../services/operation';
import { wordsOf } from '../../services/paths';
import { relationPaths } from '../../services/relations';

/** A method of the client, as the SDK reads it at run time. `sdk/source/method.ts` says what each member means. */
export interface Method {
  readonly name: string;
  readonly kind: Operation['kind'];
  readonly verb: string;
  readonly path: string;
  readonly words?: Readonly<Record<string, readonly string[]>>;
  readonly key: readonly string[];
  readonly others: readonly string[];
  readonly batchKey?: readonly string[];
  readonly body?: 'input' | 'patch' | 'flat' | 'items' | 'updates' | 'writes' | 'keys';
  readonly writes?: Readonly<Record<string, { readonly type?: string; readonly increments?: readonly string[] }>>;
  readonly isList?: true;
  readonly isFeed?: true;
  readonly isConditional?: true;
  readonly needsKey?: true;
  readonly increments?: readonly string[];
  readonly gives: Operation['gives']['as'];
  readonly type?: string;
}

/** A method with its place in the client. */
export interface Placed {
  /** The name of the domain in the client; none for a method of the client itself. */
  readonly domain?: string;
  readonly called: string;
  readonly operation: Operation;
  readonly method: Method;
  /** The relations and totals that it can bring along, as paths. */
  readonly include: readonly string[];
}

/** The client's methods, read from the operations, so that a new domain or verb has its method by being there. */
export function methodsOf(operations: readonly Operation[]): readonly Placed[] {
  const placed = operations.map((operation) => ({
    ...placeOf(operation),
    operation,
    method: methodOf(operation, operations),
    include: includeOf(operation),
  }));
  const names = placed.map(({ domain, called }) => `${domain ?? 'client'}.${called}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`Two operations would both be ${twice} in the SDK: rename one of them.`);
  return placed;
}

/** `updateBook` is `book.update`; what does not name its type, such as `borrow`, is a method of the client. */
function placeOf({ name, domain, gives, query, body }: Operation): Pick<Placed, 'domain' | 'called'> {
  const singular = domain.singular;
  if (query === 'changes')
    return { domain: singular, called: name === `${singular}Changes` ? 'changes' : 'allChanges' };
  if (query === 'page') return { domain: singular, called: pageCalled(name) };
  if (gives.as === 'page') return { domain: singular, called: name === domain.plural ? 'list' : 'listAll' };
  if (gives.as === 'items') return { domain: singular, called: 'getMany' };
  if (gives.as === 'outcomes') return { domain: singular, called: nameOfBatch(body) };
  // What writes items of several domains is a method of the client itself.
  if (gives.as === 'results') return { called: name };
  if (body?.of === 'all') return { domain: singular, called: isUpdating(body) ? 'updateAll' : 'deleteAll' };
  if (name === singular) return { domain: singular, called: 'get' };
  const [verb, rest] = name.split(domain.typeName);
  return rest === undefined ? { called: name } : { domain: singular, called: `${verb}${rest}` };
}

/** What the client has to know of an operation that stands in a transaction. */
function writeOf({ name, body, gives }: Operation): [string, NonNullable<Method['writes']>[string]] {
  const increments =
    body?.of === 'item' && body.mode === 'patch' ? incrementedFields(body.type).map((field) => field.name) : [];
  return [name, { ...('type' in gives && { type: gives.type.name }), ...(increments.length > 0 && { increments }) }];
}

function nameOfBatch(body: Operation['body']): string {
  if (body?.of === 'updates') return 'updateMany';
  return body?.of === 'keys' ? 'deleteMany' : 'createMany';
}

/** `bookHistory` is `book.history`, `trashedBooks` is `book.trashed`, `allTrashedBooks` is `book.allTrashed`. */
const pageCalled = (name: string): string => /^(trashed|allTrashed)(?=[A-Z])/.exec(name)?.[0] ?? 'history';

function methodOf(
  { name, kind, route, key, body, query, conditional, idempotent, repeatable, gives, domain }: Operation,
  operations: readonly Operation[],
): Method {
  const words = [...wordsOf(route.path, operations)].filter(([, places]) => places.length > 0);
  const domainKey = keyFields(domain).map((field) => field.name);
  const operationKey = key.map((field) => field.name);
  // The whole key comes as one argument, the item itself if one likes; what else is in the path comes after it.
  const hasKey = domainKey.every((field) => operationKey.includes(field));
  const isPatching =
    (body?.of === 'item' && body.mode === 'patch') ||
    body?.of === 'updates' ||
    (body?.of === 'all' && isUpdating(body));
  const increments = isPatching ? incrementedFields(body.type).map((field) => field.name) : [];
  return {
    name,
    kind,
    verb: route.method,
    path: route.path,
    ...(words.length > 0 && { words: Object.fromEntries(words) }),
    key: hasKey ? domainKey : [],
    others: hasKey ? operationKey.filter((field) => !domainKey.includes(field)) : operationKey,
    ...(body && {
      body: body.of === 'all' ? 'flat' : body.of === 'item' ? (body.flat ? 'flat' : nameOfItem(body.mode)) : body.of,
    }),
    ...(body?.of === 'item' && body.mode === 'whole' && body.type === domain.type && hasKey && { hasKeyInBody: true }),
    ...(increments.length > 0 && { increments }),
    ...(body?.of === 'writes' && { writes: Object.fromEntries(body.operations.map(writeOf)) }),
    ...(body?.of === 'keys' && { batchKey: domainKey }),
    ...((query === 'list' || query === 'page') && { isList: true }),
    ...(query === 'changes' && { isFeed: true }),
    ...(conditional && { isConditional: true }),
    // The items of a batch would be kept one by one, which has its price: who wants that gives a key.
    ...(idempotent && !repeatable && gives.as !== 'outcomes' && { needsKey: true }),
    // What REST answers with 204 is nothing over GraphQL too.
    ...(route.success === 204 || gives.as === 'nothing'
      ? { gives: 'nothing' }
      : { gives: gives.as, type: gives.type.name }),
  };
}

/** Whether a read can answer with some fields alone. */
export const takesFields = ({ query }: Operation): boolean => query === 'list' || query === 'item';

/**
 * The relations that a read can bring along. A page of many items inside an item is not among them: the two faces
 * give it in forms of their own, and the list of those items says the same.
 */
function includeOf(operation: Operation): readonly string[] {
  return takesFields(operation) ? relationPaths(operation.domain.type).filter(leadsToOne(operation.domain.type)) : [];
}

const leadsToOne =
  (type: DeclaredClass) =>
  (path: string): boolean => {
    const [first = '', ...rest] = path.split('.');
    const relation = relationsOf(type).find(({ name }) => name === first);
    if (relation && relation.kind !== 'one') return false;
    const next = relation?.type() ?? nestedClasses(type).get(first);
    return rest.length === 0 || leadsToOne(required(next, `what ${path} leads to`))(rest.join('.'));
  };
