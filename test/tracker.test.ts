import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authentication } from '../api/auth/authentication';
import { tracker } from '../examples/tracker';
import { defineGateway } from '../services/definition';
import type { Caller } from '../services/context';
import { formats, openGateway } from './harness';
import type { TestGateway } from './harness';

// An application that is not the shop, with nearly everything that a domain can declare beside its fields.

const definition = defineGateway({ name: 'tracker', modules: [tracker], transactions: true });

/** Who asks stands in the header Authorization, as JSON: what proves it is tested beside the verifiers of tokens. */
const authentication: Authentication = {
  callerOf: async ({ headers }) => {
    const text = headers.get('authorization');
    return text === undefined ? undefined : (JSON.parse(text) as Caller);
  },
};

const folder = join(__dirname, '../examples/tracker');

/** The lines of a folder that say something: no imports, comments and blank lines. */
function linesIn(name: string): number {
  const texts = readdirSync(join(folder, name)).map((file) => readFileSync(join(folder, name, file), 'utf8'));
  const lines = texts.flatMap((text) => text.split('\n'));
  return lines.filter((line) => line.trim() !== '' && !/^(import |\s*\/\/|\/\*\* |const \[)/.test(line)).length;
}

test('it is declared in few lines', () => {
  expect(linesIn('schema')).toBeLessThanOrEqual(160);
  expect(linesIn('services')).toBeLessThanOrEqual(60);
});

/** What somebody of an organisation asks. */
function person(gateway: TestGateway, userName: string, org: string, roles: readonly string[] = []) {
  const caller: Caller = { id: `id-of-${userName}`, userName, roles, claims: { org } };
  const headers = { authorization: JSON.stringify(caller) };
  const send = async (method: string, target: string, body?: object) => gateway.send(method, target, { body, headers });
  return {
    send,
    graphql: async (query: string, variables?: object) => (await send('POST', '/graphql', { query, variables })).json,
    tool: async (name: string, given: object) => {
      const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } };
      const accept = 'application/json, text/event-stream';
      const { text } = await gateway.send('POST', '/mcp', { body: call, headers: { ...headers, accept } });
      return JSON.parse(text.replace(/^[\s\S]*?data: /, '')).result;
    },
  };
}

describe.each(formats)('with %s events', (payload) => {
  test('two organisations work on their projects, over every face, and see nothing of each other', async () => {
    const gateway = await openGateway(payload, { definition, authentication });
    const root = person(gateway, 'root', 'acme', ['admin']);
    for (const [id, slug] of [
      ['acme', 'Acme'],
      ['evil', 'evil'],
    ]) {
      expect((await root.send('POST', '/organisation', { id, slug, name: id })).status).toBe(201);
    }
    const taken = await root.send('POST', '/organisation', { id: 'other', slug: 'ACME', name: 'Other' });
    expect([taken.status, taken.json.errors[0].pointer]).toEqual([409, '/slug']);

    const [ada, eve] = [person(gateway, 'ada', 'acme'), person(gateway, 'eve', 'evil')];
    expect((await ada.send('GET', '/organisation/acme')).status).toBe(200);
    expect((await ada.send('GET', '/organisation/evil')).status).toBe(403);

    // The same ids, slugs and addresses in both: unique is unique within an organisation.
    for (const one of [ada, eve]) {
      const member = { id: 'ada', email: 'ada@example.com', familyName: 'Café' };
      expect((await one.send('POST', '/member', member)).status).toBe(201);
      expect((await one.send('POST', '/project', { id: 'engine', slug: 'engine', name: 'Engine' })).status).toBe(201);
    }
    expect((await ada.send('POST', '/member', { email: 'ADA@example.com', familyName: 'X' })).status).toBe(409);
    expect((await ada.send('GET', '/member?familyName=CAFE')).json.items).toHaveLength(1);

    // Numbers without gaps, also for twenty at once and for what is refused.
    const opened = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const title = `Task ${index}`;
        if (index % 2 === 0) return ada.send('POST', '/project/engine/task', { title, points: 2 });
        const body =
          'mutation ($title: String!) { openTask(projectId: "engine", input: { title: $title }) { number } }';
        return { json: (await ada.graphql(body, { title })).data.openTask };
      }),
    );
    const refused = await ada.send('POST', '/project/engine/task', { title: '' });
    expect(refused.status).toBe(422);
    expect(opened.map(({ json }) => json.number).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    const project = await ada.send('GET', '/project/engine?include=openTasks,points');
    expect(project.json).toMatchObject({ lastNumber: 20, openTasks: 20, points: 30 });
    expect((await eve.send('GET', '/project/engine?include=openTasks')).json).toMatchObject({ openTasks: 0 });

    const [first] = (await ada.send('GET', '/task?projectId=engine&sort=number')).json.items;
    expect(first).toMatchObject({ number: 1, status: 'TODO', createdBy: 'ada' });
    expect((await ada.send('GET', '/task/by/number/engine/1')).json.id).toBe(first.id);
    expect((await eve.send('GET', `/task/${first.id}`)).status).toBe(404);

    // Assigned over two items: only to somebody who is active.
    const assigned = await ada.tool('assignTask', { id: first.id, input: { memberId: 'ada' } });
    expect(assigned.structuredContent).toMatchObject({ assigneeId: 'ada' });
    await ada.send('PATCH', '/member/ada', { isActive: false });
    const gone = await ada.send('POST', `/task/${first.id}/assign`, { memberId: 'ada' });
    expect([gone.status, gone.json.type]).toEqual([409, '/problems/not-active']);
    const counted = await ada.graphql('{ member(id: "ada") { openTasks } }');
    expect(counted.data.member.openTasks).toBe(1);

    // From one state to the next, refused in the words of the application.
    const jumped = await ada.send('PATCH', `/task/${first.id}`, { status: 'DONE' });
    expect([jumped.status, jumped.json.type]).toEqual([409, '/problems/task-cannot-move']);
    for (const status of ['DOING', 'DONE']) {
      expect((await ada.send('PATCH', `/task/${first.id}`, { status, points: { increment: 1 } })).status).toBe(200);
    }
    const done = await ada.send('GET', '/project/engine?include=openTasks,points');
    expect(done.json).toMatchObject({ openTasks: 19, points: 30 + 2 });

    // History and trash.
    const history = await ada.send('GET', `/task/${first.id}/history`);
    expect(history.json.items.map(({ item }: any) => item.status)).toEqual(['DONE', 'DOING', 'TODO', 'TODO']);
    expect(history.json.items[0]).toMatchObject({ version: 4, userName: 'ada' });
    expect((await ada.send('GET', `/task/${first.id}?at=1`)).json.assigneeId).toBeUndefined();
    const before = (await ada.send('GET', `/task/${first.id}`)).json;
    expect((await ada.send('DELETE', `/task/${first.id}`)).status).toBe(204);
    expect((await ada.send('GET', `/task/${first.id}`)).status).toBe(404);
    expect((await ada.send('GET', '/task/trash')).json.items).toHaveLength(1);
    expect((await eve.send('GET', '/task/trash')).json.items).toEqual([]);
    expect((await eve.send('POST', `/task/${first.id}/restore`, {})).status).toBe(404);
    expect((await ada.send('POST', `/task/${first.id}/restore`, {})).status).toBe(200);
    const restored = (await ada.send('GET', `/task/${first.id}`)).json;
    expect({ ...restored, version: before.version, updatedAt: before.updatedAt }).toEqual(before);

    // Several things at once, or none.
    const comments = { comment: { taskId: first.id, text: 'More brass.' }, other: { taskId: first.id, text: '' } };
    const half = await ada.send('POST', '/transaction', {
      writes: [{ createComment: { input: comments.comment } }, { createComment: { input: comments.other } }],
    });
    expect([half.status, half.json.errors[0].pointer]).toEqual([422, '/writes/1/createComment/input/text']);
    const whole = await ada.send('POST', '/transaction', {
      writes: [
        { createComment: { input: comments.comment } },
        { updateProject: { id: 'engine', patch: { name: 'The analytical engine' } } },
      ],
    });
    expect(whole.status).toBe(200);
    expect((await ada.send('GET', `/comment/${first.id}`)).json.items).toMatchObject([{ author: 'ada' }]);
    // A comment that answers another, and labels of tasks: the same ids in both organisations.
    const [brass] = (await ada.send('GET', `/comment/${first.id}`)).json.items;
    const reply = { taskId: first.id, text: 'Or steel.', replyToId: brass.id };
    expect((await ada.send('POST', '/comment', reply)).status).toBe(201);
    const thread = await ada.send('GET', `/comment/${first.id}/${brass.id}?include=replies`);
    expect(thread.json.replies.items).toMatchObject([reply]);
    for (const one of [ada, eve])
      await one.send('POST', '/label', { id: 'metal', name: one === ada ? 'Metal' : 'Evil' });
    await ada.tool('createTaskLabel', { input: { taskId: first.id, labelId: 'metal' } });
    const labelled = await ada.graphql(
      `query ($id: ID!) { task(id: $id) { labels { edges { node { name tasks { edges { node { number } } } } } }
         comments { edges { node { text replyTo { text } } } } } }`,
      { id: first.id },
    );
    expect(labelled.data.task).toEqual({
      labels: { edges: [{ node: { name: 'Metal', tasks: { edges: [{ node: { number: 1 } }] } } }] },
      comments: {
        edges: [
          { node: { text: 'More brass.', replyTo: null } },
          { node: { text: 'Or steel.', replyTo: { text: 'More brass.' } } },
        ],
      },
    });
    expect((await eve.send('GET', '/label/metal?include=tasks')).json.tasks.items).toEqual([]);

    const nested = await ada.graphql('{ project(id: "engine") { name tasks(first: 1) { totalCount } } }');
    expect(nested.data.project).toEqual({ name: 'The analytical engine', tasks: { totalCount: 20 } });
  });
});
