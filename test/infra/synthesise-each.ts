import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSynthesis } from '../../infra/run-synthesis';

// Writes the templates of the application in the folder of the process, one for each context that the CDK is told by
// `-c`, in a process of its own: loading the CDK under jest would take many times as long.
// Usage: node -r @swc-node/register test/infra/synthesise-each.ts <file> <context as JSON>...

/** What became of one synthesis. */
export interface SynthesisedOnce {
  readonly template?: unknown;
  readonly said: string;
  readonly exitCode: number;
}

void main();

async function main(): Promise<void> {
  const [, , file, ...contexts] = process.argv;
  const outcomes: SynthesisedOnce[] = [];
  const write = process.stderr.write.bind(process.stderr);
  for (const context of contexts) {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-template-'));
    Object.assign(process.env, { CDK_CONTEXT_JSON: context, CDK_OUTDIR: folder });
    let said = '';
    process.stderr.write = (text: string | Uint8Array): boolean => {
      said += text.toString();
      return true;
    };
    process.exitCode = 0;
    await runSynthesis();
    process.stderr.write = write;
    const exitCode = Number(process.exitCode);
    const template =
      exitCode === 0 ? JSON.parse(readFileSync(join(folder, 'Tandem.template.json'), 'utf8')) : undefined;
    outcomes.push({ template, said, exitCode });
    rmSync(folder, { recursive: true });
  }
  process.exitCode = 0;
  writeFileSync(file!, JSON.stringify(outcomes));
}
