import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { pageNames } from '../api/pages/serve';
import { commands } from '../package/cli';
import { scripts } from '../create/project';
import { eventOf } from '../local/event';
import { lambdaContext } from '../local/lambda';
import { createTables } from '../local/tables';

// The package as an application gets it: built, put among the packages of a project that has nothing of this repository,
// and used there by its commands, its types and its test kit.
// Witnesses: Node's own resolution of packages and exports (https://nodejs.org/api/packages.html), and the compiler's.

const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-package-'));
const application = join(folder, 'application');
const installed = join(application, 'node_modules/@tandem/gateway');
const running: ChildProcess[] = [];

const sources = {
  'package.json': JSON.stringify({ name: 'notes', version: '0.1.0', private: true }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      lib: ['es2024'],
      module: 'commonjs',
      moduleResolution: 'bundler',
      types: ['node'],
      strict: true,
      experimentalDecorators: true,
      useDefineForClassFields: false,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['*.ts', 'schema/*.ts', 'services/*.ts', 'test/*.ts'],
  }),
  'schema/note.ts': `
    import { anyone, Domain, Flag, Id, role, Text } from '@tandem/gateway';

    @Domain('note', { access: { read: anyone, write: role('admin') }, doc: 'A note.', events: true })
    export class Note {
      @Id({ example: 'n-1' }) id!: string;
      @Text({ max: 200, example: 'Water the plants' }) text!: string;
      @Flag({ optional: true }) archived?: boolean;
    }
  `,
  'services/archive.ts': `
    import { change, domainOf, itemPath, operation, writeTouches } from '@tandem/gateway';
    import { Note } from '../schema/note';

    const notes = domainOf(Note);

    export const archive = operation({
      access: notes.access?.write,
      name: 'archiveNote',
      kind: 'mutation',
      domain: notes,
      doc: 'Puts a note away.',
      route: { method: 'POST', path: \`\${itemPath(notes)}/archive\`, success: 200 },
      key: true,
      conditional: true,
      gives: { as: 'item', type: Note },
      touches: writeTouches(notes).update,
      perform: async ({ key, precondition }, context) =>
        change(notes, key, precondition, context, {
          existing: () => ({ update: { set: { archived: true }, remove: [] } }),
        }),
    });
  `,
  'tandem.ts': `
    import { defineGateway, defineModule } from '@tandem/gateway';
    import { Note } from './schema/note';
    import { archive } from './services/archive';

    export default defineGateway({
      name: 'notes',
      modules: [
        defineModule({
          name: 'notes',
          domains: [Note],
          operations: [archive],
          samples: async () => [{ domain: Note, items: [{ id: 'n-0', text: 'The first' }] }],
        }),
      ],
    });
  `,
  'test/note.test.ts': `
    import { startTestGateway } from '@tandem/gateway/testing';
    import type { TestGateway } from '@tandem/gateway/testing';
    import assert from 'node:assert/strict';
    import { after, before, test } from 'node:test';
    import definition from '../tandem';

    let gateway: TestGateway;
    before(async () => (gateway = await startTestGateway({ definition, auth: 'jwt', payload: 'v2' })));
    after(async () => gateway.stop());

    test('one life over all faces, by those who may', async () => {
      const note = { id: 'n-1', text: 'Water the plants' };
      assert.equal((await gateway.rest('POST', '/note', { body: note })).status, 401);
      assert.equal((await gateway.rest('POST', '/note', { body: note, as: 'alice' })).status, 403);
      assert.equal((await gateway.rest('POST', '/note', { body: note, as: 'admin' })).status, 201);
      const put = await gateway.graphql('mutation { archiveNote(id: "n-1") { archived } }', {}, { as: 'admin' });
      assert.deepEqual(put.errors, []);
      assert.equal(put.data.archiveNote.archived, true);
      const { json } = await gateway.mcp('tools/call', { name: 'note', arguments: { id: 'n-1' } });
      assert.equal(json.result.structuredContent.archived, true);
      const token = gateway.token('carol', { roles: ['admin'], claims: { email: 'carol@example.test' } });
      const gone = await gateway.rest('DELETE', '/note/n-1', { headers: { authorization: \`Bearer \${token}\` } });
      assert.equal(gone.status, 204);
      await gateway.idle();
      assert.equal(gateway.events.length, 3);
    });
  `,
};

interface Ending {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** What Node does in the application, from its beginning to its end. */
const node = async (...line: readonly string[]): Promise<Ending> => nodeWith({}, ...line);

async function nodeWith(environment: Readonly<Record<string, string>>, ...line: readonly string[]): Promise<Ending> {
  // The runner of this test tells its children that they are a part of it.
  const env = { ...process.env, ...environment };
  for (const name of ['NODE_OPTIONS', 'NODE_TEST_CONTEXT']) delete env[name];
  const child = spawn(process.execPath, line, { cwd: application, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[code], out, errors] = await Promise.all([
    once(child, 'close') as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, errors };
}

const bin = join(installed, 'package/bin.js');
const tandem = async (...line: readonly string[]): Promise<Ending> => node(bin, ...line);
const read = (path: string): string => readFileSync(join(application, path), 'utf8');

/** A program on the client: what is wrong about it has to be so for the compiler. */
const life = `
  import { startTestGateway } from '@tandem/gateway/testing';
  import { createClient } from './sdk';
  import definition from './tandem';

  async function main() {
    const gateway = await startTestGateway({ definition });
    for (const transport of ['rest', 'graphql'] as const) {
      const client = createClient({ url: gateway.url, transport });
      const note = await client.note.create({ text: 'Water the plants' });
      const { archived } = await client.note.archive(note);
      // @ts-expect-error no such field
      await client.note.update(note.id, { title: 'none' }).catch(() => undefined);
      const { text } = await client.note.update(note.id, { text: 'Buy seeds' });
      await client.note.delete(note.id);
      // @ts-expect-error no such verb
      void client.note.publish;
      console.log(transport, archived, text);
    }
    await gateway.stop();
  }

  void main();
`;

beforeAll(async () => {
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(application, path)), { recursive: true });
    writeFileSync(join(application, path), source);
  }
  const built = join(folder, 'package');
  const swc = ['-r', require.resolve('@swc-node/register')];
  const child = spawn(process.execPath, [...swc, join(root, 'package/build.ts'), built], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [[code], errors] = await Promise.all([once(child, 'close') as Promise<[number]>, text(child.stderr)]);
  if (code !== 0) throw new Error(errors);
  // Links beside a copy, as Node looks for the dependencies of the package beside it.
  mkdirSync(dirname(installed), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(application, 'node_modules', name));
  }
  cpSync(built, installed, { recursive: true });
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('an application compiles against the types of the package', async () => {
  const { code, out } = await node(require.resolve('typescript/bin/tsc'), '-p', '.');
  expect(out).toBe('');
  expect(code).toBe(0);
});

describe('the commands', () => {
  test('help tells each of them', async () => {
    const { code, out } = await tandem('help');
    expect(code).toBe(0);
    for (const name of [
      'start',
      'dev',
      'generate',
      'plan',
      'adopt',
      'import',
      'export',
      'explain',
      'events',
      'seed',
      'synth',
    ])
      expect(out).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
  });

  test('say which Node they need, and nothing else, on an older one', async () => {
    // The version is all that is looked at; test/node-versions has a Node that is as old.
    const old = join(folder, 'old-node.js');
    writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.18.3' });");
    const errors = 'Tandem needs Node 20.19 or newer; this is Node 20.18.3.\n';
    expect(await node('-r', old, bin, 'help')).toEqual({ code: 1, out: '', errors });
  });

  test('names only commands that an application has', async () => {
    const ofProject = new Set(Object.keys(scripts));
    for (const { name } of commands) {
      const { code, out, errors } = await tandem(name, '--help');
      expect({ name, code, errors }).toEqual({ name, code: 0, errors: '' });
      expect({ name, words: out.trim().split('\n').length > 0 && out.length > 60 }).toEqual({ name, words: true });
      const named = [...`${out}${errors}`.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script]) => script!);
      expect({ name, foreign: named.filter((script) => !ofProject.has(script)) }).toEqual({ name, foreign: [] });
    }
    for (const name of ['adopt', 'import', 'export', 'explain', 'events'])
      expect((await tandem(name, '--help')).out).toContain(`npx tandem ${name} `);
    expect((await tandem('events', 'show')).errors).toContain(
      'Usage: npx tandem events tail | dlq | redrive [options].',
    );
  });

  test('export does not warn of lines of npm where npx has started it', async () => {
    const nowhere = ['export', 'note', '--url', 'http://127.0.0.1:1'];
    const asScript = await nodeWith({ npm_lifecycle_event: 'rows', npm_config_loglevel: 'notice' }, bin, ...nowhere);
    expect(asScript.errors).toMatch(/^npm has put lines of its own before the rows: .+ npm run --silent rows\.\n/);
    const byNpx = await nodeWith({ npm_lifecycle_event: 'npx', npm_config_loglevel: 'notice' }, bin, ...nowhere);
    expect(byNpx.errors).toMatch(/^The gateway at /);
  });

  test('brings the page that the description of an alarm names', () => {
    expect(readFileSync(join(installed, 'docs/operations.md'), 'utf8')).toMatch(/^## Alarms$/m);
  });

  test.each([
    ['an unknown command', ['shop'], /^There is no command "shop"; there is start, dev, /],
    ['a wrong option of the table', ['plan', '--unsafe'], /^tandem plan: Unknown option '--unsafe'/],
    ['a wrong option of start', ['start', '--prot=1'], /^Unknown option '--prot'/],
    ['a wrong option of seed', ['seed', '--uri=x'], /^Unknown option '--uri'/],
  ])('%s is a sentence and 2', async (_, line, words) => {
    const { code, out, errors } = await tandem(...line);
    expect(errors).toMatch(words);
    expect(errors).not.toMatch(/\n\s+at /);
    expect([code, out]).toEqual([2, '']);
  });

  test('generate writes the documents, contracts/ where it is, and says what codegen.yml needs', async () => {
    expect(await tandem('plan')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('Run npx tandem generate.'),
    });
    expect(await tandem('generate')).toMatchObject({ code: 0, errors: '' });
    expect(read('schema/generated/schema.graphql')).toContain('type Note implements Node {');
    expect(JSON.parse(read('schema/generated/openapi.json')).paths).toHaveProperty(['/note/{id}/archive']);
    expect(read('docs/access.md')).toContain('POST /note');
    expect(read('docs/access.md')).not.toMatch(/order|product|basket/i);
    expect(read('docs/problems.md')).toContain('**`validation`** 422');
    expect(existsSync(join(application, 'contracts'))).toBe(false);
    mkdirSync(join(application, 'contracts'));
    expect(await tandem('generate')).toMatchObject({ code: 0, errors: '' });
    expect(read('contracts/notes.postman_collection.json')).toContain('/note');
    expect(await tandem('generate', '--check')).toMatchObject({ code: 0, errors: '' });
    writeFileSync(join(application, 'docs/access.md'), 'stale');
    expect(await tandem('generate', '--check')).toMatchObject({
      code: 1,
      errors: expect.stringMatching('docs/access.md'),
    });
    expect(await tandem('generate')).toMatchObject({ code: 0 });
  });

  test('generate runs graphql-codegen where it is installed for a whole workspace', async () => {
    const shared = join(folder, 'node_modules');
    mkdirSync(shared);
    const own = join(application, 'node_modules/@graphql-codegen');
    renameSync(own, join(shared, '@graphql-codegen'));
    writeFileSync(
      join(application, 'codegen.yml'),
      'schema: schema/generated/schema.graphql\ngenerates:\n  types/schema.ts:\n    plugins: [typescript]\n',
    );
    expect(await tandem('generate')).toMatchObject({ code: 0, out: expect.not.stringContaining('npm install') });
    expect(read('types/schema.ts')).toContain('export type Note = ');
    renameSync(join(shared, '@graphql-codegen'), own);
    for (const path of [shared, join(application, 'codegen.yml'), join(application, 'types')]) {
      rmSync(path, { recursive: true });
    }
  });

  test('sdk writes a typed client, which generate keeps fresh', async () => {
    expect(await tandem('sdk', '--check')).toMatchObject({ code: 1, errors: expect.stringMatching('sdk/index.ts') });
    expect(await tandem('sdk')).toMatchObject({ code: 0, errors: '', out: expect.stringContaining('SDK to sdk/') });
    expect(await tandem('sdk', '--check')).toMatchObject({ code: 0, errors: '' });
    for (const path of ['sdk/generated/problems.ts', 'sdk/source/retry.ts']) {
      writeFileSync(join(application, path), 'stale');
      expect(await tandem('generate', '--check')).toMatchObject({ code: 1, errors: expect.stringMatching(path) });
      expect(await tandem('generate')).toMatchObject({ code: 0, errors: '' });
    }
    writeFileSync(join(application, 'life.ts'), life);
    const { code, out } = await node(require.resolve('typescript/bin/tsc'), '-p', '.');
    expect([code, out]).toEqual([0, '']);
    expect(await node('-r', '@tandem/gateway/register', 'life.ts')).toEqual({
      code: 0,
      errors: '',
      out: 'rest true Buy seeds\ngraphql true Buy seeds\n',
    });
  });

  test('plan without a release is no error, and --release records the first', async () => {
    expect(await tandem('plan')).toMatchObject({ code: 0, out: expect.stringContaining('The first release: 0.1.0') });
    expect(existsSync(join(application, 'schema/released'))).toBe(false);
    expect(await tandem('plan', '--release')).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(read('schema/released/manifest.json'))).toMatchObject({ version: '0.1.0' });
    expect(await tandem('plan')).toMatchObject({ out: expect.stringContaining('Nothing to deploy') });
  });

  test('start answers over REST and GraphQL, and seed finds what start has put in', async () => {
    const child = spawn(process.execPath, [bin, 'start', '--memory', '--port=0'], { cwd: application });
    running.push(child);
    let out = '';
    child.stdout.on('data', (words) => (out += words));
    let errors = '';
    child.stderr.on('data', (words) => (errors += words));
    while (!out.includes('Ctrl-C')) {
      if (child.exitCode !== null) throw new Error(errors);
      await sleep(20);
    }
    expect(out).toMatch(/^ +Events +npx tandem events tail /m);
    const [, url] = /REST +(http:\S+)\/note/.exec(out)!;
    const item = await (await fetch(`${url}/note/n-0`)).json();
    expect(item).toMatchObject({ id: 'n-0', text: 'The first' });
    const asked = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ note(id: "n-0") { text } }' }),
    });
    expect(await asked.json()).toEqual({ data: { note: { text: 'The first' } } });
    // The pages come with the package.
    expect((await fetch(`${url}/docs`, { headers: { accept: 'text/html' } })).status).toBe(200);
    expect(await tandem('seed', '--url', url!)).toEqual({
      code: 0,
      errors: '',
      out: 'note: 0 put in, 1 there already.\n',
    });
    await fetch(`${url}/note/n-0`, { method: 'DELETE' });
    expect(await tandem('seed', '--url', url!)).toEqual({ code: 0, errors: '', out: 'note: 1 put in.\n' });
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(errors).toBe('');
    expect((await tandem('seed', '--url', url!)).code).toBe(3);
  });

  test('a test of the application runs on the test kit, and its process ends', async () => {
    const { code, out } = await node('-r', '@tandem/gateway/register', '--test', 'test/note.test.ts');
    expect([code, out]).toEqual([0, expect.stringMatching(/^# pass 1$/m)]);
  });
});

describe('the functions', () => {
  beforeAll(async () => {
    expect(await tandem('build')).toMatchObject({ code: 0, errors: '' });
  });

  test('answer an event of a REST API', async () => {
    const endpoint = process.env.TEST_ENGINE!;
    const script = `
      const { handler } = require('./build/lambda/handler.js');
      const [event, context] = JSON.parse(process.argv[1]);
      handler(event, { ...context, getRemainingTimeInMillis: () => 20000 }).then((answer) => {
        console.log(JSON.stringify(answer));
        process.exit(0);
      });
    `;
    const { Note } = await inApplication();
    await createTables({ endpoint, domains: [Note], prefix: 'package-', say: () => undefined });
    const event = eventOf(
      {
        method: 'GET',
        target: '/note/n-9',
        headers: [['host', 'gateway.test']],
        body: Buffer.alloc(0),
        httpVersion: '1.1',
        sourceIp: '127.0.0.1',
        port: 443,
      },
      'v1',
    );
    const environment = {
      DYNAMODB_ENDPOINT: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      TABLE_PREFIX: 'package-',
      CURSOR_KEYS: 'a cursor key of the test run',
      AUTH: 'authorizer',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
    const { out, errors } = await nodeWith(environment, '-e', script, JSON.stringify([event, lambdaContext()]));
    expect(errors).toBe('');
    // The lines before it are the log of the function.
    const answer = JSON.parse(out.trim().split('\n').at(-1) ?? '');
    expect(answer.statusCode).toBe(404);
    // Asked of the table: without it the answer would be a 500.
    expect(JSON.parse(answer.body)).toMatchObject({ type: '/problems/not-found' });
  });

  test('load no module of the CDK, and none of what only this machine needs', () => {
    const { chunks } = JSON.parse(read('build/metafile.json')) as { chunks: { modules: Record<string, number> }[] };
    const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules));
    expect(modules).toContain('api/handler.js');
    expect(
      modules.filter((name) =>
        /node_modules\/(aws-cdk|constructs|cdk-nag|@swc|@?rolldown)|^local\/|^tools\//.test(name),
      ),
    ).toEqual([]);
    // The second form of the package is in no function: there is one of everything.
    expect(modules.filter((name) => /@tandem\/gateway\/(?!esm)/.test(name))).toEqual([]);
  });

  test('bring the pages along', () => {
    expect(readdirSync(join(application, 'build/lambda/pages'))).toHaveLength(2 * pageNames.length);
  });
});

test('build and synth say in one sentence what to install', async () => {
  for (const name of ['rolldown', 'aws-cdk-lib', 'constructs', 'cdk-nag'])
    rmSync(join(application, 'node_modules', name));
  const build = await tandem('build');
  expect(build).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^tandem build: .*install --save-dev rolldown@\d/),
  });
  const { code, errors } = await tandem('synth');
  expect(code).toBe(1);
  expect(errors).toMatch(/^tandem synth: .* rolldown@\S+ aws-cdk-lib@\S+ constructs@\S+ cdk-nag@\S+\n$/);
});

/** The noun of the application, declared a second time: the tables are made from this process. */
async function inApplication() {
  const { anyone, Domain, Flag, Id, Text } = await import('../package/index');
  class Note {}
  Id()(Note.prototype, 'id');
  Text({ max: 200 })(Note.prototype, 'text');
  Flag({ optional: true })(Note.prototype, 'archived');
  Domain('note', { access: { read: anyone, write: anyone }, events: true })(Note);
  return { Note };
}
