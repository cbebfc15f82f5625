// What every application has, whatever its template. `create-tandem` writes it and `tandem doctor` looks for it.

/** The templates by their names, with what people are told of them. */
export const templates = {
  empty: 'one noun and one verb to begin with',
  shop: 'the whole example: a catalogue, baskets, a checkout and its orders',
} as const;

/** The name of a template. */
export type TemplateName = keyof typeof templates;

/** Whether a text is the name of a template. */
export const isTemplateName = (text: string): text is TemplateName => Object.hasOwn(templates, text);

/** What was chosen for an application. */
export interface Choices {
  /** Of the folder, the package and the gateway. */
  readonly name: string;
  readonly template: TemplateName;
  /** Whether `npm start` asks for tokens. */
  readonly auth: boolean;
  /** Where npm gets @tandem/gateway from: a range of versions, or a tarball. */
  readonly gateway: string;
  /** The version of create-tandem, which is that of the gateway it was built with. */
  readonly version: string;
}

/** The name that the templates carry, in place of which stands that of the application. */
export const placeholder = 'my-api';

/** The gateway's package. */
export const gatewayPackage = '@tandem/gateway';

/** The commands of every application, by the names under which `npm run` knows them. */
export const scripts: Readonly<Record<string, string>> = {
  start: 'tandem start',
  dev: 'tandem dev',
  generate: 'tandem generate',
  plan: 'tandem plan',
  build: 'tandem build',
  synth: 'tandem synth',
  test: 'node --require @tandem/gateway/register --test test/*.test.ts',
  check: 'tsc --noEmit && prettier --check . && tandem generate --check',
};

/** The places of every application that its programs and its readers rely on. */
export const layout: readonly string[] = [
  'tandem.ts',
  'api/handler.ts',
  'infra/app.ts',
  'cdk.json',
  'resolvers',
  'schema',
  'services',
  'tsconfig.json',
  'codegen.yml',
  '.ci/run',
  'README.md',
];

/** What `package.json` says of how the application was made, under the name "tandem". */
export interface CreationRecord {
  readonly createdWith: string;
  readonly template: string;
}

/** The versions of Node that the gateway runs on. */
export const nodeRange = '>=20.19';

/** The packages that an application needs while it is written, and not when it runs. */
const developmentPackages = { '@types/node': '^20.19.0', prettier: '^3.6.0', typescript: '^6.0.0' };

/** The files that are made and not copied, by their paths. */
export function madeFiles({ name, template, auth, gateway, version }: Choices): ReadonlyMap<string, string> {
  const record: CreationRecord = { createdWith: version, template };
  return new Map([
    [
      'package.json',
      json({
        name,
        version: '0.1.0',
        private: true,
        engines: { node: nodeRange },
        scripts: { ...scripts, ...(auth && { start: `${scripts.start} --auth=jwt` }), format: 'prettier --write .' },
        dependencies: { [gatewayPackage]: gateway },
        devDependencies: developmentPackages,
        tandem: record,
      }),
    ],
    ['tsconfig.json', json({ compilerOptions, include: ['**/*.ts'], exclude: ['node_modules', 'build', 'cdk.out'] })],
    ['.prettierrc.json', json({ singleQuote: true, printWidth: 120, trailingComma: 'all' })],
    [
      '.prettierignore',
      lines('build/', 'cdk.out/', '.data/', 'schema/generated/', 'schema/released/', 'sdk/', 'docs/'),
    ],
    ['.gitignore', lines('node_modules/', 'build/', 'cdk.out/', '.data/', '*.log')],
    [
      '.editorconfig',
      lines(
        'root = true',
        '',
        '[*]',
        'indent_style = space',
        'indent_size = 2',
        'end_of_line = lf',
        'insert_final_newline = true',
      ),
    ],
  ]);
}

const compilerOptions = {
  target: 'es2022',
  lib: ['es2024'],
  module: 'commonjs',
  moduleResolution: 'bundler',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noFallthroughCasesInSwitch: true,
  experimentalDecorators: true,
  useDefineForClassFields: false,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
};

/** As Prettier writes it: a short list on one line. */
const json = (content: unknown): string =>
  `${JSON.stringify(content, null, 2).replaceAll(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (_, elements: string) => `[${elements.replaceAll(/\n\s+/g, ' ')}]`)}\n`;
const lines = (...texts: readonly string[]): string => `${texts.join('\n')}\n`;
