import { createGateway } from '../api/handler';
import { Id, Integer } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { DeclaredClass } from '../schema/facts';
import { openGateway } from '../test/harness';
import { gatewayOf } from '../test/usual';
import { loadSamples } from './samples';

@Domain('stamp')
class Stamp {
  @Id() id!: string;
  @Integer({ min: 1 }) year!: number;
}

@Domain('seal', { operations: ['get'] })
class Seal {
  @Id() id!: string;
}

const definitionWith = (domain: DeclaredClass, ...items: object[]) =>
  gatewayOf([Stamp, Seal], { samples: async () => [{ domain, items }] });

describe.each(['v1', 'v2', 'url', 'alb'] as const)('loading through the handler with %s events', (payload) => {
  test('fills a table that has just been made, and no other', async () => {
    const definition = definitionWith(Stamp, { id: 'a', year: 1 }, { id: 'b', year: 2 });
    const gateway = await openGateway(payload, { definition });
    expect(await loadSamples({ definition, gateway, payload, made: ['seal'] })).toEqual([]);
    const loaded = await loadSamples({ definition, gateway, payload, made: ['stamp'] });
    expect(loaded).toEqual([{ domain: 'stamp', count: 2 }]);
    expect((await gateway.send('GET', '/stamp/b')).json).toMatchObject({ id: 'b', year: 2, version: 1 });
  });

  test('a refused sample is an error that names it', async () => {
    const definition = definitionWith(Stamp, { id: 'a', year: 0 });
    const gateway = await openGateway(payload, { definition });
    await expect(loadSamples({ definition, gateway, payload, made: ['stamp'] })).rejects.toThrow(
      /^A sample of Stamp was refused: {"id":"a","year":0} was answered 422: .*must be at least 1/,
    );
  });
});

test('samples without a way in are an error that says so', async () => {
  const definition = definitionWith(Seal, { id: 'a' });
  const gateway = createGateway(definition, { cursorKeys: ['a key of this test'], authentication: 'open' });
  await expect(loadSamples({ definition, gateway, payload: 'v1', made: ['seal'] })).rejects.toThrow(
    'The samples of Seal have no way in: it has no operation "create".',
  );
});

test('what comes about by verbs alone is made by those that its samples ask for', async () => {
  const calls = [
    { operation: 'createStamp', body: { id: 'a', year: 1 } },
    { operation: 'replaceAll', body: {} },
  ];
  const of = (number: number) =>
    gatewayOf([Stamp, Seal], { samples: async () => [{ domain: Stamp, calls: calls.slice(0, number) }] });
  const [definition, wrong] = [of(1), of(2)];
  const gateway = await openGateway('v1', { definition });
  expect(await loadSamples({ definition, gateway, payload: 'v1', made: ['stamp'] })).toEqual([
    { domain: 'stamp', count: 1 },
  ]);
  expect((await gateway.send('GET', '/stamp/a')).status).toBe(200);
  await expect(loadSamples({ definition: wrong, gateway, payload: 'v1', made: ['stamp'] })).rejects.toThrow(
    'A sample of Stamp asks for the operation "replaceAll", which there is not.',
  );
});
