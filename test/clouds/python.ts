import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The virtual environment of Python with the packages of requirements.txt. */
const programs = resolve(__dirname, '../../build/clouds/bin');

/** The path of a program of Python's packages. */
export const programOf = (name: string): string => join(programs, name);

/** Where the programs of Python's packages are found before those of the machine, for who looks for them by name. */
export const searchPath = `${programs}:${process.env['PATH']}`;

/** `describe` for tests that need the packages of Python: skipped with a printed reason without them, a failure in CI. */
export function describeWithPython(name: string, tests: () => void): void {
  const isThere = ['cfn-lint', 'moto_server', 'aws'].map(programOf).every(existsSync);
  if (isThere || process.env['CI']) return describe(name, tests);
  process.stderr.write(
    `\nSkipped "${name}": cfn-lint and moto are not installed. npm run install:clouds does it, with Python 3.11 or later.\n`,
  );
  describe.skip(name, tests);
}

/** What cfn-lint says of a template. */
export interface LintFinding {
  readonly level: 'Error' | 'Warning';
  /** Such as E3012. https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md */
  readonly rule: string;
  readonly template: string;
  readonly message: string;
}

/** What cfn-lint finds in some templates, by their names, for two regions. */
export async function lint(templates: Readonly<Record<string, unknown>>): Promise<readonly LintFinding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-lint-'));
  try {
    const files = Object.entries(templates).map(([name, template]) => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(template));
      return file;
    });
    const options = ['--format', 'json', '--regions', 'us-east-1', 'eu-central-1', '--'];
    // Its exit code tells of findings, which its output names.
    const { stdout } = await run(programOf('cfn-lint'), [...options, ...files], { maxBuffer: 2 ** 26 }).catch(
      (error: { stdout?: string }) => {
        if (error.stdout?.startsWith('[')) return { stdout: error.stdout };
        throw error;
      },
    );
    const findings = JSON.parse(stdout || '[]') as readonly any[];
    return findings.map(({ Level, Rule, Filename, Message }) => ({
      level: Level,
      rule: Rule.Id,
      template: Filename.slice(folder.length + 1, -'.json'.length),
      message: Message,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
