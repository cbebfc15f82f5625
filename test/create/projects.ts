import { transformFileSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { create } from '../../create/command';
import type { TemplateName } from '../../create/project';
import { shopTemplate } from '../../create/shop-template';
import { readFiles } from '../../create/write';

export const root = join(__dirname, '../..');

/** What the package of the gateway exports, as the tests of an application find it. */
const surfaces = ['index', 'lambda', 'legacy', 'infra', 'testing'];

/** A folder of this test file; in the project, so that the packages and the compiler's settings are found. */
export function openFolder(): string {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build/created-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a command has said. */
export interface Said {
  readonly code: number;
  readonly printed: string;
  readonly complained: string;
}

/** A terminal in which somebody answers, or a pipe in which nobody does. */
export function terminal(answers?: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: answers !== undefined });
  const [output, complaints] = [new PassThrough(), new PassThrough()];
  // Without a line for each question the answers end, as with Ctrl-D.
  input.end((answers ?? []).map((answer) => `${answer}\n`).join(''));
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return {
    input,
    output,
    complaints,
    said: (code: number): Said => ({ code, printed: text(output), complained: text(complaints) }),
  };
}

let shop: ReturnType<typeof shopTemplate> | undefined;

/** Runs `npm create tandem` in a folder. */
export async function runCreate(folder: string, line: readonly string[], answers?: readonly string[]): Promise<Said> {
  const { said, ...streams } = terminal(answers);
  const shopFiles = line.includes('shop') ? await (shop ??= shopTemplate()) : new Map<string, string>();
  const code = await create(line, {
    ...streams,
    folder,
    version: '1.2.3',
    templateOf: (name) => (name === 'shop' ? shopFiles : readFiles(join(root, 'create/templates', name))),
  });
  return said(code);
}

/** Writes an application and installs this gateway in it, and gives its folder. */
export async function createProject(folder: string, name: string, template: TemplateName): Promise<string> {
  const { code, complained } = await runCreate(folder, [name, '--yes', '--template', template]);
  if (code !== 0) throw new Error(complained);
  const project = join(folder, name);
  const installed = join(project, 'node_modules/@tandem/gateway');
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: '@tandem/gateway', version: '1.2.3' }));
  // What lets Node load TypeScript is loaded by Node itself.
  const register = transformFileSync(join(root, 'package/register.ts'), { configFile: join(root, '.swcrc') });
  writeFileSync(join(installed, 'register.js'), register.code);
  for (const surface of surfaces) {
    const source = JSON.stringify(join(root, 'package', `${surface}.ts`));
    writeFileSync(join(installed, `${surface}.js`), `module.exports = require(${source});\n`);
  }
  return project;
}

/**
 * What the compiler says of applications by the settings that they come with, with the source of this gateway.
 * @param places files or folders below a folder that holds applications
 */
export function complaintsOf(folder: string, settings: string, places: readonly string[]): string {
  const file = join(folder, 'tsconfig.of-test.json');
  const paths = {
    '@tandem/gateway': [join(root, 'package/index.ts')],
    '@tandem/gateway/*': [join(root, 'package/*.ts')],
  };
  const compilerOptions = { paths, typeRoots: [join(root, 'node_modules/@types')], allowImportingTsExtensions: true };
  writeFileSync(
    file,
    JSON.stringify({ extends: settings, compilerOptions, include: places, exclude: ['**/node_modules'] }),
  );
  const line = [require.resolve('typescript/bin/tsc'), '-p', file, '--pretty', 'false'];
  return spawnSync(process.execPath, line, { cwd: folder, encoding: 'utf8' }).stdout;
}

/** Puts texts into files of a project. */
export function put(project: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}
