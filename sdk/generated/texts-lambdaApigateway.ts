// Written from the declarations of the gateway. Do not edit.

/** The GraphQL text of each operation. */
export const texts: Readonly<Record<string, string>> = {
  LambdaApigateway: "query LambdaApigateway($id: ID!) {\n  lambdaApigateway(id: $id) {\n    id\n    data\n    version\n    createdAt\n    updatedAt\n  }\n}",
  LambdaApigateways: "query LambdaApigateways($after: String, $before: String, $filter: LambdaApigatewayFilter, $first: Int, $last: Int, $count: Boolean = false) {\n  lambdaApigateways(\n    after: $after\n    before: $before\n    filter: $filter\n    first: $first\n    last: $last\n  ) {\n    edges {\n      node {\n        id\n        data\n        version\n        createdAt\n        updatedAt\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n      hasPreviousPage\n      startCursor\n    }\n    totalCount @include(if: $count)\n  }\n}",
  CreateLambdaApigateway: "mutation CreateLambdaApigateway($input: LambdaApigatewayInput!) {\n  createLambdaApigateway(input: $input) {\n    id\n    data\n    version\n    createdAt\n    updatedAt\n  }\n}",
  ReplaceLambdaApigateway: "mutation ReplaceLambdaApigateway($expectedVersion: Int, $id: ID!, $input: LambdaApigatewayInput!) {\n  replaceLambdaApigateway(\n    expectedVersion: $expectedVersion\n    id: $id\n    input: $input\n  ) {\n    id\n    data\n    version\n    createdAt\n    updatedAt\n  }\n}",
  UpdateLambdaApigateway: "mutation UpdateLambdaApigateway($expectedVersion: Int, $id: ID!, $patch: LambdaApigatewayPatch!) {\n  updateLambdaApigateway(\n    expectedVersion: $expectedVersion\n    id: $id\n    patch: $patch\n  ) {\n    id\n    data\n    version\n    createdAt\n    updatedAt\n  }\n}",
  DeleteLambdaApigateway: "mutation DeleteLambdaApigateway($expectedVersion: Int, $id: ID!) {\n  deleteLambdaApigateway(expectedVersion: $expectedVersion, id: $id)\n}",
  LambdaApigatewaysByKey: "query LambdaApigatewaysByKey($keys: [LambdaApigatewayKey!]!) {\n  lambdaApigatewaysByKey(keys: $keys) {\n    id\n    data\n    version\n    createdAt\n    updatedAt\n  }\n}",
  CreateLambdaApigateways: "mutation CreateLambdaApigateways($dryRun: Boolean, $items: [LambdaApigatewayInput!]!) {\n  createLambdaApigateways(dryRun: $dryRun, items: $items) {\n    status\n    item {\n      id\n      data\n      version\n      createdAt\n      updatedAt\n    }\n    error {\n      type\n      title\n      status\n      detail\n      errors {\n        pointer\n        detail\n      }\n    }\n  }\n}",
};
