import { complaints } from '../../test/compiled';
import { filesOf, linesFor, load, textOf } from '../../test/documents';
import type { TestGateway } from './harness';

// docs/add-a-channel.md, done as it says in a copy of the project: what the compiler asks for, and what then answers.

const page = 'docs/add-a-channel.md';
/** What names every channel. */
const roots = ['api/handler.ts', 'services/routes.ts'];

/** A file of the project with lines put behind a place. */
function insert(path: string, ...changes: readonly (readonly [place: string, lines: string])[]): [string, string] {
  return [path, changes.reduce((text, [place, lines]) => text.replace(place, `${place}${lines}`), textOf(path))];
}

const row = insert('schema/channels.ts', [
  'export const channels = {\n',
  linesFor(page, 'schema/channels.ts', 'in the table'),
]);
const folder = [...filesOf(page)].filter(([path]) => path === 'api/sitemap/index.ts');
const list = insert(
  'api/handler.ts',
  ["import { createRest } from './rest';\n", linesFor(page, 'api/handler.ts', 'with the other imports')],
  ['  return {\n', linesFor(page, 'api/handler.ts', 'in channelsOf')],
);

describe('the compiler', () => {
  test('asks for the channel of a row', () => {
    expect(complaints(roots, [row])).toEqual([
      expect.stringMatching(/^api\/handler\.ts: Property 'sitemap' is missing in/),
    ]);
  });

  test('asks how the API lets in what is posted', () => {
    const posted = [row[0], row[1].replace("methods: ['GET'] }", "methods: ['POST'] }")] as const;
    expect(complaints(roots, [posted, list, ...folder])).toEqual([
      expect.stringMatching(/^services\/routes\.ts: Property 'sitemap' is missing in/),
    ]);
  });

  test('takes what the page writes', () => expect(complaints(roots, [row, list, ...folder])).toEqual([]));
});

describe('the gateway with the channel', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    const files = new Map([row, list, ...folder]);
    jest.doMock('../../schema/channels', () => load('schema/channels.ts', files));
    jest.doMock('../../api/handler', () => load('api/handler.ts', files));
    const { openGateway } = require('./harness') as typeof import('../../test/harness');
    gateway = await openGateway('v2');
    await gateway.send('POST', '/product', { body: { id: 'a b', title: 'one', category: 'c', price: 1 } });
  });

  test('answers', async () => {
    const answer = await gateway.send('GET', '/sitemap.txt');
    expect(answer).toMatchObject({ status: 200, text: 'https://shop.example/product/a%20b\n' });
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' });
    expect(gateway.log.at(-1)).toMatchObject({ face: 'sitemap', status: 200 });
  });

  test('tells its methods, and refuses others as it says', async () => {
    expect((await gateway.send('OPTIONS', '/sitemap.txt')).headers).toMatchObject({ allow: 'GET, OPTIONS' });
    expect((await gateway.send('POST', '/sitemap.txt')).json).toMatchObject({ type: '/problems/method-not-allowed' });
  });

  test('still has the others', async () => {
    expect((await gateway.send('GET', '/product/a%20b')).json).toMatchObject({ title: 'one' });
    expect((await gateway.graphql('{ product(id: "a b") { title } }')).json).toEqual({
      data: { product: { title: 'one' } },
    });
  });
});
