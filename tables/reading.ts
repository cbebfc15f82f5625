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
  readonly name: string;
  /** What is read of a stored value; undefined for one that cannot be read. */
  read(stored: unknown, inner: InnerReader): unknown;
  /** What the stored value would have to be. */
  readonly words: string;
  /** What stands for a missing value: the default, null where the field is required, undefined where it is optional. */
  readonly missing: unknown;
  /** Who the value belongs to, where it is not a field like any other. */
  readonly role?: 'key' | 'owned';
}

/** The readers of a class in the order of its fields. */
interface Readers {
  readonly names: readonly string[];
  readonly all: readonly FieldReader[];
  /** Those of some of its fields, by the list of their names: lists ask for the same again and again. */
  readonly ofNames: WeakMap<readonly string[], readonly FieldReader[]>;
}

const readersByType = new WeakMap<DeclaredClass, Readers>();

/** The readers of the fields of a class; made once. */
function readersOf(type: DeclaredClass): Readers {
  const known = readersByType.get(type);
  if (known) return known;
  const domain = domainIfAny(type);
  const isKey = ({ name }: FieldFact): boolean => name === domain?.key.partition || name === domain?.key.sort;
  const all = [
    ...fieldsOf(type).map((field) => readerOf(field, isKey(field) ? 'key' : undefined)),
    // Whatever is stored of the version, the item has one.
    ...ownedFields
      .filter(({ name }) => domain !== undefined && name !== 'version')
      .map((field) => readerOf(field, 'owned')),
  ];
  const readers: Readers = { names: all.map(({ name }) => name), all, ofNames: new WeakMap() };
  readersByType.set(type, readers);
  return readers;
}

/** The readers of some fields, in the order of their names. */
function chosenReaders({ all, ofNames }: Readers, names: readonly string[]): readonly FieldReader[] {
  const known = ofNames.get(names);
  if (known) return known;
  const readers = names.flatMap((name) => all.find((reader) => reader.name === name) ?? []);
  ofNames.set(names, readers);
  return readers;
}

function readerOf<Kind extends FieldKind>(field: FactOf<Kind>, role?: FieldReader['role']): FieldReader {
  return {
    name: field.name,
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
  return (stored, names) => reading.whole(stored, names, chosenReaders(readers, names));
}

/** Reads one item after the other, and knows where in it it is. */
class Reading implements InnerReader {
  private readonly path: (string | number)[] = [];
  private readonly problems: FieldProblem[] = [];

  /** An item that stands in no other one. What was left behind by one that a function of its class could not read is forgotten. */
  whole(stored: Item, names: readonly string[], readers: readonly FieldReader[]): Item {
    this.path.length = 0;
    this.problems.length = 0;
    return this.item(stored, names, readers);
  }

  item(stored: Item, names: readonly string[], readers: readonly FieldReader[]): Item {
    const depth = this.path.length;
    const first = this.problems.length;
    let changed: Map<string, unknown> | undefined;
    for (const reader of readers) {
      const { name } = reader;
      const before = stored[name];
      this.path[depth] = name;
      const value = before === undefined || before === null ? this.missing(reader) : this.value(before, reader);
      if (value !== before) (changed ??= new Map<string, unknown>()).set(name, value);
    }
    this.path.length = depth;
    const item = changed ? withChanges(stored, names, changed) : stored;
    if (changed || this.problems.length > first) {
      noteMisfits(item, { problems: this.problemsSince(first, depth), ...(changed && { stored }) });
    }
    return item;
  }

  object(stored: Readonly<Record<string, unknown>>, type: DeclaredClass): Item {
    const { names, all } = readersOf(type);
    return this.item(stored, names, all);
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
