import { App } from 'aws-cdk-lib';
import type { GatewayDefinition } from '../services/definition';
import type { Configuration } from './configuration';
import { checkConfiguration } from './configuration';
import { acceptedByOptions, acceptedFindings, checkWithNag } from './findings';
import type { AcceptedFinding } from './findings';
import { GatewayStack } from './stack';

/** What a template is made from, and where it goes. */
export interface SynthesisOptions {
  readonly definition: GatewayDefinition;
  readonly configuration: Configuration;
  /** The folder of the bundle. */
  readonly asset: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What cdk-nag may find; what infra/findings.ts says when left out. */
  readonly accepted?: readonly AcceptedFinding[];
  /** Where the template goes; the CDK's own command says so itself. */
  readonly folder?: string;
}

/**
 * Writes the template of a stage. Needs no credentials, no network and no Docker.
 * @throws Error when cdk-nag finds what infra/findings.ts does not accept, and for a configuration that cannot be
 */
export function synthesise({ folder, accepted, ...options }: SynthesisOptions): void {
  const { configuration, definition, environment } = options;
  checkConfiguration(configuration);
  checkRegion(configuration, environment);
  const app = new App({ outdir: folder });
  checkWithNag(
    app,
    new GatewayStack(app, 'Tandem', { ...options, isFirst: isFirstIn(app) }),
    definition,
    accepted ?? [...acceptedFindings, ...acceptedByOptions(configuration)],
  );
  app.synth();
}

/**
 * The metrics of Route 53 are in us-east-1 alone, so that an alarm elsewhere would never hear of them.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 * @throws Error when the CDK is about to deploy elsewhere
 */
function checkRegion({ healthCheck }: Configuration, { CDK_DEFAULT_REGION }: NodeJS.ProcessEnv): void {
  if (!healthCheck || !CDK_DEFAULT_REGION || CDK_DEFAULT_REGION === 'us-east-1') return;
  throw new Error(
    `healthCheck has its alarm in us-east-1, where Route 53 writes its metrics, and this stage goes to ${CDK_DEFAULT_REGION}: leave healthCheck out, and let a monitor of your own ask /health?deep=true.`,
  );
}

/** Whether this is the first deployment of the stage, `-c first=true`. @throws Error for another value than true and false */
function isFirstIn(app: App): boolean {
  const first: unknown = app.node.tryGetContext('first');
  if (first === undefined || first === false || first === 'false') return false;
  if (first === true || first === 'true') return true;
  throw new Error('first is true for the first deployment of a stage: -c first=true. Leave it out for all others.');
}
