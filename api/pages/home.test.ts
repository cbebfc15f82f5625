import { homePage } from './home';
import type { HomeOperation } from './home';

const operation = (change: Partial<HomeOperation> = {}): HomeOperation => ({
  name: 'products',
  kind: 'query',
  doc: 'Lists product items page by page.',
  route: { method: 'GET', path: '/product', success: 200 },
  ...change,
});
const text = (html: string) =>
  html
    .replaceAll('</td>', ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

test('an operation stands there with both its faces', () => {
  const page = text(homePage({ title: 'Tandem', operations: [operation()] }));
  expect(page).toContain('GET /product query products Lists product items page by page.');
});

test('a list gets a call over REST and one over GraphQL', () => {
  const page = text(homePage({ title: 'Tandem', operations: [operation({ fields: ['id', 'title'] })] }));
  expect(page).toContain(`curl -s 'http://127.0.0.1:4000/product?limit=3'`);
  expect(page).toContain(`-d '{"query":"{ products(first: 3) { edges { node { id title } } } }"}'`);
});

test('the GraphQL example of a domain that names no fields asks for those that every item has', () => {
  expect(text(homePage({ title: 'Tandem', operations: [operation()] }))).toContain('node { version updatedAt }');
});

test('each domain has its own section, in the order of the operations', () => {
  const basket = operation({ name: 'basket', route: { method: 'GET', path: '/basket/{userName}', success: 200 } });
  const page = homePage({ title: 'Tandem', operations: [operation(), basket, operation({ name: 'more' })] });
  expect([...page.matchAll(/<h2 [^>]*>([^<]*)/g)].map(([, heading]) => heading)).toEqual([
    '/product',
    '/basket',
    '/mcp',
    '/health',
  ]);
  expect(text(page)).toContain(`curl -s 'http://127.0.0.1:4000/basket/{userName}'`);
});

test('what an operation says is text, never markup', () => {
  const evil = '"><img src=x onerror=alert(1)>';
  const page = homePage({
    title: 'Tandem',
    operations: [
      operation({ name: evil, doc: evil, fields: [evil], route: { method: evil, path: `/${evil}`, success: 200 } }),
      operation({ name: evil, fields: [evil] }),
    ],
  });
  expect(page).not.toContain('<img');
});

test('there is a page even when there are no operations', () => {
  expect(homePage({ title: 'Tandem', operations: [] })).toContain('/health');
});
