import { Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { DeclaredClass, DomainOptions } from '../../schema/facts';
import { defineGateway, defineModule } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';

/*
 * Two releases of a gateway, with all that may happen to the indexes of a table between them: of planks one comes, one
 * has another key and one goes, nails get their first, and screws are new.
 */

type Indexes = DomainOptions['indexes'];

function domain(name: string, indexes: Indexes): DeclaredClass {
  class Part {}
  for (const [field, decorate] of Object.entries({
    id: Id(),
    title: Text({ max: 120 }),
    brand: Text({ max: 60 }),
    rank: Integer(),
  })) {
    decorate(Part.prototype, field);
  }
  Object.defineProperty(Part, 'name', { value: name[0]!.toUpperCase() + name.slice(1) });
  Domain(name, { indexes })(Part);
  return Part;
}

const gatewayOf = (domains: readonly DeclaredClass[]): GatewayDefinition =>
  defineGateway({ name: 'yard', modules: [defineModule({ name: 'yard', domains })] });

const byTitle = { partition: 'title' };

/** The release before. */
export const releaseBefore = gatewayOf([
  domain('plank', { byTitle, byRank: { partition: 'rank' }, byOld: { partition: 'brand', sort: 'title' } }),
  domain('nail', undefined),
]);

/** The release that is deployed. */
export default gatewayOf([
  domain('plank', { byTitle, byRank: { partition: 'brand', sort: 'rank' }, byBrand: { partition: 'brand' } }),
  domain('nail', { byTitle }),
  domain('screw', { byTitle, byBrand: { partition: 'brand' } }),
]);
