import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFolder, put, runCreate } from './projects';

// `npm create tandem`: what it asks, what it refuses, and that it writes nothing where it refuses.

const folder = openFolder();
const manifest = (name: string): Record<string, any> =>
  JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));

test('takes the defaults with --yes, and where nobody can answer', async () => {
  expect(await runCreate(folder, ['--yes'], [])).toMatchObject({ code: 0, complained: '' });
  expect(manifest('my-api')).toMatchObject({ name: 'my-api', scripts: { start: 'tandem start' } });
  expect(await runCreate(folder, ['in-a-pipe'])).toMatchObject({ code: 0, complained: '' });
  expect(manifest('in-a-pipe').tandem.template).toBe('empty');
});

test('says how to go on', async () => {
  const { printed } = await runCreate(folder, ['next-steps', '--yes']);
  expect(printed).toContain('    cd next-steps\n    npm install\n    npm start\n');
});

test('asks for what the command line does not say, again after a wrong answer', async () => {
  const answers = ['Bad Name', 'my-api', 'asked-for', 'wrong', '', 'perhaps', 'yes'];
  const { code, printed } = await runCreate(folder, [], answers);
  expect(code).toBe(0);
  expect(printed).toMatch(/"Bad Name" cannot name a gateway/);
  expect(printed).toMatch(/my-api is not empty/);
  expect(printed).toMatch(/Answer empty or shop\./);
  expect(printed).toMatch(/Answer yes or no\./);
  expect(manifest('asked-for').scripts.start).toBe('tandem start --auth=jwt');
});

test('writes nothing when the answers end early', async () => {
  const { code, complained } = await runCreate(folder, [], ['ended-early']);
  expect({ code, complained }).toEqual({
    code: 1,
    complained: 'Nothing was written: not all questions were answered.\n',
  });
  expect(existsSync(join(folder, 'ended-early'))).toBe(false);
});

test('takes the gateway from where it is told', async () => {
  put(folder, { 'built/gateway.tgz': '' });
  const dependency = { '@tandem/gateway': `file:${join(folder, 'built/gateway.tgz')}` };
  // Each from the folder in which it is typed.
  for (const [index, place] of ['built/gateway.tgz', './built/gateway.tgz', 'file:built/gateway.tgz'].entries()) {
    await runCreate(folder, [`of-a-tarball-${index}`, '--yes', '--package', place]);
    expect(manifest(`of-a-tarball-${index}`).dependencies).toEqual(dependency);
  }
  await runCreate(folder, ['of-a-range', '--yes', '--package', '~1.2.0']);
  expect(manifest('of-a-range').dependencies).toEqual({ '@tandem/gateway': '~1.2.0' });
});

test('refuses a gateway that is not there, and writes nothing', async () => {
  const { code, complained } = await runCreate(folder, ['of-nothing', '--yes', '--package', '../none.tgz']);
  expect(code).toBe(2);
  expect(complained).toContain(
    `There is no ${join(folder, '../none.tgz')} for --package to take @tandem/gateway from.`,
  );
  expect(existsSync(join(folder, 'of-nothing'))).toBe(false);
});

test('writes into an empty folder, and into one with a repository', async () => {
  put(folder, { 'cloned/.git/HEAD': '' });
  expect(await runCreate(folder, ['cloned', '--yes'])).toMatchObject({ code: 0 });
  expect(await runCreate(join(folder, 'cloned/resolvers'), ['.', '--yes'])).toMatchObject({ code: 1 });
});

describe('is refused in one sentence:', () => {
  beforeAll(() => put(folder, { 'full/a.txt': '', 'a-file': '' }));

  test.each([
    ['full', / is not empty: /],
    ['a-file', / is a file: /],
    ['Upper', /^"Upper" cannot name a gateway: /],
    ['a', /^"a" cannot name a gateway: /],
    ['ends-', /^"ends-" cannot name a gateway: /],
    ['x'.repeat(33), / cannot name a gateway: /],
    ['http', /^npm takes no package called "http"/],
    // https://github.com/npm/validate-npm-package-name#naming-rules
    ['.hidden', / cannot name a gateway: /],
    ['_under', / cannot name a gateway: /],
    ['node_modules', / cannot name a gateway: /],
    ['favicon.ico', / cannot name a gateway: /],
  ])('%s', async (name, sentence) => {
    // Before the first question, too.
    for (const answers of [undefined, []]) {
      const { code, printed, complained } = await runCreate(folder, [name], answers);
      expect({ code, printed }).toEqual({ code: 1, printed: '' });
      expect(complained).toMatch(sentence);
      expect(complained.trim().split('\n')).toHaveLength(1);
    }
    expect(existsSync(join(folder, name, 'package.json'))).toBe(false);
  });

  test.each([[['--template', 'none']], [['--nothing']], [['one', 'two']]])('the command line %j', async (line) => {
    const { code, complained } = await runCreate(folder, line);
    expect(code).toBe(2);
    expect(complained.split('\n')[1]).toBe('See: npm create tandem -- --help');
  });
});

test('--help names every option', async () => {
  const { code, printed } = await runCreate(folder, ['--help']);
  expect(code).toBe(0);
  for (const option of ['--template', '--auth', '--package', '--yes', '--help']) expect(printed).toContain(option);
});
