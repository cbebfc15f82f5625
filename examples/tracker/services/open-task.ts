import { domainOf } from '../../../schema/facts';
import { change, writeTouches } from '../../../services/change';
import { identifier } from '../../../services/identifier';
import { operation } from '../../../services/operation';
import { missing, taken } from '../../../services/precondition';
import { tableTouches } from '../../../services/table-actions';
import { NewTask, Project, Task } from '../schema/work';

const [projects, tasks] = [domainOf(Project), domainOf(Task)];

/** Gives a task the next number of its project: both are written or neither, so that no number is left out. */
export const openTask = operation({
  access: tasks.access?.write,
  name: 'openTask',
  kind: 'mutation',
  domain: tasks,
  doc: 'Opens a task of a project, with the next number of the project.',
  route: { method: 'POST', path: '/project/{projectId}/task', success: 201, location: tasks },
  key: tasks.fields.filter(({ name }) => name === 'projectId'),
  body: { of: 'item', type: NewTask, mode: 'whole' },
  gives: { as: 'item', type: Task },
  touches: [
    ...tableTouches(tasks).get,
    ...writeTouches(tasks).create,
    ...tableTouches(projects).get,
    ...writeTouches(projects).update,
  ],
  perform: async ({ key: { projectId }, body }, context) => {
    const id = identifier(context.now().getTime());
    return change(tasks, { id }, {}, context, {
      existing: () => Promise.reject(taken()),
      // Asked again when another task was faster to take the number.
      missing: async () => {
        const project = await context.table(projects).get({ id: projectId });
        if (!project) throw missing();
        const number = Number(project.lastNumber) + 1;
        const counted = { set: { lastNumber: number }, remove: [] };
        return {
          create: { ...body, id, projectId, number, status: 'TODO' },
          with: () => [
            { domain: projects, update: { id: projectId }, changes: counted, condition: {}, current: project },
          ],
        };
      },
    });
  },
});
