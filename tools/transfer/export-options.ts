import { parseArgs } from 'node:util';
import { CommandError, exitCodes } from './command';
import { bearerToken, domainName, gatewayUrl, tenantNamed } from './command-options';
import { commandLine, hasNpmLines } from '../../services/command-line';

export const exportHelp = `Writes all records of a domain out of a running gateway, as JSON lines.

  ${commandLine('export', '<domain> --output <file>')}
  ${commandLine('export', '<domain> | head', true)}

Options:
  --url <url>      the gateway (the one that runs from this folder)
  --output <file>  write to this file instead of the standard output; it appears when it is
                   complete, an interrupted export leaves an older file as it was
  --all            keep version, createdAt and updatedAt too; without them an export can be
                   imported again
  --token <token>  the bearer token of a gateway that asks for one; better in the environment
                   as TANDEM_TOKEN, where no other program sees it
  --tenant <name>  the tenant whose records are meant, where the token is one of several
  --help
${hasNpmLines() ? '\nWithout --silent, npm writes two lines of its own to the standard output.\n' : ''}
Exit code: 0 all is out, or the reader closed the pipe, 1 the export is not complete, 2 wrong
usage, 3 the gateway cannot be reached, 130 interrupted.
`;

/** What the user asks of an export. */
export interface ExportOptions {
  readonly url?: string;
  readonly token?: string;
  /** Percent-encoded. */
  readonly tenant?: string;
  readonly domain: string;
  readonly output?: string;
  readonly all: boolean;
}

/**
 * The options of an export; undefined when the user asks for help.
 * @throws CommandError, and what parseArgs throws
 */
export function exportOptions(words: string[]): ExportOptions | undefined {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      output: { type: 'string', short: 'o' },
      all: { type: 'boolean', default: false },
      token: { type: 'string' },
      tenant: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [domain, ...more] = positionals;
  if (domain === undefined || more.length > 0) {
    throw new CommandError(`Usage: ${commandLine('export', '<domain> [options]')}. See --help.`, exitCodes.usage);
  }
  if (values.output !== undefined && /\.(csv|json)$/i.test(values.output)) {
    const words = 'An export writes one JSON object per line, which';
    throw new CommandError(
      `${words} a name such as ${domain}.jsonl says, and ${values.output} does not.`,
      exitCodes.usage,
    );
  }
  return {
    domain: domainName(domain),
    url: values.url === undefined ? undefined : gatewayUrl(values.url),
    token: bearerToken(values.token),
    tenant: tenantNamed(values.tenant),
    output: values.output,
    all: values.all,
  };
}
