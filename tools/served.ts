import { createGateway } from '../api/handler';
import { recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import type { GatewayDefinition } from '../services/definition';
import { eventOf } from '../local/event';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';

/**
 * The text of a document as the gateway itself serves it, such as that of `/openapi.json`; needs no engine.
 * @throws Error when the declarations do not allow it, such as a hand-written resolver without a rule
 */
export async function servedDocument(definition: GatewayDefinition, path: string): Promise<string> {
  let cause: unknown;
  const { handler } = createGateway(definition, {
    ...localAccess,
    authentication: 'open',
    cursorKeys: ['not used for documents'],
    log: ({ error }) => (cause ??= error),
  });
  const incoming = {
    method: 'GET',
    target: path,
    headers: [],
    body: Buffer.alloc(0),
    httpVersion: '1.1',
    sourceIp: '',
    port: 0,
  };
  const { statusCode, body } = recordOf(await handler(eventOf(incoming, 'v2'), lambdaContext()));
  // The gateway tells nobody what is wrong inside; who makes the documents has to know.
  if (statusCode !== 200) throw new Error(`${path} cannot be made: ${textOf(recordOf(cause).text) ?? String(body)}`);
  return required(textOf(body), `the body of ${path}`);
}
