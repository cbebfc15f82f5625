import { computedOf } from '../schema/counted';
import { keyFields, relationsOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { keyFault, keyValue } from '../schema/kinds';
import type { Item, Key } from './context';
import type { FieldProblem } from './errors';

/** The name of the field in which an item has its id. */
export const idField = 'id';

/** The fields at the root of a query that give items by their ids alone. */
export const nodeFields = { one: 'node', many: 'nodes' } as const;

/** The fields of a change that lead to its item. */
export const nodeFieldsOfChange = { item: 'node', id: 'nodeId' } as const;

/** The most ids that one field takes: DynamoDB's limit of a BatchGetItem. */
export const maxNodes = 100;

/**
 * How the items of a domain are told apart from all others of a gateway. `plain`: by their key, which is an `@Id() id` and
 * stays what it is. `made`: by an id that is made from the name of the type and the key. Undefined where a class has another
 * meaning for the name `id`, or where a part of the key is not for everybody: such an item has no id of its own.
 */
export function identityOf(domain: DomainFact): 'plain' | 'made' | undefined {
  const key = keyFields(domain);
  if (key.some(({ visible }) => visible)) return undefined;
  if (key.length === 1 && key[0].name === idField && key[0].kind === 'id') return 'plain';
  const names = [...domain.fields, ...relationsOf(domain.type), ...computedOf(domain.type)].map(({ name }) => name);
  return names.includes(idField) ? undefined : 'made';
}

/** Whether the items of a domain can be read by their id alone (https://relay.dev/graphql/objectidentification.htm). */
export function isNode(domain: DomainFact): boolean {
  return identityOf(domain) !== undefined && domain.operations.includes('get');
}

/**
 * The id of an item in all of a gateway, which its key does not have: base64url of the JSON of the type's name and the key.
 * Everybody can read it and make it, so that it proves nothing: who may read the item is asked as ever.
 */
export function madeId(domain: DomainFact, item: Item): string {
  // A caller may write the same key in more than one way, a moment in another time zone for instance.
  const values = keyFields(domain).map((field) => keyValue(field, item[field.name]));
  return Buffer.from(JSON.stringify([domain.typeName, ...values])).toString('base64url');
}

/**
 * What is wrong with the id that a caller has chosen for a new item. One that reads as if it were made from a key would be
 * taken for the id of that other item, of this release or of a later one.
 */
export function idFaults(domain: DomainFact, { [idField]: id }: Item): readonly FieldProblem[] {
  if (typeof id !== 'string' || identityOf(domain) !== 'plain' || typeof contentOf(id)[0] !== 'string') return [];
  return [
    {
      pointer: `/${idField}`,
      detail:
        'must not be the base64url of a JSON array that begins with a text, as an id that the gateway makes from a key is',
    },
  ];
}

/** The id of an item of a domain that has one, from its key. */
export const globalId = (domain: DomainFact, key: Item): string =>
  identityOf(domain) === 'plain' ? String(key[idField]) : madeId(domain, key);

/** An item that an id may mean. */
export interface Candidate {
  readonly domain: DomainFact;
  readonly key: Key;
}

/**
 * The items that an id may mean: the one from whose key it was made; else one of each domain whose items have their key as
 * their id. Such an id does not say which of the domains it is of, and callers may have chosen the same one in several.
 */
export function candidatesOf(id: string, domains: readonly DomainFact[]): readonly Candidate[] {
  const nodes = domains.filter(isNode);
  const made = madeCandidate(id, nodes);
  if (made) return [made];
  return nodes
    .filter((domain) => identityOf(domain) === 'plain' && keyFault(keyFields(domain)[0], id) === undefined)
    .map((domain) => ({ domain, key: { [idField]: id } }));
}

/** Read strictly: each item has one id, and what is no id letter for letter is none. */
function madeCandidate(id: string, nodes: readonly DomainFact[]): Candidate | undefined {
  const [typeName, ...values] = contentOf(id);
  const domain = nodes.find((node) => node.typeName === typeName && identityOf(node) === 'made');
  if (!domain) return undefined;
  const fields = keyFields(domain);
  const key = Object.fromEntries(fields.map((field, index) => [field.name, keyValue(field, values[index])]));
  const isKey = fields.every((field) => keyFault(field, key[field.name]) === undefined);
  return isKey && madeId(domain, key) === id ? { domain, key } : undefined;
}

function contentOf(id: string): readonly unknown[] {
  // So begins the base64url of ["; most ids do not, and are not decoded.
  if (!id.startsWith('Wy')) return [];
  try {
    const content: unknown = JSON.parse(Buffer.from(id, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
