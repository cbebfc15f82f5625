import { channels } from '../../schema/channels';
import type { ChannelFact } from '../../schema/channels';
import type { Channel } from './channel';
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
  readonly channel?: Channel;
  readonly reply: Reply;
  readonly requestId: string;
  /** Origins that browsers may call from. */
  readonly corsOrigins: readonly string[];
  /** What the channel adds to every answer. */
  readonly ofChannel: Readonly<Record<string, string>>;
}

/** All headers of an answer; those of the reply itself go before every other of the same name. */
export function headersOf({
  request,
  channel,
  reply,
  requestId,
  corsOrigins,
  ofChannel,
}: Answered): Record<string, string> {
  const fact: ChannelFact | undefined = channel && channels[channel.name];
  const methods = reply.headers.allow?.split(', ');
  const cors = request ? corsHeaders(request, corsOrigins, methods, fact?.requestHeaders) : {};
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
