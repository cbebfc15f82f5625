/** The arrows of the architecture: importer to imported, everything else is a mistake. The README draws them. */
const folders = [
  'api',
  'bench',
  'create',
  'infra',
  'local',
  'package',
  'resolvers',
  'schema',
  'sdk',
  'services',
  'shop',
  'tables',
  'test',
  'tools',
];

const mayImport = {
  schema: [],
  services: ['schema'],
  tables: ['schema', 'services'],
  resolvers: ['services', 'schema'],
  api: ['tables', 'services', 'schema', 'resolvers'],
  // A client of the gateway in a browser, which nothing imports: it reads files as the import of the command line does.
  'api/pages/console': ['api', 'local', 'services', 'schema', 'tools'],
  infra: ['services', 'schema'],
  local: ['api', 'tables', 'services', 'schema'],
  tools: ['create', 'local', 'api', 'tables', 'services', 'schema'],
  create: ['schema'],
  // They are applications, which the package alone serves.
  'create/templates': ['create', 'package'],
  bench: ['api', 'local', 'schema', 'services'],
  package: ['api', 'infra', 'local', 'schema', 'services', 'tools'],
  shop: ['schema', 'services', 'api'],
  sdk: [],
};

/** Packages with a home: nobody else imports them. */
const homes = {
  'class-validator': ['schema', 'services'],
  '@aws-sdk': ['tables', 'local'],
  '@smithy': ['tables'],
  'type-graphql': ['resolvers'],
  graphql: ['resolvers', 'api/graphql', 'api/pages', 'infra/plan', 'tools/codegen', 'tools/contracts'],
  '@graphql-inspector/core': ['infra/plan'],
  'reflect-metadata': ['resolvers'],
  '@apollo/server': ['api/graphql'],
  '@as-integrations/aws-lambda': ['api/graphql'],
  '@modelcontextprotocol': ['api/mcp'],
  'aws-jwt-verify': ['api/auth'],
  '@swc/core': ['package/register.ts'],
  'aws-cdk-lib': ['infra'],
  constructs: ['infra'],
  'cdk-nag': ['infra'],
};

const source = (places) => `^(${places.map((place) => place.replace('.', '\\.')).join('|')})(/|$)`;
/** What lies in a folder and has arrows of its own. */
const within = (folder) =>
  Object.keys(mayImport)
    .filter((other) => other.startsWith(`${folder}/`))
    .map((other) => source([other]));
const tests = '(\\.test\\.ts$|^(shop/)?test/)';

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^aws-lambda$', '^@graphql-typed-document-node/core$', '\\.css$'] },
    },
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: folder.includes('/') ? `in-${folder.replace('/', '-')}` : `${folder}-arrows`,
      comment: `${folder}/ may import ${allowed.length > 0 ? allowed.join(', ') : 'no other folder'}`,
      severity: 'error',
      from: { path: source([folder]), pathNot: [tests, ...within(folder)] },
      to: { path: source(folders.filter((other) => other !== folder && !allowed.includes(other))) },
    })),
    {
      name: 'shop-takes-legacy-alone',
      comment: 'of api/ the shop takes what the shapes of old systems are made with',
      severity: 'error',
      from: { path: '^shop/', pathNot: tests },
      to: { path: '^api/', pathNot: '^api/legacy/' },
    },
    {
      name: 'nothing-knows-the-shop',
      comment:
        'the shop is one application of the gateway: only the definition at the root imports it, and its own tests',
      severity: 'error',
      from: { pathNot: ['^shop/', '^tandem\\.ts$'] },
      to: { path: '^shop/' },
    },
    {
      name: 'nothing-knows-an-example',
      comment: 'an example is an application of the gateway: the definition at the root imports it, and tests',
      severity: 'error',
      from: { path: source(folders), pathNot: tests },
      to: { path: '^examples/' },
    },
    {
      name: 'graphql-only',
      comment: 'only api/graphql/ imports resolvers/',
      severity: 'error',
      from: { path: '^api/', pathNot: ['^api/graphql/', tests] },
      to: { path: '^resolvers/' },
    },
    {
      name: 'channels-lazily',
      comment:
        'the index.ts of a channel loads what only its requests need with the first of them, so that the others start without it',
      severity: 'error',
      from: { pathNot: tests },
      to: {
        path: '^api/(graphql/server|envelope/answer|legacy/forms|pages/site|documents/(openapi|asyncapi))\\.ts$',
        dynamic: false,
      },
    },
    {
      name: 'mcp-lazily',
      comment:
        'api/mcp/index.ts loads api/mcp/server.ts with the first message of an agent, so that REST starts without it',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: '^api/mcp/server\\.ts$', dynamic: false },
    },
    {
      name: 'tables-types-only',
      comment:
        'tables/ takes from services/ types, errors, filters, comparisons, the read budget and the tenant of a request, never an operation',
      severity: 'error',
      from: { path: '^tables/', pathNot: tests },
      to: {
        path: '^services/',
        pathNot:
          '^services/(comparisons|context|errors|filter|matches|misfits|read-budget|store|tenancy|value-order)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-way-to-store',
      comment: 'what stores items is taken by services/write.ts alone; tables/ gives it and the context names it',
      severity: 'error',
      from: { pathNot: ['^services/(context|write)\\.ts$', '^tables/index\\.ts$', tests] },
      to: { path: '^services/store\\.ts$' },
    },
    {
      name: 'one-way-to-write',
      comment: 'an operation writes by services/change.ts, which tries again when another was faster',
      severity: 'error',
      from: { pathNot: ['^services/change\\.ts$', tests] },
      to: { path: '^services/write\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'local-without-cdk',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^infra/' },
    },
    ...Object.entries(homes).map(([name, places]) => ({
      name: `home-of-${name.replace(/\W+/g, '-')}`,
      comment: `${name} is imported in ${places.join(', ')} only`,
      severity: 'error',
      from: { path: source(folders), pathNot: [source(places), tests] },
      to: { path: `(^|node_modules/)${name}(/|$)`, pathNot: source(folders) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The peers of the bench stand on packages of their own.
    exclude: {
      path: '^(node_modules|build|coverage|sdk/build|bench/peers|create/templates/shop|shop/test/clients/[^/]+|test/clients/node_modules|bench/node_modules|test/runtimes/(loop/)?node_modules)/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
