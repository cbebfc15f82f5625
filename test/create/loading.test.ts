import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createProject, openFolder, put, root } from './projects';

// What somebody reads who has made a mistake in a file of their application: where it is, and nothing of the compiler or of
// Node. The programs run in processes of their own, as `npx tandem` does, because the stack comes from Node's own loader.

const folder = openFolder();
const definition =
  "import { defineGateway } from '@tandem/gateway';\nexport default defineGateway({ name: 'x', modules: [] });\n";
let project: string;
beforeAll(async () => {
  project = await createProject(folder, 'of-mistakes', 'empty');
});

/** Runs a command of `tandem` in the application, and gives what it has written. */
function tandem(line: string, environment: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['-r', '@swc-node/register', join(root, 'package/bin.ts'), ...line.split(' ')],
    {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, DEBUG: undefined, TS_NODE_PROJECT: join(root, 'tsconfig.json'), ...environment },
    },
  );
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

  test('DEBUG=tandem shows the stack', () => {
    expect(tandem('generate', { DEBUG: 'tandem' })).toMatch(/^tandem generate: [\s\S]+\n {4}at /);
  });
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
