import { admitsAnyone } from '../schema/access';
import type { Method, Operation } from '../services/operation';

/** One route of the API, before it is put into the terms of a REST API or an HTTP API. */
export interface Route {
  readonly method: Method | 'HEAD' | 'ANY';
  readonly path: string;
  readonly name: string;
  /** Refused before the function is called when there is no valid token. */
  readonly needsToken: boolean;
  /** Which of the rates counts its requests. */
  readonly rate: 'all' | 'write' | 'batch';
}

export interface RoutesOptions {
  readonly operations: readonly Operation[];
  /** The legacy path is there. */
  readonly envelope: boolean;
  /** The function cannot verify tokens itself, so that GraphQL needs one for everything. */
  readonly onlyGatewayVerifies: boolean;
}

/** Where the gateway answers the old DynamoDBManager, in both spellings (api/envelope). */
const envelopePaths = ['/dynamodbmanager', '/DynamoDBManager'];

/**
 * Every route: those of the operations with their access rules, GraphQL, MCP, the envelope, and one for all the
 * rest. The rest are the pages, CORS preflights, and paths and methods that do not exist: for each of them the function
 * has the right answer, as it has locally.
 */
export function routesOf({ operations, envelope, onlyGatewayVerifies }: RoutesOptions): readonly Route[] {
  const rest: readonly Route[] = operations.flatMap((operation) => {
    const route: Route = {
      method: operation.route.method,
      path: operation.route.path,
      name: operation.name,
      needsToken: !operation.access || !admitsAnyone(operation.access),
      rate: operation.body?.of === 'items' ? 'batch' : operation.kind === 'mutation' ? 'write' : 'all',
    };
    return route.method === 'GET' ? [route, { ...route, method: 'HEAD', name: `${route.name}Head` }] : [route];
  });
  // GraphQL is open at its door, because each of its fields has a rule of its own, which the function knows.
  const graphql: Route = {
    method: 'POST',
    path: '/graphql',
    name: 'graphql',
    needsToken: onlyGatewayVerifies,
    rate: 'all',
  };
  // As is that of agents, for the same reason.
  const mcp: Route = { ...graphql, path: '/mcp', name: 'mcp' };
  const legacy = (envelope ? envelopePaths : []).map((path): Route => ({
    method: 'POST',
    path,
    name: path.slice(1),
    needsToken: true,
    rate: 'write',
  }));
  const named = [...rest, graphql, mcp, ...legacy];
  const paths = new Set([...named.map(({ path }) => path), '/', '/{proxy+}']);
  const others = [...paths].map((path): Route => ({
    method: 'ANY',
    path,
    name: `other ${path}`,
    needsToken: false,
    rate: 'all',
  }));
  return [...named, ...others];
}
