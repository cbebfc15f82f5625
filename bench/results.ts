import { required } from '../schema/required';
import type { Cold, Warm } from './processes';
import { p0, p1, tandem } from './subjects';
import type { Ask } from './requests';
import { figure, figureIn, partsOf, targets } from './targets';
import type { Figures, Target } from './targets';

/** Where and how a run was made. */
export interface Setting {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly isPinned: boolean;
  readonly isQuick: boolean;
  readonly coldRuns: number;
  readonly warmRuns: number;
  readonly requests: number;
  readonly warmUp: number;
  readonly secondsOfWarmUp: number;
  readonly coldRunsOfOthers: number;
  readonly warmRunsOfOthers: number;
  readonly windows: number;
  readonly requestsForMemory: number;
  readonly minutes: number;
}

/** What was measured, by the name of the figure, in the order of the rounds. */
export type Rounds<Value> = ReadonlyMap<string, readonly Value[]>;

/** What is measured in rounds. */
export interface Measured {
  readonly cold: Rounds<Cold>;
  readonly warm: Rounds<Warm>;
}

/** The median; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (values.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  const missing = 'a value to find the median of';
  return (required(low, missing) + required(high, missing)) / 2;
}

/** The median of each member of the records of a figure. */
export function medians<Value extends object>(rounds: Rounds<Value>): ReadonlyMap<string, Value> {
  return mapped(rounds, (records) => {
    const result = { ...required(records[0], 'a record to find medians of') } as Record<string, number>;
    for (const name in result)
      result[name] = median(records.map((record) => (record as Record<string, number>)[name]!));
    return result as Value;
  });
}

function mapped<From, To>(figures: ReadonlyMap<string, From>, to: (value: From) => To): ReadonlyMap<string, To> {
  return new Map([...figures].map(([name, value]) => [name, to(value)]));
}

/** What a target comes to in each round, with the anchor of that round; undefined for what is measured once. */
function valuesOf({ of, value }: Target, figures: Figures, { cold, warm }: Measured): readonly number[] | undefined {
  const rounds = of.cold ? cold : of.warm ? warm : undefined;
  const count = [...(rounds?.values() ?? [])][0]?.length ?? 0;
  if (count === 0) return undefined;
  const at = <One>(of: Rounds<One>, index: number) =>
    mapped(of, (values) => values[index] ?? required(values[0], 'a round'));
  return Array.from({ length: count }, (_, index) =>
    value({ ...figures, cold: at(cold, index), warm: at(warm, index) }),
  );
}

/** What a target comes to: the median of its rounds. */
function resultOf(target: Target, figures: Figures, measured: Measured): number {
  const values = valuesOf(target, figures, measured);
  return values ? median(values) : target.value(figures);
}

/** The targets that these figures tell of, as a table of Markdown. */
export function targetTable(figures: Figures, measured: Measured, isWhole = true): string {
  const told = targets.filter(({ of: { cold, warm } }) => {
    if (!cold && !warm) return isWhole;
    const has = (names: Rounds<unknown>, asks: readonly Ask[] = []): boolean =>
      // The first is what Tandem is asked, the second what is compared with that.
      asks.every((ask, index) => (index === 0 ? names.has(figure(tandem, ask)) : names.has(figure(p0, ask))));
    return has(measured.cold, cold) && has(measured.warm, warm);
  });
  if (told.length === 0) return '';
  return table(
    ['Target', 'At most', 'Measured', 'Rounds', ''],
    told.map((target) => {
      const { what, limit, unit } = target;
      const values = valuesOf(target, figures, measured);
      const result = resultOf(target, figures, measured);
      const missedBy = `missed by ${Math.round((result / limit - 1) * 100)} %`;
      return [
        what,
        `${limit} ${unit}`,
        `${short(result)} ${unit}`,
        values ? [Math.min(...values), Math.max(...values)].map(short).join('–') : '',
        result <= limit ? 'reached' : missedBy,
      ];
    }),
  );
}

/** The tables of what was measured, as Markdown. */
export function figureTables({ cold, warm }: Measured): string {
  const first = [['REST get', p0] as const, ['GraphQL get', p1] as const];
  return [
    ...first.filter(([ask]) => cold.has(figure(tandem, ask))).map(([ask, anchor]) => coldTable(cold, ask, anchor)),
    warmTables(warm, p0),
  ].join('\n\n');
}

/** The page with the results. */
export function page(setting: Setting, stub: Figures, measured: Measured, engine: Rounds<Warm>): string {
  const versions = Object.entries(setting.versions).map(([name, version]) => `${name} ${version}`);
  return `# Results of the bench

Written by \`npm run bench\`. Compare the ratios; the times are those of one machine on one day.

- **When:** ${setting.date}, Node ${setting.node}${setting.isQuick ? ', **a quick run: too short to rely on**' : ''}
- **Where:** ${setting.machine}
- **How:** ${setting.isPinned ? 'who asks on one processor, who answers on another' : 'not bound to processors'}; ${setting.coldRuns} fresh processes for each cold figure (${setting.coldRunsOfOthers} for that of a subject without a target), ${setting.warmRuns} for each warm one (${setting.warmRunsOfOthers} for other subjects than Tandem and P0); the processes of a round take turns of ${setting.requests / setting.windows} requests, so that all find the machine alike; before ${setting.requests} requests are measured, a process has answered ${setting.warmUp} of everything that it is asked at once and as many one after the other, or as many as ${setting.secondsOfWarmUp} seconds allow, because V8 compiles until then. Figures are medians; a ratio is the median of those of the rounds, of which the lowest and the highest stand beside a target. Times are those of the processor where it does not say otherwise. It took ${setting.minutes} minutes.
- **Versions:** ${versions.join(', ')}

## Targets

${targetTable(stub, measured)}

Why a target was missed:

${targets
  .filter((target) => resultOf(target, stub, measured) > target.limit)
  .map(({ what, obstacle }) => `- **${what}:** ${obstacle ?? 'nobody knows yet'}`)
  .join('\n')}

## Cold start

A fresh process until its first answer, by a stub on loopback that answers at once. P0 is 1.00 for REST, P1 for GraphQL.

${coldTable(measured.cold, 'REST get', p0)}

${coldTable(measured.cold, 'GraphQL get', p1)}

Of the first GraphQL answer, ${stub.schema.toFixed(1)} ms of the processor are schema and Apollo, made in a process that has loaded everything else.

## Warm requests, over the stub

One after the other, 32 at once, and, of what is asked first, the first ${setting.requests} that a process answers. P0's REST operation is 1.00, for GraphQL too. "Nothing stored" is \`GET /health\`: what every request costs in events, routes, log and metrics.

${warmTables(measured.warm, p0)}

## Memory

Megabytes that are in use after each tenth of ${setting.requestsForMemory.toLocaleString('en')} reads, half of them REST and half GraphQL, 32 at once; what is not in use any more is collected before.

${table(
  ['', ...stub.memory.heap.map((_, index) => `${index + 1}/10`)],
  [
    ['heap', ...stub.memory.heap.map((value) => value.toFixed(1))],
    ['process', ...stub.memory.rss.map((value) => value.toFixed(0))],
  ],
)}

## Warm requests, over the embedded engine

One process for each figure. What a process creates stays in the engine for all that come after it.

${warmTables(engine, p0)}
`;
}

function coldTable(rounds: Rounds<Cold>, ask: string, anchor: string): string {
  const cold = medians(rounds);
  const rows = subjectsOf(cold, ask).map((subject) => {
    const { cpu, wall, load, first, rss } = figureIn(cold, subject, ask);
    const ratio = ratioOf(figureIn(rounds, subject, ask), figureIn(rounds, anchor, ask), 'cpu');
    return [subject, ratio, ...[cpu, load, first, wall].map((value) => value.toFixed(1)), rss.toFixed(0)];
  });
  return table([ask, '×', 'CPU ms', 'load', 'first answer', 'on the clock', 'MB'], rows);
}

/** The median of the ratios of the rounds that both were in. */
function ratioOf<Name extends string>(
  subject: readonly Readonly<Partial<Record<Name, number>>>[],
  anchor: readonly Readonly<Partial<Record<Name, number>>>[],
  name: Name,
): string {
  return median(subject.map((round, index) => (round[name] ?? NaN) / (anchor[index]?.[name] ?? NaN))).toFixed(2);
}

function warmTables(rounds: Rounds<Warm>, anchor: string): string {
  const warm = medians(rounds);
  const asks = new Set([...warm.keys()].map((key) => partsOf(key).ask));
  return [...asks]
    .filter((ask) => warm.has(figure(tandem, ask)))
    .map((ask) => {
      const base = rounds.get(figure(anchor, ask.replace('GraphQL', 'REST'))) ?? figureIn(rounds, anchor, 'REST get');
      const isFirst = base[0]?.youngCpu !== undefined && figureIn(warm, tandem, ask).youngCpu !== undefined;
      const compared = ['cpu', 'cpuOf32', ...(isFirst ? ['youngCpu' as const] : [])] as const;
      const rows = subjectsOf(warm, ask).map((subject) => {
        const { cpu, cpuOf32, perSecond, p50, p99 } = figureIn(warm, subject, ask);
        const ratios = compared.map((name) => ratioOf(figureIn(rounds, subject, ask), base, name));
        const times = [cpu, cpuOf32, perSecond].map((value) => value.toFixed(0));
        return [subject, ...ratios, ...times, p50.toFixed(2), p99.toFixed(2)];
      });
      const first = isFirst ? ['× first'] : [];
      return table([ask, '×', '× of 32', ...first, 'CPU µs', 'of 32', 'per second', 'p50 ms', 'p99 ms'], rows);
    })
    .join('\n\n');
}

const subjectsOf = (figures: ReadonlyMap<string, unknown>, ask: string): string[] =>
  [...figures.keys()]
    .map(partsOf)
    .filter((parts) => parts.ask === ask)
    .map(({ subject }) => subject)
    .toSorted((left, right) => Number(right === tandem) - Number(left === tandem));

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const short = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
