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
  for (const { domain, calls, count } of await samplesOf({ definition, operations: gateway.operations })) {
    if (!made.includes(domain.name)) continue;
    for (const { operation, body } of calls) {
      const { method, path } = operation.route;
      const answer = await ask(method, path, body);
      if (answer.status < 400) continue;
      throw new Error(
        `A sample of ${domain.typeName} was refused: ${JSON.stringify(body)} was answered ${answer.status}: ${answer.body}`,
      );
    }
    loaded.push({ domain: domain.name, count });
  }
  return loaded;
}

/** A request that makes a sample, or what it needs. */
export interface SampleCall {
  readonly operation: Operation;
  readonly body: object;
  /** It makes an item of the domain, and nothing else that one needs. */
  readonly counts: boolean;
}

/** The samples of one domain, as requests in their order. */
export interface SampleSet {
  readonly domain: DomainFact;
  readonly calls: readonly SampleCall[];
  /** How many items they make. */
  readonly count: number;
  /** Sent again they make nothing twice, as they bring their keys. */
  readonly isRepeatable: boolean;
}

/**
 * The samples of all modules.
 * @throws Error when samples have no operation that takes them
 */
export async function samplesOf({
  definition,
  operations,
}: {
  readonly definition: Pick<GatewayDefinition, 'modules'>;
  readonly operations: readonly Operation[];
}): Promise<readonly SampleSet[]> {
  const sets = (await Promise.all(definition.modules.map(async ({ samples }) => (await samples?.()) ?? []))).flat();
  const find = (name: string): Operation | undefined => operations.find((operation) => operation.name === name);
  return sets.map(({ domain: type, items = [], calls = [] }) => {
    const domain = domainOf(type);
    const maker = find(`create${domain.typeName}`) ?? find(`put${domain.typeName}`);
    if (items.length > 0 && !maker) {
      throw new Error(`The samples of ${domain.typeName} have no way in: it has no operation "create".`);
    }
    const called = calls.map(({ operation: name, body }): SampleCall => {
      const operation = find(name);
      if (!operation)
        throw new Error(`A sample of ${domain.typeName} asks for the operation "${name}", which there is not.`);
      return { operation, body, counts: operation.route.location === domain };
    });
    const all = [
      ...(maker ? items.map((body): SampleCall => ({ operation: maker, body, counts: true })) : []),
      ...called,
    ];
    return { domain, calls: all, count: all.filter(({ counts }) => counts).length, isRepeatable: calls.length === 0 };
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
