import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lineOf } from '../../local/log';
import { startTestGateway } from '../../package/testing';
import type { TestGateway } from '../../package/testing';
import { recordOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { loadDefinition } from '../../services/application';
import { blocksOf, meantText, pathsIn, textOf } from '../documents';
import type { Block } from '../documents';
import { noteTables } from '../noted-tables';
import { checkSnippet, nameOf, printedUrl, withCurl } from '../snippets';
import { complaintsOf, createProject, openFolder, put, root } from './projects';

const run = promisify(execFile);
const prettier = join(root, 'node_modules/.bin/prettier');
const created = 'npm create tandem my-api -- --yes\ncd my-api\nnpm install\n';
const started = 'npm start\n';

/** What a page has made so far. */
export interface Followed {
  /** The folder of the application. */
  readonly project: () => string;
  /** The gateway that the page has started. */
  readonly gateway: () => TestGateway;
}

/** One block and what the page prints below it. */
interface FollowedStep {
  readonly name: string;
  readonly block: Block;
  readonly answer?: Block;
}

/**
 * Declares the tests that do what a page says, as its reader does, from top to bottom in an application that was just
 * created: files are written, commands are run, and what they answer is compared with what is printed. A `text` block
 * that is no answer is a line of the log. The gate does the same with the packages from npm's registry: test/outside.
 */
export function followPage(page: string): Followed {
  const folder = openFolder();
  const steps = stepsOf(page);
  let project = '';
  let gateway: TestGateway | undefined;
  const running = (): TestGateway => required(gateway, 'the gateway that the page starts');
  afterAll(async () => gateway?.stop());

  /** Runs shell text in the application, as its reader would, and gives what it prints. */
  async function shell(text: string): Promise<string> {
    // The page lets the import ask at the usual address.
    const atGateway = gateway
      ? text.replaceAll(printedUrl, gateway.url).replace(/^npx tandem import \S+ \S+/m, `$& --url ${gateway.url}`)
      : text;
    // Here the types of the gateway are those of its source, with which the compiler compares the application.
    if (/^npm run check$/m.test(text)) expect(complaintsOf(folder, './my-api/tsconfig.json', ['my-api'])).toBe('');
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

  async function follow({ block, answer }: FollowedStep): Promise<void> {
    const { language, text } = block;
    if (text.startsWith(created)) {
      project = await createProject(folder, 'my-api', 'empty');
      installProgram(project);
      checkInstalled(text.slice(created.length));
    } else if (text === started) {
      // From another place, since what was imported once is not read again.
      cpSync(project, `${project}-started`, { recursive: true });
      const definition = await loadDefinition(`${project}-started`);
      noteTables(definition, '');
      gateway = await startTestGateway({ definition });
    } else if (language === 'ts') {
      const [, path] = required(/^\/\/ (\S+)\n/.exec(text), 'the name of the file in its first line');
      // Only what is written for a reader's eyes names the file.
      const content = text.slice(text.indexOf('\n') + 1);
      put(project, { [String(path)]: gateway ? content.replaceAll(printedUrl, gateway.url) : content });
    } else if (language === 'graphql' || /^curl /m.test(text)) {
      // The moment later of which a page speaks.
      await running().idle();
      await checkSnippet({ ...block, answer }, running().url, folder);
    } else if (isAnswer(block)) {
      await running().idle();
      const lines = running().log.map((entry) => `${lineOf(entry, { colours: false })}\n`);
      expect(lines).toContainEqual(meantText(text));
    } else {
      const printed = await shell(text);
      if (answer) expect(printed).toEqual(meantText(answer.text));
    }
  }

  test('the page creates an application, starts it, and has an answer below each question', () => {
    const texts = steps.map(({ block }) => block.text);
    expect(texts[0]?.startsWith(created)).toBe(true);
    expect(texts.filter((text) => text === started)).toEqual([started]);
    expect(steps.filter(({ answer }) => answer).length).toBeGreaterThanOrEqual(2);
  });

  withCurl(page, () => {
    test.each([...steps])('$name', async (step) => follow(step));

    test('the files that it names are there', () => {
      const named = pathsIn(textOf(page));
      expect(named.some((path) => path.startsWith('schema/') || path.startsWith('resolvers/'))).toBe(true);
      expect(named.filter((path) => !existsSync(join(project, path)))).toEqual([]);
    });
  });
  return { project: () => project, gateway: running };
}

const isAnswer = ({ language }: Block): boolean => ['text', 'json', 'http'].includes(language);

function stepsOf(page: string): readonly FollowedStep[] {
  const blocks = blocksOf(page);
  return blocks.flatMap((block, index) => {
    const [before, next] = [blocks[index - 1], blocks[index + 1]];
    if (isAnswer(block) && before && !isAnswer(before)) return [];
    return [{ name: nameOf(block), block, answer: !isAnswer(block) && next && isAnswer(next) ? next : undefined }];
  });
}

/** The program `tandem` where npm puts it, made from source. */
function installProgram(project: string): void {
  const [bin, register] = ['package/bin.ts', 'node_modules/@swc-node/register'].map((path) => join(root, path));
  const programs = join(project, 'node_modules/.bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, 'tandem'), `#!/bin/sh\nexec "${process.execPath}" -r "${register}" "${bin}" "$@"\n`);
  chmodSync(join(programs, 'tandem'), 0o755);
}

/** Further packages are found here without installing them; the version has to be the one that the gateway asks for. */
function checkInstalled(command: string): void {
  const { dependencies } = recordOf(JSON.parse(textOf('package.json')));
  const [, words = ''] = /^npm install (.+)\n$/.exec(command) ?? [];
  for (const [, name = '', version] of words.matchAll(/([a-z-]+)(?:@(\S+))?/g)) {
    expect(Object.keys(recordOf(dependencies))).toContain(name);
    if (version !== undefined) expect(recordOf(dependencies)[name]).toBe(version);
  }
  expect(command === '' || words !== '').toBe(true);
}
