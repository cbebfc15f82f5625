import { DeclarationError } from './declaration-error';
import { casingNames, inCase } from './folding';
import type { Casing } from './folding';

/** A place in a template that the value of a field fills. */
interface Slot {
  readonly field: string;
  /** Whole numbers are written with zeros before them, so that texts sort as the numbers do. */
  readonly width?: number;
  readonly casing?: Casing;
  /** A number stands as sixteen digits that sort as the numbers do. */
  readonly isOrdered?: true;
}

const slotPattern = /\{([^{}]*)\}/;
const slotFormPattern = new RegExp(`^([A-Za-z][A-Za-z0-9_]*)(?::(ordered|${casingNames.join('|')}|[1-9]\\d?))?$`);

/**
 * How a key attribute is made from fields: `TASK#{id}`. `{number:6}` writes a whole number with six digits,
 * `{email:lower}` a text in lower case, `{name:folded}` one without regard to case; `{id}` alone is the value of the field
 * itself.
 */
export class KeyTemplate {
  /** Texts and slots by turns, a text first and last. */
  private readonly texts: readonly string[];
  private readonly slots: readonly Slot[];
  private readonly pattern: RegExp;

  /** @throws DeclarationError when the text is no template, or when what was filled in could not be told apart again */
  constructor(
    private readonly template: string,
    where: string,
  ) {
    const pieces = template.split(slotPattern);
    this.texts = pieces.filter((_, index) => index % 2 === 0);
    this.slots = pieces.filter((_, index) => index % 2 === 1).map((text) => slotOf(text, template, where));
    const names = this.fields;
    if (template === '' || this.texts.some((text) => /[{}]/.test(text))) {
      throw new DeclarationError(`${where}: "${template}" is no template of a key: write such as 'TASK#{id}'.`);
    }
    if (new Set(names).size < names.length) {
      throw new DeclarationError(`${where}: "${template}" names a field twice: once is enough.`);
    }
    if (this.texts.slice(1, -1).includes('')) {
      throw new DeclarationError(
        `${where}: in "${template}" two fields stand side by side, and nobody can tell where the first ends: put a text such as "#" between them.`,
      );
    }
    this.pattern = new RegExp(
      `^${this.texts.map((text, index) => escaped(text) + (index < this.slots.length ? this.capture(index) : '')).join('')}$`,
      's',
    );
  }

  /** The fields that fill it, in their order. */
  get fields(): readonly string[] {
    return this.slots.map(({ field }) => field);
  }

  /** Whether the attribute is the value of one field as it is, a number too. */
  get isPlain(): boolean {
    const [slot] = this.slots;
    return this.template === `{${slot?.field ?? ''}}`;
  }

  /** What every key made of it begins with. */
  get head(): string {
    return this.texts[0] ?? '';
  }

  /** The texts between and around the fields, together. */
  get length(): number {
    return Buffer.byteLength(this.texts.join(''));
  }

  /** The text that follows the place of a field; empty behind the last, and for a field that has none. */
  after(field: string): string {
    const index = this.fields.indexOf(field);
    return index < 0 ? '' : (this.texts[index + 1] ?? '');
  }

  /** The place of a field. */
  slot(field: string): Slot | undefined {
    return this.slots.find((slot) => slot.field === field);
  }

  /**
   * The key attribute of an item; undefined where it has none: a field is missing, or cannot stand there.
   * @param values the stored values of the fields, by their names
   */
  fill(values: Readonly<Record<string, unknown>>): unknown {
    if (this.isPlain) return values[this.fields[0] ?? ''] ?? undefined;
    let text = this.head;
    for (const [index, slot] of this.slots.entries()) {
      const value = this.spelled(slot, values[slot.field]);
      if (value === undefined) return undefined;
      text += value + (this.texts[index + 1] ?? '');
    }
    return text;
  }

  /** Whether a value can stand in the place of a field, so that it is read from there again. */
  takes(field: string, value: unknown): boolean {
    const slot = this.slot(field);
    return slot === undefined || this.spelled(slot, value) !== undefined;
  }

  /** The beginning of all key attributes of items whose first field has this value, or a value that begins with it. */
  begin(value: unknown): string | undefined {
    const [slot] = this.slots;
    const text = slot && spelled(value, slot);
    return text === undefined ? undefined : this.head + text;
  }

  /** Whether two values of a field stand in a key alike: in either case of letters where it is folded to one. */
  isSame(field: string, left: unknown, right: unknown): boolean {
    const slot = this.slot(field);
    return slot !== undefined && this.spelled(slot, left) === this.spelled(slot, right);
  }

  /** What stands for the fields in a key attribute; undefined when it was not made by this template. */
  read(key: unknown): Readonly<Record<string, string | number>> | undefined {
    if (this.isPlain) return {};
    const found = typeof key === 'string' ? this.pattern.exec(key) : null;
    if (!found) return undefined;
    return Object.fromEntries(
      this.slots.map(({ field, width, isOrdered }, index): [string, string | number] => {
        const text = found[index + 1] ?? '';
        if (isOrdered) return [field, numberOfDigits(text)];
        return [field, width === undefined ? text : text.replace(/^0+(?=\d)/, '')];
      }),
    );
  }

  /** Whether no key is made by both. */
  isApartFrom(other: KeyTemplate): boolean {
    if (this.slots.length === 0 && other.slots.length === 0) return this.template !== other.template;
    if (this.slots.length === 0) return !other.pattern.test(this.template);
    if (other.slots.length === 0) return !this.pattern.test(other.template);
    return !this.head.startsWith(other.head) && !other.head.startsWith(this.head);
  }

  toString(): string {
    return this.template;
  }

  private spelled(slot: Slot, value: unknown): string | undefined {
    const text = spelled(value, slot);
    // An empty place could not be told from a template that has none there, and DynamoDB takes no empty key.
    if (text === undefined || text === '') return undefined;
    const end = this.after(slot.field).charAt(0);
    return end !== '' && text.includes(end) ? undefined : text;
  }

  private capture(index: number): string {
    const { width, isOrdered } = this.slots[index] ?? {};
    const following = this.texts[index + 1] ?? '';
    if (width !== undefined) return `(\\d{${width}})`;
    if (isOrdered) return '([0-9a-f]{16})';
    return following === '' ? '(.+)' : `([^${escapedInClass(following.charAt(0))}]+)`;
  }
}

function slotOf(text: string, template: string, where: string): Slot {
  const [, field, form] = slotFormPattern.exec(text) ?? [];
  if (field === undefined) {
    throw new DeclarationError(
      `${where}: "{${text}}" in "${template}" is no field: write {name}, {name:lower}, {name:upper}, or {name:6} for a whole number with six digits.`,
    );
  }
  const casing = casingNames.find((name) => name === form);
  if (casing !== undefined) return { field, casing };
  if (form === 'ordered') return { field, isOrdered: true };
  return { field, ...(form !== undefined && { width: Number(form) }) };
}

/** A value as a part of a key; undefined when it has no place there. */
function spelled(value: unknown, { width, casing, isOrdered }: Slot): string | undefined {
  if (isOrdered) return typeof value === 'number' ? orderedDigits(value) : undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value);
  if (width !== undefined) return /^\d+$/.test(text) && text.length <= width ? text.padStart(width, '0') : undefined;
  return casing === undefined ? text : String(inCase(text, casing));
}

const signBit = 1n << 63n;
const allBits = (1n << 64n) - 1n;

/** The bits of a double in sixteen digits whose order is that of the numbers: those below 0 are turned round. */
function orderedDigits(number: number): string {
  const view = new DataView(new ArrayBuffer(8));
  // Of the two zeros there is one.
  view.setFloat64(0, number + 0);
  const bits = view.getBigUint64(0);
  return (bits & signBit ? bits ^ allBits : bits ^ signBit).toString(16).padStart(16, '0');
}

function numberOfDigits(digits: string): number {
  const bits = BigInt(`0x${digits}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits & signBit ? bits ^ signBit : bits ^ allBits);
  return view.getFloat64(0);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const escapedInClass = (letter: string): string => letter.replace(/[\\\]^-]/g, '\\$&');
