import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayDefinition } from '../../services/definition';
import { usualStages } from '../configuration';
import { resourcesIn } from './resources';
import type { Resources } from './resources';

/**
 * What the stack of production holds, from its template; nothing where the CDK is not installed, as in an application
 * that is deployed from elsewhere.
 * @param environment the one of the deployment: it may name the bus
 */
export async function resourcesOfProduction(
  definition: GatewayDefinition,
  environment: NodeJS.ProcessEnv,
): Promise<Resources | undefined> {
  const cdk = await import('aws-cdk-lib').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (!cdk) return undefined;
  const { GatewayStack } = await import('../stack');
  const folder = mkdtempSync(join(tmpdir(), 'tandem-plan-'));
  try {
    const app = new cdk.App({ outdir: folder });
    const stack = new GatewayStack(app, 'Tandem', {
      definition,
      configuration: usualStages(definition.name).prod,
      // No bundle is looked at, so that any folder stands for it.
      asset: __dirname,
      environment,
      first: [],
    });
    return resourcesIn(app.synth().getStackArtifact(stack.artifactId).template);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
}
