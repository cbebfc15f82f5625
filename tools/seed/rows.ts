import { exampleOf } from '../../schema/examples';
import { fieldOf, keyFields } from '../../schema/facts';
import type { DomainFact } from '../../schema/facts';
import { textOf } from '../../schema/guards';
import { ServiceError } from '../../services/errors';
import { admit } from '../../services/validation';
import { CommandError, exitCodes } from '../transfer/command';
import type { GoodRow } from '../transfer/row';
import { Dice } from './dice';
import { bodyOf, NoValue } from './values';
import type { Sources } from './values';

/** How many rows are made, and of what. */
export interface RowOptions {
  readonly domain: DomainFact;
  readonly count: number;
  readonly seed: number;
  readonly sources: Sources;
}

/** A row, and what it says. */
export interface SeedRow extends GoodRow {
  readonly body: Readonly<Record<string, unknown>>;
}

/** How often another row is made in place of one that the class does not take, or whose key is there. */
const tries = 30;

/**
 * Rows that the class takes, each with a key of its own. A row hangs on the seed and on its number alone, so that more
 * rows begin with the same ones.
 * @throws CommandError when there is no further row
 */
export async function* seedRows(options: RowOptions): AsyncGenerator<SeedRow> {
  const { domain, count } = options;
  const keys = new Set<string>();
  /** Fields for which nothing was found but their example. */
  const exemplary = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const body = rowOf(index, options, keys, exemplary);
    const key = keyFields(domain)
      .map(({ name }) => String(body[name]))
      .join('/');
    yield { line: index + 1, end: index + 1, json: JSON.stringify(body), key, body };
  }
}

function rowOf(index: number, options: RowOptions, keys: Set<string>, exemplary: Set<string>): Record<string, unknown> {
  const { domain, seed, sources } = options;
  const keyNames = keyFields(domain).map(({ name }) => name);
  let [refusal, isTaken] = ['', false];
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const dice = new Dice(`${seed}/${domain.name}/${index}/${attempt}`);
    const body = inWords(() => bodyOf(domain.type, { ...sources, dice, depth: 0 }, [...exemplary]));
    for (const name of exemplary) body[name] = exampleOf(fieldOf(domain, name));
    if (attempt > 0) numberKey(domain, body, index);
    const faults = faultsOf(domain, body);
    if (faults.length === 0) {
      const key = JSON.stringify(keyNames.map((name) => body[name]));
      isTaken = keys.has(key);
      keys.add(key);
      if (!isTaken) return body;
      continue;
    }
    refusal = faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join(', ');
    // The rules of a class may say more than its declaration: then the example is what is known to be right.
    if (attempt === tries - 2) faults.forEach(({ pointer }) => exemplary.add(pointer.split('/')[1] ?? ''));
  }
  throw new CommandError(
    isTaken
      ? `There are no further keys of ${domain.name} after ${index} rows: ask for fewer with --count.`
      : `No row of ${domain.name} could be made that its class takes: ${refusal}. Declare an example of the field.`,
    exitCodes.incomplete,
  );
}

/** A text that is a key gets a number where the words alone are another row's. */
function numberKey(domain: DomainFact, body: Record<string, unknown>, index: number): void {
  for (const field of keyFields(domain)) {
    const text = textOf(body[field.name]);
    if (field.kind !== 'text' || field.pattern || field.references || text === undefined) continue;
    const ending = `-${index + 1}`;
    body[field.name] = `${text.slice(0, Math.max(0, field.max - ending.length))}${ending}`;
  }
}

function faultsOf({ type }: DomainFact, body: Record<string, unknown>) {
  try {
    admit(type, body, 'whole');
    return [];
  } catch (error) {
    if (error instanceof ServiceError && error.details.errors) return error.details.errors;
    throw error;
  }
}

function inWords(make: () => Record<string, unknown>): Record<string, unknown> {
  try {
    return make();
  } catch (error) {
    if (error instanceof NoValue) throw new CommandError(`${error.message}.`, exitCodes.incomplete);
    throw error;
  }
}
