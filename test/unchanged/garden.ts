import { anyone, any, owner, role, signedIn } from '../../schema/access';
import {
  Date,
  DateTime,
  Duration,
  Email,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  ListOf,
  Many,
  Money,
  Nested,
  NestedList,
  Reference,
  Text,
  Total,
  Url,
} from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';

// An application as it could be written when released.json was made, and no word of it may be written anew.

class Place {
  @Text({ max: 40 }) garden!: string;
  @Integer({ min: 1, max: 99, optional: true }) row?: number;
}

@Domain('plant', {
  access: { read: anyone, write: role('gardener') },
  indexes: { byFamily: { partition: 'family', sort: 'price' }, byPlanting: { partition: 'family', sort: 'planted' } },
  scan: true,
  events: true,
  backfills: { 'family-2026': { fields: ['family'] } },
})
class Plant {
  @Id() id!: string;
  @Text({ max: 120, doc: 'Its name in Latin.', example: 'Quercus robur' }) name!: string;
  @Text({ max: 60, default: 'None' }) family!: string;
  @Money({ min: 0, optional: true }) price?: number;
  @Integer({ min: 0, optional: true }) count?: number;
  @Float({ optional: true }) height?: number;
  @Flag({ default: false }) isEdible!: boolean;
  @DateTime({ optional: true }) planted?: string;
  @Date({ optional: true }) blooms?: string;
  @Duration({ optional: true }) ripens?: string;
  @Url({ optional: true }) picture?: string;
  @Enumeration('Soil', ['CLAY', 'SAND', 'PEAT'], { optional: true }) soil?: string;
  @ListOf('text', { max: 10, optional: true }, { max: 30 }) tags?: string[];
  @Nested(() => Place, { optional: true }) place?: Place;
}

class Row {
  @Reference(() => Plant) plantId!: string;
  @Integer({ min: 1, max: 1000 }) quantity!: number;
}

@Domain('bed', {
  access: { read: any(owner('gardener'), role('admin')), write: owner('gardener'), list: role('admin') },
  key: { partition: 'gardener', sort: 'number' },
  order: { field: 'number', descending: true },
  operations: ['get', 'list', 'create', 'replace', 'update', 'delete', 'getMany', 'createMany'],
  scan: true,
  expiresAfterDays: 365,
})
class Bed {
  @Text({ max: 60 }) gardener!: string;
  @Integer({ min: 1 }) number!: number;
  @NestedList(() => Row, { max: 100 }) rows!: Row[];
  @Total({ of: 'rows', times: 'quantity', price: 'plant.price' }) readonly value?: number;
  @Text({ max: 200, optional: true, sensitive: true }) note?: string;
}

@Domain('gardener', { access: { read: signedIn, write: role('admin') }, page: { default: 5, max: 50 } })
class Gardener {
  @Id({ max: 60 }) id!: string;
  @Email({ optional: true, visible: role('admin') }) email?: string;
  @Many(() => Bed, { by: 'gardener' }) beds!: Bed[];
}

export default defineGateway({
  name: 'garden',
  modules: [defineModule({ name: 'garden', domains: [Plant, Bed, Gardener] })],
});
