import { parseArgs } from 'node:util';
import { commandLine } from '../../services/command-line';
import { CommandError, exitCodes } from '../transfer/command';
import { bearerToken, domainName, gatewayUrl, tenantNamed, wholeNumber } from '../transfer/command-options';

/** The most rows of one run. */
const mostRows = 1_000_000;

export const seedHelp = `Puts made-up rows of a domain, or the samples of the modules, into a running gateway.

  ${commandLine('seed', '<domain> --count 1000').padEnd(42)} rows made from the declaration of the domain
  ${commandLine('seed').padEnd(42)} the samples

Options:
  --count <n>      how many rows, 1 to ${mostRows} (100)
  --seed <n>       other rows for another number (1); the same number makes the same rows
  --url <url>      the gateway (the one that runs from this folder)
  --token <token>  the bearer token of a gateway that asks for one; better in the
                   environment as TANDEM_TOKEN, where no other program sees it
  --tenant <name>  the tenant to put them into, where the token is one of several
  --help

Rows keep the limits, patterns, enumerations and keys of the class. A reference is the id of
an item that is there: seed the domain that it refers to first. Repeating is safe: a row
whose key is there already is left as it is, and --count 200 adds 100 rows to those of
--count 100. The same goes for samples that bring their ids; \`${commandLine('start')}\` puts them by
itself into tables that it has just made.

Exit code: 0 all is in, 1 a row was refused or could not be made, 2 wrong usage, 3 the
gateway cannot be reached, 130 interrupted.
`;

/** What is asked for. */
export interface SeedOptions {
  readonly url?: string;
  readonly token?: string;
  /** Percent-encoded. */
  readonly tenant?: string;
  /** The domain to make rows of; the samples of the modules when left out. */
  readonly domain?: string;
  readonly count: number;
  readonly seed: number;
}

/**
 * The options of the command; undefined when the user asks for help.
 * @throws CommandError, and what parseArgs throws
 */
export function seedOptions(words: string[]): SeedOptions | undefined {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      seed: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
      tenant: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [domain, ...more] = positionals;
  if (more.length > 0 || (domain === undefined && (values.count ?? values.seed) !== undefined)) {
    throw new CommandError(`Usage: ${commandLine('seed', '<domain> [options]')}. See --help.`, exitCodes.usage);
  }
  return {
    ...(domain !== undefined && { domain: domainName(domain) }),
    count: wholeNumber('count', values.count ?? '100', 1, mostRows),
    seed: wholeNumber('seed', values.seed ?? '1', 0, 2 ** 31 - 1),
    url: values.url === undefined ? undefined : gatewayUrl(values.url),
    token: bearerToken(values.token),
    tenant: tenantNamed(values.tenant),
  };
}
