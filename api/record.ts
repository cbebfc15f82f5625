import { channels } from '../schema/channels';
import type { Meter } from '../services/context';
import type { Channel } from './http/channel';
import type { Reply, Request } from './http/message';
import { described, jsonLog } from './logger';
import { maskOf } from './mask';
import { faultOf } from './metrics';
import type { GatewayOptions } from './options';

/** One answered call of the gateway; without a request and a channel where the event could not be read. */
export interface Answered {
  readonly request?: Request;
  readonly channel?: Channel;
  readonly reply: Reply;
  readonly requestId: string;
  readonly meter: Meter;
  /** By the clock of `performance`. */
  readonly started: number;
}

/** Writes one line of log for each call, and tells the metrics. */
export function recorderOf({ log = jsonLog, metrics }: Pick<GatewayOptions, 'log' | 'metrics'>) {
  let isColdStart = true;
  return ({ request, channel, reply, requestId, meter, started }: Answered): void => {
    const { operation, code = reply.code, capacityUnits, misfits, hasWaited = false, deprecated } = meter;
    const { status, cause } = reply;
    const { face } = channels[channel?.name ?? 'rest'];
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    log({
      level: cause === undefined ? 'info' : 'error',
      message: 'request',
      requestId,
      face,
      method: request?.method,
      path: request?.path.slice(0, 200),
      operation,
      status,
      code,
      milliseconds,
      capacityUnits,
      misfits,
      ...(deprecated && {
        deprecated: [...deprecated.uses],
        caller: deprecated.caller,
        userAgent: request?.headers.get('user-agent')?.slice(0, 200),
      }),
      ...(isColdStart && { coldStart: true }),
      ...(cause !== undefined && { error: described(cause, request && maskOf(request)) }),
    });
    const faults = [faultOf(status, code)];
    metrics?.({
      requestId,
      face,
      operation,
      faults,
      milliseconds,
      capacityUnits,
      isColdStart,
      code,
      misfits,
      usesDeprecated: deprecated !== undefined,
      isPrompt: !hasWaited,
    });
    isColdStart = false;
  };
}
