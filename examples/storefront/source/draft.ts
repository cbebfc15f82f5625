import type { Product, ProductInput, ProductPatch } from '@tandem/sdk';

/** The fields of a product that can be edited, in the order of the form. */
export const fields = [
  { name: 'title', label: 'Title', required: true },
  { name: 'category', label: 'Category', required: true },
  { name: 'price', label: 'Price', required: true, isNumber: true },
  { name: 'stock', label: 'Stock', isNumber: true },
  { name: 'brand', label: 'Brand' },
  { name: 'sku', label: 'Item number' },
  { name: 'tags', label: 'Tags', hint: 'With commas between them.' },
  { name: 'description', label: 'Description', rows: 5 },
] as const satisfies readonly {
  name: keyof ProductInput;
  label: string;
  required?: boolean;
  isNumber?: boolean;
  hint?: string;
  rows?: number;
}[];

/** The name of such a field. */
export type FieldName = (typeof fields)[number]['name'];

/** What two editors have made of the same field. */
export interface Conflict {
  readonly mine: string;
  readonly theirs: string;
  readonly choice?: 'mine' | 'theirs';
}

/** A product in the hands of an editor. */
export interface Draft {
  /** The newest product that this editor has seen. */
  readonly base: Product;
  readonly texts: Readonly<Record<FieldName, string>>;
  readonly conflicts: ReadonlyMap<FieldName, Conflict>;
  /** What somebody else has changed, and this editor has not touched. */
  readonly taken: readonly FieldName[];
}

/** What happens to a draft. */
export type DraftEvent =
  | { readonly is: 'opened' | 'saved' | 'changed-elsewhere'; readonly product: Product }
  | { readonly is: 'typed'; readonly field: FieldName; readonly text: string }
  | { readonly is: 'chosen'; readonly field: FieldName; readonly choice: 'mine' | 'theirs' };

/** A draft after an event. */
export function draftAfter(draft: Draft | undefined, event: DraftEvent): Draft | undefined {
  if (event.is === 'opened' || event.is === 'saved') return draftOf(event.product);
  if (!draft) return undefined;
  if (event.is === 'typed') {
    return {
      ...draft,
      texts: { ...draft.texts, [event.field]: event.text },
      taken: draft.taken.filter((name) => name !== event.field),
    };
  }
  if (event.is === 'chosen') {
    const { field, choice } = event;
    const conflict = draft.conflicts.get(field);
    if (!conflict) return draft;
    return {
      ...draft,
      texts: { ...draft.texts, [field]: conflict[choice] },
      conflicts: new Map(draft.conflicts).set(field, { ...conflict, choice }),
    };
  }
  return merged(draft, event.product);
}

const draftOf = (product: Product): Draft => ({
  base: product,
  texts: textsOf(product),
  conflicts: new Map(),
  taken: [],
});

/** A three-way merge: what only they have changed is taken over, what both have changed is for the editor to decide. */
function merged(draft: Draft, product: Product): Draft {
  if (product.version <= draft.base.version) return draft;
  const before = textsOf(draft.base);
  const theirs = textsOf(product);
  const texts = { ...draft.texts };
  const conflicts = new Map(draft.conflicts);
  const taken = new Set(draft.taken);
  for (const { name } of fields) {
    if (theirs[name] === before[name]) continue;
    const mine = conflicts.get(name)?.mine ?? texts[name];
    taken.delete(name);
    conflicts.delete(name);
    if (mine === theirs[name]) texts[name] = mine;
    else if (mine !== before[name] && !draft.taken.includes(name)) {
      texts[name] = mine;
      conflicts.set(name, { mine, theirs: theirs[name] });
    } else {
      texts[name] = theirs[name];
      taken.add(name);
    }
  }
  return { base: product, texts, conflicts, taken: [...taken] };
}

/** What has to be sent: only the fields that differ, so that the others stay whatever they are. */
export function patchOf({ base, texts }: Draft): ProductPatch {
  const before = textsOf(base);
  const changed = fields.filter(({ name }) => texts[name].trim() !== before[name]);
  return Object.fromEntries(changed.map(({ name }) => [name, valueOf(name, texts[name].trim())]));
}

/** The value of a field; null for an optional one that is empty, which removes it. */
function valueOf(name: FieldName, text: string): unknown {
  const field = fields.find((one) => one.name === name)!;
  if (text === '') return 'required' in field && !('isNumber' in field) ? '' : null;
  if (name === 'tags')
    return text
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  // What is no number goes as it is: the gateway says what is wrong with it.
  return 'isNumber' in field && !Number.isNaN(Number(text)) ? Number(text) : text;
}

function textsOf(product: Product): Record<FieldName, string> {
  const text = (value: Product[FieldName]): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));
  return Object.fromEntries(fields.map(({ name }) => [name, text(product[name])])) as Record<FieldName, string>;
}
