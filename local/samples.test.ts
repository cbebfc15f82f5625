import { createGateway } from '../api/handler';
import { Product } from '../schema/product';
import { startEngine } from './engine';
import type { Engine } from './engine';
import type { Handler } from './lambda';
import { loadSamples, samples } from './samples';
import { noteTables } from '../test/noted-tables';
import { createTables, localAccess } from './tables';

let engine: Engine;
beforeAll(async () => (engine = await startEngine()));
afterAll(() => engine.stop());

describe('the sample products', () => {
  it('have different ids, titles and numbers', () => {
    for (const field of ['id', 'title', 'sku'] as const) {
      const values = samples.map((sample) => sample[field]).filter((value) => value !== undefined);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('fit into one batch and fill several shelves', () => {
    expect(samples.length).toBeGreaterThanOrEqual(20);
    expect(samples.length).toBeLessThanOrEqual(100);
    expect(new Set(samples.map(({ category }) => category)).size).toBeGreaterThanOrEqual(5);
  });
});

describe.each(['v1', 'v2'] as const)('loading through the handler with %s events', (payload) => {
  it('fills an empty store once', async () => {
    const { endpoint } = engine;
    const tablePrefix = `${payload}-`;
    await createTables({ endpoint, domains: [Product], prefix: tablePrefix, say: () => undefined });
    noteTables([Product], tablePrefix);
    const { handler } = createGateway({
      authentication: 'open',
      endpoint,
      tablePrefix,
      cursorKeys: ['a key of sixteen letters or more'],
      ...localAccess,
      log: () => undefined,
    });
    expect(await loadSamples(handler, payload)).toBe(samples.length);
    expect(await loadSamples(handler, payload)).toBe(0);
  });
});

/** A handler that gives these answers in turn. */
const answering =
  (...answers: { statusCode: number; body: string }[]): Handler =>
  async () =>
    answers.shift();

it('a refused sample is an error that names it', async () => {
  const refused = JSON.stringify({ results: [{ status: 201 }, { status: 422, error: { detail: 'price' } }] });
  const handler = answering({ statusCode: 200, body: '{"items":[]}' }, { statusCode: 200, body: refused });
  await expect(loadSamples(handler, 'v1')).rejects.toThrow('refused 1 of the sample products: {"status":422');
});

it('a gateway that does not work is an error that says what it answered', async () => {
  const handler = answering({ statusCode: 503, body: '{"title":"The store does not answer"}' });
  await expect(loadSamples(handler, 'v1')).rejects.toThrow(
    'GET /product?limit=1 was answered 503: {"title":"The store does not answer"}',
  );
});
