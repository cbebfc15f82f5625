import { existsSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { openQuestions, Unanswered } from './ask';
import type { Questions, Terminal } from './ask';
import { nameFault } from './names';
import { readOptions, usage, UsageError } from './options';
import type { Options } from './options';
import { isTemplateName, placeholder, templates } from './project';
import type { Choices, TemplateName } from './project';
import { folderFault, projectFiles, writeFiles } from './write';

/** What the command needs to know of where it runs. */
export interface Surroundings extends Terminal {
  /** Where it was called. */
  readonly folder: string;
  /** Where sentences about what went wrong go. */
  readonly complaints: NodeJS.WritableStream;
  /** The version of create-tandem. */
  readonly version: string;
  readonly templateOf: (name: TemplateName) => ReadonlyMap<string, string>;
}

/**
 * What `npm create tandem` does: asks, writes an application, and says how to go on.
 * @returns the exit code: 0 when it is written, 1 when it cannot be, 2 for a command line that cannot be meant
 */
export async function create(line: readonly string[], surroundings: Surroundings): Promise<number> {
  const { output, complaints } = surroundings;
  try {
    const options = readOptions(line);
    if (options.help) {
      output.write(usage);
      return 0;
    }
    const { target, choices } = await choose(options, surroundings);
    const fault = nameFault(choices.name) ?? folderFault(target);
    if (fault !== undefined) {
      complaints.write(`${fault}\n`);
      return 1;
    }
    const files = projectFiles(choices, surroundings.templateOf(choices.template));
    writeFiles(target, files);
    output.write(farewell(choices, target, files.size, surroundings.folder));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof Unanswered)) throw error;
    complaints.write(`${error.message}\n`);
    if (error instanceof UsageError) complaints.write('See: npm create tandem -- --help\n');
    return error instanceof UsageError ? 2 : 1;
  }
}

async function choose(
  options: Options,
  { folder, version, input, output }: Surroundings,
): Promise<{ target: string; choices: Choices }> {
  const { template = 'empty', auth = false } = options;
  const gateway = gatewayOf(options.package ?? `^${version}`, folder);
  const usual = { target: resolve(folder, options.folder ?? placeholder), template, auth };
  // Nobody is there to answer in a pipe.
  const chosen = options.yes || !input.isTTY ? usual : await answered(options, usual, { folder, input, output });
  return {
    target: chosen.target,
    choices: { name: basename(chosen.target), template: chosen.template, auth: chosen.auth, gateway, version },
  };
}

/**
 * What package.json says of where the gateway comes from. A tarball is looked for from where it was typed, because the
 * application lies elsewhere.
 * @throws UsageError when it is not there
 */
function gatewayOf(place: string, folder: string): string {
  if (/:\/\//.test(place) || !/^(file:|[./]|[a-z]:\\)|\.tgz$/i.test(place)) return place;
  const path = resolve(folder, place.replace(/^file:/, ''));
  if (!existsSync(path)) throw new UsageError(`There is no ${path} for --package to take @tandem/gateway from.`);
  return `file:${path}`;
}

interface Chosen {
  readonly target: string;
  readonly template: TemplateName;
  readonly auth: boolean;
}

async function answered(
  options: Options,
  usual: Chosen,
  { folder, ...terminal }: Terminal & { readonly folder: string },
): Promise<Chosen> {
  const targetFault = (text: string): string | undefined => {
    const target = resolve(folder, text);
    return nameFault(basename(target)) ?? folderFault(target);
  };
  // What stands in the command line is judged before the first question.
  if (options.folder !== undefined && targetFault(options.folder) !== undefined) return usual;
  terminal.output.write('\n');
  const questions = openQuestions(terminal);
  try {
    return {
      target:
        options.folder === undefined
          ? resolve(folder, await questions.ask('Name of the folder and of the application', placeholder, targetFault))
          : usual.target,
      template: options.template ?? (await askTemplate(questions, usual.template)),
      auth: options.auth ?? (await questions.askWhether('Shall npm start ask for tokens', usual.auth)),
    };
  } finally {
    questions.close();
  }
}

async function askTemplate(questions: Questions, usual: TemplateName): Promise<TemplateName> {
  const choices = Object.entries(templates).map(([name, words]) => `${name}, ${words}`);
  const given = await questions.ask(`Template: ${choices.join('; ')}`, usual, (text) =>
    isTemplateName(text) ? undefined : `Answer ${Object.keys(templates).join(' or ')}.`,
  );
  return isTemplateName(given) ? given : usual;
}

function farewell({ name }: Choices, target: string, count: number, folder: string): string {
  const path = relative(folder, target);
  const steps = [...(path === '' ? [] : [`cd ${path}`]), 'npm install', 'npm start'];
  return `
  ${name} is written, ${count} files in ${target}

${steps.map((step) => `    ${step}`).join('\n')}

  README.md goes on from there: a noun of your own, tests, the first release, AWS.

`;
}
