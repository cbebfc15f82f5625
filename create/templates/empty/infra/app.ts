import { runSynthesis } from '@tandem/gateway/infra';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for prod.

void runSynthesis({
  // What stands here is said in place of the usual; a further stage is one more line.
  stages: (usual) => ({
    dev: { ...usual.dev, monthlyBudget: 10 },
    prod: { ...usual.prod, monthlyBudget: 100 },
  }),
});
