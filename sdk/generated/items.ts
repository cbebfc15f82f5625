// Written from the declarations of the gateway. Do not edit.

/** What a shopper is about to buy. A basket that nobody touches for a month is gone. */
export type Basket = {
  /** Whose basket it is. */
  userName: string;
  /** The lines in the order in which they were added. */
  items: (BasketItem | null)[] | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version: number;
  /** When the item was created. */
  createdAt?: string;
  /** When the item was last written. */
  updatedAt?: string;
  /** What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
  warnings?: FieldProblem[];
  /** What the basket costs by the catalogue of this moment; null when a product is no longer there. Only there when include= asks for it. */
  totalPrice?: number | null;
};

export type BasketItem = {
  /** Pieces. */
  quantity: number | null;
  /** The wanted variant. */
  color?: string | null;
  /** The price that the shopper saw; checkout refuses when the catalogue has another by then. At most two decimals. */
  price?: number | null;
  /** The title that the shopper saw. */
  productName?: string | null;
  /** What is bought. */
  productId: string | null;
  /** What is bought. Only there when include= asks for it. */
  product?: Product | null;
};

/** What the shop sells. */
export type Product = {
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: string;
  /** Shown in lists and on the product page. */
  title: string | null;
  /** A few sentences for the product page. */
  description?: string | null;
  /** The shelf on which the product stands. */
  category: string | null;
  /** The price of one piece. At most two decimals. */
  price: number | null;
  /** Pieces in store; left out when stock is not tracked. */
  stock?: number | null;
  brand?: string | null;
  /** The number on the shelf label. */
  sku?: string | null;
  /** Words to find the product by. */
  tags?: (string | null)[] | null;
  /** Name or address of the large picture. */
  imageFile?: string | null;
  /** Name or address of the small picture. */
  thumbnail?: string | null;
  /** The mean of the customers’ stars. */
  rating?: number | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version: number;
  /** When the item was created. */
  createdAt?: string;
  /** When the item was last written. */
  updatedAt?: string;
  /** What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
  warnings?: FieldProblem[];
};

/** One wrong field. */
export type FieldProblem = {
  /** The field as a JSON pointer (RFC 6901). */
  pointer: string;
  /** What the field must be. */
  detail: string;
};

export type BasketAdditionInput = {
  /** Pieces. */
  quantity: number;
  /** The wanted variant. */
  color?: string | null;
  /** The price that the shopper saw; checkout refuses when the catalogue has another by then. At most two decimals. */
  price?: number | null;
  /** The title that the shopper saw. */
  productName?: string | null;
};

export type BasketUpsert = {
  /** Whose basket it is. */
  userName: string;
  /** The lines in the order in which they were added. */
  items: BasketItemInput[];
  /** The version that was read; as If-Match. */
  version?: number;
  /** As it was read. */
  createdAt?: string;
  /** As it was read. */
  updatedAt?: string;
  /** As they were read; nothing is made of them. */
  warnings?: FieldProblem[];
};

export type BasketItemInput = {
  /** Pieces. */
  quantity: number;
  /** The wanted variant. */
  color?: string | null;
  /** The price that the shopper saw; checkout refuses when the catalogue has another by then. At most two decimals. */
  price?: number | null;
  /** The title that the shopper saw. */
  productName?: string | null;
  /** What is bought. */
  productId: string;
};

export type BasketItemQuantityInput = {
  /** Pieces. */
  quantity: number;
  /** Which line is meant, when the product is there in several colors. */
  color?: string | null;
};

/** A JSON merge patch (RFC 7396): null removes an optional field. */
export type BasketPatch = {
  /** The lines in the order in which they were added. */
  items?: BasketItemInput[];
  /** The version that was read; as If-Match. */
  version?: number;
  /** As it was read. */
  createdAt?: string;
  /** As it was read. */
  updatedAt?: string;
  /** As they were read; nothing is made of them. */
  warnings?: FieldProblem[];
};

export type CheckoutInput = {
  /** Whose basket is bought. */
  userName: string;
  firstName: string;
  lastName: string;
  /** It must be an e-mail address. */
  email: string;
  /** Where it goes. */
  address: string;
  /** The number of the way to pay. */
  paymentMethod: number;
  /** The card number. Only its last four digits stay; the rest is neither stored, nor logged, nor sent on. It must be a card number of 4 to 32 digits. */
  cardInfo?: string | null;
  /** Taken because callers send it, and not believed: the total comes from the catalogue. At most two decimals. */
  totalPrice?: number | null;
};

export type CheckoutReceipt = {
  userName: string;
  /** Where to look: /order/{userName}/{orderId}. */
  orderId: string;
  /** When the checkout was accepted. */
  orderDate: string;
  status: OrderStatus;
  /** The sum of price × quantity by the catalogue. At most two decimals. */
  totalPrice: number;
};

export type OrderStatus = "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED";

/** Items of any form: an id and free JSON. Clients of the old DynamoDBManager keep theirs here. */
export type LambdaApigateway = {
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: string;
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: unknown;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version: number;
  /** When the item was created. */
  createdAt?: string;
  /** When the item was last written. */
  updatedAt?: string;
  /** What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
  warnings?: FieldProblem[];
};

export type LambdaApigatewayInput = {
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id?: string;
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: unknown;
};

/** A JSON merge patch (RFC 7396): null removes an optional field. */
export type LambdaApigatewayPatch = {
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: unknown;
  /** The version that was read; as If-Match. */
  version?: number;
  /** As it was read. */
  createdAt?: string;
  /** As it was read. */
  updatedAt?: string;
  /** As they were read; nothing is made of them. */
  warnings?: FieldProblem[];
};

/** What was bought. Made by a checkout, PENDING until it has been placed. */
export type Order = {
  /** Who bought it. */
  userName: string;
  /** Made by the checkout from the user, the key and the basket. */
  orderId: string;
  /** When the checkout was accepted. */
  orderDate: string | null;
  /** How far it has come. */
  status: OrderStatus | null;
  /** What was bought, with the prices paid. */
  items: (OrderItem | null)[] | null;
  /** The sum of price × quantity. At most two decimals. */
  totalPrice: number | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  /** Where it goes. */
  address?: string | null;
  /** The number of the way to pay. */
  paymentMethod?: number | null;
  /** It must be four digits. */
  cardLast4?: string | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version: number;
  /** When the item was created. */
  createdAt?: string;
  /** When the item was last written. */
  updatedAt?: string;
  /** What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
  warnings?: FieldProblem[];
};

export type OrderItem = {
  /** What was bought. */
  productId: string | null;
  /** Pieces. */
  quantity: number | null;
  /** The chosen variant. */
  color?: string | null;
  /** The price of one piece that was paid. At most two decimals. */
  price: number | null;
  /** The title at that time. */
  productName?: string | null;
  /** The pieces were taken from the stock, and go back there when the order is cancelled. */
  fromStock?: boolean | null;
  /** What was bought. Only there when include= asks for it. */
  product?: Product | null;
};

export type OrderStatusChangeInput = {
  /** The next status. */
  status: OrderStatus;
};

export type ProductInput = {
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id?: string;
  /** Shown in lists and on the product page. */
  title: string;
  /** A few sentences for the product page. */
  description?: string | null;
  /** The shelf on which the product stands. */
  category?: string;
  /** The price of one piece. At most two decimals. */
  price: number;
  /** Pieces in store; left out when stock is not tracked. */
  stock?: number | null;
  brand?: string | null;
  /** The number on the shelf label. */
  sku?: string | null;
  /** Words to find the product by. */
  tags?: string[] | null;
  /** Name or address of the large picture. */
  imageFile?: string | null;
  /** Name or address of the small picture. */
  thumbnail?: string | null;
  /** The mean of the customers’ stars. */
  rating?: number | null;
};

/** A JSON merge patch (RFC 7396): null removes an optional field. */
export type ProductPatch = {
  /** Shown in lists and on the product page. */
  title?: string;
  /** A few sentences for the product page. */
  description?: string | null;
  /** The shelf on which the product stands. */
  category?: string;
  /** The price of one piece. At most two decimals. */
  price?: number;
  /** Pieces in store; left out when stock is not tracked. */
  stock?: number | null;
  brand?: string | null;
  /** The number on the shelf label. */
  sku?: string | null;
  /** Words to find the product by. */
  tags?: string[] | null;
  /** Name or address of the large picture. */
  imageFile?: string | null;
  /** Name or address of the small picture. */
  thumbnail?: string | null;
  /** The mean of the customers’ stars. */
  rating?: number | null;
  /** The version that was read; as If-Match. */
  version?: number;
  /** As it was read. */
  createdAt?: string;
  /** As it was read. */
  updatedAt?: string;
  /** As they were read; nothing is made of them. */
  warnings?: FieldProblem[];
};

export type BasketInput = Omit<BasketUpsert, 'version' | 'createdAt' | 'updatedAt'>;

/** Any item that is stored. */
export type Stored = Product | Basket | Order | LambdaApigateway;
