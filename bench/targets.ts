import type { Cold, Memory, Warm } from './processes';
import type { Ask } from './requests';
import { p0, p1, tandem, yoga } from './subjects';

/** Medians of a run. */
export interface Medians {
  /** By subject and by what was asked first. */
  readonly cold: ReadonlyMap<string, Cold>;
  readonly warm: ReadonlyMap<string, Warm>;
  /** Calls to DynamoDB for one basket of ten. */
  readonly basketCalls: number;
  readonly memory: Memory;
  /** Processor milliseconds that making GraphQL takes once everything is loaded. */
  readonly schema: number;
  /** The asset in kilobytes, packed, without pages and source maps. */
  readonly packed: number;
}

/** The name of a figure in the maps. */
export const figure = (subject: string, ask: Ask): string => `${subject} · ${ask}`;

/** What a figure must not exceed. */
export interface Target {
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  readonly value: (medians: Medians) => number;
  /** What stands in the way where the target is missed. */
  readonly held?: string;
}

const coldCpu = ({ cold }: Medians, subject: string, ask: Ask): number => cold.get(figure(subject, ask))!.cpu;
const warmCpu = ({ warm }: Medians, subject: string, ask: Ask): number => warm.get(figure(subject, ask))!.cpu;

const ourSteps =
  'Not known step by step. One profile of our own REST get gives 27 % to the write to the socket, 7 % to the signature, 3 % to the deadline, 2.5 % to the metrics line and 1.4 % to the log line; P0, lists, writes and GraphQL were not profiled. Not tried: an HTTP handler and a signer of our own under the SDK, and graphql-jit.';
const theNested =
  'Supposed, not measured by itself: two calls in place of eleven; what is left is the validation of the document, its cost, and one answer of ten products.';
const theLibraries =
  'Supposed, not measured by itself: graphql-js, Apollo and TypeGraphQL have to be read and the schema built; what REST loads comes before that.';

const warmTarget = (ask: Ask, of: Ask, limit: number): Target => ({
  what: `warm ${ask}, of P0's ${of}`,
  limit,
  unit: '×',
  value: (medians) => warmCpu(medians, tandem, ask) / warmCpu(medians, p0, of),
  held: ourSteps,
});

/** The targets of the project, each a ratio within one run. Times are those of the processor. */
export const targets: readonly Target[] = [
  {
    what: 'cold REST get, of P0',
    limit: 0.8,
    unit: '×',
    value: (medians) => coldCpu(medians, tandem, 'REST get') / coldCpu(medians, p0, 'REST get'),
    held: 'Supposed, not measured by itself: Node itself and the SDK, which both load; then the declarations and the rules of class-validator.',
  },
  {
    what: 'cold GraphQL get, of P1',
    limit: 0.5,
    unit: '×',
    value: (medians) => coldCpu(medians, tandem, 'GraphQL get') / coldCpu(medians, p1, 'GraphQL get'),
    held: theLibraries,
  },
  {
    what: 'cold GraphQL get, of Yoga + Pothos',
    limit: 0.85,
    unit: '×',
    value: (medians) => coldCpu(medians, tandem, 'GraphQL get') / coldCpu(medians, yoga, 'GraphQL get'),
    held: theLibraries,
  },
  warmTarget('REST get', 'REST get', 0.85),
  warmTarget('REST list 20', 'REST list 20', 0.85),
  warmTarget('REST create', 'REST create', 0.85),
  warmTarget('GraphQL get', 'REST get', 1),
  warmTarget('GraphQL list 20', 'REST list 20', 1.1),
  warmTarget('GraphQL create', 'REST create', 1.1),
  {
    what: 'warm GraphQL get on top of our own REST get',
    limit: 65,
    unit: 'µs',
    value: (medians) => warmCpu(medians, tandem, 'GraphQL get') - warmCpu(medians, tandem, 'REST get'),
    held: "Supposed, not measured by itself: Apollo's pipeline, and the checks of limits and cost before each document.",
  },
  {
    what: 'warm basket of 10, of P1',
    limit: 0.4,
    unit: '×',
    value: (medians) => warmCpu(medians, tandem, 'basket of 10') / warmCpu(medians, p1, 'basket of 10'),
    held: theNested,
  },
  {
    what: 'calls to DynamoDB for a basket of 10',
    limit: 2,
    unit: 'calls',
    value: ({ basketCalls }) => basketCalls,
  },
  {
    what: 'memory after the first GraphQL answer',
    limit: 65,
    unit: 'MB',
    value: ({ cold }) => cold.get(figure(tandem, 'GraphQL get'))!.rss,
    held: theLibraries,
  },
  {
    what: 'heap that a million reads leave behind, after the first tenth',
    limit: 1,
    unit: 'MB',
    value: ({ memory: { heap } }) => heap.at(-1)! - heap[0]!,
  },
  { what: 'package without pages and source maps', limit: 280, unit: 'KB', value: ({ packed }) => packed },
];
