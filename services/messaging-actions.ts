/**
 * What is done in AWS between the outbox and the consumers: who does it, to what. The stack grants just
 * this, and the local stand-ins of these services may do just this.
 */
export const messagingActions = {
  /**
   * Lambda reads the stream with the role of the function, and names in the dead letters what has grown too old; the
   * function puts the events on the bus, and names in the dead letters what can never be delivered.
   * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
   */
  relay: {
    stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    /** IAM knows no resource for it: "*". */
    everyStream: ['dynamodb:ListStreams'],
    bus: ['events:PutEvents'],
    relayDeadLetters: ['sqs:SendMessage'],
  },
  /** The rule has no role: the queue, and that of the dead letters, let its service in. */
  'events.amazonaws.com': {
    queues: ['sqs:SendMessage'],
  },
  /**
   * Lambda reads the queue with the role of the function. What has failed it leaves to the visibility timeout.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html
   */
  consumer: {
    queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    deadLetters: ['sqs:SendMessage'],
  },
} as const;
