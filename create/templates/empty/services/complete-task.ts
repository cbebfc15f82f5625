import { change, domainOf, itemPath, operation, ServiceError, tableTouches, writeTouches } from '@tandem/gateway';
import { Task } from '../schema/task';

const tasks = domainOf(Task);

/** Marks a task as done: POST /task/{id}/complete, the mutation completeTask, and a tool of that name. */
export const completeTask = operation({
  access: tasks.access?.write,
  name: 'completeTask',
  kind: 'mutation',
  domain: tasks,
  doc: 'Marks a task as done, once.',
  route: { method: 'POST', path: `${itemPath(tasks)}/complete`, success: 200 },
  key: true,
  conditional: true,
  // What it answers with beside the errors that its form tells.
  problems: ['conflict'],
  gives: { as: 'item', type: Task },
  // What it does to DynamoDB: the role of the deployed function may do this and no more.
  touches: [...tableTouches(tasks).get, ...writeTouches(tasks).update],
  perform: async ({ key, precondition }, context) =>
    change(tasks, key, precondition, context, {
      existing: ({ done }) => {
        if (done === true) throw new ServiceError('conflict', 'The task is done already.');
        return { update: { set: { done: true }, remove: [] } };
      },
    }),
});
