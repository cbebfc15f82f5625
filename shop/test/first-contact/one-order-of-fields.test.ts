import { formats, openGateway } from '../harness';

// A verb makes its lines from what was there and what was sent, in an order of its own.
test.each(formats)(
  'a line that was just put into a basket has its fields as when it is read, with %s events',
  async (payload) => {
    const gateway = await openGateway(payload);
    const body = { productName: 'Pocket Camera', price: 249.5, color: 'Red', quantity: 1 };
    for (const quantity of [1, 2]) {
      const added = await gateway.send('POST', '/basket/ann/items/p-100', { body: { ...body, quantity } });
      expect(Object.keys(added.json.items[0])).toEqual(['quantity', 'color', 'price', 'productName', 'productId']);
      expect(added.text).toBe((await gateway.send('GET', '/basket/ann')).text);
    }
  },
);

// https://baymard.com/blog/inline-form-validation: a message that a shopper can act on names what the field takes.
test.each(formats)('a card number that is none is refused in words, with %s events', async (payload) => {
  const gateway = await openGateway(payload);
  const rest = { userName: 'ann', firstName: 'A', lastName: 'B', email: 'a@b.example', address: 'C', paymentMethod: 1 };
  const refused = await gateway.send('POST', '/basket/checkout', { body: { ...rest, cardInfo: 'four two four two' } });
  expect(refused.status).toBe(422);
  expect(refused.json.errors).toEqual([{ pointer: '/cardInfo', detail: 'must be a card number of 4 to 32 digits' }]);
  const mutation = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { orderId } }';
  const { json } = await gateway.graphql(mutation, { input: { ...rest, cardInfo: 'four two four two' } });
  expect(json.errors[0].extensions.errors).toEqual(refused.json.errors);
  const { cardInfo } = (await gateway.send('GET', '/openapi.json')).json.components.schemas.CheckoutInput.properties;
  expect(cardInfo.description).toContain('It must be a card number of 4 to 32 digits.');
});
