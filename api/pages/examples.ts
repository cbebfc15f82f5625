/** One tab of the playground: a document and the variables that make it run. */
export interface Example {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A product that is known to be there, for the tabs that read. */
export interface Sample {
  readonly id: string;
  readonly category: string;
}

/** Taken when the store is empty or cannot be asked. */
export const fallbackSample: Sample = { id: 'p-100', category: 'Phone' };

/** Asks the gateway for a product to put into the examples. */
export const sampleQuery = 'query Sample { products(first: 1) { edges { node { id category } } } }';

// The tabs that write share this id: run from left to right they all succeed, and the last one tidies up.
const writtenId = 'playground-1';

/** The tabs that the playground opens with; each is named after its operation. */
export function examples(sample: Sample = fallbackSample): readonly Example[] {
  return [
    {
      query: `# Run with the button or with Ctrl-Enter.
# Ctrl-Space suggests what may stand here.
query Products($first: Int!, $after: String) {
  products(first: $first, after: $after) {
    edges {
      node {
        id
        title
        category
        price
      }
    }
    pageInfo {
      hasNextPage
      endCursor # "after" of the next page
    }
  }
}
`,
      variables: { first: 5, after: null },
    },
    {
      query: `query OneProduct($id: ID!) {
  product(id: $id) {
    id
    title
    description
    category
    price
    stock
    tags
    version
    updatedAt
  }
}
`,
      variables: { id: sample.id },
    },
    {
      query: `# Answered from an index, cheapest first.
query ByCategory($category: String!) {
  products(
    first: 10
    filter: { category: { eq: $category } }
  ) {
    edges {
      node {
        id
        title
        price
      }
    }
  }
}
`,
      variables: { category: sample.category },
    },
    {
      query: `# Without an id the server makes one.
# An id that exists is refused.
mutation CreateProduct($input: ProductInput!) {
  createProduct(input: $input) {
    id
    title
    price
    version
  }
}
`,
      variables: {
        input: {
          id: writtenId,
          title: 'Paper Lantern',
          category: sample.category,
          price: 19.5,
          stock: 8,
          tags: ['light', 'handmade'],
        },
      },
    },
    {
      query: `# Changes only the fields of the patch. Run twice,
# the version is no longer current: refused, so
# that nobody's change is lost.
mutation UpdateProduct(
  $id: ID!
  $patch: ProductPatch!
  $expectedVersion: Int
) {
  updateProduct(
    id: $id
    patch: $patch
    expectedVersion: $expectedVersion
  ) {
    id
    title
    price
    version
    updatedAt
  }
}
`,
      variables: { id: writtenId, patch: { price: 17.25 }, expectedVersion: 1 },
    },
    {
      query: `# Without expectedVersion any version is deleted.
mutation DeleteProduct($id: ID!, $expectedVersion: Int) {
  deleteProduct(
    id: $id
    expectedVersion: $expectedVersion
  )
}
`,
      variables: { id: writtenId, expectedVersion: 2 },
    },
  ];
}
