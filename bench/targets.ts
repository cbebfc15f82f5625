import { required } from '../schema/required';
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

const separator = ' · ';

/** The name of a figure in the maps. */
export const figure = (subject: string, ask: string): string => `${subject}${separator}${ask}`;

/** The subject and what it was asked, from the name of a figure. */
export function partsOf(name: string): { readonly subject: string; readonly ask: string } {
  const [subject = '', ask = ''] = name.split(separator);
  return { subject, ask };
}

/** @throws Error when the run has no such figure */
export function figureIn<Value>(figures: ReadonlyMap<string, Value>, subject: string, ask: string): Value {
  const name = figure(subject, ask);
  return required(figures.get(name), `the figure ${name}`);
}

/** What a figure must not exceed. */
export interface Target {
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  readonly value: (medians: Medians) => number;
  /** What stands in the way where the target is missed. */
  readonly obstacle?: string;
}

const coldCpu = ({ cold }: Medians, subject: string, ask: Ask): number => figureIn(cold, subject, ask).cpu;
const warmCpu = ({ warm }: Medians, subject: string, ask: Ask): number => figureIn(warm, subject, ask).cpu;

// What was measured apart, on Node 24: our own part with a stand-in for the client, calls through the client alone, and
// one profile of a get.
const ofTheSdk =
  'A call through our client is about 340 µs of processor time where the SDK as it comes takes 490. One profile of a get finds 10 % of it in copies of the configuration that three steps of the SDK make for each call, 9 % in the write to the socket and 4 % in an Error that its retries make beforehand; metrics and log are 7 %.';
const ofRest: Partial<Record<Ask, string>> = {
  'REST get': `Our own part is about 60 µs. ${ofTheSdk}`,
  'REST list 20':
    'Our own part is about 200 µs: items are taken out of what was read a second time, by their declarations, and the cursor of the next page is sealed. The rest is the SDK, as for a get.',
  'REST create':
    'Our own part is about 150 µs, a third of it validation. P0 puts one item; since products tell of their changes, ours is a transaction of two, which also costs the SDK more.',
  'GraphQL get':
    'Our own part is about 200 µs: Apollo, graphql-js, the variables that are read three times, and the count of the cost. The rest is the SDK, as for REST.',
  'GraphQL list 20':
    'Our own part is about 600 µs: a fifth is graphql-js, a tenth Apollo. Compiled documents were tried and saved 110 (docs/decisions.md).',
  'GraphQL create': 'Our own part is about 310 µs. The write is that of REST, a transaction of two items.',
};
const theLibraries =
  'Node itself is 27 ms in each subject, and what REST loads comes before GraphQL begins. Then graphql-js, Apollo and TypeGraphQL are read, and the schema is made; how long that takes by itself stands below the table of cold starts.';

const warmTarget = (ask: Ask, anchorAsk: Ask, limit: number): Target => ({
  what: `warm ${ask}, of P0's ${anchorAsk}`,
  limit,
  unit: '×',
  value: (medians) => warmCpu(medians, tandem, ask) / warmCpu(medians, p0, anchorAsk),
  obstacle: ofRest[ask],
});

/** The targets of the project, each a ratio within one run. Times are those of the processor. */
export const targets: readonly Target[] = [
  {
    what: 'cold REST get, of P0',
    limit: 0.8,
    unit: '×',
    value: (medians) => coldCpu(medians, tandem, 'REST get') / coldCpu(medians, p0, 'REST get'),
    obstacle:
      'Node itself is 27 ms in both. Ours loads in less time; its first answer costs more, because operations and routes are made from the declarations, and log and metrics begin (columns below).',
  },
  {
    what: 'cold GraphQL get, of P1',
    limit: 0.5,
    unit: '×',
    value: (medians) => coldCpu(medians, tandem, 'GraphQL get') / coldCpu(medians, p1, 'GraphQL get'),
    obstacle: theLibraries,
  },
  {
    what: 'cold GraphQL get, of Yoga + Pothos',
    limit: 0.85,
    unit: '×',
    value: (medians) => coldCpu(medians, tandem, 'GraphQL get') / coldCpu(medians, yoga, 'GraphQL get'),
    obstacle: theLibraries,
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
    obstacle: "Apollo's pipeline, graphql-js, variables that are read three times, and the count of the cost.",
  },
  {
    what: 'warm basket of 10, of P1',
    limit: 0.4,
    unit: '×',
    value: (medians) => warmCpu(medians, tandem, 'basket of 10') / warmCpu(medians, p1, 'basket of 10'),
    obstacle: 'Two calls in place of eleven; what is left is one answer of ten products.',
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
    value: ({ cold }) => figureIn(cold, tandem, 'GraphQL get').rss,
    obstacle: 'Node 24 without any code is at 45 MB, and P0, which knows no GraphQL, is above the limit too.',
  },
  {
    what: 'heap that a million reads leave behind, after the first tenth',
    limit: 1,
    unit: 'MB',
    value: ({ memory: { heap } }) => required(heap.at(-1), 'the last heap') - required(heap[0], 'the first heap'),
  },
  { what: 'package without pages and source maps', limit: 280, unit: 'KB', value: ({ packed }) => packed },
];
