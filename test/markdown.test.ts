import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, folders, followedPages, markdown, pathsIn, textOf } from './documents';
import { isLeft } from './shop-places';

// What holds for every Markdown file of the project. docs.test.ts compares what they say with the code.

const root = join(__dirname, '..');

/** `npm run contracts` writes these copies; they are not committed. */
const copies = ['contracts/schema.graphql', 'contracts/openapi.json', 'contracts/asyncapi.json'];

test('all of them are looked at', () =>
  expect(markdown).toEqual(
    expect.arrayContaining(
      ['README.md', 'docs/flow.md', 'examples/storefront/README.md'].filter((document) => !isLeft(document)),
    ),
  ));

describe.each(markdown)('%s', (document) => {
  const text = textOf(document);

  test('names files that exist', () => {
    // Those of the application that the page makes; test/create looks for them there.
    if (followedPages.includes(document)) return;
    const written = filesOf(document);
    const missing = pathsIn(text).filter(
      (path) => !existsSync(join(root, path)) && !written.has(path) && !isLeft(path),
    );
    expect(missing.filter((path) => !copies.includes(path))).toEqual([]);
  });

  test('links to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
    const local = links.filter((target) => !/^https?:/.test(target));
    expect(local.filter((target) => !leadsSomewhere(document, target))).toEqual([]);
  });

  test('fits into a terminal of 120 columns, but for code that has no place to break', () => {
    const lines = text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '').split('\n');
    const isOneCode = (line: string): boolean => /^\s*- (`+)[^`].*\1$/.test(line);
    expect(lines.filter((line) => line.length > 120 && !isOneCode(line))).toEqual([]);
  });
});

describe.each(folders)('the folder %s', (folder) => {
  test('has a README', () => expect(existsSync(join(root, folder, 'README.md'))).toBe(true));
});

function leadsSomewhere(document: string, target: string): boolean {
  const [path, anchor] = target.split('#');
  const file = path ? join(dirname(document), path) : document;
  if (isLeft(file)) return true;
  if (!existsSync(join(root, file))) return false;
  if (anchor === undefined || statSync(join(root, file)).isDirectory()) return true;
  // As GitHub makes anchors of headings.
  const anchors = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
  return anchors.includes(anchor);
}
