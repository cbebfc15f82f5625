import { tracker } from '../../examples/tracker';
import { trackerProblems } from '../../examples/tracker/problems';
import { Task } from '../../examples/tracker/schema/work';
import { recordOf } from '../../schema/guards';
import { domainOf } from '../../schema/facts';
import type { Consumer } from '../../services/consumer';
import { defineGateway, defineModule } from '../../services/definition';
import { tableTouches } from '../../services/table-actions';

const task = domainOf(Task);

/** Works for the tenant of whom an event tells. */
export const looking: Consumer = {
  name: 'looking',
  doc: 'Looks at each task that was changed.',
  event: { source: 'tandem.task', detailType: 'TaskUpdated' },
  operation: 'lookAtTask',
  touches: tableTouches(task).get,
  take: async (detail, context) => {
    const { id } = recordOf(recordOf(detail).key);
    const item = await context.table(task).get({ id });
    return item ? 'seen' : 'gone';
  },
};

/** The tracker without what all of its organisations share. */
export const tenantsAlone = defineGateway({
  name: 'tracker',
  modules: [
    defineModule({
      ...tracker,
      domains: tracker.domains?.filter((type) => domainOf(type).tenant !== undefined),
      consumers: [looking],
      problems: trackerProblems,
    }),
  ],
  transactions: true,
});
