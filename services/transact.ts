import { isRecord } from '../schema/guards';
import { required } from '../schema/required';
import { admitArguments, argumentsOf, nameOfItem } from './arguments';
import type { Argument } from './arguments';
import { changeTogether, PartsRefused, untilItHolds } from './change';
import type { Change, Gathered } from './change';
import type { Context, Item } from './context';
import { ServiceError } from './errors';
import type { FieldProblem } from './errors';
import { once } from './idempotency';
import { incrementMember } from './increments';
import type { Input, Operation } from './operation';
import { invalid, pointerTo } from './validation';

/** What became of one write: its status, and under the name of its operation the item, unless it is gone. */
export type WriteResult = { readonly status: 200 | 201 | 204 } & Readonly<Record<string, unknown>>;

/** What became of the writes of a transaction, in their order. */
export interface TransactionResult {
  readonly results: readonly WriteResult[];
}

/** The arguments of an operation in a transaction, which has one Idempotency-Key for all. */
export const argumentsInTransaction = (write: Operation): readonly Argument[] =>
  argumentsOf(write).filter(({ holds }) => holds !== 'idempotencyKey');

/** One write as it was sent, and what it asks of which operation; or what is wrong with its form. */
type Asked =
  | { readonly write: Operation; readonly values: Item; readonly input: Input }
  | { readonly write?: Operation; readonly fault: unknown };

function askedBy(sent: unknown, writes: readonly Operation[]): Asked {
  const names = isRecord(sent) ? Object.keys(sent) : [];
  const [name = ''] = names;
  const write = writes.find((candidate) => candidate.name === name);
  if (!isRecord(sent) || names.length !== 1 || !write) {
    const detail = 'must be an object with one member: the name of a write of one item, such as';
    return { fault: invalid('validation', [{ pointer: '', detail: `${detail} ${writes[0]?.name}` }]) };
  }
  const values = sent[name];
  if (!isRecord(values)) {
    return { write, fault: invalid('validation', [{ pointer: '', detail: 'must be an object of arguments' }]) };
  }
  try {
    return { write, values, input: admitArguments(write, values, argumentsInTransaction(write)) };
  } catch (fault) {
    return { write, fault };
  }
}

/** GraphQL has a null for each write that an element does not name. */
const withoutNull = (sent: unknown): unknown =>
  isRecord(sent) ? Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null)) : sent;

/** Does the writes of a transaction, all of them or none. */
export async function transact(
  bodies: readonly unknown[],
  writes: readonly Operation[],
  context: Context,
): Promise<TransactionResult> {
  const asked = bodies.map((sent) => askedBy(withoutNull(sent), writes));
  const gathered = gather(asked, context);
  try {
    // Who may not, and what no door takes, is refused before anybody is given an answer of before.
    const ready = await gathered.ready;
    return await once<TransactionResult>(context, { scope: ['transact'], body: bodies }, async ({ record }) =>
      untilItHolds(context, async () => {
        let result: TransactionResult = { results: [] };
        await changeTogether(ready, context, (changes) => {
          result = { results: changes.map((one, index) => resultOf(required(asked[index], 'a write'), one)) };
          return record(result);
        });
        return result;
      }),
    );
  } catch (error) {
    throw error instanceof PartsRefused ? combined(asked, error.refusals) : error;
  } finally {
    gathered.done();
    await gathered.ended;
  }
}

/**
 * Runs the operation of each write up to the point where it would write.
 * @returns `ready`, which fails with all that is wrong with any of them; they end once `done` is called
 */
function gather(asked: readonly Asked[], context: Context) {
  let done = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    done = resolve;
  });
  const runs = asked.map((one) => {
    let arrive: (outcome: { readonly ready: Gathered } | { readonly fault: unknown }) => void = () => undefined;
    const arrived = new Promise<{ readonly ready: Gathered } | { readonly fault: unknown }>((resolve) => {
      arrive = resolve;
    });
    const run = async (): Promise<void> => {
      if ('fault' in one) return arrive({ fault: one.fault });
      try {
        await one.write.run(one.input, {
          ...context,
          idempotencyKey: undefined,
          gather: async (ready) => {
            arrive({ ready });
            await released;
            // What the operation makes of its item is made of the results, which may be those of an earlier request.
            throw new Released();
          },
        });
        arrive({ fault: new TypeError(`${one.write.name} has written nothing.`) });
      } catch (fault) {
        if (!(fault instanceof Released)) arrive({ fault });
      }
    };
    return { arrived, ended: run() };
  });
  const ready = Promise.all(runs.map(({ arrived }) => arrived)).then((outcomes) => {
    const faults = new Map(outcomes.flatMap((one, index) => ('fault' in one ? [[index, one.fault] as const] : [])));
    if (faults.size > 0) throw new PartsRefused(faults);
    return outcomes.flatMap((one) => ('ready' in one ? [one.ready] : []));
  });
  return { ready, done: () => done(), ended: Promise.all(runs.map(({ ended }) => ended)) };
}

/** The transaction is over, so that the operations of its writes may end. */
class Released extends Error {
  override readonly name = 'Released';
}

/** Runs the operation of one write in the same way. */
export const gatherOne = (write: Operation, input: Input, context: Context) =>
  gather([{ write, values: {}, input }], context);

/** What became of a write, by what was written: the item, unless it is gone. */
function resultOf({ write }: Asked, { part, item }: Change): WriteResult {
  if (!write || 'delete' in part) return { status: 204 };
  return { status: 'create' in part ? 201 : 200, [write.name]: item };
}

/** The pointer to the arguments of a write. */
const placeOf = (asked: readonly Asked[], index: number): string =>
  `/writes/${index}${asked[index]?.write ? pointerTo(asked[index].write.name) : ''}`;

/**
 * The refusals of some writes as one. Who may not do one of them is told that alone; else all that is wrong with what was
 * sent, or else with what is there.
 */
function combined(asked: readonly Asked[], refusals: ReadonlyMap<number, unknown>): unknown {
  const inOrder = [...refusals].toSorted(([left], [right]) => left - right);
  const other = inOrder.find(([, error]) => !(error instanceof ServiceError) || !isOfWrite(error));
  if (other) return other[1];
  const errors = inOrder.flatMap(([index, error]) =>
    error instanceof ServiceError ? problemsAt(asked, index, error) : [],
  );
  const codes = inOrder.flatMap(([, error]) => (error instanceof ServiceError ? [error.code] : []));
  if (codes.some((code) => ofWhatWasSent.includes(code))) return invalid('validation', errors);
  const count = inOrder.length === 1 ? 'One write is' : `${inOrder.length} writes are`;
  return new ServiceError(codes[0] ?? 'conflict', `${count} refused, so that nothing is written.`, {
    errors: invalid('validation', errors).details.errors,
  });
}

const ofWhatWasSent: readonly string[] = ['validation', 'bad-path', 'bad-query', 'payload-too-large'];
const ofWhatIsThere: readonly string[] = ['not-found', 'conflict', 'precondition-failed', 'needs-mending'];
/** Fields that others, or the item itself, do not let have a value: their pointers lead into what was sent. */
const ofValues: readonly string[] = ['value-taken', 'transition'];
/** What keeps an item from being deleted. */
const ofDeletions: readonly string[] = ['still-referenced'];
const isOfWrite = ({ code }: ServiceError): boolean =>
  [...ofWhatWasSent, ...ofWhatIsThere, ...ofValues, ...ofDeletions].includes(code);

/** What is wrong with one write, with pointers into the body of the transaction. */
function problemsAt(asked: readonly Asked[], index: number, { code, message, details }: ServiceError): FieldProblem[] {
  const place = placeOf(asked, index);
  const { errors = [] } = details;
  if (errors.length === 0) return [{ pointer: place, detail: message }];
  return errors.map(({ pointer, detail }) => ({ pointer: `${place}${partOf(asked[index], code, pointer)}`, detail }));
}

/** A pointer of an operation's door as one into the arguments of its write. */
function partOf(asked: Asked | undefined, code: string, pointer: string): string {
  if (!asked || !('input' in asked) || !['validation', ...ofValues].includes(code)) return pointer;
  const { body } = asked.write;
  if (body?.of !== 'item') return pointer;
  const added = asked.values[incrementMember];
  const isAdded = isRecord(added) && Object.keys(added).some((name) => pointer === pointerTo(name));
  return `/${isAdded ? incrementMember : nameOfItem(body.mode)}${pointer}`;
}
