import { defineGateway } from '../../services/definition';
import type { GatewayDefinition, Module } from '../../services/definition';
import definition from '../../tandem';
import { judgeWhole } from '../../test/judged';

judgeWhole(definition);

/** The gateway of the root: that of the shop. */
export { definition };
export const { domains } = definition;

/** The same gateway with another shop in the place of its own. */
export function withShop(shop: Module): GatewayDefinition {
  const modules = definition.modules.map((module) => (module.name === shop.name ? shop : module));
  return defineGateway({ ...definition, modules });
}
