/** What is known of a channel before it is loaded. */
export interface ChannelFact {
  /** The name of the channel in logs and metrics; channels that show the same thing in different forms share a name. */
  readonly face: string;
  /** Where the channel answers; `{name}` stands for one segment. Empty for a channel at the paths of the operations. */
  readonly paths: readonly string[];
  /** The methods that its paths take, without OPTIONS; none for what takes those of the operations. */
  readonly methods: readonly string[];
}

/**
 * Every channel of the gateway. The folder of the same name in api/ answers (that of the playground is api/pages/); the
 * reserved names of domains, the routes of the stack, and the names in logs and metrics are read here.
 */
export const channels = {
  rest: { face: 'rest', paths: [], methods: [] },
  legacy: { face: 'rest', paths: [], methods: [] },
  graphql: { face: 'graphql', paths: ['/graphql'], methods: ['GET', 'POST'] },
  playground: { face: 'graphql', paths: ['/graphql'], methods: ['GET', 'HEAD'] },
  envelope: { face: 'envelope', paths: ['/dynamodbmanager', '/DynamoDBManager'], methods: ['POST'] },
  mcp: { face: 'mcp', paths: ['/mcp'], methods: ['POST'] },
  pages: {
    face: 'rest',
    paths: ['/', '/docs', '/problems', '/problems/{code}', '/playground.json'],
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

function firstSegment(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Whether a path is one that a pattern such as `/problems/{code}` stands for. */
export function fitsPath(pattern: string, path: string): boolean {
  const [patternSegments, pathSegments] = [pattern.split('/'), path.split('/')];
  return (
    patternSegments.length === pathSegments.length &&
    patternSegments.every((segment, index) => segment === pathSegments[index] || segment.startsWith('{'))
  );
}
