import { parseArgs } from 'node:util';
import { samplesOf } from '../local/samples';
import type { SampleSet } from '../local/samples';
import { loadDefinition } from '../services/application';
import { Backoff } from './transfer/backoff';
import { CommandError, exitCodes } from './transfer/command';
import type { Command } from './transfer/command';
import { bearerToken, gatewayUrl, localUrl } from './transfer/command-options';
import { Gateway, isTemporary } from './transfer/gateway';
import type { Answer, GatewayOptions } from './transfer/gateway';

const help = `Puts the samples of the modules into a running gateway.

  tandem seed [options]

Options:
  --url <url>      the gateway (${localUrl})
  --token <token>  the bearer token of a gateway that asks for one; better in the
                   environment as TANDEM_TOKEN, where no other program sees it
  --help

Repeating it is safe for samples that bring their ids: what is there already is left as it
is. \`tandem start\` does the same by itself for tables that it has just made.

Exit code: 0 all is in, 1 a sample was refused, 2 wrong usage, 3 the gateway cannot be
reached, 130 interrupted.
`;

/** `tandem seed`; tests may ask for less patience. */
export function seedCommand(folder: string, patience?: GatewayOptions['patience']): Command {
  return async (words, { output, interrupted }) => {
    const { values } = parseArgs({
      args: words,
      options: {
        url: { type: 'string', default: localUrl },
        token: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      output.write(help);
      return exitCodes.ok;
    }
    const gateway = new Gateway({ url: gatewayUrl(values.url), token: bearerToken(values.token), patience });
    const definition = await loadDefinition(folder);
    const sets = await samplesOf({ definition, operations: definition.operations });
    if (sets.length === 0) output.write('No module has samples.\n');
    for (const set of sets) {
      const { made, known } = await putIn(set, gateway, interrupted);
      output.write(`${set.domain.name}: ${made} put in${known > 0 ? `, ${known} there already` : ''}.\n`);
    }
    return exitCodes.ok;
  };
}

/**
 * Sends the samples of a domain one after the other.
 * @throws CommandError for the first that is refused
 */
async function putIn({ domain, operation, items }: SampleSet, gateway: Gateway, stop: AbortSignal) {
  const { method, path } = operation.route;
  let [made, known] = [0, 0];
  for (const item of items) {
    const answer = await patiently(gateway, path, JSON.stringify(item), method, stop);
    if (answer.status === 409) known += 1;
    else if (answer.status >= 200 && answer.status < 300) made += 1;
    else if (stop.aborted) throw new CommandError('Interrupted.', exitCodes.interrupted);
    else if (answer.status === 0 || answer.status === 401 || answer.status === 403) throw gateway.failure(path, answer);
    else {
      throw new CommandError(
        `A sample of ${domain.typeName} was refused: ${JSON.stringify(item)} was answered ${answer.status}: ${answer.words}.`,
        exitCodes.incomplete,
      );
    }
  }
  return { made, known };
}

/** Sends a sample, again while that may help; nobody who is not there at the first try is waited for. */
async function patiently(gateway: Gateway, path: string, body: string, method: string, stop: AbortSignal) {
  const backoff = new Backoff(gateway.patience, stop);
  for (;;) {
    const answer: Answer = await gateway.send(path, body, method);
    if (!isTemporary(answer.status) || answer.status === 0 || !(await backoff.again(answer.wait))) return answer;
  }
}
