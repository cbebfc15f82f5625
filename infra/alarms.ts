import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { alarmRules } from './alarm-rules';
import type { AlarmRule } from './alarm-rules';
import type { Api } from './api';
import type { Configuration } from './configuration';
import { metricOf } from '../services/consumer';
import { serviceName } from './functions';
import type { ConsumerFunction, GatewayFunction, RelayFunction } from './functions';
import type { Messaging } from './messaging';
import { pascal } from './names';

/** What the alarms and the dashboard look at. */
export interface Watched {
  readonly configuration: Configuration;
  readonly api: Api;
  readonly gateway: GatewayFunction;
  readonly consumers: readonly ConsumerFunction[];
  readonly relay: RelayFunction;
  readonly outbox: CfnTable;
  readonly messaging: Messaging;
  /** Where the stage has one. */
  readonly healthCheck?: CfnHealthCheck;
}

/** One alarm: what is measured, by which rule it rings, and what the person whom it wakes does first. */
export interface AlarmFact {
  /** The heading in docs/operations.md, in lower case and with hyphens. */
  readonly name: string;
  readonly rule: AlarmRule;
  readonly metric: IMetric;
  readonly advice: string;
  /** A new version goes back when it rings. */
  readonly stopsRelease?: boolean;
}

/** Every alarm of a stage. */
export function alarmFacts(watched: Watched): readonly AlarmFact[] {
  const { configuration, api, gateway, consumers, relay, outbox, messaging, healthCheck } = watched;
  const functions = { gateway, relay, ...byMetricName(consumers) };
  const deadLetters = ({ attrQueueName }: CfnQueue): Metric =>
    queueMetric(attrQueueName, 'ApproximateNumberOfMessagesVisible', alarmRules['relay-dead-letters']);
  return [
    ...consumers.map(({ consumer: { name, event }, queues }) => ({
      name: `${name}-dead-letters`,
      rule: alarmRules['{consumer}-dead-letters'],
      metric: deadLetters(queues.deadLetters),
      advice: `${event.detailType} was accepted and the function ${name} could not take it. Find the message id in its log, mend the cause, then move the messages back to its queue.`,
    })),
    {
      name: 'relay-dead-letters',
      rule: alarmRules['relay-dead-letters'],
      metric: deadLetters(messaging.relayDeadLetters),
      advice:
        'Events of the outbox are given up: they can never be delivered, or could not be for 23 hours. The message names the records; the items are in the outbox table for a week. Send them to the bus by hand.',
    },
    {
      name: 'relay-late',
      rule: alarmRules['relay-late'],
      metric: relay.lambda.metric('IteratorAge', {
        statistic: Statistic.max,
        period: periodOf(alarmRules['relay-late']),
      }),
      advice:
        'Events have waited in the outbox for five minutes. The log of the relay function names the code that the bus answers. Nothing is lost for 23 hours.',
    },
    {
      name: 'relay-stopped',
      rule: alarmRules['relay-stopped'],
      metric: new MathExpression({
        // The age of the alarm above is measured when the relay is called, so that a mapping that is off would be silent.
        // Of two periods: something written in the one before, and no call in either. Items that expire cost no write units.
        expression: `IF(${before('written')} > 0 AND FILL(calls, 0) + ${before('calls')} == 0, 1, 0)`,
        usingMetrics: {
          written: new Metric({
            namespace: 'AWS/DynamoDB',
            metricName: 'ConsumedWriteCapacityUnits',
            dimensionsMap: { TableName: outbox.ref },
            statistic: Statistic.sum,
          }),
          calls: relay.lambda.metricInvocations(),
        },
        label: 'Events written and none relayed',
        period: periodOf(alarmRules['relay-stopped']),
      }),
      advice:
        'Events come into the outbox and the relay is not called, so that no consumer gets any. Look whether the mapping of the relay function is disabled and what it says of its last call.',
    },
    ...consumers.map(({ consumer: { name }, queues: { queue } }) => ({
      name: `${name}-wait`,
      rule: alarmRules['{consumer}-wait'],
      metric: queueMetric(queue.attrQueueName, 'ApproximateAgeOfOldestMessage', alarmRules['{consumer}-wait']),
      advice: `Events wait for the function ${name} for ten minutes or more. Look whether it is throttled or fails, and whether DynamoDB throttles its tables.`,
    })),
    {
      name: 'server-errors',
      rule: alarmRules['server-errors'],
      metric: api.isRest
        ? apiMetric(api, configuration, '5XXError', Statistic.average)
        : new MathExpression({
            // No requests are no data, and no error of a request is a 0.
            expression: 'FILL(errors, 0) / requests',
            usingMetrics: {
              errors: apiMetric(api, configuration, '5xx', Statistic.sum),
              requests: apiMetric(api, configuration, 'Count', Statistic.sum),
            },
            period: periodOf(alarmRules['server-errors']),
          }),
      stopsRelease: true,
      advice:
        'More than one request in a hundred fails on our side. The saved query "errors" tells codes and operations. After a release, go back to the version before.',
    },
    {
      name: 'slow-answers',
      rule: alarmRules['slow-answers'],
      // API Gateway does not know who waits for a change, which is slow on purpose; the function does.
      metric: tandemMetric(configuration, 'Latency', {}, 'p99'),
      stopsRelease: true,
      advice:
        'One request in a hundred takes more than three seconds. The saved query "slow requests" tells the operations, the trace where the time went.',
    },
    {
      name: 'functions-throttled',
      rule: alarmRules['functions-throttled'],
      metric: new MathExpression({
        ...sumOf(functions, ({ lambda }) => lambda.metricThrottles()),
        label: 'Throttled calls',
        period: periodOf(alarmRules['functions-throttled']),
      }),
      advice:
        'Lambda refuses calls: a function has reached its reserved concurrency, or the account its quota. Raise reservedConcurrency in infra/configuration.ts, or ask for more quota.',
    },
    {
      name: 'functions-crash',
      rule: alarmRules['functions-crash'],
      metric: new MathExpression({
        ...sumOf(functions, ({ lambda }) => lambda.metricErrors()),
        label: 'Crashed calls',
        period: periodOf(alarmRules['functions-crash']),
      }),
      stopsRelease: true,
      advice:
        'A function ends without an answer: out of memory, out of time, or it does not start for want of a variable. The last lines of its log before the crash tell which.',
    },
    ...consumers.flatMap(({ consumer: { operation, alarms = [] } }) =>
      alarms.map((alarm) => ({
        name: alarm.name,
        rule: alarmRules['{alarm}'],
        metric: tandemMetric(configuration, metricOf(alarm), { face: 'consumer', operation }),
        advice: alarm.advice,
      })),
    ),
    ...(healthCheck ? [healthFact(healthCheck)] : []),
  ];
}

function healthFact(healthCheck: CfnHealthCheck): AlarmFact {
  return {
    name: 'health-check',
    rule: alarmRules['health-check'],
    metric: new Metric({
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensionsMap: { HealthCheckId: healthCheck.attrHealthCheckId },
      statistic: Statistic.min,
      period: periodOf(alarmRules['health-check']),
    }),
    advice:
      'The world cannot reach the stage, or its store does not answer. Open /health?deep=true: it names the part that fails.',
  };
}

/** The value of the period before, in CloudWatch's metric math, which has no name for it. No data counts as 0. */
const before = (name: string): string => `(FILL(${name}, 0) - DIFF(FILL(${name}, 0)))`;

const periodOf = ({ seconds }: AlarmRule): Duration => Duration.seconds(seconds);

function queueMetric(queueName: string, metricName: string, rule: AlarmRule): Metric {
  return new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic: Statistic.max,
    period: periodOf(rule),
  });
}

/** The functions of consumers by names that an expression can hold. */
export function byMetricName(consumers: readonly ConsumerFunction[]): Readonly<Record<string, ConsumerFunction>> {
  return Object.fromEntries(consumers.map((construct) => [`consumer${pascal(construct.consumer.name)}`, construct]));
}

/** A sum over functions. One that was not called has no data, and counts as 0. */
function sumOf(
  functions: Readonly<Record<string, Pick<ConsumerFunction, 'lambda'>>>,
  metricOf: (construct: Pick<ConsumerFunction, 'lambda'>) => IMetric,
): { readonly expression: string; readonly usingMetrics: Record<string, IMetric> } {
  return {
    expression: Object.keys(functions)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    usingMetrics: Object.fromEntries(Object.entries(functions).map(([name, construct]) => [name, metricOf(construct)])),
  };
}

const Statistic = { sum: 'Sum', average: 'Average', max: 'Maximum', min: 'Minimum' } as const;

/** A metric of the API. A REST API is known by its name, which does not wait for it to be made; an HTTP API by its id. */
export function apiMetric(api: Api, { prefix }: Configuration, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: api.isRest
      ? { ApiName: `${prefix}gateway`, Stage: api.stageName }
      : { ApiId: api.id, Stage: api.stageName },
    statistic,
    period: Duration.minutes(1),
  });
}

/** A metric that the functions write about themselves (api/metrics.ts). */
export function tandemMetric(
  configuration: Configuration,
  metricName: string,
  dimensions: Record<string, string>,
  statistic: string = Statistic.sum,
): Metric {
  return new Metric({
    namespace: 'Tandem',
    metricName,
    dimensionsMap: { service: serviceName(configuration), ...dimensions },
    statistic,
    period: Duration.minutes(1),
  });
}

/** The rule of an alarm in the terms of the CDK. */
export function alarmProps({ rule: { limit, atLeast, of, silence } }: AlarmFact) {
  return {
    ...('above' in limit
      ? { comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD, threshold: limit.above }
      : { comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD, threshold: limit.below }),
    evaluationPeriods: of,
    datapointsToAlarm: atLeast,
    treatMissingData: missingData[silence],
  };
}

const missingData = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
  ignore: TreatMissingData.IGNORE,
} as const satisfies Record<AlarmRule['silence'], TreatMissingData>;
