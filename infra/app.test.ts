import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What the CDK runs, with what it is told by `-c`: what cannot be is one sentence, as `npx cdk deploy` shows it.

const root = join(__dirname, '..');

test.each([
  [
    { stage: 'prod' },
    /^The template was not written: The stage prod keeps its data, and nobody would hear its alarms: set alarmEmail, or [^\n]+\n$/,
  ],
  [{ stage: 'staging' }, /^The template was not written: There is no stage "staging", only dev and prod: [^\n]+\n$/],
  [{ first: 'perhaps' }, /^The template was not written: -c first names "perhaps", and the domains are [^\n]+\n$/],
])('%j is answered with a sentence, and no stack', (context, sentence) => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-app-'));
  try {
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['-r', '@swc-node/register', '--no-warnings', 'infra/app.ts'],
      {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: folder },
      },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(sentence) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
