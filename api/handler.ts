import { channels as rows, firstSegment } from '../schema/channels';
import type { ChannelFact, ChannelName } from '../schema/channels';
import type { Meter } from '../services/context';
import { tenantFactIn } from '../services/definition';
import type { GatewayDefinition } from '../services/definition';
import type { Operation } from '../services/operation';
import { madeAtStart } from './at-start';
import { contextsOf } from './context';
import { createDocuments } from './documents';
import { createEnvelope } from './envelope';
import { bareAnswer, directRequest } from './envelope/direct';
import { createGraphQL } from './graphql';
import { createNamed } from './graphql/named';
import { createHealth } from './health';
import { asksForPage } from './http/accept';
import type { Channel } from './http/channel';
import { deadline } from './http/deadline';
import { checkAnswer, checkCoding, checkSize, payloadFormat, readRequest, timeLeft, writeReply } from './http/event';
import type { LambdaContext, PayloadFormat } from './http/event';
import { headersOf } from './http/headers';
import type { Reply, Request } from './http/message';
import { noSuchRoute, problemReply } from './http/problem';
import { createLegacy } from './legacy';
import { jsonLog } from './logger';
import { createMcp } from './mcp';
import { environmentOptions } from './options';
import type { GatewayOptions } from './options';
import { createPages, createPlayground } from './pages';
import { recorderOf } from './record';
import { createRest } from './rest';

/** What Lambda calls. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** A running gateway. */
export interface Gateway {
  readonly handler: Handler;
  readonly operations: readonly Operation[];
}

/** How many milliseconds before the time limit work is told to end: GraphQL then answers with the data that it has. */
const grace = 50;

type Channels = Readonly<Record<ChannelName, Channel>>;

/** Every channel, in the order in which they are asked whether a request is theirs. */
function channelsOf(
  definition: GatewayDefinition,
  { log = jsonLog, tokensFrom, eventsFrom, envelope, legacy, graphql: limits, corsOrigins, console }: GatewayOptions,
): Channels {
  const { operations } = definition;
  const production = limits?.production ?? false;
  const graphql = createGraphQL({ definition, log, limits });
  const rest = createRest(operations);
  return {
    playground: createPlayground({ production }),
    pages: createPages({
      definition,
      production,
      console: console ?? !production,
      sdl: graphql.sdl,
      isLocal: tokensFrom !== undefined,
      places: { tokensFrom, eventsFrom },
    }),
    documents: createDocuments({ definition, production, sdl: graphql.sdl, described: graphql.described }),
    health: createHealth({ operations, tokensFrom }),
    envelope: createEnvelope({ operations, enabled: envelope?.isOn, sunset: envelope?.sunset }),
    graphql,
    named: createNamed({ documents: definition.documents, graphql }),
    mcp: createMcp({ operations, origins: corsOrigins }),
    legacy: createLegacy({ operations, forms: definition.legacy, profile: legacy, rest }),
    rest,
  };
}

/** The channels that can match a path, in the order in which they are asked. */
type Candidates = (path: string) => readonly Channel[];

/** By the first segment of a path alone most requests are for none of the channels that have paths of their own. */
function candidatesOf(channels: Channels): Candidates {
  const all = Object.values(channels);
  const firstSegments = ({ name }: Channel): readonly string[] => {
    const { paths }: ChannelFact = rows[name];
    return paths.map(firstSegment);
  };
  const anywhere = all.filter((channel) => firstSegments(channel).length === 0);
  const byFirst = new Map(
    all
      .flatMap(firstSegments)
      .map((first) => [
        first,
        all.filter((channel) => anywhere.includes(channel) || firstSegments(channel).includes(first)),
      ]),
  );
  return (path) => byFirst.get(firstSegment(path)) ?? anywhere;
}

/** Puts a gateway together: one handler for every event of API Gateway. */
export function createGateway(definition: GatewayDefinition, options: GatewayOptions): Gateway {
  const { corsOrigins = [], corsCredentials } = options;
  const cors = { origins: corsOrigins, credentials: corsCredentials };
  const channels = channelsOf(definition, options);
  const candidates = candidatesOf(channels);
  const contextOf = contextsOf(options, definition);
  const record = recorderOf(options);
  const hasTenants = tenantFactIn(definition) !== undefined;

  async function answer({ request, channel, format }: RoutedRequest, meter: Meter): Promise<Reply> {
    checkSize(request);
    checkCoding(request);
    const allow = request.method === 'OPTIONS' ? channel.methods(request.path) : [];
    if (allow.length > 0) return { status: 204, headers: { allow: allow.join(', ') } };
    // Who may invoke the function may do all that the envelope does: IAM has judged it, and there is no token.
    const isTrusted = format === 'direct';
    return await channel.answer(request, await contextOf({ request, meter, asksWho: channel.asksWho, isTrusted }));
  }

  return {
    operations: definition.operations,
    handler: async (event, lambda) => {
      const started = performance.now();
      const time = deadline(timeLeft(lambda), grace);
      const meter: Meter = { capacityUnits: 0 };
      const received = receive(event, lambda, time.signal, candidates);
      const { format, request, channel } = received;
      const answered = await replyTo(received, (routed) => Promise.race([answer(routed, meter), time.over]));
      const reply = answered.detail === undefined ? answered : await forReader(answered, request);
      time.clear();
      const requestId = request?.requestId ?? lambda.awsRequestId ?? 'none';
      record({ request, channel, reply, requestId, meter, started });
      if (format === 'direct') return bareAnswer(reply);
      const ofChannel = request ? channel.headers(request) : {};
      const asksWho = channel?.asksWho ?? false;
      const headers = headersOf({ request, reply, requestId, cors, asksWho, hasTenants, ofChannel });
      return writeReply({ ...reply, headers }, format, request);
    },
  };
}

/** A request, the channel that it is for, and the form of its answer. */
interface RoutedRequest {
  readonly format: PayloadFormat | 'direct';
  readonly request: Request;
  readonly channel: Channel;
}

/** The request of an event and its channel, or the error of an event that cannot be read. */
type Received =
  | RoutedRequest
  | {
      readonly format: PayloadFormat;
      readonly request?: undefined;
      readonly channel?: undefined;
      readonly error: unknown;
    };

function receive(event: unknown, lambda: LambdaContext, signal: AbortSignal, candidates: Candidates): Received {
  const direct = directRequest(event, lambda, signal);
  if (direct) {
    const channel = candidates(direct.path).find((candidate) => candidate.matches(direct));
    if (channel?.name === 'envelope') return { format: 'direct', request: direct, channel };
  }
  let format: PayloadFormat = 'v1';
  try {
    format = payloadFormat(event);
    const request = readRequest(event, format, lambda, signal);
    const channel = candidates(request.path).find((candidate) => candidate.matches(request));
    if (!channel) throw noSuchRoute();
    return { format, request, channel };
  } catch (error) {
    return { format, error };
  }
}

/** A refusal as a page for a person who has opened an address in a browser; every other reply as it is. */
async function forReader(reply: Reply, request?: Request): Promise<Reply> {
  if (!request || reply.status < 400) return reply;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || !asksForPage(request.headers.get('accept'))) return reply;
  return (await import('./pages/site')).refusalReply(reply, request);
}

/** The answer, or what the channel makes of a thrown thing. */
async function replyTo(received: Received, answer: (routed: RoutedRequest) => Promise<Reply>): Promise<Reply> {
  if (!received.request) return problemReply(received.error);
  try {
    return checkAnswer(await answer(received), received.format);
  } catch (error) {
    return received.channel.refusal(received.request, error);
  }
}

/** The Lambda function of a gateway. Its options come from the environment; docs/deploy.md lists them. */
export function gatewayFunction(definition: GatewayDefinition): Handler {
  const gateway = madeAtStart(() => createGateway(definition, environmentOptions(process.env)));
  return async (event, context) => await gateway().handler(event, context);
}
