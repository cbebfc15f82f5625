import { packagedSources } from '../../create/shop-template';
import { startTestGateway } from '../../package/testing';
import { loadDefinition } from '../../services/application';
import { noteTables } from '../noted-tables';
import { complaintsOf, createProject, openFolder, put } from './projects';

// The project tracker of the examples in an application that was just created, as docs/modules.md has it: a module in a folder
// of its own, which knows of the gateway what its package exports.

const folder = openFolder();

const definitionText = `import { defineGateway } from '@tandem/gateway';
import { tracker } from './tracker';

export default defineGateway({ name: 'my-tracker', modules: [tracker], transactions: true });
`;

test('the tracker compiles, starts and answers in an application of its own', async () => {
  const project = await createProject(folder, 'my-tracker', 'empty');
  const sources = packagedSources('examples/tracker').map(([path, text]) => [`tracker/${path}`, text]);
  put(project, { ...Object.fromEntries(sources), 'tandem.ts': definitionText });
  expect(complaintsOf(folder, './my-tracker/tsconfig.json', ['my-tracker/tandem.ts', 'my-tracker/tracker'])).toBe('');

  const definition = await loadDefinition(project);
  noteTables(definition, '');
  const gateway = await startTestGateway({ definition, auth: 'jwt' });
  try {
    const headers = { Tenant: 'acme' };
    const send = async (method: string, path: string, body?: object) =>
      gateway.rest(method, path, { as: 'admin', headers, body });
    expect((await send('POST', '/project', { id: 'engine', slug: 'engine', name: 'The engine' })).status).toBe(201);
    const opened = await send('POST', '/project/engine/task', { title: 'Draw the mill', points: 3 });
    expect(opened).toMatchObject({ status: 201, json: { number: 1, status: 'TODO', createdBy: 'admin' } });
    const counted = await gateway.graphql('{ project(id: "engine") { openTasks points lastNumber } }', undefined, {
      as: 'admin',
      headers,
    });
    expect(counted.data.project).toEqual({ openTasks: 1, points: 3, lastNumber: 1 });
    const done = await send('PATCH', `/task/${opened.json.id}`, { status: 'DONE' });
    expect(done).toMatchObject({ status: 409, json: { type: '/problems/task-cannot-move' } });
    expect(gateway.log.filter(({ level }) => level === 'error')).toEqual([]);
  } finally {
    await gateway.stop();
  }
});
