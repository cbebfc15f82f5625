import { parseArgs } from 'node:util';
import { isTemplateName, placeholder, templates } from './project';
import type { TemplateName } from './project';

/** What the command line says; what it leaves out is asked for, or is as usual. */
export interface Options {
  readonly folder?: string;
  readonly template?: TemplateName;
  readonly auth?: boolean;
  readonly yes: boolean;
  readonly package?: string;
  readonly help: boolean;
}

/** A command line that cannot be meant; the text says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const templateLines = Object.entries(templates)
  .map(([name, words]) => `                      ${name.padEnd(6)} ${words}`)
  .join('\n');

/** What `npm create tandem -- --help` prints. */
export const usage = `Writes an application of @tandem/gateway into a new folder.

  npm create tandem [folder] -- [options]

  folder              where to, which also names the application (default ${placeholder}; . for this folder)

  --template <name>   what it begins with (default empty):
${templateLines}
  --auth              npm start asks for tokens, and prints some; without it everybody on this machine may do everything
  --package <place>   take @tandem/gateway from here: a range of versions, or the path of a tarball
  --yes               ask nothing, and take the defaults for all that is not said
  --help              print this
`;

/**
 * Reads the command line.
 * @throws UsageError with a sentence for people
 */
export function readOptions(line: readonly string[]): Options {
  const { values, positionals } = parse(line);
  const [folder, more] = positionals;
  if (more !== undefined) throw new UsageError(`One folder at a time, not "${folder}" and "${more}" as well.`);
  const { template } = values;
  if (template !== undefined && !isTemplateName(template)) {
    throw new UsageError(`--template takes ${Object.keys(templates).join(' or ')}, not "${template}".`);
  }
  return { ...values, folder, template };
}

function parse(line: readonly string[]) {
  try {
    return parseArgs({
      args: [...line],
      strict: true,
      allowPositionals: true,
      options: {
        template: { type: 'string' },
        auth: { type: 'boolean' },
        package: { type: 'string' },
        yes: { type: 'boolean', default: false, short: 'y' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    // Node's own sentence goes on with advice that is not meant for people who type.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`);
  }
}
