import { join } from 'node:path';
import { domains } from '../schema';
import { recordOf, textOf } from '../schema/guards';
import { configurationOf } from './configuration';
import { synthesise } from './synthesise';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for production.

const { stage } = recordOf(JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}'));
synthesise({
  configuration: configurationOf(textOf(stage) ?? 'dev'),
  domains,
  asset: join(__dirname, '../build/lambda'),
  environment: process.env,
});
