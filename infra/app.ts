import { App } from 'aws-cdk-lib';
import { join } from 'node:path';
import { domains } from '../schema';
import { configurationOf } from './configuration';
import { check } from './findings';
import { GatewayStack } from './stack';

// What the CDK runs, by cdk.json: `npx cdk deploy` for dev, `npx cdk deploy -c stage=prod` for production.

const app = new App();
const stage = (app.node.tryGetContext('stage') as string | undefined) ?? 'dev';
const stack = new GatewayStack(app, 'Tandem', {
  configuration: configurationOf(stage),
  domains,
  asset: join(__dirname, '../build/lambda'),
  environment: process.env,
});
check(app, stack);
