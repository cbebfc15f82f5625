import type { Product } from '@tandem/sdk';
import { useEffect, useRef } from 'react';
import { useCategories, useShelf } from '../catalogue';
import { AddToBasket } from '../parts/AddToBasket';
import { Empty, Failure } from '../parts/parts';
import { Picture } from '../parts/Picture';
import { Price } from '../parts/Price';
import { Link, pathOf } from '../route';
import { useTitle } from '../title';

/** The products of a category, or of all; more of them come as the reader goes on. */
export function Browse({ category }: { category: string | undefined }) {
  const categories = useCategories();
  const shelf = useShelf(category);
  const { products, state, hasMore, more, fresh, again } = shelf;
  const isEmpty = state === 'ready' && products.length === 0 && !hasMore;
  useTitle(category ?? 'All products');
  return (
    <>
      <h1>{category ?? 'All products'}</h1>
      <nav aria-label="Categories" className="shelves">
        <Link to="/">All</Link>
        {categories.map((name) => (
          <Link key={name} to={pathOf('category', name)}>
            {name}
          </Link>
        ))}
      </nav>
      {fresh > 0 && (
        <button type="button" className="quiet fresh" onClick={again}>
          {fresh === 1 ? 'Show one new product' : `Show ${fresh} new products`}
        </button>
      )}
      {isEmpty && (
        <Empty title="Nothing here yet">
          <Link to="/" className="button">
            See all products
          </Link>
        </Empty>
      )}
      <ul className="grid" aria-busy={state === 'loading'}>
        {products.map((product) => (
          <Tile key={product.id} product={product} />
        ))}
        {state === 'loading' &&
          Array.from({ length: products.length === 0 ? 8 : 4 }, (_, tile) => <Ghost key={tile} />)}
      </ul>
      {state === 'loading' && (
        <p className="hidden" role="status">
          Loading products
        </p>
      )}
      {state === 'failed' && <Failure error={shelf.error} again={again} />}
      {state === 'ready' && hasMore && <More more={more} />}
    </>
  );
}

function Tile({ product }: { product: Product }) {
  const { id, price, brand, stock } = product;
  const title = product.title ?? id;
  return (
    <li className="tile">
      <Picture id={id} title={title} />
      <h2>
        <Link to={pathOf('product', id)}>{title}</Link>
      </h2>
      <p className="meta">
        {brand}
        {typeof stock === 'number' && stock > 0 && stock < 5 && <span className="few">Only {stock} left</span>}
      </p>
      <Price amount={price} />
      <AddToBasket product={product} />
    </li>
  );
}

function Ghost() {
  return (
    <li className="tile ghost" aria-hidden="true">
      <span className="picture" />
      <span className="bar" />
      <span className="bar" />
    </li>
  );
}

/** Asks for more as soon as it comes near, or when it is pressed. */
function More({ more }: { more: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '200px' });
    near.observe(button.current!);
    return () => near.disconnect();
  }, [more]);
  return (
    <button type="button" className="quiet more" ref={button} onClick={more}>
      Show more products
    </button>
  );
}
