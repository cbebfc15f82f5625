/** Ends the engine of the run. */
export default async function stopTestEngine(): Promise<void> {
  await globalThis.testEngine?.stop();
}
