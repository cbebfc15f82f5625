import { useEffect, useRef } from 'react';
import { followBasket, useBasket } from './basket';
import { followCatalogue } from './catalogue';
import { connection } from './client';
import { Admin } from './pages/Admin';
import { linesOf } from './lines';
import { AdminProduct } from './pages/AdminProduct';
import { BasketPage } from './pages/BasketPage';
import { Browse } from './pages/Browse';
import { CheckoutPage } from './pages/CheckoutPage';
import { OrderPage } from './pages/OrderPage';
import { Orders } from './pages/Orders';
import { ProductPage } from './pages/ProductPage';
import { Empty } from './parts/parts';
import { SignIn } from './parts/SignIn';
import { goBack, Link, useRoute } from './route';
import { said } from './say';
import { session, signOut } from './session';
import { useStore } from './store';
import { useTitle } from './title';

/** The shop. */
export function App() {
  const [page = '', ...parts] = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = [page, ...parts].join('/');
  const first = useRef(place);
  useEffect(followCatalogue, []);
  useEffect(followBasket, []);

  // A new page begins at its top, for the keyboard and for who listens to it, too.
  useEffect(() => {
    if (first.current === place) return;
    first.current = '';
    main.current?.focus({ preventScroll: true });
  }, [place]);

  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Head />
      <Banner />
      <main id="main" ref={main} tabIndex={-1}>
        <Page page={page} parts={parts} />
      </main>
      <p className="hidden" role="status">
        {useStore(said)}
      </p>
      <footer>
        An example of the Tandem SDK. <Link to="/admin">Edit products</Link>
        <OpenMode />
      </footer>
    </>
  );
}

function Page({ page, parts }: { page: string; parts: readonly string[] }) {
  const { user } = useStore(session);
  const [first, second] = parts;
  if (page === '' || page === 'category') return <Browse key={first ?? ''} category={first} />;
  if (page === 'product' && first !== undefined) return <ProductPage key={first} id={first} />;
  if (page === 'sign-in') return <SignInPage />;
  const wants: Readonly<Record<string, string>> = {
    basket: 'Then your basket waits for you, here and elsewhere.',
    checkout: 'Then you can buy what is in your basket.',
    orders: 'Then you see what you have bought.',
    admin: 'Then you can edit the products of the shop.',
  };
  const why = Object.hasOwn(wants, page) ? wants[page] : undefined;
  if (why === undefined) return <Nowhere />;
  if (user === undefined) return <AskFirst why={why} />;
  if (page === 'basket') return <BasketPage />;
  if (page === 'checkout') return <CheckoutPage user={user} />;
  if (page === 'admin') return first === undefined ? <Admin /> : <AdminProduct key={first} id={first} />;
  if (first !== undefined && second === undefined) return <OrderPage key={first} user={user} orderId={first} />;
  return <Orders user={user} />;
}

function Head() {
  const { user } = useStore(session);
  const { content } = useBasket();
  const pieces = content ? linesOf(content).reduce((sum, { quantity }) => sum + quantity, 0) : 0;
  return (
    <header>
      <Link to="/" className="brand">
        <span aria-hidden="true">T</span> Tandem Store
      </Link>
      <nav aria-label="Your shop">
        {user !== undefined && <Link to="/orders">Orders</Link>}
        <Link to="/basket">
          Basket
          <span className="badge" data-filled={pieces > 0}>
            {pieces}
            <span className="hidden"> pieces</span>
          </span>
        </Link>
        {user === undefined ? (
          <Link to="/sign-in">Sign in</Link>
        ) : (
          <button type="button" className="quiet" onClick={signOut} title={`You are ${user}`}>
            Sign out<span className="who"> {user}</span>
          </button>
        )}
      </nav>
    </header>
  );
}

/** Says that the gateway is away, and when it is back. */
function Banner() {
  const isAway = useStore(connection) === 'away';
  return (
    <div className="banner" role="status" data-away={isAway}>
      {isAway && (
        <p>
          <span className="spinner" aria-hidden="true" /> The shop cannot be reached. You can go on looking around; we
          try again by ourselves.
        </p>
      )}
    </div>
  );
}

/** Says what it means that the gateway gave no token. */
function OpenMode() {
  const { user, token } = useStore(session);
  if (user === undefined || token !== undefined) return null;
  return (
    <p>
      This shop is open: nobody checks that you are {user}, and everybody may edit products. With{' '}
      <code>npm run storefront -- --auth=jwt</code> it asks for a token, and only “admin” may.
    </p>
  );
}

function SignInPage() {
  const { user } = useStore(session);
  useEffect(() => {
    if (user !== undefined) goBack();
  }, [user]);
  return <AskFirst why="Then your basket waits for you, here and elsewhere." />;
}

function AskFirst({ why }: { why: string }) {
  useTitle('Sign in');
  return (
    <>
      <h1>Sign in</h1>
      <SignIn why={why} />
    </>
  );
}

function Nowhere() {
  useTitle('Not found');
  return (
    <>
      <h1>Not found</h1>
      <Empty title="There is no such page">
        <Link to="/" className="button">
          To the shop
        </Link>
      </Empty>
    </>
  );
}
