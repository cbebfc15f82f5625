import { channels } from '../../schema/channels';
import { recordOf } from '../../schema/guards';
import { problemOf, problemFor, ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { acceptsJson, requireJson } from '../http/accept';
import { declaredMethods } from '../http/channel';
import { refuseConditions } from '../http/conditions';
import { admitsOrigin, isLoopback } from '../http/cors';
import type { Channel } from '../http/channel';
import { readBody } from '../http/body';
import { json } from '../http/message';
import type { Request } from '../http/message';
import { errorHeaders, masked } from '../http/problem';
import { lazily } from '../lazily';

/** What the face for agents is made from. */
export interface McpOptions {
  readonly operations: readonly Operation[];
  /** The origins whose pages may call, beside those of the caller's own machine when the gateway is there. */
  readonly origins?: readonly string[];
}

const [mcpPath] = channels.mcp.paths;

/**
 * Makes the channel for agents: the Model Context Protocol over one path. Its library is loaded by the first message.
 * It refuses with an error of JSON-RPC 2.0, under the status of the problem.
 */
export function createMcp({ operations, origins = [] }: McpOptions): Channel {
  const loadServer = lazily(async () => (await import('./server')).createServer(operations));
  const methods = declaredMethods('mcp');
  const ids = new WeakMap<Request, Id>();
  return {
    name: 'mcp',
    asksWho: true,
    matches: ({ path }) => path.replace(/(?<=[^/])\/$/, '') === mcpPath,
    methods: () => methods,
    headers: () => ({}),
    answer: async (request, context) => {
      checkOrigin(request, origins);
      const { method, headers } = request;
      if (method !== 'POST') {
        // No stream and no session: https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
        throw new ServiceError('method-not-allowed', 'This path takes POST.', { allow: methods });
      }
      if (!acceptsJson(headers.get('accept'))) {
        throw new ServiceError('not-acceptable', 'The answer is application/json.');
      }
      requireJson(request);
      refuseConditions(request, 'Pass expectedVersion to the tool.');
      const message = readBody('mcp', request, context);
      ids.set(request, idOf(message));
      if (Array.isArray(message)) {
        throw new ServiceError('bad-request', 'Send one message in a request: the protocol has no batches any more.');
      }
      return (await loadServer())(message, request, context);
    },
    refusal: async (request, thrown) => {
      const error = thrown instanceof ServiceError ? thrown : masked();
      const { status } = problemFor(error.code);
      const id = ids.has(request) ? ids.get(request) : sentId(request);
      const body = {
        jsonrpc: '2.0',
        // Of what cannot be read the protocol wants no id, where JSON-RPC by itself has null.
        ...(id !== undefined && { id }),
        error: { code: codeOf(error), message: error.message, data: problemOf(error) },
      };
      return {
        ...json(status, body, errorHeaders(error)),
        code: error.code,
        detail: error.message,
        cause: error === thrown ? undefined : thrown,
      };
    },
  };
}

/**
 * A page in a browser must not be able to reach a gateway on the reader's machine by way of a name that leads there
 * (DNS rebinding): the section on security of the transport asks for this. A client that is no page sends no origin.
 * @throws ServiceError forbidden
 */
function checkOrigin({ headers }: Request, origins: readonly string[]): void {
  const origin = headers.get('origin');
  if (origin === undefined) return;
  const isOwn = isLoopback(origin) && isLoopback(`http://${headers.get('host') ?? ''}`);
  if (isOwn || admitsOrigin(origins, origin)) return;
  throw new ServiceError('forbidden', 'Pages of this origin may not call the gateway: add it to the list for CORS.');
}

/** https://www.jsonrpc.org/specification#error_object; the range from -32000 on is for servers. */
function codeOf({ code, details }: ServiceError): number {
  if (code === 'malformed-json') return -32700;
  // What has pointers is a message, whose params are wrong.
  if (code === 'bad-request') return details.errors ? -32602 : -32600;
  return code === 'internal' ? -32603 : -32000;
}

/** The id of a message; undefined for what has none. */
type Id = string | number | undefined;

function idOf(message: unknown): Id {
  const { id } = recordOf(message);
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** The id in a body that was refused unread, as far as there is one to read within what is read of anybody. */
function sentId(request: Request): Id {
  try {
    return idOf(readBody('mcp', request, {}));
  } catch {
    return undefined;
  }
}
