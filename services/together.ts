import { required } from '../schema/required';
import { changeTogether, PartsRefused, untilItHolds } from './change';
import type { Change, Gathered } from './change';
import type { Context } from './context';
import { ServiceError } from './errors';
import type { FieldProblem } from './errors';
import { once } from './idempotency';
import type { Request } from './idempotency';
import { invalid } from './validation';

/** The run of an operation that makes one change. */
export type Run = (context: Context) => Promise<unknown>;

/**
 * Does the changes of some operations in one transaction, all of them or none, and once under an Idempotency-Key. Each
 * operation runs up to the point where it would write, so that it passes its own door.
 * @param answerOf what is answered, and kept, made of the changes in the order of the operations
 * @throws PartsRefused with all that is wrong with any of them
 * @throws ServiceError payload-too-large for more writes than DynamoDB takes; what `once` throws
 */
export async function together<Answer extends object>(
  runs: readonly Run[],
  context: Context,
  request: Request,
  answerOf: (changes: readonly Change[]) => Answer,
): Promise<Answer> {
  const gathered = gather(runs, context);
  try {
    // Who may not, and what no door takes, is refused before anybody is given an answer of before.
    const ready = await gathered.ready;
    return await once<Answer>(context, request, async ({ record }) =>
      untilItHolds(context, async () => {
        let answer: Answer | undefined;
        await changeTogether(ready, context, (changes) => {
          answer = answerOf(changes);
          return record(answer);
        });
        return required(answer, 'the answer of a transaction');
      }),
    );
  } finally {
    gathered.done();
    await gathered.ended;
  }
}

/**
 * Runs each operation up to the point where it would write.
 * @returns `ready`, which fails with all that is wrong with any of them; they end once `done` is called
 */
export function gather(runs: readonly Run[], context: Context) {
  let done = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    done = resolve;
  });
  const running = runs.map((run) => {
    let arrive: (outcome: { readonly ready: Gathered } | { readonly fault: unknown }) => void = () => undefined;
    const arrived = new Promise<{ readonly ready: Gathered } | { readonly fault: unknown }>((resolve) => {
      arrive = resolve;
    });
    const work = async (): Promise<void> => {
      try {
        await run({
          ...context,
          idempotencyKey: undefined,
          gather: async (ready) => {
            arrive({ ready });
            await released;
            // What the operation makes of its item is made of the answer, which may be that of an earlier request.
            throw new Released();
          },
        });
        arrive({ fault: new TypeError('An operation that was to be done with others has written nothing.') });
      } catch (fault) {
        if (!(fault instanceof Released)) arrive({ fault });
      }
    };
    return { arrived, ended: work() };
  });
  const ready = Promise.all(running.map(({ arrived }) => arrived)).then((outcomes) => {
    const faults = new Map(outcomes.flatMap((one, index) => ('fault' in one ? [[index, one.fault] as const] : [])));
    if (faults.size > 0) throw new PartsRefused(faults);
    return outcomes.flatMap((one) => ('ready' in one ? [one.ready] : []));
  });
  return { ready, done: () => done(), ended: Promise.all(running.map(({ ended }) => ended)) };
}

/** The transaction is over, so that the operations of its writes may end. */
class Released extends Error {
  override readonly name = 'Released';
}

const ofWhatWasSent: readonly string[] = ['validation', 'bad-path', 'bad-query', 'payload-too-large'];
const ofWhatIsThere: readonly string[] = ['not-found', 'conflict', 'precondition-failed', 'needs-mending'];
/** Fields that others, or the item itself, do not let have a value: their pointers lead into what was sent. */
export const ofValues: readonly string[] = ['value-taken', 'transition'];
/** What keeps an item from being deleted. */
const ofDeletions: readonly string[] = ['still-referenced'];
const isOfWrite = ({ code }: ServiceError): boolean =>
  [...ofWhatWasSent, ...ofWhatIsThere, ...ofValues, ...ofDeletions].includes(code);

/**
 * The refusals of some writes as one. Who may not do one of them is told that alone; else all that is wrong with what was
 * sent, or else with what is there.
 * @param problemsOf what is wrong with the write at a place, with pointers into the whole of what was sent
 */
export function combined(
  refusals: ReadonlyMap<number, unknown>,
  problemsOf: (index: number, error: ServiceError) => readonly FieldProblem[],
): unknown {
  const inOrder = [...refusals].toSorted(([left], [right]) => left - right);
  const other = inOrder.find(([, error]) => !(error instanceof ServiceError) || !isOfWrite(error));
  if (other) return other[1];
  const errors = inOrder.flatMap(([index, error]) => (error instanceof ServiceError ? problemsOf(index, error) : []));
  const codes = inOrder.flatMap(([, error]) => (error instanceof ServiceError ? [error.code] : []));
  if (codes.some((code) => ofWhatWasSent.includes(code))) return invalid('validation', errors);
  const count = inOrder.length === 1 ? 'One write is' : `${inOrder.length} writes are`;
  return new ServiceError(codes[0] ?? 'conflict', `${count} refused, so that nothing is written.`, {
    errors: invalid('validation', errors).details.errors,
  });
}
