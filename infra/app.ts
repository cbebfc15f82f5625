import { join } from 'node:path';
import { messageOf, recordOf, textOf } from '../schema/guards';
import { loadDefinition } from '../services/application';
import { configurationOf, usualStages } from './configuration';
import { synthesise } from './synthesise';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for production.

async function main(): Promise<void> {
  const { stage } = recordOf(JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}'));
  const definition = await loadDefinition();
  synthesise({
    definition,
    configuration: configurationOf(usualStages(definition.name), textOf(stage) ?? 'dev'),
    asset: join(process.cwd(), 'build/lambda'),
    environment: process.env,
  });
}

main().catch((error: unknown) => {
  // A sentence for whoever configures the stage; the stack of ours would only hide it.
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
