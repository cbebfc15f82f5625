import { DeclarationError } from './declaration-error';
import { inUse } from './in-use';
import type { DeclaredClass, FieldFact } from './kinds';

/** Fields whose values, taken together, no two items of a domain have. */
export interface UniqueFact {
  /** The name of the lookup: `email` is `/user/by/email/{email}` in REST and `userByEmail` in GraphQL. */
  readonly name: string;
  readonly fields: readonly string[];
  /** Values that differ in the case of letters alone are the same one. */
  readonly ignoreCase: boolean;
}

/** What can be said of values that are unique together, where a domain names them in `unique`. */
export interface UniqueOptions {
  /** The fields, in the order in which a lookup takes them. */
  readonly fields: readonly string[];
  /** Values that differ in the case of letters alone are the same one: false when left out. */
  readonly ignoreCase?: boolean;
}

const uniqueFacts = new WeakMap<object, UniqueFact[]>();

/**
 * No two items of the domain have the same value here; items without a value are not compared. It holds in the
 * transaction of each write, and `/<domain>/by/<field>/{value}` finds the item. Several fields that are unique together
 * are named in `unique` of `@Domain`.
 */
export function Unique({ ignoreCase = false }: Omit<UniqueOptions, 'fields'> = {}) {
  return (prototype: object, name: string): void => {
    uniqueFacts.set(prototype, [...(uniqueFacts.get(prototype) ?? []), { name, fields: [name], ignoreCase }]);
  };
}

/** What is unique in the items of a class: what its fields say, those of the classes above it first, and what its domain does. */
export function uniqueOf(
  type: DeclaredClass,
  named: Readonly<Record<string, UniqueOptions>> = {},
): readonly UniqueFact[] {
  if (!inUse.unique) return [];
  const ofFields: UniqueFact[] = [];
  for (
    let prototype: object | null = type.prototype;
    prototype && prototype !== Object.prototype;
    prototype = Reflect.getPrototypeOf(prototype)
  ) {
    ofFields.unshift(...(uniqueFacts.get(prototype) ?? []));
  }
  const ofDomain = Object.entries(named).map(([name, { fields, ignoreCase = false }]) => ({
    name,
    fields,
    ignoreCase,
  }));
  return [...ofFields, ...ofDomain];
}

/** Whether others may look for an item by these fields: a URL and a log show what was looked for. */
export const isLookedUp = (fields: readonly FieldFact[]): boolean =>
  fields.every(({ sensitive, visible }) => sensitive !== true && visible === undefined);

/**
 * @param isKeyKind whether a key could hold a field
 * @throws DeclarationError for what cannot be unique
 */
export function checkUnique(
  {
    typeName,
    fields,
    key,
    unique,
    expiresAfterDays,
  }: {
    readonly typeName: string;
    readonly fields: readonly FieldFact[];
    readonly key: { readonly partition: string; readonly sort?: string };
    readonly unique: readonly UniqueFact[];
    readonly expiresAfterDays?: number;
  },
  isKeyKind: (field: FieldFact) => boolean,
): void {
  if (unique.length > 0 && expiresAfterDays !== undefined) {
    throw new DeclarationError(
      `${typeName} expires after days and has unique fields: what DynamoDB ends by itself would keep its names taken. Take one of the two away.`,
    );
  }
  const keys = [key.partition, key.sort].filter((name) => name !== undefined);
  const seen = new Set<string>();
  for (const { name, fields: names, ignoreCase } of unique) {
    const where = `${typeName}: unique "${name}"`;
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      throw new DeclarationError(`${where} names a lookup: write a letter followed by letters, digits or "_".`);
    }
    if (seen.has(name)) throw new DeclarationError(`${where} is said twice: take one of the two away.`);
    seen.add(name);
    const given: unknown = names;
    if (!Array.isArray(given)) throw new DeclarationError(`${where} has no list of fields: write { fields: ['…'] }.`);
    if (names.length === 0) throw new DeclarationError(`${where} has no fields: name at least one.`);
    for (const fieldName of names) {
      const field = fields.find((candidate) => candidate.name === fieldName);
      if (!field) {
        throw new DeclarationError(
          `${where} names "${fieldName}", which is not one of its fields: ${fields.map((one) => one.name).join(', ')}.`,
        );
      }
      if (!isKeyKind(field)) {
        throw new DeclarationError(`${where}: "${fieldName}" is a ${field.kind}, of which no key can be made.`);
      }
    }
    const areKeys = names.every((one) => keys.includes(one)) && keys.every((one) => names.includes(one));
    if (areKeys && !ignoreCase) {
      throw new DeclarationError(`${where} is the key, which no two items have in common anyway: take it away.`);
    }
  }
}
