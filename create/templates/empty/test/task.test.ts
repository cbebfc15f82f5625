import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway } from '@tandem/gateway/testing';
import type { TestGateway } from '@tandem/gateway/testing';
import definition from '../tandem';

// Through the front door: the gateway as it is deployed, on a real engine, with tokens.

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ definition, auth: 'jwt' });
});
after(async () => gateway.stop());

void test('a task is created over REST, done over GraphQL, and seen by an agent', async () => {
  const body = { id: 'plants', title: 'Water the plants' };
  const created = await gateway.rest('POST', '/task', { body, as: 'alice' });
  assert.equal(created.status, 201);
  assert.equal(created.json.done, false);

  const complete = 'mutation ($id: ID!) { completeTask(id: $id) { done version } }';
  const completed = await gateway.graphql(complete, { id: 'plants' }, { as: 'alice' });
  assert.deepEqual(completed.errors, []);
  assert.deepEqual(completed.data.completeTask, { done: true, version: 2 });

  const seen = await gateway.mcp('tools/call', { name: 'task', arguments: { id: 'plants' } }, { as: 'alice' });
  assert.equal(seen.json.result.structuredContent.done, true);
});

void test('a task is done once', async () => {
  await gateway.rest('POST', '/task', { body: { id: 'letters', title: 'Answer the letters' }, as: 'alice' });
  const answers = [1, 2].map(async () => gateway.rest('POST', '/task/letters/complete', { as: 'alice' }));
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 409]);
});

void test('what breaks a rule is refused, with the field', async () => {
  const { status, json } = await gateway.rest('POST', '/task', { body: { title: '' }, as: 'alice' });
  assert.equal(status, 422);
  assert.deepEqual(json.errors, [{ pointer: '/title', detail: 'must not be blank' }]);
});

void test('who is not signed in may do nothing', async () => {
  assert.equal((await gateway.rest('GET', '/task')).status, 401);
});
