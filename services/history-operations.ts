import { fieldsOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { Restoration, versionTypeOf } from '../schema/history';
import { change, writeTouches } from './change';
import type { Edit } from './change';
import type { Context, Item, Key } from './context';
import { replacement } from './crud';
import { contentOf, historyOf, pastTouches, recordOfPast } from './history';
import { chosen } from './misfits';
import { operation } from './operation';
import type { Operation } from './operation';
import { itemPath } from './paths';
import { missing } from './precondition';
import { tableTouches } from './table-actions';
import { admit, invalid } from './validation';

/** What a domain that keeps a history has beside its other operations, as far as it has those that they go with. */
export function historyOperations(domain: DomainFact): readonly Operation[] {
  if (!domain.history) return [];
  const { access, agents, noun, operations, singular, typeName, unique } = domain;
  const { get } = tableTouches(domain);
  const { create, update } = writeTouches(domain);
  const isWritten = operations.includes('replace') || operations.includes('update');
  return [
    ...(operations.includes('get')
      ? [
          operation({
            access: access?.read,
            name: `${singular}History`,
            kind: 'query',
            domain,
            doc: `Lists what has happened to one ${noun} page by page, from the newest.`,
            route: { method: 'GET', path: `${itemPath(domain)}/history`, success: 200 },
            key: true,
            query: 'page',
            gives: { as: 'page', type: versionTypeOf(domain) },
            touches: pastTouches.listInOrder,
            derived: true,
            lenient: true,
            agents: agents.includes('get'),
            perform: async ({ key, list }, context) => historyOf(domain, key, list, context),
          }),
        ]
      : []),
    ...(isWritten
      ? [
          operation({
            access: access?.write,
            name: `restore${typeName}`,
            kind: 'mutation',
            domain,
            doc: `Gives one ${noun} the content that it had in a version, also one that was deleted.`,
            route: { method: 'POST', path: `${itemPath(domain)}/restore`, success: 200 },
            key: true,
            body: { of: 'item', type: Restoration, mode: 'whole', flat: true },
            conditional: true,
            problems: unique.length > 0 ? ['value-taken'] : [],
            gives: { as: 'item', type: domain.type },
            touches: [...get, ...create, ...update, ...pastTouches.get, ...pastTouches.listInOrder],
            derived: true,
            lenient: true,
            agents: agents.includes('replace') || agents.includes('update'),
            perform: async ({ key, body, precondition }, context) =>
              change(domain, key, precondition, context, {
                existing: async () => ({
                  update: replacement(domain, bodyOf(domain, await recordWanted(domain, key, body, context))),
                }),
                missing: async () => restored(domain, key, body, context),
              }),
          }),
        ]
      : []),
  ];
}

/** The record of the version that is wanted of an item that is there. @throws ServiceError validation */
async function recordWanted(domain: DomainFact, key: Key, { version }: Item, context: Context): Promise<Item> {
  if (version === undefined) throw wrongVersion('is required: the item has not been deleted');
  const record = await recordOfPast(domain, key, { version: Number(version) }, context);
  if (!record) throw wrongVersion('is no version of this item');
  return record;
}

/** What brings an item back that is not there. @throws ServiceError not-found, validation */
async function restored(domain: DomainFact, key: Key, { version }: Item, context: Context): Promise<Edit> {
  const last = await recordOfPast(domain, key, { until: undefined }, context);
  if (!last) throw missing();
  const record = version === undefined ? last : await recordWanted(domain, key, { version }, context);
  const { createdAt } = contentOf(record);
  return { create: { ...bodyOf(domain, record), createdAt }, after: Number(last.itemVersion) };
}

const wrongVersion = (detail: string): Error => invalid('validation', [{ pointer: '/version', detail }]);

/** What a record keeps as the body of a write, which the class of today has to take. @throws ServiceError validation */
function bodyOf({ type }: DomainFact, record: Item): Item {
  return admit(
    type,
    chosen(
      contentOf(record),
      fieldsOf(type).map(({ name }) => name),
    ),
    'whole',
  );
}
