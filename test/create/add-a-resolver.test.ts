import { followPage } from './followed-page';

// docs/add-a-resolver.md as its reader follows it.

const { gateway } = followPage('docs/add-a-resolver.md');

test('the field is computed for each item, and REST has none of it', async () => {
  await gateway().rest('POST', '/task', { body: { id: 'later', title: 'Rest', due: '9999-12-31' } });
  const { data } = await gateway().graphql('{ task(id: "later") { overdue } doneOf(ids: ["later"]) }');
  expect(data).toEqual({ task: { overdue: false }, doneOf: 0 });
  expect((await gateway().rest('GET', '/task/later')).json).not.toHaveProperty('overdue');
});
