import Ajv from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleBaskets, samples } from '../samples';
import { openGateway } from './harness';
import { moment, seed } from '../../test/parity';

// Every example of the OpenAPI document is true: sent to a gateway that has the example items, it gets the documented
// status and headers, and an answer of the documented form.

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}

interface Response {
  readonly $ref?: string;
  readonly headers?: object;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Described {
  readonly operationId: string;
  readonly parameters: readonly { readonly in: string; readonly name: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response>>;
}

const document = JSON.parse(readFileSync(join(__dirname, '../../schema/generated/openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: object;
    readonly responses: Readonly<Record<string, Response>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
};

const shared = Object.values(document.components.responses);

const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ name: one.operationId, path, method: method.toUpperCase(), one })),
);

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ components: document.components }, 'document');

/** What is wrong with a value by a schema of the document. */
function complaints(schema: object, value: unknown): unknown {
  const inDocument = JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"document#');
  const validate = ajv.compile(JSON.parse(inDocument) as object);
  return validate(value) ? [] : validate.errors;
}

const mediaOf = ({ content = {} }: Response): readonly Media[] => Object.values(content);

test.each(described)('$name: its request example gets the documented answer', async ({ path, method, one }) => {
  // On the day of the example items, because some of them are not kept for long.
  const gateway = await openGateway('v2', { now: () => new Date(moment) });
  await seed(gateway);
  // The example of a checkout buys a basket of the samples.
  const wanted = sampleBaskets.flatMap(({ items }) => items.map(({ productId }) => productId));
  const products = samples.filter(({ id }) => wanted.includes(id));
  for (const product of products) expect((await gateway.send('POST', '/product', { body: product })).status).toBe(201);
  for (const basket of sampleBaskets)
    expect((await gateway.send('POST', '/basket', { body: basket })).status).toBe(201);
  const example = (name: string): string => {
    const found = one.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)!;
    return encodeURIComponent(String(found.example));
  };
  const target = path.replace(/{(\w+)}/g, (_, name: string) => example(name));
  const body = one.requestBody && Object.values(one.requestBody.content)[0]!.example;
  const query = one.parameters.filter((parameter) => parameter.in === 'query' && parameter.example !== undefined);
  const search = query.map(({ name, example: value }) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  const answer = await gateway.send(
    method,
    search ? `${target}?${search}` : target,
    body === undefined ? {} : { body },
  );
  const documented = Object.keys(one.responses).filter((status) => status.startsWith('2'));
  // A PUT makes an item only when it is told to.
  const usual = method === 'PUT' ? ['200'] : documented;
  expect(usual).toContain(String(answer.status));
  const response = one.responses[answer.status]!;
  for (const name of Object.keys(response.headers ?? {}).filter(
    (header) => !['Link', 'Idempotent-Replayed'].includes(header),
  )) {
    expect(answer.headers[name.toLowerCase()]).toEqual(expect.any(String));
  }
  const [media] = mediaOf(response);
  if (media) expect(complaints(media.schema, answer.json)).toEqual([]);
  else expect(answer.text).toBe('');
});

test.each(described)('$name: its examples have the documented form', ({ one }) => {
  const bodies = Object.values(one.requestBody?.content ?? {});
  const answers = Object.values(one.responses).flatMap(mediaOf);
  expect(bodies.length + answers.length + Object.keys(one.responses).length).toBeGreaterThan(0);
  for (const { schema, example } of [...bodies, ...answers]) {
    if (example !== undefined) expect(complaints(schema, example)).toEqual([]);
  }
});

test('the examples of problems have the documented form', () => {
  const answers = [...described.flatMap(({ one }) => Object.values(one.responses)), ...shared];
  const examples = answers
    .flatMap(mediaOf)
    .flatMap(({ schema, examples: named = {} }) => Object.values(named).map(({ $ref }) => ({ schema, $ref })));
  expect(examples.length).toBeGreaterThan(200);
  const distinct = new Map(examples.map(({ schema, $ref }) => [JSON.stringify([schema, $ref]), { schema, $ref }]));
  for (const { schema, $ref } of distinct.values()) {
    const { value } = document.components.examples[$ref.slice('#/components/examples/'.length)]!;
    expect(complaints(schema, value)).toEqual([]);
  }
});

// RFC 9457, section 3.2: a problem type may have members of its own, which are typed here as the module declares them.
test('the problems of a checkout are those that the shop declares, with their members', () => {
  const schemas = document.components.schemas as Readonly<Record<string, any>>;
  const { mapping } = schemas.CheckoutFailure.discriminator;
  expect(mapping['/problems/out-of-stock']).toBe('#/components/schemas/OutOfStockProblem');
  expect(schemas.OutOfStockProblem.properties.products.items).toEqual({ $ref: '#/components/schemas/ProductProblem' });
  expect(schemas.EmptyBasketProblem.properties).not.toHaveProperty('products');
  expect(mapping).not.toHaveProperty('/problems/transition-not-allowed');
  expect(schemas.SetOrderStatusFailure.discriminator.mapping).toHaveProperty('/problems/transition-not-allowed');
});
