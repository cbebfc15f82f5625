import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { recordOf } from '../../schema/guards';
import { ValidationException } from './bus';
import type { PutEventsEntry } from '../../services/relay';
import type { Bus } from './bus';
import { hostRule } from '../host';
import { portOf } from '../port';

/** A bus that other processes reach. */
export interface ServedBus {
  readonly url: string;
  close(): Promise<void>;
}

/** The form of a call on the wire, in which a time is a number of seconds. */
interface WireRequest {
  readonly Entries: readonly (Omit<PutEventsEntry, 'Time'> & { readonly Time?: number })[];
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const contentType = 'application/x-amz-json-1.1';
const target = 'AWSEvents.PutEvents';

const isForLoopback = hostRule();

/** Ten entries of 256 KB, written as JSON text inside JSON text, with room for escapes. */
const largestBody = 8 * 1024 * 1024;

/** An error as it goes over the wire. */
class WireError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** Serves EventBridge's PutEvents on a port of 127.0.0.1, any free one by default. */
export async function serveBus(bus: Pick<Bus, 'putEvents'>, port = 0): Promise<ServedBus> {
  const server = createServer((request, response) => void answer(bus, request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(bus: Pick<Bus, 'putEvents'>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => undefined);
  try {
    const { Entries } = await read(request);
    write(response, 200, await bus.putEvents(Entries.map(fromWire)));
  } catch (error) {
    const { status, type, message } = wireErrorOf(error);
    write(response, status, { __type: type, message });
  }
}

async function read(request: IncomingMessage): Promise<WireRequest> {
  if (!isForLoopback(request)) throw new WireError(403, 'AccessDeniedException', 'Only 127.0.0.1 is served.');
  if (request.method !== 'POST' || request.headers['x-amz-target'] !== target) {
    throw new WireError(400, 'UnknownOperationException', `Only ${target} is offered.`);
  }
  // A page of a browser cannot send this type without asking first, and nobody answers that question.
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== contentType) {
    throw new WireError(400, 'SerializationException', `The content type must be ${contentType}.`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBody) throw new WireError(413, 'RequestEntityTooLargeException', 'The request is too large.');
    chunks.push(chunk);
  }
  const body = parse(Buffer.concat(chunks).toString('utf8'));
  if (!isRequest(body)) throw new WireError(400, 'SerializationException', 'The request has no list of entries.');
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRequest(body: unknown): body is WireRequest {
  const entries = recordOf(body).Entries;
  return Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const { Time, Resources, ...texts } = recordOf(entry);
  const isTime = Time === undefined || Time === null || typeof Time === 'number';
  const isList = Resources === undefined || Resources === null || Array.isArray(Resources);
  const names = ['Source', 'DetailType', 'Detail', 'EventBusName'] as const;
  return isTime && isList && names.every((name) => texts[name] === undefined || typeof texts[name] === 'string');
}

function fromWire({ Time, ...entry }: WireRequest['Entries'][number]): PutEventsEntry {
  // The milliseconds come back as they were, though the seconds are a fraction.
  return typeof Time === 'number' ? { ...entry, Time: new Date(Math.round(Time * 1000)) } : entry;
}

function wireErrorOf(error: unknown): WireError {
  if (error instanceof WireError) return error;
  if (error instanceof ValidationException) return new WireError(400, error.name, error.message);
  return new WireError(500, 'InternalFailure', 'The bus failed.');
}

function write(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(body));
}
