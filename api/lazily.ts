/** Makes a thing at its first use; a failure is not kept, so that the next request tries again. */
export function lazily<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let promise: Promise<Made> | undefined;
  return () =>
    (promise ??= make().catch((error: unknown) => {
      promise = undefined;
      throw error;
    }));
}
