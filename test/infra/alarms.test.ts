import { runInNewContext } from 'node:vm';
import { emfMetrics } from '../../api/metrics';
import { alarmRules } from '../../infra/alarm-rules';
import type { AlarmRule, AlarmRuleName } from '../../infra/alarm-rules';
import { metricOf } from '../../services/consumer';
import { definition } from '../usual';
import { functionPropertiesOf, resourcesOf, synthesised } from './synthesised';
import type { Resource } from './synthesised';

// What wakes whom, and when; and what the dashboard shows.

const open = async () =>
  synthesised('dev', 'prod', 'http', 'everything', 'unheard', 'nobodyListens', 'healthElsewhere');
let stages: Awaited<ReturnType<typeof open>>;

beforeAll(async () => {
  stages = await open();
});

const { consumers } = definition;

/** The alarms of a variant, by their names without the prefix. */
function alarmsOf(name: 'dev' | 'prod' | 'http' | 'everything'): Record<string, any> {
  return Object.fromEntries(
    resourcesOf(stages[name].template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => [
      Properties.AlarmName.replace(/^library-(dev|prod)-/, ''),
      Properties,
    ]),
  );
}

/** The name of the rule of an alarm. */
function ruleNameOf(alarm: string): AlarmRuleName {
  if (alarm in alarmRules) return alarm as AlarmRuleName;
  for (const { name, alarms = [] } of consumers) {
    if (alarms.some((one) => one.name === alarm)) return '{alarm}';
    const pattern = `{consumer}${alarm.slice(name.length)}`;
    if (alarm.startsWith(name) && pattern in alarmRules) return pattern as AlarmRuleName;
  }
  throw new Error(`The alarm ${alarm} has no rule.`);
}

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Period: number;
}

/** What an alarm measures, and for how long, whether by itself or in an expression. */
function metricsOf(alarm: any): readonly Metric[] {
  if (!alarm.Metrics) return [alarm];
  return alarm.Metrics.filter((one: any) => one.MetricStat).map(({ MetricStat: { Metric: metric, Period } }: any) => ({
    ...metric,
    Period,
  }));
}

describe('alarms', () => {
  const variants = ['dev', 'prod', 'http', 'everything'] as const;

  test.each(variants)(
    'of %s have the data, periods and meaning of silence that the table gives a reason for',
    (name) => {
      for (const [alarm, properties] of Object.entries(alarmsOf(name))) {
        const { data, seconds, atLeast, of, limit, silence }: AlarmRule = alarmRules[ruleNameOf(alarm)];
        expect({ alarm, ...properties }).toMatchObject({
          alarm,
          EvaluationPeriods: of,
          DatapointsToAlarm: atLeast,
          TreatMissingData: silence,
          Threshold: 'above' in limit ? limit.above : limit.below,
          ComparisonOperator: 'above' in limit ? 'GreaterThanThreshold' : 'LessThanThreshold',
        });
        const measured = metricsOf(properties);
        expect(new Set(measured.map(({ Period }) => Period))).toEqual(new Set([seconds]));
        if (ruleNameOf(alarm) !== '{alarm}')
          expect(data).toEqual(
            expect.arrayContaining(measured.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`)),
          );
      }
    },
  );

  test('every rule of the table has a reason, and an alarm in some stage', () => {
    const used = new Set(variants.flatMap((name) => Object.keys(alarmsOf(name)).map(ruleNameOf)));
    expect([...used].toSorted()).toEqual(Object.keys(alarmRules).toSorted());
    for (const { because } of Object.values<AlarmRule>(alarmRules)) expect(because.length).toBeGreaterThan(80);
  });

  /**
   * What AWS publishes, by its own pages: the dimensions of each metric, and when it publishes nothing. Where nothing
   * means that all is well, silence must not ring; where it may hide what went wrong, it must not end the alarm either.
   */
  const published: Readonly<Record<string, { by: readonly string[]; silence: AlarmRule['silence'] }>> = {
    // While a queue is active, which it is for six hours after the last call.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    'AWS/SQS ApproximateNumberOfMessagesVisible': { by: ['QueueName'], silence: 'ignore' },
    // While it holds a message.
    'AWS/SQS ApproximateAgeOfOldestMessage': { by: ['QueueName'], silence: 'notBreaching' },
    // With each call. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    'AWS/Lambda IteratorAge': { by: ['FunctionName'], silence: 'notBreaching' },
    'AWS/Lambda Invocations': { by: ['FunctionName'], silence: 'notBreaching' },
    'AWS/Lambda Throttles': { by: ['FunctionName'], silence: 'notBreaching' },
    'AWS/Lambda Errors': { by: ['FunctionName'], silence: 'notBreaching' },
    // With each write. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    'AWS/DynamoDB ConsumedWriteCapacityUnits': { by: ['TableName'], silence: 'notBreaching' },
    // With each request.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    'AWS/ApiGateway 5XXError': { by: ['ApiName', 'Stage'], silence: 'notBreaching' },
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
    'AWS/ApiGateway 5xx': { by: ['ApiId', 'Stage'], silence: 'notBreaching' },
    'AWS/ApiGateway Count': { by: ['ApiId', 'Stage'], silence: 'notBreaching' },
    // Each minute, always. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
    'AWS/Route53 HealthCheckStatus': { by: ['HealthCheckId'], silence: 'breaching' },
  };

  test.each(variants)('of %s look at what AWS and we publish, under the dimensions that it has', async (name) => {
    const own = await writtenDimensions(`library-${name === 'dev' ? 'dev' : 'prod'}`);
    for (const [alarm, properties] of Object.entries(alarmsOf(name))) {
      for (const { Namespace, MetricName, Dimensions } of metricsOf(properties)) {
        const by = Dimensions.map((one) => one.Name).toSorted();
        if (Namespace === 'Tandem') {
          expect(own(MetricName)).toContainEqual(by);
        } else {
          const metric = published[`${Namespace} ${MetricName}`];
          expect({ alarm, by, silence: properties.TreatMissingData }).toEqual({ alarm, ...metric });
        }
      }
    }
  });

  test.each(variants)('of %s count what has no data as 0 in a sum, and never in a divisor', (name) => {
    const expressions = Object.values(alarmsOf(name)).flatMap(({ Metrics = [] }) =>
      Metrics.filter(({ Expression }: any) => Expression).map(({ Expression }: any) => ({
        text: Expression as string,
        ids: Metrics.flatMap(({ Id, MetricStat }: any) => (MetricStat ? [Id as string] : [])),
      })),
    );
    expect(expressions.length).toBeGreaterThanOrEqual(3);
    for (const { text, ids } of expressions) {
      const [, divisor] = / \/ (\w+)$/.exec(text) ?? [];
      for (const id of ids) expect(text.includes(`FILL(${id}, 0)`)).toBe(id !== divisor);
    }
  });

  // CloudWatch looks at an alarm each minute, at periods that end with it, and DIFF has no value where none is before.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
  describe('of a relay that is not called', () => {
    /** The minutes after which the alarm rings, by the minutes in which something is written and the relay called. */
    function rings(written: readonly number[], calls: readonly number[]): number[] {
      const {
        Metrics,
        EvaluationPeriods: of,
        DatapointsToAlarm: atLeast,
        Threshold,
      } = alarmsOf('prod')['relay-stopped'];
      const { Expression } = Metrics.find((one: any) => one.Expression);
      const period = Metrics.find((one: any) => one.MetricStat).MetricStat.Period / 60;
      const program = Expression.replaceAll(/DIFF\(FILL\((\w+), 0\)\)/g, '($1(0) - $1(1))')
        .replaceAll(/FILL\((\w+), 0\)/g, '$1(0)')
        .replaceAll(' AND ', ' && ')
        .replace(/^IF\((.*), 1, 0\)$/, '$1 ? 1 : 0');
      return Array.from({ length: 40 }, (_, now) => now).filter((now) => {
        const values = Array.from({ length: of }, (_one, back) => {
          const inPeriod = (minutes: readonly number[]) => (earlier: number) => {
            // What is fetched begins with the first period that is looked at.
            if (back + earlier >= of) return NaN;
            const end = now - (back + earlier) * period;
            return minutes.filter((minute) => minute < end && minute >= end - period).length;
          };
          return runInNewContext(program, { written: inPeriod(written), calls: inPeriod(calls) }) as number;
        });
        return values.filter((value) => value > Threshold).length >= atLeast;
      });
    }

    test.each([10, 11, 12, 13, 14])('it rings for a single event in the minute %i', (minute) => {
      const [first, ...more] = rings([minute], []);
      expect(first).toBeLessThanOrEqual(minute + 10);
      expect(more.length).toBeGreaterThan(0);
    });

    test.each([10, 11, 12, 13, 14])('it is silent for an event of the minute %i that is relayed', (minute) => {
      // At once, and across the end of the minute.
      expect(rings([minute], [minute])).toEqual([]);
      expect(rings([minute], [minute + 1])).toEqual([]);
    });

    test('it rings for those after the last that was relayed, and is silent where nobody writes', () => {
      expect(rings([5, 20], [5])[0]).toBeGreaterThan(20);
      expect(rings([], [])).toEqual([]);
    });
  });

  test('watch each stretch of the way from an outbox to a consumer', () => {
    const names = Object.keys(alarmsOf('prod'));
    // Not called; called and refused; given up; in the queue and not taken; taken and failed.
    for (const { name } of consumers) {
      expect(names).toEqual(
        expect.arrayContaining([
          'relay-stopped',
          'relay-late',
          'relay-dead-letters',
          `${name}-wait`,
          `${name}-dead-letters`,
        ]),
      );
    }
  });

  test('wake somebody in a stage that is kept, unless it says that nobody listens', () => {
    expect(stages.unheard.error).toMatch('set alarmEmail, or nobodyListens: true');
    expect(stages.nobodyListens).toMatchObject({ findings: [] });
    expect(stages.nobodyListens.error).toBeUndefined();
    expect(resourcesOf(stages.nobodyListens.template, 'AWS::SNS::Subscription')).toEqual([]);
    expect(resourcesOf(stages.prod.template, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties)).toEqual(
      [expect.objectContaining({ Protocol: 'email', Endpoint: 'people@shop.example' })],
    );
  });

  // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html: a forecast needs about five
  // weeks of usage.
  test('of the budget come of what is spent and of what will be', () => {
    const [[, { Properties }]] = resourcesOf(stages.prod.template, 'AWS::Budgets::Budget') as [[string, Resource]];
    const warnings = Properties.NotificationsWithSubscribers.map(({ Notification, Subscribers }: any) => [
      Notification.NotificationType,
      Notification.Threshold,
      Subscribers[0].Address,
    ]);
    expect(warnings).toEqual([
      ['ACTUAL', 80, 'people@shop.example'],
      ['FORECASTED', 100, 'people@shop.example'],
    ]);
  });

  test('of the health check are where its metrics are', () => {
    expect(stages.healthElsewhere.error).toMatch('this stage goes to eu-central-1');
    const check = resourcesOf(stages.everything.template, 'AWS::Route53::HealthCheck')[0]![0];
    expect(alarmsOf('everything')['health-check'].Dimensions).toEqual([
      { Name: 'HealthCheckId', Value: { 'Fn::GetAtt': [check, 'HealthCheckId'] } },
    ]);
  });
});

/** The dimensions that the functions write each metric under: those of all calls that the sources of metrics know. */
async function writtenDimensions(
  service: string,
  metricsBy?: 'operation',
): Promise<(metric: string) => readonly (readonly string[])[]> {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const alarms = Object.fromEntries(
      consumers.flatMap((one) => (one.alarms ?? []).map((alarm) => [metricOf(alarm), 0] as const)),
    );
    const call = { requestId: 'r', faults: ['none'], milliseconds: 1, capacityUnits: 0, isColdStart: false } as const;
    const metrics = emfMetrics(service, metricsBy);
    metrics({ ...call, face: 'rest', operation: 'bookById', isPrompt: true });
    metrics({ ...call, face: 'consumer', operation: 'lend', alarms });
    await Promise.resolve();
  } finally {
    write.mockRestore();
  }
  const written = lines.join('').trim().split('\n');
  const directives = written.flatMap((line) => JSON.parse(line)._aws.CloudWatchMetrics);
  return (metric) =>
    directives
      .filter(({ Metrics }: any) => Metrics.some(({ Name }: any) => Name === metric))
      .flatMap(({ Dimensions }: any) => Dimensions.map((names: string[]) => names.toSorted()));
}

describe('alarms and dashboard', () => {
  test('every alarm tells what to do, where to read on, and whom it wakes', () => {
    const alarms = resourcesOf(stages.prod.template, 'AWS::CloudWatch::Alarm');
    const names = alarms.map(([, { Properties }]) => Properties.AlarmName.replace('library-prod-', ''));
    expect(alarms.length).toBeGreaterThanOrEqual(9);
    for (const { name, alarms: own = [] } of consumers) {
      for (const one of [`${name}-dead-letters`, `${name}-wait`, ...own.map((alarm) => alarm.name)])
        expect(names).toContain(one);
    }
    for (const [, { Properties }] of alarms) {
      const name = Properties.AlarmName.replace('library-prod-', '');
      expect(Properties.AlarmDescription).toContain(`(docs/operations.md of @tandem/gateway, ${name})`);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  test('metrics are told apart by operation only where the stage says so, and the dashboard looks for what is written', async () => {
    const searches = (stage: 'prod' | 'everything') =>
      JSON.stringify(resourcesOf(stages[stage].template, 'AWS::CloudWatch::Dashboard')).match(/\{Tandem,[a-z,]+\}/g);
    expect(new Set(searches('prod'))).toEqual(new Set(['{Tandem,face,service}', '{Tandem,face,operation,service}']));
    expect(new Set(searches('everything'))).toEqual(new Set(['{Tandem,face,operation,service}']));
    const written = async (by?: 'operation') => (await writtenDimensions('library', by))('Requests');
    expect(await written()).toEqual([
      ['face', 'service'],
      ['face', 'operation', 'service'],
    ]);
    expect(await written('operation')).toEqual([
      ['face', 'operation', 'service'],
      ['face', 'operation', 'service'],
    ]);
    const told = (stage: 'prod' | 'everything') =>
      functionPropertiesOf(stages[stage].template, 'handler.handler').Environment.Variables.METRICS_BY;
    expect([told('prod'), told('everything')]).toEqual([undefined, 'operation']);
  });

  test('the dashboard finds operations by searching, so that none is named in it', () => {
    const [[, { Properties }]] = resourcesOf(stages.prod.template, 'AWS::CloudWatch::Dashboard') as [[string, any]];
    const body = JSON.stringify(Properties.DashboardBody);
    for (const part of [
      'Requests',
      'ServerErrors',
      'p50',
      'p99',
      'ThrottledRequests',
      'ApproximateAgeOfOldestMessage',
      'US dollars',
    ]) {
      expect(body).toContain(part);
    }
    expect(body).not.toContain('createBook');
  });
});
