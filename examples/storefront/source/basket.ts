import { TandemError } from '@tandem/sdk';
import type { Basket, Product } from '@tandem/sdk';
import { useEffect, useState } from 'react';
import { learn } from './catalogue';
import { client } from './client';
import { say } from './say';
import { session } from './session';
import { storeOf, useStore } from './store';
import { wordsOf } from './text';

/** The basket of whoever is signed in: undefined while it is on its way, null when it is empty. */
export const basket = storeOf<Basket | null | undefined>(undefined);

/** What the last look at it complained about. */
const trouble = storeOf<unknown>(undefined);

let looks = 0;

/** Reads the basket again. */
export async function readBasket(): Promise<void> {
  const { user } = session.get();
  const look = (looks += 1);
  if (user === undefined) return basket.set(null);
  try {
    const found = await client.basket.get(user, { include: ['items.product', 'totalPrice'] });
    // Somebody else has signed in meanwhile, or a later look was faster.
    if (look !== looks) return;
    learn((found?.items ?? []).flatMap((line) => line?.product ?? []));
    trouble.set(undefined);
    basket.set(found && found.items?.length !== 0 ? found : null);
  } catch (error) {
    if (look === looks) trouble.set(error);
  }
}

/** Keeps the basket as it is elsewhere: after a sign-in, and whenever the page is looked at again. */
export function followBasket(): () => void {
  let { user } = session.get();
  const read = (): void => void readBasket();
  read();
  const ended = session.subscribe(() => {
    if (session.get().user === user) return;
    ({ user } = session.get());
    basket.set(undefined);
    read();
  });
  addEventListener('focus', read);
  return () => {
    ended();
    removeEventListener('focus', read);
  };
}

/** The basket, and what can be done with it. */
export function useBasket() {
  const content = useStore(basket);
  const error = useStore(trouble);
  return { content, error };
}

/** A change of the basket: whether it is under way, and what it complained about. */
export function useBasketChange() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const user = useStore(session).user;
  useEffect(() => setProblem(undefined), [user]);

  /** Makes a change, reads the basket again, and gives whether it went well. */
  async function change(work: (user: string, seen: Basket | null | undefined) => Promise<unknown>): Promise<boolean> {
    if (user === undefined) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      await work(user, basket.get());
      return true;
    } catch (error) {
      const isLost = error instanceof TandemError && error.code === 'precondition-failed';
      setProblem(isLost ? 'The basket was changed elsewhere. This is what is in it now.' : wordsOf(error));
      return false;
    } finally {
      await readBasket();
      setBusy(false);
    }
  }

  return { isBusy, problem, change };
}

/** Puts a piece of a product into the basket of a user, with the price that is on the screen. */
export async function add(user: string, { id, price, title }: Product): Promise<void> {
  // What cannot be read of the product is not sent along.
  await client.basket.addItem(user, id, {
    quantity: 1,
    price: price ?? undefined,
    productName: title ?? undefined,
  });
  say(`${title ?? id} is in your basket.`);
}
