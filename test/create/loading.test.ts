import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createProject, openFolder, put, root } from './projects';

// What somebody reads who has made a mistake in a file of their application: where it is, and nothing of the compiler or of
// Node. The programs run in processes of their own, as `npx tandem` does, because the stack comes from Node's own loader.

const folder = openFolder();
const definition =
  "import { defineGateway } from '@tandem/gateway';\nexport default defineGateway({ name: 'trial', modules: [] });\n";
let project: string;
beforeAll(async () => {
  project = await createProject(folder, 'of-mistakes', 'empty');
});

/** Runs a command of `tandem` in the application, and gives what it has written. */
const tandem = (line: string, environment: Readonly<Record<string, string>> = {}): string =>
  run(['@swc-node/register', join(root, 'package/bin.ts'), ...line.split(' ')], environment);

/** Runs what the CDK runs by cdk.json once the functions are bundled. */
const synthesis = (environment: Readonly<Record<string, string>> = {}): string =>
  run(['@tandem/gateway/register', 'infra/app.ts'], environment);

function run(line: readonly string[], environment: Readonly<Record<string, string>>): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-r', ...line], {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...process.env,
      DEBUG: undefined,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      TS_NODE_PROJECT: join(root, 'tsconfig.json'),
      ...environment,
    },
  });
  expect(status).toBe(1);
  return `${stdout}${stderr}`;
}

const frame = (margin = ''): string =>
  [
    'schema/trial.ts has an error of syntax:',
    '',
    `  x Expected ',', got 'ident'`,
    '   ,-[schema/trial.ts:3:1]',
    ' 1 | export const trial = {',
    ' 2 |   one: 1',
    ' 3 |   two: 2',
    '   :   ^^^',
    ' 4 | };',
    '   `----',
  ]
    .map((line, index) => (index === 0 || line === '' ? line : `${margin}${line}`))
    .join('\n');
const syntax = 'export const trial = {\n  one: 1\n  two: 2\n};\n';
const commands = [
  ['start --port 0', 'Tandem could not start: '],
  ['generate', 'tandem generate: '],
  ['sdk', 'tandem sdk: '],
  ['add domain crate title:text:20', ''],
] as const;

describe('an error of syntax', () => {
  beforeAll(() => put(project, { 'tandem.ts': `import './schema/trial';\n${definition}`, 'schema/trial.ts': syntax }));

  test.each(commands)('tandem %s shows the place, and nothing else', (line, who) => {
    expect(tandem(line)).toBe(`${who}${frame()}\n`);
  });

  test('tandem doctor shows it under what needs a mend', () => {
    const said = tandem('doctor');
    expect(said).toContain(
      `\n  ✗ The definition cannot be loaded: ${frame('    ')}\n      npx tandem start, when it is corrected\n`,
    );
    expect(said).not.toContain(folder);
  });

  test('the program of the CDK shows the place, and nothing else', () => {
    expect(synthesis()).toBe(`The template was not written: ${frame()}\n`);
  });

  test('DEBUG=tandem shows the stack', () => {
    const environment = { DEBUG: 'tandem' };
    expect(tandem('generate', environment)).toMatch(/^tandem generate: [\s\S]+\n {4}at /);
    expect(tandem('add domain crate title:text:20', environment)).toMatch(/^schema\/trial\.ts has [\s\S]+\n {4}at /);
    expect(synthesis(environment)).toMatch(/^The template was not written: [\s\S]+\n {4}at /);
  });
});

test('a stage that is not there is a sentence of the program of the CDK', () => {
  put(project, { 'tandem.ts': definition });
  const environment = { CDK_CONTEXT_JSON: '{ "stage": "test" }' };
  expect(synthesis(environment)).toBe(
    'The template was not written: There is no stage "test", only dev and prod: infra/app.ts lists them.\n',
  );
});

describe.each([
  ['./nope', 'there'],
  ['@acme/nope', 'installed'],
])('an import of %s', (name, what) => {
  beforeAll(() =>
    put(project, { 'tandem.ts': `import './schema/trial';\n${definition}`, 'schema/trial.ts': `import '${name}';\n` }),
  );

  test.each(commands)('tandem %s says who imports it, and nothing else', (line, who) => {
    expect(tandem(line)).toBe(`${who}schema/trial.ts imports ${name}, which is not ${what}.\n`);
  });
});
