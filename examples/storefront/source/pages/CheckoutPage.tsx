import { TandemError } from '@tandem/sdk';
import type { Basket, CheckoutInput } from '@tandem/sdk';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { readBasket, useBasket } from '../basket';
import { useProducts } from '../catalogue';
import { client } from '../client';
import { linesOf } from '../lines';
import { Field } from '../parts/Field';
import { Empty, Failure, Notice, Skeleton } from '../parts/parts';
import { Link, navigate, pathOf } from '../route';
import { money, sumOf, wordsOf } from '../text';
import { useTitle } from '../title';

const ways = ['Card', 'Bank transfer', 'Invoice'] as const;

/** Buys what is in the basket. */
export function CheckoutPage({ user }: { user: string }) {
  const { content, error } = useBasket();
  useTitle('Checkout');
  return (
    <>
      <h1>Checkout</h1>
      {error !== undefined && !content && <Failure error={error} again={() => void readBasket()} />}
      {content === undefined && error === undefined && <Skeleton lines={6} label="Loading your basket" />}
      {content === null && (
        <Empty title="There is nothing to buy yet">
          <Link to="/" className="button">
            Look around
          </Link>
        </Empty>
      )}
      {content && <Form user={user} content={content} />}
    </>
  );
}

function Form({ user, content }: { user: string; content: Basket }) {
  const [person, setPerson] = useState({ firstName: '', lastName: '', email: '', address: '', cardInfo: '' });
  const [way, setWay] = useState(0);
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // Whoever presses the button again, because no answer came, buys once: the same order has the same key.
  const sent = useRef({ order: '', idempotencyKey: '' });
  const products = useProducts();
  const total = sumOf(
    linesOf(content).map(({ productId, quantity, price }) => ({
      quantity,
      price: products.get(productId)?.price ?? price,
    })),
  );
  const wrong = new Map(
    problem instanceof TandemError && problem.code === 'validation'
      ? problem.errors.map(({ pointer, detail }) => [pointer.slice(1), detail])
      : [],
  );

  useEffect(() => {
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what);
    (find('[aria-invalid]') ?? find('[role=alert]'))?.focus();
  }, [problem]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const { cardInfo, ...rest } = person;
    const input: CheckoutInput = { userName: user, ...rest, paymentMethod: way, ...(way === 0 && { cardInfo }) };
    const order = JSON.stringify([input, content.version]);
    if (sent.current.order !== order) sent.current = { order, idempotencyKey: crypto.randomUUID() };
    setBusy(true);
    setProblem(undefined);
    try {
      const { orderId } = await client.checkout(input, { idempotencyKey: sent.current.idempotencyKey });
      navigate(pathOf('orders', orderId));
      await readBasket();
    } catch (error) {
      setProblem(error);
      await readBasket();
    } finally {
      setBusy(false);
    }
  }

  const field = (name: keyof typeof person) => ({
    name,
    value: person[name],
    problem: wrong.get(name),
    required: true,
    onText: (text: string) => setPerson((known) => ({ ...known, [name]: text })),
  });
  return (
    <form className="checkout" ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <div>
        {problem !== undefined && <Problem problem={problem} />}
        <fieldset>
          <legend>Where it goes</legend>
          <div className="pair">
            <Field label="First name" autoComplete="given-name" {...field('firstName')} />
            <Field label="Last name" autoComplete="family-name" {...field('lastName')} />
          </div>
          <Field label="Email" type="email" autoComplete="email" {...field('email')} />
          <Field label="Address" rows={3} autoComplete="street-address" {...field('address')} />
        </fieldset>
        <fieldset>
          <legend>How you pay</legend>
          <div className="choices">
            {ways.map((name, index) => (
              <label key={name}>
                <input type="radio" name="way" checked={way === index} onChange={() => setWay(index)} /> {name}
              </label>
            ))}
          </div>
          {way === 0 && (
            <Field
              label="Card number"
              inputMode="numeric"
              autoComplete="cc-number"
              hint="An example: 4242 4242 4242 4242. Only the last four digits are kept."
              {...field('cardInfo')}
            />
          )}
        </fieldset>
      </div>
      <aside className="card" aria-label="Your order">
        <h2>Your order</h2>
        <ul className="summary">
          {linesOf(content).map(({ productId, quantity, color, price, productName }) => (
            <li key={`${productId}/${color ?? ''}`}>
              <span>
                {quantity} × {products.get(productId)?.title ?? productName ?? productId}
              </span>
              <span>{money(sumOf([{ quantity, price: products.get(productId)?.price ?? price }]))}</span>
            </li>
          ))}
        </ul>
        <p className="sum">
          Total <strong>{money(total)}</strong>
        </p>
        <button type="submit" aria-disabled={isBusy}>
          {isBusy ? 'Placing your order…' : 'Buy now'}
        </button>
      </aside>
    </form>
  );
}

/** What stands in the way of the checkout, and the way around it. */
function Problem({ problem }: { problem: unknown }) {
  if (!(problem instanceof TandemError)) return <Notice kind="error" title={wordsOf(problem)} />;
  if (problem.code === 'validation') return <Notice kind="error" title="Some fields need another look." />;
  if (problem.code === 'price-changed' || problem.code === 'out-of-stock') {
    const title = problem.code === 'price-changed' ? 'A price has changed meanwhile.' : 'Not everything is in stock.';
    return (
      <Notice kind="error" title={title}>
        <ul>
          {problem.products.map(({ productId, basketPrice, cataloguePrice, wanted, left }) => (
            <li key={productId}>
              {productId}:{' '}
              {cataloguePrice !== undefined
                ? `${money(basketPrice ?? 0)} before, now ${money(cataloguePrice)}`
                : `you want ${wanted}, ${left} left`}
            </li>
          ))}
        </ul>
        <Link to="/basket">Back to the basket</Link>
      </Notice>
    );
  }
  return <Notice kind="error" title={wordsOf(problem)} />;
}
