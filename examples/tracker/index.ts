import { defineModule } from '../../services/definition';
import { trackerProblems } from './problems';
import { Organisation } from './schema/organisation';
import { Comment, Label, Member, Project, Task, TaskLabel } from './schema/work';
import { assignTask } from './services/assign-task';
import { openTask } from './services/open-task';

/** A project tracker for many organisations, none of which sees anything of another. */
export const tracker = defineModule({
  name: 'tracker',
  domains: [Organisation, Member, Project, Task, Comment, Label, TaskLabel],
  operations: [openTask, assignTask],
  problems: trackerProblems,
});
