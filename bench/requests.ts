/** What the bench asks for, by the name in its tables. */
export const asks = [
  'REST get',
  'REST list 20',
  'REST create',
  'GraphQL get',
  'GraphQL list 20',
  'GraphQL create',
  'basket of 10',
  'nothing stored',
] as const;

export type Ask = (typeof asks)[number];

/** What a fresh process is asked first. */
export const firstAsks: readonly Ask[] = ['REST get', 'GraphQL get'];

/** Whose schema a GraphQL document is written for. */
export type Dialect = 'tandem' | 'plain';

/** An event of a REST API, as API Gateway sends it to every one of the handlers. */
export function eventFor(ask: Ask, dialect?: Dialect): object {
  const input = { title: 'Pocket Camera', category: 'Camera', price: 249.5, stock: 12, tags: ['travel', 'compact'] };
  switch (ask) {
    case 'REST get':
      return restEvent('GET', '/product/p-100', { id: 'p-100' });
    case 'REST list 20':
      return { ...restEvent('GET', '/product'), ...queryOf({ category: 'Camera', limit: '20' }) };
    case 'REST create':
      return restEvent('POST', '/product', undefined, input);
    case 'GraphQL get':
      return graphql(`query ($id: ID!) { product(id: $id) { ${fields} } }`, { id: 'p-100' });
    case 'GraphQL list 20':
      return dialect === 'tandem'
        ? graphql(
            `query ($category: String!) { products(filter: { category: { eq: $category } }, first: 20) { edges { node { ${fields} } } } }`,
            { category: 'Camera' },
          )
        : graphql(`query ($category: String!) { products(category: $category, limit: 20) { ${fields} } }`, {
            category: 'Camera',
          });
    case 'GraphQL create':
      return graphql(`mutation ($input: ProductInput!) { createProduct(input: $input) { ${fields} } }`, { input });
    case 'nothing stored':
      return restEvent('GET', '/health');
    case 'basket of 10':
      return dialect === undefined
        ? restEvent('GET', '/basket/ann', { userName: 'ann' })
        : graphql(
            `query ($userName: String!) { basket(userName: $userName) { userName items { quantity product { ${fields} } } } }`,
            { userName: 'ann' },
          );
  }
}

const fields = 'id title description category price stock brand sku tags rating';

const graphql = (query: string, variables: object): object =>
  restEvent('POST', '/graphql', undefined, { query, variables });

/** A list of everything, for handlers that know no other. */
export const listOfAll = (): object => restEvent('GET', '/product');

/** A create whose id the client chooses, for the handler that wants it so. */
export const createWithId = (): object =>
  restEvent('POST', '/product', undefined, { id: 'p-1', title: 'Pocket Camera', description: 'Small.', price: 249.5 });

const queryOf = (query: Record<string, string>): object => ({
  queryStringParameters: query,
  multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
});

function restEvent(method: string, path: string, parameters?: Record<string, string>, body?: object): object {
  const headers = { accept: 'application/json', 'content-type': 'application/json', host: 'shop.example' };
  return {
    resource: path,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: parameters ?? null,
    stageVariables: null,
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'bench',
      stage: 'prod',
      path: `/prod${path}`,
      httpMethod: method,
      protocol: 'HTTP/1.1',
      domainName: 'shop.example',
      identity: { sourceIp: '127.0.0.1' },
      authorizer: { claims: { sub: 'ann', 'cognito:username': 'ann', 'cognito:groups': 'admin' } },
    },
  };
}
