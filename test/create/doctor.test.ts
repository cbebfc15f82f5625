import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scripts } from '../../create/project';
import { loadDefinition } from '../../services/application';
import { generate } from '../../tools/generate';
import { examine } from '../../tools/create/doctor';
import type { Finding, Patient } from '../../tools/create/doctor';
import { createProject, openFolder, put } from './projects';

// `tandem doctor`: each thing that it looks at, once right and once wrong, with the command that mends it.

const folder = openFolder();
let project: string;
const surroundings = { version: '1.2.3', engines: '>=20.19', nodeVersion: '22.1.0' };

async function findings(others: Partial<Patient> = {}): Promise<readonly Finding[]> {
  return examine({ folder: project, ...surroundings, ...others });
}
const wrong = (found: readonly Finding[]): readonly Finding[] => found.filter(({ state }) => state === 'mend');
const manifest = (): Record<string, any> => JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

/** Changes package.json for one look, and puts it back. */
async function withManifest(change: (content: Record<string, any>) => void): Promise<readonly Finding[]> {
  const [before, changed] = [manifest(), manifest()];
  change(changed);
  put(project, { 'package.json': JSON.stringify(changed) });
  const found = await findings();
  put(project, { 'package.json': JSON.stringify(before) });
  return found;
}

beforeAll(async () => {
  project = await createProject(folder, 'of-the-doctor', 'empty');
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await generate([], project);
});
afterAll(() => jest.restoreAllMocks());

test('a fresh application needs no mend', async () => {
  const found = await findings();
  expect(wrong(found)).toEqual([]);
  const words = found.filter(({ state }) => state === 'right').map((finding) => finding.words);
  expect(words).toEqual(
    expect.arrayContaining([
      'Node 22.1.0',
      '@tandem/gateway 1.2.3',
      'made with 1.2.3, from the template empty',
      'all scripts',
      'all files',
      'the generated files are fresh',
    ]),
  );
});

test('says a command for everything that is not right', async () => {
  const found = await findings({ nodeVersion: '18.0.0', version: '1.0.0' });
  expect(found.filter(({ state, command }) => (state === 'right') !== (command === undefined))).toEqual([]);
});

test('an old Node', async () => {
  expect(wrong(await findings({ nodeVersion: '20.18.3' }))).toEqual([
    expect.objectContaining({ words: 'Node 20.18.3 is older than 20.19, which the gateway needs.' }),
  ]);
});

test('an older gateway than the application was made with', async () => {
  expect(wrong(await findings({ version: '1.2.2' }))).toEqual([
    expect.objectContaining({ command: 'npm install @tandem/gateway@^1.2.3' }),
  ]);
});

test('a newer gateway is no fault: what to do is said', async () => {
  const found = await findings({ version: '1.10.0' });
  expect(wrong(found)).toEqual([]);
  expect(found).toContainEqual(
    expect.objectContaining({ state: 'note', command: expect.stringContaining('npx tandem generate') as string }),
  );
});

test('no record of how it was made', async () => {
  const found = wrong(await withManifest((content) => delete content.tandem));
  expect(found).toEqual([
    expect.objectContaining({ command: expect.stringContaining('npm pkg set tandem.') as string }),
  ]);
});

test.each(Object.entries(scripts))('no script %s', async (name, command) => {
  const found = wrong(await withManifest(({ scripts: present }) => delete present[name]));
  expect(found).toEqual([
    {
      state: 'mend',
      words: `package.json has no script "${name}".`,
      command: `npm pkg set scripts.${name}=${JSON.stringify(command)}`,
    },
  ]);
});

test('a gateway that is not asked for', async () => {
  const found = wrong(await withManifest((content) => delete content.dependencies));
  expect(found).toEqual([expect.objectContaining({ command: 'npm install @tandem/gateway@^1.2.3' })]);
});

test('a gateway that is not installed', async () => {
  const place = join(project, 'node_modules/@tandem/gateway/package.json');
  const text = readFileSync(place, 'utf8');
  rmSync(place);
  const found = wrong(await findings());
  writeFileSync(place, text);
  expect(found).toEqual([expect.objectContaining({ command: 'npm install' })]);
});

test('a file that every application has', async () => {
  const text = readFileSync(join(project, 'codegen.yml'), 'utf8');
  rmSync(join(project, 'codegen.yml'));
  const found = wrong(await findings());
  put(project, { 'codegen.yml': text });
  expect(found).toEqual([expect.objectContaining({ words: 'There is no codegen.yml.' })]);
});

test('a domain without a rule of access, of which generate fails too, with what to write', async () => {
  const place = await createProject(folder, 'without-a-rule', 'empty');
  const path = join(place, 'schema/task.ts');
  const text = readFileSync(path, 'utf8');
  const rule = '  access: { read: signedIn, write: signedIn },\n';
  expect(text).toContain(rule);
  writeFileSync(path, text.replace(rule, ''));
  const sentence =
    'Nobody may use GET /task/{id}: write access: { read: …, write: … } in its @Domain, or in the operation.';
  await expect(generate([], place)).rejects.toThrow(sentence);
  await expect(generate(['--check'], place)).rejects.toThrow(sentence);
});

test('files that import each other, of which a start says what to look for', async () => {
  const place = join(folder, 'in-a-circle');
  put(place, {
    'tandem.ts': "import { Book } from './book';\nexport class Shelf {}\nexport default Book;\n",
    'book.ts': "import { Shelf } from './tandem';\nexport class Book extends Shelf {}\n",
  });
  await expect(loadDefinition(place)).rejects.toThrow(
    'Shelf is used before its file has declared it: look for files that import each other.',
  );
});

test('generated files that are not fresh', async () => {
  const path = 'schema/generated/schema.graphql';
  const text = readFileSync(join(project, path), 'utf8');
  put(project, { [path]: `${text}#` });
  const found = wrong(await findings());
  put(project, { [path]: text });
  expect(found).toEqual([{ state: 'mend', words: `Not fresh: ${path}.`, command: 'npx tandem generate' }]);
});

test('a definition that cannot be loaded', async () => {
  const place = await createProject(folder, 'broken', 'empty');
  put(place, { 'tandem.ts': "export default { name: 'nothing' };\n" });
  const found = wrong(await findings({ folder: place }));
  expect(found).toEqual([
    expect.objectContaining({ words: expect.stringContaining('does not say `export default defineGateway') as string }),
  ]);
});

test('no engine, unless another is named', async () => {
  const { DYNOXIDE_BIN, DYNAMODB_ENDPOINT } = process.env;
  try {
    process.env.DYNOXIDE_BIN = '/nowhere';
    delete process.env.DYNAMODB_ENDPOINT;
    expect(wrong(await findings())).toEqual([
      expect.objectContaining({ words: expect.stringContaining('DYNOXIDE_BIN names /nowhere') as string }),
    ]);
    process.env.DYNAMODB_ENDPOINT = 'http://127.0.0.1:8000';
    expect(wrong(await findings())).toEqual([]);
  } finally {
    for (const [name, value] of Object.entries({ DYNOXIDE_BIN, DYNAMODB_ENDPOINT })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

test('no release: worth to know, and gone when one is recorded', async () => {
  const isUnrecorded = (found: readonly Finding[]): boolean =>
    found.some(({ state, command }) => state === 'note' && command?.endsWith('plan --release') === true);
  expect(isUnrecorded(await findings())).toBe(true);
  put(project, { 'schema/released/manifest.json': '{}' });
  expect(isUnrecorded(await findings())).toBe(false);
});

test('packages that it can do without: what for, and how to get them', async () => {
  const types = async (place: string): Promise<readonly Finding[]> =>
    (await findings({ folder: place })).filter(({ words }) => words.includes('types for callers'));
  // Below this project they are found, elsewhere they are not.
  expect(await types(project)).toEqual([
    { state: 'right', words: 'the packages for types for callers, by codegen.yml' },
  ]);
  const elsewhere = mkdtempSync(join(tmpdir(), 'tandem-doctor-'));
  writeFileSync(join(elsewhere, 'package.json'), '{}');
  expect(await types(elsewhere)).toEqual([
    expect.objectContaining({
      state: 'note',
      command: 'npm install --save-dev @graphql-codegen/cli @graphql-codegen/typescript',
    }),
  ]);
  writeFileSync(
    join(elsewhere, 'codegen.yml'),
    '# needs typescript-resolvers\ngenerates:\n  a.ts: { plugins: [typescript, "typescript-operations"] }\n',
  );
  expect(await types(elsewhere)).toEqual([
    expect.objectContaining({
      command:
        'npm install --save-dev @graphql-codegen/cli @graphql-codegen/typescript @graphql-codegen/typescript-operations',
    }),
  ]);
  rmSync(elsewhere, { recursive: true });
});

test('a folder that is no application', async () => {
  const found = await findings({ folder: join(folder, 'nothing-here') });
  expect(found).toEqual([expect.objectContaining({ state: 'mend' })]);
});
