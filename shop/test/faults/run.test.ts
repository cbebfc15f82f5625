import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** Runs the program behind `npm run test:faults` on the engine of the test run. */
function runProgram(...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const program = ['-r', '@swc-node/register', join(__dirname, 'run.ts'), ...given];
  return new Promise((done) => {
    execFile(process.execPath, program, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test('the long runs can be chosen one by one, and end with a table', async () => {
  const { code, stdout } = await runProgram('--suite', 'race-stock', '--trials', '1', '--seed', '5');
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    expect.stringMatching(
      /^\| suite +\| subject \| trials \| kills \| faults \| accepted \| doubled \| lost \| gave up \|/,
    ),
    expect.stringMatching(/^\| -+ \|/),
    expect.stringMatching(
      /^\| race-stock \| tandem +\| +1 \| +0 \| +\d+ \| +10 \| +0 \| +0 \| +0 \| .* 5 \| kept +\|$/,
    ),
    expect.stringMatching(/^\| race-stock \| tandem /),
  ]);
  expect(code).toBe(0);
});

test('a broken promise ends the program with 1, and is told with seed, calls and the command that repeats it', async () => {
  const { code, stdout, stderr } = await runProgram(
    ...['--suite', 'race-stock', '--trials', '1', '--seed', '5', '--subject', 'naive'],
  );
  expect(stdout).toMatch(/\| BROKEN: counted/);
  expect(stderr).toContain('The calls of trial 1:\n');
  expect(stderr).toContain('Replay: npm run test:faults -- --suite race-stock --seed 5 --trials 1 --subject naive\n');
  expect(code).toBe(1);
});

test('a suite that is not there is answered with those that are', async () => {
  const { code, stderr } = await runProgram('--suite', 'check-out');
  expect(stderr).toContain('There are the suites checkout, exhaustive, race-key');
  expect(code).toBe(1);
});
