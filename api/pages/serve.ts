import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../schema/guards';

/** The pages that build.ts makes. */
export const pageNames = ['playground', 'reference', 'console'] as const;
export type PageName = (typeof pageNames)[number];

/** The file of a built page, html packed with gzip. */
export const htmlFile = (name: PageName): string => `${name}.html.gz`;

/** The file of a built page's Content-Security-Policy. */
export const policyFile = (name: PageName): string => `${name}.policy.txt`;

// The order of the search: beside the bundle of a Lambda, beside the bundle's folder, in the project when run from
// source.
const usualFolders = [join(__dirname, 'pages'), join(__dirname, '../pages'), join(__dirname, '../../build/pages')];

const cache = new Map<string, Buffer>();

/** The gzip'ed html of a page, or nothing when it has not been built. */
export function loadPage(name: PageName, folder?: string): Buffer | undefined {
  return load(htmlFile(name), folder);
}

/** The Content-Security-Policy that belongs to the built page. */
export function loadPolicy(name: PageName, folder?: string): string | undefined {
  return load(policyFile(name), folder)?.toString('utf8');
}

function load(file: string, folder?: string): Buffer | undefined {
  for (const path of (folder ? [folder] : usualFolders).map((place) => join(place, file))) {
    const content = cache.get(path) ?? read(path);
    if (!content) continue;
    cache.set(path, content);
    return content;
  }
  return undefined; // not remembered: the page may be built while the gateway already runs
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
