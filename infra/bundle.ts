import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { OutputChunk, Plugin } from 'rolldown';

/** One file of the bundle and what it is made of. */
export interface BundleChunk {
  readonly fileName: string;
  readonly bytes: number;
  /** Files of the project and of node_modules in it, relative to the project's root. */
  readonly modules: readonly string[];
  /** Chunks that are loaded with it. */
  readonly imports: readonly string[];
  /** Chunks that are loaded when they are first needed. */
  readonly dynamicImports: readonly string[];
}

const root = join(__dirname, '..');

/** The Lambda integration requires Apollo's CommonJS build while we import the other: without this there are two. */
const oneApollo: Plugin = {
  name: 'one-apollo',
  resolveId: (id) => (id === '@apollo/server' ? join(root, 'node_modules/@apollo/server/dist/esm/index.js') : null),
};

/**
 * Bundles the Lambda functions, the gateway and the consumer of the orders: CommonJS, split where the code loads lazily, so that a REST request never reads
 * the GraphQL part.
 * @param folder where to write
 */
export async function bundle(folder: string): Promise<readonly BundleChunk[]> {
  const build = await rolldown({
    input: { handler: join(root, 'api/handler.ts'), orders: join(root, 'api/orders.ts') },
    cwd: root,
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    // CommonJS resolves "main" first; the "module" builds let unused code fall away (class-validator, graphql).
    resolve: { mainFields: ['module', 'main'] },
    plugins: [oneApollo],
    logLevel: 'warn',
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: 'cjs',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    });
    return output
      .filter((file): file is OutputChunk => file.type === 'chunk')
      .map(({ fileName, code, moduleIds, imports, dynamicImports }) => ({
        fileName,
        bytes: Buffer.byteLength(code),
        modules: moduleIds.map((id) => id.replace(`${root}/`, '')),
        imports,
        dynamicImports,
      }));
  } finally {
    await build.close();
  }
}

/** The chunks that loading one file brings along, itself included. */
export function closure(chunks: readonly BundleChunk[], fileName: string): readonly BundleChunk[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.find((candidate) => candidate.fileName === name);
    if (!chunk || reached.has(name)) return;
    reached.add(name);
    chunk.imports.forEach(visit);
  };
  visit(fileName);
  return chunks.filter((chunk) => reached.has(chunk.fileName));
}
