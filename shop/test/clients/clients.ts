import type { Client } from '../../../test/clients/client';

/** A client of the shop. Those of GraphQL are made of schema.graphql and of the documents in life.graphql. */
export interface ShopClient extends Client {
  /** REST when left out. */
  readonly asks?: 'GraphQL';
}

/** What openapi-generator makes, without the language in which it is compiled. */
function byOpenapiGenerator(
  name: string,
  language: string,
  words: string,
  properties = '',
): Omit<ShopClient, 'toolchain'> {
  const options = [...words.split(' '), ...(properties ? [`--additional-properties=${properties}`] : [])];
  return {
    name: `openapi-generator-${name}`,
    generator: 'openapi-generator',
    packages: ['openapi-generator-cli'],
    generate: [['openapi-generator-cli', 'generate', '-i', '../openapi.json', '-g', language, ...options]],
  };
}

// A parameter of the name of a method of every object, wait, is called otherwise.
const javaWords = '-o client --parameter-name-mappings wait=waitSeconds';
const javaProperties =
  'invokerPackage=client,apiPackage=client.api,modelPackage=client.model,' +
  'containerDefaultToNull=true,useSingleRequestParameter=true';

/** The clients whose programs lie here, in the order of the table. */
export const clients: readonly ShopClient[] = [
  {
    name: 'openapi-fetch',
    toolchain: 'npm',
    packages: ['openapi-typescript', 'openapi-fetch'],
    // A field with a default need not be sent: https://openapi-ts.dev/cli, --default-non-nullable.
    generate: [['openapi-typescript', '../openapi.json', '--default-non-nullable=false', '-o', 'schema.ts']],
  },
  {
    name: 'hey-api',
    toolchain: 'npm',
    packages: ['@hey-api/openapi-ts'],
    generate: [['openapi-ts', '-i', '../openapi.json', '-o', 'client']],
  },
  {
    name: 'orval',
    toolchain: 'npm',
    packages: ['orval', 'zod'],
    generate: [['orval', '--config', 'orval.config.cjs']],
  },
  {
    name: 'kubb',
    toolchain: 'npm',
    packages: ['@kubb/plugin-client', '@kubb/plugin-ts'],
    generate: [['kubb', 'generate']],
  },
  {
    name: 'oapi-codegen',
    toolchain: 'go',
    packages: ['github.com/oapi-codegen/oapi-codegen/v2'],
    generate: [['go', 'tool', 'oapi-codegen', '-config', 'codegen.yaml', '../openapi.json']],
  },
  {
    name: 'openapi-python-client',
    toolchain: 'python',
    packages: ['openapi-python-client'],
    generate: [
      ['openapi-python-client', 'generate', '--path', '../openapi.json', '--output-path', 'client', '--meta', 'none'],
    ],
  },
  {
    name: 'ogen',
    toolchain: 'go',
    packages: ['github.com/ogen-go/ogen'],
    generate: [
      ['go', 'tool', 'ogen', '--config', 'ogen.yml', '--target', 'client', '--package', 'client', '../openapi.json'],
    ],
  },
  {
    name: 'genqlient',
    toolchain: 'go',
    packages: ['github.com/Khan/genqlient'],
    generate: [['go', 'tool', 'genqlient']],
    asks: 'GraphQL',
  },
  {
    name: 'ariadne-codegen',
    toolchain: 'python',
    packages: ['ariadne-codegen'],
    generate: [['ariadne-codegen']],
    asks: 'GraphQL',
  },
  {
    ...byOpenapiGenerator('typescript-fetch', 'typescript-fetch', '-o client'),
    toolchain: 'npm',
    // Beyond strict: its runtime looks into lists as if they had no end, and overrides members of Error in silence.
    compilerOptions: ['--noUncheckedIndexedAccess', 'false', '--noImplicitOverride', 'false'],
  },
  {
    ...byOpenapiGenerator('python', 'python', '-o .', 'packageName=client'),
    toolchain: 'python',
    // The program is checked with the types of what is generated, which does not give them all to its own functions.
    compilerOptions: ['--follow-imports', 'silent'],
  },
  {
    ...byOpenapiGenerator(
      'go',
      'go',
      '-o client',
      'packageName=client,withGoMod=false,useOneOfDiscriminatorLookup=true',
    ),
    toolchain: 'go',
  },
  {
    ...byOpenapiGenerator('java-native', 'java', `--library native ${javaWords}`, javaProperties),
    toolchain: 'java',
  },
  {
    ...byOpenapiGenerator('java-okhttp', 'java', `--library okhttp-gson ${javaWords}`, javaProperties),
    toolchain: 'java',
  },
  {
    ...byOpenapiGenerator('kotlin', 'kotlin', '-o client', 'packageName=client'),
    toolchain: 'kotlin',
  },
];

/** What each of their programs prints. */
export const outcomes: Readonly<Record<string, (client: ShopClient) => string>> = {
  money: () => '999999.99 19.99',
  filter: ({ name }) => `${name}-dear`,
  fields: () => 'Cheap alone, Dear alone',
  pages: ({ name }) => `${name}-cheap, ${name}-dear`,
  'stale version': ({ name, asks }) => `${asks ? 'PRECONDITION_FAILED' : '412 precondition-failed'}, 20.49 in ${name}`,
  'wrong body': ({ asks }) => `${asks ? 'BAD_USER_INPUT' : '422 validation'} at /price`,
  checkout: () => 'PENDING 1000040.97',
  order: () => '1000040.97 of 999999.99 and 20.49',
  feed: ({ name }) => `Created ${name}-dear, Created ${name}-cheap, Updated ${name}-cheap`,
};
