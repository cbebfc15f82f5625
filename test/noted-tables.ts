import { domainOf } from '../schema/facts';
import type { DeclaredClass, DomainFact } from '../schema/facts';
import { withInternal } from '../schema/internal';
import { tableName, tablesOf } from '../schema/table';
import type { GatewayDefinition } from '../services/definition';
import { gatewayOf } from './usual';

/** A table that a test has made: its domains, and the gateway that it was made for. */
export interface NotedTable {
  readonly domains: readonly DomainFact[];
  readonly definition: () => GatewayDefinition;
  /** What the same table was before its declaration changed. */
  readonly earlier?: NotedTable;
}

const noted = new Map<string, NotedTable>();

/** Notes the tables that a test makes for a gateway, or for one of these domains and nothing else. */
export function noteTables(made: GatewayDefinition | readonly DeclaredClass[], prefix: string): void {
  let known: GatewayDefinition | undefined;
  const definition = (): GatewayDefinition => (known ??= 'modules' in made ? made : gatewayOf(made));
  for (const { domains } of tablesOf(withInternal('modules' in made ? made.domains : made).map(domainOf))) {
    const name = tableName(domains[0], prefix);
    noted.set(name, { domains, definition, earlier: noted.get(name) });
  }
}

/** What is known of a table by its name. */
export function notedTable(name: string): NotedTable | undefined {
  return noted.get(name);
}

/** The domains of the tables with a prefix. */
export function notedDomains(prefix: string): readonly DomainFact[] {
  return [...noted].flatMap(([name, { domains }]) => (name === tableName(domains[0]!, prefix) ? domains : []));
}

/** Whether a domain of a table declares scans; a table that no test has noted may not be scanned. */
export function mayScan(table: string): boolean {
  return notedTable(table)?.domains.some(({ scan }) => scan) ?? false;
}
