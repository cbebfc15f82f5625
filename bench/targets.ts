import { required } from '../schema/required';
import type { Cold, Memory, Warm } from './processes';
import type { Ask } from './requests';
import { p0, p1, tandem, yoga } from './subjects';

/** The figures of a run: medians, or those of one of its rounds. */
export interface Figures {
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
  /** What a start of REST loads of it, in kilobytes, not packed. */
  readonly loaded: number;
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
  /** What it is made of: cold starts or warm requests, and which; nothing of both where it stands alone. */
  readonly of: { readonly cold?: readonly Ask[]; readonly warm?: readonly Ask[] };
  readonly limit: number;
  readonly unit: string;
  readonly value: (figures: Figures) => number;
  /** What stands in the way where the target is missed. */
  readonly obstacle?: string;
}

const coldCpu = ({ cold }: Figures, subject: string, ask: Ask): number => figureIn(cold, subject, ask).cpu;
const warmCpu = ({ warm }: Figures, subject: string, ask: Ask): number => figureIn(warm, subject, ask).cpu;

const coldTarget = (ask: Ask, anchor: string, name: string, limit: number, obstacle?: string): Target => ({
  what: `cold ${ask}, of ${name}`,
  of: { cold: [ask] },
  limit,
  unit: '×',
  value: (figures) => coldCpu(figures, tandem, ask) / coldCpu(figures, anchor, ask),
  obstacle,
});

const warmTarget = (ask: Ask, anchorAsk: Ask, limit: number, obstacle?: string): Target => ({
  what: ask === anchorAsk ? `warm ${ask}, of P0` : `warm ${ask}, of P0's ${anchorAsk}`,
  of: { warm: [ask, anchorAsk] },
  limit,
  unit: '×',
  value: (figures) => warmCpu(figures, tandem, ask) / warmCpu(figures, p0, anchorAsk),
  obstacle,
});

/** What stands in the way of the targets that are missed, by profile. */
const obstacles = {
  cold: 'of the 52 ms that loading takes V8 compiles for 12 and Node loads modules of its own for 9; class-validator and the facts of fields take 7, the operations of all domains 4, the gateway 4, and the rest are the bodies of 300 modules, each a little',
  coldGraphQL:
    'the schema and Apollo are made anew in each process, 37 ms of the processor, on top of what holds the cold REST get',
  call: "Node's HTTP client with the signature is two fifths of what is left; the event, the item, the log with the metrics and the choice of a route share the rest, a tenth each at most",
  create:
    "Node's HTTP client with the signature is three eighths of what is left, the services (what is admitted, the event, the transaction) are a fifth; the event of Lambda, the choice of a route, the log with the metrics and the items share the rest, a twelfth each at most",
  list: "Node's HTTP client with the signature is three tenths of what is left, the items are a seventh; the plan with the walk, the garbage collector and the choice of a route with the answer take a tenth each, the services a twelfth",
  graphqlGet:
    "Node's HTTP client with the signature is a third of what is left, Apollo is an eighth, and none of the others is more than a tenth",
  graphqlList:
    "Node's HTTP client with the signature is a quarter of what is left, the items are an eighth; Apollo, the plan with the walk, graphql-js and the garbage collector take a twelfth each",
  graphqlCreate:
    "Node's HTTP client with the signature is three tenths of what is left, the services are a sixth, Apollo is a tenth, and none of the others is more than that",
  basket:
    "Node's HTTP client with the signature is a third of what is left; the items, the services, the garbage collector, Apollo and graphql-js take a twelfth to a tenth each",
  memory: 'Node alone is 45 MB, and the modules of GraphQL with their schema are most of the rest',
  million:
    'V8 gives its young generation 128 MB on a machine of 24 GB, of which 14 MB are in use; the same requests leave 158 MB in all with --max-semi-space-size=2',
  packed:
    "the library for agents is 80 KB and the SDK's client, for DYNAMODB_CLIENT=sdk, 57; our own part has grown with the tables of others and the documents with names",
  loaded:
    'the tables of others, references, and whatever an item keeps beside it have come since the target was set: services/ is a third of it, then the tables and the schema; what no domain declares is left out already',
} as const;

/** The targets of the project, each a ratio within one run. Times are those of the processor. */
export const targets: readonly Target[] = [
  coldTarget('REST get', p0, 'P0', 0.6, obstacles.cold),
  coldTarget('GraphQL get', p1, 'P1', 0.36, obstacles.coldGraphQL),
  coldTarget('GraphQL get', yoga, 'Yoga + Pothos', 0.55, obstacles.coldGraphQL),
  warmTarget('REST get', 'REST get', 0.45, obstacles.call),
  warmTarget('REST list 20', 'REST list 20', 0.6, obstacles.list),
  warmTarget('REST create', 'REST create', 0.65, obstacles.create),
  warmTarget('GraphQL get', 'REST get', 0.7, obstacles.graphqlGet),
  warmTarget('GraphQL list 20', 'REST list 20', 0.95, obstacles.graphqlList),
  warmTarget('GraphQL create', 'REST create', 0.95, obstacles.graphqlCreate),
  warmTarget('basket of 10', 'basket of 10', 0.8, obstacles.basket),
  {
    what: 'calls to DynamoDB for a basket of 10',
    of: {},
    limit: 2,
    unit: 'calls',
    value: ({ basketCalls }) => basketCalls,
  },
  {
    what: 'memory after the first GraphQL answer',
    of: { cold: ['GraphQL get'] },
    limit: 66,
    unit: 'MB',
    value: ({ cold }) => figureIn(cold, tandem, 'GraphQL get').rss,
    obstacle: obstacles.memory,
  },
  {
    what: 'memory after a million reads',
    of: {},
    limit: 150,
    unit: 'MB',
    value: ({ memory: { rss } }) => required(rss.at(-1), 'the last memory'),
    obstacle: obstacles.million,
  },
  {
    what: 'heap that a million reads leave behind, after the first tenth',
    of: {},
    limit: 1,
    unit: 'MB',
    value: ({ memory: { heap } }) => required(heap.at(-1), 'the last heap') - required(heap[0], 'the first heap'),
  },
  {
    what: 'package without pages and source maps',
    of: {},
    limit: 210,
    unit: 'KB',
    value: ({ packed }) => packed,
    obstacle: obstacles.packed,
  },
  {
    what: 'loaded for REST',
    of: {},
    limit: 240,
    unit: 'KB',
    value: ({ loaded }) => loaded,
    obstacle: obstacles.loaded,
  },
];
