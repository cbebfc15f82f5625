import { environmentOptions } from '../api/options';
import { buildPages } from '../api/pages/build';
import { awsCommands } from '../api/pages/console/aws-commands';
import { definition } from './comets';
import { blocksOf } from './documents';
import { openGateway } from './harness';

// The page holds no data, and is still nothing to leave lying about: a deployed gateway has it only when it is told so.

beforeAll(async () => buildPages());

const usualOnLambda = { AWS_LAMBDA_FUNCTION_NAME: 'gateway', CURSOR_KEYS: 'key', AUTH: 'authorizer' };

test.each([
  ['on a developer’s machine', {}, true],
  ['deployed', usualOnLambda, false],
  ['deployed, with the schema shown', { ...usualOnLambda, GRAPHQL_INTROSPECTION: 'on' }, false],
  ['deployed with CONSOLE=on', { ...usualOnLambda, CONSOLE: 'on' }, true],
])('%s', async (_, environment, isThere) => {
  const { console, graphql } = environmentOptions(environment);
  const gateway = await openGateway('v1', { definition, console, graphql });
  const page = await gateway.send('GET', '/console', { headers: { accept: 'text/html' } });
  expect(page.status).toBe(isThere ? 200 : 404);
  if (isThere) expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
  const home = await gateway.send('GET', '/', { headers: { accept: 'text/html' } });
  expect(home.text.includes('<a href="console">')).toBe(isThere);
});

test('the page asks nobody who they are, as it holds nothing of anybody; what it asks for is asked', async () => {
  const gateway = await openGateway('v1', { definition, authentication: undefined, console: true });
  expect((await gateway.send('GET', '/console')).status).toBe(200);
  expect((await gateway.send('GET', '/comet?explain=true')).status).toBe(401);
});

// Their services, operations and options are judged with those of all documents, by the models of the AWS CLI.
test('the commands that the page shows in production are those of the document', () => {
  const written = blocksOf('docs/console.md').filter(({ language }) => language === 'sh');
  const shown = awsCommands('tandem-prod-', 'orders').map(({ command }) => `${command}\n`);
  expect(written.map(({ text }) => text)).toEqual(expect.arrayContaining(shown));
});
