import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import ts from 'typescript';

// A new kind of field, written into the union alone, in a copy of the source: the compiler must name every place that
// has to know it, so that nothing is forgotten in silence.

const root = join(__dirname, '..');
const copied = mkdtempSync(join(tmpdir(), 'tandem-new-kind-'));
const folders = ['api', 'create', 'infra', 'local', 'package', 'resolvers', 'schema', 'services', 'tables', 'tools'];
const tests = ['random-bodies.ts', 'docs.test.ts', 'kinds.test.ts', 'access-paths'];

beforeAll(() => {
  for (const folder of folders) cpSync(join(root, folder), join(copied, folder), { recursive: true });
  cpSync(join(root, 'test'), join(copied, 'test'), { recursive: true });
  for (const name of ['node_modules', 'sdk', 'examples', 'bench']) symlinkSync(join(root, name), join(copied, name));
  cpSync(join(root, 'tsconfig.json'), join(copied, 'tsconfig.json'));
});
afterAll(() => rmSync(copied, { recursive: true, force: true }));

/** The places that the compiler complains about, as file and the name that is declared there. */
function complaints(): readonly string[] {
  const { config } = ts.readConfigFile(join(copied, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copied);
  const names = ts.sys
    // What runs in a browser has settings of its own.
    .readDirectory(copied, ['.ts'], ['node_modules', 'sdk', 'examples', 'bench', 'api/pages/console'], ['**/*'])
    .filter((path) => !path.includes('/test/') || tests.some((name) => path.includes(`/test/${name}`)))
    .filter((path) => path.includes('/test/') || !path.endsWith('.test.ts'));
  const program = ts.createProgram(names, options);
  return program.getSemanticDiagnostics().map(({ file, start = 0, messageText }) => {
    if (!file) return ts.flattenDiagnosticMessageText(messageText, '\n');
    const { line } = file.getLineAndCharacterOfPosition(start);
    const text = file.text.split('\n')[line]!;
    return `${relative(copied, file.fileName)}: ${/(?:const|function) (\w+)/.exec(text)?.[1] ?? text.trim()}`;
  });
}

test('a kind that is only in the union does not compile, and the compiler names every place', () => {
  const path = join(copied, 'schema/kinds.ts');
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, source.replace('  readonly url: {', '  readonly color: object;\n  readonly url: {'));
  const places = complaints();
  expect(places.toSorted()).toEqual(
    [
      // The five places of the source: the union itself is in schema/kinds.ts too.
      'api/documents/openapi-schemas.ts: schemas',
      'resolvers/scalars.ts: graphQLKinds',
      'schema/decorators.ts: } satisfies Record<FieldKind, unknown>;',
      'schema/kinds.ts: kinds',
      'schema/kinds.ts: plainFacts',
      // What writes a class for somebody, who may choose the kind.
      'tools/create/class-text.ts: decorator',
      "tools/create/class-text.ts: return each ? `${scalarTypes[each.kind]}[]` : 'unknown[]';",
      'tools/create/class-text.ts: return scalarTypes[kind];',
      'tools/create/class-text.ts: used',
      'tools/create/declared.ts: decorator',
      // What makes rows of a class.
      'tools/seed/values.ts: values',
      // The models of the tests.
      'test/access-paths/question.ts: others',
      'test/access-paths/random-domains.ts: decorators',
      'test/access-paths/random-domains.ts: values',
      'test/docs.test.ts: kinds',
      'test/kinds.test.ts: wrong',
      'test/random-bodies.ts: rightValues',
    ].toSorted(),
  );
});

test('outside of the tables a kind is only named where that kind alone is meant', () => {
  const kind =
    '(?:id|text|integer|float|money|boolean|dateTime|date|duration|email|url|enumeration|list|json|objects?)';
  const decides = new RegExp(`kind [!=]== '${kind}'|'${kind}'[^\\n\\]]*\\]\\.includes\\(`, 'g');
  const found = folders.flatMap((folder) =>
    ts.sys
      .readDirectory(join(root, folder), ['.ts'], ['node_modules', '**/*.test.ts'], ['**/*'])
      .flatMap((path) =>
        [...new Set(readFileSync(path, 'utf8').match(decides) ?? [])].map(
          (words) => `${relative(root, path)}: ${words}`,
        ),
      ),
  );
  expect(found.toSorted()).toEqual(named.toSorted());
});

/** Where one kind is meant. */
const named = [
  // The service makes the value of an id.
  "api/documents/openapi-schemas.ts: kind !== 'id'",
  "api/mcp/schemas.ts: kind === 'id'",
  "resolvers/types.ts: kind !== 'id'",
  "schema/domain.ts: kind === 'id'",
  "schema/examples.ts: kind !== 'id'",
  "schema/kinds.ts: kind === 'id'",
  "schema/values.ts: kind === 'id'",
  "services/arguments.ts: kind === 'enumeration'",
  "services/crud.ts: kind === 'id'",
  "services/filter.ts: kind !== 'list'",
  "services/nodes.ts: kind === 'id'",
  "tools/contracts/journey.ts: kind === 'id'",
  // GraphQL calls the values of an enumeration by names of their own.
  "api/pages/examples.ts: kind !== 'enumeration'",
  "services/federation.ts: kind !== 'enumeration'",
  // What is free in an item is in a field of any JSON.
  "schema/domain.ts: kind === 'json'",
  // A key that the playground writes.
  "api/pages/examples.ts: kind === 'id'",
  "api/pages/examples.ts: kind === 'text'",
  // How values lie in keys, and in forms of other programs.
  "schema/layout.ts: 'date', 'dateTime'].includes(",
  "schema/layout.ts: 'id', 'text'].includes(",
  "schema/layout.ts: kind !== 'integer'",
  "schema/layout.ts: kind === 'dateTime'",
  "schema/layout.ts: kind === 'enumeration'",
  "schema/layout.ts: kind === 'integer'",
  "schema/layout.ts: kind === 'list'",
  "schema/layout.ts: kind === 'money'",
  "schema/stored-forms.ts: kind === 'boolean'",
  "schema/stored-forms.ts: kind === 'dateTime'",
  // What stored values may be: instants in several spellings, objects that are none, a text that names an item.
  "tools/adopt/guess-field.ts: kind === 'date'",
  "tools/adopt/guess-field.ts: kind === 'dateTime'",
  "tools/adopt/guess-field.ts: kind === 'object'",
  "tools/adopt/plan-kind.ts: kind !== 'text'",
  "tools/adopt/plan-kind.ts: kind === 'id'",
  // What somebody says in words, and what becomes of each word.
  "tools/create/add-domain.ts: 'id', 'text', 'integer'].includes(",
  "tools/create/add-domain.ts: kind === 'id'",
  "tools/create/add-domain.ts: kind === 'text'",
  "tools/create/class-text.ts: kind === 'enumeration'",
  "tools/create/field-words.ts: kind !== 'object'",
  "tools/create/field-words.ts: kind !== 'objects'",
  "tools/create/field-words.ts: kind !== 'text'",
  "tools/create/field-words.ts: kind === 'enumeration'",
  "tools/create/field-words.ts: kind === 'float'",
  "tools/create/field-words.ts: kind === 'id'",
  "tools/create/field-words.ts: kind === 'integer'",
  "tools/create/field-words.ts: kind === 'list'",
  "tools/create/field-words.ts: kind === 'money'",
  "tools/create/field-words.ts: kind === 'text'",
  "tools/create/field-words.ts: kind === 'url'",
  // What is added to a whole number is one.
  "api/documents/openapi-schemas.ts: kind === 'integer'",
  "api/mcp/schemas.ts: kind === 'integer'",
  // What names a person, and keys that leave room for a tenant.
  "schema/domain.ts: 'id', 'text', 'enumeration', 'email'].includes(",
  "schema/tenant-keys.ts: kind === 'id'",
  "schema/tenant-keys.ts: kind === 'text'",
  // A sum of money is kept in minor units.
  "services/counted.ts: kind === 'money'",
  // Texts that people would write, and money to the cent.
  "tools/seed/rows.ts: kind !== 'text'",
  "tools/seed/seed-domain.ts: kind === 'text'",
  "tools/seed/values.ts: kind !== 'text'",
  "tools/seed/values.ts: kind === 'money'",
  // A reference is a text.
  "tools/seed/values.ts: kind === 'text'",
  // A filter reaches into an object; the elements of a list have pointers of their own.
  "api/documents/openapi-filters.ts: kind === 'object'",
  "resolvers/filter.ts: kind === 'object'",
  "services/filter.ts: kind === 'object'",
  "services/validation.ts: kind !== 'list'",
  // GraphQL's Int has limits; a total sums money × integer over objects; an example of a patch that tells most.
  "schema/domain.ts: kind === 'integer'",
  "schema/examples.ts: 'money', 'integer', 'text'].includes(",
  "schema/relations.ts: kind !== 'objects'",
  "schema/relations.ts: kind === 'integer'",
  "schema/relations.ts: kind === 'money'",
  // Types of JSON, which are no kinds of fields.
  "local/messaging/pattern.ts: 'boolean'].includes(",
  "tools/codegen/problems.ts: 'list', 'object', 'objects', 'json'].includes(",
  "tools/codegen/problems.ts: kind === 'boolean'",
  "tools/transfer/csv-rows.ts: kind === 'boolean'",
  "tools/transfer/csv-rows.ts: kind === 'json'",
  "tools/transfer/csv-rows.ts: kind === 'text'",
];
