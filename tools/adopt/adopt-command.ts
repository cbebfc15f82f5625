import { join } from 'node:path';
import { loadDefinition } from '../../services/application';
import { commandLine, complaintOf } from '../../services/command-line';
import { defineGateway } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import { surveyTable } from '../../tables/survey';
import { checkFree, notListed, writeDomains } from '../create/write-domains';
import { adoptOptions, adoptUsage, AdoptUsageError } from './adopt-options';
import type { AdoptOptions } from './adopt-options';
import { misfitsOf } from './fit';
import { domainNames, planTable, wordsOfTable } from './kinds-of-items';
import { inWords, reportOf } from './report';

/** Where the command writes. */
interface Streams {
  readonly output: Pick<NodeJS.WritableStream, 'write'>;
  readonly complaints: Pick<NodeJS.WritableStream, 'write'>;
}

/**
 * `npm run adopt -- <table>`: writes the classes of a table that is there, and tells what they were made from.
 * @returns the exit code: 0 when they are written; 1 when nothing was; 2 for a command line that cannot be meant
 */
export async function adoptCommand(
  line: readonly string[],
  folder: string,
  { output, complaints }: Streams = { output: process.stdout, complaints: process.stderr },
): Promise<number> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    const options = adoptOptions(line);
    output.write(options ? await adopt(options, folder) : adoptUsage);
    return 0;
  } catch (error) {
    const isUsage = error instanceof AdoptUsageError;
    complaints.write(`${complaintOf(error)}${isUsage ? `See: ${commandLine('adopt', '--help')}\n` : ''}`);
    return isUsage ? 2 : 1;
  }
}

async function adopt({ table, sample, name, out, json, client }: AdoptOptions, folder: string): Promise<string> {
  const isApart = out !== undefined;
  const definition = isApart ? emptyGateway() : await loadDefinition(folder);
  // The file is told by its table, so that its name is known before anything is read.
  const file = name ?? domainNames(wordsOfTable(table), []).name;
  const path = join(out ?? 'schema', `${file}.ts`);
  checkFree({ folder, path });
  const survey = await surveyTable(table, sample, client);
  const plan = planTable(survey, { name: file, types: definition.domains });
  const domains = plan.kinds.map(({ domain }) => domain);
  const { types, list } = await writeDomains(domains, { folder, path, definition, isApart });
  const report = reportOf(survey, plan, misfitsOf(survey, types), path, list);
  if (json) return `${JSON.stringify(report, null, 2)}\n`;
  const left = isApart || list !== undefined ? undefined : `Not listed: ${notListed(domains, path)}`;
  return inWords(report, left);
}

/** What classes are checked with that go into no application yet. */
const emptyGateway = (): GatewayDefinition => defineGateway({ name: 'adopted', modules: [] });
