import type { DeclaredClass } from '../../schema/facts';
import { defineGateway, defineModule } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import { servedDocument } from '../served';

/**
 * Puts a gateway together that has more domains, as a start does, and asks it for its GraphQL schema.
 * @throws DeclarationError of what the gateway does not take, such as a name that is there already
 */
export async function checkDomains(definition: GatewayDefinition, types: readonly DeclaredClass[]): Promise<void> {
  const added = defineModule({ name: 'added', domains: types });
  const { name, title, description, eventBus, modules } = definition;
  const whole = defineGateway({ name, title, description, eventBus, modules: [...modules, added] });
  await servedDocument(whole, '/schema.graphql');
}
