import { serve } from '../../../local/http';
import type { Payload } from '../../../local/lambda';
import { createClient } from '../../../sdk/source/index.ts';
import type { Client, ClientOptions } from '../../../sdk/source/index.ts';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

/** Every way in which the SDK reaches a gateway. */
export const ways = formats.flatMap((payload) =>
  (['rest', 'graphql'] as const).map((transport) => ({ payload, transport })),
);

/** A real gateway that listens on loopback. */
export interface World {
  readonly gateway: TestGateway;
  readonly url: string;
  client(options?: Partial<ClientOptions>): Client;
  close(): Promise<void>;
}

/** Opens a gateway with fresh tables, and clients that reach it over HTTP. */
export async function openWorld(
  payload: Payload,
  transport: ClientOptions['transport'],
  options: Parameters<typeof openGateway>[1] = {},
): Promise<World> {
  const gateway = await openGateway(payload, options);
  const { handler } = gateway;
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
  return {
    gateway,
    url: listening.url,
    client: (given = {}) => createClient({ url: listening.url, transport, ...given }),
    close: async () => listening.close(),
  };
}
