import { ownerFields } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { deprecationFact } from '../schema/deprecation';
import type { OperationDeprecation } from '../schema/deprecation';
import { authorFieldsOf, DeclarationError, fieldsOf, keyFields, mostVersion, warningsMember } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { isRecord, listOf, numberOf, recordOf } from '../schema/guards';
import { inUse } from '../schema/in-use';
import { keyFault, keyValue } from '../schema/kinds';
import { foldedKeyFields, isSameKeyValue } from '../schema/layout';
import { required } from '../schema/required';
import { partsOf } from '../schema/sequences';
import type { UniqueFact } from '../schema/unique';
import { inUtc, momentFault } from '../schema/values';
import { admitPlan, hasHidden, isHidden, judge, ownFilter, refused, visibleTo } from './access';
import type { Owned, Verdict } from './access';
import { pageOf } from './context';
import type { Context, Item, Key } from './context';
import { admitAll } from './bulk-body';
import { problemFor, ServiceError } from './errors';
import { deprecationWatch } from './deprecation';
import { inClassOrder } from './field-order';
import { pathsIn } from './filter';
import { admitFields, admitFlag, admitListQuery, noQuery } from './list-query';
import type { ListQuery } from './list-query';
import type { FieldProblem, ProblemCode } from './errors';
import { checkNoKey, onceTouches, runOnce, sameReplay } from './idempotency';
import { guardedContext } from './guard';
import type { Past } from './history';
import { admitPatch } from './increments';
import { mappedPage, misfitsOf, unguarded, unreadable, withheld, withWarnings } from './misfits';
import { idFaults } from './nodes';
import { admitByItem, judgedFields, ownItems } from './ownership';
import { holds, lostTo, missing } from './precondition';
import type { Precondition } from './precondition';
import { withoutSensitive } from './sensitive';
import { tenantOf } from './tenancy';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';
import { admit, admitKey, invalid } from './validation';
import type { BodyMode } from './validation';

/** An HTTP method that an operation can stand behind; HEAD and OPTIONS are answered by the face. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a caller hands to an operation, the same from every face. */
export interface Input {
  readonly key?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Numbers to add, by the names of their fields, where a face has them beside the patch. */
  readonly increments?: unknown;
  readonly precondition?: Precondition;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** Where a change feed is read on, and how long a request may wait for something to tell, in seconds. */
export interface ChangeQuery {
  /** The cursor as it came, which is checked where it is opened. */
  readonly since?: unknown;
  readonly seconds: number;
}

/** The longest wait, in seconds: API Gateway ends a request after 29. */
export const longestWait = 20;

/** What has passed the door of an operation. */
export interface Admitted {
  readonly key: Key;
  readonly body: Record<string, unknown>;
  readonly bodies: readonly unknown[];
  readonly precondition: Precondition;
  readonly list: ListQuery;
  /** The fields to answer with; all of them when left out. */
  readonly fields?: readonly string[];
  /** The past state of an item that is asked for; as it is now when left out. */
  readonly past?: Past;
  readonly dryRun: boolean;
  readonly changes: ChangeQuery;
}

/** The body of an operation: one object of a declared class, a list of whole ones, of updates, or of keys. */
export type BodyFact =
  | {
      readonly of: 'item';
      readonly type: DeclaredClass;
      readonly mode: BodyMode;
      /** GraphQL takes the fields as arguments of their own, without an input object around them. */
      readonly flat?: boolean;
      /** Who has nothing to say may leave it out. */
      readonly optional?: boolean;
    }
  | { readonly of: 'items'; readonly type: DeclaredClass; readonly max: number }
  | {
      readonly of: 'updates';
      readonly type: DeclaredClass;
      readonly max: number;
      /** What updates one item: each element asks for it. */
      readonly each: Operation;
    }
  | {
      /** Each element names one of the operations, with its arguments. */
      readonly of: 'writes';
      readonly type: DeclaredClass;
      readonly max: number;
      readonly operations: readonly Operation[];
    }
  | { readonly of: 'keys'; readonly max: number }
  | {
      /** What is done with all items that meet a filter. */
      readonly of: 'all';
      readonly type: DeclaredClass;
      /** What is done with one item: its update or its deletion. */
      readonly each: Operation;
    };

/** A body that is one object. */
type ItemBody = Extract<BodyFact, { of: 'item' }>;

/**
 * The form of an answer. `outcomes` holds one status for each item of a batch, `results` one for each write of a
 * transaction, with the item under the name of its operation.
 */
export type Gives =
  | { readonly as: 'item'; readonly type: DeclaredClass }
  | { readonly as: 'page'; readonly type: DeclaredClass }
  | { readonly as: 'items'; readonly type: DeclaredClass }
  | { readonly as: 'outcomes'; readonly type: DeclaredClass }
  | { readonly as: 'results'; readonly type: DeclaredClass; readonly operations: readonly Operation[] }
  | { readonly as: 'nothing' };

/** Arguments beside key and body: a whole list query, a page of a list in its one order, the fields and relations of one item, or a check without writing. */
export type QueryFact = 'list' | 'page' | 'item' | 'dryRun' | 'changes';

/** How REST reaches an operation. */
export interface Route {
  readonly method: Method;
  /** With the key fields in braces: /product/{id}. */
  readonly path: string;
  /** 201 for what may have been there before is 200 when it was; see `onlyMakes`. */
  readonly success: 200 | 201 | 202 | 204;
  /** The domain of what was made, for Location: its key is in the answer. */
  readonly location?: DomainFact;
}

/** One thing that the gateway can do, described as data; every face reads the same description. */
export interface Operation<Result = unknown> {
  /** The GraphQL field and the OpenAPI operationId. */
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly domain: DomainFact;
  readonly doc: string;
  readonly route: Route;
  readonly key: readonly FieldFact[];
  readonly body?: BodyFact;
  readonly query?: QueryFact;
  /** What its arguments are, where they name its item by a unique value and not by its key. */
  readonly unique?: UniqueFact;
  /** Takes If-Match in REST and expectedVersion in GraphQL. */
  readonly conditional: boolean;
  /** Takes If-None-Match: * in REST: writes only where there is no item yet. */
  readonly createOnly: boolean;
  /** Takes `at`: the item as it was in a version of it, or at a moment. */
  readonly historical: boolean;
  /** Takes an Idempotency-Key: the same request sent again has one effect and one answer. Others refuse the key. */
  readonly idempotent: boolean;
  /** The same request sent again has no more effect than once, with no Idempotency-Key (RFC 9110, section 9.2.2). */
  readonly repeatable: boolean;
  readonly gives: Gives;
  /** Who may; without a rule nobody may, unless the gateway is open. */
  readonly access?: AccessRule;
  /** Follows from the declaration of its domain. Every other mutation is a verb. */
  readonly derived: boolean;
  /** Served to agents (MCP), which pay for each tool that they are told of. */
  readonly agents: boolean;
  /** What it does to DynamoDB, whichever face it is called from; the rights of the gateway follow from it. */
  readonly touches: readonly Touch[];
  /** Callers should no longer use it. */
  readonly deprecated?: OperationDeprecation;
  /** The problems of its own, beside those that its form alone can have. */
  readonly problems: readonly ProblemCode[];
  /** Refuses who may not, whatever is wrong with the input. @throws ServiceError unauthenticated, forbidden */
  authorize(input: Input, context: Context): void;
  /** The door: checks the input without doing anything. @throws ServiceError */
  admit(input: Input): Admitted;
  /** Checks the input and does the work. @throws ServiceError and nothing else that is expected */
  run(input: Input, context: Context): Promise<Result>;
}

type Declaration<Result> = Omit<
  Operation<Result>,
  | 'run'
  | 'authorize'
  | 'admit'
  | 'key'
  | 'conditional'
  | 'createOnly'
  | 'historical'
  | 'idempotent'
  | 'repeatable'
  | 'problems'
  | 'derived'
  | 'agents'
> & {
  /** The fields in the path; `true` for the key of the domain. */
  readonly key?: boolean | readonly FieldFact[];
  readonly conditional?: boolean;
  readonly createOnly?: boolean;
  readonly historical?: boolean;
  /**
   * How the same request sent again with its Idempotency-Key has one effect. Left out, the answer of its one `change` is
   * that of the operation, and is kept with what that writes. `itself`: `perform` calls `once`, as who does more than one
   * `change`, or none, has to. `false`: a key is refused.
   */
  readonly idempotent?: 'itself' | false;
  /** Left out, as HTTP has it of the method; a POST or PATCH that sets what it is told says true. */
  readonly repeatable?: boolean;
  readonly problems?: readonly ProblemCode[];
  /** Left out, it is a verb. */
  readonly derived?: true;
  /** Left out, agents get it. */
  readonly agents?: boolean;
  /**
   * `perform` is given null in place of what cannot be read in an item that does not fit its class, and hands on what it
   * is. Left out, using such a field is refused with `needs-mending`.
   */
  readonly lenient?: boolean;
  readonly perform: (input: Admitted, context: Context) => Promise<Result>;
};

/** What keeping an answer touches: it is made from the item, which a write alone need not read. */
function keepingTouches(touches: readonly Touch[]): readonly Touch[] {
  const written = touches.filter(({ action }) => action === 'UpdateItem' || action === 'DeleteItem');
  return [...onceTouches(), ...written.flatMap(({ domain }) => tableTouches(domain).get)];
}

/** The methods whose same request may be sent again: RFC 9110, section 9.2.2, and RFC 5789, section 2, for PATCH. */
const isRepeatable: Readonly<Record<Method, boolean>> = {
  GET: true,
  POST: false,
  PUT: true,
  PATCH: false,
  DELETE: true,
};

/**
 * Makes an operation: whatever calls `run` passes the same door before `perform` sees it.
 * @throws DeclarationError for an owner whose items the key of the table does not keep apart from those of another
 */
export function operation<Result>({ perform: work, lenient, ...facts }: Declaration<Result>): Operation<Result> {
  checkOwner(facts);
  if (facts.deprecated) deprecationFact(facts.name, facts.deprecated);
  const perform: typeof work = lenient ? work : async (input, context) => work(input, guardedContext(context));
  const isKept = facts.kind === 'mutation' && facts.idempotent === undefined;
  const key = facts.key === true ? keyFields(facts.domain) : facts.key || [];
  const ofItem = judgedFields({ ...facts, key });
  const described = {
    ...facts,
    key,
    conditional: facts.conditional ?? false,
    createOnly: facts.createOnly ?? false,
    historical: facts.historical ?? false,
    idempotent: isKept || facts.idempotent === 'itself',
    repeatable: facts.repeatable ?? isRepeatable[facts.route.method],
    problems: [...(facts.problems ?? []), ...(lenient ? [] : (['needs-mending'] as const))],
    derived: facts.derived ?? false,
    agents: facts.agents ?? true,
    touches: [
      ...facts.touches,
      ...preconditionTouches(facts),
      ...(isKept ? keepingTouches(facts.touches) : []),
      ...(ofItem.length > 0 ? judgingTouches(facts) : []),
    ],
  };
  const noteUse = deprecationWatch(described);
  const performOnce = (admitted: Admitted, context: Context): Promise<Result> => {
    if (!described.idempotent) checkNoKey(described, context);
    return isKept
      ? runOnce(described, admitted, context, async (kept) => perform(admitted, kept))
      : perform(admitted, context);
  };
  const admitInput = (input: Input): Admitted => {
    const { key: keys, body, domain, query, historical } = described;
    const key = admitKey(keys, input.key ?? {});
    return {
      key,
      body: body?.of === 'item' ? admitItem(body, withKey(domain, body, keys, key, input.body), input) : {},
      bodies: body && body.of !== 'item' && body.of !== 'all' ? admitList(body, domain, input.body) : [],
      precondition: input.precondition ?? {},
      list: query === 'list' || query === 'page' ? admitListQuery(domain, input.query ?? {}) : noQuery,
      ...admitOptions(domain, query, historical, input.query ?? {}),
      ...(inUse.bulk && body?.of === 'all' && admitAll(body, domain, input.body)),
    };
  };
  const authorizeInput = (input: Input, context: Context): void => {
    authorize(described, context, (field) => named(described, field, input));
    tenantOf(described.domain, context);
  };
  return {
    ...described,
    authorize: (input, context) => authorizeInput(withOwned(described, input), context),
    admit: (input) => admitInput(withOwned(described, input)),
    run: async (given, context) => {
      const input = withOwned(described, given);
      // Who may not gets to know nothing, not even what is wrong with the request.
      authorizeInput(input, context);
      try {
        const judging = asksItem(described, ofItem, input, context);
        const { admitted, verdict } =
          inUse.ownersInItems && judging
            ? await admitOwner({ ...described, access: judging }, ofItem, input, context, () => admitInput(input))
            : await admitNamed(described, input, context, () => admitInput(input));
        refuseHidden(described, admitted, context);
        noteUse(input, admitted, context);
        if (admitted.list.explain) admitPlan(context);
        refuseLostKey(described, admitted, context);
        const own = verdict === 'own' ? narrowed(described, admitted, context) : admitted;
        const performed = await withoutLostKeys(described, own, context, (reached) => performOnce(reached, context));
        const result = inUse.ownersInItems && judging ? ownItems(described, performed, context) : performed;
        noteOutcomes(described, result, context);
        return visible(described, asRead(described, result, context), context) as Result;
      } catch (error) {
        checkListedProblem(error, context);
        throw withoutHidden(described, error, context);
      }
    },
  };
}

/** An input with what was judged of it. */
interface Judged {
  readonly admitted: Admitted;
  readonly verdict: Verdict;
}

/** Judges an input by what it names itself. */
async function admitNamed(
  operation: Pick<Operation, 'access' | 'body' | 'conditional' | 'domain' | 'key' | 'query'>,
  input: Input,
  context: Context,
  admitInput: () => Admitted,
): Promise<Judged> {
  const admitted = await preconditionFirst(operation, input, context, admitInput);
  return {
    admitted,
    verdict: authorize(operation, context, (field) => named(operation, field, { ...input, ...admitted }), true),
  };
}

/** Judges an input by the items that it names, before anything else is told of them. */
async function admitOwner(
  operation: Omit<Operation, 'run' | 'authorize' | 'admit'> & { readonly access: AccessRule },
  fields: readonly string[],
  input: Input,
  context: Context,
  admitInput: () => Admitted,
): Promise<Judged> {
  const admitted = admitInput();
  const owned: Owned = (field) => named(operation, field, { ...input, ...admitted });
  const precondition = await admitByItem(operation, fields, admitted, owned, context);
  return { admitted: { ...admitted, precondition }, verdict: 'granted' };
}

/** The rule of an operation, where it cannot be judged without fields of items that are there. */
function asksItem(
  { access, body, unique }: Pick<Operation, 'access' | 'body' | 'unique'>,
  fields: readonly string[],
  input: Input,
  { open, caller }: Context,
): AccessRule | undefined {
  if (open || !access || fields.length === 0) return undefined;
  const verdict = judge(access, caller, (field) =>
    fields.includes(field) ? [] : named({ body, unique }, field, input),
  );
  return verdict === 'own' ? access : undefined;
}

/** What reading the items for a rule does to DynamoDB. */
function judgingTouches({ body, domain }: Pick<Declaration<unknown>, 'body' | 'domain'>): readonly Touch[] {
  const { get, getMany } = tableTouches(domain);
  return body?.of === 'keys' ? getMany : get;
}

function checkOwner({ name, domain, access }: Pick<Declaration<unknown>, 'name' | 'domain' | 'access'>): void {
  const owners = access ? ownerFields(access) : [];
  if (owners.length === 0) return;
  const folded = foldedKeyFields(domain);
  const owner = owners.find((field) => folded.has(field));
  if (owner === undefined) return;
  throw new DeclarationError(
    `${name}: owner('${owner}') is one of the callers whose names differ in the case of letters alone, and the key of ${domain.typeName} has {${owner}:${folded.get(owner)}}, which keeps their items in one place: write {${owner}} there, or role('…') in access.`,
  );
}

/** Whether an operation reads items by their keys. */
export const readsByKeys = ({ body, kind }: Pick<Operation, 'body' | 'kind'>): boolean =>
  body?.of === 'keys' && kind === 'query';

/** Whether an operation writes many items, each with an outcome of its own. */
export const writesMany = ({ body, kind }: Pick<Operation, 'body' | 'kind'>): boolean =>
  body !== undefined && body.of !== 'item' && kind === 'mutation';

/** Whether an operation never changes what is there: it refuses a key that is taken. */
export function onlyMakes({ problems }: Pick<Operation, 'problems'>): boolean {
  return problems.includes('conflict');
}

/**
 * Whether an operation may let a caller in for some request. What it refuses whatever is sent is not worth telling the
 * caller of.
 */
export function isOpenTo(
  {
    access,
    query,
    key,
    body,
    domain,
    unique,
  }: Pick<Operation, 'access' | 'query' | 'key' | 'body' | 'domain' | 'unique'>,
  { open, caller }: Pick<Context, 'open' | 'caller'>,
): boolean {
  if (open) return true;
  const verdict = access ? judge(access, caller, () => []) : 'refused';
  if (verdict !== 'own' || !access) return verdict !== 'refused';
  // Only a list narrows to what is one's own; anything else has to be able to name it, or the item that tells it.
  if (canNarrow({ access, domain, query, key, body }) || judgedFields({ access, domain, key, body, unique }).length > 0)
    return true;
  const namesKeys = body?.of === 'keys' || body?.of === 'updates';
  const inBody = namesKeys ? keyFields(domain) : body ? fieldsOf(body.type) : [];
  return [...key, ...inBody].some(({ name }) => ownerFields(access).includes(name));
}

/** @throws ServiceError unauthenticated, forbidden */
function authorize(
  { access, domain, query, key, body }: Pick<Operation, 'access' | 'domain' | 'query' | 'key' | 'body'>,
  context: Context,
  owned: Owned,
  isAdmitted = false,
): Verdict {
  if (context.open) return 'granted';
  const verdict = access ? judge(access, context.caller, owned) : 'refused';
  if (verdict === 'refused') throw refused(context);
  if (verdict === 'granted') return 'granted';
  // A list that names nobody's things is narrowed. Anything else names them, or its body is refused for what it lacks.
  if (isAdmitted && !canNarrow({ access, domain, query, key, body })) throw refused(context);
  return 'own';
}

/** Whether an operation is a list that can leave out what is not the caller's own. */
function canNarrow({
  access,
  domain,
  query,
  key,
  body,
}: Pick<Operation, 'access' | 'domain' | 'query' | 'key' | 'body'>): boolean {
  if (body?.of === 'all') return true;
  if (query === 'page') return key.length === 0;
  if (query !== 'list') return false;
  const isField = (name: string): boolean => domain.fields.some((field) => field.name === name);
  return key.length === 0 || (access !== undefined && ownerFields(access).every(isField));
}

/** A filter or an order would tell what the answer hides. */
function refuseHidden(
  { domain, query, body }: Pick<Operation, 'domain' | 'query' | 'body'>,
  { list }: Admitted,
  context: Context,
): void {
  if ((query !== 'list' && body?.of !== 'all') || !hasHidden(domain.type)) return;
  const paths = [...pathsIn(list.filter), ...(list.sort ? partsOf(list.sort.field).map((name) => [name]) : [])];
  if (paths.some((path) => isHidden(domain.type, path, context))) throw refused(context);
}

/** What is wrong with the key of a new item: its path, or its id, would lead to another one. */
const lostKeyFaults = (domain: DomainFact, item: Item, { keyFaults }: Context): readonly FieldProblem[] => [
  ...(keyFaults?.(domain, item) ?? []),
  ...idFaults(domain, item),
];

/**
 * Refuses to make an item whose path or id would lead to another one. What is there already may be read and changed.
 * @throws ServiceError validation
 */
function refuseLostKey(
  { route: { location, success } }: Pick<Operation, 'route'>,
  { key, body, precondition }: Admitted,
  context: Context,
): void {
  // What answers with 200 replaces an item that is there, unless it is told that there is none.
  const isMaking = success !== 200 || precondition.ifNoneMatch !== undefined;
  const problems = location && isMaking ? lostKeyFaults(location, { ...body, ...key }, context) : [];
  if (problems.length > 0) throw invalid('validation', problems);
}

/** The same for a batch, where each element has an answer of its own: those that are refused are not performed. */
async function withoutLostKeys(
  { body, gives, domain }: Pick<Operation, 'body' | 'gives' | 'domain'>,
  admitted: Admitted,
  context: Context,
  perform: (admitted: Admitted) => Promise<unknown>,
): Promise<unknown> {
  if (body?.of !== 'items' || gives.as !== 'outcomes') return await perform(admitted);
  const elements = admitted.bodies.map((element) => ({
    element,
    problems: lostKeyFaults(domain, recordOf(element), context),
  }));
  const bodies = elements.filter(({ problems }) => problems.length === 0).map(({ element }) => element);
  if (bodies.length === elements.length) return perform(admitted);
  const made = listOf(await perform({ ...admitted, bodies }));
  const outcomes = made.values();
  return sameReplay(
    made,
    elements.map(({ problems }): unknown =>
      problems.length === 0
        ? outcomes.next().value
        : { status: problemFor('validation').status, error: invalid('validation', problems) },
    ),
  );
}

/**
 * A result as it may be given: as it was read, though the operation may have got its items guarded, and in the order of its
 * class. How many items do not fit their class is counted. One that is withheld is refused where it is the whole answer; a
 * list goes without it.
 * @throws ServiceError unreadable
 */
function asRead(
  { gives, kind, route }: Pick<Operation, 'gives' | 'kind' | 'route'>,
  result: unknown,
  { meter }: Context,
): unknown {
  const read = (type: DeclaredClass, item: Item): Item => {
    const original = unguarded(item);
    if (meter && misfitsOf(original).length > 0) meter.misfits = (meter.misfits ?? 0) + 1;
    return sameReplay(item, inClassOrder(type, original));
  };
  switch (gives.as) {
    case 'item': {
      if (!isRecord(result)) return result;
      const item = read(gives.type, result);
      const refusal = withheld(gives.type, item);
      if (!refusal || route.success === 204) return item;
      throw kind === 'query' ? refusal : unreadable(`It is done. ${refusal.message}`, refusal.details.errors ?? []);
    }
    case 'items':
      return listOf(result).map((item) => (isRecord(item) ? read(gives.type, item) : item));
    case 'page':
      return mappedPage(pageOf(result), (item) => read(gives.type, item));
    case 'outcomes':
      return sameReplay(
        listOf(result),
        listOf(result)
          .map(recordOf)
          .map((outcome) =>
            isRecord(outcome.item) ? { ...outcome, item: inClassOrder(gives.type, outcome.item) } : outcome,
          ),
      );
    case 'results':
      return resultsMapped(gives, result, (type, item) => (withheld(type, item) ? undefined : read(type, item)));
    case 'nothing':
      return result;
  }
}

/** Tells the metrics what has become of the items of a batch, behind its status of 200; what is our fault comes first. */
function noteOutcomes({ gives }: Pick<Operation, 'gives'>, result: unknown, { meter }: Context): void {
  if (!meter || gives.as !== 'outcomes') return;
  const codes = listOf(result).flatMap((outcome) =>
    isRecord(outcome) && outcome.error instanceof ServiceError ? [outcome.error.code] : [],
  );
  meter.code = codes.find((code) => problemFor(code).status >= 500) ?? codes[0] ?? meter.code;
}

/** The answer of a transaction with each item as it is given; without one that is not. */
function resultsMapped(
  { operations }: Extract<Gives, { as: 'results' }>,
  result: unknown,
  given: (type: DeclaredClass, item: Item) => Item | undefined,
): unknown {
  if (!inUse.transactions) return result;
  const answer = recordOf(result);
  const results = listOf(answer.results).map((one) => {
    const { status, ...items } = recordOf(one);
    const shown = Object.entries(items).flatMap(([name, item]): [string, Item][] => {
      const write = operations.find((candidate) => candidate.name === name);
      const shownItem = write && 'type' in write.gives && isRecord(item) ? given(write.gives.type, item) : undefined;
      return shownItem ? [[name, shownItem]] : [];
    });
    return { status, ...Object.fromEntries(shown) };
  });
  return sameReplay(answer, { results });
}

/** A result without the fields that the caller may not see. */
function visible({ gives }: Pick<Operation, 'gives'>, result: unknown, context: Context): unknown {
  if (gives.as === 'results') return resultsMapped(gives, result, (type, item) => visibleTo(context, type, item));
  if (context.open || gives.as === 'nothing' || !hasHidden(gives.type)) return result;
  const show = (item: Item): Item => visibleTo(context, gives.type, item);
  switch (gives.as) {
    case 'item':
      return sameReplay(recordOf(result), show(recordOf(result)));
    case 'items':
      return listOf(result).map((item) => (isRecord(item) ? show(item) : undefined));
    case 'outcomes':
      return sameReplay(
        listOf(result),
        listOf(result)
          .map(recordOf)
          .map((outcome) => (isRecord(outcome.item) ? { ...outcome, item: show(outcome.item) } : outcome)),
      );
    case 'page': {
      return mappedPage(pageOf(result), show);
    }
  }
}

/**
 * Refuses a problem of which nothing else knows: its type would lead to no page, and no document would tell of it.
 * @throws DeclarationError a defect, which is masked and logged
 */
function checkListedProblem(error: unknown, { listed }: Context): void {
  if (!listed || !(error instanceof ServiceError) || listed.problems.includes(error.code)) return;
  throw new DeclarationError(
    `An operation ends with the problem "${error.code}", which no module declares: list it in the problems of its module.`,
  );
}

function withoutHidden({ domain }: Pick<Operation, 'domain'>, error: unknown, context: Context): unknown {
  if (!(error instanceof ServiceError) || !error.details.current) return error;
  const stored = unguarded(recordOf(error.details.current));
  const shown = inClassOrder(domain.type, visibleTo(context, domain.type, stored));
  const current = withheld(domain.type, stored) ? undefined : withWarnings(withoutSensitive(domain.type, shown));
  return new ServiceError(error.code, error.message, { ...error.details, current });
}

/** The values that a request has for a field, in its path, its body or the elements of a batch. */
function named(
  { body: fact, unique }: Pick<Operation, 'body' | 'unique'>,
  field: string,
  { key, body, bodies }: Input & { readonly bodies?: readonly unknown[] },
): readonly unknown[] {
  const members = (value: unknown): unknown[] => {
    const item = recordOf(value);
    const elements = [item.items, item.keys, ...(fact?.of === 'updates' ? [item.updates] : [])].flatMap(listOf);
    const objects = [item, ...elements.map(recordOf)];
    return [...objects, ...(fact?.of === 'updates' ? objects.map(({ key: own }) => recordOf(own)) : [])].map(
      (member) => member[field],
    );
  };
  // A value that may be stored in other letters names nobody.
  const inPath = unique?.ignoreCase ? undefined : key?.[field];
  return [inPath, ...members(body), ...(bodies ?? []).flatMap(members)];
}

function narrowed({ access }: Pick<Operation, 'access'>, admitted: Admitted, { caller }: Context): Admitted {
  const own = ownFilter(required(access, 'the access rule'), required(caller, 'the caller'));
  return { ...admitted, list: { ...admitted.list, filter: { all: [own, admitted.list.filter] } } };
}

/**
 * Takes out of the body of a change what the service keeps itself, so that what was read can be sent back: the version is
 * the condition then, as in If-Match, and the dates have to be those of the item. What has no such value stays in the body,
 * whose check refuses it.
 */
function withOwned(
  { conditional, body, domain }: Pick<Operation, 'conditional' | 'body' | 'domain'>,
  input: Input,
): Input {
  const { precondition = {} } = input;
  const isChange = conditional && body?.of === 'item' && body.type === domain.type && !precondition.ifNoneMatch;
  if (!isChange || !isRecord(input.body)) return input;
  const { version, createdAt, updatedAt, [warningsMember]: warnings, ...rest } = input.body;
  const authors = authorFieldsOf(domain.type).map(({ name }) => name);
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !authors.includes(name)));
  const withAuthors = Object.fromEntries(authors.map((name) => [name, rest[name]]));
  const kept = Object.entries({ createdAt, updatedAt, ...withAuthors });
  const sent = kept.filter(([, value]) => typeof value === 'string');
  const wrong = kept.filter(([, value]) => value !== undefined && typeof value !== 'string');
  // A version that contradicts If-Match is no condition: one of the two is a mistake.
  const isCondition = Number.isSafeInteger(version) && Number(version) >= 0 && holds(precondition, version);
  if (version === undefined && warnings === undefined && sent.length === 0) return input;
  return {
    ...input,
    body: { ...others, ...Object.fromEntries(wrong), ...(version !== undefined && !isCondition && { version }) },
    precondition: {
      ...precondition,
      ...(isCondition && { ifMatch: [Number(version)] }),
      ...(sent.length > 0 && { unchanged: Object.fromEntries(sent) }),
    },
  };
}

/**
 * A caller whose copy is out of date learns that, rather than what is wrong with a body made from it. The item is
 * read only when the body is refused; a body that passes meets the condition in the write itself.
 */
async function preconditionFirst(
  { conditional, domain }: Pick<Operation, 'conditional' | 'domain'>,
  input: Input,
  context: Context,
  admitInput: () => Admitted,
): Promise<Admitted> {
  try {
    return admitInput();
  } catch (error) {
    const { ifMatch } = input.precondition ?? {};
    if (!conditional || ifMatch === undefined || !(error instanceof ServiceError) || error.code !== 'validation')
      throw error;
    const key = itemKey(domain, input);
    if (!key) throw error;
    const current = await context.table(domain).get(key);
    if (!current) throw missing({ ifMatch });
    throw holds({ ifMatch }, current.version) ? error : lostTo(current);
  }
}

/** The key of the item that a request is about, in its path or in its body; nothing when it names none. */
function itemKey(domain: DomainFact, { key, body }: Input): Key | undefined {
  const values: Readonly<Record<string, unknown>> = { ...recordOf(body), ...key };
  const fields = keyFields(domain);
  const isWhole = fields.every((field) => keyFault(field, keyValue(field, values[field.name])) === undefined);
  return isWhole ? admitKey(fields, values) : undefined;
}

/** What reading the item for `preconditionFirst` does to DynamoDB. */
function preconditionTouches({
  conditional,
  body,
  domain,
}: Pick<Declaration<unknown>, 'conditional' | 'body' | 'domain'>): readonly Touch[] {
  return conditional && body ? tableTouches(domain).get : [];
}

function admitOptions(
  domain: DomainFact,
  query: QueryFact | undefined,
  historical: boolean,
  parameters: Readonly<Record<string, unknown>>,
): Pick<Admitted, 'fields' | 'past' | 'dryRun' | 'changes'> {
  const problems: FieldProblem[] = [];
  const options = {
    fields: query === 'item' ? admitFields(domain, parameters.fields, parameters.include, problems) : undefined,
    past: inUse.history && historical ? admitPast(parameters.at, problems) : undefined,
    dryRun: query === 'dryRun' && admitFlag('dryRun', parameters.dryRun, problems),
    changes: query === 'changes' ? admitChanges(parameters, problems) : { seconds: 0 },
  };
  if (problems.length > 0) throw invalid('bad-query', problems);
  return options;
}

/** A version is a number, and a moment has signs between its numbers. */
function admitPast(at: unknown, problems: FieldProblem[]): Past | undefined {
  if (at === undefined || at === null) return undefined;
  const text = typeof at === 'number' ? at.toString() : at;
  if (typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) && Number(text) <= mostVersion)
    return { version: Number(text) };
  if (momentFault(text) === undefined) return { until: inUtc(text) };
  problems.push({
    pointer: '/at',
    detail: 'must be a version, or an RFC 3339 date and time such as 2026-01-15T09:30:00Z',
  });
  return undefined;
}

function admitChanges({ since, wait = 0 }: Readonly<Record<string, unknown>>, problems: FieldProblem[]): ChangeQuery {
  const seconds = numberOf(wait) ?? Number.NaN;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > longestWait) {
    problems.push({ pointer: '/wait', detail: `must be a whole number of seconds from 0 to ${longestWait}` });
  }
  return { since, seconds };
}

/** The one object of a body, as it passes the door. @throws ServiceError validation, payload-too-large */
function admitItem({ type, mode }: ItemBody, sent: unknown, { increments }: Input): Record<string, unknown> {
  return mode === 'patch' ? admitPatch(type, sent, increments) : admit(type, sent, mode);
}

/** A body may repeat the key of its path but not contradict it. */
function withKey(
  domain: DomainFact,
  { type, mode }: ItemBody,
  keys: readonly FieldFact[],
  key: Key,
  body: unknown,
): unknown {
  if (keys.length === 0 || !isRecord(body)) return body;
  const item = body;
  const contradicting = keys.filter(
    (field) =>
      Object.hasOwn(item, field.name) &&
      !isSameKeyValue(domain, field.name, keyValue(field, item[field.name]), key[field.name]),
  );
  if (contradicting.length > 0) {
    throw invalid(
      'validation',
      contradicting.map(({ name }) => ({
        pointer: `/${name}`,
        detail: 'is the key and cannot change; leave it out or send it as it is',
      })),
    );
  }
  const declared = fieldsOf(type).map(({ name }) => name);
  if (mode === 'whole') {
    const keyEntries = Object.entries(key).filter(([name]) => declared.includes(name));
    const bodyEntries = Object.entries(item).filter(([name]) => !Object.hasOwn(key, name));
    return Object.fromEntries([...bodyEntries, ...keyEntries]);
  }
  return Object.fromEntries(Object.entries(item).filter(([name]) => !keys.some((field) => field.name === name)));
}

/** Unwraps `{ items: [...] }` or `{ keys: [...] }`; the elements are checked one by one, so that each has its own answer. */
function admitList(
  body: Exclude<BodyFact, { of: 'item' | 'all' }>,
  domain: DomainFact,
  value: unknown,
): readonly unknown[] {
  const name = body.of;
  if (!isRecord(value))
    throw invalid('validation', [{ pointer: '', detail: `must be an object with the list "${name}"` }]);
  const problems = Object.keys(value)
    .filter((member) => member !== name)
    .map((member) => ({
      pointer: `/${member.slice(0, 60)}`,
      detail: `is not a field here; the only field is ${name}`,
    }));
  const list = value[name];
  if (!Array.isArray(list))
    problems.push({ pointer: `/${name}`, detail: list === undefined ? 'is required' : 'must be a list' });
  else if (list.length === 0 || list.length > body.max) {
    problems.push({ pointer: `/${name}`, detail: `must have 1 to ${body.max} elements` });
  }
  if (problems.length > 0) throw invalid('validation', problems);
  const elements = listOf(list);
  return name === 'keys' ? elements.map((key, index) => admitKeyObject(domain, key, index)) : elements;
}

function admitKeyObject(domain: DomainFact, value: unknown, index: number): Key {
  const keys = keyFields(domain);
  try {
    if (!isRecord(value)) {
      throw invalid('bad-path', [{ pointer: '', detail: 'must be an object' }]);
    }
    const unknown = Object.keys(value).find((name) => !keys.some((key) => key.name === name));
    if (unknown !== undefined) {
      throw invalid('bad-path', [{ pointer: `/${unknown.slice(0, 60)}`, detail: 'is not a field of the key' }]);
    }
    return admitKey(keys, value);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const errors = (error.details.errors ?? []).map(({ pointer, detail }) => ({
      pointer: `/keys/${index}${pointer}`,
      detail,
    }));
    throw invalid('validation', errors);
  }
}
