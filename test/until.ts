import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on a busy machine, and shorter than a test may take, so that the failure says what. */
const patience = 120_000;

/**
 * Waits until something is so.
 * @throws Error with the condition as it is written, when it does not come true
 */
export async function until(condition: () => unknown): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It did not come true: ${String(condition)}`);
    await sleep(5);
  }
}
