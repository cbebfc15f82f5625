import { useProduct } from '../catalogue';
import { AddToBasket } from '../parts/AddToBasket';
import { Empty, Failure, Skeleton } from '../parts/parts';
import { Picture } from '../parts/Picture';
import { Price } from '../parts/Price';
import { Link, pathOf } from '../route';
import { session } from '../session';
import { useStore } from '../store';
import { useTitle } from '../title';

/** One product. */
export function ProductPage({ id }: { id: string }) {
  const { product, error, again } = useProduct(id);
  const { user } = useStore(session);
  useTitle(product?.title ?? 'Product');
  if (product === null) {
    return (
      <>
        <h1>Product</h1>
        <Empty title="This product is no longer there">
          <Link to="/" className="button">
            See all products
          </Link>
        </Empty>
      </>
    );
  }
  if (product === undefined) {
    return (
      <>
        <h1>Product</h1>
        {error === undefined ? (
          <Skeleton lines={6} label="Loading the product" />
        ) : (
          <Failure error={error} again={again} />
        )}
      </>
    );
  }
  const { category, brand, description, price, stock, rating, sku } = product;
  const title = product.title ?? id;
  const tags = product.tags?.filter((tag) => tag !== null) ?? [];
  return (
    <article className="product">
      <Picture id={id} title={title} />
      <div>
        <p className="meta">
          {category !== null && <Link to={pathOf('category', category)}>{category}</Link>}
          {typeof brand === 'string' && ` · ${brand}`}
        </p>
        <h1>{title}</h1>
        {typeof rating === 'number' && (
          <p className="meta">
            <span aria-hidden="true">★ {rating.toFixed(1)}</span>
            <span className="hidden">Rated {rating.toFixed(1)} of 5</span>
          </p>
        )}
        <Price amount={price} />
        <p className="stock" data-gone={stock === 0}>
          {typeof stock !== 'number' ? 'Available' : stock === 0 ? 'Sold out' : `${stock} in stock`}
        </p>
        <AddToBasket product={product} />
        {typeof description === 'string' && <p className="text">{description}</p>}
        <dl className="facts">
          {typeof sku === 'string' && (
            <div>
              <dt>Item number</dt>
              <dd>{sku}</dd>
            </div>
          )}
          {tags.length > 0 && (
            <div>
              <dt>Tags</dt>
              <dd>{tags.join(', ')}</dd>
            </div>
          )}
        </dl>
        {user === 'admin' && <Link to={pathOf('admin', id)}>Edit this product</Link>}
      </div>
    </article>
  );
}
