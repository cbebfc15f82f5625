import { domainOf, fieldsOf, nestedClass } from '../../schema/facts';
import type { DeclaredClass, DomainFact } from '../../schema/facts';
import { commandLine } from '../../services/command-line';
import type { GatewayDefinition } from '../../services/definition';
import { CommandError, exitCodes } from '../transfer/command';
import type { Console, ExitCode } from '../transfer/command';
import type { Gateway } from '../transfer/gateway';
import { Halt } from '../transfer/halt';
import { pages } from '../transfer/pages';
import type { Item } from '../transfer/pages';
import { count as inWords, Progress, rate } from '../transfer/progress';
import { Tally } from '../transfer/tally';
import { troubleTable } from '../transfer/troubles';
import { patternTexts } from './pattern-texts';
import { seedRows } from './rows';
import type { SeedOptions } from './seed-options';
import { sendRows, wayIn } from './send-rows';
import { commonValues } from './values';

/** So many items are referred to: more would be read for nothing. */
const mostReferred = 1000;

/**
 * Puts made-up rows of a domain into a gateway.
 * @throws CommandError when the domain takes none, or refers to one that is empty
 */
export async function seedDomain(
  { domain: name, count, seed }: SeedOptions & { readonly domain: string },
  definition: GatewayDefinition,
  gateway: Gateway,
  console: Console,
): Promise<ExitCode> {
  const domain = domainNamed(name, definition);
  const way = wayIn(domain, definition);
  if (!way) {
    throw new CommandError(
      `${domain.name} takes no new items from callers: its items come about by other operations.`,
      exitCodes.usage,
    );
  }
  const { interrupted } = console;
  // Asked first, so that nothing is made when nobody is there.
  await gateway.read('/health', interrupted, false);
  const sources = {
    common: commonValues(domain.type, await samplesFor(domain, definition)),
    patterns: await patternTexts(),
    ...(await references(domain, gateway, interrupted)),
  };
  const tally = new Tally();
  const halt = new Halt(interrupted);
  const progress = new Progress(console.problems, () => ({
    rows: tally.rows,
    refused: tally.refused,
    failed: tally.failed,
    done: tally.done,
    size: count,
  }));
  const job = { gateway, domain: name, dryRun: false, tally, halt };
  try {
    await sendRows(seedRows({ domain, count, seed, sources }), way, job);
  } finally {
    progress.end();
  }
  console.output.write(summary(tally, { name, seed, seconds: progress.seconds }));
  if (halt.reason) throw halt.reason;
  if (interrupted.aborted) throw new CommandError('Interrupted.', exitCodes.interrupted);
  return tally.refused + tally.failed > 0 ? exitCodes.incomplete : exitCodes.ok;
}

function domainNamed(name: string, { domains }: GatewayDefinition): DomainFact {
  const facts = domains.map(domainOf);
  const domain = facts.find((fact) => fact.name === name);
  if (domain) return domain;
  throw new CommandError(
    `There is no domain "${name}". There is ${facts.map((fact) => fact.name).join(', ') || 'none'}.`,
    exitCodes.usage,
  );
}

async function samplesFor({ type }: DomainFact, { modules }: GatewayDefinition): Promise<readonly object[]> {
  const sets = (await Promise.all(modules.map(async ({ samples }) => (await samples?.()) ?? []))).flat();
  return sets.flatMap(({ domain, items = [] }) => (domain === type ? items : []));
}

/** The items to which rows may refer, read from the gateway. @throws CommandError where a field must refer and cannot */
async function references(domain: DomainFact, gateway: Gateway, stop: AbortSignal) {
  const items = new Map<DeclaredClass, readonly Item[]>();
  for (const [type, isNeeded] of referredTo(domain.type)) {
    const other = domainOf(type);
    const found = await itemsOf(other, gateway, stop);
    if (found.length === 0 && isNeeded && other !== domain) {
      throw new CommandError(
        `${domain.typeName} refers to ${other.name}, and there is no ${other.name} yet: ${commandLine('seed', other.name)}`,
        exitCodes.incomplete,
      );
    }
    items.set(type, found);
  }
  return { itemsOf: (type: DeclaredClass) => items.get(type) ?? [] };
}

async function itemsOf({ name, key }: DomainFact, gateway: Gateway, stop: AbortSignal): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const { items } of pages(gateway, name, stop)) {
    found.push(...items);
    if (found.length >= mostReferred) break;
  }
  // Whatever the order of the list, the same items make the same rows.
  const idOf = (item: Item): string => JSON.stringify([item[key.partition], key.sort && item[key.sort]]);
  return found.slice(0, mostReferred).sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

/** The classes to which a class refers, in itself and in what its fields hold, and whether it has to. */
function referredTo(
  type: DeclaredClass,
  found = new Map<DeclaredClass, boolean>(),
  seen = new Set<DeclaredClass>(),
  isNeeded = true,
) {
  if (seen.has(type)) return found;
  seen.add(type);
  for (const field of fieldsOf(type)) {
    const needs = isNeeded && !field.optional;
    if (field.kind === 'text' && field.references) {
      const other = field.references.type();
      found.set(other, needs || found.get(other) === true);
    }
    const nested = nestedClass(field);
    if (nested) referredTo(nested, found, seen, needs);
  }
  return found;
}

function summary(tally: Tally, { name, seed, seconds }: { name: string; seed: number; seconds: number }): string {
  const lines: string[] = [];
  if (tally.firstTroubles.length > 0) lines.push('', troubleTable(tally.firstTroubles), '');
  const parts = [
    `${inWords(tally.created)} of ${name} made`,
    ...(tally.alreadyThere > 0 ? [`${inWords(tally.alreadyThere)} already there`] : []),
    ...(tally.refused > 0 ? [`${inWords(tally.refused)} refused`] : []),
    ...(tally.failed > 0 ? [`${inWords(tally.failed)} failed`] : []),
  ];
  lines.push(`${parts.join(', ')} in ${seconds.toFixed(1)} s (${rate(tally.rows, seconds)})`);
  if (tally.alreadyThere > 0) lines.push(`Another --seed than ${seed} makes others.`);
  return `${lines.join('\n')}\n`;
}
