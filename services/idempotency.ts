import { createHash } from 'node:crypto';
import { domainOf } from '../schema/facts';
import { recordOf } from '../schema/guards';
import { IdempotencyRecord } from '../schema/internal';
import type { Context, Item, Key, Part } from './context';
import { ServiceError } from './errors';
import { withoutWarnings, withWarnings } from './misfits';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';
import { tenantIn } from './tenancy';

/** What of an operation tells how its answer is kept. */
interface Kept {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly key: readonly { readonly name: string }[];
  readonly gives: { readonly as: string };
}

/** What the work of an idempotent request may do. */
export interface Once<Answer> {
  /** What records the answer, to be the last part of the transaction of the effect; nothing without a key. */
  readonly record: (answer: Answer) => readonly Part[];
  /** The answer that the same request has got meanwhile, if it has. @throws ServiceError idempotency-key-reused */
  readonly earlier: () => Promise<Answer | undefined>;
}

/** What an idempotent request is known by. */
export interface Request {
  /** What is asked for, and for whom. */
  readonly scope: readonly string[];
  /** What was sent, as it was admitted, without what must not be kept. */
  readonly body: unknown;
  /** Without a key, the last request of the scope is remembered in its place. */
  readonly rememberLast?: boolean;
}

const domain = domainOf(IdempotencyRecord);

/** Stripe's length and the characters of a structured-field string (RFC 9651, section 3.3.3), with or without its quotes. */
const keyPattern = /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x2b\x2d-\x7e]{1,255}))$/;

/** DynamoDB takes 400 KB an item; some of them are for what stands beside the answer. */
const maxAnswerBytes = 400 * 1024 - 1024;

const replayed = new WeakSet<object>();

/** Whether a result is the answer to an earlier request, given again. */
export function isReplay(result: unknown): boolean {
  return typeof result === 'object' && result !== null && replayed.has(result);
}

/** The answer to a request of several parts, which is one given again if no part has been done anew. */
export function replayOf<Part extends object>(answer: readonly Part[], done: readonly Part[]): readonly Part[] {
  if (done.length > 0 && done.every(isReplay)) replayed.add(answer);
  return answer;
}

/** A changed copy of a result, which is an answer given again if the result is. */
export function sameReplay<Result extends object>(result: object, copy: Result): Result {
  if (replayed.has(result)) replayed.add(copy);
  return copy;
}

/**
 * Does the work of a request once, however often it is sent with its Idempotency-Key: the answer is recorded in the
 * transaction of the effect (draft-ietf-httpapi-idempotency-key-header). A request that fails records nothing, so
 * that its key is free again.
 * @throws ServiceError idempotency-key-invalid, idempotency-key-in-progress, idempotency-key-reused; payload-too-large
 *   for an answer that cannot be kept
 */
export async function once<Answer extends object>(
  context: Context,
  { scope, body, rememberLast = false }: Request,
  work: (once: Once<Answer>) => Promise<Answer>,
): Promise<Answer> {
  const key = context.idempotencyKey === undefined ? undefined : admitKey(context.idempotencyKey);
  if (key === undefined && !rememberLast) {
    return work({ record: () => [], earlier: () => Promise.resolve(undefined) });
  }
  const { principal, idempotencyPart = [] } = context;
  // What is one call by itself has the same id from every face.
  const part = key !== undefined && idempotencyPart.some((number) => number > 0) ? idempotencyPart : [];
  const tenant = tenantIn(context);
  const id = hash([principal ?? null, ...scope, key ?? null, ...part, ...(tenant === undefined ? [] : [{ tenant }])]);
  const fingerprint = hash(body);
  const earlier = async (): Promise<Answer | undefined> => {
    const record = await context.table(domain).get({ id });
    if (!record) return undefined;
    if (record.fingerprint === fingerprint) {
      const answer = withoutWarnings(JSON.parse(String(record.answer)) as Answer);
      replayed.add(answer);
      return answer;
    }
    if (key !== undefined) throw reusedKey();
    return undefined;
  };
  const record = (answer: Answer): readonly Part[] => {
    const text = JSON.stringify(withWarnings(answer, Infinity));
    if (Buffer.byteLength(text) > maxAnswerBytes) throw tooLarge();
    const item = { id, fingerprint, answer: text };
    // Without a key there is nothing to keep apart: what the last one of the scope left is overwritten.
    return [key === undefined ? { domain, put: item } : { domain, create: item, refusal: () => new Answered() }];
  };
  if (key === undefined) return work({ record, earlier });

  const running = context.underWay ?? new Map<string, string>();
  if (running.has(id)) throw running.get(id) === fingerprint ? inProgress() : reusedKey();
  running.set(id, fingerprint);
  try {
    return (await earlier()) ?? (await work({ record, earlier }));
  } catch (error) {
    if (!(error instanceof Answered)) throw error;
    const answer = await earlier();
    if (!answer) throw inProgress();
    return answer;
  } finally {
    running.delete(id);
  }
}

/**
 * Runs an operation whose answer is that of the one `change` it makes, and keeps that under the Idempotency-Key if there
 * is one.
 * @param perform is given the context with which `change` keeps its answer
 * @throws ServiceError what `once` throws
 * @throws TypeError when it changes more than once, or answers something else: then it has to call `once` itself
 */
export async function runOnce<Result>(
  operation: Kept,
  { key, body }: { readonly key: Key; readonly body: Item },
  context: Context,
  perform: (context: Context) => Promise<Result>,
): Promise<Result> {
  const { name, gives } = operation;
  const isSilent = gives.as === 'nothing';
  const given: unknown[] = [];
  const only = (): void => {
    if (given.length > 0) throw new TypeError(`The operation ${name} changes more than once. ${selfHelp}`);
  };
  const run = async (keep?: (answer: unknown) => readonly Part[]): Promise<Result> => {
    const answers = {
      keep,
      given(answer: unknown) {
        only();
        given.push(answer);
      },
    };
    const result = await perform({ ...context, answers });
    if (!isSilent && given.length > 0 && given[0] !== result) {
      throw new TypeError(`The operation ${name} answers something else than its change does. ${selfHelp}`);
    }
    return result;
  };
  if (context.idempotencyKey === undefined) return run();
  const request = { scope: [name, ...operation.key.map((field) => String(key[field.name]))], body };
  return once<object>(context, request, async ({ record }) => {
    const keep = (answer: unknown): readonly Part[] => {
      only();
      return record(isSilent ? {} : recordOf(answer));
    };
    return (await run(keep)) ?? {};
  }) as Promise<Result>;
}

const selfHelp = 'Give the answer to its `change` as `answer`, or say `idempotent: itself` and call `once`.';

/** Refuses an Idempotency-Key where the operation could not keep it. @throws ServiceError bad-header */
export function checkNoKey({ kind }: Pick<Kept, 'kind'>, { idempotencyKey }: Context): void {
  if (kind === 'query' || idempotencyKey === undefined) return;
  throw new ServiceError(
    'bad-header',
    'This operation has no way to keep an Idempotency-Key. Send the request without one.',
  );
}

/** What `once` touches beside the work itself. */
export function onceTouches({ rememberLast = false }: Pick<Request, 'rememberLast'> = {}): readonly Touch[] {
  const { get, create, put } = tableTouches(domain);
  return [...get, ...create, ...(rememberLast ? put : [])];
}

/** Another request with the same key was faster. */
class Answered extends Error {
  override readonly name = 'Answered';
}

/** Refuses a key that is none before anything is done. @throws ServiceError idempotency-key-invalid */
export function checkKey({ idempotencyKey }: Context): void {
  if (idempotencyKey !== undefined) admitKey(idempotencyKey);
}

function admitKey(text: string): string {
  const [, quoted, bare] = keyPattern.exec(text.trim()) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined) return key;
  throw new ServiceError(
    'idempotency-key-invalid',
    'Idempotency-Key must be one value of 1 to 255 visible ASCII characters, with or without double quotes.',
  );
}

function tooLarge(): ServiceError {
  return new ServiceError(
    'payload-too-large',
    'The answer would have more than the 400 KB that can be kept under an Idempotency-Key. Send the request without one.',
  );
}

function inProgress(): ServiceError {
  return new ServiceError(
    'idempotency-key-in-progress',
    'A request with this Idempotency-Key is under way. Send it again to get its answer.',
    { retryAfterSeconds: 1 },
  );
}

/** The refusal of a key that stands for another request already. */
export function reusedKey(): ServiceError {
  return new ServiceError(
    'idempotency-key-reused',
    'This Idempotency-Key was sent before with another body. Send a new key with a new request.',
  );
}

/** The hash of a JSON value: equal values have the same hash, whatever the order of their names. */
export function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return entries.map(([name, content]) => [name, sorted(content)]);
}
