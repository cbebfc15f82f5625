import { runSynthesis } from './run-synthesis';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for production.

void runSynthesis();
