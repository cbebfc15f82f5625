import type { Basket } from '@tandem/sdk';
import { readBasket, useBasket, useBasketChange } from '../basket';
import { useProducts } from '../catalogue';
import { client } from '../client';
import { linesOf } from '../lines';
import type { Line } from '../lines';
import { Empty, Failure, Notice, Skeleton } from '../parts/parts';
import { Picture } from '../parts/Picture';
import { Link, pathOf } from '../route';
import { money, sumOf } from '../text';
import { useTitle } from '../title';

/** What is about to be bought, at the prices of this moment. */
export function BasketPage() {
  const { content, error } = useBasket();
  useTitle('Basket');
  return (
    <>
      <h1>Basket</h1>
      {error !== undefined && <Failure error={error} again={() => void readBasket()} />}
      {content === undefined && error === undefined && <Skeleton lines={5} label="Loading your basket" />}
      {content === null && (
        <Empty title="Your basket is empty">
          <Link to="/" className="button">
            Look around
          </Link>
        </Empty>
      )}
      {content && <Lines content={content} />}
    </>
  );
}

function Lines({ content }: { content: Basket }) {
  const { isBusy, problem, change } = useBasketChange();
  const products = useProducts();
  const lines = linesOf(content).map((line) => ({ line, product: products.get(line.productId) }));
  const isWhole = lines.length === content.items?.length;
  const isGone = lines.some(({ product }) => product === null);
  const isDearer = lines.some(
    ({ line, product }) => product && line.price !== undefined && line.price !== (product.price ?? undefined),
  );
  const total = sumOf(
    lines.map(({ line, product }) => ({ price: product?.price ?? line.price, quantity: line.quantity })),
  );

  const set = (line: Line, quantity: number): void => {
    if (isBusy) return;
    void change(async (user, seen) =>
      quantity > 0
        ? client.basket.setItemQuantity(seen ?? user, line.productId, { quantity, color: line.color })
        : client.basket.removeItem(seen ?? user, line.productId),
    ).then(() => {
      // The pressed button is gone with its line.
      if (quantity === 0) document.getElementById('main')?.focus();
    });
  };
  const accept = (): void =>
    void change(async (user, seen) =>
      client.basket.update(seen ?? user, {
        items: lines.map(({ line: { productId, quantity, color, productName, price }, product }) => ({
          productId,
          quantity,
          color,
          productName,
          price: product?.price ?? price,
        })),
      }),
    );

  return (
    <>
      {problem !== undefined && <Notice kind="error" title={problem} />}
      {!isWhole && <Notice kind="hint" title="A part of your basket cannot be read and is not shown." />}
      {isDearer && isWhole && (
        <Notice kind="hint" title="A price has changed since you put it into the basket.">
          <button type="button" className="quiet" onClick={accept}>
            Take the new prices
          </button>
        </Notice>
      )}
      <ul className="lines" aria-busy={isBusy}>
        {lines.map(({ line, product }) => {
          const title = product?.title ?? line.productName ?? line.productId;
          const price = product?.price ?? line.price ?? 0;
          return (
            <li key={`${line.productId}/${line.color ?? ''}`}>
              <Picture id={line.productId} title={title} />
              <div className="what">
                <Link to={pathOf('product', line.productId)}>{title}</Link>
                <p className="meta">
                  {product === null ? (
                    <span className="problem">No longer sold: take it out to go on.</span>
                  ) : (
                    <>
                      {money(price)}
                      {line.price !== undefined && line.price !== price && (
                        <>
                          {' '}
                          <s>
                            <span className="hidden">before: </span>
                            {money(line.price)}
                          </s>
                        </>
                      )}
                    </>
                  )}
                </p>
              </div>
              <div className="quantity" role="group" aria-label={`Pieces of ${title}`}>
                <button type="button" className="quiet" onClick={() => set(line, line.quantity - 1)}>
                  <span aria-hidden="true">−</span>
                  <span className="hidden">{line.quantity > 1 ? 'One piece fewer' : 'Take it out'}</span>
                </button>
                <span aria-live="polite">{line.quantity}</span>
                <button type="button" className="quiet" onClick={() => set(line, line.quantity + 1)}>
                  <span aria-hidden="true">+</span>
                  <span className="hidden">One piece more</span>
                </button>
              </div>
              <p className="price">{money(sumOf([{ price, quantity: line.quantity }]))}</p>
              <button type="button" className="quiet remove" onClick={() => set(line, 0)}>
                Remove<span className="hidden"> {title}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <div className="total">
        <p>
          Total <strong>{money(total)}</strong>
        </p>
        {isGone || isDearer || !isWhole ? (
          <p className="meta">Settle what is said above, then go on to the checkout.</p>
        ) : (
          <Link to="/checkout" className="button">
            Go to checkout
          </Link>
        )}
      </div>
    </>
  );
}
