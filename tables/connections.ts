import { request as httpRequest } from 'node:http';
import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** A POST of a text. */
interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer that is there as a whole. */
export interface Incoming {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** Milliseconds until a try ends, so that a silent endpoint does not eat the whole time limit of a request. */
export interface Patience {
  readonly connection: number;
  /** Without a byte from the other side. */
  readonly silence: number;
}

/** Named as the SDK names it. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

const maxConnections = 50;
/** Milliseconds after which TCP asks whether the other side of a kept connection is there. */
const keepAliveInitialDelay = 1000;

/**
 * Kept connections to one address, at most fifty at a time, and answers that are read as a whole, because all of ours fit
 * into memory. Node's HTTP client speaks, and its agent is replaced: looking for the connection again, by a name that it
 * makes of all options of a request, is a third of what the agent's way costs.
 */
export class Connections {
  readonly #idle: Connection[] = [];
  readonly #open = new Set<Connection>();
  readonly #waiting: Call[] = [];
  /** The last of TLS, with which another connection begins with half a handshake. */
  #session: Buffer | undefined;

  /**
   * @param path where requests go to
   * @param service the name of who is called, for errors
   */
  constructor(
    private readonly address: Pick<URL, 'protocol' | 'hostname' | 'port'>,
    private readonly path: string,
    private readonly patience: Patience,
    private readonly service = 'DynamoDB',
  ) {}

  /**
   * Sends a request and waits for its answer, or for a free connection before.
   * @throws Error TimeoutError; AbortError, at once when the signal says so; Node's own, such as ECONNRESET
   */
  post(outgoing: Outgoing, signal?: AbortSignal): Promise<Incoming> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(aborted());
        return;
      }
      this.#begin(new Call(outgoing, resolve, reject, signal));
    });
  }

  /** Opens a connection before a call asks for one, which then finds it there or on its way. */
  open(): void {
    const connection = this.#connect();
    connection.socket.unref();
    this.#idle.push(connection);
  }

  /** Ends every connection, and with them all calls. */
  destroy(): void {
    for (const call of this.#waiting.splice(0)) call.fail(lost());
    for (const { socket } of this.#open) socket.destroy();
  }

  #begin(call: Call): void {
    const connection = this.#free();
    if (!connection) {
      this.#waiting.push(call);
      return;
    }
    if (!connection.isConnected) this.#expect(connection);
    connection.send(call, this.path);
  }

  /** The connection that was used last, or another one while there may be more. */
  #free(): Connection | undefined {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) {
      if (kept.socket.writable && performance.now() < kept.keptUntil) return kept;
      kept.socket.destroy();
    }
    return this.#open.size < maxConnections ? this.#connect() : undefined;
  }

  #connect(): Connection {
    const { patience, service } = this;
    const socket = this.#socket();
    const connection = new Connection(socket, () => {
      this.#idle.push(connection);
      this.#next();
    });
    this.#open.add(connection);
    socket.once(this.#connected, () => (connection.isConnected = true));
    socket.setTimeout(patience.silence);
    socket.on('timeout', () => {
      const { call } = connection;
      // Who has answered, and does not read what is left of the question, will not.
      if (call?.isOver) socket.destroy();
      call?.fail(new TimeoutError(`${service} has been silent for ${patience.silence} milliseconds.`));
    });
    socket.once('close', () => {
      this.#open.delete(connection);
      const index = this.#idle.indexOf(connection);
      if (index >= 0) this.#idle.splice(index, 1);
      this.#next();
    });
    return connection;
  }

  /** Gives up a connection that is not there in time. While nobody waits for it, it has all the time there is. */
  #expect({ socket }: Connection): void {
    const { connection: milliseconds } = this.patience;
    const message = `There was no connection to ${this.service} after ${milliseconds} milliseconds.`;
    const timer = setTimeout(() => socket.destroy(new TimeoutError(message)), milliseconds);
    const clear = (): void => clearTimeout(timer);
    socket.once(this.#connected, clear).once('close', clear);
  }

  /** The event of a socket that says that it is there. */
  get #connected(): 'connect' | 'secureConnect' {
    return this.address.protocol === 'https:' ? 'secureConnect' : 'connect';
  }

  #socket(): Socket {
    const { protocol, hostname, port } = this.address;
    // As a URL has it, an address of IPv6 is in brackets.
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const options = { host, noDelay: true, keepAlive: true, keepAliveInitialDelay };
    if (protocol === 'http:') return connect({ ...options, port: Number(port || 80) });
    const secured = {
      ...options,
      port: Number(port || 443),
      servername: isIP(host) === 0 ? host : undefined,
      ALPNProtocols: ['http/1.1'],
      session: this.#session,
    };
    return connectSecurely(secured)
      .on('session', (session) => (this.#session = session))
      .once('error', () => (this.#session = undefined));
  }

  /** Begins the call that has waited longest, as there is a connection for it again. */
  #next(): void {
    // Who has been broken off needs none.
    while (this.#waiting[0]?.isOver) this.#waiting.shift();
    const call = this.#waiting.shift();
    if (call) this.#begin(call);
  }
}

/** A call from its begin to its end, wherever it is. */
class Call {
  isOver = false;
  connection: Connection | undefined;

  constructor(
    readonly outgoing: Outgoing,
    private readonly resolve: (answer: Incoming) => void,
    private readonly reject: (error: unknown) => void,
    private readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', this);
  }

  /** What the signal calls. */
  handleEvent(): void {
    this.fail(aborted());
  }

  succeed(answer: Incoming): void {
    this.#end();
    this.resolve(answer);
  }

  /** Ends the connection too: what may still come on it is the answer to this call. */
  fail(error: unknown): void {
    if (this.isOver) return;
    this.#end();
    this.connection?.socket.destroy();
    this.reject(error);
  }

  #end(): void {
    this.isOver = true;
    this.signal?.removeEventListener('abort', this);
  }
}

/**
 * One connection, as what Node's HTTP client asks for one: it takes any object that adds its requests to a connection in
 * place of an agent, and tells the connection when it is free again (`ERR_INVALID_ARG_TYPE` calls it "Agent-like").
 */
class Connection {
  /** What Node asks of an agent. */
  readonly keepAlive = true;
  readonly protocol = undefined;
  call: Call | undefined;
  isConnected = false;
  /** When the other side will end it, by the clock of `performance`. */
  keptUntil = Infinity;

  constructor(
    readonly socket: Socket,
    private readonly onFree: () => void,
  ) {
    socket.on('free', () => {
      this.call = undefined;
      // Nothing that waits for nothing keeps a process.
      socket.unref();
      this.onFree();
    });
    // What nobody has asked for would be taken for the answer to the next call.
    socket.on('data', () => {
      if (!this.call) socket.destroy();
    });
    // What goes wrong with a call under way is told to its request.
    socket.on('error', () => undefined);
  }

  addRequest(request: { onSocket(socket: Socket): void }): void {
    request.onSocket(this.socket);
  }

  send(call: Call, path: string): void {
    this.call = call;
    call.connection = this;
    this.socket.ref();
    const { headers, body } = call.outgoing;
    // A list is sent as it is, without a look at each header.
    const lines = ['content-length', String(Buffer.byteLength(body))];
    for (const name in headers) lines.push(name, headers[name] ?? '');
    const options = { agent: this as unknown as Agent, method: 'POST', path, headers: lines };
    try {
      const request = httpRequest(options, (answer) => {
        // Nothing is left to be written: to end it with the body would have Node write an empty text behind it.
        request.end();
        this.keptUntil = keptUntil(answer.headers);
        readWhole(answer, call);
      });
      request.on('error', (error) => call.fail(error));
      request.on('close', () => {
        // Node says nothing else of an answer that asks for another protocol.
        if (!call.isOver) call.fail(lost());
      });
      request.write(body);
    } catch (error) {
      // A header that HTTP does not have, such as a token with the end of its line.
      call.fail(error);
    }
  }
}

/**
 * A server may say how many seconds it keeps a connection. A second less, lest it ends while the next call is on its way.
 * https://datatracker.ietf.org/doc/html/draft-thomson-hybi-http-timeout-03#section-2
 */
function keptUntil({ 'keep-alive': hint }: IncomingHttpHeaders): number {
  const seconds = hint === undefined ? undefined : /timeout=(\d+)/.exec(String(hint))?.[1];
  return seconds === undefined ? Infinity : performance.now() + (Number(seconds) - 1) * 1000;
}

function readWhole(answer: IncomingMessage, call: Call): void {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk));
  // ECONNRESET when the connection ends in the middle.
  answer.on('error', (error) => call.fail(error));
  answer.on('end', () => {
    const [first, ...others] = chunks;
    const body = first && others.length === 0 ? first : Buffer.concat(chunks);
    // A client's answer always has a status.
    const { statusCode = 0, headers } = answer;
    call.succeed({ statusCode, headers, body });
  });
}

const lost = (): Error =>
  Object.assign(new Error('The connection has ended before the answer did.'), { code: 'ECONNRESET' });

/** What a call ends with when its signal says so. */
export function aborted(): Error {
  return Object.assign(new Error('The call was broken off.'), { name: 'AbortError' });
}
