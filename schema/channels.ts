/** What is known of a channel before it is loaded. */
export interface ChannelFact {
  /** The name of the channel in logs and metrics; channels that show the same thing in different forms share a name. */
  readonly face: string;
  /** Where the channel answers; `{name}` stands for one segment. Empty for a channel at the paths of the operations. */
  readonly paths: readonly string[];
  /** The methods that its paths take, without OPTIONS; none for what takes those of the operations. */
  readonly methods: readonly string[];
  /** How much of a body it reads; nothing where it takes none. */
  readonly reads?: BodyLimits;
}

/** How much of the body of a request is read. */
export interface BodyLimits {
  /** The largest body of a caller who is not signed in, in bytes: a larger one is refused before it is parsed. */
  readonly anonymousBytes: number;
  /** The values in a body, those in lists and objects included: the look ends at the first one beyond. */
  readonly values: number;
}

/** An item has 400 KB, and each of the hundred items of a batch may have five hundred values. */
const restLimits: BodyLimits = { anonymousBytes: 512 * 1024, values: 50_000 };

/**
 * A document of 100,000 characters, with as much again and more for its variables. They are fewer than the values of
 * REST, because graphql-js and TypeGraphQL look for each field of an input type in each object, for each field that takes
 * it: a hundred items of fifty values, or fifty comparisons with a hundred.
 */
const documentLimits: BodyLimits = { anonymousBytes: 256 * 1024, values: 5_000 };

/**
 * Every channel of the gateway. The folder of the same name in api/ answers (that of the playground is api/pages/); the
 * reserved names of domains, the routes of the stack, and the names in logs and metrics are read here.
 */
export const channels = {
  rest: { face: 'rest', paths: [], methods: [], reads: restLimits },
  legacy: { face: 'rest', paths: [], methods: [], reads: restLimits },
  graphql: { face: 'graphql', paths: ['/graphql'], methods: ['GET', 'POST'], reads: documentLimits },
  /** The documents of an application by their names; api/graphql answers. */
  named: { face: 'graphql', paths: ['/q/{name}'], methods: ['GET', 'HEAD', 'POST'], reads: documentLimits },
  playground: { face: 'graphql', paths: ['/graphql'], methods: ['GET', 'HEAD'] },
  envelope: {
    face: 'envelope',
    paths: ['/dynamodbmanager', '/DynamoDBManager'],
    methods: ['POST'],
    reads: restLimits,
  },
  mcp: { face: 'mcp', paths: ['/mcp'], methods: ['POST'], reads: documentLimits },
  pages: {
    face: 'rest',
    paths: ['/', '/docs', '/console', '/problems', '/problems/{code}', '/playground.json'],
    methods: ['GET', 'HEAD'],
  },
  documents: {
    face: 'rest',
    paths: ['/openapi.json', '/asyncapi.json', '/schema.graphql'],
    methods: ['GET', 'HEAD'],
  },
  health: { face: 'rest', paths: ['/health'], methods: ['GET', 'HEAD'] },
} as const satisfies Readonly<Record<string, ChannelFact>>;

/** The name of a channel in this table. */
export type ChannelName = keyof typeof channels;

/** The names of the channels in logs and metrics. */
export type ChannelFace = (typeof channels)[ChannelName]['face'];

/** The face of each channel, each face once. */
export const channelFaces: readonly ChannelFace[] = [...new Set(Object.values(channels).map(({ face }) => face))];

/** The channels that take a POST at a path of their own. */
export type PostedChannel = {
  [Name in ChannelName]: 'POST' extends (typeof channels)[Name]['methods'][number] ? Name : never;
}[ChannelName];

/** The paths of a channel. */
export type PathOf<Name extends ChannelName> = (typeof channels)[Name]['paths'][number];

/** The path of GraphQL. */
export const [graphqlPath] = channels.graphql.paths;

/** The first segment of every path at which a channel answers: no domain can have one of them as its name. */
export const reservedNames: readonly string[] = [
  ...new Set(Object.values<ChannelFact>(channels).flatMap(({ paths }) => paths.map(firstSegment))),
].toSorted();

/** What stands in a path before its second slash. */
export function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return path.slice(1, end < 0 ? undefined : end);
}

/** Whether a path is one that a pattern such as `/problems/{code}` stands for. */
export function fitsPath(pattern: string, path: string): boolean {
  const [patternSegments, pathSegments] = [pattern.split('/'), path.split('/')];
  return (
    patternSegments.length === pathSegments.length &&
    patternSegments.every((segment, index) => segment === pathSegments[index] || segment.startsWith('{'))
  );
}
