import { problemType, ServiceError } from '../services/errors';
import type { Operation } from '../services/operation';
import { outcomeProblemsOf, problemsOf } from '../services/operation-problems';
import type { Answer } from './answer';
import { noteUndeclared } from './undeclared-problems';

const watched = new WeakSet<Operation>();

/** Notes what these operations are refused with and do not list, whichever face they are called from. */
export function watchProblems(operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (watched.has(operation)) continue;
    watched.add(operation);
    const run = operation.run.bind(operation);
    Object.assign(operation, {
      run: async (...given: Parameters<typeof run>) => {
        try {
          const result = await run(...given);
          if (operation.gives.as === 'outcomes') checkOutcomes(operation, result);
          return result;
        } catch (error) {
          if (error instanceof ServiceError) check(operation, error.code, problemsOf(operation));
          throw error;
        }
      },
    });
  }
}

/** Notes what the answer to a REST request says and its operation does not list, also before the operation has run. */
export function checkRoute(operations: readonly Operation[], method: string, target: string, answer: Answer): void {
  // The answer to HEAD has the headers of a problem and no problem.
  if (answer.text === '' || !answer.headers['content-type']?.startsWith('application/problem+json')) return;
  const segments = target.replace(/\?.*$/s, '').split('/');
  const operation = operations
    .filter(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method))
    .map((candidate) => ({ candidate, names: candidate.route.path.split('/') }))
    .filter(
      ({ names }) =>
        names.length === segments.length &&
        names.every((name, index) => name === segments[index] || (name.startsWith('{') && segments[index] !== '')),
    )
    .toSorted((one, other) => parameters(one.names) - parameters(other.names))[0]?.candidate;
  // At a path that has lost which of its slashes were parts of a key, there may be no operation.
  if (operation && answer.json.type !== problemType('no-such-route'))
    check(operation, String(answer.json.type).replace('/problems/', ''), problemsOf(operation));
}

const parameters = (names: readonly string[]): number => names.filter((name) => name.startsWith('{')).length;

function checkOutcomes(operation: Operation, result: unknown): void {
  for (const outcome of result as readonly { readonly error?: ServiceError }[]) {
    if (outcome.error) check(operation, outcome.error.code, outcomeProblemsOf(operation));
  }
}

function check({ name }: Operation, code: string, listed: ReadonlySet<string>): void {
  if (!listed.has(code)) noteUndeclared(name, code);
}
