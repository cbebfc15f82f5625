import { ownerFields } from '../schema/access';
import { authorFieldsOf, inputFieldsOf, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { Restoration, trashedTypeOf, versionTypeOf } from '../schema/history';
import { refused } from './access';
import { change, writeTouches } from './change';
import type { Edit } from './change';
import type { Context, Item, Key } from './context';
import { replacement } from './crud';
import { ServiceError } from './errors';
import type { ProblemCode } from './errors';
import { comparisonsIn } from './filter';
import type { Filter } from './filter';
import { contentOf, historyOf, pastTouches, recordOfPast } from './history';
import { chosen } from './misfits';
import { operation } from './operation';
import type { Operation } from './operation';
import { itemPath } from './paths';
import { missing, taken } from './precondition';
import { capital } from './schema-names';
import { tableTouches } from './table-actions';
import { takenOut, trashed, trashKey, trashOf, trashRecordOf, trashTouches } from './trash';
import { admit, invalid } from './validation';

/**
 * What a domain that keeps a history or a trash has beside its other operations, as far as it has those that they go
 * with: who may read an item may read its history, and who may write it may bring it back.
 */
export function pastOperations(domain: DomainFact): readonly Operation[] {
  const { history, trashDays, operations } = domain;
  const isWritten = operations.includes('replace') || operations.includes('update');
  const hasTrash = trashDays !== undefined && operations.includes('delete');
  return [
    ...(history && operations.includes('get') ? [historyPage(domain)] : []),
    ...(hasTrash ? [...trashPages(domain), purge(domain)] : []),
    ...(hasTrash || (history && isWritten) ? [restore(domain)] : []),
  ];
}

/** What all of these have in common. */
const common = { derived: true, lenient: true } as const;

function historyPage(domain: DomainFact): Operation {
  const { access, agents, noun, singular } = domain;
  return operation({
    ...common,
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
    agents: agents.includes('get'),
    perform: async ({ key, list }, context) => historyOf(domain, key, list, context),
  });
}

/** The lists of what is in the trash: of a whole domain, and of one partition of it, as those of its items are. */
function trashPages(domain: DomainFact): readonly Operation[] {
  const { access, agents, key, name, noun, plural } = domain;
  const [partition] = keyFields(domain);
  const shared = {
    ...common,
    kind: 'query',
    domain,
    query: 'page',
    gives: { as: 'page', type: trashedTypeOf(domain) },
    touches: trashTouches.listInOrder,
    agents: agents.includes('delete'),
  } as const;
  const all = access?.list ?? access?.read;
  // One's own is then one item.
  const isNarrowed = key.sort === undefined && all !== undefined && ownerFields(all).length > 0;
  const doc = `Lists the ${noun} items that were deleted and can be brought back page by page`;
  return [
    operation({
      ...shared,
      access: all,
      touches: isNarrowed ? trashTouches.listPartition : shared.touches,
      name: `${key.sort ? 'allTrashed' : 'trashed'}${capital(plural)}`,
      doc: `${doc}.`,
      route: { method: 'GET', path: `/${name}/trash`, success: 200 },
      perform: async ({ list }, context) => trashOf(domain, ownPartition(domain, list.filter, context), list, context),
    }),
    ...(key.sort
      ? [
          operation({
            ...shared,
            access: access?.read,
            name: `trashed${capital(plural)}`,
            doc: `${doc}. Only items of one ${partition.name}.`,
            route: { method: 'GET', path: `/${name}/{${partition.name}}/trash`, success: 200 },
            key: [partition],
            perform: async ({ key: given, list }, context) => trashOf(domain, given[partition.name], list, context),
          }),
        ]
      : []),
  ];
}

/** The partition to which a list of all is narrowed for a caller who may see no other. @throws ServiceError forbidden */
function ownPartition({ key }: DomainFact, filter: Filter, context: Context): unknown {
  const [own, ...others] = comparisonsIn(filter);
  // The trash tells items apart by their keys alone.
  if (own && (own.field[0] !== key.partition || others.length > 0)) throw refused(context);
  return own?.values[0];
}

function purge(domain: DomainFact): Operation {
  const { access, agents, name, noun, typeName } = domain;
  return operation({
    ...common,
    access: access?.write,
    name: `purge${typeName}`,
    kind: 'mutation',
    domain,
    doc: `Takes one ${noun} out of the trash for good.`,
    route: { method: 'DELETE', path: itemPath(domain).replace(`/${name}`, `/${name}/trash`), success: 204 },
    key: true,
    gives: { as: 'nothing' },
    touches: trashTouches.delete,
    agents: agents.includes('delete'),
    perform: async ({ key }, context) => {
      await change(trashed, trashKey(domain, key, context), {}, context, { delete: true });
    },
  });
}

function restore(domain: DomainFact): Operation {
  const { access, agents, history, noun, trashDays, type, typeName, unique } = domain;
  const { get } = tableTouches(domain);
  const { create, update } = writeTouches(domain);
  // The class of today need not take what was stored, and what it refers to may be gone.
  const problems: readonly ProblemCode[] = [
    'conflict',
    'validation',
    ...(unique.length > 0 ? (['value-taken'] as const) : []),
  ];
  return operation({
    ...common,
    access: access?.write,
    name: `restore${typeName}`,
    kind: 'mutation',
    domain,
    doc: history
      ? `Gives one ${noun} the content that it had in a version, also one that was deleted.`
      : `Brings one ${noun} back that was deleted.`,
    route: { method: 'POST', path: `${itemPath(domain)}/restore`, success: 200 },
    key: true,
    ...(history && {
      body: { of: 'item', type: Restoration, mode: 'whole', flat: true, optional: true },
      conditional: true,
    }),
    problems,
    gives: { as: 'item', type },
    touches: [
      ...get,
      ...create,
      ...(history ? [...update, ...pastTouches.get, ...pastTouches.listInOrder] : []),
      ...(trashDays === undefined ? [] : [...trashTouches.get, ...trashTouches.delete]),
    ],
    agents: agents.includes('replace') || agents.includes('update') || agents.includes('delete'),
    perform: async ({ key, body: { version }, precondition }, context) =>
      change(domain, key, precondition, context, {
        existing: async () => {
          if (!history) throw taken();
          if (version === undefined) throw notDeleted();
          const record = await versionOf(domain, key, Number(version), context);
          return { update: replacement(domain, bodyOf(domain, record)) };
        },
        missing: async () => broughtBack(domain, key, version, context),
      }),
  });
}

/** The record of a version. @throws ServiceError validation */
async function versionOf(domain: DomainFact, key: Key, version: number, context: Context): Promise<Item> {
  const record = await recordOfPast(domain, key, { version }, context);
  if (!record) throw wrongVersion('is no version of this item');
  return record;
}

const notDeleted = (): ServiceError =>
  new ServiceError('conflict', 'The item has not been deleted. Name the version whose content it should get.');

const wrongVersion = (detail: string): Error => invalid('validation', [{ pointer: '/version', detail }]);

/**
 * What brings an item back that is not there: what is in the trash, or what the history has. It counts its versions on.
 * @throws ServiceError not-found, validation
 */
async function broughtBack(domain: DomainFact, key: Key, version: unknown, context: Context): Promise<Edit> {
  const { history, trashDays } = domain;
  const inTrash = trashDays === undefined ? undefined : await trashRecordOf(domain, key, context);
  const last = history ? await recordOfPast(domain, key, { until: undefined }, context) : inTrash;
  if (!last) throw missing();
  const ofTrash = trashDays === undefined ? last : inTrash;
  const record = version === undefined ? ofTrash : await versionOf(domain, key, Number(version), context);
  if (!record) throw missing();
  const creators = authorFieldsOf(domain.type).filter(({ author }) => author === 'creator');
  const ofCreation = chosen(contentOf(record), ['createdAt', ...creators.map(({ name }) => name)]);
  return {
    create: { ...bodyOf(domain, record), ...ofCreation },
    lastState: contentOf(last),
    after: Number(last.itemVersion),
    with: () => (inTrash ? [takenOut(inTrash)] : []),
  };
}

/** What a record keeps as the body of a write, which the class of today has to take. @throws ServiceError validation */
function bodyOf({ type }: DomainFact, record: Item): Item {
  return admit(
    type,
    chosen(
      contentOf(record),
      inputFieldsOf(type).map(({ name }) => name),
    ),
    'whole',
  );
}
