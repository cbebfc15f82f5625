/** As `setTimeout` of node:timers/promises: gives the value after so many milliseconds, unless the signal ends the wait. */
export async function setTimeout<Value>(
  milliseconds: number,
  value: Value,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Value> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = globalThis.setTimeout(() => {
      signal?.removeEventListener('abort', leave);
      resolve(value);
    }, milliseconds);
    function leave(): void {
      globalThis.clearTimeout(timer);
      reject(new DOMException('The wait was ended.', 'AbortError'));
    }
    signal?.addEventListener('abort', leave, { once: true });
  });
}
