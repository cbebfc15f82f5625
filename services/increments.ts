import { inUse } from '../schema/in-use';
import { incrementedFields } from '../schema/increments';
import type { IncrementedField } from '../schema/increments';
import type { DeclaredClass } from '../schema/facts';
import { isRecord, numberOf } from '../schema/guards';
import { int32, moneyFault, rangeFault } from '../schema/values';
import type { Item } from './context';
import type { FieldProblem } from './errors';
import { admit, pointerTo } from './validation';

/** The one member of what stands in a patch for a number that is added. */
export const incrementMember = 'increment';

/**
 * Checks a merge patch of a class, in which `{ "increment": 3 }` stands for a number that is added to a field that has
 * increments: a patch of an object into a number would be refused, so that it can mean nothing else (RFC 7396).
 * @param increments the same numbers by the names of their fields, where a face has them beside the patch
 * @returns the patch, with each number to be added as it stands there
 * @throws ServiceError validation with every wrong field, payload-too-large
 */
export function admitPatch(type: DeclaredClass, sent: unknown, increments: unknown): Item {
  if (!inUse.increments) return admit(type, sent, 'patch');
  const fields = incrementedFields(type);
  const beside = isRecord(increments) ? increments : undefined;
  // Who only adds has no patch to send.
  const patch = sent === undefined || sent === null ? beside && {} : sent;
  if (fields.length === 0 || !isRecord(patch)) return admit(type, sent, 'patch');
  const problems = unknownNames(beside ?? {}, fields);
  const others: Item = { ...patch };
  const added: Item = {};
  for (const field of fields) {
    const { name } = field;
    const isBeside = beside !== undefined && Object.hasOwn(beside, name);
    const inPatch = Object.hasOwn(patch, name) ? patch[name] : undefined;
    const wanted = isBeside ? { [incrementMember]: beside[name] } : inPatch;
    if (!isRecord(wanted)) continue;
    const fault = isBeside && inPatch !== undefined ? contradiction : incrementFault(field, wanted);
    if (fault !== undefined) problems.push({ pointer: `/${name}`, detail: fault });
    added[name] = wanted;
    delete others[name];
  }
  return { ...admit(type, others, 'patch', undefined, problems), ...added };
}

const contradiction = 'is in the patch and in increment: send it in one of the two';

function unknownNames(increments: Item, fields: readonly IncrementedField[]): FieldProblem[] {
  const known = fields.map(({ name }) => name);
  return Object.keys(increments)
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: pointerTo(name), detail: `cannot be added to; there is ${known.join(', ')}` }));
}

/** Why an object in a patch is no number that can be added to a field. */
function incrementFault({ kind }: IncrementedField, object: Readonly<Record<string, unknown>>): string | undefined {
  const others = Object.keys(object).filter((name) => name !== incrementMember);
  const number = numberOf(object[incrementMember]);
  if (others.length > 0 || number === undefined) {
    return `must be a number, or {"${incrementMember}": …} with a number to add`;
  }
  switch (kind) {
    case 'integer':
      return Number.isInteger(number) && number >= int32.min && number <= int32.max
        ? undefined
        : 'must be incremented by a whole number of 32 bits';
    case 'money':
      return isStorable(number) && moneyFault(number) === undefined
        ? undefined
        : 'must be incremented by an amount with at most two decimals';
    case 'float':
      return isStorable(number) ? undefined : 'must be incremented by a number that DynamoDB can hold';
  }
}

const isStorable = (number: number): boolean => rangeFault(number) === undefined;

/** What of a checked patch is added, by the names of the fields, and the rest of it. */
export function incrementsIn(
  type: DeclaredClass,
  patch: Item,
): { readonly add: Readonly<Record<string, number>>; readonly rest: Item } {
  if (!inUse.increments) return { add: {}, rest: patch };
  const names = incrementedFields(type).map(({ name }) => name);
  const add: Record<string, number> = {};
  const rest: Item = {};
  for (const [name, value] of Object.entries(patch)) {
    if (names.includes(name) && isRecord(value)) add[name] = Number(value[incrementMember]);
    else rest[name] = value;
  }
  return { add, rest };
}
