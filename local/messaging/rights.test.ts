import { deployedRights, placesOf } from './rights';
import type { Principal } from './rights';
import { localWiring } from './wiring';

const places = placesOf(localWiring, '');
const ask = deployedRights(places);

test.each<[Principal, string, string]>([
  ['relay', 'dynamodb:GetRecords', places.stream],
  ['relay', 'dynamodb:ListStreams', places.everyStream],
  ['relay', 'events:PutEvents', places.bus],
  ['relay', 'sqs:SendMessage', places.relayDeadLetters],
  ['events.amazonaws.com', 'sqs:SendMessage', places.queue],
  ['events.amazonaws.com', 'sqs:SendMessage', places.deadLetters],
  ['orders', 'sqs:ReceiveMessage', places.queue],
])('%s may do %s', (principal, action, arn) => {
  expect(() => ask(principal, { action, arn })).not.toThrow();
});

test.each<[Principal, string, string]>([
  ['relay', 'dynamodb:DescribeTable', places.stream],
  ['relay', 'dynamodb:GetRecords', places.queue],
  ['relay', 'sqs:SendMessage', places.queue],
  ['orders', 'events:PutEvents', places.bus],
  ['orders', 'sqs:SendMessage', places.queue],
  ['orders', 'sqs:ChangeMessageVisibility', places.queue],
  ['events.amazonaws.com', 'sqs:ReceiveMessage', places.queue],
])('%s may not do %s on %s', (principal, action, arn) => {
  expect(() => ask(principal, { action, arn })).toThrow(
    expect.objectContaining({ name: 'AccessDeniedException', message: expect.stringContaining(arn) as string }),
  );
});
