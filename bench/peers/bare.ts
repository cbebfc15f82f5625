import { createProduct, getBasket, getProduct, getProducts, listProducts } from './shop';

// P0: what people write by hand. One function, the SDK, no library between.

export const handler = async (event: any) => {
  try {
    const [, name, key] = event.path.split('/');
    if (name === 'basket') return json(200, await basketWithProducts(key));
    switch (event.httpMethod) {
      case 'GET': {
        if (key) {
          const item = await getProduct(key);
          return item ? json(200, item) : json(404, { message: 'Not found' });
        }
        const { category, limit = '20' } = event.queryStringParameters;
        return json(200, { items: await listProducts(category, Number(limit)) });
      }
      case 'POST': {
        const body = JSON.parse(event.body);
        if (typeof body.title !== 'string' || typeof body.price !== 'number')
          return json(400, { message: 'Bad input' });
        return json(201, await createProduct(body));
      }
      default:
        return json(405, { message: 'Method not allowed' });
    }
  } catch (error) {
    console.error(error);
    return json(500, { message: 'Internal error' });
  }
};

async function basketWithProducts(userName: string) {
  const basket = await getBasket(userName);
  const products = await getProducts(basket!.items.map((item: any) => item.productId));
  const byId = new Map(products.map((product) => [product.id, product]));
  return { ...basket, items: basket!.items.map((item: any) => ({ ...item, product: byId.get(item.productId) })) };
}

const json = (statusCode: number, body: unknown) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
