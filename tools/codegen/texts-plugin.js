const { createHash } = require('node:crypto');
const { Kind, print, visit } = require('graphql');

// Plain JavaScript, because graphql-codegen loads a plugin with import(), which knows no TypeScript on Node 20.

/**
 * A plugin of graphql-codegen: the text of each operation with the fragments that it uses, for those who send it
 * themselves and for the gateway's list of known documents. `form` is `manifest` for a JSON object from SHA-256 to
 * text, or `texts` for a module with the text of each operation.
 */
exports.plugin = (_schema, files, { form }) => {
  const definitions = files.flatMap(({ document }) => document.definitions);
  const fragments = new Map(
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const texts = definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((one) => [one.name.value, textOf(one, fragments)]);
  if (form === 'manifest') {
    const hashed = texts.map(([, text]) => [createHash('sha256').update(text).digest('hex'), text]);
    return JSON.stringify(Object.fromEntries(hashed), null, 2);
  }
  const lines = texts.map(([name, text]) => `  ${name}: ${JSON.stringify(text)},\n`);
  return `/** The GraphQL text of each operation. */\nexport const texts: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`;
};

/** Printed as Apollo Client prints a document, so that its hash is the same. */
function textOf(operation, fragments) {
  const used = new Set();
  const follow = (node) =>
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (used.has(fragment)) return;
        used.add(fragment);
        follow(fragment);
      },
    });
  follow(operation);
  return print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] });
}
