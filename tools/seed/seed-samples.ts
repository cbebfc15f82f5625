import { samplesOf } from '../../local/samples';
import type { SampleCall, SampleSet } from '../../local/samples';
import { listOf, recordOf } from '../../schema/guards';
import type { GatewayDefinition } from '../../services/definition';
import { Backoff } from '../transfer/backoff';
import { CommandError, exitCodes } from '../transfer/command';
import type { Console, ExitCode } from '../transfer/command';
import { isTemporary } from '../transfer/gateway';
import type { Answer, Gateway } from '../transfer/gateway';

/**
 * Puts the samples of the modules into a gateway.
 * @throws CommandError for the first that is refused
 */
export async function seedSamples(
  definition: GatewayDefinition,
  gateway: Gateway,
  { output, interrupted }: Console,
): Promise<ExitCode> {
  const sets = await samplesOf({ definition, operations: definition.operations });
  if (sets.length === 0) output.write('No module has samples.\n');
  for (const set of sets) {
    const { made, known } = (await isThere(set, definition, gateway, interrupted))
      ? { made: 0, known: set.count }
      : await putIn(set, gateway, interrupted);
    output.write(`${set.domain.name}: ${made} put in${known > 0 ? `, ${known} there already` : ''}.\n`);
  }
  return exitCodes.ok;
}

/**
 * Whether samples that come about by other operations than a create have come about before: sent again they would be there
 * twice.
 */
async function isThere(
  { domain, isRepeatable }: SampleSet,
  { operations }: GatewayDefinition,
  gateway: Gateway,
  stop: AbortSignal,
): Promise<boolean> {
  const list = operations.find(
    ({ query, key, ...operation }) => query === 'list' && key.length === 0 && operation.domain === domain,
  );
  if (isRepeatable || !list) return false;
  const page = await gateway.read(`${list.route.path}?limit=1`, stop, false);
  return listOf(recordOf(page).items).length > 0;
}

/**
 * Sends the samples of a domain one after the other.
 * @throws CommandError for the first that is refused
 */
async function putIn({ domain, calls }: SampleSet, gateway: Gateway, stop: AbortSignal) {
  let [made, known] = [0, 0];
  for (const call of calls) {
    const answer = await patiently(gateway, call, stop);
    const { path } = call.operation.route;
    if (answer.status === 409 || answer.status === 412) known += Number(call.counts);
    else if (answer.status >= 200 && answer.status < 300) made += Number(call.counts);
    else if (stop.aborted) throw new CommandError('Interrupted.', exitCodes.interrupted);
    else if (answer.status === 0 || answer.status === 401 || answer.status === 403) throw gateway.failure(path, answer);
    else {
      throw new CommandError(
        `A sample of ${domain.typeName} was refused: ${JSON.stringify(call.body)} was answered ${answer.status}: ${answer.words}.`,
        exitCodes.incomplete,
      );
    }
  }
  return { made, known };
}

/** Sends a sample, again while that may help; nobody who is not there at the first try is waited for. */
async function patiently(gateway: Gateway, { operation, body }: SampleCall, stop: AbortSignal): Promise<Answer> {
  const backoff = new Backoff(gateway.patience, stop);
  for (;;) {
    const { method, path } = operation.route;
    // What is there is left as it is.
    const headers: Record<string, string> = operation.createOnly ? { 'if-none-match': '*' } : {};
    const answer = await gateway.send(path, JSON.stringify(body), method, headers);
    if (!isTemporary(answer.status) || answer.status === 0 || !(await backoff.again(answer.wait))) return answer;
  }
}
