import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { accepts, mediaTypeOf } from '../http/accept';
import { readBody } from '../http/body';
import { json } from '../http/message';
import type { Reply, Request } from '../http/message';
import { Members } from './members';
import { wrong } from './refusal';
import { openTable, tableOperations } from './table';

/** An answer of Lambda has at most 6 MB; some are kept for what is around the body. */
const maxAnswerBytes = 5.5 * 1024 * 1024;
/** An item has 400 KB, and its JSON at most about twice as much unless it is made of escapes. */
const maxBodyBytes = 1024 * 1024;

/** Answers a request of a caller who may use the envelope. @throws ServiceError */
export type Answer = (request: Request, context: Context) => Promise<Reply>;

/** Reads the operations of the old DynamoDBManager, and runs ours. */
export function answerOf(operations: readonly Operation[]): Answer {
  const domains = new Set(operations.map(({ domain }) => domain));
  const tables = new Map([...domains].map((domain) => [domain.name, openTable(domain, operations)]));

  async function result(request: Request, context: Context): Promise<unknown> {
    const body = readBody('envelope', request, context);
    const members = new Members(body, '', ['operation', 'tableName', 'payload']);
    const operation = members.text('operation');
    if (operation === undefined) throw wrong('/operation', 'is required');
    const note = (label: string): void => {
      if (context.meter) context.meter.operation = label;
    };
    if (operation === 'ping' || operation === 'echo') {
      note(operation);
      return operation === 'ping' ? 'pong' : (members.get('payload') ?? null);
    }
    const name = tableOperations.find((candidate) => candidate === operation);
    if (!name) {
      const names = [...tableOperations, 'echo', 'ping'].join(', ');
      throw new ServiceError('unknown-operation', `The operation must be one of ${names}.`);
    }
    const tableName = members.text('tableName');
    if (tableName === undefined) throw wrong('/tableName', 'is required');
    const table = tables.get(tableName);
    if (!table) throw new ServiceError('table-not-allowed', 'The envelope does not reach a table of this name.');
    note(`${name} ${tableName}`);
    if (request.body.length > maxBodyBytes) {
      throw new ServiceError('payload-too-large', 'A body that names a table may have 1 MB.');
    }
    const output = await table.run(name, members.get('payload'), context);
    const metadata = { RequestId: context.requestId, HTTPStatusCode: 200, HTTPHeaders: {}, RetryAttempts: 0 };
    return { ...output, ResponseMetadata: metadata };
  }

  return async (request, context) => {
    if (!accepts(request.headers.get('accept'), 'application/json')) {
      throw new ServiceError('not-acceptable', 'The answer is application/json.');
    }
    checkMediaType(request);
    const reply = json(200, await result(request, context));
    if (Buffer.byteLength(reply.body) > maxAnswerBytes) {
      throw new ServiceError('payload-too-large', 'The answer would have more than 5.5 MB. Send less.');
    }
    return reply;
  };
}

/**
 * The old clients are scripts, and curl calls what it sends a form when nobody says otherwise. A browser, which
 * always names an origin, could be made to send that by any page without asking, so from there it must be JSON.
 */
function checkMediaType({ headers }: Request): void {
  const { name, charset } = mediaTypeOf(headers.get('content-type'));
  const fromBrowser = headers.has('origin') || headers.has('sec-fetch-site');
  const isScript = !fromBrowser && (name === '' || name === 'application/x-www-form-urlencoded');
  const isUtf8 = charset === undefined || charset === 'utf-8' || charset === 'utf8';
  if (isUtf8 && (name === 'application/json' || isScript)) return;
  throw new ServiceError('unsupported-media-type', 'Send Content-Type: application/json, in UTF-8.');
}
