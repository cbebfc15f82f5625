import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, isEnumType, isUnionType } from 'graphql';
import { complaints } from '../../../test/compiled';
import { blocksOf } from '../../../test/documents';
import { problemFor } from '../../../services/errors';
import { definition } from '../usual';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { contact } from '../journeys';

// What may be expected of a verb is data beside it. That a union can be told apart by __typename is GraphQL's (October 2021,
// section 3.8), and what a generator of clients makes of it is seen with graphql-codegen and the compiler. The problem itself
// is judged by the one that REST gives for the same basket (RFC 9457).

const document = `
  mutation Buy($input: CheckoutInput!, $version: Int) {
    checkoutResult(input: $input, expectedVersion: $version) {
      __typename
      ... on CheckoutReceipt { orderId totalPrice }
      ... on ProblemDetails { code type message errors { pointer detail } }
      ... on OutOfStockProblem { products { productId wanted left } }
      ... on PriceChangedProblem { products { productId basketPrice cataloguePrice } }
      ... on BasketPreconditionFailedProblem { current { userName version items { quantity } } }
    }
  }
`;

describe.each(formats)('with %s events', (payload) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await openGateway(payload);
    await gateway.send('POST', '/product', {
      body: { id: 'p-1', title: 'Camera', category: 'Camera', price: 10, stock: 1 },
    });
  });

  const fill = async (userName: string, quantity: number, others: object = {}) =>
    gateway.send('POST', '/basket', { body: { userName, items: [{ productId: 'p-1', quantity, ...others }] } });
  const buy = async (userName: string, others: object = {}, headers: Record<string, string> = {}) =>
    gateway.graphql(document, { input: { userName, ...contact }, ...others }, headers);

  test('a basket with more than there is ends as a problem with its products, the same as over REST', async () => {
    await fill('ann', 3);
    const { status, json } = await buy('ann');
    const rest = await gateway.send('POST', '/basket/checkout', { body: { userName: 'ann', ...contact } });
    expect([status, rest.status, json.errors]).toEqual([200, 409, undefined]);
    expect(rest.json.products).toEqual([{ productId: 'p-1', wanted: 3, left: 1 }]);
    expect(json.data.checkoutResult).toEqual({
      __typename: 'OutOfStockProblem',
      code: 'OUT_OF_STOCK',
      type: rest.json.type,
      message: rest.json.detail,
      errors: rest.json.errors,
      products: rest.json.products,
    });
    // Beside it the verb refuses as it always did.
    const usual = await gateway.graphql('mutation ($input: CheckoutInput!) { checkout(input: $input) { orderId } }', {
      input: { userName: 'ann', ...contact },
    });
    expect(usual.json.data).toEqual({ checkout: null });
    expect(usual.json.errors[0].extensions).toMatchObject({ code: 'CONFLICT', type: '/problems/out-of-stock' });
  });

  test('a price that has changed, a version that is old and a basket that is not there have types of their own', async () => {
    await fill('ann', 1, { price: 7 });
    expect((await buy('ann')).json.data.checkoutResult).toMatchObject({
      __typename: 'PriceChangedProblem',
      code: 'PRICE_CHANGED',
      products: [{ productId: 'p-1', basketPrice: 7, cataloguePrice: 10 }],
    });
    expect((await buy('ann', { version: 9 })).json.data.checkoutResult).toMatchObject({
      __typename: 'BasketPreconditionFailedProblem',
      code: 'PRECONDITION_FAILED',
      current: { userName: 'ann', version: 1, items: [{ quantity: 1 }] },
    });
    expect((await buy('bob')).json.data.checkoutResult).toMatchObject({
      __typename: 'NotFoundProblem',
      code: 'NOT_FOUND',
    });
  });

  test('it is the verb itself: with its Idempotency-Key one order comes of both fields', async () => {
    await fill('ann', 1);
    const headers = { 'idempotency-key': 'once' };
    const first = await buy('ann', {}, headers);
    expect(first.json.data.checkoutResult).toEqual({
      __typename: 'CheckoutReceipt',
      orderId: expect.any(String),
      totalPrice: 10,
    });
    const again = await buy('ann', {}, headers);
    expect([again.json, again.headers['idempotent-replayed']]).toEqual([first.json, 'true']);
    const usual = await gateway.graphql(
      'mutation ($input: CheckoutInput!) { checkout(input: $input) { orderId } }',
      { input: { userName: 'ann', ...contact } },
      headers,
    );
    expect(usual.json.data.checkout.orderId).toBe(first.json.data.checkoutResult.orderId);
    expect((await gateway.send('GET', '/order/ann')).json.items).toHaveLength(1);
  });

  test('what nobody expects stays an error: an input that breaks a rule, and a caller who may not', async () => {
    const wrong = await gateway.graphql(document, { input: { userName: 'ann', ...contact, email: 'nobody' } });
    expect(wrong.json.errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      type: '/problems/validation',
      errors: [{ pointer: '/email' }],
    });
    const stranger = await openGateway(payload, { authentication: { callerOf: async () => undefined } });
    const refused = await stranger.graphql(document, { input: { userName: 'ann', ...contact } });
    expect(refused.json.errors[0].extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('an order that cannot get a status says so as data, and one that can is given', async () => {
    await fill('ann', 1);
    const { orderId } = (await buy('ann')).json.data.checkoutResult;
    const move = async (status: string) =>
      (
        await gateway.graphql(
          `mutation ($orderId: String!) {
            setOrderStatusResult(userName: "ann", orderId: $orderId, status: ${status}) {
              __typename ... on Order { status } ... on ProblemDetails { code }
            }
          }`,
          { orderId },
        )
      ).json;
    expect(await move('DELIVERED')).toEqual({
      data: { setOrderStatusResult: { __typename: 'TransitionNotAllowedProblem', code: 'TRANSITION_NOT_ALLOWED' } },
    });
    expect(await move('PENDING')).toEqual({
      data: { setOrderStatusResult: { __typename: 'Order', status: 'PENDING' } },
    });
  });

  test('the document of the documentation tells the problem', async () => {
    await fill('ann', 3);
    const [block] = blocksOf('docs/graphql-clients.md').filter(({ language }) => language === 'graphql');
    const { json } = await gateway.graphql(block!.text, { input: { userName: 'ann', ...contact } });
    expect(json).toEqual({
      data: {
        checkoutResult: {
          __typename: 'OutOfStockProblem',
          products: [{ productId: 'p-1', left: 1 }],
          code: 'OUT_OF_STOCK',
          message: 'Fewer pieces are left than the basket holds.',
        },
      },
    });
  });

  test('it is a field of GraphQL alone', async () => {
    const routes = (await gateway.send('GET', '/openapi.json')).text;
    expect(routes).not.toContain('Result"');
  });
});

test('the schema has the code of each problem as an enumeration, with what it is called', async () => {
  const gateway = await openGateway('v2');
  const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  const codes = schema.getType('ProblemCode');
  const values = isEnumType(codes) ? codes.getValues() : [];
  expect(values.map(({ name, description }) => [name, description]).toSorted()).toEqual(
    definition.problems
      .map((code) => [code.toUpperCase().replaceAll('-', '_'), `${problemFor(code).title}.`])
      .toSorted(),
  );
  const union = schema.getType('CheckoutResult');
  const verb = definition.operations.find(({ name }) => name === 'checkout')!;
  expect(isUnionType(union) && union.getTypes()).toHaveLength(
    1 + new Set([...verb.problems, 'precondition-failed']).size,
  );
});

test('what graphql-codegen makes of the schema is narrowed by its type, and compiles strictly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'results-'));
  try {
    writeFileSync(join(folder, 'buy.graphql'), document);
    const root = join(__dirname, '../../..');
    const config = {
      schema: join(root, 'schema/generated/schema.graphql'),
      documents: join(folder, 'buy.graphql'),
      config: {
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { Money: 'number', DateTime: 'string', Date: 'string', Duration: 'string', JSON: 'unknown' },
      },
      generates: { [join(folder, 'generated.ts')]: { plugins: ['typescript-operations'] } },
    };
    writeFileSync(join(folder, 'codegen.json'), JSON.stringify(config));
    const arguments_ = [join(root, 'node_modules/.bin/graphql-codegen'), '--config', join(folder, 'codegen.json')];
    await promisify(execFile)(process.execPath, arguments_, { cwd: root });
    const generated = readFileSync(join(folder, 'generated.ts'), 'utf8');
    const told = (inOutOfStock: string): string => `
      import type { BuyMutation } from './generated';
      export function told(result: NonNullable<BuyMutation['checkoutResult']>): string {
        switch (result.__typename) {
          case 'CheckoutReceipt':
            return result.orderId;
          case 'OutOfStockProblem':
            return String(${inOutOfStock});
          case 'BasketPreconditionFailedProblem':
            return String(result.current?.version);
          default:
            return result.code === 'NOT_FOUND' ? 'nothing to buy' : result.message;
        }
      }`;
    const compiled = (inOutOfStock: string) =>
      complaints(
        [],
        [
          ['shop/generated.ts', generated],
          ['shop/told.ts', told(inOutOfStock)],
        ],
      );
    expect(compiled('result.products?.[0]?.left?.toFixed(0)')).toEqual([]);
    expect(compiled('result.orderId')).toEqual([expect.stringContaining("'orderId' does not exist on type")]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
