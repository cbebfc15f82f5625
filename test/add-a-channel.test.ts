import { join } from 'node:path';
import ts from 'typescript';
import { blocksOf, filesOf, load, textOf } from './documents';
import type { TestGateway } from './harness';

// docs/add-a-channel.md, done as it says in a copy of the project: what the compiler asks for, and what then answers.

const root = join(__dirname, '..');
const page = 'docs/add-a-channel.md';

/** The lines that the page puts into a place of a file that is there already. */
function linesFor(path: string, place: string): string {
  const block = blocksOf(page).find(({ text }) => text.startsWith(`// ${path}, ${place}`));
  return block?.text.split('\n').slice(1).join('\n') ?? '';
}

/** A file of the project with lines put behind a place. */
function insert(path: string, ...changes: readonly (readonly [place: string, lines: string])[]): [string, string] {
  return [path, changes.reduce((text, [place, lines]) => text.replace(place, `${place}${lines}`), textOf(path))];
}

const row = insert('schema/channels.ts', [
  'export const channels = {\n',
  linesFor('schema/channels.ts', 'in the table'),
]);
const folder = [...filesOf(page)].filter(([path]) => path === 'api/sitemap/index.ts');
const list = insert(
  'api/handler.ts',
  ["import { createRest } from './rest';\n", linesFor('api/handler.ts', 'with the other imports')],
  ['  return {\n', linesFor('api/handler.ts', 'in channelsOf')],
);

/** Each file of the project and of its libraries is read once for all the programs below. */
const read = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of the list of channels, of the routes of the stack and of changed files. */
function complaints(changed: readonly (readonly [path: string, text: string])[]): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const texts = new Map(changed.map(([path, text]) => [join(root, path), text]));
  const host = ts.createCompilerHost(options);
  const usual = { ...host };
  host.fileExists = (path) => texts.has(path) || usual.fileExists(path);
  host.directoryExists = undefined;
  host.getSourceFile = (path, language) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language);
    if (!read.has(path)) read.set(path, usual.getSourceFile(path, language));
    return read.get(path);
  };
  const files = ['api/handler.ts', 'infra/routes.ts', ...changed.map(([path]) => path)].map((path) => join(root, path));
  const program = ts.createProgram(files, { ...options, noEmit: true, incremental: false, types: ['node'] }, host);
  return [...new Set(files)]
    .flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)))
    .map(({ file, messageText }) => {
      const [sentence] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n');
      return `${file?.fileName.replace(`${root}/`, '')}: ${sentence}`;
    });
}

describe('the compiler', () => {
  test('asks for the channel of a row', () => {
    expect(complaints([row])).toEqual([expect.stringMatching(/^api\/handler\.ts: Property 'sitemap' is missing in/)]);
  });

  test('asks how the API lets in what is posted', () => {
    const posted = [row[0], row[1].replace("methods: ['GET'] }", "methods: ['POST'] }")] as const;
    expect(complaints([posted, list, ...folder])).toEqual([
      expect.stringMatching(/^infra\/routes\.ts: Property 'sitemap' is missing in/),
    ]);
  });

  test('takes what the page writes', () => expect(complaints([row, list, ...folder])).toEqual([]));
});

describe('the gateway with the channel', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    const files = new Map([row, list, ...folder]);
    jest.doMock('../schema/channels', () => load('schema/channels.ts', files));
    jest.doMock('../api/handler', () => load('api/handler.ts', files));
    const { openGateway } = require('./harness') as typeof import('./harness');
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
