import type { CorsPolicy } from '../../services/cors';
import { corsHeaders } from './cors';
import type { Reply, Request } from './message';

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
};

/** What the headers of an answer are made from; without a request where none could be read. */
export interface Answered {
  readonly request?: Request;
  readonly reply: Reply;
  readonly requestId: string;
  /** Which pages of other origins may read it. */
  readonly cors: CorsPolicy;
  /** What the channel adds to every answer. */
  readonly ofChannel: Readonly<Record<string, string>>;
}

/** All headers of an answer; those of the reply itself go before every other of the same name. */
export function headersOf({ request, reply, requestId, cors: policy, ofChannel }: Answered): Record<string, string> {
  const cors = request ? corsHeaders(request, policy, reply.headers.allow?.split(', ')) : {};
  const vary = [cors.vary, reply.headers.vary].filter(Boolean).join(', ');
  return {
    ...securityHeaders,
    'x-request-id': requestId,
    ...ofChannel,
    ...cors,
    ...reply.headers,
    ...(vary && { vary }),
  };
}
