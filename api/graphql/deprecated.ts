import type { ApolloServerPlugin } from '@apollo/server';
import { isObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Context } from '../../services/context';
import { noteDeprecated } from '../../services/deprecation';

/**
 * Notes which deprecated fields a document selects; the operations note what is sent to them, and themselves. Nothing
 * where no field is deprecated.
 */
export function noteSelections(schema: GraphQLSchema): readonly ApolloServerPlugin<Context>[] {
  if (!hasDeprecated(schema)) return [];
  // Apollo gives the same document for the same text, as long as it keeps it.
  const known = new WeakMap<DocumentNode, ReadonlySet<string>>();
  return [
    {
      requestDidStart: async ({ contextValue }) => ({
        didResolveOperation: async ({ document }) => {
          const selected = known.get(document) ?? selectedIn(document, schema);
          known.set(document, selected);
          for (const use of selected) noteDeprecated(contextValue, use);
        },
      }),
    },
  ];
}

/** The fields of an object type that is no root: an operation notes by itself that it is used. */
function hasDeprecated(schema: GraphQLSchema): boolean {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return Object.values(schema.getTypeMap()).some(
    (type) =>
      isObjectType(type) &&
      !roots.includes(type) &&
      Object.values(type.getFields()).some(({ deprecationReason }) => deprecationReason !== undefined),
  );
}

/** The deprecated fields that a document selects, as `Product.price`. */
function selectedIn(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const selected = new Set<string>();
  const types = new TypeInfo(schema);
  const noteField = (): void => {
    const [type, field] = [types.getParentType(), types.getFieldDef()];
    if (field?.deprecationReason === undefined || roots.some((root) => root === type)) return;
    selected.add(`${type?.name ?? ''}.${field.name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field: noteField }));
  return selected;
}
