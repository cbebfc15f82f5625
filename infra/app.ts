import { join } from 'node:path';
import { domains } from '../schema';
import { configurationOf } from './configuration';
import { synthesise } from './synthesise';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for production.

const { stage = 'dev' } = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as { stage?: string };
synthesise({
  configuration: configurationOf(stage),
  domains,
  asset: join(__dirname, '../build/lambda'),
  environment: process.env,
});
