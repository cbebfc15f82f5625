import { isRecord } from '../schema/guards';
import type { Context, Item } from './context';
import { ServiceError } from './errors';
import type { FieldProblem } from './errors';
import { incrementMember } from './increments';
import type { Input, Operation } from './operation';
import { invalid, pointerTo } from './validation';

/** The parts of one update of a batch, by the names that they have on every face. */
export const updateMembers = { key: 'key', patch: 'patch', increment: incrementMember, version: 'expectedVersion' };

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/**
 * What one element of a batch asks of the update of one item.
 * @throws ServiceError validation, with pointers into the element
 */
export function updateIn(sent: unknown): Input {
  const whole = 'must be an object with a key and a patch';
  if (!isRecord(sent)) throw invalid('validation', [{ pointer: '', detail: whole }]);
  const names = Object.values(updateMembers);
  const { key, patch, increment, expectedVersion: version } = sent;
  const problems: FieldProblem[] = Object.keys(sent)
    .filter((name) => !names.includes(name))
    .map((name) => ({ pointer: pointerTo(name), detail: `is not a part of an update; there is ${names.join(', ')}` }));
  const check = (name: string, isRight: boolean, detail: string): void => {
    if (!isRight) problems.push({ pointer: `/${name}`, detail });
  };
  check(updateMembers.key, isRecord(key), isGiven(key) ? 'must be an object' : 'is required');
  check(updateMembers.patch, isGiven(patch) || isGiven(increment), 'is required');
  check(updateMembers.increment, !isGiven(increment) || isRecord(increment), 'must be an object');
  const isVersion = Number.isSafeInteger(version) && Number(version) >= 0;
  check(updateMembers.version, !isGiven(version) || isVersion, 'must be a whole number from 0');
  if (problems.length > 0) throw invalid('validation', problems);
  return {
    key: isRecord(key) ? key : {},
    body: patch ?? undefined,
    ...(isGiven(increment) && { increments: increment }),
    precondition: isGiven(version) ? { ifMatch: [Number(version)] } : {},
  };
}

/** What the update of one item has thrown, with pointers into the element of the batch. */
export function inUpdateTerms(error: unknown, sent: unknown): unknown {
  if (!(error instanceof ServiceError) || !['validation', 'bad-path'].includes(error.code)) return error;
  const added = isRecord(sent) && isRecord(sent.increment) ? Object.keys(sent.increment) : [];
  const partOf = (pointer: string): string => {
    if (error.code === 'bad-path') return updateMembers.key;
    return added.some((name) => pointer === pointerTo(name)) ? updateMembers.increment : updateMembers.patch;
  };
  const errors = error.details.errors?.map(({ pointer, detail }) => ({
    pointer: `/${partOf(pointer)}${pointer}`,
    detail,
  }));
  return new ServiceError('validation', error.message, { ...error.details, errors });
}

/**
 * Checks one element of a batch without doing anything.
 * @param update the operation that updates one item
 * @throws ServiceError validation, with pointers into the element
 */
export function checkUpdate(update: Operation, sent: unknown): void {
  const input = updateIn(sent);
  try {
    update.admit(input);
  } catch (error) {
    throw inUpdateTerms(error, sent);
  }
}

/**
 * Updates the item of one element of a batch.
 * @param update the operation that updates one item
 * @throws ServiceError what the operation throws, with pointers into the element
 */
export async function runUpdate(update: Operation, sent: unknown, context: Context): Promise<Item> {
  const input = updateIn(sent);
  try {
    return (await update.run(input, context)) as Item;
  } catch (error) {
    throw inUpdateTerms(error, sent);
  }
}

/** The refusal of a second update of one item: what comes first of two that are done at once is chance. */
export const updatedTwice = (): ServiceError =>
  invalid('validation', [
    { pointer: `/${updateMembers.key}`, detail: 'is the key of another update before: put both into one' },
  ]);
