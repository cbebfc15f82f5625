// Written from the declarations of the gateway. Do not edit.

type Data = Readonly<Record<string, unknown>>;

/** The types behind each interface and union: `possibleTypes` of Apollo's InMemoryCache. */
export const possibleTypes: Record<string, string[]> = {
  "CheckoutResult": [
    "BasketChangedProblem",
    "BasketPreconditionFailedProblem",
    "BasketTooLargeProblem",
    "CheckoutReceipt",
    "EmptyBasketProblem",
    "NeedsMendingProblem",
    "NotFoundProblem",
    "OutOfStockProblem",
    "PriceChangedProblem",
    "UnknownProductProblem"
  ],
  "DeleteBasketResult": [
    "BasketPreconditionFailedProblem",
    "Deleted",
    "NotFoundProblem"
  ],
  "DeleteLambdaApigatewayResult": [
    "Deleted",
    "LambdaApigatewayPreconditionFailedProblem",
    "NotFoundProblem"
  ],
  "DeleteProductResult": [
    "Deleted",
    "NotFoundProblem",
    "ProductPreconditionFailedProblem"
  ],
  "Node": [
    "Basket",
    "LambdaApigateway",
    "Order",
    "Product"
  ],
  "ProblemDetails": [
    "BasketChangedProblem",
    "BasketPreconditionFailedProblem",
    "BasketTooLargeProblem",
    "EmptyBasketProblem",
    "LambdaApigatewayPreconditionFailedProblem",
    "NeedsMendingProblem",
    "NotFoundProblem",
    "OrderPreconditionFailedProblem",
    "OutOfStockProblem",
    "PriceChangedProblem",
    "ProductPreconditionFailedProblem",
    "TransitionNotAllowedProblem",
    "UnknownProductProblem"
  ],
  "SetOrderStatusResult": [
    "NeedsMendingProblem",
    "NotFoundProblem",
    "Order",
    "OrderPreconditionFailedProblem",
    "TransitionNotAllowedProblem"
  ]
};

/**
 * How Apollo's InMemoryCache tells items apart where `id` does not, and that parts of an item are replaced with it:
 * its `typePolicies`.
 */
export const typePolicies: Record<
  string,
  { keyFields?: false | string[]; merge?: boolean; fields?: Record<string, { merge: boolean }> }
> = {
  "Basket": {
    "fields": {
      "items": {
        "merge": false
      }
    }
  },
  "BasketChangedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "BasketConnection": {
    "merge": true,
    "fields": {
      "edges": {
        "merge": false
      }
    }
  },
  "BasketEdge": {
    "merge": true
  },
  "BasketItem": {
    "merge": true
  },
  "BasketPreconditionFailedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "BasketTooLargeProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "Change": {
    "keyFields": false,
    "merge": true
  },
  "ChangeFeed": {
    "merge": true,
    "fields": {
      "changes": {
        "merge": false
      }
    }
  },
  "CheckoutReceipt": {
    "merge": true
  },
  "Deleted": {
    "keyFields": false,
    "merge": true
  },
  "EmptyBasketProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "FieldProblem": {
    "merge": true
  },
  "LambdaApigatewayConnection": {
    "merge": true,
    "fields": {
      "edges": {
        "merge": false
      }
    }
  },
  "LambdaApigatewayEdge": {
    "merge": true
  },
  "LambdaApigatewayOutcome": {
    "merge": true
  },
  "LambdaApigatewayPreconditionFailedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "ListPlan": {
    "merge": true
  },
  "NeedsMendingProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "NotFoundProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "Order": {
    "fields": {
      "items": {
        "merge": false
      }
    }
  },
  "OrderConnection": {
    "merge": true,
    "fields": {
      "edges": {
        "merge": false
      }
    }
  },
  "OrderEdge": {
    "merge": true
  },
  "OrderItem": {
    "merge": true
  },
  "OrderPreconditionFailedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "OutOfStockProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      },
      "products": {
        "merge": false
      }
    }
  },
  "PageInfo": {
    "merge": true
  },
  "PriceChangedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      },
      "products": {
        "merge": false
      }
    }
  },
  "Problem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "ProductConnection": {
    "merge": true,
    "fields": {
      "edges": {
        "merge": false
      }
    }
  },
  "ProductEdge": {
    "merge": true
  },
  "ProductOutcome": {
    "merge": true
  },
  "ProductPreconditionFailedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "ProductProblem": {
    "merge": true
  },
  "TransitionNotAllowedProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  },
  "UnknownProductProblem": {
    "merge": true,
    "fields": {
      "errors": {
        "merge": false
      }
    }
  }
};

/** The types that have no id of the gateway, each with the fields that tell its items apart; none for a part of an item. */
const keyFields: Record<string, string[]> = {
  "BasketChangedProblem": [],
  "BasketConnection": [],
  "BasketEdge": [],
  "BasketItem": [],
  "BasketPreconditionFailedProblem": [],
  "BasketTooLargeProblem": [],
  "Change": [],
  "ChangeFeed": [],
  "CheckoutReceipt": [],
  "Deleted": [],
  "EmptyBasketProblem": [],
  "FieldProblem": [],
  "LambdaApigatewayConnection": [],
  "LambdaApigatewayEdge": [],
  "LambdaApigatewayOutcome": [],
  "LambdaApigatewayPreconditionFailedProblem": [],
  "ListPlan": [],
  "NeedsMendingProblem": [],
  "NotFoundProblem": [],
  "OrderConnection": [],
  "OrderEdge": [],
  "OrderItem": [],
  "OrderPreconditionFailedProblem": [],
  "OutOfStockProblem": [],
  "PageInfo": [],
  "PriceChangedProblem": [],
  "Problem": [],
  "ProductConnection": [],
  "ProductEdge": [],
  "ProductOutcome": [],
  "ProductPreconditionFailedProblem": [],
  "ProductProblem": [],
  "TransitionNotAllowedProblem": [],
  "UnknownProductProblem": []
};

/** The fields of a key as one text; null where one is not there. */
function keyOf(names: readonly string[], data: Data): string | null {
  const values = names.map((name) => data[name]);
  return values.length > 0 && !values.includes(undefined) ? JSON.stringify(values) : null;
}

/** The types that have fields, each with the types of its fields. */
const types: Record<string, Record<string, string>> = {
  "Basket": {
    "createdAt": "DateTime",
    "id": "ID!",
    "items": "[BasketItem]",
    "totalPrice": "Money",
    "updatedAt": "DateTime",
    "userName": "String!",
    "version": "Int!"
  },
  "BasketChangedProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "BasketConnection": {
    "edges": "[BasketEdge!]!",
    "pageInfo": "PageInfo!",
    "plan": "ListPlan",
    "totalCount": "Int",
    "totalCountReason": "String"
  },
  "BasketEdge": {
    "cursor": "String!",
    "node": "Basket"
  },
  "BasketItem": {
    "color": "String",
    "price": "Money",
    "product": "Product",
    "productId": "ID",
    "productName": "String",
    "quantity": "Int"
  },
  "BasketPreconditionFailedProblem": {
    "code": "ProblemCode!",
    "current": "Basket",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "BasketTooLargeProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "Change": {
    "change": "ChangeKind!",
    "changed": "[String!]",
    "id": "String!",
    "item": "JSON",
    "key": "JSON!",
    "node": "Node",
    "nodeId": "ID",
    "time": "DateTime!",
    "version": "Int!"
  },
  "ChangeFeed": {
    "changes": "[Change!]!",
    "cursor": "String!",
    "retryAfterSeconds": "Int!"
  },
  "CheckoutReceipt": {
    "orderDate": "DateTime!",
    "orderId": "String!",
    "status": "OrderStatus!",
    "totalPrice": "Money!",
    "userName": "String!"
  },
  "Deleted": {
    "id": "ID!"
  },
  "EmptyBasketProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "FieldProblem": {
    "detail": "String!",
    "pointer": "String!"
  },
  "LambdaApigateway": {
    "createdAt": "DateTime",
    "data": "JSON",
    "id": "ID!",
    "updatedAt": "DateTime",
    "version": "Int!"
  },
  "LambdaApigatewayConnection": {
    "edges": "[LambdaApigatewayEdge!]!",
    "pageInfo": "PageInfo!",
    "plan": "ListPlan",
    "totalCount": "Int",
    "totalCountReason": "String"
  },
  "LambdaApigatewayEdge": {
    "cursor": "String!",
    "node": "LambdaApigateway"
  },
  "LambdaApigatewayOutcome": {
    "error": "Problem",
    "item": "LambdaApigateway",
    "status": "Int!"
  },
  "LambdaApigatewayPreconditionFailedProblem": {
    "code": "ProblemCode!",
    "current": "LambdaApigateway",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "ListPlan": {
    "calls": "Int!",
    "capacityUnits": "Float!",
    "examined": "Int!",
    "filteredAfterReading": "String",
    "index": "String",
    "keyCondition": "String",
    "notUsed": "[String!]",
    "path": "AccessPath!",
    "queries": "Int",
    "readBudget": "Int!",
    "returned": "Int!",
    "sortedBy": "String"
  },
  "Mutation": {
    "addBasketItem": "Basket",
    "checkout": "CheckoutReceipt",
    "checkoutResult": "CheckoutResult",
    "createLambdaApigateway": "LambdaApigateway",
    "createLambdaApigateways": "[LambdaApigatewayOutcome!]",
    "createProduct": "Product",
    "createProducts": "[ProductOutcome!]",
    "deleteBasket": "Boolean",
    "deleteBasketResult": "DeleteBasketResult",
    "deleteLambdaApigateway": "Boolean",
    "deleteLambdaApigatewayResult": "DeleteLambdaApigatewayResult",
    "deleteProduct": "Boolean",
    "deleteProductResult": "DeleteProductResult",
    "putBasket": "Basket",
    "removeBasketItem": "Basket",
    "replaceBasket": "Basket",
    "replaceLambdaApigateway": "LambdaApigateway",
    "replaceProduct": "Product",
    "setBasketItemQuantity": "Basket",
    "setOrderStatus": "Order",
    "setOrderStatusResult": "SetOrderStatusResult",
    "updateBasket": "Basket",
    "updateLambdaApigateway": "LambdaApigateway",
    "updateProduct": "Product"
  },
  "NeedsMendingProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "Node": {
    "id": "ID!"
  },
  "NotFoundProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "Order": {
    "address": "String",
    "cardLast4": "String",
    "createdAt": "DateTime",
    "email": "String",
    "firstName": "String",
    "id": "ID!",
    "items": "[OrderItem]",
    "lastName": "String",
    "orderDate": "DateTime",
    "orderId": "String!",
    "paymentMethod": "Int",
    "status": "OrderStatus",
    "totalPrice": "Money",
    "updatedAt": "DateTime",
    "userName": "String!",
    "version": "Int!"
  },
  "OrderConnection": {
    "edges": "[OrderEdge!]!",
    "pageInfo": "PageInfo!",
    "plan": "ListPlan",
    "totalCount": "Int",
    "totalCountReason": "String"
  },
  "OrderEdge": {
    "cursor": "String!",
    "node": "Order"
  },
  "OrderItem": {
    "color": "String",
    "fromStock": "Boolean",
    "price": "Money",
    "product": "Product",
    "productId": "ID",
    "productName": "String",
    "quantity": "Int"
  },
  "OrderPreconditionFailedProblem": {
    "code": "ProblemCode!",
    "current": "Order",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "OutOfStockProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "products": "[ProductProblem!]",
    "type": "String!"
  },
  "PageInfo": {
    "endCursor": "String",
    "hasNextPage": "Boolean!",
    "hasPreviousPage": "Boolean!",
    "startCursor": "String",
    "truncatedBy": "Truncation"
  },
  "PriceChangedProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "products": "[ProductProblem!]",
    "type": "String!"
  },
  "Problem": {
    "detail": "String!",
    "errors": "[FieldProblem!]",
    "status": "Int!",
    "title": "String!",
    "type": "String!"
  },
  "ProblemDetails": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "Product": {
    "brand": "String",
    "category": "String",
    "createdAt": "DateTime",
    "description": "String",
    "id": "ID!",
    "imageFile": "String",
    "price": "Money",
    "rating": "Float",
    "sku": "String",
    "stock": "Int",
    "tags": "[String]",
    "thumbnail": "String",
    "title": "String",
    "updatedAt": "DateTime",
    "version": "Int!"
  },
  "ProductConnection": {
    "edges": "[ProductEdge!]!",
    "pageInfo": "PageInfo!",
    "plan": "ListPlan",
    "totalCount": "Int",
    "totalCountReason": "String"
  },
  "ProductEdge": {
    "cursor": "String!",
    "node": "Product"
  },
  "ProductOutcome": {
    "error": "Problem",
    "item": "Product",
    "status": "Int!"
  },
  "ProductPreconditionFailedProblem": {
    "code": "ProblemCode!",
    "current": "Product",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "ProductProblem": {
    "basketPrice": "Money",
    "cataloguePrice": "Money",
    "left": "Int",
    "productId": "String!",
    "wanted": "Int"
  },
  "Query": {
    "allOrderChanges": "ChangeFeed",
    "allOrders": "OrderConnection",
    "basket": "Basket",
    "baskets": "BasketConnection",
    "lambdaApigateway": "LambdaApigateway",
    "lambdaApigateways": "LambdaApigatewayConnection",
    "lambdaApigatewaysByKey": "[LambdaApigateway]",
    "node": "Node",
    "nodes": "[Node]",
    "order": "Order",
    "orderChanges": "ChangeFeed",
    "orders": "OrderConnection",
    "product": "Product",
    "productChanges": "ChangeFeed",
    "products": "ProductConnection",
    "productsByKey": "[Product]"
  },
  "TransitionNotAllowedProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  },
  "UnknownProductProblem": {
    "code": "ProblemCode!",
    "errors": "[FieldProblem!]",
    "message": "String!",
    "type": "String!"
  }
};

/** A type as introspection has it: `[Product!]` is a list of what is never null. */
function typeFrom(text: string): object {
  if (text.endsWith('!')) return { kind: 'NON_NULL', ofType: typeFrom(text.slice(0, -1)) };
  if (text.startsWith('[')) return { kind: 'LIST', ofType: typeFrom(text.slice(1, -1)) };
  return { kind: types[text] ? 'OBJECT' : 'SCALAR', name: text };
}

/** What urql's Graphcache needs to tell on which types a fragment is, and what may be null: its `schema`. */
export const schema = {
  __schema: {
    queryType: {
  "name": "Query"
} as { name: string },
    mutationType: {
  "name": "Mutation"
},
    types: [
      ...Object.entries(types).map(([name, fields]) => ({
        kind: name in possibleTypes ? 'INTERFACE' : 'OBJECT',
        name,
        fields: Object.entries(fields).map(([field, text]) => ({ name: field, type: typeFrom(text), args: [] })),
        interfaces: Object.keys(possibleTypes)
          .filter((one) => one in types && possibleTypes[one]?.includes(name))
          .map((one) => ({ name: one })),
      })),
      ...Object.entries(possibleTypes)
        .filter(([name]) => !(name in types))
        .map(([name, possible]) => ({ kind: 'UNION', name, possibleTypes: possible.map((one) => ({ name: one })) })),
    ],
  },
};

/** How urql's Graphcache tells items apart where `id` does not: its `keys`. */
export const keys: Record<string, (data: Data) => string | null> = Object.fromEntries(
  Object.entries(keyFields).map(([type, names]) => [type, (data: Data) => keyOf(names, data)]),
);

/** The types whose ids callers may choose, so that an item of one can have the id of an item of another. */
const typesWithChosenIds: readonly string[] = [
  "Product",
  "LambdaApigateway"
];

/**
 * How Relay tells records apart, which by itself looks at ids alone: `getDataID` of its Environment. The ids of the first
 * type with chosen ids stand for themselves, those of the others behind the name of their type.
 */
export function dataId(data: Data, type: string): string | undefined {
  const names = keyFields[type];
  if (names) {
    const key = keyOf(names, data);
    return key === null ? undefined : `${type}:${key}`;
  }
  if (typeof data.id !== 'string') return undefined;
  return typesWithChosenIds.indexOf(type) > 0 ? `${type}:${data.id}` : data.id;
}
