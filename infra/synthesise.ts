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
  const { configuration, definition } = options;
  checkConfiguration(configuration);
  const app = new App({ outdir: folder });
  checkWithNag(
    app,
    new GatewayStack(app, 'Tandem', { ...options, isFirst: isFirstIn(app) }),
    definition,
    accepted ?? [...acceptedFindings, ...acceptedByOptions(configuration)],
  );
  app.synth();
}

/** Whether this is the first deployment of the stage, `-c first=true`. @throws Error for another value than true and false */
function isFirstIn(app: App): boolean {
  const first: unknown = app.node.tryGetContext('first');
  if (first === undefined || first === false || first === 'false') return false;
  if (first === true || first === 'true') return true;
  throw new Error('first is true for the first deployment of a stage: -c first=true. Leave it out for all others.');
}
