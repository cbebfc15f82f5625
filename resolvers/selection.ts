import { Kind } from 'graphql';
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { computedOf, countsOf } from '../schema/counted';
import { keyFields, ownedFields, relationsOf, totalsOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { idField, identityOf } from '../services/nodes';
import type { Gives } from '../services/operation';
import { readFrom } from '../services/relations';

/** Where an answer holds the fields of items. */
const pathsToFields: Partial<Record<Gives['as'], readonly string[]>> = { page: ['edges', 'node'], item: [] };

/** Tells the fields of a domain that a query selects, so that no others are read; undefined when that cannot be told. */
export type Selection = (info: GraphQLResolveInfo) => readonly string[] | undefined;

/** Tells what is selected where an operation answers. Each field of a document is looked at once, and kept as long as it. */
export function selectionOf(domain: DomainFact, gives: Gives): Selection {
  const known = new WeakMap<FieldNode, { readonly fields: readonly string[] | undefined }>();
  return (info) => {
    const [node, ...others] = info.fieldNodes;
    // The same field may stand in a document twice, to be answered with what both select.
    if (!node || others.length > 0) return selectedFields(domain, gives, info);
    const selected = known.get(node) ?? { fields: selectedFields(domain, gives, info) };
    known.set(node, selected);
    return selected.fields;
  };
}

function selectedFields(domain: DomainFact, gives: Gives, info: GraphQLResolveInfo): readonly string[] | undefined {
  const path = pathsToFields[gives.as];
  if (!path) return undefined;
  const sets = info.fieldNodes.map((node) => node.selectionSet).filter((set) => set !== undefined);
  const selected = path.reduce<readonly SelectionSetNode[]>((within, name) => below(within, name, info), sets);
  const known = [...domain.fields, ...ownedFields].map((field) => field.name);
  const names = new Set(selected.flatMap((set) => fieldNodes(set, info)).map((node) => node.name.value));
  const derived = [...relationsOf(domain.type), ...computedOf(domain.type)].map(({ name }) => name);
  // What a hand-written field looks at of its item is its own affair.
  const ids = identityOf(domain) === 'made' ? [idField] : [];
  if ([...names].some((name) => ![...known, ...derived, ...ids, '__typename'].includes(name))) return undefined;
  const relations = relationsOf(domain.type).filter(({ name }) => names.has(name));
  for (const name of relations.flatMap((relation) => readFrom(domain.type, relation))) names.add(name);
  for (const { of } of totalsOf(domain.type).filter(({ name }) => names.has(name))) names.add(of);
  // A count is found by the key.
  if (countsOf(domain.type).some(({ name }) => names.has(name))) names.add(domain.key.partition);
  if (ids.some((name) => names.has(name))) for (const { name } of keyFields(domain)) names.add(name);
  return known.filter((name) => names.has(name));
}

function below(sets: readonly SelectionSetNode[], name: string, info: GraphQLResolveInfo): readonly SelectionSetNode[] {
  return sets
    .flatMap((set) => fieldNodes(set, info))
    .filter((node) => node.name.value === name)
    .map((node) => node.selectionSet)
    .filter((set) => set !== undefined);
}

/** The fields of a selection, those in fragments included; @skip and @include may make some of them needless. */
function fieldNodes(set: SelectionSetNode, info: GraphQLResolveInfo): readonly (typeof info.fieldNodes)[number][] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldNodes(selection.selectionSet, info);
    const fragment = info.fragments[selection.name.value];
    return fragment ? fieldNodes(fragment.selectionSet, info) : [];
  });
}
