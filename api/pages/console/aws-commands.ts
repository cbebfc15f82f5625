/** A command of the AWS CLI, and what it is for. */
export interface AwsCommand {
  readonly purpose: string;
  readonly command: string;
}

/**
 * What takes the place of the page of events on AWS, where the bus and the queues are behind IAM.
 * @param prefix that of the names of the stage, such as `tandem-prod-`
 * @param consumer whose dead letters they are
 */
export function awsCommands(prefix: string, consumer: string): readonly AwsCommand[] {
  const address = '--queue-url "$QUEUE_URL"';
  return [
    {
      purpose: 'The address of the dead letters of a consumer, which is QUEUE_URL below:',
      command: `aws sqs get-queue-url --queue-name ${prefix}${consumer}-dead-letters`,
    },
    {
      purpose: 'How many there are, and the ARN of the queue:',
      command: `aws sqs get-queue-attributes ${address} \\
  --attribute-names ApproximateNumberOfMessages QueueArn`,
    },
    {
      purpose: 'What some of them say. They stay where they are:',
      command: `aws sqs receive-message ${address} --max-number-of-messages 10 --visibility-timeout 0`,
    },
    {
      purpose: 'Back into the queue with all of them, once the cause is mended:',
      command: `aws sqs start-message-move-task \\
  --source-arn arn:aws:sqs:<region>:<account>:${prefix}${consumer}-dead-letters \\
  --destination-arn arn:aws:sqs:<region>:<account>:${prefix}${consumer}`,
    },
    {
      purpose: 'How far that is:',
      command: `aws sqs list-message-move-tasks \\
  --source-arn arn:aws:sqs:<region>:<account>:${prefix}${consumer}-dead-letters`,
    },
    {
      purpose: 'The events of the last week, which the outbox keeps:',
      command: `aws dynamodb scan --table-name ${prefix}outbox --max-items 20`,
    },
  ];
}
