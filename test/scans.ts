import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { tableName } from '../schema/table';

const declared = new Map<string, boolean>();

/** Notes which of the tables that a test has made may be scanned. */
export function noteScans(domains: readonly DeclaredClass[], prefix: string): void {
  for (const domain of domains.map(domainOf)) declared.set(tableName(domain, prefix), domain.scan);
}

/** Whether the domain of a table declares scans; a table that no test has noted may not be scanned. */
export function mayScan(table: string): boolean {
  return declared.get(table) ?? false;
}
