import type { Order } from '@tandem/sdk';
import { useEffect, useRef, useState } from 'react';
import { client } from '../client';
import { linesOf } from '../lines';
import { Empty, Failure, Skeleton } from '../parts/parts';
import { Status, statusText } from '../parts/Status';
import { Link, pathOf } from '../route';
import { say } from '../say';
import { moment, money, sumOf } from '../text';
import { useTitle } from '../title';

const steps = ['PENDING', 'PLACED', 'PAID', 'SHIPPED', 'DELIVERED'] as const;

/** One order. Its status moves on by itself. */
export function OrderPage({ user, orderId }: { user: string; orderId: string }) {
  const { order, error, again } = useOrder(user, orderId);
  useTitle('Your order');
  if (!order) {
    return (
      <>
        <h1>Your order</h1>
        {order === null && (
          <Empty title="There is no such order">
            <Link to="/orders" className="button">
              Your orders
            </Link>
          </Empty>
        )}
        {order === undefined && error === undefined && <Skeleton lines={6} label="Loading your order" />}
        {error !== undefined && <Failure error={error} again={again} />}
      </>
    );
  }
  const reached = steps.findIndex((step) => step === order.status);
  return (
    <>
      <h1>{order.status === 'CANCELLED' ? 'Your order' : 'Thank you for your order'}</h1>
      <p className="meta">
        {moment(order.orderDate)} · <Status status={order.status} />
      </p>
      {error !== undefined && <Failure error={error} again={again} />}
      {order.status !== 'CANCELLED' && (
        <ol className="steps" aria-label="How far it has come">
          {steps.map((step, index) => (
            <li key={step} data-reached={index <= reached} aria-current={index === reached ? 'step' : undefined}>
              {statusText(step)}
            </li>
          ))}
        </ol>
      )}
      <div className="card">
        <h2>What you bought</h2>
        <ul className="summary">
          {linesOf(order).map(({ productId, productName, quantity, price, color }) => (
            <li key={`${productId}/${color ?? ''}`}>
              <span>
                {quantity} × <Link to={pathOf('product', productId)}>{productName ?? productId}</Link>
              </span>
              <span>{price === undefined ? money(undefined) : money(sumOf([{ quantity, price }]))}</span>
            </li>
          ))}
        </ul>
        <p className="sum">
          Total <strong>{money(order.totalPrice)}</strong>
        </p>
      </div>
      <p className="meta">
        This page follows your order by itself. Order number: <code>{orderId}</code>
      </p>
    </>
  );
}

/** An order as it is, and as it becomes: null when there is none. */
function useOrder(userName: string, orderId: string): { order?: Order | null; error?: unknown; again: () => void } {
  const [order, setOrder] = useState<Order | null>();
  const [error, setError] = useState<unknown>();
  const [tries, setTries] = useState(0);
  const status = useRef<Order['status']>(undefined);
  useEffect(() => {
    const ended = new AbortController();
    setError(undefined);
    async function follow(): Promise<void> {
      for await (const next of client.order.watch({ userName, orderId }, { signal: ended.signal })) {
        setOrder(next ?? null);
        if (next && status.current !== undefined && status.current !== next.status) {
          say(`Your order: ${statusText(next.status)}.`);
        }
        status.current = next?.status;
      }
    }
    follow().catch((problem: unknown) => ended.signal.aborted || setError(problem));
    return () => ended.abort();
  }, [userName, orderId, tries]);
  return { order, error, again: () => setTries(tries + 1) };
}
