const input = '../openapi.json';
// Without it a client has the addresses of the document, or none.
const override = { mutator: { path: './send.ts', name: 'send' } };

module.exports = {
  client: { input, output: { target: 'client.ts', client: 'fetch', override } },
  validators: { input, output: { target: 'zod.ts', client: 'zod' } },
};
