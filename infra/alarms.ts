import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Api } from './api';
import type { Configuration } from './configuration';
import { serviceName } from './functions';
import type { GatewayFunction, OrdersFunction } from './functions';
import type { Messaging } from './messaging';

/** What the alarms and the dashboard look at. */
export interface Watched {
  readonly configuration: Configuration;
  readonly api: Api;
  readonly gateway: GatewayFunction;
  readonly orders: OrdersFunction;
  readonly messaging: Messaging;
}

/** One alarm: what is measured, from where on it rings, and what the person whom it wakes does first. */
export interface AlarmFact {
  /** The heading in docs/operations.md, in lower case and with hyphens. */
  readonly name: string;
  readonly metric: IMetric;
  readonly above: number;
  /** So many periods of the metric in a row. */
  readonly periods: number;
  readonly advice: string;
  /** A new version goes back when it rings. */
  readonly stopsRelease?: boolean;
}

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

/** Every alarm of a stage. */
export function alarmFacts({ configuration, api, gateway, orders, messaging }: Watched): readonly AlarmFact[] {
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
        'The pipe has given up events of the outbox. The message names the records; the items are in the outbox table for a week. Send them to the bus by hand.',
    },
    {
      name: 'relay-fails',
      metric: new Metric({
        namespace: 'AWS/EventBridge/Pipes',
        metricName: 'ExecutionFailed',
        dimensionsMap: { PipeName: messaging.pipe.ref },
        statistic: Statistic.sum,
        period: fiveMinutes,
      }),
      above: 2,
      periods: 2,
      advice:
        'Accepted checkouts wait in the outbox and no order is placed meanwhile. Look at the state of the pipe and the rights of its role. Nothing is lost for 23 hours.',
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
        expression: 'gateway + orders',
        usingMetrics: {
          gateway: gateway.lambda.metricThrottles({ period: minute }),
          orders: orders.lambda.metricThrottles({ period: minute }),
        },
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
        expression: 'gateway + orders',
        usingMetrics: {
          gateway: gateway.lambda.metricErrors({ period: minute }),
          orders: orders.lambda.metricErrors({ period: minute }),
        },
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
