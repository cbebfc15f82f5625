import { role, owner } from '../schema/access';
import { Counted } from '../schema/counted';
import { Enumeration, Id, Integer, Many, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { DeclaredClass, DomainOptions } from '../schema/facts';
import { inUse } from '../schema/in-use';
import type { Declarable } from '../schema/in-use';
import { Tenant } from '../schema/tenant';
import { Unique } from '../schema/unique';
import { defineGateway, defineModule } from '../services/definition';
import { inUseBy, withKnown } from './in-use';

/** The options of a domain, and what else is said of it and of the gateway around it. */
interface Said extends DomainOptions {
  readonly decorate?: (type: DeclaredClass) => void;
  readonly transactions?: boolean;
}

function usedWith({ decorate, transactions, ...options }: Said): readonly string[] {
  class Note {}
  Id()(Note.prototype, 'id');
  Text({ optional: true, max: 100 })(Note.prototype, 'folder');
  Text({ optional: true, max: 100 })(Note.prototype, 'title');
  decorate?.(Note);
  Domain('note', options)(Note);
  const { domains, operations } = defineGateway({
    name: 'notes',
    modules: [defineModule({ name: 'notes', domains: [Note] })],
    transactions,
  });
  const used = Object.entries(inUseBy({ domains, operations }));
  return used.filter(([, isUsed]) => isUsed).map(([name]) => name);
}

const onField = (name: string, decorator: (prototype: object, name: string) => void): Said => ({
  decorate: ({ prototype }) => decorator(prototype, name),
});

const declarations: Readonly<Record<Exclude<Declarable, 'kept'>, Said>> = {
  tenants: { decorate: Tenant({ claim: 'org' }) },
  unique: onField('title', Unique()),
  counts: onField('notes', (prototype, name) =>
    Counted(() => prototype.constructor as DeclaredClass, { by: 'folder' })(prototype, name),
  ),
  increments: onField('read', Integer({ default: 0, increments: true })),
  updateMany: { operations: ['get', 'create', 'updateMany'] },
  deleteMany: { operations: ['get', 'create', 'deleteMany'] },
  bulk: { operations: ['get', 'list', 'create', 'deleteAll'] },
  ownersInItems: { access: { read: owner('folder'), list: role('admin'), write: role('admin') } },
  transactions: { transactions: true },
  transitions: onField(
    'state',
    Enumeration('NoteState', ['OPEN', 'DONE'], { default: 'OPEN', transitions: { from: { OPEN: ['DONE'] } } }),
  ),
  history: { history: true },
  createdTogether: {
    ...onField('below', (prototype, name) =>
      Many(() => prototype.constructor as DeclaredClass, { by: 'folder', create: true })(prototype, name),
    ),
    indexes: { byFolder: { partition: 'folder' } },
  },
  joins: {
    decorate: ({ prototype }) => {
      const type = prototype.constructor as DeclaredClass;
      Reference(() => type, { optional: true, as: 'first' })(prototype, 'firstId');
      Reference(() => type, { optional: true, as: 'second' })(prototype, 'secondId');
      Many(() => type, { through: () => type, by: 'firstId', to: 'secondId' })(prototype, 'others');
    },
    indexes: { byFirst: { partition: 'firstId' } },
  },
  wholeReferences: onField('above', (prototype, name) =>
    Reference(() => prototype.constructor as DeclaredClass, { optional: true, as: 'over', onDelete: 'refuse' })(
      prototype,
      name,
    ),
  ),
  trash: { trash: true },
  sequences: { indexes: { byFolder: { partition: ['folder', 'title'] } } },
  deprecations: { deprecated: { get: { reason: 'Use notes instead.', since: '2026-03-01' } } },
};
const besideItems = ['unique', 'counts', 'history', 'wholeReferences', 'trash'];

test('what declares none of it uses none of it', () => {
  expect(usedWith({})).toEqual([]);
});

test.each(Object.entries(declarations))('what declares %s uses it, and nothing else', (name, said) => {
  expect(usedWith(said)).toEqual([...(besideItems.includes(name) ? ['kept'] : []), name].toSorted(byPlace));
});

test('a deprecated field is in use as a deprecated operation is', () => {
  expect(usedWith(onField('old', Text({ optional: true, deprecated: { reason: 'Use title instead.' } })))).toEqual([
    'deprecations',
  ]);
});

test('all that can be declared may be in use where nobody has looked', () => {
  expect(Object.keys(inUse).toSorted()).toEqual([...Object.keys(declarations), 'kept'].toSorted());
  expect(Object.values(inUse)).not.toContain(false);
});

test('a module says what is known of a gateway in as many letters as before', () => {
  const used = { ...inUseBy({ domains: [], operations: [] }), unique: true };
  const code =
    "import { inUse } from './in-use';\nif (!areChecked && inUse.unique) check(inUse.history, areCheckedTwice);";
  expect(withKnown(code, used)).toBe(
    "import { inUse } from './in-use';\nif (false       && true        ) check(false        , areCheckedTwice);",
  );
});

/** As `inUseBy` tells them. */
const order = Object.keys(inUseBy({ domains: [], operations: [] }));
const byPlace = (left: string, right: string): number => order.indexOf(left) - order.indexOf(right);
