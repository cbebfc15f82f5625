import type { Product } from '@tandem/sdk';
import { add, useBasketChange } from '../basket';
import { navigate } from '../route';
import { session } from '../session';
import { useStore } from '../store';

/** Puts a product into the basket; who is not signed in yet is asked to first. */
export function AddToBasket({ product }: { product: Product }) {
  const { user } = useStore(session);
  const { isBusy, problem, change } = useBasketChange();
  const isGone = product.stock === 0;
  return (
    <div className="add">
      <button
        type="button"
        disabled={isGone}
        aria-disabled={isBusy}
        onClick={() => {
          if (user === undefined) navigate('/sign-in');
          else if (!isBusy) void change(async (name) => add(name, product));
        }}
      >
        {isGone ? 'Sold out' : isBusy ? 'Adding…' : 'Add to basket'}
        <span className="hidden"> {product.title}</span>
      </button>
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
