import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, NumberValue, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import { domainOf, keyFields } from '../schema/facts';
import type { Backfill, DomainFact } from '../schema/facts';
import { MigrationRecord } from '../schema/internal';
import { besideMark, fieldsBeside, layoutOf } from '../schema/layout';
import { recordOf } from '../schema/guards';
import { required } from '../schema/required';
import { tableName } from '../schema/table';
import type { Item } from '../services/context';
import { chosen } from '../services/misfits';
import { isConditionRefused } from './exception';
import type { Sender } from './sender';
import { isLive } from './expiry';
import { Expression } from './expression';
import { failedReading, mappingOfStored } from './mapping';
import type { Mapping } from './mapping';
import { migrationId } from './migrations';
import { itemsOf, versionTerm } from './table';

type Stored = Record<string, unknown>;

/** What a backfill does to one stored item. */
export interface ItemChange {
  /** The key of the item, by its fields. */
  readonly key: Item;
  /**
   * The fields that have another value afterwards, before and after; a sensitive one is not shown. Of an attribute that is
   * dropped the name is shown, before.
   */
  readonly before: Item;
  readonly after: Item;
}

/** What a run has done so far. */
export interface BackfillReport {
  readonly examined: number;
  readonly written: number;
  /** How often the whole table was read. */
  readonly passes: number;
  /** Items that lack a field of the backfill that every item must have, after the last pass. */
  readonly lacking: number;
}

/** What runs a backfill. */
export interface BackfillOptions {
  readonly client: Sender;
  readonly prefix: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Checks the fields that a function has made against the rules of their class. @throws ServiceError validation */
  readonly admit: (domain: DomainFact, fields: Item) => Item;
  /** Parts of the table that are read beside each other; a run that goes on keeps those that it has begun with. */
  readonly segments: number;
  /** Records it as done although items lack a field that every item must have: no list over an index of it has them. */
  readonly acceptsLacking?: boolean;
  /** Waits until one more item may be written. */
  readonly mayWrite: () => Promise<void>;
  /** Told after each page. */
  readonly told: (report: BackfillReport) => void;
}

/** An item that a backfill would make wrong, or of which its function has thrown. */
export class BackfillError extends Error {
  override readonly name = 'BackfillError';
}

/** How often an item is read again when another has written it. */
const mostAttempts = 100;

/** Items in one page of a scan: what is done again after a kill. */
const pageSize = 100;

/**
 * Fills the items of a domain, page by page, and notes behind which key each segment has come, so that a run that was
 * killed goes on where it was. It is done when one whole pass has found nothing to write, and no item that lacks what
 * every item must have.
 * @throws BackfillError when the function of the backfill fails, makes an item that breaks the rules of its class, or
 *   leaves items without what they must have; and when it would drop what an earlier backfill has not moved
 */
export async function runBackfill(domain: DomainFact, name: string, options: BackfillOptions): Promise<BackfillReport> {
  const { client, signal, told } = options;
  const backfill = required(domain.backfills[name], `the backfill ${name}`);
  const records = new Records(domain, name, options);
  const whole = await records.begin();
  const report = { examined: 0, written: 0, passes: 0, lacking: 0 };
  if (whole.state === 'DONE') return report;
  const notDone = await records.notDone(backfill.after ?? []);
  // One of an earlier release was never run in a stage that is newer, and there is nothing to drop there.
  if (notDone.some((one) => one in domain.backfills)) throw waitingError(`The backfill ${name} is not begun`, notDone);
  const writer = new Writer(domain, backfill, options, notDone);
  const segments = Array.from({ length: whole.segments }, (_, segment) => segment);
  for (;;) {
    const passed = await Promise.all(
      segments.map(async (segment) => {
        const progress = await records.segment(segment);
        if (progress.state === 'DONE') return progress;
        do {
          signal.throwIfAborted();
          const { Items = [], LastEvaluatedKey } = await client.send(
            new ScanCommand({
              TableName: tableName(domain, options.prefix),
              Segment: segment,
              TotalSegments: whole.segments,
              Limit: pageSize,
              ConsistentRead: true,
              ExclusiveStartKey: progress.position,
            }),
            { abortSignal: signal },
          );
          for (const stored of Items) {
            report.examined++;
            const { isWritten, lack } = await writer.fill(stored);
            if (isWritten) {
              report.written++;
              progress.written++;
            }
            if (lack !== undefined && ++progress.lacking <= mostExamples) progress.examples.push(lack);
          }
          progress.position = LastEvaluatedKey;
          await records.reach(segment, progress);
          told({ ...report });
        } while (progress.position !== undefined);
        return progress;
      }),
    );
    report.passes++;
    report.lacking = passed.reduce((sum, { lacking }) => sum + lacking, 0);
    const isRight = passed.every(({ written }) => written === 0);
    if (isRight && (report.lacking === 0 || options.acceptsLacking === true)) break;
    // Who has mended the items runs it again, and all of them are looked at.
    await records.again(segments);
    if (isRight)
      throw lackingError(
        name,
        report.lacking,
        passed.flatMap(({ examples }) => examples),
      );
  }
  await records.end();
  return report;
}

/** Fills the items of a domain in one go, without a record of it: for tables of this machine. @returns how many */
export async function fillItems(
  domain: DomainFact,
  backfill: Backfill,
  options: Pick<BackfillOptions, 'client' | 'prefix' | 'now' | 'signal' | 'mayWrite'>,
): Promise<number> {
  const writer = new Writer(domain, backfill, { ...options, admit: (_, fields) => fields });
  let written = 0;
  let position: Stored | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await options.client.send(
      new ScanCommand({
        TableName: tableName(domain, options.prefix),
        ConsistentRead: true,
        ExclusiveStartKey: position,
      }),
      { abortSignal: options.signal },
    );
    for (const stored of Items) if ((await writer.fill(stored)).isWritten) written++;
    position = LastEvaluatedKey;
  } while (position !== undefined);
  return written;
}

/** About how many items a table has, and their bytes; DynamoDB counts them every six hours. */
export async function sizeOf(
  domain: DomainFact,
  { client, prefix, signal }: Pick<BackfillOptions, 'client' | 'prefix' | 'signal'>,
): Promise<{ readonly items: number; readonly bytes: number }> {
  const command = new DescribeTableCommand({ TableName: tableName(domain, prefix) });
  const { Table } = await client.send(command, { abortSignal: signal });
  return { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
}

/** Looks at some items of a domain without writing: how many a backfill would change, and the first of them. */
export async function sampleBackfill(
  domain: DomainFact,
  name: string,
  { client, prefix, now, signal, admit }: Pick<BackfillOptions, 'client' | 'prefix' | 'now' | 'signal' | 'admit'>,
  most: number,
): Promise<{ readonly examined: number; readonly changes: readonly ItemChange[] }> {
  const backfill = required(domain.backfills[name], `the backfill ${name}`);
  const judge = judgeOf(domain, backfill, { now, admit });
  let examined = 0;
  const changes: ItemChange[] = [];
  let position: Stored | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: tableName(domain, prefix),
        Limit: Math.min(pageSize, most - examined),
        ExclusiveStartKey: position,
      }),
      { abortSignal: signal },
    );
    examined += Items.length;
    changes.push(...Items.flatMap((stored) => judge.changeOf(stored)?.shown ?? []));
    position = LastEvaluatedKey;
  } while (position !== undefined && examined < most);
  return { examined, changes };
}

/** Writes items one at a time, each only as it was read. */
class Writer {
  private readonly judge: Judge;

  constructor(
    private readonly domain: DomainFact,
    backfill: Backfill,
    private readonly options: Pick<BackfillOptions, 'client' | 'prefix' | 'now' | 'signal' | 'mayWrite' | 'admit'>,
    /** Backfills before which nothing is dropped. */
    private readonly notDone: readonly string[] = [],
  ) {
    this.judge = judgeOf(domain, backfill, options);
  }

  /** Whether there was something to write, and what the item then lacks, in words. */
  async fill(stored: Stored): Promise<{ readonly isWritten: boolean; readonly lack?: string }> {
    const { client, prefix, signal, mayWrite } = this.options;
    const TableName = tableName(this.domain, prefix);
    let current: Stored | undefined = stored;
    for (let attempt = 1; current; attempt++) {
      const change: PlannedChange | undefined = this.judge.changeOf(current);
      if (!change) return { isWritten: false, lack: this.judge.lackOf(current) };
      const key = JSON.stringify(change.shown.key);
      if (change.drops.length > 0 && this.notDone.length > 0) {
        throw waitingError(`${change.drops.join(' and ')} of ${key} is not dropped`, this.notDone);
      }
      await mayWrite();
      try {
        await client.send(new UpdateCommand({ TableName, ...change.update() }), { abortSignal: signal });
        return { isWritten: true };
      } catch (error) {
        if (!isConditionRefused(error)) throw error;
        if (attempt === mostAttempts) throw new BackfillError(`Others kept writing to ${key}: run it again.`);
      }
      // Another has written it meanwhile.
      const command = new GetCommand({ TableName, Key: change.storedKey, ConsistentRead: true });
      current = (await client.send(command, { abortSignal: signal })).Item;
    }
    return { isWritten: false };
  }
}

interface PlannedChange {
  readonly storedKey: Stored;
  readonly shown: ItemChange;
  /** The attributes that are dropped. */
  readonly drops: readonly string[];
  /** The attributes that are written. */
  readonly sets: readonly string[];
  /** What is stored afterwards. */
  readonly result: Stored;
  update(): Omit<UpdateCommandInput, 'TableName'>;
}

interface Judge {
  /** What a backfill does to a stored item; undefined when it is right already, or not of this domain. */
  changeOf(stored: Stored): PlannedChange | undefined;
  /** The fields that every item must have after the backfill and this one has not, and those that cannot be read. */
  lackOf(stored: Stored): string | undefined;
}

/** Judges each stored item as one of its tenant, where the domain has tenants. */
function judgeOf(domain: DomainFact, backfill: Backfill, options: Pick<BackfillOptions, 'now' | 'admit'>): Judge {
  const judges = new WeakMap<Mapping, Judge>();
  const judgeFor = (stored: Stored): Judge | undefined => {
    const mapping = mappingOfStored(domain, stored);
    if (!mapping) return undefined;
    const known = judges.get(mapping) ?? judgeOfMapping(domain, mapping, backfill, options);
    judges.set(mapping, known);
    return known;
  };
  return {
    changeOf: (stored) => judgeFor(stored)?.changeOf(stored),
    lackOf: (stored) => judgeFor(stored)?.lackOf(stored),
  };
}

function judgeOfMapping(
  domain: DomainFact,
  mapping: Mapping,
  { fields = [], item: make, drop = [] }: Backfill,
  { now, admit }: Pick<BackfillOptions, 'now' | 'admit'>,
): Judge {
  const readItem = itemsOf(domain, mapping);
  const itemOf = (stored: Stored): Item => readItem(stored, new Set());
  const keyNames = keyFields(domain).map(({ name }) => name);
  const { partition, sort } = layoutOf(domain).key;
  const earlier = domain.fields.flatMap(({ name, was, stored }) =>
    was && fields.includes(name) ? [was.name ?? stored?.name ?? name] : [],
  );

  const hidden = new Set(domain.fields.filter(({ sensitive }) => sensitive).map(({ name }) => name));

  /** What is stored of fields, for people: what is still as it was before, under its name of before. */
  function storedOf(stored: Stored, names: readonly string[]): Item {
    const fieldsNow = { ...mapping.fields(stored, new Set(names)) };
    const parts = names.map((name) => {
      const [attribute = name] = mapping.attributes([name]);
      const was = domain.fields.find((field) => field.name === name)?.was;
      const isMoved = was?.name !== undefined && was.name !== attribute && Object.hasOwn(stored, attribute);
      return was && !isMoved ? chosen(stored, [was.name ?? attribute]) : chosen(fieldsNow, [name]);
    });
    return Object.assign({}, ...parts) as Item;
  }

  function made(item: Item): Item {
    if (!make) return {};
    try {
      return admit(domain, make(structuredClone(item)) ?? {});
    } catch (error) {
      const of = JSON.stringify(chosen(item, keyNames));
      const details = error instanceof Error && 'details' in error ? JSON.stringify(error.details) : String(error);
      throw new BackfillError(`The function of the backfill makes no right item of ${of}: ${details}`, {
        cause: error,
      });
    }
  }

  const expected = new Set(
    domain.fields
      .filter(({ optional, default: fallback }) => !optional || fallback !== undefined)
      .map(({ name }) => name),
  );

  function lackOf(stored: Stored): string | undefined {
    if (!isLive(stored, now, mapping) || !mapping.isOurs(stored)) return undefined;
    const [item, there] = [itemOf(stored), mapping.fields(stored)];
    const isNothing = (value: unknown): boolean => (value ?? null) === null;
    // What nobody can read was not moved either, and would be lost with the attribute that it stands in.
    const lacking = fields.filter((name) => isNothing(item[name]) && (expected.has(name) || !isNothing(there[name])));
    return lacking.length > 0 ? `${JSON.stringify(chosen(item, keyNames))} lacks ${lacking.join(' and ')}` : undefined;
  }

  /** What was made once must stay as it is, or no pass over the table would ever find everything right. */
  function changeOf(stored: Stored): PlannedChange | undefined {
    const change = planned(stored);
    const again = change && planned(change.result);
    if (again) {
      throw new BackfillError(
        `The backfill never ends: of what it has made of ${JSON.stringify(change.shown.key)} it makes another ${again.sets.join(' and ')}. Let was.read and the function give what they are given, if it is right already.`,
      );
    }
    return change;
  }

  function planned(stored: Stored): PlannedChange | undefined {
    if (!isLive(stored, now, mapping) || !mapping.isOurs(stored)) return undefined;
    const item = itemOf(stored);
    const key = chosen(item, keyNames);
    const failed = failedReading(chosen(mapping.fields(stored), fields));
    if (failed) {
      throw new BackfillError(
        `The function was.read of ${failed.pointer} throws for ${JSON.stringify(key)}: ${failed.reason}. Mend the stored item, or let the function give what it cannot read as it is.`,
      );
    }
    const changed = Object.fromEntries(
      Object.entries(made(item)).filter(
        ([name, value]) => !keyNames.includes(name) && !isDeepStrictEqual(value ?? undefined, item[name]),
      ),
    );
    // What cannot be read is null in the item, and stays as it is stored. Only the function can take a field away.
    const filled = Object.entries({ ...chosen(item, fields), ...changed });
    const given = Object.fromEntries(filled.filter(([, value]) => value !== null && value !== undefined));
    const cleared = mapping.cleared(stored).filter((name) => fields.includes(name) && !(name in given));
    const dropped = drop.filter((name) => Object.hasOwn(stored, name));
    const removed = [...Object.keys(changed).filter((name) => changed[name] === null), ...cleared];
    const { set, remove } = mapping.changes(key, given, removed, item);
    const beside = fieldsBeside(domain, [...Object.keys(given), ...removed]);
    const sets = Object.entries(set).filter(([name, value]) => !isDeepStrictEqual(plainNumber(value), stored[name]));
    const removes = [...remove, ...drop, ...drop.map(besideMark)].filter((name) => Object.hasOwn(stored, name));
    if (sets.length + removes.length === 0) return undefined;
    const storedKey = chosen(stored, [partition.name, ...(sort ? [sort.name] : [])]);
    const isVisible = Object.keys(changed).length > 0;
    const version = Number(item.version);
    const result = { ...stored, ...Object.fromEntries(sets.map(([name, value]) => [name, plainNumber(value)])) };
    for (const name of removes) delete result[name];
    if (isVisible) result[mapping.attributes(['version'])[0] ?? 'version'] = version + 1;
    const shownFields = [...new Set([...Object.keys(changed), ...fields])].filter((name) => !hidden.has(name));
    return {
      storedKey,
      drops: dropped,
      sets: sets.map(([name]) => name),
      result,
      shown: {
        key,
        // No declaration says any more whether the values of what is dropped were for everybody's eyes.
        before: { ...Object.fromEntries(dropped.map((name) => [name, '…'])), ...storedOf(stored, shownFields) },
        after: chosen({ ...item, ...changed }, shownFields),
      },
      update: () => {
        const expression = new Expression(mapping);
        const assignments = sets.map(([name, value]) => `${expression.attribute(name)} = ${expression.value(value)}`);
        // Who has read the item must learn that it is another one; where it reads the same, nobody is disturbed.
        if (isVisible) assignments.push(`${expression.name('version')} = ${expression.value(version + 1)}`);
        const conditions = [
          `attribute_exists(${expression.attribute(partition.name)})`,
          versionTerm(expression, [version]),
          // Another program may write without a version.
          ...[...earlier, ...[...fields, ...beside].flatMap((name) => mapping.attributes([name]))].map((name) =>
            Object.hasOwn(stored, name)
              ? `${expression.attribute(name)} = ${expression.value(stored[name])}`
              : `attribute_not_exists(${expression.attribute(name)})`,
          ),
        ];
        return {
          Key: storedKey,
          UpdateExpression: [
            ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
            ...(removes.length > 0 ? [`REMOVE ${removes.map((name) => expression.attribute(name)).join(', ')}`] : []),
          ].join(' '),
          ConditionExpression: [...new Set(conditions)].join(' AND '),
          ...expression.attributes(),
        };
      },
    };
  }

  return { changeOf, lackOf };
}

const waitingError = (what: string, notDone: readonly string[]): BackfillError =>
  new BackfillError(
    `${what}: the ${notDone.length > 1 ? 'backfills' : 'backfill'} ${notDone.join(' and ')} must be done first, by the release that declares it.`,
  );

/** Items that a message names. */
const mostExamples = 10;

function lackingError(name: string, lacking: number, examples: readonly string[]): BackfillError {
  const named = examples.slice(0, mostExamples);
  const others = lacking > named.length ? ` and ${lacking - named.length} more` : '';
  return new BackfillError(
    `The backfill ${name} is not done: ${lacking === 1 ? 'an item lacks' : `${lacking} items lack`} what every item must have, or it cannot be read: ${named.join(', ')}${others}. Mend ${lacking === 1 ? 'it' : 'them'}, or let the function of the backfill make it, and run it again. With --accept-lacking it is recorded as done, and no list over an index of the field has such items.`,
  );
}

const plainNumber = (value: unknown): unknown => (value instanceof NumberValue ? Number(value.toString()) : value);

/** How far a segment has come. */
interface Progress {
  readonly state: 'RUNNING' | 'DONE';
  position: Stored | undefined;
  written: number;
  /** Items that lack what every item must have, and the first of them in words. */
  lacking: number;
  readonly examples: string[];
}

/** The records of a backfill in the table of migrations. */
class Records {
  private readonly TableName: string;
  private readonly id: string;

  constructor(
    private readonly domain: DomainFact,
    name: string,
    private readonly options: BackfillOptions,
  ) {
    this.TableName = tableName(domainOf(MigrationRecord), options.prefix);
    this.id = migrationId(domain, name);
  }

  /** The record of the whole, made when there is none. */
  async begin(): Promise<{ readonly state: unknown; readonly segments: number }> {
    const { segments } = this.options;
    const record = await this.read(this.id);
    if (record) return { state: record.state, segments: Number(record.segments ?? segments) };
    await this.write(this.id, { state: 'RUNNING', segments });
    return { state: 'RUNNING', segments };
  }

  async segment(segment: number): Promise<Progress> {
    const record = await this.read(`${this.id}#${segment}`);
    return {
      state: record?.state === 'DONE' ? 'DONE' : 'RUNNING',
      position: typeof record?.position === 'string' ? this.opened(record.position) : undefined,
      written: Number(record?.written ?? 0),
      lacking: Number(record?.lacking ?? 0),
      examples: typeof record?.examples === 'string' ? (JSON.parse(record.examples) as string[]) : [],
    };
  }

  /** Those of some backfills that are not recorded as done. */
  async notDone(names: readonly string[]): Promise<readonly string[]> {
    const states = await Promise.all(names.map(async (name) => this.read(migrationId(this.domain, name))));
    return names.filter((_, index) => states[index]?.state !== 'DONE');
  }

  /** Notes how far a segment has come; without a position it is through. */
  async reach(segment: number, { position, written, lacking, examples }: Progress): Promise<void> {
    await this.write(`${this.id}#${segment}`, {
      state: position ? 'RUNNING' : 'DONE',
      ...(position && { position: JSON.stringify(position) }),
      written,
      lacking,
      ...(examples.length > 0 && { examples: JSON.stringify(examples) }),
    });
  }

  /** Begins another pass. */
  async again(segments: readonly number[]): Promise<void> {
    await Promise.all(
      segments.map(async (segment) => this.write(`${this.id}#${segment}`, { state: 'RUNNING', written: 0 })),
    );
  }

  async end(): Promise<void> {
    await this.write(this.id, { state: 'DONE' });
  }

  /** A key from its JSON; a number may stand there as its digits. */
  private opened(text: string): Stored {
    const { partition, sort } = layoutOf(this.domain).key;
    const key = recordOf(JSON.parse(text));
    return Object.fromEntries(
      [partition, ...(sort ? [sort] : [])].map(({ name, type }) => [
        name,
        type === 'N' ? NumberValue.from(String(key[name])) : key[name],
      ]),
    );
  }

  private async read(id: string): Promise<Stored | undefined> {
    const command = new GetCommand({ TableName: this.TableName, Key: { id }, ConsistentRead: true });
    return (await this.options.client.send(command, { abortSignal: this.options.signal })).Item;
  }

  private async write(id: string, record: Stored): Promise<void> {
    const moment = this.options.now().toISOString();
    const Item = {
      id,
      examined: 0,
      written: 0,
      lacking: 0,
      ...record,
      version: 1,
      createdAt: moment,
      updatedAt: moment,
    };
    await this.options.client.send(new PutCommand({ TableName: this.TableName, Item }), {
      abortSignal: this.options.signal,
    });
  }
}
