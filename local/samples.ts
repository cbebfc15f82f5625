import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import type { Gateway } from '../api/handler';
import type { GatewayDefinition } from '../services/definition';
import type { Operation } from '../services/operation';
import { answerOf } from './answer';
import { eventOf } from './event';
import { lambdaContext } from './lambda';
import type { Handler, Payload } from './lambda';

/** Which samples of which domains are put in. */
export interface SampleOptions {
  readonly definition: Pick<GatewayDefinition, 'modules'>;
  readonly gateway: Gateway;
  readonly payload: Payload;
  /** The domains whose tables have just been made. Whoever empties a table later wants it empty. */
  readonly made: readonly string[];
}

/** How many samples of which domain were put in. */
export type Loaded = readonly { readonly domain: string; readonly count: number }[];

/**
 * Puts the samples of the modules into tables that have just been made, through the gateway's own handler.
 * @throws Error when the gateway refuses them
 */
export async function loadSamples({ definition, gateway, payload, made }: SampleOptions): Promise<Loaded> {
  const ask = requester(gateway.handler, payload);
  const loaded: { domain: string; count: number }[] = [];
  for (const { domain, operation, items } of await samplesOf({ definition, operations: gateway.operations })) {
    if (!made.includes(domain.name)) continue;
    const { method, path } = operation.route;
    for (const item of items) {
      const { status, body } = await ask(method, path, item);
      if (status < 400) continue;
      throw new Error(
        `A sample of ${domain.typeName} was refused: ${JSON.stringify(item)} was answered ${status}: ${body}`,
      );
    }
    loaded.push({ domain: domain.name, count: items.length });
  }
  return loaded;
}

/** The samples of one domain, and the operation that takes them. */
export interface SampleSet {
  readonly domain: DomainFact;
  readonly operation: Operation;
  readonly items: readonly object[];
}

/**
 * The samples of all modules.
 * @throws Error when a domain has samples and no operation that takes them
 */
export async function samplesOf({
  definition,
  operations,
}: {
  readonly definition: Pick<GatewayDefinition, 'modules'>;
  readonly operations: readonly Operation[];
}): Promise<readonly SampleSet[]> {
  const sets = (await Promise.all(definition.modules.map(async ({ samples }) => (await samples?.()) ?? []))).flat();
  return sets.map(({ domain: type, items }) => {
    const domain = domainOf(type);
    const find = (name: string): Operation | undefined => operations.find((operation) => operation.name === name);
    const operation = find(`create${domain.typeName}`) ?? find(`put${domain.typeName}`);
    if (operation) return { domain, operation, items };
    throw new Error(`The samples of ${domain.typeName} have no way in: it has no operation "create".`);
  });
}

/** Sends requests to the handler as API Gateway would, without a socket. */
function requester(handler: Handler, payload: Payload) {
  return async (
    method: string,
    target: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly body: string }> => {
    const event = eventOf(
      {
        method,
        target,
        headers: [
          ['Host', 'localhost'],
          ['Accept', 'application/json'],
          ['Content-Type', 'application/json'],
        ],
        body: Buffer.from(JSON.stringify(body)),
        httpVersion: '1.1',
        sourceIp: '127.0.0.1',
        port: 80,
      },
      payload,
    );
    const answer = answerOf(await handler(event, lambdaContext()), payload);
    return { status: answer.status, body: answer.body.toString() };
  };
}
