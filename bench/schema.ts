import { loadDefinition } from '../services/application';

// Prints the processor milliseconds that making GraphQL takes once everything is loaded.

async function main(): Promise<void> {
  const definition = await loadDefinition();
  const { createGraphQLServer } = await import('../api/graphql/server');
  const before = process.cpuUsage();
  await createGraphQLServer(definition, () => undefined, { production: true });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
  process.exit(0);
}

void main();
