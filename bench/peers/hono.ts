import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { createProduct, getProduct, listProducts } from './shop';

// Hono, as its page about Lambda does it.

const app = new Hono();
app.get('/product', async (context) => {
  const { category = '', limit = '20' } = context.req.query();
  return context.json({ items: await listProducts(category, Number(limit)) });
});
app.get('/product/:id', async (context) => {
  const item = await getProduct(context.req.param('id'));
  return item ? context.json(item) : context.json({ message: 'Not found' }, 404);
});
app.post('/product', async (context) => {
  const body = await context.req.json();
  if (typeof body.title !== 'string' || typeof body.price !== 'number') {
    return context.json({ message: 'Bad input' }, 400);
  }
  return context.json(await createProduct(body), 201);
});

export const handler = handle(app);
