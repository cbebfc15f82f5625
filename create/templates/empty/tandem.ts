import { defineGateway, defineModule } from '@tandem/gateway';
import { Task } from './schema/task';
import { completeTask } from './services/complete-task';

/** What this application adds to the gateway. `npx tandem add domain` puts new nouns into the list of domains. */
const tasks = defineModule({
  name: 'tasks',
  domains: [Task],
  operations: [completeTask],
});

export default defineGateway({
  name: 'my-api',
  modules: [tasks],
});
