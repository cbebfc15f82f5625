import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

/** A request: a POST of a text. */
interface Outgoing {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
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

/**
 * Kept connections to services of AWS, at most fifty to one address at a time, and answers that are read as a whole,
 * because all of theirs fit into memory. Node's agents keep TLS sessions, so that another connection begins with half a
 * handshake.
 */
export class Connections {
  readonly #agents = {
    'http:': guarded(new HttpAgent({ keepAlive: true, maxSockets: 50 })),
    'https:': guarded(new HttpsAgent({ keepAlive: true, maxSockets: 50 })),
  };

  /** @param service the name of who is called, for errors */
  constructor(
    private readonly patience: Patience,
    private readonly service = 'DynamoDB',
  ) {}

  /**
   * Sends a request and waits for its answer, or for a free connection before.
   * @throws Error TimeoutError; AbortError, at once when the signal says so; Node's own, such as ECONNRESET
   */
  post({ protocol, hostname, port, path, headers, body }: Outgoing, signal?: AbortSignal): Promise<Incoming> {
    const { connection, silence } = this.patience;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(aborted());
        return;
      }
      const isSecure = protocol === 'https:';
      const options = {
        agent: this.#agents[isSecure ? 'https:' : 'http:'],
        // As a URL has it, an address of IPv6 is in brackets.
        host: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        method: 'POST',
        path,
        headers,
        timeout: silence,
      };
      let hasAnswer = false;
      const request = (isSecure ? httpsRequest : httpRequest)(options, (answer) => {
        hasAnswer = true;
        wholeOf(answer).then(resolve, reject);
      });
      const abort = (): void => {
        // A request that still waits for a connection would say so only when it is given one.
        reject(aborted());
        request.destroy(aborted());
      };
      signal?.addEventListener('abort', abort, { once: true });
      request.once('close', () => {
        signal?.removeEventListener('abort', abort);
        // Node says nothing else of an answer that asks for another protocol.
        if (!hasAnswer) reject(lost());
      });
      request.on('error', reject);
      request.once('timeout', () =>
        request.destroy(new TimeoutError(`${this.service} has been silent for ${silence} milliseconds.`)),
      );
      request.once('socket', (socket) => {
        const message = `There was no connection to ${this.service} after ${connection} milliseconds.`;
        endUnlessConnected(request, socket, isSecure, connection, message);
      });
      request.end(body);
    });
  }

  destroy(): void {
    this.#agents['http:'].destroy();
    this.#agents['https:'].destroy();
  }
}

function endUnlessConnected(
  request: ClientRequest,
  socket: Socket,
  isSecure: boolean,
  milliseconds: number,
  message: string,
): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => {
    request.destroy(new TimeoutError(message));
  }, milliseconds);
  const clear = (): void => clearTimeout(timer);
  socket.once(isSecure ? 'secureConnect' : 'connect', clear);
  request.once('close', clear);
}

function wholeOf(answer: IncomingMessage): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    // ECONNRESET when the connection ends in the middle.
    answer.once('error', reject);
    answer.once('end', () => {
      const [first, ...others] = chunks;
      const body = first && others.length === 0 ? first : Buffer.concat(chunks);
      // A client's answer always has a status.
      const { statusCode = 0 } = answer;
      resolve({ statusCode, headers: answer.headers, body });
    });
  });
}

/** What Node's agents do with connections, in the way in which they offer it to be changed. */
interface Keeping {
  keepSocketAlive(socket: Socket): boolean;
  reuseSocket(socket: Socket, request: ClientRequest): void;
}

/**
 * An agent that gives up a connection on which something comes that nobody has asked for: Node would take it for the answer
 * to the next call. https://nodejs.org/api/http.html#agentkeepsocketalivesocket
 */
function guarded<Kind extends HttpAgent>(agent: Kind): Kind {
  const keeping = agent as unknown as Keeping;
  const keep = keeping.keepSocketAlive.bind(agent);
  const reuse = keeping.reuseSocket.bind(agent);
  const giveUp = function (this: Socket): void {
    this.destroy();
  };
  keeping.keepSocketAlive = (socket) => {
    socket.on('data', giveUp);
    return keep(socket);
  };
  keeping.reuseSocket = (socket, request) => {
    socket.off('data', giveUp);
    reuse(socket, request);
  };
  return agent;
}

const lost = (): Error =>
  Object.assign(new Error('The connection has ended without an answer.'), { code: 'ECONNRESET' });

/** What a call ends with when its signal says so. */
export function aborted(): Error {
  return Object.assign(new Error('The call was broken off.'), { name: 'AbortError' });
}
