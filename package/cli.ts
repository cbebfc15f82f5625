import { complaintOf } from '../services/command-line';
import type { Command } from './command';

interface Row {
  readonly name: string;
  /** One line for `tandem help`. */
  readonly doc: string;
  /** What `--help` prints of a command that has no help of its own. */
  readonly usage?: string;
  /** Loaded only when the command is asked for. */
  readonly load: () => Promise<Command>;
}

/** All commands, in the order in which a project meets them. */
export const commands: readonly Row[] = [
  {
    name: 'start',
    doc: 'run the gateway on this machine, with an embedded DynamoDB engine',
    load: async () => (await import('../local/start-command')).startCommand,
  },
  {
    name: 'dev',
    doc: 'the same, and begin again whenever a file is saved',
    usage: `npx tandem dev [options]

Runs what \`npx tandem start\` runs, and begins again whenever a source file is saved. \`npx tandem start --help\` lists the
options, which are the same.
`,
    load: async () => (await import('./commands')).dev,
  },
  {
    name: 'generate',
    doc: 'write what follows from the declarations: schema, documents, contracts, types',
    usage: `npx tandem generate [--check]

Writes schema/generated/ and docs/ of this application. It also writes contracts/ and sdk/ where they are there, and what
codegen.yml asks for where graphql-codegen is installed.

  --check   write nothing, and end with 1 when something is not fresh
`,
    load: async () => (await import('./commands')).generateAll,
  },
  {
    name: 'sdk',
    doc: 'write a typed client of this gateway into sdk/; generate keeps it fresh from then on',
    usage: `npx tandem sdk [--check]

Writes a typed client of this gateway into sdk/, and the documents that it is made from. It needs nothing else there.

  --check   write nothing, and end with 1 when something is not fresh
`,
    load: async () => (await import('./commands')).sdk,
  },
  {
    name: 'plan',
    doc: 'say what the next deploy does to callers and stored items; --release records a release',
    usage: `npx tandem plan [--release] [--released schema/released] [--declared schema/generated]

Compares what is declared with the last release, and ends with 1 when it may not be deployed. Changes nothing.

  --release    record what is declared as a release, under the version in package.json; the first one too
  --released   the folder of the last release
  --declared   the folder of the generated documents
`,
    load: async () => (await import('./commands')).plan,
  },
  {
    name: 'add',
    doc: 'write a noun from a few words or a sample, and put it into the list of domains',
    load: async () => (await import('../tools/create/add-domain')).add,
  },
  {
    name: 'adopt',
    doc: 'write the classes of a table that is there, from a sample of its items',
    load: async () => (await import('../tools/adopt/adopt-command')).adoptCommand,
  },
  {
    name: 'doctor',
    doc: 'say what is missing or wrong in this application, and how to mend it',
    load: async () => (await import('../tools/create/doctor')).doctor,
  },
  {
    name: 'import',
    doc: 'put the rows of a file into a gateway',
    load: async () => (await import('./commands')).importRows,
  },
  {
    name: 'export',
    doc: 'write the items of a gateway as rows',
    load: async () => (await import('./commands')).exportRows,
  },
  {
    name: 'explain',
    doc: 'say how a list is read and what it costs',
    load: async () => (await import('../tools/explain')).explainCommand,
  },
  {
    name: 'events',
    doc: 'follow the events of a local gateway, show and move its dead letters',
    load: async () => (await import('./commands')).events,
  },
  {
    name: 'migrate',
    doc: 'fill in the items that are stored already, as the backfills of the classes say',
    load: async () => (await import('./commands')).migrate,
  },
  {
    name: 'seed',
    doc: 'put made-up rows of a domain, or the samples of the modules, into a gateway',
    load: async () => (await import('./commands')).seed,
  },
  {
    name: 'build',
    doc: 'bundle the Lambda functions into build/lambda',
    usage: `npx tandem build [--report] [--folder build/lambda] [--metafile build/metafile.json]

Bundles the Lambda functions. It asks for a package that nothing else needs, and says which.

  --report     say what each face loads
  --folder     where the bundle goes
  --metafile   where it is written what the bundle is made of
`,
    load: async () => (await import('./commands')).build,
  },
  {
    name: 'synth',
    doc: 'write the CloudFormation template of a stage into cdk.out',
    load: async () => (await import('./synth-command')).synthCommand,
  },
];

/** What `tandem help` prints. */
const usage = [
  'tandem <command> [options]',
  '',
  ...commands.map(({ name, doc }) => `  ${name.padEnd(10)}${doc}`),
  '',
  'tandem <command> --help tells the options of a command.',
  '',
].join('\n');

/**
 * Runs a command of `tandem`.
 * @returns the exit code: 2 for what was written wrong, with a sentence
 */
export async function main([name, ...line]: readonly string[], folder: string): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    (name === undefined ? process.stderr : process.stdout).write(usage);
    return name === undefined ? 2 : 0;
  }
  const row = commands.find((command) => command.name === name);
  if (!row) {
    process.stderr.write(
      `There is no command "${name}"; there is ${commands.map((command) => command.name).join(', ')}.\n`,
    );
    return 2;
  }
  if (row.usage !== undefined && (line.includes('--help') || line.includes('-h'))) {
    process.stdout.write(row.usage);
    return 0;
  }
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    return await (
      await row.load()
    )(line, folder);
  } catch (error) {
    return complain(name, error);
  }
}

/** An error in a sentence; DEBUG=tandem shows where it comes from. */
function complain(name: string, error: unknown): number {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`tandem ${name}: ${complaintOf(error)}`);
  return isUsage ? 2 : 1;
}
