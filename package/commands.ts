import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { devCommand } from '../local/dev-command';
import { hasSdk, writeSdk } from '../tools/codegen/write-sdk';
import { writeContracts } from '../tools/contracts/write';
import { eventsCommand } from '../tools/events/events-command';
import { generate } from '../tools/generate';
import { migrateCommand } from '../tools/migrate-command';
import { seedCommand } from '../tools/seed/seed-command';
import { exportCommand } from '../tools/transfer/export-command';
import { importCommand } from '../tools/transfer/import-command';
import { processCommand } from '../tools/transfer/process-command';
import type { Command } from './command';
import { buildPeers, codegenPackages, installedAt, isInstalled, missingPeers } from '../tools/peers';
import { nodeOptions } from './program';

/** `tandem dev`. */
export const dev: Command = async (line, folder) =>
  devCommand([...nodeOptions, join(__dirname, 'bin'), 'start', ...line], folder);

/** `tandem import`. */
export const importRows: Command = async (line) => processCommand(importCommand(), [...line]);

/** `tandem export`. */
export const exportRows: Command = async (line) => processCommand(exportCommand(), [...line]);

/** `tandem events`. */
export const events: Command = async (line) => processCommand(eventsCommand(), [...line]);

/** `tandem migrate`. */
export const migrate: Command = async (line, folder) => processCommand(migrateCommand(folder), [...line]);

/** `tandem seed`. */
export const seed: Command = async (line, folder) => processCommand(seedCommand(folder), [...line]);

/**
 * `tandem generate`: everything that follows from the declarations. The documents always; the contracts where the
 * application keeps a folder for them; the SDK where `tandem sdk` has written one; what codegen.yml asks for where
 * graphql-codegen is installed.
 */
export const generateAll: Command = async (line, folder) => {
  const options = checkOption(line);
  const documents = await generate(options, folder);
  if (documents > 0) return documents;
  const contracts = existsSync(join(folder, 'contracts')) ? await writeContracts(options, folder) : 0;
  if (contracts > 0) return contracts;
  const client = hasSdk(folder) ? await writeSdk(options, folder) : 0;
  if (client > 0) return client;
  return existsSync(join(folder, 'codegen.yml')) ? generateTypes(options, folder) : 0;
};

/** `tandem sdk`: the typed client of the gateway, and the documents that it is made from. */
export const sdk: Command = async (line, folder) => {
  const options = checkOption(line);
  const documents = await generate(options, folder);
  return documents > 0 ? documents : writeSdk(options, folder);
};

/** What the commands that write say of the one option that they have. */
function checkOption(line: readonly string[]): readonly string[] {
  const { values } = parseArgs({ args: [...line], options: { check: { type: 'boolean', default: false } } });
  return values.check ? ['--check'] : [];
}

function generateTypes(options: readonly string[], folder: string): number {
  const missing = codegenPackages(folder).filter((name) => !isInstalled(name, folder));
  const cli = installedAt('@graphql-codegen/cli', folder);
  if (missing.length > 0 || cli === undefined) {
    process.stdout.write(
      `What codegen.yml asks for was not written, as what writes it is not installed: npm install --save-dev ${missing.join(' ')}\n`,
    );
    return 0;
  }
  const line = [join(cli, 'cjs/bin.js'), '--config', 'codegen.yml', ...options];
  return spawnSync(process.execPath, line, { cwd: folder, stdio: 'inherit' }).status ?? 1;
}

/** `tandem plan`: on documents that are fresh. */
export const plan: Command = async (line, folder) => {
  const { planCommand, planOptions } = await import('../infra/plan');
  planOptions(line, folder);
  const stale = await generate(['--check'], folder);
  return stale > 0 ? stale : planCommand(line, folder);
};

/** The playground and the reference, which the package has built already. */
const pages = join(__dirname, '../build/pages');

/** `tandem build`. */
export const build: Command = async (line, folder) => {
  const missing = missingPeers(buildPeers);
  if (missing !== undefined) throw new Error(missing);
  const { buildCommand } = await import('../infra/build');
  return buildCommand(line, folder, async (to) => cpSync(pages, to, { recursive: true }));
};
