import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import { required } from '../../schema/required';
import { loadDefinition } from '../../services/application';
import { blocksOf, meantText, pathsIn, textOf } from '../documents';
import type { Block } from '../documents';
import { openGateway } from '../harness';
import { checkSnippet, nameOf, printedUrl, withCurl } from '../snippets';
import { complaintsOf, createProject, openFolder, put, root } from './projects';

// docs/your-own-data.md as its reader follows it, from top to bottom, in an application that was just created. The gate
// does the same with the packages from npm's registry: test/outside.

const page = 'docs/your-own-data.md';
const blocks = blocksOf(page);
const created = 'npm create tandem my-api -- --yes\ncd my-api\nnpm install\n';
const started = 'npm start\n';
const folder = openFolder();
const prettier = join(root, 'node_modules/.bin/prettier');
const run = promisify(execFile);
let project: string;
let listening: Listening | undefined;
const url = (): string => required(listening, 'the gateway that the page starts').url;

afterAll(async () => listening?.close());

/** Runs shell text in the application, as its reader would, and gives what it prints. */
async function shell(text: string): Promise<string> {
  // The page lets the import ask at the usual address.
  const atGateway = listening
    ? text.replaceAll(printedUrl, listening.url).replace(/^npx tandem import \S+ \S+/m, `$& --url ${listening.url}`)
    : text;
  // Here the types of the gateway are those of its source, with which the compiler has compared the program.
  const command = atGateway.replace(/^npm run check$/m, `"${prettier}" --check . && npx tandem generate --check`);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TS_NODE_PROJECT: join(root, 'tsconfig.json'),
    npm_config_loglevel: 'silent',
    npm_config_offline: 'true',
  };
  const { stdout } = await run('sh', ['-c', `set -e\n${command}`], { env, cwd: project, timeout: 120_000 });
  return stdout;
}

/** The program `tandem` where npm puts it, made from source. */
function installProgram(): void {
  const [bin, register] = ['package/bin.ts', 'node_modules/@swc-node/register'].map((path) => join(root, path));
  const programs = join(project, 'node_modules/.bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, 'tandem'), `#!/bin/sh\nexec "${process.execPath}" -r "${register}" "${bin}" "$@"\n`);
  chmodSync(join(programs, 'tandem'), 0o755);
}

async function follow(block: Block, answer: Block | undefined): Promise<void> {
  const { language, text } = block;
  if (text === created) {
    project = await createProject(folder, 'my-api', 'empty');
    installProgram();
  } else if (text === started) {
    // From another place, since what was imported once is not read again.
    cpSync(project, `${project}-started`, { recursive: true });
    const gateway = await openGateway('v1', { definition: await loadDefinition(`${project}-started`) });
    const options = { host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined } as const;
    listening = await serve({ handler: gateway.handler, ...options });
  } else if (language === 'ts') {
    const [, path] = required(/^\/\/ (\S+)\n/.exec(text), 'the name of the file in its first line');
    put(project, { [String(path)]: text });
    expect(complaintsOf(folder, './my-api/tsconfig.json', ['my-api/members.ts'])).toBe('');
    put(project, { [String(path)]: text.replaceAll(printedUrl, url()) });
  } else if (language === 'graphql' || /^curl /m.test(text)) {
    await checkSnippet({ ...block, answer }, url(), folder);
  } else {
    const printed = await shell(text);
    if (answer) expect(printed).toEqual(meantText(answer.text));
  }
}

const isAnswer = ({ language }: Block): boolean => ['text', 'json', 'http'].includes(language);
const steps = blocks.flatMap((block, index) => {
  const next = blocks[index + 1];
  return isAnswer(block) ? [] : [{ name: nameOf(block), block, answer: next && isAnswer(next) ? next : undefined }];
});

test('the page creates an application, starts it, and has an answer below each question', () => {
  const texts = steps.map(({ block }) => block.text);
  expect([texts[0], texts.filter((text) => text === started)]).toEqual([created, [started]]);
  expect(steps.filter(({ answer }) => answer).length).toBeGreaterThanOrEqual(5);
});

withCurl(page, () => {
  test.each(steps)('$name', async ({ block, answer }) => follow(block, answer));

  test('the files that it names are there', () => {
    const named = pathsIn(textOf(page));
    expect(named).toContain('schema/member.ts');
    expect(named.filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });
});
