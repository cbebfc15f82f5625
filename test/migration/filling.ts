import { anyone } from '../../schema/access';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';

/* A release with backfills, one of which fills in what nobody may see, and one of which fails for some items. */

@Domain('plank', {
  access: { read: anyone, write: anyone },
  scan: true,
  indexes: { byLabel: { partition: 'label' } },
  backfills: {
    labels: {
      fields: ['label'],
      item: ({ id }) => {
        if (id === 'bent') throw new Error('A bent plank has no label.');
        return { label: `label of ${String(id)}` };
      },
    },
    marks: { fields: ['mark'], item: ({ mark }) => ({ mark: String(mark).toUpperCase() }) },
  },
})
class Plank {
  @Id() id!: string;
  @Text({ max: 60 }) label!: string;
  @Text({ optional: true, sensitive: true }) mark?: string;
}

@Domain('nail', {
  access: { read: anyone, write: anyone },
  scan: true,
  backfills: {
    sizes: {
      item: ({ id }) => {
        if (id === 'bent') throw new Error('A bent nail has no size.');
        return { size: 'small' };
      },
    },
  },
})
class Nail {
  @Id() id!: string;
  @Text({ optional: true }) size?: string;
}

export default defineGateway({ name: 'yard', modules: [defineModule({ name: 'yard', domains: [Plank, Nail] })] });
