// Written by npm run codegen from what the gateway can do. Do not edit.

import type { Method } from '../source/method.ts';

/** The methods of the client, by the name of their domain. */
export const methods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  "product": {
    "get": {
      "name": "product",
      "kind": "query",
      "verb": "GET",
      "path": "/product/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "gives": "item",
      "type": "Product"
    },
    "list": {
      "name": "products",
      "kind": "query",
      "verb": "GET",
      "path": "/product",
      "key": [],
      "others": [],
      "isList": true,
      "gives": "page",
      "type": "Product"
    },
    "create": {
      "name": "createProduct",
      "kind": "mutation",
      "verb": "POST",
      "path": "/product",
      "key": [],
      "others": [],
      "body": "input",
      "isIdempotent": true,
      "gives": "item",
      "type": "Product"
    },
    "replace": {
      "name": "replaceProduct",
      "kind": "mutation",
      "verb": "PUT",
      "path": "/product/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "body": "input",
      "isConditional": true,
      "gives": "item",
      "type": "Product"
    },
    "update": {
      "name": "updateProduct",
      "kind": "mutation",
      "verb": "PATCH",
      "path": "/product/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "body": "patch",
      "isConditional": true,
      "gives": "item",
      "type": "Product"
    },
    "delete": {
      "name": "deleteProduct",
      "kind": "mutation",
      "verb": "DELETE",
      "path": "/product/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "isConditional": true,
      "gives": "nothing"
    },
    "getMany": {
      "name": "productsByKey",
      "kind": "query",
      "verb": "POST",
      "path": "/product/batch/get",
      "key": [],
      "others": [],
      "body": "keys",
      "batchKey": [
        "id"
      ],
      "gives": "items",
      "type": "Product"
    },
    "createMany": {
      "name": "createProducts",
      "kind": "mutation",
      "verb": "POST",
      "path": "/product/batch",
      "key": [],
      "others": [],
      "body": "items",
      "gives": "outcomes",
      "type": "Product"
    },
    "changes": {
      "name": "productChanges",
      "kind": "query",
      "verb": "GET",
      "path": "/product/changes",
      "key": [],
      "others": [],
      "isFeed": true,
      "gives": "item",
      "type": "ChangeFeed"
    }
  },
  "basket": {
    "get": {
      "name": "basket",
      "kind": "query",
      "verb": "GET",
      "path": "/basket/{userName}",
      "key": [
        "userName"
      ],
      "others": [],
      "gives": "item",
      "type": "Basket"
    },
    "list": {
      "name": "baskets",
      "kind": "query",
      "verb": "GET",
      "path": "/basket",
      "key": [],
      "others": [],
      "isList": true,
      "gives": "page",
      "type": "Basket"
    },
    "replace": {
      "name": "replaceBasket",
      "kind": "mutation",
      "verb": "PUT",
      "path": "/basket/{userName}",
      "key": [
        "userName"
      ],
      "others": [],
      "body": "input",
      "isConditional": true,
      "gives": "item",
      "type": "Basket"
    },
    "update": {
      "name": "updateBasket",
      "kind": "mutation",
      "verb": "PATCH",
      "path": "/basket/{userName}",
      "key": [
        "userName"
      ],
      "others": [],
      "body": "patch",
      "isConditional": true,
      "gives": "item",
      "type": "Basket"
    },
    "delete": {
      "name": "deleteBasket",
      "kind": "mutation",
      "verb": "DELETE",
      "path": "/basket/{userName}",
      "key": [
        "userName"
      ],
      "others": [],
      "isConditional": true,
      "gives": "nothing"
    },
    "put": {
      "name": "putBasket",
      "kind": "mutation",
      "verb": "POST",
      "path": "/basket",
      "key": [],
      "others": [],
      "body": "input",
      "isConditional": true,
      "gives": "item",
      "type": "Basket"
    },
    "addItem": {
      "name": "addBasketItem",
      "kind": "mutation",
      "verb": "POST",
      "path": "/basket/{userName}/items/{productId}",
      "key": [
        "userName"
      ],
      "others": [
        "productId"
      ],
      "body": "flat",
      "isConditional": true,
      "isIdempotent": true,
      "gives": "item",
      "type": "Basket"
    },
    "setItemQuantity": {
      "name": "setBasketItemQuantity",
      "kind": "mutation",
      "verb": "PATCH",
      "path": "/basket/{userName}/items/{productId}",
      "key": [
        "userName"
      ],
      "others": [
        "productId"
      ],
      "body": "flat",
      "isConditional": true,
      "gives": "item",
      "type": "Basket"
    },
    "removeItem": {
      "name": "removeBasketItem",
      "kind": "mutation",
      "verb": "DELETE",
      "path": "/basket/{userName}/items/{productId}",
      "key": [
        "userName"
      ],
      "others": [
        "productId"
      ],
      "isConditional": true,
      "gives": "nothing"
    }
  },
  "order": {
    "get": {
      "name": "order",
      "kind": "query",
      "verb": "GET",
      "path": "/order/{userName}/{orderId}",
      "key": [
        "userName",
        "orderId"
      ],
      "others": [],
      "gives": "item",
      "type": "Order"
    },
    "listAll": {
      "name": "allOrders",
      "kind": "query",
      "verb": "GET",
      "path": "/order",
      "key": [],
      "others": [],
      "isList": true,
      "gives": "page",
      "type": "Order"
    },
    "list": {
      "name": "orders",
      "kind": "query",
      "verb": "GET",
      "path": "/order/{userName}",
      "key": [],
      "others": [
        "userName"
      ],
      "isList": true,
      "gives": "page",
      "type": "Order"
    },
    "setStatus": {
      "name": "setOrderStatus",
      "kind": "mutation",
      "verb": "PUT",
      "path": "/order/{userName}/{orderId}/status",
      "key": [
        "userName",
        "orderId"
      ],
      "others": [],
      "body": "flat",
      "isConditional": true,
      "gives": "item",
      "type": "Order"
    },
    "allChanges": {
      "name": "allOrderChanges",
      "kind": "query",
      "verb": "GET",
      "path": "/order/changes",
      "key": [],
      "others": [],
      "isFeed": true,
      "gives": "item",
      "type": "ChangeFeed"
    },
    "changes": {
      "name": "orderChanges",
      "kind": "query",
      "verb": "GET",
      "path": "/order/{userName}/changes",
      "key": [],
      "others": [
        "userName"
      ],
      "isFeed": true,
      "gives": "item",
      "type": "ChangeFeed"
    }
  },
  "lambdaApigateway": {
    "get": {
      "name": "lambdaApigateway",
      "kind": "query",
      "verb": "GET",
      "path": "/lambda-apigateway/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "gives": "item",
      "type": "LambdaApigateway"
    },
    "list": {
      "name": "lambdaApigateways",
      "kind": "query",
      "verb": "GET",
      "path": "/lambda-apigateway",
      "key": [],
      "others": [],
      "isList": true,
      "gives": "page",
      "type": "LambdaApigateway"
    },
    "create": {
      "name": "createLambdaApigateway",
      "kind": "mutation",
      "verb": "POST",
      "path": "/lambda-apigateway",
      "key": [],
      "others": [],
      "body": "input",
      "isIdempotent": true,
      "gives": "item",
      "type": "LambdaApigateway"
    },
    "replace": {
      "name": "replaceLambdaApigateway",
      "kind": "mutation",
      "verb": "PUT",
      "path": "/lambda-apigateway/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "body": "input",
      "isConditional": true,
      "gives": "item",
      "type": "LambdaApigateway"
    },
    "update": {
      "name": "updateLambdaApigateway",
      "kind": "mutation",
      "verb": "PATCH",
      "path": "/lambda-apigateway/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "body": "patch",
      "isConditional": true,
      "gives": "item",
      "type": "LambdaApigateway"
    },
    "delete": {
      "name": "deleteLambdaApigateway",
      "kind": "mutation",
      "verb": "DELETE",
      "path": "/lambda-apigateway/{id}",
      "key": [
        "id"
      ],
      "others": [],
      "isConditional": true,
      "gives": "nothing"
    },
    "getMany": {
      "name": "lambdaApigatewaysByKey",
      "kind": "query",
      "verb": "POST",
      "path": "/lambda-apigateway/batch/get",
      "key": [],
      "others": [],
      "body": "keys",
      "batchKey": [
        "id"
      ],
      "gives": "items",
      "type": "LambdaApigateway"
    },
    "createMany": {
      "name": "createLambdaApigateways",
      "kind": "mutation",
      "verb": "POST",
      "path": "/lambda-apigateway/batch",
      "key": [],
      "others": [],
      "body": "items",
      "gives": "outcomes",
      "type": "LambdaApigateway"
    }
  }
};

/** The methods of the client itself. */
export const ownMethods: Readonly<Record<string, Method>> = {
  "checkout": {
    "name": "checkout",
    "kind": "mutation",
    "verb": "POST",
    "path": "/basket/checkout",
    "key": [],
    "others": [],
    "body": "input",
    "isConditional": true,
    "isIdempotent": true,
    "gives": "item",
    "type": "CheckoutReceipt"
  }
};

/** The types of the fields that hold objects. */
export const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Product": {},
  "Basket": {
    "items": "BasketItem"
  },
  "BasketItem": {
    "product": "Product"
  },
  "Order": {
    "items": "OrderItem"
  },
  "OrderItem": {
    "product": "Product"
  },
  "LambdaApigateway": {},
  "CheckoutReceipt": {},
  "ChangeFeed": {
    "changes": "Change"
  },
  "Change": {}
};

/** The HTTP status of each problem. */
export const statuses = {
  "bad-request": 400,
  "bad-path": 400,
  "bad-query": 400,
  "bad-header": 400,
  "malformed-json": 400,
  "idempotency-key-invalid": 400,
  "cursor-invalid": 400,
  "no-index": 400,
  "read-budget-spent": 400,
  "unknown-operation": 400,
  "graphql-parse-failed": 400,
  "graphql-validation-failed": 400,
  "operation-resolution-failure": 400,
  "query-too-deep": 400,
  "query-too-expensive": 400,
  "query-too-many-aliases": 400,
  "query-too-many-root-fields": 400,
  "query-not-allowed": 400,
  "persisted-query-not-found": 400,
  "persisted-query-not-supported": 400,
  "unauthenticated": 401,
  "forbidden": 403,
  "table-not-allowed": 403,
  "not-found": 404,
  "no-such-route": 404,
  "method-not-allowed": 405,
  "not-acceptable": 406,
  "conflict": 409,
  "idempotency-key-in-progress": 409,
  "basket-changed": 409,
  "price-changed": 409,
  "out-of-stock": 409,
  "transition-not-allowed": 409,
  "precondition-failed": 412,
  "payload-too-large": 413,
  "answer-too-large": 413,
  "changes-gone": 410,
  "uri-too-long": 414,
  "unsupported-media-type": 415,
  "validation": 422,
  "expression-not-allowed": 422,
  "empty-basket": 422,
  "unknown-product": 422,
  "basket-too-large": 422,
  "idempotency-key-reused": 422,
  "too-many-requests": 429,
  "headers-too-large": 431,
  "internal": 500,
  "unavailable": 503,
  "timeout": 504
} as const;
