import { isRecord, listOf, recordOf, textOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { Backoff } from './backoff';
import { batchBody } from './batches';
import { isTemporary, problemWords } from './gateway';
import type { Answer, Gateway } from './gateway';
import type { Halt } from './halt';
import type { GoodRow, Reason } from './row';
import type { Tally } from './tally';

/** What all batches of one import share. */
export interface ImportJob {
  readonly gateway: Pick<Gateway, 'patience' | 'send'> & { failure(path: string, answer: Answer): Error };
  readonly domain: string;
  readonly dryRun: boolean;
  readonly tally: Tally;
  readonly halt: Halt;
}

interface Result {
  readonly status: number;
  readonly error?: unknown;
}

/** The whole request is refused, but one of its rows alone may be the cause. */
const refusedForContent = [400, 413, 422];

/** Sends one batch until each of its rows is decided. */
export async function sendBatch(rows: readonly GoodRow[], job: ImportJob): Promise<void> {
  const { gateway, domain, dryRun, tally, halt } = job;
  const path = `/${domain}/batch${dryRun ? '?dryRun=true' : ''}`;
  const backoff = new Backoff(gateway.patience, halt.signal);
  const decidedBefore = tally.decided;
  let waiting = rows;
  // Once the run is coming to an end, tries are cut short by that and not by the gateway.
  const giveUp = (answer: Answer): void => void (halt.signal.aborted || halt.stop(gateway.failure(path, answer)));
  for (let tries = 1; ; tries += 1) {
    const { answer, results } = checked(await gateway.send(path, batchBody(waiting)), waiting.length);
    if (results) {
      const undecided = settle(waiting, results, tally, backoff.triedAgain);
      if (undecided.rows.length === 0) return;
      waiting = undecided.rows;
      if (await backoff.again(answer.wait)) continue;
      fail(waiting, undecided.words, tries, job);
      if (tally.decided === decidedBefore) giveUp({ ...answer, ...undecided });
      return;
    }
    if (refusedForContent.includes(answer.status)) return isolate(waiting, answer, job);
    if (isTemporary(answer.status) && (await backoff.again(answer.wait))) continue;
    fail(waiting, answer.words, tries, job);
    // As long as other batches get through the trouble is this batch's own; else it would be the same for all to come.
    if (!isTemporary(answer.status) || tally.decided === decidedBefore) giveUp(answer);
    return;
  }
}

/** Finds the rows for which a whole request was refused, by halving it. */
async function isolate(rows: readonly GoodRow[], answer: Answer, job: ImportJob): Promise<void> {
  const [first, ...otherRows] = rows;
  if (first && otherRows.length === 0) return job.tally.refuse(first, reasonsOf(answer.status, answer.body));
  const middle = Math.ceil(rows.length / 2);
  await sendBatch(rows.slice(0, middle), job);
  await sendBatch(rows.slice(middle), job);
}

/** Takes down what the gateway decided; gives back the rows that it asks to send again. */
function settle(
  rows: readonly GoodRow[],
  results: readonly Result[],
  tally: Tally,
  triedAgain: boolean,
): { rows: GoodRow[]; status: number; words: string } {
  const undecided: { rows: GoodRow[]; status: number; words: string } = { rows: [], status: 0, words: '' };
  for (const [index, row] of rows.entries()) {
    const { status, error } = required(results[index], 'the result of a row');
    if (status < 300) tally.create(row);
    else if (status === 409) tally.meet(row, triedAgain);
    else if (!isTemporary(status)) tally.refuse(row, reasonsOf(status, error));
    else {
      undecided.rows.push(row);
      undecided.status = status;
      undecided.words = problemWords(status, error);
    }
  }
  return undecided;
}

function fail(rows: readonly GoodRow[], words: string, tries: number, { tally }: ImportJob): void {
  for (const row of rows) tally.fail(row, `${words} (tried ${tries === 1 ? 'once' : `${tries} times`})`);
}

/** An answer that does not speak about every item is as good as none. */
function checked(answer: Answer, count: number): { answer: Answer; results?: readonly Result[] } {
  if (answer.status !== 200) return { answer };
  const results = listOf(recordOf(answer.body).results);
  if (results.length === count && results.every(isResult)) return { answer, results };
  return { answer: { ...answer, status: 0, words: 'the answer does not have one result for each item' } };
}

function isResult(value: unknown): value is Result {
  return isRecord(value) && typeof value.status === 'number';
}

/** The field errors of a problem, or its own sentence where it names no field. */
export function reasonsOf(status: number, problem: unknown): Reason[] {
  const errors = listOf(recordOf(problem).errors).map(recordOf);
  if (errors.length === 0) return [{ field: '', reason: problemWords(status, problem) }];
  return errors.map(({ pointer, detail }) => ({
    field: fieldPath(textOf(pointer) ?? ''),
    reason: textOf(detail) ?? 'is not valid',
  }));
}

/** A JSON pointer (RFC 6901) as people write it: `/items/0/quantity` is `items.0.quantity`. */
function fieldPath(pointer: string): string {
  return pointer
    .replace(/^\//, '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
