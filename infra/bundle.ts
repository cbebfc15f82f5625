import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import type { OutputChunk, OutputOptions, Plugin, RolldownOutput } from 'rolldown';
import type { GatewayDefinition } from '../services/definition';
import { inUseBy, onlyInUse } from './in-use';

/** One file of the bundle and what it is made of. */
export interface BundleChunk {
  readonly fileName: string;
  readonly bytes: number;
  /** As the zip file of an asset packs it. */
  readonly gzipBytes: number;
  /** Files of the gateway, relative to its root, and of the application, relative to its own, with what is left of each before minifying. */
  readonly modules: Readonly<Record<string, number>>;
  /** Chunks and modules of Node that are loaded with it. */
  readonly imports: readonly string[];
  /** Chunks that are loaded when they are first needed. */
  readonly dynamicImports: readonly string[];
}

const root = join(__dirname, '..');

/**
 * Where the modules of the gateway are that a bundle is made from. The package has them a second time as ES modules, of
 * which what is not used falls away; nothing but a bundler reads those.
 */
const sources = [join(root, 'esm'), root].find(existsSync) ?? root;

/** A module of the gateway as the bundler finds it. */
const inSources = (module: string): string => `${sources.split(sep).join('/')}/${module}`;

/** The functions of the asset by their names: the files that Lambda loads, and what they say. */
export function functionsOf({ consumers }: Pick<GatewayDefinition, 'consumers'>, application: string): Functions {
  const definition = application.split(sep).join('/');
  const entry = (file: string, name: string, made: string): string =>
    [
      `import definition from '${definition}/tandem';`,
      `import { ${name} } from '${inSources(file)}';`,
      `export const handler = ${made};`,
    ].join('\n');
  return {
    handler: entry('api/handler', 'gatewayFunction', 'gatewayFunction(definition)'),
    ...Object.fromEntries(
      consumers.map(({ name }) => [
        name,
        entry('api/consumer', 'consumerFunction', `consumerFunction(definition, '${name}')`),
      ]),
    ),
    relay: [
      `import { relayFunction } from '${inSources('api/relay')}';`,
      `export const handler = relayFunction();`,
    ].join('\n'),
  };
}

type Functions = Readonly<Record<string, string>>;

/** Files that are not there: each function says what it is made from in three lines. */
const entries = (functions: Functions): Plugin => ({
  name: 'entries',
  resolveId: (id) => (id.startsWith('entry:') ? `\0${id}` : null),
  load: (id) => (id.startsWith('\0entry:') ? functions[id.slice('\0entry:'.length)] : null),
});

interface Replacement {
  readonly id: RegExp;
  readonly from?: RegExp;
  readonly kind?: 'dynamic-import';
  /** What the module is in the bundle. */
  readonly by: string;
  readonly why: string;
}

/**
 * What our functions never reach, with what stands in its place. Bundlers cannot know, because each is behind an
 * option that we do not use. Where something is asked for all the same it says so in place of doing half a job.
 */
const replaced: readonly Replacement[] = [
  {
    id: /^graphql$/,
    from: /node_modules\/@apollo\/server\/dist\/esm\/incrementalDeliveryPolyfill\.js$/,
    kind: 'dynamic-import',
    by: 'export {};',
    why: 'Apollo looks for @defer of graphql 17 in the whole package, which would keep all of graphql 16.',
  },
  {
    id: /^\.\/values\.mjs$/,
    from: /node_modules\/graphql\/execution\/execute\.mjs$/,
    by: [
      `import { getArgumentValues as valuesOf, getVariableValues } from 'graphql/execution/values.mjs';`,
      'const none = Object.freeze(Object.create(null));',
      'const getArgumentValues = (field, node, variables) => (field.args.length > 0 ? valuesOf(field, node, variables) : none);',
      'export { getArgumentValues, getVariableValues };',
    ].join('\n'),
    why:
      'graphql makes two objects for the arguments of each field of each item, and nearly no field takes any: a twentieth ' +
      'of a list.',
  },
  {
    id: /^class-validator$/,
    from: /node_modules\/type-graphql\//,
    by: 'export const validateOrReject = undefined;',
    why: 'The door of an operation validates, and buildSchema is told so; the import would hold on to every rule.',
  },
  {
    id: /^@apollo\/utils\.createhash$/,
    by: [
      `import { createHash as hashOf } from 'node:crypto';`,
      `import { keepByText } from '${inSources('api/graphql/kept-by-text')}';`,
      `const digest = keepByText((text) => hashOf('sha256').update(text).digest('hex'));`,
      'const kept = { update: (text) => ({ digest: () => digest(text) }) };',
      `export const createHash = (algorithm) => (algorithm === 'sha256' ? kept : hashOf(algorithm));`,
    ].join('\n'),
    why:
      'The package asks for "module.require", which no bundle has, and would hash with sha.js. Apollo hashes each document ' +
      'of each request, always in hexadecimal digits.',
  },
  {
    id: /^negotiator$/,
    from: /node_modules\/@apollo\/server\//,
    by: [
      `import Negotiator from 'negotiator';`,
      `import { keepByText } from '${inSources('api/graphql/kept-by-text')}';`,
      `const preferred = keepByText((asked) => {`,
      `  const [accept, ...available] = asked.split('\\n');`,
      '  return [new Negotiator({ headers: { accept } }).mediaType(available)];',
      '});',
      'export default class KeptNegotiator {',
      `  constructor({ headers: { accept = '*/*' } }) { this.accept = accept; }`,
      `  mediaType(available) { return preferred([this.accept, ...available].join('\\n'))[0]; }`,
      '}',
    ].join('\n'),
    why: 'Apollo asks it twice a request what one of a few headers prefers of always the same types.',
  },
  {
    id: /^\.\/plugin\/(cacheControl|usageReporting|schemaReporting|inlineTrace|landingPage\/default)\/index\.js$/,
    from: /node_modules\/@apollo\/server\//,
    by: missing(
      'ApolloServerPluginCacheControl',
      'ApolloServerPluginUsageReporting',
      'ApolloServerPluginSchemaReporting',
      'ApolloServerPluginInlineTrace',
      'ApolloServerPluginLandingPageLocalDefault',
      'ApolloServerPluginLandingPageProductionDefault',
    ),
    why: 'api/graphql/server.ts turns these plugins off; the reports alone bring 800 KB of protobuf.',
  },
  {
    id: /^loglevel$/,
    from: /node_modules\/@apollo\/server\//,
    by: `${missing('getLogger')}\nexport default { getLogger };`,
    why: 'api/graphql/server.ts hands Apollo a logger; this is the one that it makes without.',
  },
  {
    id: /^\.\/lib\/(charset|encoding|language)$/,
    from: /node_modules\/negotiator\//,
    by: 'export {};',
    why: 'Apollo asks it which media type is wanted, and nothing else.',
  },
  {
    id: /^@graphql-tools\/schema$/,
    from: /node_modules\/@apollo\/server\//,
    by: missing('makeExecutableSchema'),
    why: 'Apollo makes a schema from text with it, and we hand it a schema.',
  },
  {
    id: /^@aws-sdk\/credential-provider-node$/,
    by: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
    why: 'Lambda gives its credentials in the environment; the other providers read files and ask servers.',
  },
  {
    id: /^@aws-sdk\/client-dynamodb$/,
    from: /node_modules\/@aws-sdk\/lib-dynamodb\//,
    by: [
      'export class DynamoDBClient {}',
      missing('paginateQuery', 'paginateScan'),
      ...[
        ...['BatchExecuteStatement', 'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'DescribeExport'],
        ...['ExecuteStatement', 'ExecuteTransaction', 'ExportTableToPointInTime', 'GetItem', 'PutItem', 'Query'],
        ...['Scan', 'SearchVectors', 'TransactGetItems', 'TransactWriteItems', 'UpdateItem'],
        // Its own name, whatever the bundler calls the class beside others.
      ].map((operation) => `export class ${operation}Command { static name = '${operation}Command'; }`),
    ].join('\n'),
    why:
      'tables/sender.ts asks a command of lib-dynamodb for its input, its name and where its values are. The command of ' +
      'the client inside it brings all of the client along; tables/sdk-sender.ts puts it in where it is needed.',
  },
  {
    id: /^@smithy\/core\/client$/,
    from: /node_modules\/@aws-sdk\/lib-dynamodb\/dist-es\/(baseCommand|commands)\//,
    by: 'export class Command {}',
    why: 'What the class above them does, the commands of lib-dynamodb leave to the command inside them.',
  },
  {
    id: /^@smithy\/core\/event-streams$/,
    by: missing('EventStreamSerde', 'eventStreamSerdeProvider'),
    why: 'No operation of DynamoDB has a stream in its request or answer.',
  },
  {
    id: /^@aws-sdk\/endpoint-cache$/,
    by: 'export class EndpointCache {}',
    why: 'tables/sdk-sender.ts turns the discovery of endpoints off.',
  },
  {
    id: /^@modelcontextprotocol\/server\/_shims$/,
    by: `export { default as process } from 'node:process';\n${missing('DefaultJsonSchemaValidator')}`,
    why: 'api/mcp/server.ts says that no answer of a client is expected; the validator for those is Ajv, 290 KB.',
  },
  {
    id: /^semver$/,
    from: /node_modules\/type-graphql\//,
    by: 'export default { satisfies: () => true };',
    why: 'TypeGraphQL asks at each start whether the version of graphql suits it; package-lock.json has answered that.',
  },
  {
    id: /^@graphql-yoga\/subscription$/,
    from: /node_modules\/type-graphql\//,
    by: missing('Repeater', 'filter', 'pipe'),
    why: 'The schema has no subscriptions: api/rest/event-stream.ts tells of changes.',
  },
];

/** A module whose exports are there for the bundler and throw when they are called. */
function missing(...names: readonly string[]): string {
  const lines = names.map(
    (name) => `export const ${name} = () => { throw new Error('${name} is left out of the bundle.'); };`,
  );
  return lines.join('\n');
}

const replacements: Plugin = {
  name: 'replacements',
  resolveId: (id, importer = '', { kind }) => {
    const index = replaced.findIndex(
      (replacement) =>
        replacement.id.test(id) && (replacement.from?.test(importer) ?? true) && (replacement.kind ?? kind) === kind,
    );
    return index < 0 ? null : { id: `\0replaced:${index}`, moduleSideEffects: false };
  },
  load: (id) => (id.startsWith('\0replaced:') ? replaced[Number(id.slice('\0replaced:'.length))]?.by : null),
};

/** What graphql-js 16 does for the fields of an object. */
const executorOfFields = `function executeFields(exeContext, parentType, sourceValue, path, fields) {
  const results = Object.create(null);
  let containsPromise = false;

  try {
    for (const [responseName, fieldNodes] of fields.entries()) {
`;

/**
 * Lets graphql-js read at once the members that are plain values: resolvers/plain-fields.ts. It has no place for that, so
 * that what it does for the fields of an object gets another beginning. The results have no prototype whose members
 * could be taken for theirs; an object without one would be a dictionary, which takes ten times the memory.
 */
export const plainFields: Plugin = {
  name: 'plain-fields',
  transform(code, id) {
    if (!/\/graphql\/execution\/execute\.mjs$/.test(id)) return null;
    if (!code.includes(executorOfFields)) throw new Error('graphql-js reads the fields of an object in another way.');
    const reading = `function Results() {}
Results.prototype = Object.create(null);

function executeFields(exeContext, parentType, sourceValue, path, fields) {
  const results = new Results();
  const isPlain = hasPlainMembers(sourceValue);
  let containsPromise = false;

  try {
    for (const { responseName, fieldNodes, read } of selectedFields(parentType, fields)) {
      const plain = isPlain && read !== undefined ? read(sourceValue) : undefined;
      if (plain !== undefined) {
        results[responseName] = plain;
        continue;
      }
`;
    const imports = `import { hasPlainMembers, selectedFields } from '${inSources('resolvers/plain-fields')}';`;
    return { code: `${imports}\n${code.replace(executorOfFields, reading)}`, map: null };
  },
};

/** The Lambda integration requires Apollo's CommonJS build while we import the other: without this there are two. */
const oneApollo: Plugin = {
  name: 'one-apollo',
  resolveId: (id) => (id === '@apollo/server' ? join(dirname(require.resolve(id)), '../esm/index.js') : null),
};

/** What an application imports from the package is in the modules that the functions are made from, and not beside them. */
const onePackage: Plugin = {
  name: 'one-package',
  async resolveId(id) {
    const [whole, name = 'index'] = /^@tandem\/gateway(?:\/([a-z]+))?$/.exec(id) ?? [];
    return whole === undefined ? null : this.resolve(join(sources, 'package', name));
  },
};

/** What other chunks use of one, as the bundler writes it: a hundred letters each, and a start reads hundreds of them. */
const exportGetter =
  /Object\.defineProperty\(exports, ("[^"]+"), \{\s+enumerable: true,\s+get: function \(\) \{\s+return ([^;]+);\s+\}\s+\}\);\n?/g;

/** Says it all at once at the end of the chunk, where it was said, and where no source map has a position. */
const shortExports: Plugin = {
  name: 'short-exports',
  renderChunk(code) {
    const getters = Array.from(code.matchAll(exportGetter), ([, name, value]) => `${name}: () => ${value}`);
    if (getters.length === 0) return null;
    const define = 'Object.defineProperty(exports, name, { enumerable: true, get });';
    const all = `for (const [name, get] of Object.entries({ ${getters.join(', ')} })) ${define}`;
    return { code: `${code.replace(exportGetter, '')}\n${all}\n`, map: null };
  },
};

/**
 * Modules that do nothing for others when they are loaded, so that those of which nothing is used fall away: ours, and
 * those of a package whose package.json does not say so; its document client is the SDK's.
 */
const declaring = new RegExp(
  `^${inSources('').replace(/[^\w/]/g, '\\$&')}(api|schema|services|tables)/|/node_modules/@aws-sdk/lib-dynamodb/`,
);

/** A file as the metafile and the source maps name it: no path of a machine. */
function nameOf(file: string, application: string): string {
  const base = file.startsWith(sources + sep) ? sources : application;
  return isAbsolute(file) ? relative(base, file).split(sep).join('/') : file;
}

/**
 * Bundles the Lambda functions, the gateway, the consumers and the relay: CommonJS, split where the code loads lazily, so
 * that a REST request never reads the GraphQL part. The same sources give the same bytes wherever they are.
 * @param folder where to write
 * @param application the folder with the definition
 */
export async function bundle(
  definition: Pick<GatewayDefinition, 'consumers' | 'domains' | 'operations'>,
  folder: string,
  application = process.cwd(),
): Promise<readonly BundleChunk[]> {
  const functions = functionsOf(definition, application);
  const build = await rolldown({
    input: Object.fromEntries(Object.keys(functions).map((name) => [name, `entry:${name}`])),
    cwd: application,
    platform: 'node',
    tsconfig: [join(application, 'tsconfig.json')].find(existsSync) ?? false,
    // CommonJS resolves "main" first; the "module" builds let unused code fall away (class-validator, graphql).
    resolve: { mainFields: ['module', 'main'] },
    plugins: [
      entries(functions),
      replacements,
      plainFields,
      onlyInUse(inUseBy(definition), inSources('')),
      oneApollo,
      onePackage,
      shortExports,
    ],
    treeshake: { moduleSideEffects: [{ test: declaring, sideEffects: false }] },
    // The chunks of a start use each other's modules, of which an entry may be one.
    preserveEntrySignatures: 'allow-extension',
    logLevel: 'warn',
  });
  const written: OutputOptions = {
    dir: folder,
    format: 'cjs',
    // An "import" of a module of Node makes all of its exports, and those of node:http load a web client: 27 ms.
    dynamicImportInCjs: false,
    // Traces need the positions, not the texts.
    sourcemap: true,
    sourcemapExcludeSources: true,
    // As if the asset were always in build/lambda, so that no path of a machine is in it.
    sourcemapPathTransform: (source, map) => {
      const file = relative(application, resolve(dirname(map), source));
      return `../../${file.split(sep).join('/')}`;
    },
    // GraphQL types are named after classes, and a stack without names helps nobody.
    minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  };
  try {
    const chunkOf = startChunks(chunksIn(await build.generate({ format: 'cjs' })), Object.keys(functions));
    const name = (module: string): string | null => chunkOf.get(module) ?? null;
    const output = await build.write({
      ...written,
      codeSplitting: { groups: [{ name, debugName: 'start' }], includeDependenciesRecursively: false },
    });
    return chunksIn(output).map(({ fileName, code, modules, imports, dynamicImports }) => ({
      fileName,
      bytes: Buffer.byteLength(code),
      gzipBytes: gzipSync(code, { level: 9 }).length,
      modules: Object.fromEntries(
        Object.entries(modules)
          .map(([id, { renderedLength }]): [string, number] => [nameOf(id, application), renderedLength])
          .filter(([, length]) => length > 0),
      ),
      imports,
      dynamicImports,
    }));
  } finally {
    await build.close();
  }
}

const chunksIn = ({ output }: RolldownOutput): OutputChunk[] =>
  output.filter((file): file is OutputChunk => file.type === 'chunk');

/**
 * The chunk of each module that a function loads at its start: one for all that the same functions load. By itself the
 * bundler makes one for each combination of what loads lazily, too, and a start pays a third of a millisecond for a file.
 * @param chunks those that the bundler makes by itself, which say what is loaded at the start and what is not
 * @param entries the names of the functions
 */
function startChunks(chunks: readonly OutputChunk[], entries: readonly string[]): ReadonlyMap<string, string> {
  const starts = entries.map((entry) => closure(chunks, [`${entry}.js`]));
  const names = new Map<string, string>();
  const chunkOf = new Map<string, string>();
  for (const chunk of chunks) {
    const users = entries.filter((_, index) => starts[index]?.includes(chunk)).join(' ');
    if (users === '') continue;
    const name = names.get(users) ?? `start-${names.size + 1}`;
    names.set(users, name);
    for (const module of Object.keys(chunk.modules)) if (!module.startsWith('\0entry:')) chunkOf.set(module, name);
  }
  return chunkOf;
}

/** What each face has loaded when it has answered for the first time. */
export function facesOf(
  chunks: readonly BundleChunk[],
  { consumers }: Pick<GatewayDefinition, 'consumers'>,
): Readonly<Record<Face, readonly BundleChunk[]>> {
  const withModule = (module: string): string[] =>
    chunks
      .filter(({ modules }) => ['ts', 'js'].some((ending) => `${module}.${ending}` in modules))
      .map(({ fileName }) => fileName);
  return {
    rest: closure(chunks, ['handler.js']),
    graphql: closure(chunks, ['handler.js', ...withModule('api/graphql/server')]),
    mcp: closure(chunks, ['handler.js', ...withModule('api/mcp/server')]),
    consumer: closure(
      chunks,
      consumers.map(({ name }) => `${name}.js`),
    ),
    relay: closure(chunks, ['relay.js']),
  };
}

/** What people start: a request of REST, of GraphQL, of an agent, a batch of a queue, one of the outbox. */
export type Face = 'rest' | 'graphql' | 'mcp' | 'consumer' | 'relay';

/** The chunks that loading some files brings along, those included. */
function closure<Chunk extends Pick<BundleChunk, 'fileName' | 'imports'>>(
  chunks: readonly Chunk[],
  fileNames: readonly string[],
): readonly Chunk[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.find((candidate) => candidate.fileName === name);
    if (!chunk || reached.has(name)) return;
    reached.add(name);
    chunk.imports.forEach(visit);
  };
  fileNames.forEach(visit);
  return chunks.filter((chunk) => reached.has(chunk.fileName));
}

/** The bytes of each package in some chunks before minifying, the largest first; our own code by its folder. */
export function packagesIn(chunks: readonly BundleChunk[]): readonly (readonly [name: string, bytes: number])[] {
  const bytes = new Map<string, number>();
  for (const [module, length] of chunks.flatMap(({ modules }) => Object.entries(modules))) {
    const name = packageOf(module);
    bytes.set(name, (bytes.get(name) ?? 0) + length);
  }
  return [...bytes].toSorted(([, left], [, right]) => right - left);
}

/** The package of a module, the last one where packages lie in packages. */
function packageOf(module: string): string {
  if (module.startsWith('\0')) return '(bundler)';
  const name = module.replace(/^.*node_modules\//s, '');
  if (name === module) return `${module.split('/')[0]}/`;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
