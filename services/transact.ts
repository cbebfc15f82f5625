import { isRecord } from '../schema/guards';
import { required } from '../schema/required';
import { admitArguments, argumentsOf, nameOfItem } from './arguments';
import type { Argument } from './arguments';
import { PartsRefused } from './change';
import type { Change } from './change';
import type { Context, Item } from './context';
import type { FieldProblem, ServiceError } from './errors';
import { incrementMember } from './increments';
import type { Input, Operation } from './operation';
import { combined, ofValues, together } from './together';
import type { Run } from './together';
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
  const runs = asked.map((one): Run => async (own) => {
    if ('fault' in one) throw one.fault;
    return one.write.run(one.input, own);
  });
  try {
    return await together<TransactionResult>(runs, context, { scope: ['transact'], body: bodies }, (changes) => ({
      results: changes.map((one, index) => resultOf(required(asked[index], 'a write'), one)),
    }));
  } catch (error) {
    if (!(error instanceof PartsRefused)) throw error;
    throw combined(error.refusals, (index, refusal) => problemsAt(asked, index, refusal));
  }
}

/** What became of a write, by what was written: the item, unless it is gone. */
function resultOf({ write }: Asked, { part, item }: Change): WriteResult {
  if (!write || 'delete' in part) return { status: 204 };
  return { status: 'create' in part ? 201 : 200, [write.name]: item };
}

/** The pointer to the arguments of a write. */
const placeOf = (asked: readonly Asked[], index: number): string =>
  `/writes/${index}${asked[index]?.write ? pointerTo(asked[index].write.name) : ''}`;

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
