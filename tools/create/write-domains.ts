import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { DeclaredClass } from '../../schema/facts';
import { isRecord, messageOf } from '../../schema/guards';
import { definitionFile } from '../../services/application';
import type { GatewayDefinition } from '../../services/definition';
import { checkDomains } from './check-domains';
import { gatewayPackage } from '../../create/project';
import { isInstalled } from '../peers';
import { domainsText } from './class-text';
import type { PlannedDomain, Sources } from './class-text';
import { withDomain } from './domain-list';
import { Refused } from './words';

/** Where domains are written. */
export interface Destination {
  /** Of the application. */
  readonly folder: string;
  /** Of the file, from there. */
  readonly path: string;
  /** What they are added to. */
  readonly definition: GatewayDefinition;
  /** They are put into no list. */
  readonly isApart?: boolean;
}

/** What was written. */
export interface WrittenDomains {
  readonly types: readonly DeclaredClass[];
  /** The file whose list names them now; undefined where there is no list that can be read. */
  readonly list: string | undefined;
}

/** @throws Refused when there is a file already */
export function checkFree({ folder, path }: Pick<Destination, 'folder' | 'path'>): void {
  if (existsSync(resolve(folder, path))) {
    throw new Refused(`${path} is there already: change it, or choose another name.`);
  }
}

/**
 * Writes domains into one file and lists them, when a gateway takes them.
 * @throws Refused when it does not; the file is gone again then
 */
export async function writeDomains(
  domains: readonly PlannedDomain[],
  { folder, path, definition, isApart = false }: Destination,
): Promise<WrittenDomains> {
  const file = resolve(folder, path);
  checkFree({ folder, path });
  const list = isApart ? undefined : listOf(folder, path, domains);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, domainsText(domains, sourcesFor(file)));
  format(file, folder);
  let types: readonly DeclaredClass[];
  try {
    types = await classesIn(file, domains);
    await checkDomains(definition, types);
  } catch (error) {
    rmSync(file);
    throw new Refused(`${messageOf(error)}\nNothing was written.`, { cause: error });
  }
  if (list) writeFileSync(list.file, list.text);
  return { types, list: list && relative(folder, list.file) };
}

/** The folder of the gateway's own source; of what is built of it, in a package. */
const ownFolder = join(__dirname, '../..');

/** In the gateway's own source there is no package of it: what is written there imports as its neighbours do. */
function sourcesFor(file: string): Sources | undefined {
  if (isInstalled(gatewayPackage, dirname(file)) || relative(ownFolder, file).startsWith('..')) return undefined;
  const from = (path: string): string => {
    const place = relative(dirname(file), join(ownFolder, path));
    return place.startsWith('.') ? place : `./${place}`;
  };
  return (name) => from(`schema/${{ signedIn: 'access', Domain: 'domain' }[name] ?? 'decorators'}`);
}

/** What is left to do where no list can be read, as the end of a sentence. */
export function notListed(domains: readonly PlannedDomain[], path: string): string {
  const names = domains.map(({ className }) => className).join(', ');
  return `${definitionFile} has no single list \`domains: […]\` of names that it could go into. Add ${names} to the domains of your module, with: import { ${names} } from './${path.replace(/\.ts$/, '')}';`;
}

/** The places where an application lists its domains, the usual one first. */
const listPlaces = [definitionFile, 'schema/index.ts'];

/** The file with the list as it shall become; undefined where there is no list that can be read. */
function listOf(
  folder: string,
  path: string,
  domains: readonly PlannedDomain[],
): { file: string; text: string } | undefined {
  for (const name of listPlaces) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    const beside = relative(dirname(name), path).replace(/\.ts$/, '');
    const place = beside.startsWith('.') ? beside : `./${beside}`;
    let text: string | undefined = readFileSync(file, 'utf8');
    for (const { className } of domains) text = text === undefined ? undefined : withDomain(text, { className, place });
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/** The classes as the written file declares them, so that what is judged is what is kept. */
async function classesIn(file: string, domains: readonly PlannedDomain[]): Promise<readonly DeclaredClass[]> {
  const loaded: unknown = await import(file);
  return domains.map(({ className }) => {
    const found = isRecord(loaded) ? loaded[className] : undefined;
    if (typeof found !== 'function') throw new Error(`${file} has no class ${className}.`);
    return found as DeclaredClass;
  });
}

/** Brings a file into the format of its application, where that has Prettier. */
function format(file: string, folder: string): void {
  let manifest: string;
  try {
    manifest = createRequire(file).resolve('prettier/package.json');
  } catch {
    return;
  }
  const program = join(dirname(manifest), 'bin/prettier.cjs');
  spawnSync(process.execPath, [program, '--write', '--log-level', 'error', file], { cwd: folder });
}
