import type { Order } from '@tandem/sdk';
import { useEffect, useState } from 'react';
import { client } from '../client';
import { linesOf } from '../lines';
import { Empty, Failure, Skeleton } from '../parts/parts';
import { Status } from '../parts/Status';
import { Link, pathOf } from '../route';
import { moment, money } from '../text';
import { useTitle } from '../title';

/** The last orders of a user, newest first. */
export function Orders({ user }: { user: string }) {
  const [orders, setOrders] = useState<readonly Order[]>();
  const [error, setError] = useState<unknown>();
  const [tries, setTries] = useState(0);
  useTitle('Orders');
  useEffect(() => {
    const ended = new AbortController();
    setError(undefined);
    client.order
      .list(user, { limit: 50, pageSize: 50, signal: ended.signal })
      .toArray()
      .then(setOrders)
      .catch((problem: unknown) => ended.signal.aborted || setError(problem));
    return () => ended.abort();
  }, [user, tries]);
  return (
    <>
      <h1>Orders</h1>
      {error !== undefined && <Failure error={error} again={() => setTries(tries + 1)} />}
      {orders === undefined && error === undefined && <Skeleton lines={5} label="Loading your orders" />}
      {orders?.length === 0 && (
        <Empty title="You have not bought anything yet">
          <Link to="/" className="button">
            Look around
          </Link>
        </Empty>
      )}
      <ul className="orders">
        {orders?.map(({ orderId, orderDate, status, totalPrice, items }) => (
          <li key={orderId} className="card">
            <Link to={pathOf('orders', orderId)}>{moment(orderDate)}</Link>
            <span className="meta">
              {linesOf({ items })
                .map(({ productName, productId }) => productName ?? productId)
                .join(', ')}
            </span>
            <Status status={status} />
            <strong>{money(totalPrice)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}
