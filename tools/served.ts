import { createGateway } from '../api/handler';
import { recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import type { GatewayDefinition } from '../services/definition';
import { eventOf } from '../local/event';
import { lambdaContext } from '../local/lambda';
import { localAccess } from '../local/tables';

/** The text of a document as the gateway itself serves it, such as that of `/openapi.json`; needs no engine. */
export async function servedDocument(definition: GatewayDefinition, path: string): Promise<string> {
  const { handler } = createGateway(definition, {
    ...localAccess,
    authentication: 'open',
    cursorKeys: ['not used for documents'],
    log: () => undefined,
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
  const { body } = recordOf(await handler(eventOf(incoming, 'v2'), lambdaContext()));
  return required(textOf(body), `the body of ${path}`);
}
