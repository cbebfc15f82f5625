import { Comment, Member, Project, Task } from '../../examples/tracker/schema/work';
import { trackerProblems } from '../../examples/tracker/problems';
import { assignTask } from '../../examples/tracker/services/assign-task';
import { openTask } from '../../examples/tracker/services/open-task';
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
      name: 'tracker',
      domains: [Member, Project, Task, Comment],
      operations: [openTask, assignTask],
      consumers: [looking],
      problems: trackerProblems,
    }),
  ],
  transactions: true,
});
