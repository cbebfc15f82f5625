// The checkout, and what is left of one when DynamoDB fails, once more over the SDK's own client, to which
// DYNAMODB_CLIENT=sdk goes back.

process.env.DYNAMODB_CLIENT = 'sdk';

describe.each(['stock', 'faults/checkout'])('over the client of the SDK, %s', (name) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its tests belong to this describe
  require(`./${name}.test`);
});
