import { channels } from '../schema/channels';
import type { ChannelFact, PostedChannel } from '../schema/channels';
import { needsToken } from './access';
import type { NamedDocument } from './documents';
import type { RateClass } from './limits';
import { writesMany } from './operation';
import type { Method, Operation } from './operation';

/** One route of the API, before it is put into the terms of a REST API or an HTTP API. */
export interface Route {
  readonly method: Method | 'HEAD' | 'ANY';
  readonly path: string;
  readonly name: string;
  /** Refused before the function is called when there is no valid token. */
  readonly needsToken: boolean;
  /** Which of the rates counts the requests of the route. */
  readonly rate: RateClass;
}

export interface RoutesOptions {
  readonly operations: readonly Operation[];
  /** The legacy path is there. */
  readonly envelope: boolean;
  /** What has a path of its own under `/q`. */
  readonly documents: readonly NamedDocument[];
  /** The function cannot verify tokens itself, so that GraphQL needs one for everything. */
  readonly onlyGatewayVerifies: boolean;
}

/**
 * Every route: those of the operations with their access rules, the channels that take a POST at a path of their own,
 * and one for all the rest. The rest are the pages, CORS preflights, and paths and methods that do not exist: for each
 * of them the function has the right answer, as it has locally.
 */
export function routesOf({ operations, documents, envelope, onlyGatewayVerifies }: RoutesOptions): readonly Route[] {
  const restRoutes: readonly Route[] = operations.flatMap((operation) => {
    const route: Route = {
      method: operation.route.method,
      path: operation.route.path,
      name: operation.name,
      needsToken: needsToken(operation),
      rate: rateClassOf(operation),
    };
    return route.method === 'GET' ? [route, { ...route, method: 'HEAD', name: `${route.name}Head` }] : [route];
  });
  // GraphQL and MCP are open at their door, because each of their operations has a rule of its own, which the function
  // knows.
  const doors: Readonly<Record<PostedChannel, Pick<Route, 'needsToken'> & Pick<ChannelFact, 'paths'>>> = {
    graphql: { paths: channels.graphql.paths, needsToken: onlyGatewayVerifies },
    named: { paths: documents.length > 0 ? channels.named.paths : [], needsToken: onlyGatewayVerifies },
    mcp: { paths: channels.mcp.paths, needsToken: onlyGatewayVerifies },
    envelope: { paths: envelope ? channels.envelope.paths : [], needsToken: true },
  };
  // API Gateway does not see what a body asks for, so that each may be a write.
  const posted = Object.values(doors).flatMap((door) =>
    door.paths.map((path): Route => {
      return { method: 'POST', path, name: path.slice(1), needsToken: door.needsToken, rate: 'write' };
    }),
  );
  const readNamed = doors.named.paths.flatMap((path) =>
    (['GET', 'HEAD'] as const).map((method): Route => ({
      method,
      path,
      name: `${method} ${path.slice(1)}`,
      needsToken: doors.named.needsToken,
      rate: 'all',
    })),
  );
  const namedRoutes = [...restRoutes, ...posted, ...readNamed];
  const paths = new Set([...namedRoutes.map(({ path }) => path), '/', '/{proxy+}']);
  const catchAll = [...paths].map((path): Route => ({
    method: 'ANY',
    path,
    name: `other ${path}`,
    needsToken: false,
    rate: 'all',
  }));
  return [...namedRoutes, ...catchAll];
}

/** The class of the requests of an operation's own route. */
function rateClassOf(operation: Pick<Operation, 'kind' | 'body' | 'query'>): RateClass {
  const { kind, query } = operation;
  if (query === 'changes') return 'feed';
  if (writesMany(operation)) return 'batch';
  return kind === 'mutation' ? 'write' : 'all';
}
