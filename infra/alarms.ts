import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
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
}

/** One alarm: what is measured, from where on it rings, and what the person whom it wakes does first. */
export interface AlarmFact {
  /** The heading in docs/operations.md, in lower case and with hyphens. */
  readonly name: string;
  readonly metric: IMetric;
  readonly above: number;
  /** How many periods of the metric in a row must be above it. */
  readonly periods: number;
  readonly advice: string;
  /** A new version goes back when it rings. */
  readonly stopsRelease?: boolean;
}

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

/** Every alarm of a stage. */
export function alarmFacts(watched: Watched): readonly AlarmFact[] {
  const { configuration, api, gateway, consumers, relay, outbox, messaging } = watched;
  const queueMetric = (queueName: string, metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: 'AWS/SQS',
      metricName,
      dimensionsMap: { QueueName: queueName },
      statistic,
      period: minute,
    });
  return [
    ...consumers.map(({ consumer: { name, event }, queues: { deadLetters } }) => ({
      name: `${name}-dead-letters`,
      metric: queueMetric(deadLetters.attrQueueName, 'ApproximateNumberOfMessagesVisible', Statistic.max),
      above: 0,
      periods: 1,
      advice: `${event.detailType} was accepted and the function ${name} could not take it. Find the message id in its log, mend the cause, then move the messages back to its queue.`,
    })),
    {
      name: 'relay-dead-letters',
      metric: queueMetric(
        messaging.relayDeadLetters.attrQueueName,
        'ApproximateNumberOfMessagesVisible',
        Statistic.max,
      ),
      above: 0,
      periods: 1,
      advice:
        'Events of the outbox are given up: they can never be delivered, or could not be for 23 hours. The message names the records; the items are in the outbox table for a week. Send them to the bus by hand.',
    },
    {
      name: 'relay-late',
      metric: relay.lambda.metric('IteratorAge', { statistic: Statistic.max, period: minute }),
      // Milliseconds. The age of what the relay was last handed: it stays high as long as the same records come again.
      above: fiveMinutes.toMilliseconds(),
      periods: 5,
      advice:
        'Events have waited in the outbox for five minutes. The log of the relay function names the code that the bus answers. Nothing is lost for 23 hours.',
    },
    {
      name: 'relay-stopped',
      metric: new MathExpression({
        // The age of the alarm above is measured when the relay is called, so that a mapping that is off would be silent.
        // Items that expire cost no write units.
        expression: 'IF(FILL(written, 0) > 0 AND FILL(calls, 0) == 0, 1, 0)',
        usingMetrics: {
          written: new Metric({
            namespace: 'AWS/DynamoDB',
            metricName: 'ConsumedWriteCapacityUnits',
            dimensionsMap: { TableName: outbox.ref },
            statistic: Statistic.sum,
            period: fiveMinutes,
          }),
          calls: relay.lambda.metricInvocations({ period: fiveMinutes }),
        },
        label: 'Events written and none relayed',
        period: fiveMinutes,
      }),
      above: 0,
      periods: 2,
      advice:
        'Events come into the outbox and the relay is not called, so that no consumer gets any. Look whether the mapping of the relay function is disabled and what it says of its last call.',
    },
    ...consumers.map(({ consumer: { name }, queues: { queue } }) => ({
      name: `${name}-wait`,
      metric: queueMetric(queue.attrQueueName, 'ApproximateAgeOfOldestMessage', Statistic.max),
      above: Duration.minutes(10).toSeconds(),
      periods: 3,
      advice: `Events wait for the function ${name} for ten minutes or more. Look whether it is throttled or fails, and whether DynamoDB throttles its tables.`,
    })),
    {
      name: 'server-errors',
      metric: api.isRest
        ? apiMetric(api, configuration, '5XXError', Statistic.average)
        : new MathExpression({
            expression: 'errors / requests',
            usingMetrics: {
              errors: apiMetric(api, configuration, '5xx', Statistic.sum),
              requests: apiMetric(api, configuration, 'Count', Statistic.sum),
            },
            period: minute,
          }),
      above: 0.01,
      periods: 2,
      stopsRelease: true,
      advice:
        'More than one request in a hundred fails on our side. The saved query "errors" tells codes and operations. After a release, go back to the version before.',
    },
    {
      name: 'slow-answers',
      metric: apiMetric(api, configuration, 'Latency', 'p99'),
      // A cold start with GraphQL takes about one second; what takes three is waiting for something.
      above: 3000,
      periods: 3,
      stopsRelease: true,
      advice:
        'One request in a hundred takes more than three seconds. The saved query "slow requests" tells the operations, the trace where the time went.',
    },
    {
      name: 'functions-throttled',
      metric: new MathExpression({
        ...sumOf({ gateway, relay, ...byMetricName(consumers) }, ({ lambda }) =>
          lambda.metricThrottles({ period: minute }),
        ),
        label: 'Throttled calls',
        period: minute,
      }),
      above: 0,
      periods: 5,
      advice:
        'Lambda refuses calls: a function has reached its reserved concurrency, or the account its quota. Raise reservedConcurrency in infra/configuration.ts, or ask for more quota.',
    },
    {
      name: 'functions-crash',
      metric: new MathExpression({
        ...sumOf({ gateway, relay, ...byMetricName(consumers) }, ({ lambda }) =>
          lambda.metricErrors({ period: minute }),
        ),
        label: 'Crashed calls',
        period: minute,
      }),
      above: 0,
      periods: 3,
      stopsRelease: true,
      advice:
        'A function ends without an answer: out of memory, out of time, or it does not start for want of a variable. The last lines of its log before the crash tell which.',
    },
    ...consumers.flatMap(({ consumer: { operation, alarms = [] } }) =>
      alarms.map((alarm) => ({
        name: alarm.name,
        metric: tandemMetric(configuration, metricOf(alarm), { face: 'consumer', operation }),
        above: 0,
        periods: 1,
        advice: alarm.advice,
      })),
    ),
  ];
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

const Statistic = { sum: 'Sum', average: 'Average', max: 'Maximum' } as const;

/** A metric of the API. A REST API is known by its name, which does not wait for it to be made; an HTTP API by its id. */
export function apiMetric(api: Api, { prefix }: Configuration, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: api.isRest
      ? { ApiName: `${prefix}gateway`, Stage: api.stageName }
      : { ApiId: api.id, Stage: api.stageName },
    statistic,
    period: minute,
  });
}

/** A metric that the functions write about themselves (api/metrics.ts). */
export function tandemMetric(
  configuration: Configuration,
  metricName: string,
  dimensions: Record<string, string>,
): Metric {
  return new Metric({
    namespace: 'Tandem',
    metricName,
    dimensionsMap: { service: serviceName(configuration), ...dimensions },
    statistic: Statistic.sum,
    period: minute,
  });
}

/** What every alarm has in common: it rings when the value is above, and quiet is good. */
export const alarmDefaults = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
} as const;
