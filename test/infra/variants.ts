import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualStages } from '../../infra/configuration';
import { acceptedFindings } from '../../infra/findings';
import type { AcceptedFinding } from '../../infra/findings';
import type { Configuration, SignIn } from '../../infra/configuration';
import { synthesise } from '../../infra/synthesise';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf, recordDomain } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { required } from '../../schema/required';
import { defineGateway, defineModule } from '../../services/definition';
import type { GatewayDefinition } from '../../services/definition';
import { tracker } from '../../examples/tracker';
import { loadDefinition } from '../../services/application';
import { sharing } from './sharing';
import { tenantsAlone } from './tenants-alone';

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
  /** What is in the bundle. */
  readonly code?: string;
  /** What the CDK is told by `-c`. */
  readonly context?: Readonly<Record<string, string>>;
  readonly accepted?: readonly AcceptedFinding[];
}

/** The three sizes of functions, each without a reservation. */
function unreserved({ gateway, consumers, relay }: Configuration): Partial<Configuration> {
  const none = { reservedConcurrency: undefined };
  return { gateway: { ...gateway, ...none }, consumers: { ...consumers, ...none }, relay: { ...relay, ...none } };
}

/** A pool with sign-in pages that send browsers back to one address. */
function calledBackAt(address: string): SignIn {
  return { by: 'cognito', multiFactor: 'optional', callbackUrls: [address] };
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
  const { dev, prod: unheard } = usualStages(usual.name);
  const nobody = { ...unheard, nobodyListens: true } as const;
  const prod = { ...unheard, alarmEmail: 'people@shop.example' };
  const issuer = { by: 'issuer', issuer: 'https://issuer.example/', audience: ['shop', 'app'] } as const;
  const withOneMore = defineGateway({
    ...usual,
    modules: [...usual.modules, defineModule({ name: 'one-more', domains: [Supplier] })],
  });
  const http = { ...prod, api: 'http', signIn: issuer } as const;
  const everything: Configuration = {
    metricsBy: 'operation',
    ...prod,
    firewall: { requestsPerFiveMinutes: 2000 },
    isInNetwork: true,
    healthCheck: true,
    signIn: {
      by: 'cognito',
      multiFactor: 'required',
      callbackUrls: ['https://shop.example/', 'shop://signed-in'],
      signUp: 'open',
    },
    envelope: { isOn: false },
    readUnits: { signedIn: 1000, anonymous: 100 },
    console: true,
    domain: {
      name: 'api.shop.example',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/example',
      hostedZone: { id: 'Z0EXAMPLE', name: 'shop.example' },
    },
  };
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
    http: { configuration: http },
    everything: { configuration: everything, environment: { EVENT_BUSNAME: 'OldBus' } },
    devFirst: { configuration: dev, context: { first: 'true' } },
    prodFirst: { configuration: prod, context: { first: 'true' } },
    httpFirst: { configuration: http, context: { first: 'true' } },
    everythingFirst: {
      configuration: everything,
      environment: { EVENT_BUSNAME: 'OldBus' },
      context: { first: 'true' },
    },
    oneMoreFirst: { configuration: prod, definition: withOneMore, context: { first: 'supplier' } },
    perhapsFirst: { configuration: prod, context: { first: 'perhaps' } },
    nextRelease: { configuration: prod, code: 'exports.next = 1;' },
    nothingAccepted: { configuration: nobody, accepted: [] },
    anotherFinding: {
      configuration: nobody,
      accepted: acceptedFindings.filter(({ rules }) => !rules.includes('AwsSolutions-APIG2')),
    },
    tenants: { configuration: { ...nobody, tenantSessions: 'required' }, definition: tenantsAlone },
    tenantsBeside: {
      configuration: { ...nobody, tenantSessions: 'required' },
      definition: defineGateway({ name: 'tracker', modules: [tracker] }),
    },
    tenantsAdded: { configuration: { ...nobody, tenantSessions: 'added' }, definition: tenantsAlone },
    tenantsInNetwork: {
      configuration: { ...nobody, isInNetwork: true, tenantSessions: 'added' },
      definition: tenantsAlone,
    },
    noTenants: { configuration: { ...nobody, tenantSessions: 'added' } },
    sharing: { configuration: nobody, definition: sharing },
    unreserved: { configuration: { ...prod, ...unreserved(prod) } },
    reservedInPart: { configuration: { ...dev, gateway: { ...dev.gateway, reservedConcurrency: 20 } } },
    withDomain: { configuration: { ...prod, domain: { name: 'api.shop.example', certificateArn: 'arn:aws:acm:x' } } },
    httpDomain: { configuration: { ...http, domain: { name: 'api.shop.example', certificateArn: 'arn:aws:acm:x' } } },
    unheard: { configuration: unheard },
    nobodyListens: { configuration: nobody },
    healthElsewhere: { configuration: everything, environment: { CDK_DEFAULT_REGION: 'eu-central-1' } },
    otherLetters: {
      configuration: prod,
      definition: { ...usual, consumers: usual.consumers.map((one) => ({ ...one, doc: 'Lends – “one by one”.' })) },
    },
    tooSmall: { configuration: { ...prod, gateway: { megabytes: 50, seconds: 29 } } },
    tooFewRequests: { configuration: { ...prod, firewall: { requestsPerFiveMinutes: 5 } } },
    wrongBus: { configuration: prod, environment: { EVENT_BUSNAME: 'a bus' } },
    wrongEvents: { configuration: dev, environment: { EVENT_SOURCE: 'com.example' } },
    nameOfAmazon: { configuration: { ...dev, prefix: 'lawsuits-dev-' } },
    callbackInTheOpen: { configuration: { ...dev, signIn: calledBackAt('http://shop.example/') } },
    callbackWithFragment: { configuration: { ...dev, signIn: calledBackAt('https://shop.example/#signed-in') } },
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
  /** CloudFormation refuses to delete the stack. */
  readonly isProtected?: boolean;
  /** The variables of the environment that were asked for. */
  readonly variables: readonly string[];
}

interface Assembly {
  readonly artifacts: Readonly<Record<string, { readonly properties: { readonly terminationProtection?: boolean } }>>;
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
  const { configuration, environment = {}, definition = usual, accepted, code = '', context = {} } = variant;
  const folder = mkdtempSync(join(tmpdir(), 'tandem-template-'));
  const asset = mkdtempSync(join(tmpdir(), 'tandem-asset-'));
  writeFileSync(join(asset, 'handler.js'), code);
  const variables = new Set<string>();
  const noted = new Proxy(environment, {
    get: (target, name) => {
      variables.add(String(name));
      return target[String(name)];
    },
  });
  try {
    process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
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
    const assembly = read<Assembly>('manifest.json');
    const isProtected = assembly?.artifacts.Tandem?.properties.terminationProtection;
    return { template: read('Tandem.template.json'), findings, error, isProtected, variables: [...variables] };
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
