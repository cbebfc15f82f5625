import { samples } from './samples';

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
