import { channels } from '../../schema/channels';
import { isRecord } from '../../schema/guards';
import { tenantHeader } from '../../services/tenancy';
import type { LambdaContext } from '../http/event';
import type { Reply, Request } from '../http/message';

const [path] = channels.envelope.paths;
const members = ['operation', 'tableName', 'payload', 'tenant'];

/**
 * The request that an event means which is an envelope itself, as the tutorial of the old system sends it to the function
 * from the console of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-tutorial.html
 * Undefined for every other event. All that comes from API Gateway, a function URL or a load balancer has other members
 * beside the body, so that nobody can send an envelope this way who may not invoke the function.
 */
export function directRequest(
  event: unknown,
  { awsRequestId }: LambdaContext,
  signal: AbortSignal,
): Request | undefined {
  if (!isRecord(event) || typeof event.operation !== 'string') return undefined;
  if (!Object.keys(event).every((name) => members.includes(name))) return undefined;
  // An event has no headers: what a caller of several tenants says in one stands beside the operation.
  const { tenant, ...envelope } = event;
  if (tenant !== undefined && (typeof tenant !== 'string' || !tenant.isWellFormed())) return undefined;
  return {
    method: 'POST',
    path,
    query: [],
    headers: new Map([
      ['content-type', 'application/json'],
      ...(tenant === undefined ? [] : [[tenantHeader.toLowerCase(), encodeURIComponent(tenant)] as const]),
    ]),
    body: Buffer.from(JSON.stringify(envelope)),
    requestId: awsRequestId ?? 'none',
    basePath: '',
    signal,
  };
}

/** What the old function gave back: the result as it is, without a status; a problem document for what is refused. */
export function bareAnswer({ body = 'null' }: Reply): unknown {
  return JSON.parse(body.toString());
}
