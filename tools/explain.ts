import { parseArgs } from 'node:util';
import { messageOf } from '../schema/guards';
import { listParameters } from '../api/rest/list-parameters';
import { loadDefinition } from '../services/application';
import { commandLine } from '../services/command-line';
import { domainOf } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { ServiceError } from '../services/errors';
import { admitListQuery } from '../services/list-query';
import type { ListQuery } from '../services/list-query';
import { describePlan } from '../tables/page';
import { plan as choosePlan } from '../tables/planner';
import { costOf } from './cost';
import prices from '../services/prices.json';

const usage = `${commandLine('explain', '<domain> [filter] [--sort=-price] [--limit 20] [--item-bytes 600] [--matching 0.1]')}

  filter        JSON such as {"price":{"ge":10}}, or a query string such as "category=Phone&filter[price][ge]=10"
  --sort        the field to sort by, with "-" before it for descending
  --limit       items in a page (the domain's own default)
  --item-bytes  about how large an item is (600)
  --matching    the share of items that meets a condition which is checked after reading (0.1)

Nothing is read: the plan follows from the declarations, the cost from the assumptions.`;

/**
 * `npm run explain -- product '{"category":{"eq":"Phone"}}'`: how a list would be read, and what a million pages cost.
 * @returns the exit code
 */
export async function explainCommand(line: readonly string[], folder: string): Promise<number> {
  try {
    return await told(line, folder);
  } catch (error) {
    const details = error instanceof ServiceError ? (error.details.errors ?? []) : [];
    const lines = details.map(({ pointer, detail }) => `  ${pointer} ${detail}`);
    return say([messageOf(error), ...lines].join('\n'), error instanceof ServiceError ? 1 : 2);
  }
}

async function told(line: readonly string[], folder: string): Promise<number> {
  const { domains } = await loadDefinition(folder);
  const { values, positionals } = parseArgs({
    args: [...line],
    allowPositionals: true,
    options: {
      sort: { type: 'string' },
      limit: { type: 'string' },
      'item-bytes': { type: 'string', default: '600' },
      matching: { type: 'string', default: '0.1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name, filter = ''] = positionals;
  if (values.help || name === undefined) return say(usage, values.help ? 0 : 2);
  const domain = domains.map(domainOf).find((candidate) => candidate.name === name);
  if (!domain)
    return say(`There is no domain "${name}"; there is ${domains.map((type) => domainOf(type).name).join(', ')}.`, 2);
  const [itemBytes, matching] = [Number(values['item-bytes']), Number(values.matching)];
  if (!(itemBytes > 0) || !(matching > 0 && matching <= 1)) {
    return say('--item-bytes must be a number above 0, --matching a share above 0 and up to 1.', 2);
  }
  const parameters = new URLSearchParams(filter.trim().startsWith('{') ? { filter } : filter);
  if (values.sort) parameters.set('sort', values.sort);
  if (values.limit) parameters.set('limit', values.limit);
  const query = admitListQuery(domain, listParameters([...parameters]));
  return say(explain(domain, query, itemBytes, matching), 0);
}

function explain(domain: DomainFact, query: ListQuery, itemBytes: number, matching: number): string {
  const plan = choosePlan(domain, query.filter, query.sort);
  const report = describePlan(domain, plan);
  const cost = costOf(plan, { limit: query.limit, itemBytes, matching, readBudget: domain.readBudget });
  const filtered = report.filteredAfterReading;
  const dollars = (amount: number): string => `$${amount.toFixed(2)}`.padStart(9);
  const lines = [
    ['Path', [report.path, report.index && `on index ${report.index}`].filter(Boolean).join(' ')],
    ['Key condition', report.keyCondition],
    ['Queries merged', (report.queries ?? 1) > 1 && report.path === 'Query' ? String(report.queries) : undefined],
    ['Sorted by', report.sortedBy],
    ['Checked after', filtered && `${filtered} (DynamoDB reads, and charges for, items that do not meet it)`],
    ['Read budget', `${report.readBudget} items a page`],
  ].flatMap(([label, text]) => (text ? [`  ${String(label).padEnd(16)}${String(text)}`] : []));
  return [
    `${domain.typeName}: how the list is read`,
    ...lines,
    '',
    `A page of ${query.limit} items of ${itemBytes} bytes${filtered ? `, ${matching * 100} % of them matching` : ''}`,
    `  ${cost.calls} call${cost.calls === 1 ? '' : 's'}, ${cost.examined} items examined, ${cost.readUnits} read units`,
    '',
    'A million such pages',
    `  DynamoDB        ${dollars(cost.dynamodb)}`,
    `  Lambda          ${dollars(cost.lambda)}`,
    `  API Gateway     ${dollars(cost.restApi)}`,
    `  (${prices.currency}, ${prices.region}, on demand, prices of ${prices.date}; services/prices.json)`,
  ].join('\n');
}

function say(text: string, status: number): number {
  (status === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return status;
}

if (require.main === module) {
  void explainCommand(process.argv.slice(2), process.cwd()).then((code) => (process.exitCode = code));
}
