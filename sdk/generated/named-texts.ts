// Written from the declarations of the gateway. Do not edit.

/** The GraphQL text of each operation. */
export const texts: Readonly<Record<string, string>> = {
  AddToBasket: "mutation AddToBasket($userName: String!, $productId: ID!, $quantity: Int!, $color: String) {\n  addBasketItem(\n    userName: $userName\n    productId: $productId\n    quantity: $quantity\n    color: $color\n  ) {\n    id\n    items {\n      quantity\n      productName\n    }\n    totalPrice\n  }\n}",
  BasketSummary: "query BasketSummary($userName: String!) {\n  basket(userName: $userName) {\n    id\n    items {\n      quantity\n      productName\n    }\n    totalPrice\n  }\n}",
  ProductCards: "query ProductCards($category: String = \"Phone\", $first: Int = 12, $after: String) {\n  products(filter: {category: {eq: $category}}, first: $first, after: $after) {\n    edges {\n      node {\n        id\n        title\n        price\n        thumbnail\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}",
};
