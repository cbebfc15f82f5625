import { channels } from '../../schema/channels';
import type { ChannelName } from '../../schema/channels';
import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import { readJson } from './json';
import type { Request } from './message';

/** The channels that read bodies. */
export type ReadingChannel = {
  [Name in ChannelName]: (typeof channels)[Name] extends { readonly reads: object } ? Name : never;
}[ChannelName];

/**
 * Refuses a large body of a caller whom nobody knows, before anything of it is read: who it is comes before what it says.
 * @throws ServiceError payload-too-large
 */
export function checkAnonymousBody(
  name: ReadingChannel,
  { body }: Pick<Request, 'body'>,
  { caller, open = false }: Pick<Context, 'caller' | 'open'>,
): void {
  const { anonymousBytes } = channels[name].reads;
  if (open || caller || body.length <= anonymousBytes) return;
  throw new ServiceError(
    'payload-too-large',
    `Without a token a body may have ${anonymousBytes / 1024} KB here. Sign in, or send less.`,
  );
}

/**
 * Reads the JSON body of a request within the limits of its channel.
 * @throws ServiceError payload-too-large, malformed-json
 */
export function readBody(
  name: ReadingChannel,
  request: Pick<Request, 'body'>,
  context: Pick<Context, 'caller' | 'open'>,
): unknown {
  checkAnonymousBody(name, request, context);
  return readJson(request.body, channels[name].reads);
}
