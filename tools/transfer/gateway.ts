import { messageOf, recordOf, textOf } from '../../schema/guards';
import { tenantHeader } from '../../services/tenancy';
import { Backoff, retryAfter, usualPatience } from './backoff';
import type { Patience } from './backoff';
import { CommandError, exitCodes } from './command';

/** What came of one request. `status` 0 stands for no answer at all; the words then say why. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** For people: the detail of a problem, or why there is no answer. */
  readonly words: string;
  /** Milliseconds that the gateway asks to wait. */
  readonly wait?: number;
}

export interface GatewayOptions {
  /** Its address, or what finds it once it is needed: what is wrong with a command is said before. */
  readonly url: string | (() => string);
  readonly token?: string;
  /** The tenant whose items are meant, percent-encoded, for a token of several. */
  readonly tenant?: string;
  readonly patience?: Patience;
}

/** API Gateway itself gives up after 29 s. */
const answerWithin = 60_000;

const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be looked up',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'the connection takes too long',
};

/** A running gateway, seen over REST. */
export class Gateway {
  readonly patience: Patience;
  private readonly headers: Readonly<Record<string, string>>;
  private address: string | (() => string);

  constructor({ url, token, tenant, patience = usualPatience }: GatewayOptions) {
    this.address = url;
    this.patience = patience;
    this.headers = {
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(tenant !== undefined && { [tenantHeader]: tenant }),
    };
  }

  /** @throws CommandError when it is to be found, and is not there */
  get url(): string {
    if (typeof this.address === 'function') this.address = this.address();
    return this.address;
  }

  /** Sends one request once; never throws for what the network or the gateway does. */
  async send(
    path: string,
    body?: string,
    method = body === undefined ? 'GET' : 'POST',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { url } = this;
    try {
      const response = await fetch(url + path, {
        method,
        headers: { ...this.headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body,
        signal: AbortSignal.timeout(answerWithin),
      });
      const wait = retryAfter(response.headers.get('retry-after'));
      const content = parse(await response.text());
      // An answer that is not JSON is not the gateway's: something between us stands in for it for a while.
      if (response.ok && content === undefined)
        return { status: 0, body: content, words: 'the answer is not JSON', wait };
      return { status: response.status, body: content, words: problemWords(response.status, content), wait };
    } catch (error) {
      return { status: 0, body: undefined, words: networkError(error) };
    }
  }

  /**
   * Reads from the gateway, trying again while that may help.
   * @throws CommandError when there is no good answer
   */
  async read(path: string, stop: AbortSignal, mayRetryNetwork = true): Promise<unknown> {
    const backoff = new Backoff(this.patience, stop);
    for (;;) {
      const answer = await this.send(path);
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      const mayRetry = isTemporary(answer.status) && (answer.status !== 0 || mayRetryNetwork);
      if (mayRetry && (await backoff.again(answer.wait))) continue;
      throw stop.aborted ? new CommandError('Interrupted.', exitCodes.interrupted) : this.failure(path, answer);
    }
  }

  /** The end of a command for an answer that cannot be used. */
  failure(path: string, { status, words }: Answer): CommandError {
    if (status === 0) {
      return new CommandError(
        `The gateway at ${this.url} cannot be reached: ${words}. Is it running? Start it with \`npm start\`.`,
        exitCodes.unreachable,
      );
    }
    const hint =
      status === 401 || status === 403 ? ' A token goes into the environment as TANDEM_TOKEN, or with --token.' : '';
    return new CommandError(
      `The gateway at ${this.url} answers ${status} to ${path.split('?')[0]}: ${words}.${hint}`,
      exitCodes.incomplete,
    );
  }
}

/** Whether the same request may do better later. */
export function isTemporary(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** The sentence of a problem (RFC 9457) without its full stop. */
export function problemWords(status: number, body: unknown): string {
  const { detail, title } = recordOf(body);
  const words = textOf(detail) || textOf(title) || `status ${status}`;
  return words.replace(/\.$/, '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function networkError(error: unknown): string {
  const { name, cause } = recordOf(error);
  const { code, message } = recordOf(cause);
  if (name === 'TimeoutError') return `it took more than ${answerWithin / 1000} s`;
  return networkWords[textOf(code) ?? ''] ?? textOf(message) ?? messageOf(error);
}
