import { Metrics as PowertoolsMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import fc from 'fast-check';
import { emfMetrics } from './metrics';
import type { Measures, MetricsBy } from './metrics';

// The outside witness of the embedded metric format is AWS's own library for it: what it writes of the same figures is
// what we write, but for the second directive, which it has no way to say.
// https://docs.aws.amazon.com/powertools/typescript/latest/features/metrics/

let written = '';
beforeEach(() => {
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => (written += String(text)) !== '');
});
afterEach(() => jest.restoreAllMocks());

const count = fc.nat(1000);
const measures = fc.record<Measures>(
  {
    requestId: fc.string(),
    face: fc.constantFrom('rest', 'graphql', 'envelope', 'mcp', 'consumer', 'relay'),
    // Powertools leaves out a dimension of blanks; an operation has a name.
    operation: fc.stringMatching(/^[a-z]\w*$/),
    faults: fc.array(fc.constantFrom('none', 'client', 'server')),
    milliseconds: fc.double({ min: 0, max: 30_000, noNaN: true }),
    capacityUnits: fc.double({ min: 0, max: 5_000, noNaN: true }),
    misfits: count,
    usesDeprecated: fc.boolean(),
    isColdStart: fc.boolean(),
    code: fc.string({ minLength: 1 }),
    alarms: fc.dictionary(fc.constantFrom('OrderConflict', 'OutOfStock', 'Unpaid'), count),
  },
  { requiredKeys: ['requestId', 'face', 'faults', 'milliseconds', 'capacityUnits', 'isColdStart'] },
);

/** The line of Powertools for the same figures. */
function lineOfPowertools(measured: Measures, service: string, metricsBy: MetricsBy): unknown {
  const {
    requestId,
    face,
    operation = 'none',
    faults,
    code,
    misfits,
    usesDeprecated,
    isColdStart,
    alarms = {},
  } = measured;
  const metrics = new PowertoolsMetrics({ namespace: 'Tandem', serviceName: service });
  metrics.addDimension('face', face).addMetadata('requestId', requestId);
  if (metricsBy === 'operation' || face === 'consumer' || face === 'relay')
    metrics.addDimension('operation', operation);
  else metrics.addMetadata('operation', operation);
  if (code !== undefined) metrics.addMetadata('code', code);
  metrics.addMetric('Requests', MetricUnit.Count, faults.length);
  metrics.addMetric('ClientErrors', MetricUnit.Count, faults.filter((fault) => fault === 'client').length);
  metrics.addMetric('ServerErrors', MetricUnit.Count, faults.filter((fault) => fault === 'server').length);
  metrics.addMetric('Latency', MetricUnit.Milliseconds, measured.milliseconds);
  metrics.addMetric('ConsumedCapacity', MetricUnit.Count, measured.capacityUnits);
  if (misfits !== undefined) metrics.addMetric('Misfits', MetricUnit.Count, misfits);
  if (usesDeprecated) metrics.addMetric('DeprecatedRequests', MetricUnit.Count, 1);
  if (isColdStart) metrics.addMetric('ColdStart', MetricUnit.Count, 1);
  for (const [name, value] of Object.entries(alarms)) metrics.addMetric(name, MetricUnit.Count, value);
  return metrics.serializeMetrics();
}

const withoutTime = (line: unknown): unknown => {
  const { _aws: about, ...rest } = JSON.parse(JSON.stringify(line));
  return { ...rest, _aws: { ...about, Timestamp: typeof about.Timestamp } };
};

test('a line says what Powertools says of the same figures', async () => {
  await fc.assert(
    fc.asyncProperty(measures, fc.constantFrom('face', 'operation'), async (measured, metricsBy: MetricsBy) => {
      written = '';
      emfMetrics('shop-prod', metricsBy)(measured);
      await Promise.resolve();
      expect(written).toMatch(/^[^\n]+\n$/);
      expect(withoutTime(JSON.parse(written))).toEqual(withoutTime(lineOfPowertools(measured, 'shop-prod', metricsBy)));
    }),
    { numRuns: 500 },
  );
});

test('the time of a prompt answer stands under the service alone, too', async () => {
  const call = { requestId: 'r', face: 'rest', faults: ['none'], milliseconds: 1, capacityUnits: 0 } as const;
  emfMetrics('shop-prod')({ ...call, isColdStart: false, isPrompt: true });
  await Promise.resolve();
  expect(JSON.parse(written)._aws.CloudWatchMetrics[1]).toEqual({
    Namespace: 'Tandem',
    Dimensions: [['service']],
    Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }],
  });
});
