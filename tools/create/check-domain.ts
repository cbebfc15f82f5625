import { createGateway } from '../../api/handler';
import type { DeclaredClass } from '../../schema/facts';
import { defineGateway, defineModule } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';

/**
 * Puts a gateway together that has one more domain, as a start does, and asks nothing of it.
 * @throws DeclarationError of what the gateway does not take, such as a name that is there already
 */
export function checkDomain(definition: GatewayDefinition, type: DeclaredClass): void {
  const added = defineModule({ name: 'added', domains: [type] });
  const { name, title, description, eventBus, modules } = definition;
  const whole = defineGateway({ name, title, description, eventBus, modules: [...modules, added] });
  createGateway(whole, {
    endpoint: 'http://127.0.0.1:1',
    cursorKeys: ['for a gateway that is never asked'],
    log: () => undefined,
  });
}
