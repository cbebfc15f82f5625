import { transformSync } from '@swc/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The documents for people whose snippets are run, relative to the root. */
export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(__dirname, '../docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const root = join(__dirname, '..');
/** Not ours to read: what is built, and what becomes a part of another project. */
const built = ['node_modules', 'build', 'coverage', 'cdk.out', 'templates'];

/** The folders at the top that hold files of the project. */
export const folders: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !built.includes(entry.name))
  .map(({ name }) => name);

/** Of these files the paths are those of an application that is written elsewhere; test/create looks at them. */
const elsewhere = 'create/templates';

/** The pages that are followed from top to bottom in an application that was just created: test/create does it. */
export const followedPages: readonly string[] = [
  'docs/add-a-consumer.md',
  'docs/add-a-resolver.md',
  'docs/add-a-verb.md',
  'docs/your-own-data.md',
];

/** All Markdown of the project, relative to the root. */
export const markdown: readonly string[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...folders.flatMap(markdownBelow),
];

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return built.includes(entry.name) || path === elsewhere ? [] : markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Methods of the Model Context Protocol, which look like files of tools/. */
const methods = ['tools/list', 'tools/call'];

/** The paths of files and folders of the project that a text names, from the root. */
export function pathsIn(text: string): readonly string[] {
  const pattern = new RegExp(`(?<![\\w./@-]|@tandem/)(?:${folders.join('|')})/[\\w./-]*`, 'g');
  return [...text.matchAll(pattern)]
    .map(([path]) => path.replace(/\.+$/, ''))
    .filter((path) => !methods.includes(path));
}

/** A text on one line, so that a sentence can be found that goes over two. */
export const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The text of a file of the project. */
export const textOf = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');

/** A fenced block. */
export interface Block {
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** A command or query, and the answer that the document prints below it. */
export interface Snippet extends Block {
  readonly answer?: Block;
}

/** The fenced blocks of a document in their order; in a list item they are indented. */
export function blocksOf(document: string): readonly Block[] {
  const text = textOf(document);
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    language: match[2]!,
    text: match[3]!.replaceAll(new RegExp(`^${match[1]!}`, 'gm'), ''),
  }));
}

/** The blocks that can be run: GraphQL, and shell with a line that begins with curl or with npm run explain. */
export function snippetsOf(document: string): readonly Snippet[] {
  const blocks = blocksOf(document);
  return blocks.flatMap((block, index): Snippet[] => {
    const explains = block.language === 'sh' && /^npm run explain /m.test(block.text);
    const asks = block.language === 'graphql' || (block.language === 'sh' && /^curl /m.test(block.text));
    if (!explains && !asks) return [];
    const next = blocks[index + 1];
    const answers = explains ? ['text'] : ['json', 'http'];
    return [{ ...block, answer: next && answers.includes(next.language) ? next : undefined }];
  });
}

/** The TypeScript files that a document writes, by the path in the comment on their first line. */
export function filesOf(document: string): ReadonlyMap<string, string> {
  const blocks = blocksOf(document).filter(({ language }) => language === 'ts');
  return new Map(blocks.map(({ text }) => [/^\/\/ (\S+)\n/.exec(text)?.[1] ?? '', text]));
}

/** The lines that a document puts into a place of a file that is there already, as the first of them says. */
export function linesFor(document: string, path: string, place: string): string {
  const block = blocksOf(document).find(({ text }) => text.startsWith(`// ${path}, ${place}`));
  return block?.text.split('\n').slice(1).join('\n') ?? '';
}

/** Runs a TypeScript file of a document; what it imports is another file of the document or one of the project. */
export function load(
  path: string,
  files: ReadonlyMap<string, string>,
  loaded = new Map<string, Record<string, unknown>>(),
): Record<string, unknown> {
  // A file that two others import is run once, or each of them would get classes of its own.
  const known = loaded.get(path);
  if (known) return known;
  const { code } = transformSync(files.get(path)!, { filename: path, configFile: join(__dirname, '../.swcrc') });
  const made = { exports: {} as Record<string, unknown> };
  loaded.set(path, made.exports);
  const resolve = (name: string): unknown => {
    if (!name.startsWith('.')) return require(name);
    const target = posix.join(posix.dirname(path), name);
    const file = [`${target}.ts`, `${target}/index.ts`].find((candidate) => files.has(candidate));
    return file === undefined ? require(join(__dirname, '..', target)) : load(file, files, loaded);
  };
  // The documents are our own; node:vm would give the classes another realm than the project has here.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('require', 'exports', 'module', code)(resolve, made.exports, made);
  return made.exports;
}

/**
 * What a printed value stands for, so that the actual one can be compared with it: a time for any time, a UUID for
 * any UUID, `…` in a text for anything; `"…": "…"` in an object for further fields, a last `"…"` in a list for
 * further elements.
 */
export function meant(printed: unknown, actual: unknown): unknown {
  if (typeof printed === 'string') return meantText(printed);
  if (Array.isArray(printed)) {
    const given: unknown[] = Array.isArray(actual) ? actual : [];
    const shown = printed.at(-1) === '…' ? printed.slice(0, -1) : printed;
    const rest = shown.length < printed.length ? given.slice(shown.length) : [];
    return [...shown.map((element, index) => meant(element, given[index])), ...rest];
  }
  if (typeof printed === 'object' && printed !== null) {
    const { '…': more, ...shown } = printed as Record<string, unknown>;
    const given = (typeof actual === 'object' && actual !== null ? actual : {}) as Record<string, unknown>;
    const fields = Object.entries(shown).map(([name, value]) => [name, meant(value, given[name])]);
    return { ...(more !== undefined && given), ...(Object.fromEntries(fields) as object) };
  }
  return printed;
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A printed text: itself, or a pattern that the actual one must match. */
export function meantText(printed: string): unknown {
  const pattern = [time, uuid].find((candidate) => candidate.test(printed));
  if (pattern) return expect.stringMatching(pattern);
  if (!printed.includes('…')) return printed;
  const parts = printed.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.stringMatching(new RegExp(`^${parts.join('.+')}$`, 's'));
}
