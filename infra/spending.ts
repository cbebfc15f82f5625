import { listOf, recordOf, textOf } from '../schema/guards';
import { channelFaces } from '../schema/channels';
import type { GatewayDefinition } from '../services/definition';
import prices from '../services/prices.json';
import type { Configuration } from './configuration';

/** How much a stage is used in a month. */
export interface Use {
  /** Requests, those of the tabs aside. */
  readonly requests: number;
  /** The share of them that writes. */
  readonly writes: number;
  /** Pages that follow a feed, and the hours for which each does so in a month. */
  readonly tabs: number;
  readonly tabHours: number;
  /** How long the function works on a request. */
  readonly milliseconds: number;
}

/** What of the deployment tells the price of a request. */
export interface Rig {
  readonly api: 'rest' | 'http';
  readonly gatewayMegabytes: number;
  readonly relayMegabytes: number;
  readonly hasFirewall: boolean;
  /** The metrics that are written when everything is used. */
  readonly metrics: number;
}

/** One line of a bill, in US dollars a month. */
export interface Charge {
  readonly name: string;
  readonly how: string;
  readonly dollars: number;
}

/** Every request has so many metrics of its face; those of a cold start among them. */
const metricsOfFace = 6;

/** The metrics that are written when every face, and every operation that is told apart, is used. */
export function metricCount(
  { operations, consumers }: Pick<GatewayDefinition, 'operations' | 'consumers'>,
  { metricsBy = 'face' }: Pick<Configuration, 'metricsBy'>,
): number {
  const names = metricsBy === 'operation' ? operations.length : 1;
  const alarms = consumers.reduce((sum, consumer) => sum + (consumer.alarms?.length ?? 0), 0);
  // The last is the time of all prompt answers together.
  return channelFaces.length * names * metricsOfFace + (consumers.length + 1) * metricsOfFace + alarms + 1;
}

/** Bytes of log that a request leaves behind: the access log, the log line, and the metrics in the log. */
export const logBytes = 800;

/** A follower's request waits this long, in seconds, and looks so often: services/changes.ts. */
const [waitSeconds, looksPerSecond] = [20, 2];

/** One request in so many is traced. */
const tracedOneIn = 20;

/** The resources that cost something though nobody calls, by their type in CloudFormation. */
const standing: Readonly<Record<string, { readonly name: string; readonly price: number }>> = {
  'AWS::KMS::Key': { name: 'keys', price: prices.perMonth.key },
  'AWS::SecretsManager::Secret': { name: 'secrets', price: prices.perMonth.secret },
  'AWS::CloudWatch::Alarm': { name: 'alarms', price: prices.perMonth.alarm },
  'AWS::CloudWatch::Dashboard': { name: 'dashboards', price: prices.perMonth.dashboard },
  'AWS::WAFv2::WebACL': { name: 'firewalls', price: prices.perMonth.firewall },
  'AWS::Route53::HealthCheck': { name: 'health checks', price: prices.perMonth.healthCheck },
};

/**
 * What a stage costs in a month though nobody calls it, from its template.
 * @param resources the resources of the CloudFormation template
 */
export function idleCharges(resources: Readonly<Record<string, unknown>>): readonly Charge[] {
  const all = Object.values(resources).map(recordOf);
  const charges = Object.entries(standing).flatMap(([type, { name, price }]) => {
    const of = all.filter((resource) => textOf(resource.Type) === type);
    // An alarm is billed for each metric that it reads.
    const count = type === 'AWS::CloudWatch::Alarm' ? of.reduce((sum, alarm) => sum + metricsOf(alarm), 0) : of.length;
    return count === 0 ? [] : [{ name, how: `${count} × ${price.toFixed(2)}`, dollars: count * price }];
  });
  const rules = all.flatMap(({ Type, Properties }) =>
    Type === 'AWS::WAFv2::WebACL' ? listOf(recordOf(Properties).Rules) : [],
  ).length;
  const { firewallRule } = prices.perMonth;
  if (rules === 0) return charges;
  return [
    ...charges,
    { name: 'rules of the firewall', how: `${rules} × ${firewallRule.toFixed(2)}`, dollars: rules * firewallRule },
  ];
}

function metricsOf(alarm: Readonly<Record<string, unknown>>): number {
  const { Metrics } = recordOf(alarm.Properties);
  if (!Array.isArray(Metrics)) return 1;
  return Metrics.filter((metric) => recordOf(metric).MetricStat !== undefined).length;
}

/** What the use of a stage adds in a month. */
export function useCharges(
  { requests, writes, tabs, tabHours, milliseconds }: Use,
  { api, gatewayMegabytes, relayMegabytes, hasFirewall, metrics }: Rig,
): readonly Charge[] {
  const { perMillion, perGigabyte, perMonth } = prices;
  const millions = requests / 1e6;
  const apiPrice = api === 'rest' ? perMillion.restApiRequests : perMillion.httpApiRequests;
  const gigabytes = gatewayMegabytes / 1024;
  const second = perMillion.lambdaArmGigabyteSeconds * gigabytes;
  const writing = millions * writes;
  const polls = (tabs * tabHours * 3600) / waitSeconds / 1e6;
  const pollUnits = waitSeconds * looksPerSecond * 0.5;
  const pollPrice =
    apiPrice +
    perMillion.lambdaRequests +
    waitSeconds * second +
    pollUnits * perMillion.dynamodbReadRequestUnits +
    logPrice(perGigabyte.logs);
  return [
    { name: 'API Gateway', how: `${apiPrice.toFixed(2)} a million`, dollars: millions * apiPrice },
    {
      name: 'Lambda',
      how: `${milliseconds} ms of ${gatewayMegabytes} MB each`,
      dollars: millions * (perMillion.lambdaRequests + (milliseconds / 1000) * second),
    },
    {
      name: 'DynamoDB',
      how: 'a read unit each; a write two, and two for its event',
      dollars: millions * perMillion.dynamodbReadRequestUnits + writing * 4 * perMillion.dynamodbWriteRequestUnits,
    },
    {
      name: 'Events',
      how: 'one for each write, the relay alone with it',
      dollars:
        writing *
        (perMillion.eventBridgeEvents +
          perMillion.lambdaRequests +
          0.02 * (relayMegabytes / 1024) * perMillion.lambdaArmGigabyteSeconds),
    },
    { name: 'Logs', how: `${logBytes} bytes each`, dollars: millions * logPrice(perGigabyte.logs) },
    { name: 'Traces', how: `one in ${tracedOneIn}`, dollars: (millions / tracedOneIn) * perMillion.xrayTraces },
    ...(hasFirewall
      ? [
          {
            name: 'Firewall',
            how: `${perMillion.firewallRequests} a million`,
            dollars: (millions + polls) * perMillion.firewallRequests,
          },
        ]
      : []),
    ...(requests > 0
      ? [
          {
            name: 'Metrics',
            how: `at most ${metrics} × ${perMonth.metric.toFixed(2)}`,
            dollars: metrics * perMonth.metric,
          },
        ]
      : []),
    ...(tabs > 0 ? [{ name: 'Open tabs', how: `${tabs} for ${tabHours} hours each`, dollars: polls * pollPrice }] : []),
  ];
}

/** A million requests leave so much log; a GB of the bill has 2^30 bytes. */
const logPrice = (perGigabyte: number): number => ((logBytes * 1e6) / 2 ** 30) * perGigabyte;
