import { changeKinds } from './change';
import { DeclarationError } from './declaration-error';
import { DateTime, Enumeration, Integer, Nested, Text } from './decorators';
import { storedExample } from './examples';
import type { DomainFact } from './facts';
import type { DeclaredClass } from './kinds';

/** What says when something was done, and who has done it: nothing where nobody is known. */
export class Authored {
  @DateTime({ doc: 'When it happened.' }) at!: string;
  @Text({ optional: true, max: 2048, doc: 'The subject of the caller who did it.' }) callerId?: string;
  @Text({ optional: true, max: 2048, doc: 'The user name of the caller who did it.' }) userName?: string;
  @Text({ optional: true, max: 64, doc: 'The consumer of events that did it.' }) consumer?: string;
}

/** Which version an item is brought back to. */
export class Restoration {
  @Integer({
    optional: true,
    min: 1,
    doc: 'The version whose content the item gets. Left out, an item that was deleted is as it was last.',
    example: 1,
  })
  version?: number;
}

/** The class of an entry in the history of the items of a domain: `TaskVersion` of Task. */
export const versionTypeOf = entryTypes(
  ({ typeName }) => `${typeName}Version`,
  ({ noun }) => `The ${noun} after the change; one that was deleted, as it was last.`,
  (prototype) => {
    Integer({ min: 1, doc: 'Counts what has happened to the item, a deletion too.', example: 1 })(prototype, 'version');
    Enumeration('ChangeKind', changeKinds, { doc: 'What happened.', example: 'Created' })(prototype, 'change');
  },
);

/** The class of an item in the trash: `TrashedTask` of Task. */
export const trashedTypeOf = entryTypes(
  ({ typeName }) => `Trashed${typeName}`,
  ({ noun }) => `The ${noun} as it was.`,
  (prototype) => DateTime({ doc: 'When it is gone for good.' })(prototype, 'until'),
);

/** What makes, for each domain once, a class of what is told of an item beside it. */
function entryTypes(
  nameOf: (domain: DomainFact) => string,
  docOf: (domain: DomainFact) => string,
  addFields: (prototype: object) => void,
): (domain: DomainFact) => DeclaredClass {
  const types = new WeakMap<DeclaredClass, DeclaredClass>();
  return (domain) => {
    const known = types.get(domain.type);
    if (known) return known;
    const type = Object.defineProperty(class extends Authored {}, 'name', { value: nameOf(domain) });
    addFields(type.prototype);
    Nested(() => domain.type, { optional: true, doc: docOf(domain), example: storedExample(domain.type) })(
      type.prototype,
      'item',
    );
    types.set(domain.type, type);
    return type;
  };
}

/** What of a domain tells whether its history can be kept. */
type Checked = Pick<DomainFact, 'typeName' | 'history' | 'trashDays' | 'expiresAfterDays' | 'table' | 'operations'>;

/** How long deleted items are kept where a domain says no days. */
export const usualTrashDays = 30;

/** @throws DeclarationError for a trash that is emptied at once, or that items do not come into, or not back from */
export function checkTrash({ typeName, trashDays, expiresAfterDays, operations }: Checked): void {
  if (trashDays === undefined) return;
  if (!(Number.isFinite(trashDays) && trashDays > 0 && trashDays <= mostTrashDays)) {
    throw new DeclarationError(
      `${typeName}: its trash keeps items ${trashDays} days: write a number above 0 and at most ${mostTrashDays}.`,
    );
  }
  if (expiresAfterDays !== undefined) {
    throw new DeclarationError(
      `${typeName} expires after days and has a trash: what DynamoDB ends by itself does not come into it. Take one of the two away.`,
    );
  }
  if (!operations.includes('delete')) {
    throw new DeclarationError(
      `${typeName} has a trash, and delete is not one of its operations, with which lists and restores of what was deleted come: add 'delete' to them, or take "trash" away.`,
    );
  }
}

/** A hundred years. */
const mostTrashDays = 36_500;

/** @throws DeclarationError for items of which others may end one, or bring one back, without a word in its history */
export function checkHistory({ typeName, history, expiresAfterDays, table }: Checked): void {
  if (!history) return;
  if (expiresAfterDays !== undefined) {
    throw new DeclarationError(
      `${typeName} expires after days and keeps a history: what DynamoDB ends by itself would be in no history. Take one of the two away.`,
    );
  }
  if (table?.marks?.deleted !== undefined) {
    throw new DeclarationError(
      `${typeName} keeps a history, and another program keeps the rows of what it has deleted: take history or table.marks.deleted away.`,
    );
  }
}
