import { Router } from '@aws-lambda-powertools/event-handler/http';
import { createProduct, getProduct, listProducts } from './shop';

// The router of Powertools for AWS Lambda, as its page does it.

const app = new Router();
const json = (status: number, body: unknown) => Response.json(body, { status });
app.get('/product', async ({ req }) => {
  const query = new URL(req.url).searchParams;
  return { items: await listProducts(query.get('category')!, Number(query.get('limit') ?? 20)) };
});
app.get('/product/:id', async ({ params }) => {
  const item = await getProduct(params.id!);
  return item ?? json(404, { message: 'Not found' });
});
app.post('/product', async ({ req }) => {
  const body: any = await req.json();
  if (typeof body.title !== 'string' || typeof body.price !== 'number') return json(400, { message: 'Bad input' });
  return json(201, await createProduct(body));
});

export const handler = async (event: any, context: any) => app.resolve(event, context);
