import { homePage } from './home';
import type { HomeOperation } from './home';

const operation = (change: Partial<HomeOperation> = {}): HomeOperation => ({
  name: 'books',
  kind: 'query',
  doc: 'Lists book items page by page.',
  route: { method: 'GET', path: '/book', success: 200 },
  ...change,
});
const text = (html: string) =>
  html
    .replaceAll('</td>', ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

test('an operation stands there with both its faces', () => {
  const page = text(homePage({ title: 'Tandem', operations: [operation()] }));
  expect(page).toContain('GET /book query books Lists book items page by page.');
});

test('a list gets a call over REST and one over GraphQL', () => {
  const page = text(homePage({ title: 'Tandem', operations: [operation({ fields: ['id', 'title'] })] }));
  expect(page).toContain(`curl -s 'http://127.0.0.1:4000/book?limit=3'`);
  expect(page).toContain(`-d '{"query":"{ books(first: 3) { edges { node { id title } } } }"}'`);
});

test('the GraphQL example of a domain that names no fields asks for those that every item has', () => {
  expect(text(homePage({ title: 'Tandem', operations: [operation()] }))).toContain('node { version updatedAt }');
});

test('each domain has its own section, in the order of the operations', () => {
  const shelf = operation({ name: 'shelf', route: { method: 'GET', path: '/shelf/{userName}', success: 200 } });
  const page = homePage({ title: 'Tandem', operations: [operation(), shelf, operation({ name: 'more' })] });
  expect([...page.matchAll(/<h2 [^>]*>([^<]*)/g)].map(([, heading]) => heading)).toEqual([
    '/book',
    '/shelf',
    '/mcp',
    '/health',
  ]);
  expect(text(page)).toContain(`curl -s 'http://127.0.0.1:4000/shelf/{userName}'`);
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

test('the examples carry the address that the page was asked at, with scripts off too', () => {
  const page = text(homePage({ title: 'Tandem', operations: [operation()], address: 'http://localhost:4711/prod' }));
  expect(page).toContain(`curl -s 'http://localhost:4711/prod/book?limit=3'`);
  expect(page).not.toContain('127.0.0.1');
});

test('where tokens are asked for, the page says how to get one, and what to do with it', () => {
  const page = text(homePage({ title: 'Tandem', operations: [operation()], tokensFrom: '/_local/issuer/token' }));
  const take = `TOKEN=$(curl -s 'http://127.0.0.1:4000/_local/issuer/token' -d '{"user":"admin"}' | sed 's/.*"token":"\\([^"]*\\).*/\\1/')`;
  expect(page).toContain(take);
  expect(page).toContain(`curl -s 'http://127.0.0.1:4000/book' -H "authorization: Bearer $TOKEN"`);
  expect(text(homePage({ title: 'Tandem', operations: [operation()] }))).not.toContain('TOKEN');
});

test('where events can be followed, the page says how', () => {
  const page = text(homePage({ title: 'Tandem', operations: [], eventsFrom: '/_local/events' }));
  expect(page).toContain('npm run events -- tail');
  expect(page).toContain(`curl -sN 'http://127.0.0.1:4000/_local/events'`);
  expect(text(homePage({ title: 'Tandem', operations: [] }))).not.toContain('Events');
});

test('there is a page even when there are no operations', () => {
  expect(homePage({ title: 'Tandem', operations: [] })).toContain('/health');
});
