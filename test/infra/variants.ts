import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualStages } from '../../infra/configuration';
import type { Configuration } from '../../infra/configuration';
import { synthesise } from '../../infra/synthesise';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf, recordDomain } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { required } from '../../schema/required';
import { defineGateway, defineModule } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import { loadDefinition } from '../../services/application';

// Synthesises every variant that the tests look at, in a process of its own, and writes them as one JSON file: loading
// the CDK under jest would take many times as long.
// Usage: node -r @swc-node/register test/infra/variants.ts <folder of the definition> <file> <variant>...

@Domain('supplier', { indexes: { byCountry: { partition: 'country' } } })
class Supplier {
  @Id() id!: string;
  @Text({ max: 60 }) country!: string;
}

interface Variant {
  readonly configuration: Configuration;
  readonly definition?: GatewayDefinition;
  readonly environment?: NodeJS.ProcessEnv;
  readonly accepted?: readonly [];
}

/** A domain with one more index, by the first text that every item has. */
function indexed(type: DeclaredClass): DeclaredClass {
  const domain = domainOf(type);
  const { name } = required(
    domain.fields.find((field) => field.kind === 'text' && !field.optional),
    'a text that every item has',
  );
  const grown = class extends type {};
  recordDomain(grown, { ...domain, type: grown, indexes: { ...domain.indexes, byOneMore: { partition: name } } });
  return grown;
}

/** The variants of a gateway. */
function variantsOf(usual: GatewayDefinition) {
  const { dev, prod } = usualStages(usual.name);
  const issuer = { by: 'issuer', issuer: 'https://issuer.example/', audience: ['shop', 'app'] } as const;
  const withOneMore = defineGateway({
    ...usual,
    modules: [...usual.modules, defineModule({ name: 'one-more', domains: [Supplier] })],
  });
  return {
    dev: { configuration: dev },
    prod: { configuration: prod },
    oneMore: { configuration: prod, definition: withOneMore },
    grown: {
      configuration: prod,
      definition: {
        ...withOneMore,
        domains: withOneMore.domains.map((type, index) => (index === 0 ? indexed(type) : type)),
      },
    },
    issuer: { configuration: { ...prod, signIn: issuer } },
    http: { configuration: { ...prod, api: 'http', signIn: issuer } },
    everything: {
      configuration: {
        ...prod,
        alarmEmail: 'people@shop.example',
        firewall: { requestsPerFiveMinutes: 2000 },
        isInNetwork: true,
        healthCheck: true,
        envelope: { isOn: false },
        readUnits: { signedIn: 1000, anonymous: 100 },
        domain: {
          name: 'api.shop.example',
          certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/example',
          hostedZone: { id: 'Z0EXAMPLE', name: 'shop.example' },
        },
      },
      environment: { EVENT_BUSNAME: 'OldBus' },
    },
    nothingAccepted: { configuration: prod, accepted: [] },
    anotherFinding: { configuration: { ...dev, gateway: { ...dev.gateway, reservedConcurrency: undefined } } },
    wrongEvents: { configuration: dev, environment: { EVENT_SOURCE: 'com.example' } },
    keysOutOfReach: { configuration: { ...prod, isInNetwork: true, signIn: issuer } },
  } satisfies Record<string, Variant>;
}

/** The name of a variant. */
export type VariantName = keyof ReturnType<typeof variantsOf>;

/** What became of a variant. */
export interface Synthesised {
  readonly template?: unknown;
  /** What cdk-nag found and nobody accepted: rule and place. */
  readonly findings: readonly string[];
  readonly error?: string;
  /** The variables of the environment that were asked for. */
  readonly variables: readonly string[];
}

interface NagReport {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

function outcomeOf(usual: GatewayDefinition, variant: Variant): Synthesised {
  const { configuration, environment = {}, definition = usual, accepted } = variant;
  const folder = mkdtempSync(join(tmpdir(), 'tandem-template-'));
  const asset = mkdtempSync(join(tmpdir(), 'tandem-asset-'));
  writeFileSync(join(asset, 'handler.js'), '');
  const variables = new Set<string>();
  const noted = new Proxy(environment, {
    get: (target, name) => {
      variables.add(String(name));
      return target[String(name)];
    },
  });
  try {
    let error: string | undefined;
    try {
      synthesise({ configuration, definition, asset, environment: noted, folder, accepted });
    } catch (thrown) {
      error = (thrown as Error).message;
    }
    const read = <Content>(name: string): Content | undefined => {
      try {
        return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Content;
      } catch {
        return undefined;
      }
    };
    const report = read<NagReport>('validation-report.json');
    const findings = (report?.pluginReports ?? []).flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
    );
    return { template: read('Tandem.template.json'), findings, error, variables: [...variables] };
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(asset, { recursive: true });
  }
}

void main();

async function main(): Promise<void> {
  const [, , from, file, ...names] = process.argv;
  const definition = await loadDefinition(from);
  const variants = variantsOf(definition);
  const outcomes = Object.fromEntries(
    names.map((name) => [name, outcomeOf(definition, variants[name as VariantName])]),
  );
  writeFileSync(file!, JSON.stringify(outcomes));
}
