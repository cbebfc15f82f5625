import { runningGateway } from '../../local/running-gateways';
import { CommandError, exitCodes } from './command';
import { Gateway } from './gateway';
import type { GatewayOptions } from './gateway';

/** The address of a local gateway, as `npm start` serves it. */
export const localUrl = 'http://127.0.0.1:4000';

/** The gateway at an address; without one, that which runs from a folder. */
export const gatewayOf = (
  { url, ...options }: Omit<GatewayOptions, 'url'> & { readonly url?: string },
  folder?: string,
): Gateway => new Gateway({ ...options, url: url ?? (() => runningUrl(folder)) });

/**
 * The address of the gateway that runs from a folder, wherever it listens.
 * @throws CommandError where none does: one at the usual address would be somebody else's
 */
function runningUrl(folder = process.cwd()): string {
  const found = runningGateway(folder);
  if (found !== undefined) return found;
  const words = 'No gateway runs from this folder. Start it with `npm start`, or name another';
  throw new CommandError(`${words} with --url, such as --url ${localUrl}.`, exitCodes.unreachable);
}

/**
 * The base address of a gateway, a stage such as `/prod` included, without the last slash.
 * @throws CommandError
 */
export function gatewayUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`--url ${text} is not an http address such as ${localUrl}.`, exitCodes.usage);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new CommandError('--url takes an address and a path only; a token goes with --token.', exitCodes.usage);
  }
  return url.href.replace(/\/+$/, '');
}

/**
 * The token to send: that of the option, or of the environment, where no list of processes and no history of a shell
 * shows it.
 * @throws CommandError without a part of the token
 */
export function bearerToken(
  option: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const [source, token] = option === undefined ? ['TANDEM_TOKEN', environment.TANDEM_TOKEN] : ['--token', option];
  if (token === undefined || token === '') return undefined;
  // RFC 6750, section 2.1. Node would quote any other text in its error.
  if (/^[A-Za-z0-9._~+/-]+=*$/.test(token)) return token;
  throw new CommandError(
    `${source} is not a token: it has letters, digits and -._~+/ only, without "Bearer" before it.`,
    exitCodes.usage,
  );
}

/**
 * The tenant whose items are meant, as the header of a request takes it; undefined without the option.
 * @throws CommandError for no name
 */
export function tenantNamed(option: string | undefined): string | undefined {
  if (option === '') throw new CommandError('--tenant is empty: write its name, such as acme.', exitCodes.usage);
  return option === undefined ? undefined : encodeURIComponent(option);
}

/**
 * The name of a domain, as it stands in the path of its REST resource.
 * @throws CommandError
 */
export function domainName(text: string): string {
  if (/^[a-z][a-z0-9-]*$/.test(text)) return text;
  throw new CommandError(
    `"${text}" cannot be a domain: its name is written like product. See --help.`,
    exitCodes.usage,
  );
}

/**
 * A whole number within bounds.
 * @throws CommandError
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new CommandError(`--${option} ${text} is not a whole number from ${min} to ${max}.`, exitCodes.usage);
}
