import { domainIfAny, fieldsOf, ownedFields } from '../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../schema/facts';
import { isRecord } from '../schema/guards';
import { readableValue, readableWords } from '../schema/kinds';
import type { FactOf, FieldKind, InnerReader } from '../schema/kinds';
import { notOfForm } from '../schema/stored-forms';
import type { Item } from '../services/context';
import type { FieldProblem } from '../services/errors';
import { noteMisfits } from '../services/misfits';

/** A field as stored items are read. */
interface FieldReader {
  /** What is read of a stored value; undefined for one that cannot be read. */
  read(stored: unknown, inner: InnerReader): unknown;
  /** What the stored value would have to be. */
  readonly words: string;
  /** What stands for a missing value: the default, null where the field is required, undefined where it is optional. */
  readonly missing: unknown;
  /** Who the value belongs to, where it is not a field like any other. */
  readonly role?: 'key' | 'owned';
}

/** The readers of a class, and the names of its fields in their order. */
interface Readers {
  readonly byName: ReadonlyMap<string, FieldReader>;
  readonly names: readonly string[];
}

const readersByType = new WeakMap<DeclaredClass, Readers>();

/** The readers of the fields of a class; made once. */
function readersOf(type: DeclaredClass): Readers {
  const known = readersByType.get(type);
  if (known) return known;
  const domain = domainIfAny(type);
  const isKey = ({ name }: FieldFact): boolean => name === domain?.key.partition || name === domain?.key.sort;
  const byName = new Map([
    ...fieldsOf(type).map((field) => [field.name, readerOf(field, isKey(field) ? 'key' : undefined)] as const),
    // Whatever is stored of the version, the item has one.
    ...ownedFields
      .filter(({ name }) => domain !== undefined && name !== 'version')
      .map((field) => [field.name, readerOf(field, 'owned')] as const),
  ]);
  const readers = { byName, names: [...byName.keys()] };
  readersByType.set(type, readers);
  return readers;
}

function readerOf<Kind extends FieldKind>(field: FactOf<Kind>, role?: FieldReader['role']): FieldReader {
  return {
    read: (stored, inner) => readableValue(field, stored, inner),
    words: readableWords(field),
    missing: field.default ?? (field.optional ? undefined : null),
    role,
  };
}

/**
 * Makes a reader of the stored items of a domain. What is as the class says is given as it is, and costs a look at each
 * field. Of any other item a copy is made with what can be read, as `form` in schema/kinds.ts says it, and with null in
 * place of the rest; what does not fit is noted beside it.
 */
export function readingOf({ type }: DomainFact): (stored: Item, names: readonly string[]) => Item {
  const readers = readersOf(type);
  const reading = new Reading();
  return (stored, names) => reading.item(stored, names, readers);
}

/** Reads one item after the other, and knows where in it it is. */
class Reading implements InnerReader {
  private readonly path: (string | number)[] = [];
  private readonly problems: FieldProblem[] = [];

  item(stored: Item, names: readonly string[], { byName }: Readers): Item {
    const depth = this.path.length;
    const first = this.problems.length;
    let changed: Map<string, unknown> | undefined;
    for (const name of names) {
      const reader = byName.get(name);
      if (!reader) continue;
      const before = stored[name];
      this.path.push(name);
      const value = before === undefined || before === null ? this.missing(reader) : this.value(before, reader);
      this.path.pop();
      if (value !== before) (changed ??= new Map<string, unknown>()).set(name, value);
    }
    const item = changed ? withChanges(stored, names, changed) : stored;
    if (changed || this.problems.length > first) {
      noteMisfits(item, { problems: this.problemsSince(first, depth), ...(changed && { stored }) });
    }
    if (depth === 0) this.problems.length = 0;
    return item;
  }

  object(stored: Readonly<Record<string, unknown>>, type: DeclaredClass): Item {
    const readers = readersOf(type);
    return this.item(stored, readers.names, readers);
  }

  objects(stored: readonly unknown[], type: DeclaredClass): readonly unknown[] {
    return this.each(stored, 'an object', (element) => (isRecord(element) ? this.object(element, type) : undefined));
  }

  elements<Kind extends FieldKind>(stored: readonly unknown[], fact: FactOf<Kind>): readonly unknown[] {
    return this.each(stored, readableWords(fact), (element) => readableValue(fact, element, this));
  }

  private each(stored: readonly unknown[], words: string, read: (element: unknown) => unknown): readonly unknown[] {
    let changed: unknown[] | undefined;
    for (const [index, element] of stored.entries()) {
      this.path.push(index);
      const value = (element === null ? undefined : read(element)) ?? this.unreadable(words);
      this.path.pop();
      if (value === element && element !== null) continue;
      changed ??= [...stored];
      changed[index] = value;
    }
    return changed ?? stored;
  }

  private missing({ missing }: FieldReader): unknown {
    if (missing === null) this.note('cannot be read: nothing is stored');
    return missing === null || missing === undefined ? missing : structuredClone(missing);
  }

  private value(stored: unknown, reader: FieldReader): unknown {
    // Its form or the function of its class could not read it, so that a field of free JSON does not hold it either.
    const value = typeof stored === 'symbol' ? undefined : reader.read(stored, this);
    const { words, role } = reader;
    switch (role) {
      case 'key':
        // It names the item, so that it is given as it is stored.
        if (value === undefined) this.note(`is stored as what is not ${words}`);
        return stored;
      case 'owned':
        // Another program may use the word for something else, which is nothing to us.
        return value;
      case undefined:
        return value === undefined ? this.unreadable(stored === notOfForm ? 'of its stored form' : words) : value;
    }
  }

  private unreadable(words: string): null {
    this.note(`cannot be read: what is stored is not ${words}`);
    return null;
  }

  private note(detail: string): void {
    // The names of fields are letters, digits and "_", and need no escapes (RFC 6901, section 3).
    this.problems.push({ pointer: `/${this.path.join('/')}`, detail });
  }

  /** The problems of an object, relative to it. */
  private problemsSince(first: number, depth: number): readonly FieldProblem[] {
    const start = depth === 0 ? 0 : this.path.join('/').length + 1;
    return this.problems.slice(first).map(({ pointer, detail }) => ({ pointer: pointer.slice(start), detail }));
  }
}

/** The fields in their order, those that are not there left out. */
function withChanges(stored: Item, names: readonly string[], changed: ReadonlyMap<string, unknown>): Item {
  const item: Item = {};
  for (const name of names) {
    const value = changed.has(name) ? changed.get(name) : stored[name];
    if (value !== undefined) item[name] = value;
  }
  return item;
}
