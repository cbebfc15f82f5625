import { openGateway } from './harness';

const secret = 'hunter2-5554443322';

// graphql-js quotes what it cannot read; a value may be a password in the wrong place.
test.each([
  ['a text where a number belongs', `{ books(first: "${secret}") { edges { cursor } } }`],
  [
    'a number where a text belongs',
    `mutation { createBook(input: { title: 5554443322, category: "c", price: 1 }) { id } }`,
  ],
  ['an object where a text belongs', `{ book(id: { password: "${secret}" }) { id } }`],
  ['a text in the wrong place', `{ book(id: "p") "${secret}" }`],
])('the error about %s does not repeat the value', async (_, query) => {
  const gateway = await openGateway();
  const { text, json } = await gateway.graphql(query);
  expect(json.errors[0].extensions.code).toMatch(/^GRAPHQL_(VALIDATION|PARSE)_FAILED$/);
  expect(text).not.toContain('5554443322');
});

test.each([
  ['{ books(first: $n) { edges { cursor } } }', '$n: Int', { n: secret }],
  ['{ books(after: $c) { edges { cursor } } }', '$c: String', { c: { secret } }],
  ['mutation', '$input: BookInput!', { input: { title: { secret }, category: 5554443322, price: secret } }],
])('the error about a wrong variable does not repeat it: %s', async (query, declared, variables) => {
  const gateway = await openGateway();
  const document =
    query === 'mutation'
      ? `mutation (${declared}) { createBook(input: $input) { id } }`
      : `query (${declared}) ${query}`;
  const { text, json } = await gateway.graphql(document, variables);
  expect(json.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  expect(text).not.toContain('5554443322');
});
