import { createGateway } from '../api/handler';

// Prints the processor milliseconds that making GraphQL takes once everything is loaded.

async function main(): Promise<void> {
  const { operations } = createGateway({ authentication: 'open', cursorKeys: ['a cursor key of the bench'] });
  const { createGraphQLServer } = await import('../api/graphql/server');
  const before = process.cpuUsage();
  createGraphQLServer(operations, () => undefined, { production: true });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
  process.exit(0);
}

void main();
