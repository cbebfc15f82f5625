import fc from 'fast-check';
import { Float, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// Clients in JavaScript write a number into a path or a query as Number::toString of ECMA-262 does: from 1e21 on, and
// below 1e-6, with an exponent. RFC 8259, section 6, has E, e+ and zeros in front of the exponent too.

@Domain('sample', {
  key: { partition: 'series', sort: 'at' },
  indexes: { byMass: { partition: 'mass', sort: ['at', 'label'] } },
})
class Sample {
  @Integer() series!: number;
  @Float() at!: number;
  @Float() mass!: number;
  @Text({ max: 20 }) label!: string;
}

let gateways: readonly TestGateway[];
beforeAll(async () => {
  const first = await openGateway('v1', { domains: [Sample] });
  gateways = await Promise.all(
    formats.map(async (format) => openGateway(format, { domains: [Sample], tablePrefix: first.prefix })),
  );
});

/** The sizes that DynamoDB holds; of the two zeros it has one. */
const numbers = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((number) => number !== 0 && Math.abs(number) >= 1e-130 && Math.abs(number) < 1e125);

test('a number is found by the text that JavaScript has for it: in a path, a filter and where it was created', async () => {
  await fc.assert(
    fc.asyncProperty(numbers, fc.nat(gateways.length - 1), async (at, place) => {
      const gateway = gateways[place]!;
      const body = { series: 1, at, mass: at, label: 'a' };
      const created = await gateway.send('POST', '/sample', { body });
      expect(created.status).toBe(201);
      const read = await gateway.send('GET', `/sample/1/${encodeURIComponent(String(at))}`);
      expect(read.json).toMatchObject(body);
      expect((await gateway.send('GET', new URL(String(created.headers.location), 'https://x').pathname)).json).toEqual(
        read.json,
      );
      const listed = await gateway.send('GET', `/sample?${new URLSearchParams({ mass: String(at) }).toString()}`);
      expect(listed.json.items).toEqual([read.json]);
      expect((await gateway.send('DELETE', `/sample/1/${encodeURIComponent(String(at))}`)).status).toBe(204);
    }),
    {
      numRuns: 25,
      examples: [
        [1e22, 0],
        [-1e-7, 1],
        [1.5e-130, 0],
        [9.999e124, 1],
        [5e-7, 0],
      ],
    },
  );
});

test('an exponent is read in each of its spellings, and what is no number is refused', async () => {
  const [gateway] = gateways;
  await gateway!.send('POST', '/sample', { body: { series: 2, at: 1e22, mass: 3, label: 'a' } });
  for (const text of ['1e22', '1E22', '1e+22', '10e21', '1.0e022', '10000000000000000000000']) {
    expect((await gateway!.send('GET', `/sample/2/${encodeURIComponent(text)}`)).json).toMatchObject({ at: 1e22 });
  }
  for (const text of ['e22', '1e', '1e+', '0x10', '1_000', 'Infinity', '1e400', '1.', '.5', '٣']) {
    expect((await gateway!.send('GET', `/sample/2/${encodeURIComponent(text)}`)).status).toBe(400);
    const filter = new URLSearchParams({ mass: text }).toString();
    expect((await gateway!.send('GET', `/sample?${filter}`)).json.errors).toEqual([
      { pointer: '/mass', detail: 'must be a number' },
    ]);
  }
});

test('a key that is no number of DynamoDB is refused in words on every face', async () => {
  const [gateway] = gateways;
  const detail = 'must be a number between 1e-130 and 9.99e125';
  for (const at of [1e-131, -9.9e-131, 5e-324]) {
    for (const method of ['GET', 'DELETE'] as const) {
      const { status, json } = await gateway!.send(method, `/sample/1/${at}`);
      expect([status, json.errors]).toEqual([
        400,
        [expect.objectContaining({ detail: expect.stringContaining(detail) })],
      ]);
    }
    expect((await gateway!.send('PATCH', `/sample/1/${at}`, { body: { label: 'b' } })).status).toBe(400);
    const query = '($at: Float!) { sample(series: 1, at: $at) { label } }';
    const asked = await gateway!.graphql(`query ${query}`, { at });
    expect(JSON.stringify(asked.json.errors)).toContain(detail);
    const deleted = await gateway!.graphql('mutation ($at: Float!) { deleteSample(series: 1, at: $at) }', {
      at,
    });
    expect(JSON.stringify(deleted.json.errors)).toContain(detail);
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'sample', arguments: { series: 1, at } },
    };
    expect(JSON.stringify((await gateway!.send('POST', '/mcp', { body })).json.result)).toContain(detail);
  }
});
