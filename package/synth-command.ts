import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from './command';
import { build } from './commands';
import { missingPeers, synthesisPeers } from '../tools/peers';
import { nodeOptions } from './program';

const usage = `tandem synth [--stage dev] [--output cdk.out]

Bundles the functions and writes the CloudFormation template of a stage. Needs no credentials and no network.
`;

/** `tandem synth`: the bundle, and the template that infra/app.ts of the application gives, or the gateway's own. */
export const synthCommand: Command = async (line, folder) => {
  const { values } = parseArgs({
    args: [...line],
    options: {
      stage: { type: 'string', default: 'dev' },
      output: { type: 'string', default: join(folder, 'cdk.out') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const missing = missingPeers(synthesisPeers);
  if (missing !== undefined) throw new Error(missing);
  const built = await build([], folder);
  if (built > 0) return built;
  const program = ['infra/app.ts', 'infra/app.js'].map((name) => join(folder, name)).find(existsSync);
  const own = join(__dirname, '../infra/app');
  const { status } = spawnSync(process.execPath, [...nodeOptions, program ?? own], {
    cwd: folder,
    stdio: 'inherit',
    // What the CDK's own command tells an application.
    env: {
      ...process.env,
      CDK_OUTDIR: values.output,
      CDK_CONTEXT_JSON: JSON.stringify({
        stage: values.stage,
        'aws:cdk:disable-version-reporting': true,
        'aws:cdk:disable-path-metadata': true,
      }),
    },
  });
  if (status === 0) process.stdout.write(`Wrote the template of ${values.stage} to ${values.output}.\n`);
  return status ?? 1;
};
