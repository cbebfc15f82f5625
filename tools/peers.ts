import { existsSync, readFileSync } from 'node:fs';
import { gatewayManifest } from '../services/gateway-package';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { recordOf } from '../schema/guards';

/** Packages that an application installs only when it comes to what needs them; the manifest of the package has their versions. */
export const peers = {
  rolldown: 'bundles the functions',
  'aws-cdk-lib': 'writes the template',
  constructs: 'writes the template',
  'cdk-nag': 'checks the template',
  'fast-check': 'makes texts that match a pattern',
} as const;

/** One of them. */
export type Peer = keyof typeof peers;

/** What the bundle of the functions needs. */
export const buildPeers: readonly Peer[] = ['rolldown'];

/** What the template needs beside the bundle. */
export const synthesisPeers: readonly Peer[] = ['rolldown', 'aws-cdk-lib', 'constructs', 'cdk-nag'];

/** What has to be installed first, in a sentence. */
export function missingPeers(names: readonly Peer[]): string | undefined {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  const versions = recordOf(gatewayManifest().peerDependencies ?? ownManifest().devDependencies);
  const wanted = missing.map((name) => `${name}@${String(versions[name]).replace(/^\^/, '')}`);
  return `This needs ${missing.length === 1 ? 'a package' : 'packages'} that nothing else needs: npm install --save-dev ${wanted.join(' ')}`;
}

/** What the repository of the gateway has beside this file, and its package has not. */
const ownManifest = () => recordOf(JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')));

/** What graphql-codegen needs for the codegen.yml of an application: itself, and the plugins that stand there. */
export function codegenPackages(folder: string): readonly string[] {
  const path = join(folder, 'codegen.yml');
  // What stands behind "#" is for people.
  const settings = existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/#.*$/gm, '') : '[typescript]';
  const plugins = [...settings.matchAll(/(?<![\w@/-])(typescript(?:-[a-z-]+)?|typed-document-node)(?![\w-])/g)];
  return [...new Set(['cli', ...plugins.map(([name]) => name)])].map((name) => `@graphql-codegen/${name}`);
}

/** Whether a package can be found from a folder, as Node looks for it; some export no file by which to ask. */
export function isInstalled(name: string, from = __dirname): boolean {
  return installedAt(name, from) !== undefined;
}

/** Where a package is that can be found from a folder; in a workspace it lies beside those of the others. */
export function installedAt(name: string, from: string): string | undefined {
  const folders = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name)).find((place) => existsSync(join(place, 'package.json')));
}
