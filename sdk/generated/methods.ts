// Written from the declarations of the gateway. Do not edit.

import type { Method } from '../source/method.ts';

/** The methods of product. */
export const productMethods: Readonly<Record<string, Method>> = {
  "get": {
    "name": "product",
    "kind": "query",
    "verb": "GET",
    "path": "/product/{id}",
    "words": {
      "id": [
        "batch",
        "changes"
      ]
    },
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
    "needsKey": true,
    "gives": "item",
    "type": "Product"
  },
  "replace": {
    "name": "replaceProduct",
    "kind": "mutation",
    "verb": "PUT",
    "path": "/product/{id}",
    "words": {
      "id": [
        "batch",
        "changes"
      ]
    },
    "key": [
      "id"
    ],
    "others": [],
    "body": "input",
    "hasKeyInBody": true,
    "isConditional": true,
    "gives": "item",
    "type": "Product"
  },
  "update": {
    "name": "updateProduct",
    "kind": "mutation",
    "verb": "PATCH",
    "path": "/product/{id}",
    "words": {
      "id": [
        "batch",
        "changes"
      ]
    },
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
    "words": {
      "id": [
        "batch",
        "changes"
      ]
    },
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
};

/** The methods of basket. */
export const basketMethods: Readonly<Record<string, Method>> = {
  "get": {
    "name": "basket",
    "kind": "query",
    "verb": "GET",
    "path": "/basket/{userName}",
    "words": {
      "userName": [
        "checkout"
      ]
    },
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
    "words": {
      "userName": [
        "checkout"
      ]
    },
    "key": [
      "userName"
    ],
    "others": [],
    "body": "input",
    "hasKeyInBody": true,
    "isConditional": true,
    "gives": "item",
    "type": "Basket"
  },
  "update": {
    "name": "updateBasket",
    "kind": "mutation",
    "verb": "PATCH",
    "path": "/basket/{userName}",
    "words": {
      "userName": [
        "checkout"
      ]
    },
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
    "words": {
      "userName": [
        "checkout"
      ]
    },
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
    "words": {
      "userName": [
        "checkout"
      ]
    },
    "key": [
      "userName"
    ],
    "others": [
      "productId"
    ],
    "body": "flat",
    "isConditional": true,
    "needsKey": true,
    "gives": "item",
    "type": "Basket"
  },
  "setItemQuantity": {
    "name": "setBasketItemQuantity",
    "kind": "mutation",
    "verb": "PATCH",
    "path": "/basket/{userName}/items/{productId}",
    "words": {
      "userName": [
        "checkout"
      ]
    },
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
    "words": {
      "userName": [
        "checkout"
      ]
    },
    "key": [
      "userName"
    ],
    "others": [
      "productId"
    ],
    "isConditional": true,
    "gives": "nothing"
  }
};

/** The methods of order. */
export const orderMethods: Readonly<Record<string, Method>> = {
  "get": {
    "name": "order",
    "kind": "query",
    "verb": "GET",
    "path": "/order/{userName}/{orderId}",
    "words": {
      "userName": [
        "changes"
      ],
      "orderId": [
        "changes"
      ]
    },
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
    "words": {
      "userName": [
        "changes"
      ]
    },
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
    "words": {
      "userName": [
        "changes"
      ],
      "orderId": [
        "changes"
      ]
    },
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
    "words": {
      "userName": [
        "changes"
      ]
    },
    "key": [],
    "others": [
      "userName"
    ],
    "isFeed": true,
    "gives": "item",
    "type": "ChangeFeed"
  }
};

/** The methods of lambdaApigateway. */
export const lambdaApigatewayMethods: Readonly<Record<string, Method>> = {
  "get": {
    "name": "lambdaApigateway",
    "kind": "query",
    "verb": "GET",
    "path": "/lambda-apigateway/{id}",
    "words": {
      "id": [
        "batch"
      ]
    },
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
    "needsKey": true,
    "gives": "item",
    "type": "LambdaApigateway"
  },
  "replace": {
    "name": "replaceLambdaApigateway",
    "kind": "mutation",
    "verb": "PUT",
    "path": "/lambda-apigateway/{id}",
    "words": {
      "id": [
        "batch"
      ]
    },
    "key": [
      "id"
    ],
    "others": [],
    "body": "input",
    "hasKeyInBody": true,
    "isConditional": true,
    "gives": "item",
    "type": "LambdaApigateway"
  },
  "update": {
    "name": "updateLambdaApigateway",
    "kind": "mutation",
    "verb": "PATCH",
    "path": "/lambda-apigateway/{id}",
    "words": {
      "id": [
        "batch"
      ]
    },
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
    "words": {
      "id": [
        "batch"
      ]
    },
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
};

/** The methods of the client, by the name of their domain. */
export const methods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  product: productMethods,
  basket: basketMethods,
  order: orderMethods,
  lambdaApigateway: lambdaApigatewayMethods,
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
    "needsKey": true,
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

/** The types whose items have an id over GraphQL that is not one of their fields: it is made from their key. */
export const typesWithMadeId: readonly string[] = [
  "Basket",
  "Order"
];

