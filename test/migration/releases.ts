import { Id, Integer, Money, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import type { DeclaredClass } from '../../schema/facts';

/*
 * Two releases of a gateway on one table: the later one has two new indexes, a field with a new default, one of another
 * name, one of another name and kind, and one that is new and required.
 */

const gatewayOf = (type: DeclaredClass): GatewayDefinition =>
  defineGateway({ name: 'yard', modules: [defineModule({ name: 'yard', domains: [type] })] });

function before(): DeclaredClass {
  @Domain('plank', { scan: true })
  class Plank {
    @Id({ max: 60 }) id!: string;
    @Text() title!: string;
    @Text({ max: 10 }) zip!: string;
    @Text({ max: 20 }) price!: string;
    @Integer({ optional: true }) length?: number;
  }
  return Plank;
}

function after(): DeclaredClass {
  @Domain('plank', {
    scan: true,
    indexes: { byBrand: { partition: 'brand' }, byPlace: { partition: 'zipCode', sort: 'cost' } },
    backfills: {
      'places-and-costs': { fields: ['zipCode', 'cost'] },
      brands: { fields: ['brand'] },
      // The version that it has seen, so that a run can tell whether another has written in between.
      labels: {
        fields: ['label'],
        item: ({ id, version, label }) => (label ? {} : { label: `label of ${String(id)} at ${Number(version)}` }),
      },
    },
  })
  class Plank {
    @Id({ max: 60 }) id!: string;
    @Text() title!: string;
    @Text({ max: 30, default: 'none' }) brand!: string;
    @Text({ max: 10, was: 'zip' }) zipCode!: string;
    @Money({ was: { name: 'price', read: (stored) => Number(stored), write: (value) => String(value) } }) cost!: number;
    @Text() label!: string;
    @Integer({ optional: true }) length?: number;
  }
  return Plank;
}

/** The release before. */
export const releaseBefore = gatewayOf(before());

/** The release that the table is filled in for; the program of the backfills finds it here. */
export default gatewayOf(after());
