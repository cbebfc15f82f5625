import fc from 'fast-check';
import { KeyTemplate } from './key-template';

/** A template as a declaration may write it, and the names of its fields. */
const templates = fc
  .record({
    head: fc.constantFrom('', 'TASK#', 'task:', 'TASK#A#', 'account:', '[a-z]+', '$t_1#'),
    fields: fc.array(
      fc.record({
        form: fc.constantFrom('', ':lower', ':upper', ':6'),
        end: fc.constantFrom('#', '^', ']', '-x', '\\', '.*', 'ß', '😀'),
      }),
      { maxLength: 3 },
    ),
    isOpen: fc.boolean(),
  })
  .map(({ head, fields, isOpen }) => {
    const slots = fields.map(({ form, end }, index) => {
      const isLast = index === fields.length - 1;
      return `{f${index}${form}}${isLast && isOpen ? '' : end}`;
    });
    return head + slots.join('');
  })
  .filter((text) => text !== '')
  .map((text) => new KeyTemplate(text, 'a test'));

const letters = fc.string({ unit: 'grapheme', maxLength: 8 });
const pieces = fc.constantFrom('a', 'A', '#', 'TASK#', 'account:', ':', '-', '^', ']', '.', '\n', 'ß', 'İ', 'ΑΣ', '😁');
const values = fc.oneof(
  letters,
  fc.array(pieces, { maxLength: 4 }).map((list) => list.join('')),
  fc.integer({ min: 0, max: 2_000_000 }),
  fc.integer(),
  fc.boolean(),
);
const items = fc.record({ f0: values, f1: values, f2: values });

/** The text of a value in a key: as it is, or in one case of letters. */
function spelled(template: KeyTemplate, field: string, value: unknown): string {
  const casing = template.slot(field)?.casing;
  if (casing === 'lower') return String(value).toLowerCase();
  return casing === 'upper' ? String(value).toUpperCase() : String(value);
}

test('what is filled in is read again, and fills the same again', () => {
  let filled = 0;
  fc.assert(
    fc.property(templates, items, (template, item: Record<string, unknown>) => {
      fc.pre(!template.isPlain);
      const key = template.fill(item) as string | undefined;
      const isTaken = template.fields.every((field) => template.takes(field, item[field]));
      expect(key !== undefined).toBe(isTaken);
      if (key === undefined) return;
      filled++;
      const read = template.read(key);
      // The oracle: each value as the template spells it.
      expect(read).toEqual(
        Object.fromEntries(template.fields.map((field) => [field, spelled(template, field, item[field])])),
      );
      expect(template.fill(read!)).toBe(key);
      // A list of one partition begins where the keys of its first field begin.
      const [first] = template.fields;
      if (first !== undefined && template.slot(first)?.width === undefined) {
        expect(key.startsWith(template.begin(item[first])!)).toBe(true);
      }
    }),
    { numRuns: 5000, seed: 16 },
  );
  expect(filled).toBeGreaterThan(500);
});

test('templates that are apart never fill the same text, and neither reads what the other has filled', () => {
  let apart = 0;
  fc.assert(
    fc.property(templates, templates, items, items, (one, other, left, right) => {
      if (!one.isApartFrom(other)) return;
      expect(other.isApartFrom(one)).toBe(true);
      const [a, b] = [one.fill(left), other.fill(right)];
      if (a === undefined || b === undefined) return;
      apart++;
      expect(a).not.toBe(b);
      if (!other.isPlain) expect(other.read(a)).toBeUndefined();
      if (!one.isPlain) expect(one.read(b)).toBeUndefined();
    }),
    { numRuns: 10_000, seed: 16 },
  );
  expect(apart).toBeGreaterThan(500);
});

test('a text alone is not what a template with an empty place would be', () => {
  const [all, each] = [new KeyTemplate('account:', 'a test'), new KeyTemplate('account:{id}', 'a test')];
  expect(all.isApartFrom(each)).toBe(true);
  expect(each.fill({ id: '' })).toBeUndefined();
  expect(each.fill({})).toBeUndefined();
  expect(each.fill({ id: { a: 1 } })).toBeUndefined();
});

test('numbers with their digits sort as numbers do', () => {
  const template = new KeyTemplate('R#{rank:10}', 'a test');
  fc.assert(
    fc.property(fc.nat(2_147_483_647), fc.nat(2_147_483_647), (left, right) => {
      const [a, b] = [left, right].map((rank) => String(template.fill({ rank })));
      expect(Buffer.compare(Buffer.from(a!), Buffer.from(b!))).toBe(Math.sign(left - right));
    }),
  );
});

test('a number in a template of several fields sorts as it is, and is read again', () => {
  const template = new KeyTemplate('{price:ordered}#{id}', 'a test');
  const keyOf = (price: number): string => String(template.fill({ price, id: 'x' }));
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      expect(Math.sign(Buffer.compare(Buffer.from(keyOf(one)), Buffer.from(keyOf(other))))).toBe(
        Math.sign(one - other) + 0,
      );
      expect(Number(template.read(keyOf(one))!.price)).toBe(one + 0);
    }),
  );
  expect(keyOf(-0)).toBe(keyOf(0));
  expect(template.fill({ price: '12345678901234567890', id: 'x' })).toBeUndefined();
});
