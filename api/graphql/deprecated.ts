import { isObjectType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLSchema } from 'graphql';
import { fieldsOf, nestedClasses } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { listOf } from '../../schema/guards';
import type { Context } from '../../services/context';
import { noteDeprecated } from '../../services/deprecation';
import type { Step } from './step';

/**
 * Notes which deprecated fields a document selects; the operations note what is sent to them, and themselves. Nothing
 * where no field is deprecated. Who selects every field of a class, as the SDK does who is told of none, uses it no more
 * than who reads an item over REST.
 */
export function noteSelections(schema: GraphQLSchema, domains: readonly DeclaredClass[]): readonly Step<Context>[] {
  if (!hasDeprecated(schema)) return [];
  const declared = fieldsByType(domains);
  // Apollo gives the same document for the same text, as long as it keeps it.
  const known = new WeakMap<DocumentNode, ReadonlySet<string>>();
  return [
    ({ contextValue }) => ({
      didResolveOperation: ({ document }) => {
        const selected = known.get(document) ?? selectedIn(document, schema, declared);
        known.set(document, selected);
        for (const use of selected) noteDeprecated(contextValue, use);
      },
    }),
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

type FieldsByType = ReadonlyMap<string, readonly string[]>;

/** The names of the declared fields of classes and of those inside of them, under the names of their types. */
function fieldsByType(types: readonly DeclaredClass[], known = new Map<string, readonly string[]>()): FieldsByType {
  for (const type of types) {
    if (known.has(type.name)) continue;
    known.set(
      type.name,
      fieldsOf(type).map(({ name }) => name),
    );
    fieldsByType([...nestedClasses(type).values()], known);
  }
  return known;
}

const selects = (selections: readonly ASTNode[], name: string): boolean =>
  selections.some((one) => one.kind === Kind.FIELD && one.name.value === name);

/** The deprecated fields that a document selects, as `Product.price`. */
function selectedIn(document: DocumentNode, schema: GraphQLSchema, declared: FieldsByType): ReadonlySet<string> {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const selected = new Set<string>();
  const types = new TypeInfo(schema);
  const noteField = (_field: ASTNode, _key: unknown, beside: unknown): void => {
    const [type, field] = [types.getParentType(), types.getFieldDef()];
    if (field?.deprecationReason === undefined || roots.some((root) => root === type)) return;
    const all = declared.get(type?.name ?? '');
    if (all?.includes(field.name) && all.every((name) => selects(listOf(beside) as readonly ASTNode[], name))) return;
    selected.add(`${type?.name ?? ''}.${field.name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field: noteField }));
  return selected;
}
