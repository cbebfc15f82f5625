import { domainOf } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { withInternal } from '../schema/internal';
import { tableName } from '../schema/table';

/** A table that a test has made: its domain, and the domains of the gateway that it was made for. */
export interface NotedTable {
  readonly domain: DomainFact;
  readonly domains: readonly DeclaredClass[];
  /** What the same table was before its declaration changed. */
  readonly earlier?: NotedTable;
}

const noted = new Map<string, NotedTable>();

/** Notes the tables that a test makes for a gateway of these domains. */
export function noteTables(domains: readonly DeclaredClass[], prefix: string): void {
  for (const domain of withInternal(domains).map(domainOf)) {
    const name = tableName(domain, prefix);
    noted.set(name, { domain, domains, earlier: noted.get(name) });
  }
}

/** What is known of a table by its name. */
export function notedTable(name: string): NotedTable | undefined {
  return noted.get(name);
}

/** Whether the domain of a table declares scans; a table that no test has noted may not be scanned. */
export function mayScan(table: string): boolean {
  return notedTable(table)?.domain.scan ?? false;
}
