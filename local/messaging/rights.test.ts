import { definition } from '../../test/usual';
import { deployedRights, placesOf } from './rights';
import type { Principal } from './rights';
import { wiringOf } from './wiring';

const places = placesOf(wiringOf(definition), '');
const ask = deployedRights(places);

test.each<[Principal, string, string]>([
  ['relay', 'dynamodb:GetRecords', places.stream],
  ['relay', 'dynamodb:ListStreams', places.everyStream],
  ['relay', 'events:PutEvents', places.bus],
  ['relay', 'sqs:SendMessage', places.relayDeadLetters],
  ['events.amazonaws.com', 'sqs:SendMessage', places.consumers.loans!.queue],
  ['events.amazonaws.com', 'sqs:SendMessage', places.consumers.loans!.deadLetters],
  ['loans', 'sqs:ReceiveMessage', places.consumers.loans!.queue],
])('%s may do %s', (principal, action, arn) => {
  expect(() => ask(principal, { action, arn })).not.toThrow();
});

test.each<[Principal, string, string]>([
  ['relay', 'dynamodb:DescribeTable', places.stream],
  ['relay', 'dynamodb:GetRecords', places.consumers.loans!.queue],
  ['relay', 'sqs:SendMessage', places.consumers.loans!.queue],
  ['loans', 'events:PutEvents', places.bus],
  ['loans', 'sqs:SendMessage', places.consumers.loans!.queue],
  ['loans', 'sqs:ChangeMessageVisibility', places.consumers.loans!.queue],
  ['events.amazonaws.com', 'sqs:ReceiveMessage', places.consumers.loans!.queue],
])('%s may not do %s on %s', (principal, action, arn) => {
  expect(() => ask(principal, { action, arn })).toThrow(
    expect.objectContaining({ name: 'AccessDeniedException', message: expect.stringContaining(arn) as string }),
  );
});
