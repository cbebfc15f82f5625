import type { ChannelFace } from '../schema/channels';
import { isProblemCode, problemFor } from '../services/errors';
import { writeLine } from './logger';

/** The ways into the gateway: the channels, the queue and the stream. */
export type Face = ChannelFace | 'consumer' | 'relay';

/** What one call of a function did and used. */
export interface Measures {
  readonly requestId: string;
  readonly face: Face;
  /** The name of an operation, never a text of the caller's: CloudWatch bills each name by itself. */
  readonly operation?: string;
  /** Whose fault the outcome of each request or message was. */
  readonly faults: readonly Fault[];
  readonly milliseconds: number;
  /** Read and write units of DynamoDB. */
  readonly capacityUnits: number;
  /** How many items were answered that do not fit their class. */
  readonly misfits?: number;
  /** It has used something deprecated; the log says what. */
  readonly usesDeprecated?: boolean;
  /** The first call of a process. */
  readonly isColdStart: boolean;
  /** The code of the problem. */
  readonly code?: string;
  /** Somebody waited for the answer, and the answer did not wait for a change. */
  readonly isPrompt?: boolean;
  /** How many events ended with a problem that a consumer has an alarm for, by the name of its metric. */
  readonly alarms?: Readonly<Record<string, number>>;
}

/** Takes what a call has measured. */
export type Metrics = (measures: Measures) => void;

const namespace = 'Tandem';
/** By their dimensions and the names of their metrics. */
const directives = new Map<string, string>();
/** Dimensions, as JSON. */
const byFace = '["service","face"]';
const byOperation = '["service","face","operation"]';
/** The time of prompt answers stands under the service alone too: of the percentiles of each face nobody can make one of all. */
const promptLatency = directive('["service"]', ['Latency']);

/** What the metrics of requests are told apart by: CloudWatch bills each metric of each name by itself. */
export type MetricsBy = 'face' | 'operation';

/**
 * Writes CloudWatch's embedded metric format to the log: nothing is sent, and nobody waits. The operation of a request is
 * in the log in any case; those of consumers and the relay are few.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function emfMetrics(service = 'tandem', metricsBy: MetricsBy = 'face'): Metrics {
  return ({
    requestId,
    face,
    operation = 'none',
    code,
    isColdStart,
    isPrompt = false,
    alarms,
    faults,
    milliseconds,
    capacityUnits,
    misfits,
    usesDeprecated = false,
  }) => {
    const dimensions = metricsBy === 'operation' || face === 'consumer' || face === 'relay' ? byOperation : byFace;
    // Zeros too: a rate needs to know of the calls that went well.
    const values: Record<string, number> = {
      Requests: faults.length,
      ClientErrors: countOf(faults, 'client'),
      ServerErrors: countOf(faults, 'server'),
      Latency: milliseconds,
      ConsumedCapacity: capacityUnits,
    };
    if (misfits !== undefined) values.Misfits = misfits;
    if (usesDeprecated) values.DeprecatedRequests = 1;
    if (isColdStart) values.ColdStart = 1;
    Object.assign(values, alarms);
    const directives = [directive(dimensions, Object.keys(values))];
    if (isPrompt) directives.push(promptLatency);
    const about = JSON.stringify({ service, face, operation, requestId, code, ...values }).slice(1);
    writeLine(`{"_aws":{"Timestamp":${Date.now()},"CloudWatchMetrics":[${directives.join(',')}]},${about}`);
  };
}

/** What CloudWatch is told to make of a line: metrics of these names, under these dimensions. There are few of them. */
function directive(dimensions: string, names: readonly string[]): string {
  let key = dimensions;
  for (const name of names) key += `${name},`;
  const known = directives.get(key);
  if (known !== undefined) return known;
  const metrics = names.map((name) => `{"Name":"${name}","Unit":"${unitOf(name)}"}`);
  const text = `{"Namespace":"${namespace}","Dimensions":[${dimensions}],"Metrics":[${metrics.join(',')}]}`;
  directives.set(key, text);
  return text;
}

function unitOf(name: string): string {
  return name === 'Latency' ? 'Milliseconds' : 'Count';
}

function countOf(faults: readonly Fault[], fault: Fault): number {
  return faults.reduce((count, outcome) => (outcome === fault ? count + 1 : count), 0);
}

/** Whose fault it is that something went wrong, if it did. */
export type Fault = 'none' | 'client' | 'server';

/** Whose fault an outcome is; GraphQL hides it behind the status 200, so that the code of the problem comes first. */
export function faultOf(status: number, code?: string): Fault {
  const outcomeStatus = code !== undefined && isProblemCode(code) ? problemFor(code).status : status;
  if (outcomeStatus < 400) return 'none';
  return outcomeStatus < 500 ? 'client' : 'server';
}
