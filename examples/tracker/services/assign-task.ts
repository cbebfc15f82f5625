import { Id } from '../../../schema/decorators';
import { domainOf } from '../../../schema/facts';
import { change, writeTouches } from '../../../services/change';
import { ServiceError } from '../../../services/errors';
import { operation } from '../../../services/operation';
import { tableTouches } from '../../../services/table-actions';
import { trackerProblems } from '../problems';
import { Member, Task } from '../schema/work';

const [members, tasks] = [domainOf(Member), domainOf(Task)];

/** Who gets a task. */
export class Assignment {
  @Id({ max: 60, example: 'ada' }) memberId!: string;
}

/** Assigns a task to a member who is active at that moment: the member is looked at in the same transaction. */
export const assignTask = operation({
  access: tasks.access?.write,
  name: 'assignTask',
  kind: 'mutation',
  domain: tasks,
  doc: 'Assigns a task to an active member.',
  route: { method: 'POST', path: '/task/{id}/assign', success: 200 },
  key: true,
  body: { of: 'item', type: Assignment, mode: 'whole' },
  conditional: true,
  problems: [trackerProblems['not-active']],
  gives: { as: 'item', type: Task },
  touches: [...writeTouches(tasks).update, ...tableTouches(members).check],
  perform: async ({ key, body, precondition }, context) => {
    const active = { field: ['isActive'], comparison: 'eq', values: [true] } as const;
    const refusal = (): Error => new ServiceError(trackerProblems['not-active'], 'The member is not active.');
    return change(tasks, key, precondition, context, {
      update: { set: { assigneeId: body.memberId }, remove: [] },
      with: () => [{ domain: members, check: { id: body.memberId }, condition: { where: active }, refusal }],
    });
  },
});
