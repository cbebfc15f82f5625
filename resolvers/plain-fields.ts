import { isLeafType, isListType, isNonNullType } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { keptBy } from '../schema/kept';
import { misfitsOf } from '../services/misfits';

/*
 * Most fields of an answer are members of an object that are texts, numbers or lists of those. For each of them graphql-js
 * makes a path, a description for the resolver and the arguments before it reads the member. The functions in the bundle
 * read such members at once, as infra/bundle.ts says, and leave to graphql-js all that is anything else: what fails,
 * what is missing where something must be, what must be waited for, and whatever has a resolver or arguments.
 */

const memberResolvers = new WeakSet<object>();

/** Notes that a resolver gives the member with the name of its field, of every object that fits its class. */
export function readsMember<Resolve extends object>(resolve: Resolve): Resolve {
  memberResolvers.add(resolve);
  return resolve;
}

/** A field of a selection, as the executor of graphql-js has it. */
export interface SelectedField {
  readonly responseName: string;
  readonly fieldNodes: readonly FieldNode[];
  /** The completed value of an object that fits its class; undefined when graphql-js must find out. */
  readonly read: ((source: Readonly<Record<string, unknown>>) => unknown) | undefined;
}

/** The fields of an object by their names in the answer, with what was found out about them. */
interface Selection extends ReadonlyMap<string, readonly FieldNode[]> {
  selected?: readonly SelectedField[];
}

/** The fields of a selection, which the executor hands over once for each object of a list. */
export function selectedFields(type: GraphQLObjectType, selection: Selection): readonly SelectedField[] {
  return (selection.selected ??= selectedOf(type, selection));
}

function selectedOf(type: GraphQLObjectType, selection: Selection): readonly SelectedField[] {
  const fields = type.getFields();
  const selected: SelectedField[] = [];
  for (const [responseName, fieldNodes] of selection) {
    const field = fields[fieldNodes[0]?.name.value ?? ''];
    selected.push({ responseName, fieldNodes, read: field && readerOf(field).read });
  }
  return selected;
}

/** Whether the members of an object may be read as they are. */
export const hasPlainMembers = (source: unknown): boolean =>
  typeof source === 'object' && source !== null && misfitsOf(source).length === 0;

const readerOf = keptBy((field: GraphQLField<unknown, unknown>): Pick<SelectedField, 'read'> => {
  const { name, resolve, args, type } = field;
  const complete = completionOf(type);
  if (!complete || args.length > 0 || (resolve && !memberResolvers.has(resolve))) return { read: undefined };
  return {
    read: (source) => {
      try {
        return complete(source[name]);
      } catch {
        // The error is that of graphql-js, with its place.
        return undefined;
      }
    },
  };
});

/** What a value becomes in an answer; undefined when graphql-js must find out. */
type Completion = (value: unknown) => unknown;

function completionOf(type: GraphQLOutputType): Completion | undefined {
  if (isNonNullType(type)) {
    const complete = completionOf(type.ofType);
    return complete && ((value) => complete(value) ?? undefined);
  }
  if (isListType(type)) {
    const complete = isListType(type.ofType) ? undefined : completionOf(type.ofType);
    return complete && ((value) => completeList(value, complete));
  }
  if (!isLeafType(type)) return undefined;
  return (value) => {
    if (value === null || value === undefined) return null;
    // A promise or an error may be among the others.
    return typeof value === 'object' || typeof value === 'function' ? undefined : (type.serialize(value) ?? undefined);
  };
}

function completeList(value: unknown, complete: Completion): unknown {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return undefined;
  const completed: unknown[] = [];
  for (const element of value) {
    const one = complete(element);
    if (one === undefined) return undefined;
    completed.push(one);
  }
  return completed;
}
