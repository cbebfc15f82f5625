import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DeclarationError } from '../schema/declaration-error';
import { isRecord } from '../schema/guards';
import type { GatewayDefinition } from './definition';

/** The file of an application that says what its gateway is: its default export is what `defineGateway` has made. */
export const definitionFile = 'tandem.ts';

/**
 * The definition of the application in a folder.
 * @throws Error when there is none, with what to write; DeclarationError of what is declared in it
 */
export async function loadDefinition(folder = process.cwd()): Promise<GatewayDefinition> {
  const places = [definitionFile, definitionFile.replace(/ts$/, 'js')].map((name) => resolve(folder, name));
  const place = places.find(existsSync);
  if (place === undefined) {
    throw new Error(
      `There is no ${definitionFile} in ${folder}: write one that says \`export default defineGateway({ name: '…', modules: […] })\`, or go to the folder of your application.`,
    );
  }
  const loaded = await load(place);
  // What a CommonJS module exports is the default of its import, and its own default stands in there.
  const exported = isRecord(loaded.default) && 'default' in loaded.default ? loaded.default.default : loaded.default;
  if (isRecord(exported) && Array.isArray(exported.operations)) return exported as unknown as GatewayDefinition;
  throw new Error(`${place} does not say \`export default defineGateway({ … })\`.`);
}

/** @throws DeclarationError when a file asks for a class whose own file, which imports the first, has not run to its end */
async function load(place: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(place)) as { readonly default?: unknown };
  } catch (error) {
    const [, early] = (error instanceof ReferenceError && earlyPattern.exec(error.message)) || [];
    if (early === undefined) throw error;
    throw new DeclarationError(
      `${early} is used before its file has declared it: look for files that import each other.`,
      { cause: error },
    );
  }
}

/** How V8 says that a class or constant is asked for above its line. */
const earlyPattern = /^Cannot access '([^']+)' before initialization$/;
