import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';

/** What the types of a file may come from: every source, the settings of the compiler, the packages as installed. */
function typeSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return [join(path, '.package-lock.json')].filter((lock) => existsSync(lock));
    if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'build' ? [] : typeSources(path);
    return /\.(tsx?|json)$/.test(entry.name) ? [path] : [];
  });
}

function digestOfTypes() {
  const digest = createHash('sha256');
  for (const path of typeSources(import.meta.dirname))
    digest.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return digest.digest('hex');
}

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      'build',
      'coverage',
      'cdk.out',
      'schema/generated',
      'sdk/build',
      'sdk/generated',
      // Without its packages the types of the example shop are unknown, and every line of it looks unsafe.
      ...(existsSync('examples/storefront/node_modules') ? [] : ['examples/storefront']),
      'examples/*/build',
      // They are written as their READMEs do, on packages that only the bench installs.
      'bench/peers',
      // They are compiled with what test:clients generates.
      'shop/test/clients/*/',
      // What is added to a template that is whole only when it is built; test/create compiles it.
      'create/templates/shop',
      '**/*.mjs',
      '*.config.*',
      '**/*.js',
      '.dependency-cruiser.js',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    // ESLint keeps the result of a file until that file or its settings change, but what it says of a file depends on the
    // types of others as well.
    settings: { digestOfTypes: digestOfTypes() },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      // An async function without await keeps errors of its first lines inside the promise.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      eqeqeq: 'error',
      'no-console': 'off',
    },
  },
  {
    // The way of a request can be read at one sight.
    files: ['api/handler.ts'],
    rules: { 'max-lines-per-function': ['error', 40] },
  },
  {
    files: ['**/*.test.ts', 'test/**', 'shop/test/**'],
    rules: {
      // Tests read answers whose form they are there to check.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
