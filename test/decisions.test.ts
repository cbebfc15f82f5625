import { textOf } from './documents';

// The form of docs/decisions.md. A merge once put bodies under the headings of other entries, and nobody noticed.

const parts = ['Decided', 'Options', 'Reason', 'Consequence'];
const links = ['Replaces', 'Replaced by', 'Continued'];
const entries = entriesOf(textOf('docs/decisions.md'));

test('there are entries to look at', () => expect(entries.length).toBeGreaterThan(60));

describe.each(entries)('$heading', (entry) => {
  test('is a date and a list, and nothing else', () => {
    expect(entry.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(entry.strange).toEqual([]);
  });

  test('has one each of Decided, Options, Reason and Consequence, in this order, none empty', () => {
    const labels = entry.items.map(({ label }) => label);
    expect(labels.slice(0, parts.length)).toEqual(parts);
    expect(labels.slice(parts.length).filter((label) => !links.includes(label))).toEqual([]);
    expect(entry.items.filter(({ text }) => text === '')).toEqual([]);
  });

  test('names each entry that replaces it, and is named by it', () => {
    for (const other of linkedFrom(entry, 'Replaced by')) {
      expect(entries.indexOf(other)).toBeGreaterThan(entries.indexOf(entry));
      expect(linkedFrom(other, 'Replaces')).toContain(entry);
    }
    for (const other of linkedFrom(entry, 'Replaces')) expect(linkedFrom(other, 'Replaced by')).toContain(entry);
  });
});

test('the dates do not go back', () => {
  const dates = entries.map(({ date }) => date);
  expect(dates).toEqual(dates.toSorted());
});

test('no heading and no text stands there twice', () => {
  const all = entries.flatMap(({ heading, items }) => [heading, ...items.map(({ text }) => text)]);
  expect(all.filter((text, index) => all.indexOf(text) !== index)).toEqual([]);
});

interface Entry {
  readonly heading: string;
  readonly date: string;
  readonly items: readonly { readonly label: string; readonly text: string }[];
  /** What is neither a date nor an item of the list. */
  readonly strange: readonly string[];
}

/** The entries of the document in their order, each text on one line. */
function entriesOf(text: string): readonly Entry[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((entry) => {
      const [heading = '', ...lines] = entry.split('\n');
      const [date = '', ...list] = lines
        .join('\n')
        .trim()
        .split(/\n\n|\n(?=- )/);
      const read = list.map((item) => ({ item, found: /^- \*\*([\w ]+):\*\*([\s\S]*)$/.exec(item) }));
      return {
        heading,
        date,
        items: read.flatMap(({ found }) =>
          found ? [{ label: found[1] ?? '', text: (found[2] ?? '').replaceAll(/\s+/g, ' ').trim() }] : [],
        ),
        strange: read.filter(({ found }) => !found).map(({ item }) => item),
      };
    });
}

/** The entries that an item of this name links to; a link that leads to no entry fails. */
function linkedFrom(entry: Entry, name: string): readonly Entry[] {
  const texts = entry.items.filter(({ label }) => label === name).map(({ text }) => text);
  return texts
    .flatMap((text) => [...text.matchAll(/\]\(#([\w-]+)\)/g)])
    .map(([, anchor]) => {
      const found = entries.find(({ heading }) => anchorOf(heading) === anchor);
      if (!found) throw new Error(`No entry has the anchor #${anchor}.`);
      return found;
    });
}

/** As GitHub makes anchors of headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
