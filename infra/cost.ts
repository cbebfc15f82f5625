import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRecord, recordOf } from '../schema/guards';
import { loadDefinition } from '../services/application';
import prices from '../services/prices.json';
import { configurationOf, usualStages } from './configuration';
import { idleCharges, metricCount, useCharges } from './spending';
import type { Charge, Use } from './spending';
import { synthesise } from './synthesise';

const usage = `npm run cost -- [--stage prod] [--requests 1e6] [--writes 0.1] [--tabs 0] [--tab-hours 8] [--milliseconds 10]

  --stage         the stage of infra/configuration.ts (prod)
  --requests      requests in a month, those of the tabs aside (1e6)
  --writes        the share of them that writes (0.1)
  --tabs          pages that follow a feed (0)
  --tab-hours     the hours for which each is open on a day (8)
  --milliseconds  how long the function works on a request (10)

Nothing is asked of AWS: what stands comes from the template, the prices from services/prices.json.
`;

/**
 * `npm run cost -- --requests 10e6 --tabs 100`: what a stage of the folder costs in a month, though nobody calls it and
 * by use.
 * @returns the exit code: 2 for options that are none
 */
export async function costCommand(line: readonly string[], folder: string): Promise<number> {
  const { values } = parseArgs({
    args: [...line],
    options: {
      stage: { type: 'string', default: 'prod' },
      requests: { type: 'string', default: '1e6' },
      writes: { type: 'string', default: '0.1' },
      tabs: { type: 'string', default: '0' },
      'tab-hours': { type: 'string', default: '8' },
      milliseconds: { type: 'string', default: '10' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const use: Use = {
    requests: numberIn(values.requests),
    writes: numberIn(values.writes),
    tabs: numberIn(values.tabs),
    tabHours: numberIn(values['tab-hours']) * daysOfMonth,
    milliseconds: numberIn(values.milliseconds),
  };
  const isWrong =
    Object.values(use).some((number) => !(number >= 0 && Number.isFinite(number))) ||
    use.writes > 1 ||
    use.tabHours > 24 * daysOfMonth;
  if (values.help || isWrong) {
    (values.help ? process.stdout : process.stderr).write(
      isWrong ? 'Each option is a number from 0 on; --writes is at most 1, --tab-hours at most 24.\n\n' + usage : usage,
    );
    return values.help ? 0 : 2;
  }
  const definition = await loadDefinition(folder);
  // Whom the alarms wake changes nothing of what they cost.
  const stages = Object.entries(usualStages(definition.name)).map(([name, stage]): [string, Stage] => [
    name,
    { ...stage, nobodyListens: true },
  ]);
  const configuration = configurationOf(Object.fromEntries(stages), values.stage);
  const resources = resourcesOf(definition, configuration);
  const idle = idleCharges(resources);
  const used = useCharges(use, {
    api: configuration.api,
    gatewayMegabytes: configuration.gateway.megabytes,
    relayMegabytes: configuration.relay.megabytes,
    hasFirewall: Object.values(resources).some((resource) => recordOf(resource).Type === 'AWS::WAFv2::WebACL'),
    metrics: metricCount(definition, configuration),
  });
  process.stdout.write(
    [
      `A month of the stage ${values.stage}, in US dollars`,
      ...tableOf('Though nobody calls', idle),
      ...tableOf(
        `${use.requests.toLocaleString('en-US')} requests, ${Math.round(use.writes * 100)} % of them writes`,
        used,
      ),
      '',
      row('In all', '', sumOf([...idle, ...used])),
      '',
      `(${prices.region}, on demand, without free tiers, transfer and storage; prices of ${prices.date} in services/prices.json)`,
      '',
    ].join('\n'),
  );
  return 0;
}

const daysOfMonth = 30.4;

/** The number that somebody has written; nothing, as of a variable of the shell that is not set, is none. */
const numberIn = (text: string): number => (text.trim() === '' ? NaN : Number(text));

function resourcesOf(...[definition, configuration]: [Definition, Stage]): Readonly<Record<string, unknown>> {
  const cloud = mkdtempSync(join(tmpdir(), 'tandem-cost-'));
  try {
    // What it costs does not depend on the bundle, so that any folder stands for it.
    synthesise({ definition, configuration, asset: __dirname, environment: {}, folder: cloud });
    const template: unknown = JSON.parse(readFileSync(join(cloud, 'Tandem.template.json'), 'utf8'));
    const { Resources: resources } = recordOf(template);
    return isRecord(resources) ? resources : {};
  } finally {
    rmSync(cloud, { recursive: true });
  }
}

type Definition = Parameters<typeof synthesise>[0]['definition'];
type Stage = Parameters<typeof synthesise>[0]['configuration'];

const sumOf = (charges: readonly Charge[]): number => charges.reduce((sum, { dollars }) => sum + dollars, 0);

function tableOf(title: string, charges: readonly Charge[]): readonly string[] {
  return [
    '',
    title,
    ...charges.map(({ name, how, dollars }) => row(name, how, dollars)),
    row('Sum', '', sumOf(charges)),
  ];
}

const row = (name: string, how: string, dollars: number): string =>
  `  ${name.padEnd(22)}${how.padEnd(56)}${dollars.toFixed(2).padStart(10)}`;

if (require.main === module) {
  costCommand(process.argv.slice(2), process.cwd()).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 2;
    },
  );
}
