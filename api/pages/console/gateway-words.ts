import { useMemo, useState } from 'react';
import type { Answer } from './api';
import { inputId } from './item-form';
import type { GatewayWords } from './item-form';

/** What the gateway says of fields, and what becomes of it while somebody writes. */
export function useGatewayWords(): GatewayWords & { tell(answer: Answer): void; clear(): void } {
  const [byPointer, setByPointer] = useState<ReadonlyMap<string, string>>(new Map());
  return useMemo(
    () => ({
      byPointer,
      forget: (pointer) =>
        setByPointer(
          (before) => new Map([...before].filter(([one]) => one !== pointer && !pointer.startsWith(`${one}/`))),
        ),
      clear: () => setByPointer(new Map()),
      tell: ({ errors }) => {
        setByPointer(new Map(errors.map(({ pointer, detail }) => [pointer, detail])));
        // As the form itself does with what it sees.
        const first = errors
          .map(({ pointer }) => document.getElementById(inputId(pointer)))
          .find((input) => input !== null);
        first?.focus();
      },
    }),
    [byPointer],
  );
}

/** The words of a refusal of which no field of the form tells. */
export function refusalWords({ words, errors }: Answer): string {
  const elsewhere = errors.filter(({ pointer }) => !document.getElementById(inputId(pointer)));
  return [words, ...elsewhere.map(({ pointer, detail }) => `${pointer} ${detail}.`)].join(' ');
}
