import { getIntrospectionQuery } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { hashOf } from '../api/graphql/limits/document-list';
import { buildPages } from '../api/pages/build';
import { buildGraphQLSchema } from '../resolvers';
import { domains } from './usual';
import { operationsOf } from '../services';
import { codeOf, expectAnswer, expectEffect, rowsOf, sendBadInput } from './bad-inputs';
import { formats, openGateway } from './harness';
import type { Answer, TestGateway } from './harness';

const modern = { accept: 'application/graphql-response+json' };
const schema = buildGraphQLSchema(operationsOf(domains));
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

describe.each(formats)('in production, with %s events', (payload) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { graphql: { production: true } });
  });

  const rows = rowsOf('graphql-production');

  test.each(rows)('$id: $name', async ({ row }) => {
    const anonymous = { ...row, request: { ...row.request, headers: { ...row.request.headers, authorization: [] } } };
    const answer = await expectEffect(row, gateway.prefix, async () =>
      sendBadInput(gateway, anonymous, async () => ''),
    );
    expectAnswer(row, answer);
    expect(answer.json.errors[0].message).toBe(
      'This gateway does not tell its schema. Use the one that you were given.',
    );
    expect(namesIn(answer, JSON.stringify(row.request))).toEqual([]);
  });
});

// https://github.com/dolevf/graphql-cop: each check is restated as the request that it sends, and what of
// the answer makes it report a finding.
describe('the checks of graphql-cop', () => {
  interface Check {
    readonly name: string;
    readonly method?: string;
    readonly target?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly raw?: string;
    readonly finds: (answer: Answer) => boolean;
  }
  const json = (answer: Answer): any => {
    try {
      return answer.json;
    } catch {
      return undefined;
    }
  };
  const checks: readonly Check[] = [
    {
      name: 'field_suggestions',
      body: { query: 'query cop { __schema { directive } }' },
      finds: ({ text }) => /did you mean/i.test(text),
    },
    {
      name: 'introspection',
      body: { query: 'query cop { __schema { types { name fields { name } } } }' },
      finds: (answer) => Boolean(json(answer)?.data?.__schema?.types),
    },
    {
      name: 'detect_graphiql',
      method: 'GET',
      headers: { accept: 'text/html' },
      finds: ({ text }) => /graphiql\.min\.css|GraphQL Playground|GraphiQL|graphql-playground/i.test(text),
    },
    {
      name: 'get_method_support',
      method: 'GET',
      target: '/graphql?query=query+cop+%7B__typename%7D',
      finds: (answer) => Boolean(json(answer)?.data?.__typename),
    },
    {
      name: 'alias_overloading',
      body: { query: `query cop { ${times(101, (index) => `alias${index}:__typename`)} }` },
      finds: (answer) => Boolean(json(answer)?.data?.alias100),
    },
    {
      name: 'batch_query',
      body: Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })),
      finds: (answer) => Array.isArray(json(answer)) && json(answer).length >= 10,
    },
    {
      name: 'trace_mode',
      body: { query: 'query cop { __typename }' },
      finds: (answer) => Boolean(json(answer)?.extensions?.tracing ?? json(answer)?.errors?.[0]?.extensions?.tracing),
    },
    {
      name: 'directive_overloading',
      body: { query: `query cop { __typename ${'@aa'.repeat(10)} }` },
      finds: (answer) => json(answer)?.errors?.length >= 10,
    },
    {
      name: 'circular_query_introspection',
      body: {
        query:
          'query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }',
      },
      finds: (answer) => Boolean(json(answer)?.data?.__schema?.types),
    },
    {
      name: 'get_based_mutation',
      method: 'GET',
      target: '/graphql?query=mutation+cop+%7B__typename%7D',
      finds: (answer) => Boolean(json(answer)?.data?.__typename),
    },
    {
      name: 'post_based_csrf',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      raw: 'query=query+cop+%7B__typename%7D',
      finds: (answer) => Boolean(json(answer)?.data?.__typename),
    },
    {
      name: 'unhandled_error_detection',
      body: { query: 'qwerty cop { abc }' },
      finds: (answer) => {
        const errors = json(answer)?.errors ?? [];
        return (
          errors.some(({ extensions }: any) => extensions?.exception || extensions?.stacktrace) ||
          'extensions' in (json(answer) ?? {})
        );
      },
    },
    {
      name: 'field_duplication',
      body: { query: `query cop { ${'__typename '.repeat(500)} }` },
      finds: (answer) => Boolean(json(answer)?.data?.__typename),
    },
  ];

  async function findings(gateway: TestGateway): Promise<string[]> {
    const found: string[] = [];
    for (const { name, method = 'POST', target = '/graphql', headers = {}, body, raw, finds } of checks) {
      if (finds(await gateway.send(method, target, { headers, body, raw }))) found.push(name);
    }
    return found;
  }

  test('find nothing in production', async () => {
    expect(checks).toHaveLength(13);
    expect(await findings(await openGateway('v2', { graphql: { production: true } }))).toEqual([]);
  });

  test('find only the schema, what follows from it, and the playground in development', async () => {
    await buildPages(); // or what is found depends on whether another suite has built them
    expect(await findings(await openGateway('v2'))).toEqual(['field_suggestions', 'introspection', 'detect_graphiql']);
  });

  test('find what the limits hold back when there are none', async () => {
    const limits = {
      aliases: 1e9,
      sameFieldAliases: 1e9,
      rootFields: 1e9,
      repeatedFields: 1e9,
      fields: 1e9,
      directives: 1e9,
      directivesAtOnePlace: 1e9,
    };
    const found = await findings(await openGateway('v2', { graphql: { production: true, limits } }));
    expect(found).toEqual(['alias_overloading', 'directive_overloading', 'field_duplication']);
  });
});

// What clairvoyance does: it sends words that are nearly names, and reads names out of the errors.
describe('a thousand words that are nearly names', () => {
  const words = nearlyNames(1000);
  const documentsOf = (word: string): { query: string; variables?: Record<string, unknown> }[] => [
    {
      query: `query ($value: ${word}!) { ${word} { id } book(${word}: "p1") { ${word} } books(orderBy: ${word}, filter: { ${word}: { eq: 1 } }) { edges { node { ${word} } } ... on ${word} { id } } }`,
    },
    { query: `mutation { ${word} createBook(input: { ${word}: "x" }) { ${word} } }` },
    {
      query: 'mutation ($input: BookInput!) { createBook(input: $input) { id } }',
      variables: { input: { [word]: 1 } },
    },
  ];

  async function recovered(gateway: TestGateway, some = words): Promise<string[]> {
    const documents = some.flatMap(documentsOf);
    const names = new Set<string>();
    for (let start = 0; start < documents.length; start += 50) {
      const sent = documents.slice(start, start + 50);
      const answers = await Promise.all(sent.map(async ({ query, variables }) => gateway.graphql(query, variables)));
      answers.forEach((answer, index) => {
        for (const name of namesIn(answer, JSON.stringify(sent[index]))) names.add(name);
      });
    }
    return [...names];
  }

  test('recover no name in production', async () => {
    expect(words).toHaveLength(1000);
    expect(await recovered(await openGateway('v2', { graphql: { production: true } }))).toEqual([]);
  });

  test('recover names where nothing is masked', async () => {
    expect((await recovered(await openGateway('v2'), words.slice(0, 200))).length).toBeGreaterThan(10);
  });
});

describe('in production', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway('v2', { graphql: { production: true } });
  });

  test.each([
    ['a missing selection', '{ books }', '"books" in the document'],
    ['a selection of a scalar', '{ book(id: "a") { title { x } } }', 'The document'],
    ['a missing argument', '{ book { id } }', '"book" in the document'],
    ['a missing field of an input', 'mutation { createBook(input: {}) { id } }', 'The document'],
    ['a wrong enum value', '{ books(orderBy: PRICE) { edges { cursor } } }', 'The document'],
    ['a wrong value', '{ books(first: "x") { edges { cursor } } }', 'The document'],
    ['a variable of another type', 'query ($a: Int) { book(id: $a) { id } }', '"a" in the document'],
    ['an unknown type', 'query ($a: BookInputs) { __typename }', '"BookInputs" in the document'],
    ['a fragment on an input', '{ ...F } fragment F on BookInput { id }', '"BookInput" in the document'],
    ['two fields of one name', '{ book(id: "a") { x: title x: id } }', '"title" in the document'],
  ])('%s is told by the caller’s own words', async (_, document, place) => {
    const answer = await gateway.graphql(document);
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(answer.json.errors.map(({ message }: any) => message)).toContain(
      `${place} does not fit the schema. Compare it with the schema that you were given.`,
    );
    expect(namesIn(answer, document)).toEqual([]);
  });

  test.each([
    ['query ($a: Int) { __typename }', 'Variable "$a" is never used.'],
    ['{ ...F }', 'Unknown fragment "F".'],
    ['{ __typename @skips }', 'Unknown directive "@skips".'],
    ['{ __typename } { __typename }', 'This anonymous operation must be the only defined operation.'],
    [
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'Cannot spread fragment "A" within itself via "B".',
    ],
  ])('what is wrong with %s whatever the schema is, is told', async (document, message) => {
    expect((await gateway.graphql(document)).json.errors[0].message).toBe(message);
  });

  test('variables that do not fit name no field', async () => {
    const query = 'mutation ($input: BookInput!) { createBook(input: $input) { id } }';
    const answer = await gateway.graphql(query, { input: { titles: 'x' } });
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
    expect(namesIn(answer, query)).toEqual([]);
  });

  test('what the shop itself refuses is still told', async () => {
    const answer = await gateway.graphql('{ books(first: 1000) { edges { cursor } } }');
    expect(answer.json.errors[0].extensions.errors[0].detail).toBe('must be a whole number from 0 to 100');
  });

  test('introspection is refused whole, in parts and below other fields', async () => {
    for (const query of [
      getIntrospectionQuery(),
      '{ a: __type(name: "Book") { name } }',
      '{ ... { __schema { queryType { name } } } }',
    ]) {
      const answer = await gateway.graphql(query);
      expect({ status: answer.status, data: answer.json.data }).toEqual({ status: 400, data: undefined });
      expect(namesIn(answer, query)).toEqual([]);
    }
    expect((await gateway.graphql('{ __typename }')).json).toEqual({ data: { __typename: 'Query' } });
  });
});

describe.each(formats)('with a list of known documents, with %s events', (payload) => {
  const known = 'query ($id: ID!) { book(id: $id) { id } }';
  const hash = hashOf(known);
  const data = { book: null };
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openGateway(payload, { graphql: { production: true, documents: { [hash]: known } } });
  });

  const ask = async (body: object): Promise<Answer> => gateway.send('POST', '/graphql', { headers: modern, body });
  const persistedQuery = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
  const variables = { id: 'p1' };

  test.each([
    ['documentId', { documentId: `sha256:${hash}`, variables }],
    ['the hash of an automatic persisted query', { ...persistedQuery(hash), variables }],
    ['its text', { query: known, variables }],
  ])('a known document is answered by %s', async (_, body) => {
    expect((await ask(body)).json).toEqual({ data });
  });

  test('a known document is answered over GET', async () => {
    const target = `/graphql?documentId=sha256:${hash}&variables=${encodeURIComponent(JSON.stringify(variables))}`;
    const { json } = await gateway.send('GET', target, { headers: { ...modern, 'apollo-require-preflight': '1' } });
    expect(json).toEqual({ data });
  });

  test.each([
    ['an unknown documentId', { documentId: `sha256:${'0'.repeat(64)}` }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an unknown hash', persistedQuery('0'.repeat(64)), 'PERSISTED_QUERY_NOT_FOUND'],
    ['an unknown text', { query: '{ __typename }' }, 'QUERY_NOT_ALLOWED'],
    ['an unknown text that is not GraphQL', { query: '{' }, 'QUERY_NOT_ALLOWED'],
    [
      'a text that registers itself',
      { query: '{ __typename }', ...persistedQuery(hashOf('{ __typename }')) },
      'QUERY_NOT_ALLOWED',
    ],
    ['the hash that it tried to register', persistedQuery(hashOf('{ __typename }')), 'PERSISTED_QUERY_NOT_FOUND'],
    ['two documents', { query: '{ __typename }', documentId: `sha256:${hash}` }, 'BAD_REQUEST'],
    ['no document', { variables }, 'BAD_REQUEST'],
  ])('%s gets one error', async (_, body, code) => {
    const answer = await ask(body);
    expect({ status: answer.status, codes: answer.json.errors.map(({ extensions }: any) => extensions.code) }).toEqual({
      status: 400,
      codes: [code],
    });
    expect(answer.json.data).toBeUndefined();
  });

  test('without a list any text is answered', async () => {
    expect((await (await openGateway(payload)).graphql('{ __typename }')).status).toBe(200);
  });
});

/** The names of the schema that stand in the errors of an answer and not in what was sent. */
function namesIn(answer: Answer, sent: string): string[] {
  const own = new Set(sent.match(/\w+/g));
  // Names that are also English are looked for only as names: quoted, in a list, or as the place of a mistake.
  const told = JSON.stringify(answer.json.errors ?? [], (key, value: unknown) =>
    ['code', 'locations', 'path', 'type', 'rule'].includes(key) ? undefined : value,
  );
  const said = new Set(told.match(/\w+/g));
  return [...new Set(namesOf(schema))].filter((name) => said.has(name) && !own.has(name) && !sentences.has(name));
}

/** The English words of our own sentences and keys. */
const sentences = new Set(
  `This gateway does not tell its schema. Use the one that you were given. in the document does not fit the schema.
  Compare it with the schema that you were given. The variables do not fit the document. Compare them with the schema.
  message extensions errors`.match(/\w+/g),
);

function namesOf(within: GraphQLSchema): string[] {
  const types = Object.values(within.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return types.flatMap((type) => [
    type.name,
    ...('getFields' in type
      ? Object.values(type.getFields()).flatMap((field) => [
          field.name,
          ...('args' in field ? (field.args as readonly { name: string }[]).map(({ name }) => name) : []),
        ])
      : []),
    ...('getValues' in type ? type.getValues().map(({ name }) => name) : []),
  ]);
}

/** Names of the schema with a letter changed, cut or doubled; none of them is a name. */
function nearlyNames(count: number): string[] {
  const names = [...new Set(namesOf(schema))];
  const near = names.flatMap((name) =>
    [...name].flatMap((letter, at) => {
      const [before, after] = [name.slice(0, at), name.slice(at + 1)];
      return [before + after, before + letter + letter + after, `${before}q${after}`];
    }),
  );
  const words = [...new Set(near)].filter((word) => /^[A-Za-z_]\w+$/.test(word) && !names.includes(word));
  // Spread over all names.
  const step = Math.floor(words.length / count);
  return Array.from({ length: count }, (_, index) => words[index * step]!);
}
