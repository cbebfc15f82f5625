import { parseArgs } from 'node:util';
import { CommandError, exitCodes } from './command';
import { bearerToken, domainName, gatewayUrl, tenantNamed, wholeNumber } from './command-options';
import { commandLine } from '../../services/command-line';

export const importHelp = `Loads records from a file into a running gateway.

  ${commandLine('import', '<domain> <file> [options]')}
  ${commandLine('import', 'product products.jsonl')}

Files, by extension, in UTF-8:
  .jsonl .ndjson  one JSON object per line
  .json           an array of objects, or one object
  .csv            comma-separated (RFC 4180); the first row names the fields, the
                  elements of a list are separated by |, an empty cell leaves its field out

Options:
  --url <url>          the gateway (the one that runs from this folder)
  --dry-run            validate everything, write nothing
  --report <file>      write every refused or failed row to this file, as JSON lines
  --concurrency <n>    requests at the same time, 1 to 32 (4)
  --token <token>      the bearer token of a gateway that asks for one; better in the
                       environment as TANDEM_TOKEN, where no other program sees it
  --tenant <name>      the tenant to load into, where the token is one of several
  --help

Repeating an import is safe. A row whose id exists already counts as already there and is
left as it is, so after an interruption the same command completes the rest. A row without
an id gets one made from its content (and, for rows that are alike, their order in the
file), so repeating does not double it; a row that was edited in between is a new one.

Exit code: 0 all is in, 1 some rows were refused or failed, 2 wrong usage or an unreadable
file, 3 the gateway cannot be reached, 130 interrupted.
`;

/** What the user asks of an import. */
export interface ImportOptions {
  readonly url?: string;
  readonly token?: string;
  /** Percent-encoded. */
  readonly tenant?: string;
  readonly domain: string;
  readonly file: string;
  readonly dryRun: boolean;
  readonly report?: string;
  readonly concurrency: number;
}

/**
 * The options of an import; undefined when the user asks for help.
 * @throws CommandError, and what parseArgs throws
 */
export function importOptions(words: string[]): ImportOptions | undefined {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      report: { type: 'string' },
      concurrency: { type: 'string', default: '4' },
      token: { type: 'string' },
      tenant: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [domain, file, ...more] = positionals;
  if (domain === undefined || file === undefined || more.length > 0) {
    throw new CommandError(
      `Usage: ${commandLine('import', '<domain> <file> [options]')}. See --help.`,
      exitCodes.usage,
    );
  }
  return {
    domain: domainName(domain),
    file,
    url: values.url === undefined ? undefined : gatewayUrl(values.url),
    token: bearerToken(values.token),
    tenant: tenantNamed(values.tenant),
    dryRun: values['dry-run'],
    report: values.report,
    concurrency: wholeNumber('concurrency', values.concurrency, 1, 32),
  };
}
