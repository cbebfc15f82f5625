import { isObjectType } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { fieldsOf, ownedFields } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import type { Context, Item } from '../services/context';
import type { ServiceError } from '../services/errors';
import { guardedContext } from '../services/guard';
import { misfitsOf, mostWarnings, unguarded, unreadable } from '../services/misfits';
import { readsMember } from './plain-fields';

/** How many errors of an answer have told of a misfit. */
const told = new WeakMap<Context, number>();

/**
 * Lets the fields of items tell what of them cannot be read: an error at the path of the field, or of the element of a
 * list, beside the null that stands there. It is put around the resolvers of TypeGraphQL, because an item may come from an
 * operation, from a relation or from a resolver that was written by hand.
 */
export function tellMisfits(schema: GraphQLSchema, types: Iterable<DeclaredClass>): void {
  for (const type of types) {
    const objectType = schema.getType(type.name);
    if (!isObjectType(objectType)) continue;
    const fields = objectType.getFields();
    for (const { name } of [...fieldsOf(type), ...ownedFields]) {
      const field = fields[name];
      if (field) field.resolve = tellingOf(name, field.resolve);
    }
  }
}

/**
 * Lets a hand-written query or mutation read as every operation does: what it uses of an item that cannot be read is
 * refused with `needs-mending`, copying it too, and is no null without a word. An item that it gives as it was read tells
 * of its fields itself.
 * @param own the root fields that are not written by hand
 */
export function guardHandWritten(schema: GraphQLSchema, own: ReadonlySet<string>): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve } = field;
      if (!resolve || own.has(field.name)) continue;
      field.resolve = async (source, values, context: Context, info) => {
        const result: unknown = await resolve(source, values, guardedContext(context), info);
        return Array.isArray(result) ? result.map(unguarded) : unguarded(result);
      };
    }
  }
}

type Resolve = NonNullable<GraphQLField<Item, Context>['resolve']>;

function tellingOf(name: string, resolve: Resolve | undefined): Resolve {
  const pointer = `/${name}`;
  const resolveTelling: Resolve = (item, values, context, info): unknown => {
    const problems = misfitsOf(item);
    // Nearly every item fits, and each field of each is asked.
    if (problems.length > 0) {
      const telling = tellingValue(item, pointer, problems, context);
      if (telling) return telling.value;
    }
    return resolve ? resolve(item, values, context, info) : item[name];
  };
  return resolve ? resolveTelling : readsMember(resolveTelling);
}

/** A field of an item that does not fit: its error, or a list with those of its elements; undefined where it fits. */
function tellingValue(
  item: Item,
  pointer: string,
  problems: ReturnType<typeof misfitsOf>,
  context: Context,
): { readonly value: unknown } | undefined {
  const problemAt = (place: string) => problems.find((problem) => problem.pointer === place);
  const own = problemAt(pointer);
  if (own) return { value: errorOf(own, context) };
  const content: unknown = Reflect.get(unguarded(item), pointer.slice(1));
  if (!Array.isArray(content)) return undefined;
  const elements = content.map((element: unknown, index) => {
    const problem = element === null ? problemAt(`${pointer}/${index}`) : undefined;
    return problem ? errorOf(problem, context) : element;
  });
  return { value: elements };
}

/** The error of one value: graphql-js throws an error that it finds in the place of one. Many do not make an answer too large. */
function errorOf(problem: ReturnType<typeof misfitsOf>[number], context: Context): ServiceError | null {
  const count = (told.get(context) ?? 0) + 1;
  told.set(context, count);
  return count > mostWarnings ? null : unreadable(`This field ${problem.detail}.`, [problem]);
}
