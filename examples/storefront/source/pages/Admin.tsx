import { useShelf } from '../catalogue';
import { Failure, Skeleton } from '../parts/parts';
import { Link, pathOf } from '../route';
import { money } from '../text';
import { useTitle } from '../title';

/** The products of the shop, to choose one that is edited. */
export function Admin() {
  const { products, state, error, hasMore, more, again } = useShelf(undefined);
  useTitle('Edit products');
  return (
    <>
      <h1>Edit products</h1>
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Product</th>
              <th scope="col">Category</th>
              <th scope="col" className="number">
                Price
              </th>
              <th scope="col" className="number">
                Stock
              </th>
            </tr>
          </thead>
          <tbody>
            {products.map(({ id, title, category, price, stock }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to={pathOf('admin', id)}>{title}</Link>
                </th>
                <td>{category}</td>
                <td className="number">{money(price)}</td>
                <td className="number">{stock ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {state === 'loading' && <Skeleton lines={4} label="Loading products" />}
      {state === 'failed' && <Failure error={error} again={again} />}
      {state === 'ready' && hasMore && (
        <button type="button" className="quiet more" onClick={more}>
          Show more products
        </button>
      )}
    </>
  );
}
