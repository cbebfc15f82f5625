import { useRef } from 'react';
import { money } from '../text';

/** A price, which lights up when it changes under the eyes of the reader. */
export function Price({ amount }: { amount: number | null }) {
  const first = useRef(amount);
  return (
    <p className="price" key={amount} data-changed={amount !== first.current}>
      {money(amount)}
    </p>
  );
}
