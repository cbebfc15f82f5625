import type { Plugin } from 'rolldown';
import { countsOf } from '../schema/counted';
import { createdTogether } from '../schema/created-together';
import { domainOf, hasFieldInside, relationsOf } from '../schema/facts';
import { isIncremented } from '../schema/increments';
import type { Declarable } from '../schema/in-use';
import { isSequence } from '../schema/sequences';
import { wholeReferencesFrom } from '../schema/whole-references';
import type { GatewayDefinition } from '../services/definition';
import { judgedFields } from '../services/ownership';

type Declared = Pick<GatewayDefinition, 'domains' | 'operations'>;

/** What a gateway declares of all that can be. */
export function inUseBy({ domains: types, operations }: Declared): Readonly<Record<Declarable, boolean>> {
  const domains = types.map(domainOf);
  const isDeprecated = hasFieldInside(({ deprecated }) => deprecated !== undefined);
  const sent = operations.flatMap(({ body }) => (body && 'type' in body ? [body.type] : []));
  const beside = {
    unique: domains.some(({ unique }) => unique.length > 0),
    counts: types.some((type) => countsOf(type).length > 0),
    history: domains.some(({ history }) => history),
    wholeReferences: types.some((type) => wholeReferencesFrom(type).length > 0),
    trash: domains.some(({ trashDays }) => trashDays !== undefined),
  };
  return {
    ...beside,
    kept: Object.values(beside).includes(true),
    tenants: domains.some(({ tenant }) => tenant !== undefined),
    increments: domains.some(({ fields }) => fields.some(isIncremented)),
    updateMany: domains.some((domain) => domain.operations.includes('updateMany')),
    deleteMany: domains.some((domain) => domain.operations.includes('deleteMany')),
    bulk: operations.some(({ body }) => body?.of === 'all'),
    createdTogether: types.some((type) => createdTogether(type).length > 0),
    joins: types.some((type) => relationsOf(type).some(({ kind }) => kind === 'through')),
    ownersInItems: operations.some((operation) => judgedFields(operation).length > 0),
    transactions: operations.some(({ body }) => body?.of === 'writes'),
    transitions: domains.some(({ fields }) => fields.some((field) => 'transitions' in field)),
    sequences: domains.some(({ indexes }) =>
      Object.values(indexes).some(({ partition, sort = '' }) => isSequence(partition) || isSequence(sort)),
    ),
    deprecations: operations.some(({ deprecated }) => deprecated) || [...types, ...sent].some(isDeprecated),
  };
}

/** A word of the gateway that a bundle knows the value of, with the name of what may be in use. */
const knownWord = /\binUse\.(?<name>\w+)|!areChecked\b/g;

/**
 * Puts into the modules of the gateway what is known of one that is built: what is in use, and that its declarations have
 * been checked by who loaded them for this. Where the bundler reads a condition that is false, it does not follow what
 * stands behind it.
 * @param sources where the modules of the gateway are
 */
export const onlyInUse = (used: Readonly<Record<Declarable, boolean>>, sources: string): Plugin => ({
  name: 'only-in-use',
  transform: (code, id) => (id.startsWith(sources) ? { code: withKnown(code, used), map: null } : null),
});

/** A module with the values of its known words. Each keeps its length, so that the source maps stay right. */
export const withKnown = (code: string, used: Readonly<Record<Declarable, boolean>>): string =>
  code.replace(knownWord, (word, name?: Declarable) =>
    String(name === undefined ? false : used[name]).padEnd(word.length),
  );
