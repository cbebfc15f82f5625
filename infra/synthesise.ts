import { App } from 'aws-cdk-lib';
import { VALIDATE_AGAINST_DEFAULT_RULES } from 'aws-cdk-lib/cx-api';
import { domainOf } from '../schema/facts';
import { withInternal } from '../schema/internal';
import type { GatewayDefinition } from '../services/definition';
import type { Configuration } from './configuration';
import { checkConfiguration } from './configuration';
import { acceptedByOptions, acceptedFindings, checkWithNag } from './findings';
import type { AcceptedFinding } from './findings';
import { firstFrom } from './kept';
import type { First } from './kept';
import { GatewayStack } from './stack';
import type { Wave } from './wave';

/** What a template is made from, and where it goes. */
export interface SynthesisOptions {
  readonly definition: GatewayDefinition;
  readonly configuration: Configuration;
  /** The folder of the bundle. */
  readonly asset: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Up to which change of indexes; all of them when left out. */
  readonly wave?: Wave;
  /** What cdk-nag may find; what infra/findings.ts says when left out. */
  readonly accepted?: readonly AcceptedFinding[];
  /** Where the template goes; the CDK's own command says so itself. */
  readonly folder?: string;
}

/**
 * Writes the template of a stage. Needs no credentials, no network and no Docker.
 * @throws Error when cdk-nag finds what infra/findings.ts does not accept, for what CloudFormation would refuse, and for a configuration that cannot be
 */
export function synthesise({ folder, accepted, ...options }: SynthesisOptions): void {
  const { configuration, definition, environment } = options;
  checkConfiguration(configuration);
  checkRegion(configuration, environment);
  const app = new App({
    outdir: folder,
    // By the schemas of CloudFormation's resources: what AWS would refuse in the middle of a deployment, such as a
    // function of 50 MB, is an error here and not a warning.
    context: { [VALIDATE_AGAINST_DEFAULT_RULES]: true },
  });
  checkWithNag(
    app,
    new GatewayStack(app, 'Tandem', { ...options, first: firstIn(app, definition) }),
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

/** What the CDK is told by `-c first=`. @throws Error for what is neither true nor a domain */
function firstIn(app: App, { domains }: GatewayDefinition): First {
  const names = withInternal(domains).map((type) => domainOf(type).name);
  return firstFrom(app.node.tryGetContext('first'), names);
}
