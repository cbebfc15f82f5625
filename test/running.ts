import { AsyncLocalStorage } from 'node:async_hooks';
import type { Operation } from '../services/operation';

const storage = new AsyncLocalStorage<Operation>();
const watched = new WeakSet<Operation>();

/** Lets `runningOperation` tell when one of these operations runs. Those of one definition are shared by its gateways. */
export function watchOperations(operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (watched.has(operation)) continue;
    watched.add(operation);
    const run = operation.run.bind(operation);
    Object.assign(operation, {
      run: (...given: Parameters<typeof run>) => storage.run(operation, () => run(...given)),
    });
  }
}

/** The innermost watched operation that the calling code runs for. */
export function runningOperation(): Operation | undefined {
  return storage.getStore();
}
