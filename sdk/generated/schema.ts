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
  /** An amount in major units with at most two decimals, such as 249.5. */
  Money: { input: number; output: number; }
};

/** A condition on a value of the kind dateTime. */
export type DateTimeCondition = {
  between?: InputMaybe<Array<Scalars['DateTime']['input']>>;
  eq?: InputMaybe<Scalars['DateTime']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  ge?: InputMaybe<Scalars['DateTime']['input']>;
  gt?: InputMaybe<Scalars['DateTime']['input']>;
  in?: InputMaybe<Array<Scalars['DateTime']['input']>>;
  le?: InputMaybe<Scalars['DateTime']['input']>;
  lt?: InputMaybe<Scalars['DateTime']['input']>;
  ne?: InputMaybe<Scalars['DateTime']['input']>;
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
  between?: InputMaybe<Array<Scalars['Float']['input']>>;
  eq?: InputMaybe<Scalars['Float']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  ge?: InputMaybe<Scalars['Float']['input']>;
  gt?: InputMaybe<Scalars['Float']['input']>;
  in?: InputMaybe<Array<Scalars['Float']['input']>>;
  le?: InputMaybe<Scalars['Float']['input']>;
  lt?: InputMaybe<Scalars['Float']['input']>;
  ne?: InputMaybe<Scalars['Float']['input']>;
};

/** A condition on a value of the kind id. */
export type IdCondition = {
  beginsWith?: InputMaybe<Scalars['ID']['input']>;
  between?: InputMaybe<Array<Scalars['ID']['input']>>;
  contains?: InputMaybe<Scalars['ID']['input']>;
  eq?: InputMaybe<Scalars['ID']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  ge?: InputMaybe<Scalars['ID']['input']>;
  gt?: InputMaybe<Scalars['ID']['input']>;
  in?: InputMaybe<Array<Scalars['ID']['input']>>;
  le?: InputMaybe<Scalars['ID']['input']>;
  lt?: InputMaybe<Scalars['ID']['input']>;
  ne?: InputMaybe<Scalars['ID']['input']>;
};

/** A condition on a value of the kind integer. */
export type IntegerCondition = {
  between?: InputMaybe<Array<Scalars['Int']['input']>>;
  eq?: InputMaybe<Scalars['Int']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  ge?: InputMaybe<Scalars['Int']['input']>;
  gt?: InputMaybe<Scalars['Int']['input']>;
  in?: InputMaybe<Array<Scalars['Int']['input']>>;
  le?: InputMaybe<Scalars['Int']['input']>;
  lt?: InputMaybe<Scalars['Int']['input']>;
  ne?: InputMaybe<Scalars['Int']['input']>;
};

/** A condition on a value of the kind money. */
export type MoneyCondition = {
  between?: InputMaybe<Array<Scalars['Money']['input']>>;
  eq?: InputMaybe<Scalars['Money']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  ge?: InputMaybe<Scalars['Money']['input']>;
  gt?: InputMaybe<Scalars['Money']['input']>;
  in?: InputMaybe<Array<Scalars['Money']['input']>>;
  le?: InputMaybe<Scalars['Money']['input']>;
  lt?: InputMaybe<Scalars['Money']['input']>;
  ne?: InputMaybe<Scalars['Money']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Creates one product; never overwrites. */
  createProduct: Product;
  /** Creates up to 100 product items, each with its own outcome; never overwrites. */
  createProducts: Array<ProductOutcome>;
  /** Deletes one product. */
  deleteProduct: Scalars['Boolean']['output'];
  /** Replaces one product; fields that are left out are gone. */
  replaceProduct: Product;
  /** Changes some fields of one product; null removes an optional field (RFC 7396). */
  updateProduct: Product;
};


export type MutationCreateProductArgs = {
  input: ProductInput;
};


export type MutationCreateProductsArgs = {
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  items: Array<ProductInput>;
};


export type MutationDeleteProductArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


export type MutationReplaceProductArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: ProductInput;
};


export type MutationUpdateProductArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  patch: ProductPatch;
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

/** Why an item of a batch was refused (RFC 9457). */
export type Problem = {
  __typename?: 'Problem';
  detail: Scalars['String']['output'];
  errors?: Maybe<Array<FieldProblem>>;
  status: Scalars['Int']['output'];
  title: Scalars['String']['output'];
  type: Scalars['String']['output'];
};

/** What the shop sells. */
export type Product = {
  __typename?: 'Product';
  /** (at most 60 characters) */
  brand?: Maybe<Scalars['String']['output']>;
  /** The shelf on which the product stands. (at most 60 characters) */
  category: Scalars['String']['output'];
  /** When the item was created. */
  createdAt: Scalars['DateTime']['output'];
  /** A few sentences for the product page. (at most 5000 characters) */
  description?: Maybe<Scalars['String']['output']>;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  id: Scalars['ID']['output'];
  /** Name or address of the large picture. (at most 500 characters) */
  imageFile?: Maybe<Scalars['String']['output']>;
  /** The price of one piece. (at least 0) */
  price: Scalars['Money']['output'];
  /** The mean of the customers’ stars. (at least 0) */
  rating?: Maybe<Scalars['Float']['output']>;
  /** The number on the shelf label. (at most 40 characters) */
  sku?: Maybe<Scalars['String']['output']>;
  /** Pieces in store; left out when stock is not tracked. (at least 0) */
  stock?: Maybe<Scalars['Int']['output']>;
  /** Words to find the product by. */
  tags?: Maybe<Array<Scalars['String']['output']>>;
  /** Name or address of the small picture. (at most 500 characters) */
  thumbnail?: Maybe<Scalars['String']['output']>;
  /** Shown in lists and on the product page. (at most 120 characters) */
  title: Scalars['String']['output'];
  /** When the item was last written. */
  updatedAt: Scalars['DateTime']['output'];
  /** Counts the writes to this item; the ETag in REST, `expectedVersion` in GraphQL. (at least 1) */
  version: Scalars['Int']['output'];
};

/** A page of Product items. */
export type ProductConnection = {
  __typename?: 'ProductConnection';
  edges: Array<ProductEdge>;
  pageInfo: PageInfo;
  /** How many items the whole list has, where a key condition can tell within the read budget. */
  totalCount?: Maybe<Scalars['Int']['output']>;
  /** Why there is no totalCount. */
  totalCountReason?: Maybe<Scalars['String']['output']>;
};

/** One Product of a page. */
export type ProductEdge = {
  __typename?: 'ProductEdge';
  /** Stands after this item. */
  cursor: Scalars['String']['output'];
  node: Product;
};

/** Which items the list holds; all conditions must hold. */
export type ProductFilter = {
  /** All of these hold. */
  and?: InputMaybe<Array<ProductFilter>>;
  brand?: InputMaybe<TextCondition>;
  category?: InputMaybe<TextCondition>;
  createdAt?: InputMaybe<DateTimeCondition>;
  description?: InputMaybe<TextCondition>;
  id?: InputMaybe<IdCondition>;
  imageFile?: InputMaybe<TextCondition>;
  /** This does not hold. */
  not?: InputMaybe<ProductFilter>;
  /** At least one of these holds. */
  or?: InputMaybe<Array<ProductFilter>>;
  price?: InputMaybe<MoneyCondition>;
  rating?: InputMaybe<FloatCondition>;
  sku?: InputMaybe<TextCondition>;
  stock?: InputMaybe<IntegerCondition>;
  tags?: InputMaybe<TextListCondition>;
  thumbnail?: InputMaybe<TextCondition>;
  title?: InputMaybe<TextCondition>;
  updatedAt?: InputMaybe<DateTimeCondition>;
  version?: InputMaybe<IntegerCondition>;
};

/** What a create or replace takes. */
export type ProductInput = {
  /** (at most 60 characters) */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** The shelf on which the product stands. (at most 60 characters) */
  category: Scalars['String']['input'];
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
  | 'PRICE_ASC'
  | 'PRICE_DESC';

/** What became of one Product of a batch. */
export type ProductOutcome = {
  __typename?: 'ProductOutcome';
  error?: Maybe<Problem>;
  item?: Maybe<Product>;
  /** As an HTTP status: 201 created, 200 would be created, 4xx or 5xx refused. */
  status: Scalars['Int']['output'];
};

/** What changes; null removes an optional field. */
export type ProductPatch = {
  /** (at most 60 characters) */
  brand?: InputMaybe<Scalars['String']['input']>;
  /** The shelf on which the product stands. (at most 60 characters) */
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

export type Query = {
  __typename?: 'Query';
  /** Reads one product. */
  product?: Maybe<Product>;
  /** Lists product items page by page. */
  products: ProductConnection;
  /** Reads up to 100 product items by their keys, in their order, null for each that is missing. */
  productsByKey: Array<Maybe<Product>>;
};


export type QueryProductArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProductFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ProductOrder>;
};


export type QueryProductsByKeyArgs = {
  keys: Array<ProductKey>;
};

/** A condition on a value of the kind text. */
export type TextCondition = {
  beginsWith?: InputMaybe<Scalars['String']['input']>;
  between?: InputMaybe<Array<Scalars['String']['input']>>;
  contains?: InputMaybe<Scalars['String']['input']>;
  eq?: InputMaybe<Scalars['String']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  ge?: InputMaybe<Scalars['String']['input']>;
  gt?: InputMaybe<Scalars['String']['input']>;
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  le?: InputMaybe<Scalars['String']['input']>;
  lt?: InputMaybe<Scalars['String']['input']>;
  ne?: InputMaybe<Scalars['String']['input']>;
};

/** A condition on a value of the kind list. */
export type TextListCondition = {
  contains?: InputMaybe<Scalars['String']['input']>;
  exists?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What ended a page early: the items that a page may examine, or the size of an answer. */
export type Truncation =
  | 'answerSize'
  | 'readBudget';
