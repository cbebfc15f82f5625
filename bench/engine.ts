import { createGateway } from '../api/handler';
import { startEngine } from '../local/engine';
import type { Engine } from '../local/engine';
import { eventOf } from '../local/event';
import { lambdaContext } from '../local/lambda';
import { createTables, localAccess } from '../local/tables';
import { recordOf, textOf } from '../schema/guards';
import { measuredApplication } from './application';

/** Starts the embedded engine with the data that the stub makes up: 20 products, and a basket with ten of them. */
export async function startFilledEngine(): Promise<Engine> {
  const engine = await startEngine();
  const { endpoint } = engine;
  const definition = await measuredApplication();
  const { handler } = createGateway(definition, {
    endpoint,
    ...localAccess,
    cursorKeys: ['a cursor key of the bench'],
    authentication: 'open',
    log: () => undefined,
  });
  await createTables({ endpoint, domains: definition.domains, prefix: '', say: () => undefined });
  const send = async (method: string, target: string, body: object): Promise<void> => {
    const headers: [string, string][] = [['content-type', 'application/json']];
    const incoming = {
      method,
      target,
      headers,
      body: Buffer.from(JSON.stringify(body)),
      httpVersion: '1.1',
      sourceIp: '127.0.0.1',
      port: 443,
    };
    const { statusCode, body: answer } = recordOf(await handler(eventOf(incoming, 'v1'), lambdaContext()));
    if (Number(statusCode) >= 300) throw new Error(textOf(answer));
  };
  const ids = Array.from({ length: 20 }, (_, index) => `p-${100 + index}`);
  for (const id of ids) {
    await send('POST', '/product', {
      id,
      title: `Product ${id}`,
      description: 'Small enough for every pocket, and it takes pictures even when it is nearly dark.',
      category: 'Camera',
      price: 249.5,
      stock: 12,
      brand: 'Lumen',
      sku: 'CAM-100',
      tags: ['travel', 'compact'],
      rating: 4.5,
      imageFile: 'product-1.png',
    });
  }
  await send('POST', '/basket', {
    userName: 'ann',
    items: ids.slice(0, 10).map((productId) => ({ productId, quantity: 2 })),
  });
  return engine;
}
