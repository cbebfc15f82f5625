import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';
import { loadDefinition } from '../services/application';
import { commandLine, complaintOf } from '../services/command-line';
import { manifestOf, readManifest, releasedFolder } from './plan/manifest';
import type { Manifest } from './plan/manifest';
import { planOf } from './plan/plan';
import type { Release } from './plan/plan';
import { printPlan } from './plan/print';
import type { Resources } from './plan/resources';
import { resourcesOfProduction } from './plan/stage';
import { isLater } from './plan/version';

/**
 * `npm run plan`: compares the declarations of a folder, and the stack made of them, with its last release. With `--release` it records a new one,
 * the first one too.
 * @param place where it writes to, and the environment of the deployment, which may name the bus
 * @returns the exit code
 * @throws Error with a sentence when the generated documents are not there, or a version is none
 */
export async function planCommand(
  line: readonly string[],
  folder: string,
  {
    output = process.stdout,
    problems = process.stderr,
    environment = process.env,
  }: { output?: Writable; problems?: Writable; environment?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const values = planOptions(line, folder);
  const { version: packageVersion } = recordOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const version = required(textOf(packageVersion), 'the version in package.json');
  const definition = await loadDefinition(folder);
  const declared = {
    ...documentsIn(values.declared, manifestOf(definition, version)),
    resources: await resourcesOfProduction(definition, environment),
  };
  const released = releaseIn(values.released);
  const plan = await planOf(released, declared);
  output.write(printPlan(plan));
  if (plan.refusals.length > 0) return 1;
  if (!values.release || !plan.isChanged) return 0;
  if (released && !isLater(version, released.manifest.version)) {
    problems.write(`Release ${version} is there already: give package.json a later version first.\n`);
    return 1;
  }
  write(values.released, declared);
  output.write(`Wrote release ${version} to ${values.released}: commit it.\n`);
  return 0;
}

/**
 * The options of `npm run plan`.
 * @throws TypeError of parseArgs for others
 */
export function planOptions(line: readonly string[], folder: string) {
  return parseArgs({
    args: [...line],
    options: {
      release: { type: 'boolean', default: false },
      released: { type: 'string', default: releasedFolder(folder) },
      declared: { type: 'string', default: join(folder, 'schema/generated') },
    },
  }).values;
}

/** The release in a folder; none where there is no manifest. */
function releaseIn(folder: string): Release | undefined {
  const manifest = readManifest(folder);
  if (!manifest) return undefined;
  const resources = join(folder, 'resources.json');
  return {
    ...documentsIn(folder, manifest),
    // Only a release writes one.
    resources: existsSync(resources) ? (JSON.parse(readFileSync(resources, 'utf8')) as Resources) : undefined,
  };
}

function documentsIn(folder: string, manifest: Manifest): Release {
  const read = (name: string): string => {
    const path = join(folder, name);
    if (!existsSync(path)) throw new Error(`There is no ${path}: run ${commandLine('generate')} first.`);
    return readFileSync(path, 'utf8');
  };
  return {
    // The manifest as it would come back from its file, where nothing is undefined.
    manifest: JSON.parse(JSON.stringify(manifest)) as Manifest,
    graphql: read('schema.graphql'),
    openapi: recordOf(JSON.parse(read('openapi.json'))),
    asyncapi: recordOf(JSON.parse(read('asyncapi.json'))),
  };
}

function write(folder: string, { manifest, graphql, openapi, asyncapi, resources }: Release): void {
  mkdirSync(folder, { recursive: true });
  const json = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`;
  writeFileSync(join(folder, 'manifest.json'), json(manifest));
  writeFileSync(join(folder, 'schema.graphql'), graphql);
  writeFileSync(join(folder, 'openapi.json'), json(openapi));
  writeFileSync(join(folder, 'asyncapi.json'), json(asyncapi));
  if (resources) writeFileSync(join(folder, 'resources.json'), json(resources));
}

if (require.main === module) {
  planCommand(process.argv.slice(2), process.cwd()).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(complaintOf(error));
      process.exitCode = 1;
    },
  );
}
