import { join } from 'node:path';
import { recordOf, textOf } from '../schema/guards';
import { loadDefinition } from '../services/application';
import { complaintOf } from '../services/command-line';
import { configurationOf, usualStages } from './configuration';
import type { Configuration } from './configuration';
import { synthesise } from './synthesise';
import { waveFrom } from './wave';

/** How the template of an application differs from the usual one. */
export interface SynthesisRun {
  /** The stages by their names, made from the usual ones; those themselves when left out. */
  readonly stages?: (usual: ReturnType<typeof usualStages>) => Readonly<Record<string, Configuration>>;
}

/**
 * What `infra/app.ts` runs: writes the template of the stage that the CDK names, of the application in the folder of
 * the process. Whatever fails ends in a sentence and the exit code 1.
 */
export async function runSynthesis({ stages = (usual) => usual }: SynthesisRun = {}): Promise<void> {
  try {
    const folder = process.cwd();
    const { stage, wave } = recordOf(JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}'));
    const definition = await loadDefinition(folder);
    synthesise({
      definition,
      configuration: configurationOf(stages(usualStages(definition.name)), textOf(stage) ?? 'dev'),
      asset: join(folder, 'build/lambda'),
      environment: process.env,
      wave: waveFrom(wave, definition, folder),
    });
  } catch (error) {
    process.stderr.write(`The template was not written: ${complaintOf(error)}`);
    process.exitCode = 1;
  }
}
