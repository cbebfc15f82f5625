import { Metrics as EmfMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ChannelFace } from '../schema/channels';
import { isProblemCode, problemFor } from '../services/errors';

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

/**
 * Writes the time of prompt answers under the service alone too: of the percentiles of each face and operation nobody can
 * make one of all.
 */
class MetricsOfGateway extends EmfMetrics {
  isPrompt = false;

  override serializeMetrics(): ReturnType<EmfMetrics['serializeMetrics']> {
    const line = super.serializeMetrics();
    if (this.isPrompt) line._aws.CloudWatchMetrics.push(promptLatency);
    return line;
  }
}

const namespace = 'Tandem';
const promptLatency = {
  Namespace: namespace,
  Dimensions: [['service']] as [[string]],
  Metrics: [{ Name: 'Latency', Unit: MetricUnit.Milliseconds }],
};

/** What the metrics of requests are told apart by: CloudWatch bills each metric of each name by itself. */
export type MetricsBy = 'face' | 'operation';

/**
 * Writes CloudWatch's embedded metric format to the log: nothing is sent, and nobody waits. The operation of a request is
 * in the log in any case; those of consumers and the relay are few.
 */
export function emfMetrics(serviceName = 'tandem', metricsBy: MetricsBy = 'face'): Metrics {
  const emf = new MetricsOfGateway({ namespace, serviceName });
  return ({
    requestId,
    face,
    operation = 'none',
    code,
    isColdStart,
    isPrompt = false,
    alarms = {},
    faults,
    milliseconds,
    capacityUnits,
    misfits,
  }) => {
    emf.isPrompt = isPrompt;
    emf.addDimension('face', face).addMetadata('requestId', requestId);
    const isToldApart = metricsBy === 'operation' || face === 'consumer' || face === 'relay';
    if (isToldApart) emf.addDimension('operation', operation);
    else emf.addMetadata('operation', operation);
    if (code !== undefined) emf.addMetadata('code', code);
    // Zeros too: a rate needs to know of the calls that went well.
    const count = (fault: Fault): number => faults.filter((outcome) => outcome === fault).length;
    emf.addMetric('Requests', MetricUnit.Count, faults.length);
    emf.addMetric('ClientErrors', MetricUnit.Count, count('client'));
    emf.addMetric('ServerErrors', MetricUnit.Count, count('server'));
    emf.addMetric('Latency', MetricUnit.Milliseconds, milliseconds);
    emf.addMetric('ConsumedCapacity', MetricUnit.Count, capacityUnits);
    if (misfits !== undefined) emf.addMetric('Misfits', MetricUnit.Count, misfits);
    if (isColdStart) emf.addMetric('ColdStart', MetricUnit.Count, 1);
    for (const [name, value] of Object.entries(alarms)) emf.addMetric(name, MetricUnit.Count, value);
    emf.publishStoredMetrics();
  };
}

/** Whose fault it is that something went wrong, if it did. */
export type Fault = 'none' | 'client' | 'server';

/** Whose fault an outcome is; GraphQL hides it behind the status 200, so that the code of the problem comes first. */
export function faultOf(status: number, code?: string): Fault {
  const outcomeStatus = code !== undefined && isProblemCode(code) ? problemFor(code).status : status;
  if (outcomeStatus < 400) return 'none';
  return outcomeStatus < 500 ? 'client' : 'server';
}
