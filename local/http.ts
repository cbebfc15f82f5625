import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { corsHeaders } from '../api/http/cors';
import type { CorsPolicy } from '../services/cors';
import { tooManyRequests } from '../services/limits';
import { portOf } from './port';
import { answerOf } from './answer';
import type { Answer } from './answer';
import { eventOf } from './event';
import { isEveryAddress, urlHost } from './host';
import type { HostRule } from './host';
import { lambdaContext, longestWait } from './lambda';
import type { Handler, Payload } from './lambda';
import { limiterOf } from './limiter';
import type { EdgeLimits } from './limiter';
import { Refusal } from './refusal';

export interface ServeOptions {
  readonly handler: Handler;
  readonly host: string;
  /** Where to look for a free port first; 0 for any. */
  readonly port: number;
  readonly payload: Payload;
  /** Told of what went wrong behind a 5xx answer. */
  readonly log: (words: string, error?: unknown) => void;
  /** Milliseconds that a handler has; API Gateway's own limit when left out. */
  readonly wait?: number;
  /** Which requests reach the handler; all of them when left out. */
  readonly limits?: EdgeLimits;
  /** Milliseconds of the clock of their rates; a test brings its own. */
  readonly now?: () => number;
  /** Under which hosts it answers; under all of them when left out. */
  readonly answersTo?: HostRule;
  /** Which pages of other origins may read what is answered here, in the handler's place. */
  readonly cors?: CorsPolicy;
  /** Answers what is only for this machine, true, or leaves a request to the handler, false. */
  readonly local?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** A gateway that listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, lets those under way finish for two seconds, and frees the port. */
  close(): Promise<void>;
}

/** What Lambda takes as an event. */
const largestBody = 6 * 1024 * 1024;

/** API Gateway's limit for all headers together. */
const largestHeaders = 10_240;

/** Node's own limit counts the URL too, which is the handler's to judge: it has a status of its own for that. */
const largestHead = 64 * 1024;

const portsToTry = 20;

const foreignHost = new Refusal(
  'forbidden',
  'The gateway answers at localhost and 127.0.0.1, and at the name that npm start -- --host gives it.',
);

/** Puts API Gateway's place in front of the handler: every HTTP request becomes one event, every result one answer. */
export async function serve(options: ServeOptions): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: largestHead,
    // Longer than any client keeps an idle connection, so that none sends into one that just closes.
    keepAliveTimeout: 65_000,
    headersTimeout: 20_000,
    requestTimeout: 60_000,
    // Refused below, with a problem body; Node's own refusal has none.
    requireHostHeader: false,
  });
  // Node would drop what is beyond 2,000 headers, and tell nobody. Their size is judged below.
  server.maxHeadersCount = 0;
  const { limits, now = () => performance.now() } = options;
  const mayPass: MayPass = limits ? limiterOf(limits, now) : () => true;
  const lastResponse = new WeakMap<Duplex, ServerResponse>();
  // Browsers open connections in reserve; Node does not count one as idle before its first request.
  const inReserve = new Set<Socket>();

  server.on('connection', (socket: Socket) => {
    inReserve.add(socket);
    socket.once('close', () => inReserve.delete(socket));
  });
  server.on('request', (request, response) => {
    inReserve.delete(request.socket);
    lastResponse.set(request.socket, response);
    // The client may be gone by the time there is an answer; that is its own affair.
    response.on('error', () => undefined);
    if (options.answersTo?.(request) === false) return refuse(request, response, foreignHost, options);
    if (options.local?.(request, response)) return;
    void answer(request, response, options, mayPass);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = lastResponse.get(socket);
    // Half an answer is on the wire: another one would be read as a part of it.
    if (response?.headersSent && !response.writableFinished) socket.destroy();
    else if (socket.writable) refuseRaw(socket, refusalOf(error));
  });
  server.on('connect', (_request, socket) => {
    refuseRaw(socket, new Refusal('bad-request', 'This is no proxy: CONNECT is not offered.'));
  });

  const port = await listen(server, options.host, options.port);
  const name = isEveryAddress(options.host) ? '127.0.0.1' : urlHost(options.host);
  return {
    url: `http://${name}:${port}`,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of inReserve) socket.destroy();
      // A connection that is kept alive falls idle only when its last answer is out.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const insist = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearInterval(sweep);
      clearTimeout(insist);
    },
  };
}

/** Listens on the first free port from the given one on, and says which it is. */
async function listen(server: Server, host: string, firstPort: number): Promise<number> {
  const lastPort = firstPort === 0 ? 0 : Math.min(firstPort + portsToTry - 1, 65_535);
  for (let port = firstPort; port <= lastPort; port += 1) {
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      const failed = (error: NodeJS.ErrnoException): void => resolve(error);
      server.once('error', failed).listen(port, host, () => {
        server.off('error', failed);
        resolve(undefined);
      });
    });
    if (!failure) return portOf(server);
    if (failure.code === 'EADDRINUSE') continue;
    throw new Error(
      failure.code === 'EACCES'
        ? `Port ${port} may only be opened by the administrator: choose one above 1023 with --port.`
        : `The gateway cannot listen on ${host}, port ${port} (${failure.code}).`,
    );
  }
  throw new Error(`The ports ${firstPort} to ${lastPort} are all taken: free one, or choose another with --port.`);
}

type MayPass = ReturnType<typeof limiterOf>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
  mayPass: MayPass,
): Promise<void> {
  try {
    const headers = pairsOf(request.rawHeaders);
    if (request.httpVersion === '1.1' && request.headers.host === undefined) {
      throw new Refusal('bad-request', 'An HTTP/1.1 request needs a Host header.');
    }
    if (headers.reduce((bytes, [name, value]) => bytes + name.length + value.length, 0) > largestHeaders) {
      throw new Refusal('headers-too-large', `All headers together may have ${largestHeaders} bytes.`);
    }
    const body = await readBody(request);
    // The client went away before it had said what it wanted.
    if (body === undefined) return;
    if (!mayPass(request.method ?? 'GET', request.url ?? '/'))
      return refuse(request, response, tooManyRequests, options);
    const event = eventOf(
      {
        method: request.method ?? 'GET',
        target: request.url ?? '/',
        headers,
        body,
        httpVersion: request.httpVersion,
        sourceIp: (request.socket.remoteAddress ?? options.host).replace(/^::ffff:/, ''),
        port: request.socket.localPort ?? options.port,
      },
      options.payload,
    );
    write(request, response, await invoke(event, options));
  } catch (error) {
    refuse(request, response, error instanceof Refusal ? error : failed(error, options), options);
  }
}

/** Calls the handler and reads its result, or throws what API Gateway would answer instead. */
async function invoke(event: unknown, { handler, payload, log, wait = longestWait }: ServeOptions): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      log(`The handler gave no answer within ${wait / 1000} seconds.`);
      reject(new Refusal('timeout', 'The function behind the gateway did not answer in time.'));
    }, wait);
  });
  try {
    return answerOf(await Promise.race([handler(event, lambdaContext(wait)), late]), payload);
  } finally {
    clearTimeout(timer);
  }
}

function failed(error: unknown, { log }: ServeOptions): Refusal {
  log('The handler failed, or gave a result that API Gateway would not accept.', error);
  return new Refusal('bad-gateway', 'The function behind the gateway failed; its log says why.');
}

/** The whole body; undefined when the client broke off. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const tooLarge = new Refusal('payload-too-large', 'A body may have 6 MB (6,291,456 bytes).');
  if (Number(request.headers['content-length'] ?? 0) > largestBody) throw tooLarge;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= largestBody) {
        chunks.push(chunk);
        return;
      }
      request.off('data', take);
      reject(tooLarge);
    };
    request.on('data', take);
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}

function write(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  // Lengths and connections are this server's own business, but for the length that a HEAD speaks of.
  const connectionHeaders = ['connection', 'keep-alive', 'transfer-encoding'];
  if (request.method !== 'HEAD' || body.length > 0) connectionHeaders.push('content-length');
  for (const [name, value] of headers) {
    if (!connectionHeaders.includes(name.toLowerCase())) response.appendHeader(name, value);
  }
  if (request.method === 'HEAD' && body.length > 0) response.setHeader('Content-Length', body.length);
  response.statusCode = status;
  response.end(body);
}

/** Answers in the handler's place, and lets a client that is still sending finish before the connection ends. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Pick<Refusal, 'status' | 'headers' | 'body'>,
  { cors }: Pick<ServeOptions, 'cors'>,
): void {
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const headers = { ...refusal.headers, ...(cors && corsHeaders(asked(request), cors)) };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Length', Buffer.byteLength(refusal.body));
  if (request.complete) {
    response.writeHead(refusal.status).end(refusal.body);
    return;
  }
  response.setHeader('Connection', 'close');
  response.writeHead(refusal.status).write(refusal.body);
  // Closing while the client still sends makes the kernel reset the connection, and the client may lose
  // the answer that it has not read yet. So what it sends is thrown away for a while.
  const patience = setTimeout(() => request.destroy(), 10_000);
  request.on('close', () => clearTimeout(patience));
  request.on('error', () => undefined);
  request.on('end', () => response.end());
  request.resume();
}

/** What CORS asks of a request. */
function asked({ method = '', headers }: IncomingMessage): Parameters<typeof corsHeaders>[0] {
  return { method, headers: new Map(headers.origin === undefined ? [] : [['origin', headers.origin]]) };
}

function refusalOf({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Refusal('headers-too-large', `All headers together may have ${largestHeaders} bytes.`);
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Refusal('bad-request', 'The request did not arrive in time.');
  return new Refusal('bad-request', 'The request is not HTTP/1.1 as RFC 9112 describes it.');
}

/** Answers where there is no request to answer: what came could not be read as one. */
function refuseRaw(socket: Duplex, refusal: Refusal): void {
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(refusal.body)}`,
      'Connection: close',
      '',
      refusal.body,
    ].join('\r\n'),
  );
  // As in `refuse`: let the client read before the connection goes.
  const patience = setTimeout(() => socket.destroy(), 2_000);
  socket.on('close', () => clearTimeout(patience));
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.resume();
}

function pairsOf(rawHeaders: readonly string[]): [name: string, value: string][] {
  return rawHeaders.flatMap((name, index): [name: string, value: string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}
