import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-dev-'));
const port = '4870';

beforeAll(() => {
  for (const name of [
    'api',
    'local',
    'resolvers',
    'schema',
    'services',
    'tables',
    'examples/lambda-apigateway',
    'test/trial',
    // The console reads files as the import does.
    'tools/transfer',
    'tsconfig.json',
    '.swcrc',
    'package.json',
    'package-lock.json',
  ]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'tandem.ts'), "export { default } from './test/trial/tandem';\n");
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function healthIs(text: string): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).then(
      async (response) => response.text(),
      () => '',
    );
    if (answer.includes(text)) return;
    await sleep(200);
  }
  throw new Error(`/health never said ${text}.`);
}

test('each save reloads the gateway, in place or by renaming, and Ctrl-C ends it all', async () => {
  const file = join(folder, 'api/health/index.ts');
  const source = readFileSync(file, 'utf8');
  const program = spawn(process.execPath, ['-r', '@swc-node/register', 'local/dev.ts', '--memory', '--port', port], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let errors = '';
  program.stderr.on('data', (text) => (errors += text));
  try {
    await healthIs('"ok"');
    for (const [round, word] of ['first', 'second', 'third', 'fourth'].entries()) {
      const changed = source.replace("{ status: 'ok', tokensFrom }", `{ status: '${word}', tokensFrom }`);
      expect(changed).not.toBe(source);
      if (round % 2 === 0) writeFileSync(file, changed);
      else {
        writeFileSync(`${file}.new`, changed);
        renameSync(`${file}.new`, file);
      }
      await healthIs(`"${word}"`);
    }
  } finally {
    process.kill(-program.pid!, 'SIGINT');
  }
  const [code] = await once(program, 'close');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
});
