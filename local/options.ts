import { parseArgs } from 'node:util';
import { messageOf } from '../schema/guards';
import { corsPolicyFrom } from '../services/cors';
import type { CorsPolicy } from '../services/cors';
import { readUnits, requestRates } from '../services/limits';
import type { RequestRate } from '../services/limits';
import { readUnitsFrom } from '../services/read-budget';
import type { ReadUnits } from '../services/read-budget';
import { payloads } from './lambda';
import { isEveryAddress, isReachable, urlHost } from './host';
import type { Payload } from './lambda';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly memory: boolean;
  /** The name or address on which it listens, and under which it answers beside those of the loopback. */
  readonly host: string;
  readonly port: number;
  readonly readUnits: ReadUnits;
  readonly payload: Payload;
  /** Whether everybody may do everything, or tokens of the local issuer say who may what. */
  readonly auth: 'open' | 'jwt';
  /** Which pages of other origins may call. */
  readonly cors: CorsPolicy;
  /** How many requests are let through, as API Gateway would; those of each class are a part of them. */
  readonly rate: RequestRate;
  /** A command that runs beside the gateway. */
  readonly beside?: string;
  /** Whether an engine that is missing may be fetched without a question. */
  readonly yes: boolean;
  readonly help: boolean;
}

/** A command line that cannot be meant; the text says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `npm start -- --help` prints. */
export const usage = `Starts the gateway with an embedded DynamoDB engine.

  npm start -- [options]

  --memory            keep the data in memory and forget it at the end (else it is kept in .data/)
  --host <name>       listen on this name or address, and answer to it beside localhost (default 127.0.0.1, which only
                      this machine reaches; 0.0.0.0 for every address)
  --port <number>     listen on this port, or on the next free one (default 4000; 0 for any)
  --payload <v1|v2|url|alb>
                      the event that each request becomes: that of a REST API (v1, default), an HTTP API (v2),
                      a function URL (url) or a load balancer (alb)
  --auth <open|jwt>   let everybody do everything (open, default), or ask for tokens: a local issuer
                      prints some for alice, bob and admin (jwt)
  --cors <origins>    let pages of these origins call, separated by commas; loopback for all of this machine
                      (default), * for all, off for none
  --rate <number>     answer 429 beyond so many requests a second (default ${requestRates.prod.perSecond}, as in production)
  --burst <number>    and let so many through at once after a quiet time (default ${requestRates.prod.burst}, or as --rate says)
  --beside <command>  run this command too, such as the server of a front end, and end it with the gateway; its
                      TANDEM_URL is where the gateway is
  --yes               fetch the DynamoDB engine without a question where there is none
  --help              print this

  CORS_ORIGINS        what --cors is when it is left out
  CORS_CREDENTIALS    on lets pages of listed origins send cookies
  READ_UNITS, READ_UNITS_ANONYMOUS
                      read units that a request may take (default ${readUnits.signedIn}, and ${readUnits.anonymous} without a token)
  DYNAMODB_ENDPOINT   take the engine at this address in place of the embedded one
  DYNOXIDE_BIN        take this dynoxide program
  DEBUG=tandem        print stacks with errors
`;

/**
 * Reads the command line of `npm start`, and what the environment says where it says nothing.
 * @throws UsageError with a sentence for people
 */
export function readOptions(line: readonly string[], environment: NodeJS.ProcessEnv = {}): StartOptions {
  const { memory, host, port, payload, auth, cors, rate, burst, beside, yes, help } = parse(line);
  if (!/^[\w.:-]+$/.test(host) || !URL.canParse(`http://${urlHost(host)}`)) {
    throw new UsageError(`--host takes a name or an address without a port, such as 127.0.0.1, not "${host}".`);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not "${port}".`);
  }
  const known = payloads.find((name) => name === payload);
  if (!known) throw new UsageError(`--payload takes v1, v2, url or alb, not "${payload}".`);
  if (auth !== 'open' && auth !== 'jwt') throw new UsageError(`--auth takes open or jwt, not "${auth}".`);
  if (auth === 'jwt' && isReachable(host) && !isEveryAddress(host)) {
    throw new UsageError('--auth=jwt asks its issuer at 127.0.0.1: take --host 0.0.0.0, or leave it out.');
  }
  const perSecond = rate === undefined ? requestRates.prod.perSecond : countOf('rate', rate);
  return {
    memory,
    host,
    port: Number(port),
    payload: known,
    auth,
    readUnits: meant(() => readUnitsFrom(environment)),
    cors: corsOf(cors ?? environment.CORS_ORIGINS ?? 'loopback', environment.CORS_CREDENTIALS === 'on'),
    rate: {
      perSecond,
      burst: burst !== undefined ? countOf('burst', burst) : rate !== undefined ? perSecond : requestRates.prod.burst,
    },
    ...(beside !== undefined && { beside }),
    yes,
    help,
  };
}

function corsOf(text: string, credentials: boolean): CorsPolicy {
  return meant(() => corsPolicyFrom(text === 'off' ? '' : text, { credentials }), '--cors or CORS_ORIGINS: ');
}

/** What reads an option or a variable; what cannot be meant is a mistake of the usage. */
function meant<Read>(read: () => Read, place = ''): Read {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${place}${messageOf(error)}`);
  }
}

function countOf(option: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} takes a whole number of requests from 1 to 9999999, not "${text}".`);
}

function parse(line: readonly string[]) {
  try {
    return parseArgs({
      args: [...line],
      strict: true,
      allowPositionals: false,
      options: {
        memory: { type: 'boolean', default: false },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '4000' },
        payload: { type: 'string', default: 'v1' },
        auth: { type: 'string', default: 'open' },
        cors: { type: 'string' },
        rate: { type: 'string' },
        burst: { type: 'string' },
        beside: { type: 'string' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}
