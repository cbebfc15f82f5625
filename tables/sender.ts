import { Connections, aborted } from './connections';
import type { Incoming } from './connections';
import { credentialsFrom } from './credentials';
import type { Credentials } from './credentials';
import { DynamoDBException, metadataOf, objectIn } from './exception';
import { backoff, isPassing, pause, tries } from './retries';
import { createSigner } from './signer';
import { wireOf } from './wire';
import type { Command } from './wire';

/** What goes with a call. */
export interface SendOptions {
  /** Ends the call at once, wherever it is. */
  readonly abortSignal?: AbortSignal;
  /** Told of each try that has failed, also of those that are followed by another. */
  readonly failedTry?: (error: unknown) => void;
  /** Gives what the call is signed with, in place of what the sender has; our own sender alone knows it. */
  readonly credentials?: () => Promise<Credentials>;
}

/** What a table does its calls with: takes commands of lib-dynamodb, and gives their answers. */
export interface Sender {
  /** @throws Error with DynamoDB's name for what is wrong, TimeoutError, AbortError, or Node's own */
  send<Answer>(command: Command<Answer>, options?: SendOptions): Promise<Answer>;
}

/** A sender that can be put away. */
export interface OpenSender extends Sender {
  destroy(): void;
}

/** Milliseconds until a try ends, so that a silent endpoint does not eat the whole time limit of a request. */
export const patience = { connection: 1000, silence: 3000 };

/** A clock that is wrong by more is refused by AWS from five minutes on; the SDK corrects it from four. */
const wrongClock = 240_000;

const contentType = 'application/x-amz-json-1.0';
const userAgent = `tandem-gateway lang/js md/nodejs#${process.versions.node}`;

/** Where to send. */
export interface Destination {
  readonly endpoint: string;
  readonly region: string;
  /** Left out to let the SDK find them. */
  readonly credentials?: Credentials;
  /** Whether the first connection is opened before the first call, so that its TLS handshake goes on while code loads. */
  readonly connectsAhead?: boolean;
}

/**
 * Sends commands of lib-dynamodb to DynamoDB as the SDK's client does, at a third of its cost: a signed POST of JSON, with
 * tries again. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function openSender({ endpoint, region, credentials, connectsAhead = false }: Destination): OpenSender {
  const address = new URL(endpoint);
  const { host } = address;
  const path = address.pathname.replace(/\/?$/, '/');
  const place = { service: 'dynamodb', region };
  const connections = new Connections(address, path, patience);
  if (connectsAhead) connections.open();
  const credentialsNow = credentialsFrom(credentials);
  let clockOffset = 0;
  let closings = 0;
  const sign = createSigner(() => new Date(Date.now() + clockOffset));

  async function tryOnce(
    operation: string,
    body: string,
    { abortSignal: signal, credentials: asked }: SendOptions,
  ): Promise<Incoming> {
    // Those that are given need no waiting.
    const identity = asked || !credentials ? await unlessAborted((asked ?? credentialsNow)(), signal) : credentials;
    const signedWith = clockOffset;
    const headers = sign({ path, host, contentType, target: `DynamoDB_20120810.${operation}`, body }, identity, place);
    headers['user-agent'] = userAgent;
    const answer = await connections.post({ headers, body }, signal);
    if (answer.statusCode < 300) return answer;
    const error = new DynamoDBException(answer);
    const offset = offsetIn(answer);
    if (offset !== undefined && Math.abs(offset - signedWith) >= wrongClock) {
      clockOffset = offset;
      error.$metadata.clockSkewCorrected = true;
    }
    throw error;
  }

  return {
    async send<Answer>(command: Command<Answer>, options: SendOptions = {}): Promise<Answer> {
      const { abortSignal, failedTry } = options;
      const { operation, encode, decode } = wireOf(command);
      const body = encode(command.input);
      const closingsBefore = closings;
      let totalRetryDelay = 0;
      for (let attempts = 1; ; attempts++) {
        try {
          const { statusCode, headers, body: bytes } = await tryOnce(operation, body, options);
          const $metadata = { ...metadataOf(statusCode, headers), attempts, totalRetryDelay };
          return { ...decode(objectIn(bytes)), $metadata } as Answer;
        } catch (error) {
          failedTry?.(error);
          const isLast = attempts === tries || !isPassing(error);
          const delay = isLast || closings > closingsBefore ? 0 : backoff(attempts);
          if (delay > 0) await pause(delay, abortSignal);
          // A sender that was put away meanwhile opens no connection for what it had begun.
          if (isLast || closings > closingsBefore) throw withTries(error, { attempts, totalRetryDelay });
          totalRetryDelay += delay;
        }
      }
    },
    destroy: () => {
      closings++;
      connections.destroy();
    },
  };
}

/** How far the clock of this machine is behind that of who has answered; undefined when the answer does not say. */
function offsetIn({ headers }: Incoming): number | undefined {
  const offset = Date.parse(headers.date ?? '') - Date.now();
  return Number.isNaN(offset) ? undefined : offset;
}

/** An error that says how often it was tried, as the SDK's do. */
function withTries(error: unknown, made: { attempts: number; totalRetryDelay: number }): unknown {
  if (!(error instanceof Error)) return error;
  const { $metadata } = error as Partial<DynamoDBException>;
  return Object.assign(error, { $metadata: { ...$metadata, ...made } });
}

/** What a promise gives, unless the signal comes first. @throws AbortError */
async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  if (signal.aborted) throw aborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(aborted());
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
