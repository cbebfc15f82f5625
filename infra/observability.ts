import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmFacts, alarmProps, apiMetric, byMetricName, tandemMetric } from './alarms';
import type { Watched } from './alarms';
import { channelFaces } from '../schema/channels';
import prices from '../services/prices.json';
import { sizeOf } from './configuration';
import { serviceName } from './functions';
import type { FunctionSize } from './configuration';
import type { ConsumerFunction } from './functions';

/** What a person sees of a stage: alarms, the dashboard, saved queries, the budget. */
export class Observability extends Construct {
  /** The names of the alarms that take a new version back. */
  readonly stopsRelease: readonly string[];
  readonly topic: Topic;
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, options: Omit<Watched, 'healthCheck'> & { readonly key: IKey }) {
    super(scope, id);
    const { configuration, key, gateway, consumers, relay } = options;
    const { prefix, alarmEmail, monthlyBudget } = configuration;
    this.topic = new Topic(this, 'Alarms', { topicName: `${prefix}alarms`, masterKey: key });
    if (alarmEmail) {
      new CfnSubscription(this, 'AlarmEmail', {
        topicArn: this.topic.topicArn,
        protocol: 'email',
        endpoint: alarmEmail,
      });
    }
    const facts = alarmFacts({
      ...options,
      healthCheck: configuration.healthCheck ? this.#healthCheck(options) : undefined,
    });
    for (const fact of facts) {
      const { name, metric, advice } = fact;
      const alarm = new Alarm(this, `Alarm-${name}`, {
        ...alarmProps(fact),
        alarmName: `${prefix}${name}`,
        alarmDescription: `${advice} (docs/operations.md of @tandem/gateway, ${name})`,
        metric,
      });
      alarm.addAlarmAction(new SnsAction(this.topic));
      alarm.addOkAction(new SnsAction(this.topic));
    }
    this.stopsRelease = facts.filter(({ stopsRelease }) => stopsRelease).map(({ name }) => `${prefix}${name}`);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: `${prefix}dashboard`,
      defaultInterval: Duration.hours(6),
      widgets: rowsOf(options),
    });
    this.dashboard.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const logGroups = [gateway, ...consumers, relay].map(({ log }) => log);
    for (const [name, query] of Object.entries(savedQueries)) {
      new QueryDefinition(this, `Query-${name.replaceAll(' ', '-')}`, {
        queryDefinitionName: `${serviceName(configuration)}/${name}`,
        queryString: query,
        logGroups,
      });
    }
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `${prefix}monthly`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudget, unit: 'USD' },
        // What the tags of the stage are on, once both are activated for cost allocation.
        costFilters: { TagKeyValue: Object.entries(configuration.tags).map(([tag, value]) => `user:${tag}$${value}`) },
      },
      notificationsWithSubscribers: alarmEmail
        ? // A forecast takes five weeks of history, and a sudden load is spent before it is foreseen.
          [
            { notificationType: 'ACTUAL', threshold: 80 },
            { notificationType: 'FORECASTED', threshold: 100 },
          ].map((limit) => ({
            notification: { comparisonOperator: 'GREATER_THAN', ...limit },
            subscribers: [{ subscriptionType: 'EMAIL', address: alarmEmail }],
          }))
        : undefined,
    });
  }

  /** Asks from several continents. */
  #healthCheck({ configuration, api }: Watched): CfnHealthCheck {
    return new CfnHealthCheck(this, 'HealthCheck', {
      healthCheckConfig: {
        type: 'HTTPS',
        fullyQualifiedDomainName: api.host,
        resourcePath: `${configuration.domain || !api.isRest ? '' : `/${api.stageName}`}/health?deep=true`,
        port: 443,
        requestInterval: 30,
        failureThreshold: 3,
        enableSni: true,
      },
      healthCheckTags: [{ key: 'Name', value: `${configuration.prefix}health` }],
    });
  }
}

const savedQueries = {
  errors: new QueryString({
    fields: ['@timestamp', 'requestId', 'operation', 'status', 'code', 'error.text'],
    filterStatements: ['level = "error" or status >= 500'],
    sort: '@timestamp desc',
    limit: 100,
  }),
  'slow requests': new QueryString({
    filterStatements: ['message = "request"'],
    statsStatements: [
      'count(*) as requests, pct(milliseconds, 50) as p50, pct(milliseconds, 99) as p99, max(milliseconds) as slowest by operation',
    ],
    sort: 'p99 desc',
  }),
  'one request': new QueryString({
    fields: ['@timestamp', '@message'],
    filterStatements: ['requestId = "write the x-request-id of the answer here"'],
    sort: '@timestamp asc',
  }),
} as const;

const width = 12;

/** The dashboard from top to bottom: what callers see, who does it, where events are, what it costs. */
function rowsOf(options: Watched): IWidget[][] {
  const { configuration, api, gateway, consumers, relay, messaging } = options;
  const { region } = Stack.of(api);
  const service = serviceName(configuration);
  const faces = [...channelFaces, 'consumer', 'relay'];
  const isToldApart = (face: string): boolean =>
    configuration.metricsBy === 'operation' || face === 'consumer' || face === 'relay';
  // A search finds the operations by what is there: a new one is on the dashboard with its first request.
  const search = (face: string, metric: string, statistic: string): IMetric =>
    new MathExpression({
      expression: `SEARCH('{Tandem,face,${isToldApart(face) ? 'operation,' : ''}service} service="${service}" face="${face}" MetricName="${metric}"', '${statistic}', 300)`,
      usingMetrics: {},
      label: '',
      period: Duration.minutes(5),
    });
  const graph = (title: string, left: IMetric[], extra: object = {}): GraphWidget =>
    new GraphWidget({ title, left, width, height: 6, region, ...extra });
  const text = (markdown: string): TextWidget => new TextWidget({ markdown, width: 24, height: 1 });
  const functions = [gateway, ...consumers, relay];
  const lambdas = functions.map(({ lambda }) => lambda);
  const queue = (queueName: string, metricName: string, label: string): Metric =>
    new Metric({
      namespace: 'AWS/SQS',
      metricName,
      dimensionsMap: { QueueName: queueName },
      statistic: 'Maximum',
      label,
    });
  const errorNames = api.isRest ? ['4XXError', '5XXError'] : ['4xx', '5xx'];
  return [
    [text('## What callers see')],
    [
      graph('Requests and errors', [
        apiMetric(api, configuration, 'Count', api.isRest ? 'SampleCount' : 'Sum').with({ label: 'requests' }),
        ...errorNames.map((name) => apiMetric(api, configuration, name, 'Sum')),
      ]),
      graph('Time to answer, milliseconds, without who waits for a change', [
        tandemMetric(configuration, 'Latency', {}, 'p50'),
        tandemMetric(configuration, 'Latency', {}, 'p99'),
      ]),
    ],
    ...faces.flatMap((face) => [
      [
        text(
          `## ${face}${isToldApart(face) ? ', by operation' : '; the saved query "slow requests" has the operations'}`,
        ),
      ],
      [
        graph(`${face}: requests`, [search(face, 'Requests', 'Sum')]),
        graph(`${face}: errors of callers, and ours`, [
          search(face, 'ClientErrors', 'Sum'),
          search(face, 'ServerErrors', 'Sum'),
        ]),
      ],
      [
        graph(`${face}: p50, milliseconds`, [search(face, 'Latency', 'p50')]),
        graph(`${face}: p99, milliseconds`, [search(face, 'Latency', 'p99')]),
      ],
    ]),
    [text('## Functions and tables')],
    [
      graph(
        'Calls, throttles, crashes',
        lambdas.flatMap((lambda) => [lambda.metricInvocations(), lambda.metricThrottles(), lambda.metricErrors()]),
      ),
      graph(
        'Cold starts',
        faces.map((face) => search(face, 'ColdStart', 'Sum')),
      ),
    ],
    [
      graph(
        'Units of DynamoDB',
        faces.map((face) => search(face, 'ConsumedCapacity', 'Sum')),
      ),
      graph('Throttled by DynamoDB', [
        new MathExpression({
          expression: `SEARCH('{AWS/DynamoDB,Operation,TableName} "${configuration.prefix}" MetricName="ThrottledRequests"', 'Sum', 300)`,
          usingMetrics: {},
          label: '',
          period: Duration.minutes(5),
        }),
      ]),
    ],
    [text('## From an event to its consumers')],
    [
      graph('Milliseconds that an event has waited in the outbox', [
        relay.lambda.metric('IteratorAge', { statistic: 'Maximum', label: 'relay' }),
      ]),
      graph(
        'Seconds that the oldest event has waited',
        consumers.map(({ consumer: { name }, queues }) =>
          queue(queues.queue.attrQueueName, 'ApproximateAgeOfOldestMessage', name),
        ),
      ),
    ],
    [
      graph(
        'Events that wait',
        consumers.flatMap(({ consumer: { name }, queues: { queue: waiting } }) => [
          queue(waiting.attrQueueName, 'ApproximateNumberOfMessagesVisible', `${name}: waiting`),
          queue(waiting.attrQueueName, 'ApproximateNumberOfMessagesNotVisible', `${name}: under way`),
        ]),
      ),
      graph('Dead letters', [
        ...consumers.map(({ consumer: { name }, queues }) =>
          queue(queues.deadLetters.attrQueueName, 'ApproximateNumberOfMessagesVisible', name),
        ),
        queue(messaging.relayDeadLetters.attrQueueName, 'ApproximateNumberOfMessagesVisible', 'relay'),
      ]),
    ],
    [text('## Cost, estimated')],
    [
      graph('US dollars an hour at this load', costs(options), { period: Duration.hours(1), stacked: true }),
      new LogQueryWidget({
        title: 'What went wrong, by code',
        logGroupNames: functions.map(({ log }) => log.logGroupName),
        view: LogQueryVisualizationType.TABLE,
        region,
        width,
        height: 6,
        queryLines: [
          'filter ispresent(code)',
          'stats count(*) as times by code, operation',
          'sort times desc',
          'limit 20',
        ],
      }),
    ],
  ];
}

const { perMillion } = prices;

function costs({ configuration, api, gateway, consumers, relay }: Watched): IMetric[] {
  const period = Duration.hours(1);
  const functionCost = (
    name: string,
    { lambda }: Pick<ConsumerFunction, 'lambda'>,
    { megabytes }: FunctionSize,
    label = name,
  ): IMetric =>
    new MathExpression({
      // Metrics of one graph share their names.
      expression: `(${name}Calls * ${perMillion.lambdaRequests} + ${name}Time / 1000 * ${megabytes / 1024} * ${perMillion.lambdaArmGigabyteSeconds}) / 1000000`,
      usingMetrics: {
        [`${name}Calls`]: lambda.metricInvocations({ period }),
        [`${name}Time`]: lambda.metricDuration({ period, statistic: 'Sum' }),
      },
      label: `${label} function`,
      period,
    });
  return [
    new MathExpression({
      expression: `requests * ${api.isRest ? perMillion.restApiRequests : perMillion.httpApiRequests} / 1000000`,
      usingMetrics: {
        requests: apiMetric(api, configuration, 'Count', api.isRest ? 'SampleCount' : 'Sum').with({ period }),
      },
      label: 'API Gateway',
      period,
    }),
    functionCost('gateway', gateway, configuration.gateway),
    ...Object.entries(byMetricName(consumers)).map(([name, construct]) =>
      functionCost(name, construct, sizeOf(construct.consumer, configuration), construct.consumer.name),
    ),
    functionCost('relay', relay, configuration.relay),
  ];
}
