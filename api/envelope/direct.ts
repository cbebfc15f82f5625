import { channels } from '../../schema/channels';
import { isRecord } from '../../schema/guards';
import type { LambdaContext } from '../http/event';
import type { Reply, Request } from '../http/message';

const [path] = channels.envelope.paths;
const members = ['operation', 'tableName', 'payload'];

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
  return {
    method: 'POST',
    path,
    query: [],
    headers: new Map([['content-type', 'application/json']]),
    body: Buffer.from(JSON.stringify(event)),
    requestId: awsRequestId ?? 'none',
    basePath: '',
    signal,
  };
}

/** What the old function gave back: the result as it is, without a status; a problem document for what is refused. */
export function bareAnswer({ body = 'null' }: Reply): unknown {
  return JSON.parse(body.toString());
}
