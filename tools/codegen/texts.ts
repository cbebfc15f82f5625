import { createHash } from 'node:crypto';
import { Kind, print, visit } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';

const header = '// Written from the declarations of the gateway. Do not edit.\n';

/** The text of each operation of some documents by its name, with the fragments that it uses. */
export function textsOf(documents: readonly DocumentNode[]): ReadonlyMap<string, string> {
  const definitions = documents.flatMap((document) => document.definitions);
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
  );
  return new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION && one.name ? [[one.name.value, textOf(one, fragments)] as const] : [],
    ),
  );
}

/** The texts as a module, for the SDK's own GraphQL transport. */
export function textsSource(texts: ReadonlyMap<string, string>): string {
  const lines = [...texts].map(([name, text]) => `  ${name}: ${JSON.stringify(text)},\n`);
  return `${header}\n/** The GraphQL text of each operation. */\nexport const texts: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`;
}

/** The texts by their SHA-256, as a list of known documents for GRAPHQL_DOCUMENTS of the gateway. */
export function documentList(texts: ReadonlyMap<string, string>): string {
  const hashed = [...texts.values()].map((text) => [createHash('sha256').update(text).digest('hex'), text]);
  return `${JSON.stringify(Object.fromEntries(hashed), null, 2)}\n`;
}

/** Printed as Apollo Client prints a document, so that its hash is the same. */
function textOf(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string {
  const used = new Set<FragmentDefinitionNode>();
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] });
}
