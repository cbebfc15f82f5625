import { join } from 'node:path';
import { configurationOf, synthesise, usualStages } from '@tandem/gateway/infra';
import definition from '../tandem';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for prod.

const usual = usualStages(definition.name);

/** The stages. What stands here is said in place of the usual; a further stage is one more line. */
const stages = {
  dev: { ...usual.dev, monthlyBudget: 10 },
  prod: { ...usual.prod, monthlyBudget: 100 },
};

const { stage = 'dev' } = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as { readonly stage?: string };

try {
  synthesise({
    definition,
    configuration: configurationOf(stages, stage),
    asset: join(__dirname, '../build/lambda'),
    environment: process.env,
  });
} catch (error) {
  // A sentence for whoever configures the stage.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
