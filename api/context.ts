import { helped } from '../services/access';
import type { Caller, Context, Meter } from '../services/context';
import { ServiceError } from '../services/errors';
import { openTables } from '../tables';
import type { Request } from './http/message';
import type { GatewayOptions } from './options';

/**
 * Makes what a channel may use while it answers one request.
 * @param asksWho whether the answer depends on who asks; nobody is asked otherwise
 * @throws ServiceError unauthenticated, unavailable
 */
export type ContextOf = (request: Request, meter: Meter, asksWho: boolean) => Promise<Context>;

/** Opens the tables once; each request takes them with its own time limit, caller and meter. */
export function contextsOf(options: GatewayOptions): ContextOf {
  const { now = () => new Date(), authentication, tokensFrom } = options;
  const open = authentication === 'open';
  const tables = openTables({
    endpoint: options.endpoint,
    region: options.region ?? 'us-east-1',
    credentials: options.credentials,
    authorize: options.authorize,
    prefix: options.tablePrefix ?? '',
    cursorKeys: options.cursorKeys,
    expiresAfterDays: options.expiresAfterDays,
  });
  const underWay = new Map<string, string>();
  const tokenHelp = tokensFrom && `For a token, POST {"user":"alice"}, or admin, as JSON to ${tokensFrom}.`;

  async function callerOf(request: Request): Promise<Caller | undefined> {
    if (authentication === undefined || authentication === 'open') return undefined;
    try {
      return await authentication.callerOf(request);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'unauthenticated') throw error;
      throw new ServiceError(error.code, helped(error.message, tokenHelp), error.details);
    }
  }

  return async (request, meter, asksWho) => {
    const { signal, requestId } = request;
    const caller = asksWho ? await callerOf(request) : undefined;
    const principal = caller?.id ?? (open ? request.principal : undefined);
    return {
      ...tables({ signal, principal, now, meter }),
      now,
      signal,
      requestId,
      meter,
      principal,
      caller,
      open,
      tokenHelp,
      idempotencyKey: request.headers.get('idempotency-key'),
      underWay,
    };
  };
}
