import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { GetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { MigrationRecord } from '../schema/internal';
import { partsOf } from '../schema/sequences';
import { tableName } from '../schema/table';
import type { Sender } from './sender';

/** What the backfills of a domain have come to. */
export interface MigrationState {
  /** The fields that every item has where they are stored now. */
  readonly moved: ReadonlySet<string>;
  /** Why an index must not be read, by its declared name. */
  readonly unusable: ReadonlyMap<string, string>;
}

/** A state, and what asking for it has taken just now. */
export interface AskedState {
  readonly state: MigrationState;
  readonly calls: number;
  readonly capacityUnits: number;
}

/** The state of a domain that has no backfills, and whose indexes are all there. */
const whole: MigrationState = { moved: new Set(), unusable: new Map() };

/** A backfill that is under way takes minutes, and one that is done stays so. */
const secondsUntilAskedAgain = 5;

/** The id of the record of a backfill. */
export const migrationId = (domain: DomainFact, backfill: string): string => `${domain.name}/${backfill}`;

/** Knows which backfills are done, from their records; of a domain without backfills nothing is asked. */
export class Migrations {
  private readonly done = new Set<string>();
  private readonly absent: ReadonlySet<string>;
  private readonly states = new Map<DomainFact, { readonly state: MigrationState; readonly at: number }>();

  /** @param indexesAbsent the declared indexes that a deploy yet to come makes, such as `product.byBrand` */
  constructor(
    private readonly prefix: string,
    indexesAbsent: readonly string[] = [],
  ) {
    this.absent = new Set(indexesAbsent);
  }

  /** Whether a state has to be asked for before a table is read. */
  concerns({ backfills }: DomainFact): boolean {
    return Object.keys(backfills).length > 0;
  }

  /** What is known without asking: of what nobody has asked nothing is done. */
  known(domain: DomainFact): MigrationState {
    if (this.absent.size === 0 && !this.concerns(domain)) return whole;
    return this.states.get(domain)?.state ?? stateOf(domain, this.done, this.absent);
  }

  /** What the backfills have come to, at most five seconds ago. */
  async of(domain: DomainFact, client: Sender, signal: AbortSignal): Promise<AskedState> {
    const known = this.states.get(domain);
    const now = performance.now();
    if (known && (areDone(domain, this.done) || now - known.at < secondsUntilAskedAgain * 1000)) {
      return { state: known.state, calls: 0, capacityUnits: 0 };
    }
    const pending = Object.keys(domain.backfills)
      .map((name) => migrationId(domain, name))
      .filter((id) => !this.done.has(id));
    const answers = await Promise.all(pending.map(async (id) => this.record(id, client, signal)));
    pending.filter((_, index) => answers[index]?.Item?.state === 'DONE').forEach((id) => this.done.add(id));
    const state = stateOf(domain, this.done, this.absent);
    this.states.set(domain, { state, at: now });
    const capacityUnits = answers.reduce(
      (sum, { ConsumedCapacity }) => sum + (ConsumedCapacity?.CapacityUnits ?? 0),
      0,
    );
    return { state, calls: pending.length, capacityUnits };
  }

  /** Whether a backfill is done, as its record says now. */
  async isDone(domain: DomainFact, backfill: string, client: Sender, signal: AbortSignal): Promise<boolean> {
    return (await this.record(migrationId(domain, backfill), client, signal)).Item?.state === 'DONE';
  }

  private async record(id: string, client: Sender, signal: AbortSignal): Promise<GetCommandOutput> {
    const TableName = tableName(domainOf(MigrationRecord), this.prefix);
    const command = new GetCommand({ TableName, Key: { id }, ConsistentRead: true });
    return client.send(command, { abortSignal: signal });
  }
}

const areDone = (domain: DomainFact, done: ReadonlySet<string>): boolean =>
  Object.keys(domain.backfills).every((name) => done.has(migrationId(domain, name)));

function stateOf(domain: DomainFact, done: ReadonlySet<string>, absent: ReadonlySet<string>): MigrationState {
  const moved = new Set<string>();
  const waiting = new Map<string, string>();
  for (const [name, { fields = [] }] of Object.entries(domain.backfills)) {
    for (const field of fields) {
      if (done.has(migrationId(domain, name))) moved.add(field);
      else waiting.set(field, name);
    }
  }
  const unusable = new Map<string, string>();
  for (const [index, { partition, sort }] of Object.entries(domain.indexes)) {
    const backfills = new Set(
      [partition, ...(sort === undefined ? [] : [sort])].flatMap(partsOf).flatMap((field) => waiting.get(field) ?? []),
    );
    if (absent.has(`${domain.name}.${index}`)) unusable.set(index, 'until it is deployed');
    else if (backfills.size > 0) {
      const named = [...backfills].map((name) => `"${name}"`).join(' and ');
      unusable.set(
        index,
        backfills.size > 1 ? `until the backfills ${named} are done` : `until the backfill ${named} is done`,
      );
    }
  }
  return { moved, unusable };
}
