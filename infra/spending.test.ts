import { definition } from '../test/usual';
import { emfMetrics } from '../api/metrics';
import { channelFaces } from '../schema/channels';
import { metricOf } from '../services/consumer';
import { costCommand } from './cost';
import prices from '../services/prices.json';
import { idleCharges, metricCount, useCharges } from './spending';
import type { Charge } from './spending';

const none = { requests: 0, writes: 0, tabs: 0, tabHours: 0, milliseconds: 10 };
const rig = { api: 'rest', gatewayMegabytes: 1769, relayMegabytes: 256, hasFirewall: false, metrics: 24 } as const;
const of = (charges: readonly Charge[], name: string) => charges.find((charge) => charge.name === name)?.dollars;

test('what stands is what the template has, an alarm by each metric that it reads', () => {
  const charges = idleCharges({
    a: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    b: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'a + b' }, { MetricStat: {} }, { MetricStat: {} }] },
    },
    key: { Type: 'AWS::KMS::Key' },
    firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}] } },
    table: { Type: 'AWS::DynamoDB::Table' },
  });
  expect(of(charges, 'alarms')).toBeCloseTo(0.3);
  expect(of(charges, 'keys')).toBe(1);
  // AWS WAF, pricing: 5 a month for the list and 1 for each of its rules.
  expect([of(charges, 'firewalls'), of(charges, 'rules of the firewall')]).toEqual([5, 3]);
  expect(charges).toHaveLength(4);
});

// The examples of the pricing pages of AWS: a million requests to a REST API are 3.50, to an HTTP API 1.00, and a GB of
// log 0.50; https://aws.amazon.com/api-gateway/pricing/ and https://aws.amazon.com/cloudwatch/pricing/.
test('a million reads cost what the pages of AWS say', () => {
  const charges = useCharges({ ...none, requests: 1e6 }, rig);
  expect(of(charges, 'API Gateway')).toBe(3.5);
  expect(of(useCharges({ ...none, requests: 1e6 }, { ...rig, api: 'http' }), 'API Gateway')).toBe(1);
  expect(of(charges, 'Lambda')).toBeCloseTo(0.2 + 0.01 * (1769 / 1024) * 13.3334, 6);
  expect(of(charges, 'DynamoDB')).toBe(prices.perMillion.dynamodbReadRequestUnits);
  expect(of(charges, 'Traces')).toBe(0.25);
  expect(of(charges, 'Logs')).toBeCloseTo(0.3725, 3);
  expect(of(charges, 'Events')).toBe(0);
  expect(of(charges, 'Metrics')).toBeCloseTo(7.2);
});

test('it grows with the use, and a firewall and the tabs count', () => {
  const ten = useCharges({ ...none, requests: 10e6, writes: 0.1 }, { ...rig, hasFirewall: true });
  expect(of(ten, 'API Gateway')).toBe(35);
  expect(of(ten, 'Firewall')).toBe(6);
  expect(of(ten, 'Events')).toBeGreaterThan(1);
  const hour = of(useCharges({ ...none, tabs: 1, tabHours: 1 }, rig), 'Open tabs')!;
  // An execution for an hour, 180 requests, and two looks a second.
  expect(hour).toBeGreaterThan((3600 * (1769 / 1024) * 13.3334) / 1e6);
  expect(hour).toBeCloseTo(0.084, 2);
  expect(of(useCharges({ ...none, tabs: 100, tabHours: 240 }, rig), 'Open tabs')).toBeCloseTo(24_000 * hour, 6);
});

// CloudWatch bills each name under each set of values of its dimensions: https://aws.amazon.com/cloudwatch/pricing/
test('the metrics that are counted are those that are written when everything is used', async () => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const metrics = emfMetrics('library-prod');
    const call = { requestId: 'r', faults: ['none'], milliseconds: 1, capacityUnits: 0, isColdStart: true } as const;
    for (const face of channelFaces) metrics({ ...call, face, operation: 'bookById', isPrompt: true });
    metrics({ ...call, face: 'relay', operation: 'relayEvents' });
    for (const { operation, alarms = [] } of definition.consumers) {
      const names = Object.fromEntries(alarms.map((alarm) => [metricOf(alarm), 0]));
      metrics({ ...call, face: 'consumer', operation, alarms: names });
    }
    await Promise.resolve();
  } finally {
    write.mockRestore();
  }
  const written = lines
    .join('')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const entry = JSON.parse(line);
      return entry._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }: any) =>
        Dimensions.flatMap((names: string[]) =>
          Metrics.map(({ Name }: any) => JSON.stringify([Name, names.toSorted().map((name) => [name, entry[name]])])),
        ),
      );
    });
  expect(metricCount(definition, {})).toBe(new Set(written).size);
});

test.each([
  ['--requests', ''],
  ['--requests', 'Infinity'],
  ['--requests', '1e400'],
  ['--requests', '1,000'],
  ['--tabs', '-1'],
  ['--writes', '1.1'],
  ['--tab-hours', '25'],
])('npm run cost -- %s=%s is told what is a number', async (option, value) => {
  const error = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    expect(await costCommand([`${option}=${value}`], '.')).toBe(2);
    expect(error.mock.calls.join('')).toMatch(/^Each option is a number from 0 on;/);
  } finally {
    error.mockRestore();
  }
});

test('operations are many metrics, faces are few', () => {
  const byFace = metricCount(definition, {});
  const byOperation = metricCount(definition, { metricsBy: 'operation' });
  expect(byFace).toBeLessThan(50);
  expect(byOperation - byFace).toBe(4 * 6 * (definition.operations.length - 1));
});
