import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createTables, localAccess } from '../local/tables';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { ConditionFailed } from '../services/context';
import type { Item, ListRequest, Table } from '../services/context';
import { ServiceError } from '../services/errors';
import { openTables } from '../tables';
import { noteTables } from './noted-tables';

/** The table of a declared class on the engine of the test file, fresh and empty. */
export interface TestTable {
  /** The table as a request sees it that has all the time in the world. */
  readonly table: Table;
  /** The same table through another endpoint, with another signal, or with other cursor keys. */
  through(other: { endpoint?: string; signal?: AbortSignal; cursorKeys?: readonly string[] }): Table;
  /** What another program uses to put things into the table. */
  readonly raw: DynamoDBClient;
  readonly name: string;
}

const never = new AbortController().signal;
setMaxListeners(0, never);

/** Makes a fresh table for a class. */
export async function openTestTable(type: DeclaredClass): Promise<TestTable> {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const endpoint = process.env.TEST_ENGINE!;
  const domain = domainOf(type);
  await createTables({ endpoint, domains: [type], prefix, say: () => undefined });
  noteTables([type], prefix);
  const opened = new Map<string, ReturnType<typeof openTables>>();
  const through: TestTable['through'] = ({ signal = never, ...other }) => {
    const options = { ...localAccess, endpoint, cursorKeys: ['a cursor key of the test run'], prefix, ...other };
    const name = JSON.stringify([options.endpoint, options.cursorKeys]);
    if (!opened.has(name)) opened.set(name, openTables(options));
    return opened.get(name)!({ signal, now: () => new Date() }).table(domain);
  };
  return {
    table: through({}),
    through,
    raw: new DynamoDBClient({ endpoint, ...localAccess }),
    name: `${prefix}${domain.name}`,
  };
}

/** What became of a call to a table, as plain data; null for nothing, because Jest takes undefined for absent. */
export type Fate = { done: unknown } | { lost: Item | null } | { error: string };

/** Waits for a call and tells its fate; what a table must not throw is thrown on. */
export async function fateOf(call: Promise<unknown>): Promise<Fate> {
  try {
    return { done: (await call) ?? null };
  } catch (error) {
    if (error instanceof ConditionFailed) return { lost: error.current ?? null };
    if (error instanceof ServiceError) return { error: error.code };
    throw error;
  }
}

/** The first items of a list whose fields equal these values. */
export function equalTo(values: Readonly<Record<string, unknown>>, limit: number, cursor?: string): ListRequest {
  const all = Object.entries(values).map(([name, value]) => ({
    field: [name],
    comparison: 'eq' as const,
    values: [value],
  }));
  return { filter: { all }, limit, cursor, backward: false };
}
