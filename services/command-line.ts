import { messageOf } from '../schema/guards';

/** What an application's program calls otherwise than this repository's scripts do. */
const otherNames: Readonly<Record<string, string>> = { contracts: 'generate' };

/** How Node was started; a test says it otherwise. */
const started = process.argv[1] ?? '';

/**
 * A command as whoever runs this program has to type it: an application has the program `tandem`, and this repository a
 * script for each command.
 * @param words what follows its name
 * @param silent whether its output goes into a pipe, where nothing else may stand
 */
export function commandLine(name: string, words = '', silent = false, program = started): string {
  if (hasNpmLines(program)) return `npm run ${silent ? '--silent ' : ''}${name}${words && ` -- ${words}`}`;
  return `npx tandem ${otherNames[name] ?? name}${words && ` ${words}`}`;
}

/** Whether npm writes lines of its own to the standard output before those of the program: of a script it does, of npx not. */
export function hasNpmLines(program = started): boolean {
  // The link that npm has made for the package, or the file behind it.
  return !/[\\/](tandem|package[\\/]bin(\.[jt]s)?)$/.test(program);
}

/** Whether whoever runs this wants to see where errors come from: DEBUG=tandem. */
export const showsStacks = (): boolean => /\btandem\b/.test(process.env.DEBUG ?? '');

/** What a program says of an error that ends it: a sentence, and where it comes from for whoever wants to see that. */
export function complaintOf(error: unknown): string {
  const stack = showsStacks() && error instanceof Error ? `${error.stack}\n` : '';
  return `${messageOf(error)}\n${stack}`;
}
