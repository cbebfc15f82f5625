import { parse } from 'graphql';
import { serve } from '../local/http';
import { clientOf } from '../sdk/source/client.ts';
import type { ClientOptions } from '../sdk/source/client.ts';
import { documentsOf } from '../tools/codegen/documents';
import { methodsOf } from '../tools/codegen/methods';
import type { Method } from '../tools/codegen/methods';
import { textsOf } from '../tools/codegen/texts';
import type { TestGateway } from './harness';

/** A client of the gateway of a test, made as `tandem sdk` would write it, that reaches it over HTTP. */
export async function sdkOf(
  gateway: TestGateway,
  transport: ClientOptions['transport'],
  options: Partial<ClientOptions> = {},
): Promise<{ readonly client: any; readonly close: () => Promise<void> }> {
  const { handler } = gateway;
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined });
  const placed = methodsOf(gateway.operations);
  const methods: Record<string, Record<string, Method>> = {};
  for (const { domain = '', called, method } of placed) (methods[domain] ??= {})[called] = method;
  const { '': own = {}, ...ofDomains } = methods;
  const loadTexts = async (): Promise<Readonly<Record<string, string>>> => {
    const sdl = (await gateway.send('GET', '/schema.graphql')).text;
    return Object.fromEntries(textsOf([...documentsOf(placed, sdl).values()].map((text) => parse(text))));
  };
  return {
    client: clientOf({ url: listening.url, transport, ...options }, ofDomains, own, loadTexts),
    close: async () => listening.close(),
  };
}
