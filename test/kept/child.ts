import { createGateway } from '../../api/handler';
import { serve } from '../../local/http';
import { localAccess } from '../../local/tables';
import definition from './bank';

// The program that the run starts and kills: a gateway in a process of its own.

const [endpoint, tablePrefix] = process.argv.slice(2);
const { handler } = createGateway(definition, {
  ...localAccess,
  endpoint,
  tablePrefix,
  cursorKeys: ['a cursor key of a test'],
  authentication: 'open',
  // Outages are what the run is there for.
  log: () => undefined,
});
// A parent that is gone, or was killed, needs no child.
process.on('disconnect', () => process.exit());
void serve({ handler, host: '127.0.0.1', port: 0, payload: 'v2', log: () => undefined }).then(({ url }) =>
  process.send?.(url),
);
