import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildPages } from './build';
import { loadPage, loadPolicy, pageNames } from './serve';

jest.setTimeout(30_000);

const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-pages-'));
  folders.push(folder);
  return folder;
};
let built: string;

beforeAll(async () => buildPages({ folder: (built = await newFolder()) }));
afterAll(async () => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

describe.each(pageNames)('the page %s', (name) => {
  const html = () => gunzipSync(loadPage(name, built)!).toString('utf8');

  test('names no address outside that a browser would fetch by itself', () => {
    expect(html()).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)\s*=\s*["']?(?:https?:)?\/\//i);
    expect(html()).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//i);
    expect(html()).not.toMatch(/@import|sourceMappingURL=(?!\$|["'])/);
  });

  test('carries no fonts and fits well into an answer of a Lambda', () => {
    expect(html()).not.toContain('@font-face');
    expect(loadPage(name, built)!.length).toBeLessThan(600_000);
  });

  test('is made the same way twice', async () => {
    const again = await newFolder();
    await buildPages({ folder: again });
    expect(loadPage(name, again)!.equals(loadPage(name, built)!)).toBe(true);
    expect(loadPolicy(name, again)).toBe(loadPolicy(name, built));
  });

  test('runs only the scripts that it was built with', () => {
    expect(loadPolicy(name, built)).toMatch(/script-src 'sha256-[^;]*;/);
    expect(loadPolicy(name, built)).not.toMatch(/script-src[^;]*unsafe/);
  });
});

test('what is up to date is not built again', async () => {
  const file = join(built, 'reference.html.gz');
  const before = await stat(file);
  await buildPages({ folder: built });
  expect((await stat(file)).ino).toBe(before.ino);
});

test.each(['stamp.txt', 'reference.html.gz'])('without %s the pages are built again', async (missing) => {
  const folder = await newFolder();
  await buildPages({ folder });
  await rm(join(folder, missing));
  await writeFile(join(folder, 'playground.html.gz'), 'old');
  await buildPages({ folder });
  expect(gunzipSync(await readFile(join(folder, 'playground.html.gz'))).length).toBeGreaterThan(1_000_000);
  expect((await stat(join(folder, missing))).size).toBeGreaterThan(0);
});

test('a page that is not built is nothing, and is found as soon as it is', async () => {
  const folder = await newFolder();
  expect(loadPage('playground', folder)).toBeUndefined();
  await writeFile(join(folder, 'playground.html.gz'), 'now');
  expect(loadPage('playground', folder)?.toString()).toBe('now');
});
