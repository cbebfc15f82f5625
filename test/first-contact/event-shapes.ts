/** A request before anybody has made an event of it. */
export interface Wire {
  readonly method: string;
  /** Percent-encoded, without stage and base path. */
  readonly path: string;
  /** The route of our stack that API Gateway finds for it. */
  readonly route: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An event in the form in which one sender makes it. */
export interface EventShape {
  readonly name: string;
  /** Where the form was seen or is specified. */
  readonly source: string;
  /** What stands before the path in the URL of the caller. */
  readonly basePath: string;
  /** The path has lost which of its slashes were escaped. */
  readonly isDecoded?: boolean;
  readonly event: (wire: Wire) => object;
}

const json = { 'content-type': 'application/json', host: 'shop.example' };
const lists = (map: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));
const headersOf = ({ headers }: Wire): Record<string, string> => ({ ...json, ...headers });
const pairsOf = ({ query = '' }: Wire): Record<string, string> => Object.fromEntries(new URLSearchParams(query));
const rawPairsOf = ({ query = '' }: Wire): Record<string, string> =>
  Object.fromEntries(
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
const orNull = (map: object): object | null => (Object.keys(map).length === 0 ? null : map);

/** The parameters of a route as a REST API tells them, which does not decode them. */
function parametersOf({ route, path }: Wire): Record<string, string> {
  const segments = path.split('/').slice(1);
  return Object.fromEntries(
    route
      .split('/')
      .slice(1)
      .flatMap((name, index) => {
        if (name.endsWith('+}')) return [[name.slice(1, -2), segments.slice(index).join('/')]];
        return name.startsWith('{') ? [[name.slice(1, -1), segments[index]]] : [];
      }),
  ) as Record<string, string>;
}

const greedy = (wire: Wire): Wire => ({ ...wire, route: wire.path === '/' ? '/' : '/{proxy+}' });

/** The form of a REST API, with the paths that differ between one kind of address and another. */
function restEvent(wire: Wire, path: string, contextPath: string, more: object = {}): object {
  const query = pairsOf(wire);
  const headers = headersOf(wire);
  return {
    resource: wire.route,
    path,
    httpMethod: wire.method,
    headers,
    multiValueHeaders: lists(headers),
    queryStringParameters: orNull(query),
    multiValueQueryStringParameters: orNull(lists(query)),
    pathParameters: orNull(parametersOf(wire)),
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef1234',
      authorizer: null,
      domainName: 'shop.example',
      httpMethod: wire.method,
      identity: { sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
      path: contextPath,
      protocol: 'HTTP/1.1',
      requestId: '41b45ea3-70b5-11e6-b7bd-69b5aaebc7d9',
      resourceId: 'roq9wj',
      resourcePath: wire.route,
      stage: 'prod',
      ...more,
    },
    body: wire.body ?? null,
    isBase64Encoded: false,
  };
}

/** The form 2.0, with the parts that differ between one sender and another. */
function secondEvent(
  wire: Wire,
  rawPath: string,
  {
    domainName = 'abcdef1234.execute-api.eu-west-1.amazonaws.com',
    ...more
  }: { readonly domainName?: string; readonly stage?: string } = {},
  routeKey?: string,
): object {
  return {
    version: '2.0',
    routeKey: routeKey ?? `${wire.method} ${wire.route}`,
    rawPath,
    rawQueryString: wire.query ?? '',
    headers: { ...headersOf(wire), host: domainName },
    ...(wire.query && { queryStringParameters: pairsOf(wire) }),
    pathParameters: Object.fromEntries(
      Object.entries(parametersOf(wire)).map(([name, value]) => [name, decodeURIComponent(value)]),
    ),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef1234',
      domainName,
      domainPrefix: 'abcdef1234',
      http: {
        method: wire.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'curl/8.5.0',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: routeKey ?? `${wire.method} ${wire.route}`,
      stage: '$default',
      timeEpoch: 1_583_348_638_390,
      ...more,
    },
    ...(wire.body !== undefined && { body: wire.body }),
    isBase64Encoded: false,
  };
}

/** An HTTP API has decoded the path (live captures in https://github.com/hotsock/voker/pull/8). */
const decoded = ({ path }: Wire): string => decodeURIComponent(path).replace(/\?.*$/s, '');

const localstack = 'https://github.com/localstack/localstack/pull/12296';
const elb = {
  elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/lambda-target/abcdefgh' },
};

/** Every form of event in which a request reaches the function. */
export const eventShapes: readonly EventShape[] = [
  {
    name: 'REST API at its own address',
    source: 'https://github.com/aws/aws-lambda-go/blob/main/events/testdata/apigw-request.json',
    basePath: '/prod',
    event: (wire) => restEvent(wire, wire.path, `/prod${wire.path}`),
  },
  {
    name: 'REST API, private',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
    basePath: '/prod',
    event: (wire) =>
      restEvent(wire, wire.path, `/prod${wire.path}`, {
        domainName: 'abcdef1234-vpce-0123456789abcdef0.execute-api.eu-west-1.amazonaws.com',
        identity: { sourceIp: '10.0.0.7', vpcId: 'vpc-0123456789abcdef0', vpceId: 'vpce-0123456789abcdef0' },
      }),
  },
  {
    name: 'REST API, tested in its console',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-test-method.html',
    basePath: '',
    event: (wire) =>
      restEvent(wire, wire.path, wire.path, { stage: 'test-invoke-stage', domainName: 'testPrefix.testDomainName' }),
  },
  {
    name: 'REST API at a domain, mapped to a stage',
    source: localstack,
    basePath: '',
    event: (wire) => restEvent(wire, wire.path, wire.path),
  },
  {
    name: 'REST API at a domain, mapped to all stages',
    source: localstack,
    basePath: '/prod',
    event: (wire) => restEvent(wire, `/prod${wire.path}`, `/prod${wire.path}`),
  },
  {
    name: 'REST API at a domain with a base path, mapped to a stage',
    source: localstack,
    basePath: '/shop',
    event: (wire) => restEvent(wire, `/shop${wire.path}`, `/shop${wire.path}`),
  },
  {
    name: 'REST API at a domain with a base path, mapped to all stages',
    source: localstack,
    basePath: '/shop/prod',
    event: (wire) => restEvent(wire, `/shop/prod${wire.path}`, `/shop/prod${wire.path}`),
  },
  {
    name: 'REST API at a domain with a base path of several segments',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html',
    basePath: '/shop/v1/eu',
    event: (wire) => restEvent(wire, `/shop/v1/eu${wire.path}`, `/shop/v1/eu${wire.path}`),
  },
  {
    name: 'REST API at a domain with the name of a resource as its base path',
    source: localstack,
    basePath: '/book',
    event: (wire) => restEvent(wire, `/book${wire.path}`, `/book${wire.path}`),
  },
  {
    name: 'REST API with {proxy+} at a domain with a base path',
    source: 'https://github.com/CodeGenieApp/serverless-express/issues/216',
    basePath: '/shop',
    event: (wire) => restEvent(greedy(wire), `/shop${wire.path}`, `/shop${wire.path}`),
  },
  {
    name: 'HTTP API at its own address, default stage',
    source: 'https://github.com/aws/aws-lambda-go/blob/main/events/testdata/apigw-v2-request-no-authorizer.json',
    basePath: '',
    isDecoded: true,
    event: (wire) => secondEvent(wire, decoded(wire)),
  },
  {
    name: 'HTTP API, default route',
    source: 'https://github.com/aws/aws-lambda-go/blob/main/events/testdata/apigw-v2-request-no-authorizer.json',
    basePath: '',
    isDecoded: true,
    event: (wire) => secondEvent({ ...wire, route: '/' }, decoded(wire), {}, '$default'),
  },
  {
    name: 'HTTP API at its own address, named stage',
    source: 'https://github.com/CodeGenieApp/serverless-express/issues/465',
    basePath: '/prod',
    isDecoded: true,
    event: (wire) => secondEvent(wire, `/prod${decoded(wire)}`, { stage: 'prod' }),
  },
  {
    name: 'HTTP API at a domain, named stage, which is not in the URL',
    source: 'https://github.com/CodeGenieApp/serverless-express/issues/465',
    basePath: '',
    isDecoded: true,
    event: (wire) => secondEvent(wire, `/prod${decoded(wire)}`, { stage: 'prod', domainName: 'shop.example' }),
  },
  {
    name: 'HTTP API at a domain with a mapping key',
    source: 'https://github.com/KensioSoftware/yulin/pull/1037',
    basePath: '/shop',
    isDecoded: true,
    event: (wire) => secondEvent(wire, `/shop${decoded(wire)}`, { domainName: 'shop.example' }),
  },
  {
    name: 'HTTP API in format 1.0',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
    basePath: '',
    isDecoded: true,
    event: (wire) => ({
      version: '1.0',
      ...restEvent(wire, decoded(wire), decoded(wire), { stage: '$default' }),
    }),
  },
  {
    name: 'function URL',
    source: 'https://github.com/aws/aws-lambda-go/blob/main/events/testdata/lambda-urls-request.json',
    basePath: '',
    event: (wire) =>
      secondEvent({ ...wire, route: '/' }, wire.path, { domainName: 'abc.lambda-url.eu-west-1.on.aws' }, '$default'),
  },
  {
    name: 'load balancer with single values',
    source:
      'https://github.com/aws/aws-lambda-go/blob/main/events/testdata/alb-lambda-target-request-headers-only.json',
    basePath: '',
    event: (wire) => ({
      requestContext: elb,
      httpMethod: wire.method,
      path: wire.path,
      queryStringParameters: rawPairsOf(wire),
      headers: headersOf(wire),
      body: wire.body ?? '',
      isBase64Encoded: false,
    }),
  },
  {
    name: 'load balancer with lists of values',
    source:
      'https://github.com/aws/aws-lambda-go/blob/main/events/testdata/alb-lambda-target-request-multivalue-headers.json',
    basePath: '',
    event: (wire) => ({
      requestContext: elb,
      httpMethod: wire.method,
      path: wire.path,
      multiValueQueryStringParameters: lists(rawPairsOf(wire)),
      multiValueHeaders: lists(headersOf(wire)),
      body: wire.body ?? '',
      isBase64Encoded: false,
    }),
  },
];
