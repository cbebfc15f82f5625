import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

// A basket is written whole by a POST, which takes back what a GET gives, as a PUT does: RFC 9110, section 9.3.4, and
// test/first-contact/read-change-write.test.ts.

const yesterday = '2020-01-01T00:00:00.000Z';

describe.each(formats)('payload %s', (payload) => {
  describe('POST /basket', () => {
    let shop: TestGateway;
    beforeAll(async () => {
      shop = await openGateway(payload);
    });

    test('takes back what a GET gives, while it is the same', async () => {
      await shop.send('POST', '/basket', { body: { userName: 'ann', items: [] } });
      const { json: basket } = await shop.send('GET', '/basket/ann');
      const items = [{ productId: 'p', quantity: 2 }];
      const first = await shop.send('POST', '/basket', { body: { ...basket, items } });
      expect([first.status, first.json]).toEqual([
        200,
        { ...basket, items, version: 2, updatedAt: expect.any(String) },
      ]);
      expect((await shop.send('POST', '/basket', { body: { ...basket, items } })).status).toBe(412);
      const { version, ...dated } = first.json;
      expect(version).toBe(2);
      expect((await shop.send('POST', '/basket', { body: { ...dated, createdAt: yesterday } })).status).toBe(422);
      expect((await shop.send('POST', '/basket', { body: dated })).json.version).toBe(3);
    });

    test('makes no basket of one that is gone', async () => {
      await shop.send('POST', '/basket', { body: { userName: 'bob', items: [] } });
      const { json: basket } = await shop.send('GET', '/basket/bob');
      await shop.send('DELETE', '/basket/bob');
      expect((await shop.send('POST', '/basket', { body: basket })).status).toBe(412);
      expect((await shop.send('POST', '/basket', { body: { ...basket, version: undefined } })).status).toBe(412);
    });
  });
});
