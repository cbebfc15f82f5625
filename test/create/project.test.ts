import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { layout, templates } from '../../create/project';
import type { TemplateName } from '../../create/project';
import { readFiles } from '../../create/write';
import { loadDefinition } from '../../services/application';
import { textOf } from '../documents';
import { formats, openGateway } from '../harness';
import { isLeft } from '../shop-places';
import { complaintsOf, createProject, openFolder, put, root } from './projects';

// What `npm create tandem` writes, as its first reader meets it: does it compile, is it in its own format, does it run.

const folder = openFolder();
// The template of the shop is made from shop/, and goes with it.
const there = (Object.keys(templates) as TemplateName[]).filter((name) => name !== 'shop' || !isLeft('shop'));

describe.each(there)('an application from the template %s', (template) => {
  let project: string;
  let files: readonly (readonly [path: string, text: string])[];
  beforeAll(async () => {
    project = await createProject(folder, `api-of-${template}`, template);
    files = [...readFiles(project)].filter(([path]) => !path.startsWith('node_modules/'));
  });

  test('is in the format that it asks for', () => {
    const program = join(root, 'node_modules/prettier/bin/prettier.cjs');
    const { stdout, stderr } = spawnSync(process.execPath, [program, '--check', '.'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toMatch(/^Checking formatting\.\.\.\s+All matched files use Prettier code style!\s*$/);
  });

  test('passes its own tests', () => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    const { stdout } = spawnSync(scripts.test, { cwd: project, shell: true, encoding: 'utf8' });
    expect(stdout).toMatch(/^# fail 0$/m);
    expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(3);
  });

  test('has its own name everywhere, and that of no other', () => {
    expect(files.filter(([, text]) => text.includes('my-api')).map(([path]) => path)).toEqual([]);
    expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).toMatchObject({
      name: `api-of-${template}`,
      dependencies: { '@tandem/gateway': '^1.2.3' },
      tandem: { createdWith: '1.2.3', template },
    });
  });

  test('has every place that its programs and its readers rely on', () => {
    expect(layout.filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });

  test('has a script for CI that can be run', () => {
    expect(statSync(join(project, '.ci/run')).mode & 0o111).toBe(0o111);
  });

  test('names packages in the versions that the gateway is tried with', () => {
    const ours = ['package.json', 'tools/package.json'].map((name) => JSON.parse(textOf(name)).devDependencies);
    const { devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    const majors = (versions: Record<string, string>, names: string[]): string[] =>
      names.map((name) => `${name} ${/\d+/.exec(versions[name]!)![0]}`);
    const names = Object.keys(devDependencies);
    expect(majors(devDependencies, names)).toEqual(majors(Object.assign({}, ...ours), names));
  });
});

describe('the template empty', () => {
  const project = createProject(folder, 'of-its-own', 'empty');

  test('names nothing of the example in any file or path', async () => {
    const files = [...readFiles(await project)].filter(([path]) => !path.startsWith('node_modules/'));
    const words = /product|basket|order|shop|checkout/i;
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter(([path, text]) => words.test(path) || words.test(text)).map(([path]) => path)).toEqual([]);
  });

  test.each(formats)('serves the life of its noun, with %s events', async (payload) => {
    const definition = await loadDefinition(await project);
    const gateway = await openGateway(payload, { definition });
    const created = await gateway.send('POST', '/task', { body: { id: 't-1', title: 'Water the plants' } });
    expect(created).toMatchObject({ status: 201, json: { done: false, version: 1 } });
    const list = await gateway.graphql('{ tasks(first: 5) { edges { node { id done } } } }');
    expect(list.json.data.tasks.edges).toEqual([{ node: { id: 't-1', done: false } }]);
    expect((await gateway.send('POST', '/task/t-1/complete')).json).toMatchObject({ done: true, version: 2 });
    expect(await gateway.send('POST', '/task/t-1/complete')).toMatchObject({
      status: 409,
      json: { type: '/problems/conflict' },
    });
    const call = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'deleteTask', arguments: { id: 't-1' } },
    };
    expect((await gateway.send('POST', '/mcp', { body: call })).status).toBe(200);
    expect((await gateway.send('GET', '/task/t-1')).status).toBe(404);
  });

  test('shows a hand-written resolver that is right', async () => {
    const place = await createProject(folder, 'with-a-resolver', 'empty');
    const readme = readFileSync(join(place, 'resolvers/README.md'), 'utf8');
    const [resolver, line] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text!);
    const path = /^\/\/ (\S+)\n/.exec(resolver!)![1]!;
    const tandem = readFileSync(join(place, 'tandem.ts'), 'utf8');
    put(place, {
      [path]: resolver!,
      'tandem.ts': tandem.replace("name: 'tasks',", `name: 'tasks',\n  ${line!.trim()}`),
    });
    const gateway = await openGateway('v1', { definition: await loadDefinition(place) });
    const { json } = await gateway.graphql('{ time }');
    expect(json.data.time).toMatch(/^\d{4}-\d\d-\d\dT/);
    for (const name of ['type-graphql']) {
      expect(readme).toContain(`${name}@${JSON.parse(textOf('package.json')).dependencies[name]}`);
    }
  });
});

// One run for all of them: most of it is the gateway itself.
test('the compiler takes every application with the settings that it comes with', () => {
  const projects = [...there.map((name) => `api-of-${name}`), 'with-a-resolver'];
  expect(complaintsOf(folder, './api-of-empty/tsconfig.json', projects)).toBe('');
  put(folder, { 'api-of-empty/services/wrong.ts': 'export const wrong: string = 1;\n' });
  expect(complaintsOf(folder, './api-of-empty/tsconfig.json', ['api-of-empty/services/wrong.ts'])).toContain('TS2322');
});
