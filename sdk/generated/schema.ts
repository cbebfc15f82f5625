export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant as RFC 3339 text in UTC, such as 2026-01-15T09:30:00.000Z. */
  DateTime: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  /** An amount in major units with at most two decimals, such as 249.5. */
  Money: { input: number; output: number; }
};

/** The call to DynamoDB by which a list is read. */
export type AccessPath =
  /** Items by their keys. */
  | 'BATCH_GET'
  /** One item by its key. */
  | 'GET'
  /** Items of one partition of the table or of an index. */
  | 'QUERY'
  /** The whole table. */
  | 'SCAN';

/** What a shopper is about to buy. A basket that nobody touches for a month is gone. */
export type Basket = Node & {
  __typename?: 'Basket';
  /** When the item was created. */
  createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Tells the item from all others of the gateway. */
  id: Scalars['ID']['output'];
  /** The lines in the order in which they were added. */
  items?: Maybe<Array<Maybe<BasketItem>>>;
  /** What the basket costs by the catalogue of this moment; null when a product is no longer there. */
  totalPrice?: Maybe<Scalars['Money']['output']>;
  /** When the item was last written. */
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whose basket it is. (at most 128 characters) */
  userName: Scalars['String']['output'];
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. (at least 0) */
  version: Scalars['Int']['output'];
};

/** The basket has changed meanwhile. Somebody changed or bought the basket while the checkout was at work. Nothing was bought by this request: read the basket again. */
export type BasketChangedProblem = ProblemDetails & {
  __typename?: 'BasketChangedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** A page of Basket items. */
export type BasketConnection = {
  __typename?: 'BasketConnection';
  /** The items of the page, each with its cursor. */
  edges: Array<BasketEdge>;
  /** Where the page stands in the list. */
  pageInfo: PageInfo;
  /** How the page was read, for administrators. */
  plan?: Maybe<ListPlan>;
  /** How many items the whole list has, where that can be told within the read budget. */
  totalCount?: Maybe<Scalars['Int']['output']>;
  /** Why there is no totalCount. */
  totalCountReason?: Maybe<Scalars['String']['output']>;
};

/** One Basket of a page. */
export type BasketEdge = {
  __typename?: 'BasketEdge';
  /** Stands after this item. */
  cursor: Scalars['String']['output'];
  /** The item; null, with an error, when it cannot be given. */
  node?: Maybe<Basket>;
};

/** Which items the list holds; all conditions must hold. */
export type BasketFilter = {
  /** All of these hold. */
  and?: InputMaybe<Array<BasketFilter>>;
  /** When the item was created. */
  createdAt?: InputMaybe<DateTimeCondition>;
  /** The lines in the order in which they were added. */
  items?: InputMaybe<ExistsCondition>;
  /** This does not hold. */
  not?: InputMaybe<BasketFilter>;
  /** At least one of these holds. */
  or?: InputMaybe<Array<BasketFilter>>;
  /** When the item was last written. */
  updatedAt?: InputMaybe<DateTimeCondition>;
  /** Whose basket it is. */
  userName?: InputMaybe<TextCondition>;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version?: InputMaybe<IntegerCondition>;
};

/** What a create or replace takes. */
export type BasketInput = {
  /** The lines in the order in which they were added. */
  items: Array<BasketItemInput>;
  /** Whose basket it is. (at most 128 characters) */
  userName: Scalars['String']['input'];
};

/** Basket item. */
export type BasketItem = {
  __typename?: 'BasketItem';
  /** The wanted variant. (at most 40 characters) */
  color?: Maybe<Scalars['String']['output']>;
  /** The price that the shopper saw; checkout refuses when the catalogue has another by then. (at least 0) */
  price?: Maybe<Scalars['Money']['output']>;
  /** What is bought. */
  product?: Maybe<Product>;
  /** What is bought. (at most 512 characters) */
  productId?: Maybe<Scalars['ID']['output']>;
  /** The title that the shopper saw. (at most 1000 characters) */
  productName?: Maybe<Scalars['String']['output']>;
  /** Pieces. (at least 1) */
  quantity?: Maybe<Scalars['Int']['output']>;
};

/** What a create or replace takes. */
export type BasketItemInput = {
  /** The wanted variant. (at most 40 characters) */
  color?: InputMaybe<Scalars['String']['input']>;
  /** The price that the shopper saw; checkout refuses when the catalogue has another by then. (at least 0) */
  price?: InputMaybe<Scalars['Money']['input']>;
  /** What is bought. (at most 512 characters) */
  productId: Scalars['ID']['input'];
  /** The title that the shopper saw. (at most 1000 characters) */
  productName?: InputMaybe<Scalars['String']['input']>;
  /** Pieces. (at least 1) */
  quantity: Scalars['Int']['input'];
};

/** What changes; null removes an optional field. */
export type BasketPatch = {
  /** The lines in the order in which they were added. */
  items?: InputMaybe<Array<BasketItemInput>>;
};

/** The item has changed or is not there. The version sent along is not the current one. Read the item again, apply your change to it and send the new version. */
export type BasketPreconditionFailedProblem = ProblemDetails & {
  __typename?: 'BasketPreconditionFailedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The item as it is, where one stands in the way. */
  current?: Maybe<Basket>;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** The basket is too large for one order. One order may hold 95 different products with a tracked stock, and its event may have 256 KB. Split the basket into two orders. */
export type BasketTooLargeProblem = ProblemDetails & {
  __typename?: 'BasketTooLargeProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** Change. */
export type Change = {
  __typename?: 'Change';
  /** What happened. */
  change: ChangeKind;
  /** The names of the fields that an update has changed. */
  changed?: Maybe<Array<Scalars['String']['output']>>;
  /** The same each time this change is told. (at most 64 characters) */
  id: Scalars['String']['output'];
  /** The item after the change, without fields that are marked as sensitive. Missing when it is gone or too large: read it. */
  item?: Maybe<Scalars['JSON']['output']>;
  /** The key fields of the item. */
  key: Scalars['JSON']['output'];
  /** The item as it is now, which may be later than this change; null when it is gone, or its type has no `id`. */
  node?: Maybe<Node>;
  /** The `id` of the item, also of one that is gone; null where its type has none. */
  nodeId?: Maybe<Scalars['ID']['output']>;
  /** When it happened. */
  time: Scalars['DateTime']['output'];
  /** The version of the item after the change; of one that is gone, its last. (at least 1) */
  version: Scalars['Int']['output'];
};

/** Change feed. */
export type ChangeFeed = {
  __typename?: 'ChangeFeed';
  /** The changes, from the oldest. */
  changes: Array<Change>;
  /** Send it as since, and what has happened after these changes is told. (at most 8000 characters) */
  cursor: Scalars['String']['output'];
  /** Let so many seconds pass before you ask again. It is 0 for callers who may wait for the next change. (at least 0) */
  retryAfterSeconds: Scalars['Int']['output'];
};

/** Change kind. */
export type ChangeKind =
  /** The item is new. */
  | 'Created'
  /** The item is gone. */
  | 'Deleted'
  /** Some fields of the item are others now. */
  | 'Updated';

/** What a create or replace takes. */
export type CheckoutInput = {
  /** Where it goes. (at most 1000 characters) */
  address: Scalars['String']['input'];
  /** The card number. Only its last four digits stay; the rest is neither stored, nor logged, nor sent on. (at most 40 characters) */
  cardInfo?: InputMaybe<Scalars['String']['input']>;
  /** Email. (at most 254 characters) */
  email: Scalars['String']['input'];
  /** First name. (at most 100 characters) */
  firstName: Scalars['String']['input'];
  /** Last name. (at most 100 characters) */
  lastName: Scalars['String']['input'];
  /** The number of the way to pay. (at least 0) */
  paymentMethod: Scalars['Int']['input'];
  /** Taken because callers send it, and not believed: the total comes from the catalogue. (at least 0) */
  totalPrice?: InputMaybe<Scalars['Money']['input']>;
  /** Whose basket is bought. (at most 128 characters) */
  userName: Scalars['String']['input'];
};

/** Checkout receipt. */
export type CheckoutReceipt = {
  __typename?: 'CheckoutReceipt';
  /** When the checkout was accepted. */
  orderDate: Scalars['DateTime']['output'];
  /** Where to look: /order/{userName}/{orderId}. (at most 64 characters) */
  orderId: Scalars['String']['output'];
  /** Status. */
  status: OrderStatus;
  /** The sum of price × quantity by the catalogue. (at least 0) */
  totalPrice: Scalars['Money']['output'];
  /** User name. (at most 128 characters) */
  userName: Scalars['String']['output'];
};

/** What becomes of checkout. */
export type CheckoutResult = BasketChangedProblem | BasketPreconditionFailedProblem | BasketTooLargeProblem | CheckoutReceipt | EmptyBasketProblem | NeedsMendingProblem | NotFoundProblem | OutOfStockProblem | PriceChangedProblem | UnknownProductProblem;

/** A condition on a value of the kind dateTime. */
export type DateTimeCondition = {
  /** Is at least the first and at most the second of these two. */
  between?: InputMaybe<Array<Scalars['DateTime']['input']>>;
  /** Is equal to this. */
  eq?: InputMaybe<Scalars['DateTime']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is at least this. */
  ge?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is greater than this, or later. */
  gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<Scalars['DateTime']['input']>>;
  /** Is at most this. */
  le?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is less than this, or earlier. */
  lt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<Scalars['DateTime']['input']>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<Scalars['DateTime']['input']>>;
};

/** What becomes of deleteBasket. */
export type DeleteBasketResult = BasketPreconditionFailedProblem | Deleted | NotFoundProblem;

/** What becomes of deleteLambdaApigateway. */
export type DeleteLambdaApigatewayResult = Deleted | LambdaApigatewayPreconditionFailedProblem | NotFoundProblem;

/** What becomes of deleteProduct. */
export type DeleteProductResult = Deleted | NotFoundProblem | ProductPreconditionFailedProblem;

/** An item is gone. */
export type Deleted = {
  __typename?: 'Deleted';
  /** The `id` that the item had. */
  id: Scalars['ID']['output'];
};

/** The basket is empty. There is nothing to buy in the basket. Add an item first. */
export type EmptyBasketProblem = ProblemDetails & {
  __typename?: 'EmptyBasketProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** A condition on a value of the kind objects. */
export type ExistsCondition = {
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One wrong field. */
export type FieldProblem = {
  __typename?: 'FieldProblem';
  /** What the field must be. */
  detail: Scalars['String']['output'];
  /** The field as a JSON pointer (RFC 6901) relative to the item. */
  pointer: Scalars['String']['output'];
};

/** A condition on a value of the kind float. */
export type FloatCondition = {
  /** Is at least the first and at most the second of these two. */
  between?: InputMaybe<Array<Scalars['Float']['input']>>;
  /** Is equal to this. */
  eq?: InputMaybe<Scalars['Float']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is at least this. */
  ge?: InputMaybe<Scalars['Float']['input']>;
  /** Is greater than this, or later. */
  gt?: InputMaybe<Scalars['Float']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<Scalars['Float']['input']>>;
  /** Is at most this. */
  le?: InputMaybe<Scalars['Float']['input']>;
  /** Is less than this, or earlier. */
  lt?: InputMaybe<Scalars['Float']['input']>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<Scalars['Float']['input']>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<Scalars['Float']['input']>>;
};

/** A condition on a value of the kind id. */
export type IdCondition = {
  /** Begins with this text. */
  beginsWith?: InputMaybe<Scalars['ID']['input']>;
  /** Is at least the first and at most the second of these two. */
  between?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Contains this: a text a part of it, a list an element. */
  contains?: InputMaybe<Scalars['ID']['input']>;
  /** Ends with this text. It is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
  endsWith?: InputMaybe<Scalars['ID']['input']>;
  /** Is equal to this. */
  eq?: InputMaybe<Scalars['ID']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is at least this. */
  ge?: InputMaybe<Scalars['ID']['input']>;
  /** Is greater than this, or later. */
  gt?: InputMaybe<Scalars['ID']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Is at most this. */
  le?: InputMaybe<Scalars['ID']['input']>;
  /** Is less than this, or earlier. */
  lt?: InputMaybe<Scalars['ID']['input']>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<Scalars['ID']['input']>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** A condition on a value of the kind integer. */
export type IntegerCondition = {
  /** Is at least the first and at most the second of these two. */
  between?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** Is equal to this. */
  eq?: InputMaybe<Scalars['Int']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is at least this. */
  ge?: InputMaybe<Scalars['Int']['input']>;
  /** Is greater than this, or later. */
  gt?: InputMaybe<Scalars['Int']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** Is at most this. */
  le?: InputMaybe<Scalars['Int']['input']>;
  /** Is less than this, or earlier. */
  lt?: InputMaybe<Scalars['Int']['input']>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<Scalars['Int']['input']>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<Scalars['Int']['input']>>;
};

/** Items of any form: an id and free JSON. Clients of the old DynamoDBManager keep theirs here. */
export type LambdaApigateway = Node & {
  __typename?: 'LambdaApigateway';
  /** When the item was created. */
  createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: Maybe<Scalars['JSON']['output']>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: Scalars['ID']['output'];
  /** When the item was last written. */
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. (at least 0) */
  version: Scalars['Int']['output'];
};

/** A page of LambdaApigateway items. */
export type LambdaApigatewayConnection = {
  __typename?: 'LambdaApigatewayConnection';
  /** The items of the page, each with its cursor. */
  edges: Array<LambdaApigatewayEdge>;
  /** Where the page stands in the list. */
  pageInfo: PageInfo;
  /** How the page was read, for administrators. */
  plan?: Maybe<ListPlan>;
  /** How many items the whole list has, where that can be told within the read budget. */
  totalCount?: Maybe<Scalars['Int']['output']>;
  /** Why there is no totalCount. */
  totalCountReason?: Maybe<Scalars['String']['output']>;
};

/** One LambdaApigateway of a page. */
export type LambdaApigatewayEdge = {
  __typename?: 'LambdaApigatewayEdge';
  /** Stands after this item. */
  cursor: Scalars['String']['output'];
  /** The item; null, with an error, when it cannot be given. */
  node?: Maybe<LambdaApigateway>;
};

/** Which items the list holds; all conditions must hold. */
export type LambdaApigatewayFilter = {
  /** All of these hold. */
  and?: InputMaybe<Array<LambdaApigatewayFilter>>;
  /** When the item was created. */
  createdAt?: InputMaybe<DateTimeCondition>;
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: InputMaybe<ExistsCondition>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id?: InputMaybe<IdCondition>;
  /** This does not hold. */
  not?: InputMaybe<LambdaApigatewayFilter>;
  /** At least one of these holds. */
  or?: InputMaybe<Array<LambdaApigatewayFilter>>;
  /** When the item was last written. */
  updatedAt?: InputMaybe<DateTimeCondition>;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version?: InputMaybe<IntegerCondition>;
};

/** What a create or replace takes. */
export type LambdaApigatewayInput = {
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: InputMaybe<Scalars['JSON']['input']>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** Names one LambdaApigateway. */
export type LambdaApigatewayKey = {
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: Scalars['ID']['input'];
};

/** What became of one LambdaApigateway of a batch. */
export type LambdaApigatewayOutcome = {
  __typename?: 'LambdaApigatewayOutcome';
  /** Why it was refused. */
  error?: Maybe<Problem>;
  /** The item, where it was not refused. */
  item?: Maybe<LambdaApigateway>;
  /** As an HTTP status: 201 created, 200 would be created, 4xx or 5xx refused. */
  status: Scalars['Int']['output'];
};

/** What changes; null removes an optional field. */
export type LambdaApigatewayPatch = {
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  data?: InputMaybe<Scalars['JSON']['input']>;
};

/** The item has changed or is not there. The version sent along is not the current one. Read the item again, apply your change to it and send the new version. */
export type LambdaApigatewayPreconditionFailedProblem = ProblemDetails & {
  __typename?: 'LambdaApigatewayPreconditionFailedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The item as it is, where one stands in the way. */
  current?: Maybe<LambdaApigateway>;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** How a page of a list was read, and what that has cost. */
export type ListPlan = {
  __typename?: 'ListPlan';
  /** Calls to DynamoDB. */
  calls: Scalars['Int']['output'];
  /** Read units that DynamoDB charged. */
  capacityUnits: Scalars['Float']['output'];
  /** Items that DynamoDB read, whether they met the filter or not. */
  examined: Scalars['Int']['output'];
  /** What is checked after DynamoDB has read, and charged for, an item. */
  filteredAfterReading?: Maybe<Scalars['String']['output']>;
  /** The index that is read; the table itself when null. */
  index?: Maybe<Scalars['String']['output']>;
  /** The key condition in words, without its values. */
  keyCondition?: Maybe<Scalars['String']['output']>;
  /** The indexes that must not be read yet, each with the reason. */
  notUsed?: Maybe<Array<Scalars['String']['output']>>;
  /** How the items are reached. */
  path: AccessPath;
  /** How many queries are merged. */
  queries?: Maybe<Scalars['Int']['output']>;
  /** Items that a page may examine. */
  readBudget: Scalars['Int']['output'];
  /** Items of the page. */
  returned: Scalars['Int']['output'];
  /** What the items are sorted by. */
  sortedBy?: Maybe<Scalars['String']['output']>;
};

/** A condition on a value of the kind money. */
export type MoneyCondition = {
  /** Is at least the first and at most the second of these two. */
  between?: InputMaybe<Array<Scalars['Money']['input']>>;
  /** Is equal to this. */
  eq?: InputMaybe<Scalars['Money']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is at least this. */
  ge?: InputMaybe<Scalars['Money']['input']>;
  /** Is greater than this, or later. */
  gt?: InputMaybe<Scalars['Money']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<Scalars['Money']['input']>>;
  /** Is at most this. */
  le?: InputMaybe<Scalars['Money']['input']>;
  /** Is less than this, or earlier. */
  lt?: InputMaybe<Scalars['Money']['input']>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<Scalars['Money']['input']>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<Scalars['Money']['input']>>;
};

/** What can be done. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Adds pieces of a product to a basket, to the line that already has it in this color; makes the basket when there is none. */
  addBasketItem?: Maybe<Basket>;
  /** Buys the basket of a user. The order is PENDING at once and is placed a moment later. */
  checkout?: Maybe<CheckoutReceipt>;
  /** Buys the basket of a user. The order is PENDING at once and is placed a moment later. The problems that it declares are data. */
  checkoutResult?: Maybe<CheckoutResult>;
  /** Creates one free-form record; never overwrites. */
  createLambdaApigateway?: Maybe<LambdaApigateway>;
  /** Creates up to 100 free-form record items, each with its own outcome; never overwrites. */
  createLambdaApigateways?: Maybe<Array<LambdaApigatewayOutcome>>;
  /** Creates one product; never overwrites. */
  createProduct?: Maybe<Product>;
  /** Creates up to 100 product items, each with its own outcome; never overwrites. */
  createProducts?: Maybe<Array<ProductOutcome>>;
  /** Deletes one basket. */
  deleteBasket?: Maybe<Scalars['Boolean']['output']>;
  /** Deletes one basket. The problems that it declares are data. */
  deleteBasketResult?: Maybe<DeleteBasketResult>;
  /** Deletes one free-form record. */
  deleteLambdaApigateway?: Maybe<Scalars['Boolean']['output']>;
  /** Deletes one free-form record. The problems that it declares are data. */
  deleteLambdaApigatewayResult?: Maybe<DeleteLambdaApigatewayResult>;
  /** Deletes one product. */
  deleteProduct?: Maybe<Scalars['Boolean']['output']>;
  /** Deletes one product. The problems that it declares are data. */
  deleteProductResult?: Maybe<DeleteProductResult>;
  /** Writes a whole basket in place of the one that the user may have. */
  putBasket?: Maybe<Basket>;
  /** Takes a product out of a basket, in all of its colors. */
  removeBasketItem?: Maybe<Basket>;
  /** Replaces one basket; fields that are left out are gone. */
  replaceBasket?: Maybe<Basket>;
  /** Replaces one free-form record; fields that are left out are gone. */
  replaceLambdaApigateway?: Maybe<LambdaApigateway>;
  /** Replaces one product; fields that are left out are gone. */
  replaceProduct?: Maybe<Product>;
  /** Sets how many pieces of a product are in a basket. */
  setBasketItemQuantity?: Maybe<Basket>;
  /** Moves an order on: PLACED to PAID or CANCELLED, PAID to SHIPPED or CANCELLED, SHIPPED to DELIVERED. Cancelling puts the pieces back into the stock. The same status again changes nothing. Whose order it is may cancel it, and nothing else. */
  setOrderStatus?: Maybe<Order>;
  /** Moves an order on: PLACED to PAID or CANCELLED, PAID to SHIPPED or CANCELLED, SHIPPED to DELIVERED. Cancelling puts the pieces back into the stock. The same status again changes nothing. Whose order it is may cancel it, and nothing else. The problems that it declares are data. */
  setOrderStatusResult?: Maybe<SetOrderStatusResult>;
  /** Changes some fields of one basket; null removes an optional field (RFC 7396). */
  updateBasket?: Maybe<Basket>;
  /** Changes some fields of one free-form record; null removes an optional field (RFC 7396). */
  updateLambdaApigateway?: Maybe<LambdaApigateway>;
  /** Changes some fields of one product; null removes an optional field (RFC 7396). */
  updateProduct?: Maybe<Product>;
};


/** What can be done. */
export type MutationAddBasketItemArgs = {
  color?: InputMaybe<Scalars['String']['input']>;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  price?: InputMaybe<Scalars['Money']['input']>;
  productId: Scalars['ID']['input'];
  productName?: InputMaybe<Scalars['String']['input']>;
  quantity: Scalars['Int']['input'];
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationCheckoutArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  input: CheckoutInput;
};


/** What can be done. */
export type MutationCheckoutResultArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  input: CheckoutInput;
};


/** What can be done. */
export type MutationCreateLambdaApigatewayArgs = {
  input: LambdaApigatewayInput;
};


/** What can be done. */
export type MutationCreateLambdaApigatewaysArgs = {
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  items: Array<LambdaApigatewayInput>;
};


/** What can be done. */
export type MutationCreateProductArgs = {
  input: ProductInput;
};


/** What can be done. */
export type MutationCreateProductsArgs = {
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  items: Array<ProductInput>;
};


/** What can be done. */
export type MutationDeleteBasketArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationDeleteBasketResultArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationDeleteLambdaApigatewayArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/** What can be done. */
export type MutationDeleteLambdaApigatewayResultArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/** What can be done. */
export type MutationDeleteProductArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/** What can be done. */
export type MutationDeleteProductResultArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/** What can be done. */
export type MutationPutBasketArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  input: BasketInput;
};


/** What can be done. */
export type MutationRemoveBasketItemArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  productId: Scalars['ID']['input'];
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationReplaceBasketArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  input: BasketInput;
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationReplaceLambdaApigatewayArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: LambdaApigatewayInput;
};


/** What can be done. */
export type MutationReplaceProductArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: ProductInput;
};


/** What can be done. */
export type MutationSetBasketItemQuantityArgs = {
  color?: InputMaybe<Scalars['String']['input']>;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  productId: Scalars['ID']['input'];
  quantity: Scalars['Int']['input'];
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationSetOrderStatusArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  orderId: Scalars['String']['input'];
  status: OrderStatus;
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationSetOrderStatusResultArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  orderId: Scalars['String']['input'];
  status: OrderStatus;
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationUpdateBasketArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  patch: BasketPatch;
  userName: Scalars['String']['input'];
};


/** What can be done. */
export type MutationUpdateLambdaApigatewayArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  patch: LambdaApigatewayPatch;
};


/** What can be done. */
export type MutationUpdateProductArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  patch: ProductPatch;
};

/** An item has to be mended first. This operation works with a field whose stored value cannot be read, or is not there. The errors say which. Set the field, or replace the item, and send the request again. */
export type NeedsMendingProblem = ProblemDetails & {
  __typename?: 'NeedsMendingProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** An item that `node` gives for its id. */
export type Node = {
  /** Tells the item from all others of the gateway. */
  id: Scalars['ID']['output'];
};

/** There is no such item. No item has this key. It may have been deleted, or never been there. */
export type NotFoundProblem = ProblemDetails & {
  __typename?: 'NotFoundProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** What was bought. Made by a checkout, PENDING until it has been placed. */
export type Order = Node & {
  __typename?: 'Order';
  /** Where it goes. (at most 1000 characters) */
  address?: Maybe<Scalars['String']['output']>;
  /** Card last4. (at most 4 characters) */
  cardLast4?: Maybe<Scalars['String']['output']>;
  /** When the item was created. */
  createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Email. (at most 254 characters) */
  email?: Maybe<Scalars['String']['output']>;
  /** First name. (at most 100 characters) */
  firstName?: Maybe<Scalars['String']['output']>;
  /** Tells the item from all others of the gateway. */
  id: Scalars['ID']['output'];
  /** What was bought, with the prices paid. */
  items?: Maybe<Array<Maybe<OrderItem>>>;
  /** Last name. (at most 100 characters) */
  lastName?: Maybe<Scalars['String']['output']>;
  /** When the checkout was accepted. */
  orderDate?: Maybe<Scalars['DateTime']['output']>;
  /** Made by the checkout from the user, the key and the basket. (at most 64 characters) */
  orderId: Scalars['String']['output'];
  /** The number of the way to pay. (at least 0) */
  paymentMethod?: Maybe<Scalars['Int']['output']>;
  /** How far it has come. */
  status?: Maybe<OrderStatus>;
  /** The sum of price × quantity. (at least 0) */
  totalPrice?: Maybe<Scalars['Money']['output']>;
  /** When the item was last written. */
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who bought it. (at most 128 characters) */
  userName: Scalars['String']['output'];
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. (at least 0) */
  version: Scalars['Int']['output'];
};

/** A page of Order items. */
export type OrderConnection = {
  __typename?: 'OrderConnection';
  /** The items of the page, each with its cursor. */
  edges: Array<OrderEdge>;
  /** Where the page stands in the list. */
  pageInfo: PageInfo;
  /** How the page was read, for administrators. */
  plan?: Maybe<ListPlan>;
  /** How many items the whole list has, where that can be told within the read budget. */
  totalCount?: Maybe<Scalars['Int']['output']>;
  /** Why there is no totalCount. */
  totalCountReason?: Maybe<Scalars['String']['output']>;
};

/** One Order of a page. */
export type OrderEdge = {
  __typename?: 'OrderEdge';
  /** Stands after this item. */
  cursor: Scalars['String']['output'];
  /** The item; null, with an error, when it cannot be given. */
  node?: Maybe<Order>;
};

/** Which items the list holds; all conditions must hold. */
export type OrderFilter = {
  /** Where it goes. */
  address?: InputMaybe<TextCondition>;
  /** All of these hold. */
  and?: InputMaybe<Array<OrderFilter>>;
  /** Card last4. */
  cardLast4?: InputMaybe<TextCondition>;
  /** When the item was created. */
  createdAt?: InputMaybe<DateTimeCondition>;
  /** Email. */
  email?: InputMaybe<TextCondition>;
  /** First name. */
  firstName?: InputMaybe<TextCondition>;
  /** What was bought, with the prices paid. */
  items?: InputMaybe<ExistsCondition>;
  /** Last name. */
  lastName?: InputMaybe<TextCondition>;
  /** This does not hold. */
  not?: InputMaybe<OrderFilter>;
  /** At least one of these holds. */
  or?: InputMaybe<Array<OrderFilter>>;
  /** When the checkout was accepted. */
  orderDate?: InputMaybe<DateTimeCondition>;
  /** Made by the checkout from the user, the key and the basket. */
  orderId?: InputMaybe<TextCondition>;
  /** The number of the way to pay. */
  paymentMethod?: InputMaybe<IntegerCondition>;
  /** How far it has come. */
  status?: InputMaybe<OrderStatusCondition>;
  /** The sum of price × quantity. */
  totalPrice?: InputMaybe<MoneyCondition>;
  /** When the item was last written. */
  updatedAt?: InputMaybe<DateTimeCondition>;
  /** Who bought it. */
  userName?: InputMaybe<TextCondition>;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version?: InputMaybe<IntegerCondition>;
};

/** Order item. */
export type OrderItem = {
  __typename?: 'OrderItem';
  /** The chosen variant. (at most 40 characters) */
  color?: Maybe<Scalars['String']['output']>;
  /** The pieces were taken from the stock, and go back there when the order is cancelled. */
  fromStock?: Maybe<Scalars['Boolean']['output']>;
  /** The price of one piece that was paid. (at least 0) */
  price?: Maybe<Scalars['Money']['output']>;
  /** What was bought. */
  product?: Maybe<Product>;
  /** What was bought. (at most 512 characters) */
  productId?: Maybe<Scalars['ID']['output']>;
  /** The title at that time. (at most 1000 characters) */
  productName?: Maybe<Scalars['String']['output']>;
  /** Pieces. (at least 1) */
  quantity?: Maybe<Scalars['Int']['output']>;
};

/** The orders that an index can give. */
export type OrderOrder =
  /** By orderDate, the smallest or earliest first. */
  | 'ORDER_DATE_ASC'
  /** By orderDate, the largest or latest first. */
  | 'ORDER_DATE_DESC'
  /** By orderId, the smallest or earliest first. */
  | 'ORDER_ID_ASC'
  /** By orderId, the largest or latest first. */
  | 'ORDER_ID_DESC';

/** The item has changed or is not there. The version sent along is not the current one. Read the item again, apply your change to it and send the new version. */
export type OrderPreconditionFailedProblem = ProblemDetails & {
  __typename?: 'OrderPreconditionFailedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The item as it is, where one stands in the way. */
  current?: Maybe<Order>;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** Order status. */
export type OrderStatus =
  /** It will not be sent; the pieces are back in the stock. */
  | 'CANCELLED'
  /** It has arrived. */
  | 'DELIVERED'
  /** It is paid, and waits to be sent. */
  | 'PAID'
  /** The checkout was accepted a moment ago. */
  | 'PENDING'
  /** It is placed, and waits to be paid. */
  | 'PLACED'
  /** It is on its way. */
  | 'SHIPPED';

/** A condition on a value of the kind enumeration. */
export type OrderStatusCondition = {
  /** Is equal to this. */
  eq?: InputMaybe<OrderStatus>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<OrderStatus>>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<OrderStatus>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<OrderStatus>>;
};

/** There is not enough in stock. Fewer pieces are left than the basket holds. "products" says how many are left. Lower the quantity and check out again. */
export type OutOfStockProblem = ProblemDetails & {
  __typename?: 'OutOfStockProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** The products that stand in the way of a checkout. */
  products?: Maybe<Array<ProductProblem>>;
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Pass it as `after` to get the next page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether items follow, or may follow, this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether items come, or may come, before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Pass it as `before` to get the page before. */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Why the page ended before it was full; `endCursor` goes on from there. */
  truncatedBy?: Maybe<Truncation>;
};

/** A price has changed. The catalogue has another price than the one that stands in the basket. "products" names both. Put the new prices into the basket, or leave the prices out of it, and check out again. */
export type PriceChangedProblem = ProblemDetails & {
  __typename?: 'PriceChangedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** The products that stand in the way of a checkout. */
  products?: Maybe<Array<ProductProblem>>;
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** Why an item of a batch was refused (RFC 9457). */
export type Problem = {
  __typename?: 'Problem';
  /** What is wrong this time, in a sentence for people. */
  detail: Scalars['String']['output'];
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** As an HTTP status. */
  status: Scalars['Int']['output'];
  /** What the problem is called. */
  title: Scalars['String']['output'];
  /** The page that explains the problem, such as /problems/validation. */
  type: Scalars['String']['output'];
};

/** What has gone wrong. In capitals the last segment of a problem type. */
export type ProblemCode =
  /** The answer would be too large. */
  | 'ANSWER_TOO_LARGE'
  /** A request header is malformed. */
  | 'BAD_HEADER'
  /** The path names no possible item. */
  | 'BAD_PATH'
  /** A query parameter is wrong. */
  | 'BAD_QUERY'
  /** The request cannot be understood. */
  | 'BAD_REQUEST'
  /** The basket has changed meanwhile. */
  | 'BASKET_CHANGED'
  /** The basket is too large for one order. */
  | 'BASKET_TOO_LARGE'
  /** The changes since then are gone. */
  | 'CHANGES_GONE'
  /** The request conflicts with what is there. */
  | 'CONFLICT'
  /** The cursor does not belong to this list. */
  | 'CURSOR_INVALID'
  /** The basket is empty. */
  | 'EMPTY_BASKET'
  /** The expression asks for more than the envelope does. */
  | 'EXPRESSION_NOT_ALLOWED'
  /** This is not open to you. */
  | 'FORBIDDEN'
  /** The document is not GraphQL. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit the schema. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** The headers are too large. */
  | 'HEADERS_TOO_LARGE'
  /** The Idempotency-Key is malformed. */
  | 'IDEMPOTENCY_KEY_INVALID'
  /** A request with this Idempotency-Key is under way. */
  | 'IDEMPOTENCY_KEY_IN_PROGRESS'
  /** The Idempotency-Key belongs to another request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Something went wrong on our side. */
  | 'INTERNAL'
  /** The body is not JSON. */
  | 'MALFORMED_JSON'
  /** The method is not offered here. */
  | 'METHOD_NOT_ALLOWED'
  /** An item has to be mended first. */
  | 'NEEDS_MENDING'
  /** The answer cannot have that form. */
  | 'NOT_ACCEPTABLE'
  /** There is no such item. */
  | 'NOT_FOUND'
  /** No index can answer this. */
  | 'NO_INDEX'
  /** There is nothing at this path. */
  | 'NO_SUCH_ROUTE'
  /** It is not clear which operation is meant. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** There is not enough in stock. */
  | 'OUT_OF_STOCK'
  /** The request is too large. */
  | 'PAYLOAD_TOO_LARGE'
  /** No document has this hash. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** Documents are not kept here. */
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  /** The item has changed or is not there. */
  | 'PRECONDITION_FAILED'
  /** A price has changed. */
  | 'PRICE_CHANGED'
  /** The document is not one of the known ones. */
  | 'QUERY_NOT_ALLOWED'
  /** The query is too deep. */
  | 'QUERY_TOO_DEEP'
  /** The query asks for too much at once. */
  | 'QUERY_TOO_EXPENSIVE'
  /** The query has too many aliases. */
  | 'QUERY_TOO_MANY_ALIASES'
  /** The operation has too many fields at its root. */
  | 'QUERY_TOO_MANY_ROOT_FIELDS'
  /** The request reads too much at once. */
  | 'READ_BUDGET_SPENT'
  /** The envelope does not reach this table. */
  | 'TABLE_NOT_ALLOWED'
  /** The answer did not come in time. */
  | 'TIMEOUT'
  /** Too many requests at once. */
  | 'TOO_MANY_REQUESTS'
  /** The order cannot get this status. */
  | 'TRANSITION_NOT_ALLOWED'
  /** Sign in for this. */
  | 'UNAUTHENTICATED'
  /** Something that the gateway needs does not answer. */
  | 'UNAVAILABLE'
  /** The envelope has no such operation. */
  | 'UNKNOWN_OPERATION'
  /** A product is no longer sold. */
  | 'UNKNOWN_PRODUCT'
  /** What is stored cannot be read. */
  | 'UNREADABLE'
  /** The body has the wrong media type. */
  | 'UNSUPPORTED_MEDIA_TYPE'
  /** The URL is too long. */
  | 'URI_TOO_LONG'
  /** The input breaks a rule. */
  | 'VALIDATION';

/** A problem that a verb declares. */
export type ProblemDetails = {
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** What the shop sells. */
export type Product = Node & {
  __typename?: 'Product';
  /** Brand. (at most 60 characters) */
  brand?: Maybe<Scalars['String']['output']>;
  /** The shelf on which the product stands. (at most 60 characters, default "Other") */
  category?: Maybe<Scalars['String']['output']>;
  /** When the item was created. */
  createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** A few sentences for the product page. (at most 5000 characters) */
  description?: Maybe<Scalars['String']['output']>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: Scalars['ID']['output'];
  /** Name or address of the large picture. (at most 500 characters) */
  imageFile?: Maybe<Scalars['String']['output']>;
  /** The price of one piece. (at least 0) */
  price?: Maybe<Scalars['Money']['output']>;
  /** The mean of the customers’ stars. (at least 0) */
  rating?: Maybe<Scalars['Float']['output']>;
  /** The number on the shelf label. (at most 40 characters) */
  sku?: Maybe<Scalars['String']['output']>;
  /** Pieces in store; left out when stock is not tracked. (at least 0) */
  stock?: Maybe<Scalars['Int']['output']>;
  /** Words to find the product by. */
  tags?: Maybe<Array<Maybe<Scalars['String']['output']>>>;
  /** Name or address of the small picture. (at most 500 characters) */
  thumbnail?: Maybe<Scalars['String']['output']>;
  /** Shown in lists and on the product page. (at most 120 characters) */
  title?: Maybe<Scalars['String']['output']>;
  /** When the item was last written. */
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. (at least 0) */
  version: Scalars['Int']['output'];
};

/** A page of Product items. */
export type ProductConnection = {
  __typename?: 'ProductConnection';
  /** The items of the page, each with its cursor. */
  edges: Array<ProductEdge>;
  /** Where the page stands in the list. */
  pageInfo: PageInfo;
  /** How the page was read, for administrators. */
  plan?: Maybe<ListPlan>;
  /** How many items the whole list has, where that can be told within the read budget. */
  totalCount?: Maybe<Scalars['Int']['output']>;
  /** Why there is no totalCount. */
  totalCountReason?: Maybe<Scalars['String']['output']>;
};

/** One Product of a page. */
export type ProductEdge = {
  __typename?: 'ProductEdge';
  /** Stands after this item. */
  cursor: Scalars['String']['output'];
  /** The item; null, with an error, when it cannot be given. */
  node?: Maybe<Product>;
};

/** Which items the list holds; all conditions must hold. */
export type ProductFilter = {
  /** All of these hold. */
  and?: InputMaybe<Array<ProductFilter>>;
  /** Brand. */
  brand?: InputMaybe<TextCondition>;
  /** The shelf on which the product stands. */
  category?: InputMaybe<TextCondition>;
  /** When the item was created. */
  createdAt?: InputMaybe<DateTimeCondition>;
  /** A few sentences for the product page. */
  description?: InputMaybe<TextCondition>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id?: InputMaybe<IdCondition>;
  /** Name or address of the large picture. */
  imageFile?: InputMaybe<TextCondition>;
  /** This does not hold. */
  not?: InputMaybe<ProductFilter>;
  /** At least one of these holds. */
  or?: InputMaybe<Array<ProductFilter>>;
  /** The price of one piece. */
  price?: InputMaybe<MoneyCondition>;
  /** The mean of the customers’ stars. */
  rating?: InputMaybe<FloatCondition>;
  /** The number on the shelf label. */
  sku?: InputMaybe<TextCondition>;
  /** Pieces in store; left out when stock is not tracked. */
  stock?: InputMaybe<IntegerCondition>;
  /** Words to find the product by. */
  tags?: InputMaybe<TextListCondition>;
  /** Name or address of the small picture. */
  thumbnail?: InputMaybe<TextCondition>;
  /** Shown in lists and on the product page. */
  title?: InputMaybe<TextCondition>;
  /** When the item was last written. */
  updatedAt?: InputMaybe<DateTimeCondition>;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  version?: InputMaybe<IntegerCondition>;
};

/** What a create or replace takes. */
export type ProductInput = {
  /** Brand. (at most 60 characters) */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** The shelf on which the product stands. (at most 60 characters, default "Other") */
  category?: InputMaybe<Scalars['String']['input']>;
  /** A few sentences for the product page. (at most 5000 characters) */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Name or address of the large picture. (at most 500 characters) */
  imageFile?: InputMaybe<Scalars['String']['input']>;
  /** The price of one piece. (at least 0) */
  price: Scalars['Money']['input'];
  /** The mean of the customers’ stars. (at least 0) */
  rating?: InputMaybe<Scalars['Float']['input']>;
  /** The number on the shelf label. (at most 40 characters) */
  sku?: InputMaybe<Scalars['String']['input']>;
  /** Pieces in store; left out when stock is not tracked. (at least 0) */
  stock?: InputMaybe<Scalars['Int']['input']>;
  /** Words to find the product by. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Name or address of the small picture. (at most 500 characters) */
  thumbnail?: InputMaybe<Scalars['String']['input']>;
  /** Shown in lists and on the product page. (at most 120 characters) */
  title: Scalars['String']['input'];
};

/** Names one Product. */
export type ProductKey = {
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: Scalars['ID']['input'];
};

/** The orders that an index can give. */
export type ProductOrder =
  /** By price, the smallest or earliest first. */
  | 'PRICE_ASC'
  /** By price, the largest or latest first. */
  | 'PRICE_DESC';

/** What became of one Product of a batch. */
export type ProductOutcome = {
  __typename?: 'ProductOutcome';
  /** Why it was refused. */
  error?: Maybe<Problem>;
  /** The item, where it was not refused. */
  item?: Maybe<Product>;
  /** As an HTTP status: 201 created, 200 would be created, 4xx or 5xx refused. */
  status: Scalars['Int']['output'];
};

/** What changes; null removes an optional field. */
export type ProductPatch = {
  /** Brand. (at most 60 characters) */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** The shelf on which the product stands. (at most 60 characters, default "Other") */
  category?: InputMaybe<Scalars['String']['input']>;
  /** A few sentences for the product page. (at most 5000 characters) */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Name or address of the large picture. (at most 500 characters) */
  imageFile?: InputMaybe<Scalars['String']['input']>;
  /** The price of one piece. (at least 0) */
  price?: InputMaybe<Scalars['Money']['input']>;
  /** The mean of the customers’ stars. (at least 0) */
  rating?: InputMaybe<Scalars['Float']['input']>;
  /** The number on the shelf label. (at most 40 characters) */
  sku?: InputMaybe<Scalars['String']['input']>;
  /** Pieces in store; left out when stock is not tracked. (at least 0) */
  stock?: InputMaybe<Scalars['Int']['input']>;
  /** Words to find the product by. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Name or address of the small picture. (at most 500 characters) */
  thumbnail?: InputMaybe<Scalars['String']['input']>;
  /** Shown in lists and on the product page. (at most 120 characters) */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** The item has changed or is not there. The version sent along is not the current one. Read the item again, apply your change to it and send the new version. */
export type ProductPreconditionFailedProblem = ProblemDetails & {
  __typename?: 'ProductPreconditionFailedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The item as it is, where one stands in the way. */
  current?: Maybe<Product>;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** Product problem. */
export type ProductProblem = {
  __typename?: 'ProductProblem';
  /** The price in the basket. (at least 0) */
  basketPrice?: Maybe<Scalars['Money']['output']>;
  /** The price in the catalogue. (at least 0) */
  cataloguePrice?: Maybe<Scalars['Money']['output']>;
  /** The pieces that are left. (at least 0) */
  left?: Maybe<Scalars['Int']['output']>;
  /** Product id. (at most 2048 characters) */
  productId: Scalars['String']['output'];
  /** The pieces that are wanted. (at least 0) */
  wanted?: Maybe<Scalars['Int']['output']>;
};

/** What can be read. */
export type Query = {
  __typename?: 'Query';
  /** Tells the changes of order items, each at least once; their versions tell their order. */
  allOrderChanges?: Maybe<ChangeFeed>;
  /** Lists order items page by page. */
  allOrders?: Maybe<OrderConnection>;
  /** Reads one basket. */
  basket?: Maybe<Basket>;
  /** Lists basket items page by page. */
  baskets?: Maybe<BasketConnection>;
  /** Reads one free-form record. */
  lambdaApigateway?: Maybe<LambdaApigateway>;
  /** Lists free-form record items page by page. */
  lambdaApigateways?: Maybe<LambdaApigatewayConnection>;
  /** Reads up to 100 free-form record items by their keys, in their order, null for each that is missing. */
  lambdaApigatewaysByKey?: Maybe<Array<Maybe<LambdaApigateway>>>;
  /** Reads one item by its id. */
  node?: Maybe<Node>;
  /** Reads up to 100 items by their ids, in their order, null for each that is missing. */
  nodes?: Maybe<Array<Maybe<Node>>>;
  /** Reads one order. */
  order?: Maybe<Order>;
  /** Tells the changes of order items, each at least once; their versions tell their order. Only items of one userName. */
  orderChanges?: Maybe<ChangeFeed>;
  /** Lists the order items of one userName page by page, by orderDate from the newest. */
  orders?: Maybe<OrderConnection>;
  /** Reads one product. */
  product?: Maybe<Product>;
  /** Tells the changes of product items, each at least once; their versions tell their order. */
  productChanges?: Maybe<ChangeFeed>;
  /** Lists product items page by page. */
  products?: Maybe<ProductConnection>;
  /** Reads up to 100 product items by their keys, in their order, null for each that is missing. */
  productsByKey?: Maybe<Array<Maybe<Product>>>;
};


/** What can be read. */
export type QueryAllOrderChangesArgs = {
  since?: InputMaybe<Scalars['String']['input']>;
  wait?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryAllOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<OrderOrder>;
};


/** What can be read. */
export type QueryBasketArgs = {
  userName: Scalars['String']['input'];
};


/** What can be read. */
export type QueryBasketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<BasketFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryLambdaApigatewayArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryLambdaApigatewaysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LambdaApigatewayFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryLambdaApigatewaysByKeyArgs = {
  keys: Array<LambdaApigatewayKey>;
};


/** What can be read. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** What can be read. */
export type QueryOrderArgs = {
  orderId: Scalars['String']['input'];
  userName: Scalars['String']['input'];
};


/** What can be read. */
export type QueryOrderChangesArgs = {
  since?: InputMaybe<Scalars['String']['input']>;
  userName: Scalars['String']['input'];
  wait?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<OrderOrder>;
  userName: Scalars['String']['input'];
};


/** What can be read. */
export type QueryProductArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryProductChangesArgs = {
  since?: InputMaybe<Scalars['String']['input']>;
  wait?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProductFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ProductOrder>;
};


/** What can be read. */
export type QueryProductsByKeyArgs = {
  keys: Array<ProductKey>;
};

/** What becomes of setOrderStatus. */
export type SetOrderStatusResult = NeedsMendingProblem | NotFoundProblem | Order | OrderPreconditionFailedProblem | TransitionNotAllowedProblem;

/** A condition on a value of the kind text. */
export type TextCondition = {
  /** Begins with this text. */
  beginsWith?: InputMaybe<Scalars['String']['input']>;
  /** Is at least the first and at most the second of these two. */
  between?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Contains this: a text a part of it, a list an element. */
  contains?: InputMaybe<Scalars['String']['input']>;
  /** Ends with this text. It is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
  endsWith?: InputMaybe<Scalars['String']['input']>;
  /** Is equal to this. */
  eq?: InputMaybe<Scalars['String']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is at least this. */
  ge?: InputMaybe<Scalars['String']['input']>;
  /** Is greater than this, or later. */
  gt?: InputMaybe<Scalars['String']['input']>;
  /** Is one of these. */
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Is at most this. */
  le?: InputMaybe<Scalars['String']['input']>;
  /** Is less than this, or earlier. */
  lt?: InputMaybe<Scalars['String']['input']>;
  /** Is not equal to this, or is not there. */
  ne?: InputMaybe<Scalars['String']['input']>;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  notIn?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A condition on a value of the kind list. */
export type TextListCondition = {
  /** Contains this: a text a part of it, a list an element. */
  contains?: InputMaybe<Scalars['String']['input']>;
  /** Whether there is a value. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The order cannot get this status. A status can be followed only by certain others; the answer names those that can follow the present one. */
export type TransitionNotAllowedProblem = ProblemDetails & {
  __typename?: 'TransitionNotAllowedProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};

/** What ended a page early: the items that a page may examine, or the size of an answer. */
export type Truncation =
  /** The answer would have become too large. */
  | 'answerSize'
  /** As many items were examined as a page may. */
  | 'readBudget';

/** A product is no longer sold. The basket holds a product that is not in the catalogue. The errors point to it: remove it from the basket and check out again. */
export type UnknownProductProblem = ProblemDetails & {
  __typename?: 'UnknownProductProblem';
  /** What has gone wrong, for programs. */
  code: ProblemCode;
  /** The wrong fields. */
  errors?: Maybe<Array<FieldProblem>>;
  /** What is wrong this time, in a sentence for people. */
  message: Scalars['String']['output'];
  /** A page that explains the problem, as a URI reference (RFC 9457, section 3.1.1). */
  type: Scalars['String']['output'];
};
