import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Api } from './api';
import type { Configuration } from './configuration';
import { serviceName } from './functions';
import type { GatewayFunction, OrdersFunction, RelayFunction } from './functions';
import type { Messaging } from './messaging';

/** What the alarms and the dashboard look at. */
export interface Watched {
  readonly configuration: Configuration;
  readonly api: Api;
  readonly gateway: GatewayFunction;
  readonly orders: OrdersFunction;
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
  const { configuration, api, gateway, orders, relay, outbox, messaging } = watched;
  const queueMetric = (queueName: string, metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: 'AWS/SQS',
      metricName,
      dimensionsMap: { QueueName: queueName },
      statistic,
      period: minute,
    });
  return [
    {
      name: 'order-dead-letters',
      metric: queueMetric(messaging.deadLetters.attrQueueName, 'ApproximateNumberOfMessagesVisible', Statistic.max),
      above: 0,
      periods: 1,
      advice:
        'A checkout was accepted and its order is not placed. Find the message id in the log of the orders function, mend the cause, then move the messages back to the order queue.',
    },
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
        'Events have waited in the outbox for five minutes, and accepted checkouts with them. The log of the relay function names the code that the bus answers. Nothing is lost for 23 hours.',
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
        'Events come into the outbox and the relay is not called: accepted checkouts wait, and no order is placed. Look whether the mapping of the relay function is disabled and what it says of its last call.',
    },
    {
      name: 'orders-wait',
      metric: queueMetric(messaging.queue.attrQueueName, 'ApproximateAgeOfOldestMessage', Statistic.max),
      above: Duration.minutes(10).toSeconds(),
      periods: 3,
      advice:
        'Orders wait for ten minutes or more. Look whether the orders function is throttled or fails, and whether DynamoDB throttles the order table.',
    },
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
      periods: 5,
      stopsRelease: true,
      advice:
        'One request in a hundred takes more than three seconds. The saved query "slow requests" tells the operations, the trace where the time went.',
    },
    {
      name: 'functions-throttled',
      metric: new MathExpression({
        ...sumOf({ gateway, orders, relay }, ({ lambda }) => lambda.metricThrottles({ period: minute })),
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
        ...sumOf({ gateway, orders, relay }, ({ lambda }) => lambda.metricErrors({ period: minute })),
        label: 'Crashed calls',
        period: minute,
      }),
      above: 0,
      periods: 3,
      stopsRelease: true,
      advice:
        'A function ends without an answer: out of memory, out of time, or it does not start for want of a variable. The last lines of its log before the crash tell which.',
    },
    {
      name: 'order-conflict',
      metric: tandemMetric(configuration, 'OrderConflict', { face: 'consumer', operation: 'placeOrder' }),
      above: 0,
      periods: 1,
      advice:
        'Two different orders claim one id, so that one of them was not placed. Compare the message in the order dead letters with the item of the order table, and do not redrive it.',
    },
  ];
}

/** A sum over functions. One that was not called has no data, and counts as 0. */
function sumOf(
  functions: Readonly<Record<string, Pick<OrdersFunction, 'lambda'>>>,
  metricOf: (construct: Pick<OrdersFunction, 'lambda'>) => IMetric,
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
