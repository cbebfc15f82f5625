import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { generators, run, toolchains } from './toolchains';
import type { Command, GeneratorName, ToolchainName } from './toolchains';

/** A client that a generator of others makes of what the gateway documents. */
export interface Client {
  /** The name of the folder with the program that uses it. */
  readonly name: string;
  readonly toolchain: ToolchainName;
  /** What makes it, where that is not the toolchain of its language. */
  readonly generator?: GeneratorName;
  /** The packages that make it and that it stands on, of which the table tells the versions. */
  readonly packages: readonly string[];
  /** What makes it of the documents, which lie in the folder above. */
  readonly generate: readonly Command[];
  /** What the compiler is told beside, where what is generated does not meet all that is asked of programs. */
  readonly compilerOptions?: readonly string[];
}

/** What came of a client. */
export interface Life {
  /** The packages with their versions. */
  readonly made: string;
  /** What the program has printed, by the word before the colon of each line. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/**
 * Generates a client beside the documents, compiles it with the program that uses it, and runs that.
 * @param programs the folder with the programs of all clients
 * @param url where the gateway is; the program calls its own items after the client
 * @throws Error with what a command has printed when one of them fails
 */
export async function live(client: Client, programs: string, documents: string, url: string): Promise<Life> {
  const toolchain = toolchains[client.toolchain];
  const generator = client.generator ? generators[client.generator] : toolchain;
  const folder = join(documents, client.name);
  cpSync(join(programs, client.name), folder, { recursive: true });
  toolchain.prepare(folder);
  for (const command of client.generate) await run(generator, folder, command);
  const [compile, ...others] = toolchain.compile;
  for (const command of [[...compile, ...(client.compilerOptions ?? [])] as const, ...others]) {
    await run(toolchain, folder, command);
  }
  const printed = await run(toolchain, folder, [...toolchain.start, url, client.name]);
  const versions = client.packages.map(async (name) => `${name} ${await generator.version(name, folder)}`);
  return { made: (await Promise.all(versions)).join(', '), outcomes: outcomesIn(printed) };
}

/** What a machine lacks to make a client and run it: sentences; none when it can. */
export function missingFor({ toolchain, generator }: Client): string[] {
  const tools = [...(generator ? [generators[generator]] : []), toolchains[toolchain]];
  return tools.filter(({ isThere }) => !isThere()).map(({ missing }) => missing);
}

function outcomesIn(printed: string): Record<string, string> {
  const lines = printed.split('\n').map((line) => line.split(': '));
  return Object.fromEntries(lines.flatMap(([name, outcome]) => (name && outcome ? [[name, outcome]] : [])));
}
