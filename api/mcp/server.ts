import {
  createMcpHandler,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  isLegacyRequest,
  isSpecType,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Tool } from '@modelcontextprotocol/server';
import { isRecord, recordOf } from '../../schema/guards';
import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import type { FieldProblem } from '../../services/errors';
import { isOpenTo } from '../../services/operation';
import type { Operation } from '../../services/operation';
import type { Reply, Request } from '../http/message';
import { callTool, toolOf } from './tools';
import type { NoteDefect } from './tools';

/** Answers a message of the protocol whose body has been read. */
export type AnswerMessage = (message: unknown, request: Request, context: Context) => Promise<Reply>;

/** How long a client may keep what it was told of the tools, in milliseconds; another token may have others. */
const cacheHint = { ttlMs: 300_000, cacheScope: 'private' } as const;

/** Checks nothing: this server never asks a client for input, whose answer would have to be checked. */
const noValidator = {
  getValidator: (): never => {
    throw new Error('No answer of a client is expected.');
  },
};

/** The requests that are answered, by their methods. */
const isRequest = new Map<string, (value: unknown) => boolean>([
  ['initialize', isSpecType.InitializeRequest],
  ['tools/list', isSpecType.ListToolsRequest],
  ['tools/call', isSpecType.CallToolRequest],
]);

/**
 * Checks a message before the library does, which would send the report of its validator.
 * @throws ServiceError bad-request, with pointers where it is the params of a call that are wrong
 */
function checkMessage(message: unknown): void {
  if (isJSONRPCRequest(message)) {
    const { method, params } = message;
    if (method === 'tools/call') checkCall(recordOf(params));
    if (isRequest.get(method)?.(message) === false) {
      const errors = [{ pointer: '/params', detail: `must be those of ${method}` }];
      throw new ServiceError('bad-request', 'These params do not fit the method.', { errors });
    }
    return;
  }
  if (isJSONRPCNotification(message) || isJSONRPCResponse(message)) return;
  throw new ServiceError(
    'bad-request',
    'This is no message of JSON-RPC 2.0: it has "jsonrpc": "2.0" and a method, its id is a text or a number, and its params are an object.',
  );
}

/**
 * A request that is no call of a tool is an error of the protocol, not a result of a tool:
 * https://modelcontextprotocol.io/specification/2026-07-28/server/tools#error-handling
 */
function checkCall({ name, arguments: values }: Readonly<Record<string, unknown>>): void {
  const errors: FieldProblem[] = [
    ...(typeof name === 'string' ? [] : [{ pointer: '/params/name', detail: 'must be the name of a tool' }]),
    ...(values === undefined || isRecord(values)
      ? []
      : [{ pointer: '/params/arguments', detail: 'must be an object of arguments by their names' }]),
  ];
  if (errors.length === 0) return;
  throw new ServiceError('bad-request', 'A call of a tool has its name and an object of arguments.', { errors });
}

/**
 * The protocol over some operations, in its stateless form: a server for each request, as the specification of
 * 2026-07-28 has it, and a server without sessions for clients of the revisions before it.
 */
export function createServer(operations: readonly Operation[]): AnswerMessage {
  const served = operations.filter(({ agents }) => agents);
  const byName = new Map(served.map((operation) => [operation.name, operation]));
  const tools = new Map(served.map((operation) => [operation, protocolTool(operation)]));

  function serverFor(context: Context, note: NoteDefect): Server {
    const server = new Server(
      { name: 'tandem', version: '1.0.0' },
      { capabilities: { tools: {} }, cacheHints: { 'tools/list': cacheHint }, jsonSchemaValidator: noValidator },
    );
    server.onerror = () => undefined;
    server.setRequestHandler('tools/list', () => {
      if (context.meter) context.meter.operation = 'tools/list';
      return { tools: [...tools].filter(([operation]) => isOpenTo(operation, context)).map(([, tool]) => tool) };
    });
    server.setRequestHandler('tools/call', async ({ params }) => {
      const operation = byName.get(params.name);
      if (!operation) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no tool of this name; tools/list has all.');
      }
      if (context.meter) context.meter.operation = operation.name;
      return callTool(operation, params.arguments ?? {}, context, note);
    });
    return server;
  }

  return async (message, request, context) => {
    checkMessage(message);
    let cause: unknown;
    const server = serverFor(context, (defect) => (cause = defect));
    try {
      const incoming = incomingOf(request);
      const response = await ((await isLegacyRequest(incoming, message))
        ? answerLegacy(server, incoming, message)
        : // No stream stays open behind a function, so nobody can subscribe.
          createMcpHandler(() => server, { legacy: 'reject', maxSubscriptions: 0 }).fetch(incoming, {
            parsedBody: message,
          }));
      return { ...(await replyOf(response)), cause };
    } finally {
      await server.close();
    }
  };
}

/** The tool of an operation, checked to be one of the protocol. @throws Error for a defect of ours */
function protocolTool(operation: Operation): Tool {
  // As it is sent: members that are undefined are no JSON.
  const tool: unknown = JSON.parse(JSON.stringify(toolOf(operation)));
  if (!isSpecType.Tool(tool)) throw new Error(`The tool ${operation.name} does not fit the protocol.`);
  return tool;
}

/** Answers a client of a revision before 2026-07-28 with one JSON document. */
async function answerLegacy(server: Server, incoming: globalThis.Request, message: unknown): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
    enableJsonResponse: true,
  });
  await server.connect(transport);
  return transport.handleRequest(incoming, { parsedBody: message });
}

function incomingOf({ method, path, headers, signal }: Request): globalThis.Request {
  const protocolHeaders = [...headers].filter(([name]) => name.startsWith('mcp-'));
  return new globalThis.Request(new URL(path, 'http://gateway'), {
    method,
    // An answer is one JSON document, whatever else a client would take.
    headers: [
      ...protocolHeaders,
      ['content-type', 'application/json'],
      ['accept', 'application/json, text/event-stream'],
    ],
    signal,
  });
}

async function replyOf(response: Response): Promise<Reply> {
  const body = await response.text();
  const type = response.headers.get('content-type');
  return {
    status: response.status,
    headers: { ...(type !== null && body !== '' && { 'content-type': type }), 'cache-control': 'no-store' },
    body: body === '' ? undefined : body,
  };
}
