import { DateTime, Id } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// RFC 3339, 5.6: time-secfrac has one digit or more; 5.3 leaves to the application how many it can tell apart.
// https://www.rfc-editor.org/rfc/rfc3339#section-5.6

@Domain('tick', { key: { partition: 'id', sort: 'at' }, scan: true })
class Tick {
  @Id() id!: string;
  @DateTime() at!: string;
  @DateTime({ optional: true }) seen?: string;
}

@Domain('pulse', { key: { partition: 'id', sort: 'at' }, scan: true })
class Pulse {
  @Id() id!: string;
  @DateTime({ precision: 9 }) at!: string;
  @DateTime({ precision: 6, optional: true }) seen?: string;
}

const second = '2026-01-15T09:30:00';
const fault = (digits: number): string => `must have at most ${digits} digits behind the second`;

describe.each(formats)('the digits of a second, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { domains: [Tick, Pulse] });
  });

  test.each([
    ['tick', { id: 'a', at: `${second}.123456789Z` }, '/at', 3],
    ['tick', { id: 'a', at: `${second}.0001Z` }, '/at', 3],
    ['tick', { id: 'a', at: `${second}Z`, seen: `${second}.123999999+02:00` }, '/seen', 3],
    ['pulse', { id: 'a', at: `${second}Z`, seen: `${second}.1234567Z` }, '/seen', 6],
  ])('%s refuses %j at %s', async (domain, body, pointer, digits) => {
    const { status, json } = await gateway.send('POST', `/${domain}`, { body });
    expect([status, json.errors]).toEqual([422, [{ pointer, detail: fault(digits) }]]);
    const { results } = (await gateway.send('POST', `/${domain}/batch`, { body: { items: [body] } })).json;
    expect(results[0].error.errors).toEqual([{ pointer, detail: fault(digits) }]);
  });

  test('of a key in a path are not cut either', async () => {
    await gateway.send('POST', '/tick', { body: { id: 'k', at: `${second}.123Z` } });
    const fine = await gateway.send('GET', `/tick/k/${second}.123456Z`);
    expect(fine).toMatchObject({ status: 400, json: { errors: [{ pointer: '/at', detail: fault(3) }] } });
    expect((await gateway.send('DELETE', `/tick/k/${second}.1239Z`)).status).toBe(400);
    // Zeros say nothing; .NET writes seven digits.
    expect((await gateway.send('GET', `/tick/k/${second}.1230000Z`)).status).toBe(200);
    const { json } = await gateway.graphql(`{ tick(id: "k", at: "${second}.1231Z") { id } }`);
    expect(json.errors[0].extensions.errors).toEqual([{ pointer: '/at', detail: fault(3) }]);
  });

  test('of a filter are not cut either', async () => {
    const overRest = await gateway.send('GET', `/tick?filter[at][lt]=${second}.0001Z`);
    expect(overRest.json.errors).toEqual([{ pointer: '/filter/at/lt', detail: fault(3) }]);
    const { json } = await gateway.graphql(
      `{ allTicks(filter: { at: { eq: "${second}.0001Z" } }) { edges { cursor } } }`,
    );
    expect(json.errors[0].extensions.errors).toEqual([{ pointer: '/filter/at/eq', detail: fault(3) }]);
  });

  test('are kept as declared, in keys, in order and in filters', async () => {
    const moments = [`${second}.000000002Z`, `${second}.00000001Z`, `${second}.1Z`, `${second}Z`];
    for (const at of moments)
      expect((await gateway.send('POST', '/pulse', { body: { id: 'p', at } })).status).toBe(201);
    const sorted = ['000000000', '000000002', '000000010', '100000000'].map((digits) => `${second}.${digits}Z`);
    const list = await gateway.send('GET', '/pulse?id=p&sort=at');
    expect(list.json.items.map(({ at }: any) => at)).toEqual(sorted);
    const some = await gateway.send('GET', `/pulse?id=p&filter[at][between]=${second}.000000001Z,${second}.00000001Z`);
    expect(some.json.items.map(({ at }: any) => at)).toEqual(sorted.slice(1, 3));
    expect((await gateway.send('GET', `/pulse/p/2026-01-15T11:30:00.000000002%2B02:00`)).json.at).toBe(sorted[1]);
    const { json } = await gateway.send('POST', '/pulse', { body: { id: 'q', at: moments[0], seen: `${second}.5Z` } });
    expect(json.seen).toBe(`${second}.500000Z`);
  });
});
