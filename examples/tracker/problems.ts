import { defineProblems } from '../../services/errors';

/** What can go wrong in the tracker alone. */
export const trackerProblems = defineProblems({
  'task-cannot-move': {
    status: 409,
    title: 'The task cannot move there',
    graphql: 'TASK_CANNOT_MOVE',
    help: 'A task goes from TODO to DOING and from there to DONE, or back by one step. The error says where it can go now.',
  },
  'not-active': {
    status: 409,
    title: 'Nobody can do this task',
    graphql: 'NOT_ACTIVE',
    help: 'The member is not there, or has left. Assign the task to somebody who is active.',
  },
});
