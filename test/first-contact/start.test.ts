import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tokenAuthentication } from '../../api/auth/authentication';
import { environmentOptions } from '../../api/options';
import { checkConfiguration, usualStages } from '../../infra/configuration';

// A wrong environment ends the start of a function, once: Lambda reports the error of its init phase and answers no
// request with it. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
// RFC 8414, section 2: an issuer is a URL with the scheme https.

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'tandem-first-contact-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const spoilt = join(folder, 'spoilt.json');
writeFileSync(spoilt, '{"0123":"{ books { id } }"}');

const right: Readonly<Record<string, string>> = {
  AWS_LAMBDA_FUNCTION_NAME: 'gateway',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  CURSOR_KEYS: 'a cursor key of the test run',
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: 'shop',
};

const mistakes: readonly [name: string, change: Readonly<Record<string, string>>, words: string][] = [
  ['an issuer without TLS', { AUTH_ISSUER: 'http://issuer.example' }, 'AUTH_ISSUER is "http://issuer.example". The'],
  ['an issuer that is no URL', { AUTH_ISSUER: 'issuer.example' }, 'AUTH_ISSUER is "issuer.example"'],
  ['an issuer with a password', { AUTH_ISSUER: 'https://a:b@issuer.example' }, 'begin with https://'],
  ['keys without TLS', { AUTH_JWKS_URI: 'http://issuer.example/jwks.json' }, 'AUTH_JWKS_URI is "http://issuer.example'],
  ['an empty audience', { AUTH_AUDIENCE: ',' }, 'AUTH_ISSUER needs AUTH_AUDIENCE'],
  ['no key for cursors', { CURSOR_KEYS: '' }, 'CURSOR_KEYS must hold'],
  ['a list of documents that is none', { GRAPHQL_DOCUMENTS: spoilt }, 'GRAPHQL_DOCUMENTS is'],
  ['an origin with a path', { CORS_ORIGINS: 'https://shop.example/' }, 'is no origin'],
  ['an end in the past', { ENVELOPE_SUNSET: 'soon' }, 'sunset of the envelope'],
];

const project = resolve(__dirname, '../..');
const file = (path: string): string => JSON.stringify(join(project, path));
/** What the files of the functions say: infra/bundle.ts makes them. */
const functions = {
  gateway: `require(${file('api/handler.ts')}).gatewayFunction(require(${file('test/trial/tandem.ts')}).default)`,
  consumer: `require(${file('api/consumer.ts')}).consumerFunction(require(${file('test/trial/tandem.ts')}).default, 'loans')`,
  relay: `require(${file('api/relay.ts')}).relayFunction()`,
};

/** Loads a function as Lambda does, and calls nothing; the words of its failure, or none. */
async function load(code: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const register = require.resolve('@swc-node/register');
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['-r', register, '-e', code],
      {
        cwd: project,
        env: { PATH: process.env.PATH, TS_NODE_PROJECT: join(project, 'tsconfig.json'), ...environment },
      },
      (error, _stdout, stderr) => done(error ? stderr : ''),
    );
  });
}

test.each(mistakes.filter(([, , words]) => !/CURSOR_KEYS must|sunset of/.test(words)))(
  'the environment with %s is refused',
  (_, change, words) => {
    expect(() => environmentOptions({ ...right, ...change })).toThrow(words);
  },
);

test('a function with a right environment starts', async () => {
  expect(await load(functions.gateway, right)).toBe('');
  expect(await load(functions.consumer, { ...right, AUTH: 'authorizer' })).toBe('');
});

test.each(mistakes)('the start of the gateway fails with %s, before any request', async (_, change, words) => {
  expect(await load(functions.gateway, { ...right, ...change })).toContain(words);
});

test('the start of the consumer and of the relay fails too', async () => {
  expect(await load(functions.consumer, { ...right, EXPIRES_AFTER_DAYS: 'shelf' })).toContain('EXPIRES_AFTER_DAYS');
  expect(await load(functions.relay, right)).toContain('EVENT_BUSNAME is not set');
});

test('outside of Lambda the code may be imported without an environment', async () => {
  for (const path of ['api/handler.ts', 'api/consumer.ts', 'api/relay.ts', 'test/trial/tandem.ts']) {
    expect(await load(`require(${file(path)})`, {})).toBe('');
  }
});

test('whoever makes an authentication is told at once, and a stage at synthesis', () => {
  const issuer = 'http://issuer.example';
  expect(() => tokenAuthentication({ issuers: [{ issuer, audience: 'shop' }] })).toThrow('begin with https://');
  expect(() => tokenAuthentication({ issuers: [] })).toThrow('at least one issuer');
  const signIn = { by: 'issuer', issuer, audience: ['shop'] } as const;
  expect(() => checkConfiguration({ ...usualStages('tandem').dev, signIn })).toThrow('begin with https://');
});
