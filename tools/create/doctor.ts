import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayPackage, isTemplateName, layout, nodeRange, scripts } from '../../create/project';
import { engineAtHand, engineCommands } from '../../local/engine-search';
import { messageOf, recordOf, textOf } from '../../schema/guards';
import { loadDefinition } from '../../services/application';
import { gatewayManifest, gatewayVersion } from '../../services/gateway-package';
import { staleDocuments } from '../generate';
import { codegenPackages, isInstalled, synthesisPeers } from '../peers';

/** What was looked at and how it is. */
export interface Finding {
  /** Right; worth to know, and no reason to stop; or in need of a mend. */
  readonly state: 'right' | 'note' | 'mend';
  readonly words: string;
  /** The command that mends it, or gives what is missing. */
  readonly command?: string;
}

/** The application, and what surrounds it. */
export interface Patient {
  readonly folder: string;
  /** The version of the gateway that is asked. */
  readonly version: string;
  /** What the gateway's package says of itself: the versions of Node that it runs on. */
  readonly engines: string;
  readonly nodeVersion: string;
}

/**
 * `tandem doctor`: says what is missing or wrong in an application, each with the command that mends it.
 * @returns the exit code: 1 when something must be mended
 */
export async function doctor(line: readonly string[], folder: string): Promise<number> {
  if (line.length > 0) {
    const isHelp = line[0] === '--help' || line[0] === '-h';
    (isHelp ? process.stdout : process.stderr).write(
      'npx tandem doctor says what is missing or wrong in this application, and how to mend it. It has no options.\n',
    );
    return isHelp ? 0 : 2;
  }
  const engines = textOf(recordOf(gatewayManifest().engines).node) ?? nodeRange;
  const patient = { folder, version: gatewayVersion(), engines, nodeVersion: process.versions.node };
  const findings = await examine(patient);
  process.stdout.write(inWords(findings));
  return findings.some(({ state }) => state === 'mend') ? 1 : 0;
}

/** Everything that is looked at in an application. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const manifest = manifestIn(patient.folder);
  if (manifest === undefined) {
    return [
      mend(
        `There is no package.json in ${patient.folder} that can be read.`,
        'go to the folder of your application, or: npm create tandem my-api',
      ),
    ];
  }
  return [
    node(patient),
    ...versions(patient, manifest),
    ...missingScripts(manifest),
    ...missingFiles(patient.folder, manifest),
    ...(await documents(patient.folder)),
    await engine(patient.folder),
    release(patient.folder),
    ...optionalPackages(patient.folder),
  ];
}

const right = (words: string): Finding => ({ state: 'right', words });
const note = (words: string, command: string): Finding => ({ state: 'note', words, command });
const mend = (words: string, command: string): Finding => ({ state: 'mend', words, command });

type Manifest = Readonly<Record<string, unknown>>;

function manifestIn(folder: string): Manifest | undefined {
  try {
    return recordOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

function node({ nodeVersion, engines }: Patient): Finding {
  const least = engines.replace(/^>=/, '');
  return compareVersions(nodeVersion, least) >= 0
    ? right(`Node ${nodeVersion}`)
    : mend(`Node ${nodeVersion} is older than ${least}, which the gateway needs.`, 'nvm install 22');
}

/** What the application was made with, what it asks for, and what is here. */
function versions({ folder, version }: Patient, manifest: Manifest): readonly Finding[] {
  const { createdWith, template } = recordOf(manifest.tandem);
  const [made, asked] = [textOf(createdWith), textOf(recordOf(manifest.dependencies)[gatewayPackage])];
  const record = `npm pkg set tandem.createdWith=${version} tandem.template=empty`;
  const installed = manifestIn(join(folder, 'node_modules', ...gatewayPackage.split('/')));
  return [
    ...(asked === undefined
      ? [mend(`package.json does not ask for ${gatewayPackage}.`, `npm install ${gatewayPackage}@^${version}`)]
      : []),
    installed === undefined
      ? mend(`${gatewayPackage} is not installed here.`, 'npm install')
      : right(`${gatewayPackage} ${textOf(installed.version) ?? version}`),
    made === undefined || !isVersion(made) || !isTemplateName(textOf(template) ?? '')
      ? mend('package.json does not say with which version the application was made ("tandem").', record)
      : compareVersions(version, made) < 0
        ? mend(
            `The application was made with ${made}, and ${version} is older than that.`,
            `npm install ${gatewayPackage}@^${made}`,
          )
        : compareVersions(version, made) > 0
          ? note(
              `The application was made with ${made}; CHANGELOG.md of ${gatewayPackage} says what has come since.`,
              `npx tandem generate && npx tandem plan && npm pkg set tandem.createdWith=${version}`,
            )
          : right(`made with ${made}, from the template ${textOf(template)}`),
  ];
}

function missingScripts(manifest: Manifest): readonly Finding[] {
  const present = recordOf(manifest.scripts);
  const missing = Object.entries(scripts).filter(([name]) => textOf(present[name]) === undefined);
  if (missing.length === 0) return [right('all scripts')];
  return missing.map(([name, command]) =>
    mend(`package.json has no script "${name}".`, `npm pkg set scripts.${name}=${JSON.stringify(command)}`),
  );
}

function missingFiles(folder: string, manifest: Manifest): readonly Finding[] {
  const missing = layout.filter((path) => !existsSync(join(folder, path)));
  if (missing.length === 0) return [right('all files')];
  const template = textOf(recordOf(manifest.tandem).template) ?? 'empty';
  return missing.map((path) =>
    mend(
      `There is no ${path}.`,
      `npm create tandem ../fresh -- --yes --template ${template} && cp -r ../fresh/${path} ${path}`,
    ),
  );
}

async function documents(folder: string): Promise<readonly Finding[]> {
  try {
    const stale = await staleDocuments(await loadDefinition(folder), folder);
    return [
      stale.length === 0
        ? right('the generated files are fresh')
        : mend(`Not fresh: ${stale.map(({ name }) => name).join(', ')}.`, 'npx tandem generate'),
    ];
  } catch (error) {
    return [mend(`The definition cannot be loaded: ${messageOf(error)}`, 'npx tandem start, when it is corrected')];
  }
}

async function engine(folder: string): Promise<Finding> {
  const others = engineCommands().map(({ command }) => command);
  try {
    const found = await engineAtHand(folder);
    if (found?.kind === 'address') return right(`the engine at ${found.address}`);
    return found ? right(found.words) : mend('There is no DynamoDB engine here.', others.join('\n      '));
  } catch (error) {
    return mend(messageOf(error), 'unset DYNOXIDE_BIN');
  }
}

function release(folder: string): Finding {
  return existsSync(join(folder, 'schema/released/manifest.json'))
    ? right('a release is recorded')
    : note(
        'No release is recorded, so that nothing can say which change breaks callers.',
        'npx tandem generate && npx tandem plan --release',
      );
}

/** What an application can do without, and what for it needs it. */
const optional = (folder: string): readonly { readonly names: readonly string[]; readonly what: string }[] => [
  { names: [...synthesisPeers, 'aws-cdk'], what: 'npm run synth and a deploy to AWS' },
  { names: codegenPackages(folder), what: 'types for callers, by codegen.yml' },
];

function optionalPackages(folder: string): readonly Finding[] {
  return optional(folder).map(({ names, what }) => {
    const missing = names.filter((name) => !isInstalled(name, folder));
    return missing.length === 0
      ? right(`the packages for ${what}`)
      : note(
          `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed, and needed for ${what}.`,
          `npm install --save-dev ${missing.join(' ')}`,
        );
  });
}

const isVersion = (text: string): boolean => /^\d+\.\d+\.\d+/.test(text);

/** Below 0 when the first is older: https://semver.org/#spec-item-11, of three numbers. */
function compareVersions(left: string, right: string): number {
  const [first, second] = [left, right].map((text) => text.split('-')[0]?.split('.').map(Number) ?? []);
  for (const index of [0, 1, 2]) {
    const difference = (first?.[index] ?? 0) - (second?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const signs = { right: '✓', note: '·', mend: '✗' };

function inWords(findings: readonly Finding[]): string {
  const lines = findings.map(({ state, words, command }) => {
    // A place in a file comes in several lines, which belong together.
    const finding = `  ${signs[state]} ${words.replace(/\n(?=.)/g, '\n    ')}`;
    return command === undefined ? finding : `${finding}\n      ${command}`;
  });
  const count = findings.filter(({ state }) => state === 'mend').length;
  const end = count === 0 ? 'Nothing needs a mend.' : `${count} ${count === 1 ? 'thing needs' : 'things need'} a mend.`;
  return `\n${lines.join('\n')}\n\n  ${end}\n\n`;
}
