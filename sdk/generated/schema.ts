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

/** One wrong field. */
export type FieldProblem = {
  __typename?: 'FieldProblem';
  /** What the field must be. */
  detail: Scalars['String']['output'];
  /** The field as a JSON pointer (RFC 6901) relative to the item. */
  pointer: Scalars['String']['output'];
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
  /** Whether items follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
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
};

/** One Product of a page. */
export type ProductEdge = {
  __typename?: 'ProductEdge';
  /** Stands after this item. */
  cursor: Scalars['String']['output'];
  node: Product;
};

/** Which items the list holds. */
export type ProductFilter = {
  category?: InputMaybe<TextCondition>;
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
  filter?: InputMaybe<ProductFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryProductsByKeyArgs = {
  keys: Array<ProductKey>;
};

/** A condition on a text. */
export type TextCondition = {
  /** Equal to this text. */
  eq?: InputMaybe<Scalars['String']['input']>;
};
