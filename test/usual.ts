import type { DeclaredClass } from '../schema/facts';
import { defineGateway, defineModule } from '../services/definition';
import type { GatewayDefinition, ModuleFacts } from '../services/definition';
import { judgeWhole } from './judged';
import definition from './trial/tandem';

judgeWhole(definition);

/** The gateway of a test that says no other: that of the trial domains. */
export { definition };
export const { domains } = definition;

/** A gateway of these domains and nothing else, or of what else is said. */
export function gatewayOf(domains: readonly DeclaredClass[], facts: Partial<ModuleFacts> = {}): GatewayDefinition {
  return defineGateway({ name: 'trial', modules: [defineModule({ name: 'trial', ...facts, domains })] });
}
