import { Counted, Sum } from '../../schema/counted';
import { Email, Id, Integer, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Unique } from '../../schema/unique';
import { defineGateway, defineModule } from '../../services/definition';

/** Things with an owner's address that nobody else may have, in bins that know how many they hold. */
@Domain('thing')
class Thing {
  @Id() id!: string;
  @Unique({ ignoreCase: true }) @Email() mail!: string;
  @Text({ max: 20 }) binId!: string;
  @Integer() grams!: number;
}

@Domain('bin', { events: false })
class Bin {
  @Id() id!: string;
  @Text({ default: 'bin' }) label!: string;
  @Counted(() => Thing, { by: 'binId', shards: 2 }) things!: number;
  @Sum(() => Thing, { by: 'binId', of: 'grams' }) weight!: number;
}

/** A sign on a bin, which is not deleted as long as it has one. */
@Domain('sign')
class Sign {
  @Id() id!: string;
  @Reference(() => Bin, { onDelete: 'refuse', max: 20 }) binId!: string;
}

/** A place in a bin. */
@Domain('slot', { key: { partition: 'binId', sort: 'id' } })
class Slot {
  @Text({ max: 20 }) binId!: string;
  @Id({ max: 20 }) id!: string;
}

/** A lid on a place, of a key of two fields. */
@Domain('lid')
class Lid {
  @Id() id!: string;
  @Text({ max: 20 }) binId!: string;
  @Reference(() => Slot, { onDelete: 'refuse', partition: 'binId', optional: true, max: 20 }) slotId?: string;
}

const domains = [Thing, Bin, Sign, Slot, Lid];

export default defineGateway({ name: 'keeping', modules: [defineModule({ name: 'keeping', domains })] });
