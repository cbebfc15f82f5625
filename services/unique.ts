import { domainOf, fieldOf, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { folded } from '../schema/folding';
import { UniqueValue } from '../schema/internal';
import { isLookedUp } from '../schema/unique';
import type { UniqueFact } from '../schema/unique';
import type { Context, Item, Key, Part } from './context';
import { ServiceError } from './errors';
import { ofTenant } from './events';
import { hash } from './idempotency';
import { KeptRefused } from './kept';
import type { ItemChange, KeptBeside } from './kept';
import { chosen } from './misfits';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';
import { tenantOf } from './tenancy';

const values = domainOf(UniqueValue);

/** The id of the record of what is unique in an item; undefined for an item that lacks one of the fields. */
export function uniqueId(
  domain: DomainFact,
  tenant: string | undefined,
  { name, fields, ignoreCase }: UniqueFact,
  item: Item,
): string | undefined {
  const content = fields.map((field) => item[field]);
  if (content.some((value) => value === undefined || value === null)) return undefined;
  const compared = ignoreCase ? content.map((value) => (typeof value === 'string' ? folded(value) : value)) : content;
  return ofTenant(tenant, `${domain.name}/${name}/${hash(compared)}`);
}

/** How the record of a value names the item that has it. */
export const ownerOf = (domain: DomainFact, item: Item): string =>
  JSON.stringify(keyFields(domain).map(({ name }) => item[name]));

/** The values of a domain by which an item can be found. */
export const lookedUp = (domain: DomainFact): readonly UniqueFact[] =>
  domain.unique.filter(({ fields }) => isLookedUp(fields.map((name) => fieldOf(domain, name))));

/** What finding an item by a value touches, beside reading it. */
export const lookupTouches = (): readonly Touch[] => tableTouches(values).get;

/** The item that has such values, or some fields of it; undefined when none has them. */
export async function itemWith(
  domain: DomainFact,
  unique: UniqueFact,
  sought: Item,
  fields: readonly string[] | undefined,
  context: Pick<Context, 'table' | 'tenancy'>,
): Promise<Item | undefined> {
  const tenant = tenantOf(domain, context);
  const id = uniqueId(domain, tenant, unique, sought);
  const record = id === undefined ? undefined : await context.table(values).get({ id });
  if (!record) return undefined;
  const read = fields && [...new Set([...fields, ...unique.fields])];
  const item = await context.table(domain).get(keyOfOwner(domain, record), read);
  // It may have got another value since.
  if (!item || uniqueId(domain, tenant, unique, item) !== id) return undefined;
  return fields ? chosen(item, fields) : item;
}

/** The key of the item that a record of a value names. */
function keyOfOwner(domain: DomainFact, { owner }: Item): Key {
  const content = JSON.parse(String(owner)) as readonly unknown[];
  return Object.fromEntries(keyFields(domain).map(({ name }, index) => [name, content[index]]));
}

/** What becomes of one value in a transaction: who gives it up, and who takes it. */
interface Move {
  givenUpBy?: string;
  takenBy?: {
    readonly owner: string;
    readonly domain: DomainFact;
    readonly unique: UniqueFact;
    readonly position?: number;
  };
}

/**
 * The values of unique fields: a record of its own for each, so that the condition on it refuses whoever comes second.
 * What is given up is deleted only if it is that of the item, and so is what is taken over within one transaction.
 */
export const uniqueValues: KeptBeside = {
  concerns: ({ unique }, written) =>
    unique.some(({ fields }) => written === undefined || fields.some((field) => written.includes(field))),

  partsOf(changes) {
    const moves = new Map<string, Move>();
    const moveOf = (id: string): Move => {
      const move = moves.get(id) ?? {};
      moves.set(id, move);
      return move;
    };
    for (const { domain, unique, from, to, owner, position } of changes.flatMap(changesOfValues)) {
      if (from !== undefined) moveOf(from).givenUpBy = owner;
      if (to === undefined) continue;
      const move = moveOf(to);
      if (move.takenBy) throw new KeptRefused(position ?? 0, takenValue(domain, unique));
      move.takenBy = { owner, domain, unique, position };
    }
    return [...moves].map(([id, { givenUpBy, takenBy }]): Part => {
      const owners = [givenUpBy, takenBy?.owner].filter((owner) => owner !== undefined);
      const where = { field: ['owner'], comparison: 'in', values: owners } as const;
      if (!takenBy) return { domain: values, delete: { id }, condition: { where } };
      const { domain, unique, owner, position: keptFor } = takenBy;
      return { domain: values, put: { id, owner }, over: where, keptFor, refusal: () => takenValue(domain, unique) };
    });
  },

  touches: () => {
    const { put, delete: deleteTouches } = tableTouches(values);
    return [...put, ...deleteTouches];
  },
};

function changesOfValues({ position, domain, tenant, before, after }: ItemChange) {
  const item = after ?? before ?? {};
  return domain.unique.flatMap((unique) => {
    const from = before && uniqueId(domain, tenant, unique, before);
    const to = after && uniqueId(domain, tenant, unique, after);
    return from === to ? [] : [{ position, domain, unique, from, to, owner: ownerOf(domain, item) }];
  });
}

function takenValue({ noun }: DomainFact, { fields }: UniqueFact): ServiceError {
  const together = fields.length > 1 ? ', together with the other fields that are unique with it' : '';
  return new ServiceError('value-taken', `Another ${noun} has this already.`, {
    errors: fields.map((name) => ({ pointer: `/${name}`, detail: `is that of another ${noun}${together}` })),
  });
}
