// The checkout, and what is left of one when DynamoDB fails, once more over the SDK's own client, to which
// DYNAMODB_CLIENT=sdk goes back.

process.env.DYNAMODB_CLIENT = 'sdk';

describe.each(['stock', 'faults/checkout'])('over the client of the SDK, %s', (name) => {
  require(`./${name}.test`);
});
