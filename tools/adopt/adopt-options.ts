import { parseArgs } from 'node:util';
import { localAccess } from '../../local/tables';
import { messageOf } from '../../schema/guards';
import { commandLine } from '../../services/command-line';
import type { ClientOptions } from '../../tables/client';
import { Refused } from '../create/words';

/** What `npm run adopt -- --help` prints. */
export const adoptUsage = `Reads a DynamoDB table and a sample of its items, and writes the classes with which the gateway serves it as it is.

  ${commandLine('adopt', '<table> [options]')}

  ${commandLine('adopt', 'Todo-abc-dev --endpoint http://localhost:8000')}
  ${commandLine('adopt', 'tracker --sample 5000 --json')}

  table               its whole name
  --endpoint <url>    another DynamoDB than that of AWS (default: DYNAMODB_ENDPOINT)
  --region <name>     where AWS has it (default: AWS_REGION, AWS_DEFAULT_REGION)
  --sample <number>   read so many items and not one more (default 1000)
  --name <word>       what the file is called, and the class where the table has one kind of items
  --out <folder>      write there and list it nowhere (default: schema/ of the application, and its list of domains)
  --json              print the report as JSON
  --help              print this

It asks DescribeTable, DescribeTimeToLive and Scan, and changes nothing in the table. Credentials are those of the AWS
SDK. No value of an item goes into the classes or the report but those of enumerations, of attributes that tell what an
item is, and the texts that keys begin with.

Exit code: 0 written, 1 not written, 2 a command line that cannot be meant.
`;

/** A command line that cannot be meant; the text says what to write. */
export class AdoptUsageError extends Error {
  override readonly name = 'AdoptUsageError';
}

/** What is to be adopted. */
export interface AdoptOptions {
  readonly table: string;
  readonly sample: number;
  readonly name?: string;
  readonly out?: string;
  readonly json: boolean;
  readonly client: ClientOptions;
}

/**
 * Reads the command line; undefined when it asks for help.
 * @throws AdoptUsageError, Refused when it is not told where the table is
 */
export function adoptOptions(
  line: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): AdoptOptions | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...line],
      allowPositionals: true,
      options: {
        endpoint: { type: 'string' },
        region: { type: 'string' },
        sample: { type: 'string', default: '1000' },
        name: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    const [sentence = ''] = messageOf(error).split(/\.\s|\n/);
    throw new AdoptUsageError(`${sentence.replace(/\.$/, '')}.`);
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [table, ...more] = positionals;
  if (table === undefined || more.length > 0) {
    throw new AdoptUsageError(`Say one table, such as: ${commandLine('adopt', 'Todo-abc-dev')}.`);
  }
  const sample = /^[1-9]\d{0,6}$/.test(values.sample) ? Number(values.sample) : undefined;
  if (sample === undefined) {
    throw new AdoptUsageError(`--sample ${values.sample} is not a whole number from 1 to 9999999.`);
  }
  const { name, out, json } = values;
  if (name !== undefined && !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new AdoptUsageError(
      `--name ${name} cannot name a domain: write words of letters and digits, such as order-line.`,
    );
  }
  return { table, sample, name, out, json, client: clientOptions(values, environment) };
}

/** Beside AWS an engine takes any credentials: those of the environment, or those of the local gateway. */
function clientOptions(
  values: { readonly endpoint?: string; readonly region?: string },
  environment: NodeJS.ProcessEnv,
): ClientOptions {
  const endpoint = values.endpoint ?? (environment.DYNAMODB_ENDPOINT || undefined);
  // An empty variable says nothing.
  const region = values.region ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined);
  if (endpoint === undefined) {
    if (region === undefined) throw new Refused('Say where the table is: --region eu-central-1, or --endpoint.');
    return { region };
  }
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new AdoptUsageError(`--endpoint ${endpoint} is not an http address such as http://localhost:8000.`);
  }
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = environment;
  const credentials =
    accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken } : localAccess.credentials;
  return { endpoint, region: region ?? localAccess.region, credentials };
}
