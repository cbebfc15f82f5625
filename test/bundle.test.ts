import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BundleChunk } from '../infra/bundle';
import { eventOf } from '../local/event';
import type { Payload } from '../local/lambda';
import { createTables } from '../local/tables';
import { domains } from '../schema';
import { authorized, formats } from './harness';

const run = promisify(execFile);
const swc = ['-r', '@swc-node/register'];
const folder = mkdtempSync(join(tmpdir(), 'tandem-bundle-'));
const prefix = `test-${randomUUID().slice(0, 8)}-`;
let chunks: readonly BundleChunk[];
let rest: readonly BundleChunk[];

beforeAll(async () => {
  await createTables({ endpoint: process.env.TEST_ENGINE!, domains, prefix, say: () => undefined });
  const metafile = join(folder, 'metafile.json');
  const lambda = join(folder, 'lambda');
  // In a process of its own: jest cannot load rolldown, an ES module.
  await run(process.execPath, [...swc, 'infra/build.ts', '--folder', lambda, '--metafile', metafile]);
  await run(process.execPath, [...swc, 'api/pages/write.ts', join(lambda, 'pages')]);
  const meta = JSON.parse(readFileSync(metafile, 'utf8')) as { chunks: BundleChunk[]; rest: string[] };
  chunks = meta.chunks;
  rest = chunks.filter(({ fileName }) => meta.rest.includes(fileName));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const packageOf = (module: string): string => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? module;

test('a REST request loads neither Apollo nor graphql nor type-graphql nor the resolvers', () => {
  const loaded = rest.flatMap(({ modules }) => modules);
  const packages = new Set(loaded.map(packageOf));
  for (const heavy of [
    'graphql',
    'type-graphql',
    '@apollo/server',
    '@as-integrations/aws-lambda',
    'reflect-metadata',
  ]) {
    expect(packages).not.toContain(heavy);
  }
  expect(loaded.filter((module) => module.startsWith('resolvers/'))).toEqual([]);
  // The phone tables of class-validator would be half of the REST part.
  expect(packages).not.toContain('libphonenumber-js');
  expect(packages).toContain('@aws-sdk/lib-dynamodb');
});

test('the GraphQL part is there, and each of its libraries once', () => {
  const all = chunks.flatMap(({ modules }) => modules);
  expect(all.filter((module) => /@apollo\/server\/dist\/\w+\/ApolloServer\.js$/.test(module))).toHaveLength(1);
  expect(all.filter((module) => /node_modules\/graphql\/type\/schema\.m?js$/.test(module))).toHaveLength(1);
  expect(all).toContain('resolvers/index.ts');
});

describe.each(formats)('in a fresh process with %s events', (payload) => {
  test('the bundle answers REST and GraphQL', async () => {
    const [created, graphql, page] = await answers(payload, [
      ['POST', '/product', { title: 'Bundled', category: 'Test', price: 1.5 }],
      ['POST', '/graphql', { query: '{ products(first: 1) { edges { node { title price } } } }' }],
      ['GET', '/docs', {}],
    ]);
    expect(created).toMatchObject({ statusCode: 201 });
    expect(JSON.parse(created!.body)).toMatchObject({ title: 'Bundled', version: 1 });
    expect(page).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(graphql).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(graphql!.body).data.products.edges[0].node).toEqual({ title: 'Bundled', price: 1.5 });
  });
});

async function answers(
  payload: Payload,
  requests: [string, string, object][],
): Promise<{ statusCode: number; body: string }[]> {
  const events = requests.map(([method, target, body]) =>
    authorized(
      eventOf(
        {
          method,
          target,
          headers: [['content-type', 'application/json']],
          body: Buffer.from(JSON.stringify(body)),
          httpVersion: '1.1',
          sourceIp: '127.0.0.1',
          port: 443,
        },
        payload,
      ),
      'ann',
      { 'cognito:groups': 'admin' },
    ),
  );
  const program = `
    const { handler } = require(${JSON.stringify(join(folder, 'lambda/handler.js'))});
    (async () => {
      const answers = [];
      for (const event of ${JSON.stringify(events)}) answers.push(await handler(event, { awsRequestId: 'r' }));
      process.stderr.write(JSON.stringify(answers));
    })();`;
  const { stderr } = await run(process.execPath, ['-e', program], {
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_FUNCTION_NAME: 'gateway',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      DYNAMODB_ENDPOINT: process.env.TEST_ENGINE,
      AUTH: 'authorizer',
      CURSOR_KEYS: 'a cursor key of the test run',
      TABLE_PREFIX: prefix,
    },
  });
  return JSON.parse(stderr) as { statusCode: number; body: string }[];
}
