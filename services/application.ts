import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { errorCode, isRecord, listOf, textOf } from '../schema/guards';
import type { GatewayDefinition } from './definition';

/** The file of an application that says what its gateway is: its default export is what `defineGateway` has made. */
export const definitionFile = 'tandem.ts';

/** A file of an application that cannot be read, or imports what is not there: says which, and where in it. */
export class LoadingError extends Error {
  override readonly name = 'LoadingError';

  constructor(message: string, cause: Error) {
    super(message, { cause });
    // The place in the application is in the message; who wants to see more wants to see how it came about.
    this.stack = cause.stack;
  }
}

/**
 * The definition of the application in a folder.
 * @throws Error when there is none, with what to write; LoadingError of a file that cannot be read; DeclarationError of
 *   what is declared in it
 */
export async function loadDefinition(folder = process.cwd()): Promise<GatewayDefinition> {
  const places = [definitionFile, definitionFile.replace(/ts$/, 'js')].map((name) => resolve(folder, name));
  const place = places.find(existsSync);
  if (place === undefined) {
    throw new Error(
      `There is no ${definitionFile} in ${folder}: write one that says \`export default defineGateway({ name: '…', modules: […] })\`, or go to the folder of your application.`,
    );
  }
  const loaded = await load(place, folder);
  // What a CommonJS module exports is the default of its import, and its own default stands in there.
  const exported = isRecord(loaded.default) && 'default' in loaded.default ? loaded.default.default : loaded.default;
  if (isRecord(exported) && Array.isArray(exported.operations)) return exported as unknown as GatewayDefinition;
  throw new Error(`${place} does not say \`export default defineGateway({ … })\`.`);
}

async function load(place: string, folder: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(place)) as { readonly default?: unknown };
  } catch (error) {
    throw inWords(error, realpathSync(folder));
  }
}

/**
 * What loading has thrown, as whoever wrote the file needs to hear it. The compiler adds the stack of its own machine code
 * to the place that it shows, and Node all the modules on the way to the one that lacks another.
 */
function inWords(error: unknown, folder: string): unknown {
  if (!(error instanceof Error)) return error;
  const [, early] = (error instanceof ReferenceError && earlyPattern.exec(error.message)) || [];
  if (early !== undefined) {
    return new LoadingError(
      `${early} is used before its file has declared it: look for files that import each other.`,
      error,
    );
  }
  const [, frame] = /^([\s\S]*?)\s*\n\nCaused by:\n\s+Syntax Error\b/.exec(error.message) ?? [];
  if (frame !== undefined) {
    const shown = frame.replaceAll(`${folder}${sep}`, '');
    const [, file = definitionFile] = /-\[(.+?):\d+:\d+\]/.exec(shown) ?? [];
    return new LoadingError(`${file} has an error of syntax:\n\n${shown}`, error);
  }
  const file = error instanceof ReferenceError || error instanceof TypeError ? fileOf(error, folder) : undefined;
  if (file !== undefined) {
    const [, unknown] = /^(\w+) is not defined$/.exec(error.message) ?? [];
    const place = unknown === undefined ? '' : placeOf(unknown, readFileSync(file, 'utf8'));
    const advice = unknown === undefined ? '' : ': import it, or correct its name';
    return new LoadingError(`${relative(folder, file)}${place}: ${error.message}${advice}.`, error);
  }
  const [, missing] = /^Cannot find module '(.+?)'/.exec(error.message) ?? [];
  const importer = 'requireStack' in error ? textOf(listOf(error.requireStack)[0]) : undefined;
  if (errorCode(error) !== 'MODULE_NOT_FOUND' || missing === undefined || importer === undefined) return error;
  const isFile = /^[./]/.test(missing);
  return new LoadingError(
    `${relative(folder, importer)} imports ${missing}, which is not ${isFile ? 'there' : 'installed'}.`,
    error,
  );
}

/** The file of the application in which an error came about; undefined when it was not there. */
function fileOf({ stack = '' }: Error, folder: string): string | undefined {
  const files = [...stack.matchAll(/(?:\(|at (?:async )?)([^()\n]+?):\d+:\d+\)?$/gm)].map(([, file = '']) => file);
  return files.find((file) => file.startsWith(`${folder}${sep}`) && !file.includes('node_modules') && existsSync(file));
}

/** Where a name stands first: the compiler keeps no place of decorators, so that the stack would tell a wrong line. */
function placeOf(name: string, source: string): string {
  const lines = source.split('\n');
  const pattern = new RegExp(`\\b${name}\\b`);
  const index = lines.findIndex((line) => pattern.test(line.replace(/^\s*(\/\/|\*|\/\*).*/, '')));
  return index < 0 ? '' : `:${index + 1}:${lines[index]!.search(pattern) + 1}`;
}

/** How V8 says that a class or constant is asked for above its line. */
const earlyPattern = /^Cannot access '([^']+)' before initialization$/;
