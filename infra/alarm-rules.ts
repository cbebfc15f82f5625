/** When an alarm rings, and what it makes of silence. */
export interface AlarmRule {
  /** What is measured, as AWS or api/metrics.ts names it. */
  readonly data: readonly string[];
  /** How long one period is, in seconds. */
  readonly seconds: number;
  /** It rings when at least so many of the last periods are beyond the limit. */
  readonly atLeast: number;
  readonly of: number;
  readonly limit: { readonly above: number } | { readonly below: number };
  /**
   * What a period without data means: `notBreaching` that all is well, `breaching` that it is not, `ignore` that nothing
   * has changed since the last one.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   */
  readonly silence: 'notBreaching' | 'breaching' | 'ignore';
  /** Why these periods, and why silence means that. */
  readonly because: string;
}

const minute = 60;

/**
 * The rule of each alarm of a stage, by its name. `{consumer}-…` stands for one alarm of each consumer, `{alarm}` for
 * each that a consumer declares.
 */
export const alarmRules = {
  '{consumer}-dead-letters': {
    data: ['AWS/SQS ApproximateNumberOfMessagesVisible'],
    seconds: minute,
    atLeast: 1,
    of: 1,
    limit: { above: 0 },
    silence: 'ignore',
    because:
      'One event that was not taken is one too many. SQS tells nothing of a queue that nobody has used for six hours, and the letters are still in it: the alarm stays as it is.',
  },
  'relay-dead-letters': {
    data: ['AWS/SQS ApproximateNumberOfMessagesVisible'],
    seconds: minute,
    atLeast: 1,
    of: 1,
    limit: { above: 0 },
    silence: 'ignore',
    because:
      'One event that was given up is one too many. SQS tells nothing of a queue that nobody has used for six hours, and the letters are still in it: the alarm stays as it is.',
  },
  'relay-late': {
    data: ['AWS/Lambda IteratorAge'],
    seconds: 5 * minute,
    atLeast: 1,
    of: 1,
    // Milliseconds. The age of what the relay was last handed: it stays high as long as the same records come again.
    limit: { above: 5 * minute * 1000 },
    silence: 'notBreaching',
    because:
      'An age of five minutes says by itself that something lasts. Lambda waits longer with each try, so that a period of a minute may have no call. Without a call there is nothing to relay, or relay-stopped rings.',
  },
  'relay-stopped': {
    data: ['AWS/DynamoDB ConsumedWriteCapacityUnits', 'AWS/Lambda Invocations'],
    seconds: 5 * minute,
    atLeast: 1,
    // The first of them has none before it, if CloudWatch fetches no more.
    of: 2,
    limit: { above: 0 },
    silence: 'notBreaching',
    because:
      'What is written at the end of a period may be relayed in the next, so that each looks at itself and the one before, and a single order in an hour is seen. A metric without data counts as 0; both are without where nobody writes, and then nothing waits.',
  },
  '{consumer}-wait': {
    data: ['AWS/SQS ApproximateAgeOfOldestMessage'],
    seconds: minute,
    atLeast: 3,
    of: 3,
    limit: { above: 10 * minute },
    silence: 'notBreaching',
    because:
      'Ten minutes are five tries of a function that fails. SQS tells an age only while a message waits: silence is an empty queue.',
  },
  'server-errors': {
    data: ['AWS/ApiGateway 5XXError', 'AWS/ApiGateway 5xx', 'AWS/ApiGateway Count'],
    seconds: minute,
    atLeast: 2,
    of: 5,
    limit: { above: 0.01 },
    silence: 'notBreaching',
    because:
      'One bad minute may be one request of a few. With little traffic a bad version is not asked every minute, so that two of five count. Without requests nobody is answered wrongly.',
  },
  'slow-answers': {
    data: ['Tandem Latency'],
    seconds: minute,
    atLeast: 3,
    of: 5,
    // Milliseconds. A cold start with GraphQL takes about one second; what takes three is waiting for something.
    limit: { above: 3000 },
    silence: 'notBreaching',
    because:
      'In a minute with fewer than a hundred requests one slow one is the slowest in a hundred, so that three are needed. Who waits for a change waits on purpose and is not counted; without requests nobody waits.',
  },
  'functions-throttled': {
    data: ['AWS/Lambda Throttles'],
    seconds: minute,
    atLeast: 5,
    of: 5,
    limit: { above: 0 },
    silence: 'notBreaching',
    because:
      'A burst is over within a minute or two, and Lambda calls again for queue and stream. A function that is not called has no data and counts as 0; where none is, none is refused.',
  },
  'functions-crash': {
    data: ['AWS/Lambda Errors'],
    seconds: minute,
    atLeast: 3,
    of: 5,
    limit: { above: 0 },
    silence: 'notBreaching',
    because:
      'One crash may be one request out of the ordinary. With little traffic a function that never starts is not called every minute, so that three of five count. One that is not called has no data and counts as 0.',
  },
  '{alarm}': {
    data: ['Tandem {metric}'],
    seconds: minute,
    atLeast: 1,
    of: 1,
    limit: { above: 0 },
    silence: 'notBreaching',
    because:
      'Who declares such an alarm wants to know of the first. A consumer writes a 0 with each batch that has none; without a batch nothing has happened.',
  },
  'health-check': {
    data: ['AWS/Route53 HealthCheckStatus'],
    seconds: minute,
    atLeast: 3,
    of: 3,
    limit: { below: 1 },
    silence: 'breaching',
    because:
      'The check itself asks three times before it says so. Route 53 tells each minute, also when nobody calls: silence is a check that is gone, or a stack outside of us-east-1, where its metrics are.',
  },
} as const satisfies Readonly<Record<string, AlarmRule>>;

/** The name of a rule. */
export type AlarmRuleName = keyof typeof alarmRules;
