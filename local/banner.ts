import { graphqlPath } from '../schema/channels';
import { domainOf } from '../schema/facts';
import { tenantFactIn } from '../services/definition';
import type { GatewayDefinition } from '../services/definition';
import type { Loaded } from './samples';
import { commandLine } from '../services/command-line';
import type { CorsPolicy } from '../services/cors';
import type { Engine } from './engine';
import { isReachable } from './host';
import type { Listening } from './http';
import { localPaths } from './messaging/local-paths';
import { issuerPath } from './issuer/issuer';
import type { Payload } from './lambda';
import type { StartOptions } from './options';

/** What there is to say once the gateway is up. */
export interface BannerFacts {
  readonly definition: Pick<GatewayDefinition, 'title' | 'domains'>;
  readonly options: Pick<StartOptions, 'host' | 'port' | 'payload' | 'cors' | 'beside'>;
  /** Where it listens. */
  readonly listening: Pick<Listening, 'url' | 'port'>;
  readonly engine: Pick<Engine, 'endpoint' | 'origin'>;
  /** Where the data is, in words. */
  readonly data: string;
  readonly samples: Loaded;
  /** Tokens by user name; none when the gateway is open. */
  readonly tokens?: Readonly<Record<string, string>>;
  /** How long the start has taken. */
  readonly milliseconds: number;
}

const eventNames: Readonly<Record<Payload, string>> = {
  v1: 'an API Gateway v1 event',
  v2: 'an API Gateway v2 event',
  url: 'an event of a function URL',
  alb: 'an event of a load balancer',
};

/** What a newcomer needs to see, and nothing else. */
export function banner({
  definition,
  options: { host, port: wantedPort, payload, cors, beside },
  listening: { url, port },
  engine: { endpoint, origin },
  data,
  samples,
  tokens,
  milliseconds,
}: BannerFacts): string {
  const claim = tenantFactIn(definition)?.claim ?? 'tenant';
  const lines = [
    `${definition.title} is up after ${(milliseconds / 1000).toFixed(1)} s; each request runs as ${eventNames[payload]}.`,
    ...(wantedPort !== 0 && wantedPort !== port ? [`Port ${wantedPort} is taken, so it listens on ${port}.`] : []),
    '',
    `  Start page               ${url}/`,
    `  Console                  ${url}/console`,
    `  GraphQL and playground   ${url}${graphqlPath}`,
    `  REST                     ${pathsOf(url, definition.domains)}`,
    `  Agents (MCP)             ${url}/mcp`,
    `  Events                   ${commandLine('events', 'tail')}  (${url}${localPaths.events})`,
    ...(beside === undefined ? [] : [`  Beside it                ${beside}`]),
    `  API reference            ${url}/docs`,
    `  Health                   ${url}/health`,
    '',
    `  DynamoDB engine          ${endpoint} (${origin})`,
    `  Data                     ${data}${samplesOf(samples)}`,
    tokens
      ? '  Access                   by token; send one as Authorization: Bearer <token>'
      : `  Access                   OPEN: no sign-in, everyone ${isReachable(host) ? 'who reaches this machine' : 'on this machine'} may read and write; --auth=jwt asks for tokens`,
    `  Pages elsewhere (CORS)   ${pagesOf(cors)}`,
    ...Object.entries(tokens ?? {}).flatMap(([name, token]) => [
      '',
      `  A token for ${name}, good for twelve hours:`,
      `  ${token}`,
    ]),
    ...(tokens
      ? [
          '',
          '  A token for anybody else, with any roles and claims:',
          `  curl ${url}${issuerPath}/token -d '{"user":"carol","roles":["clerk"],"claims":{"${claim}":"acme"}}'`,
        ]
      : []),
    '',
    'Ctrl-C stops the gateway and its engine.',
  ];
  return `\n${lines.map((line) => (line ? `  ${line}` : line)).join('\n')}\n`;
}

/** The first paths of the nouns, or what to do without any. */
function pathsOf(url: string, domains: GatewayDefinition['domains']): string {
  const names = domains.map((type) => `/${domainOf(type).name}`);
  if (names.length === 0) return 'nothing yet: declare a noun in schema/ and list it in tandem.ts';
  // Each of them, on as many lines as they take.
  const lines = [url];
  for (const name of names) {
    const line = lines.at(-1) ?? '';
    const joint = line === url ? '' : '  ';
    if (line.length + joint.length + name.length <= restWidth) lines[lines.length - 1] = `${line}${joint}${name}`;
    else lines.push(name);
  }
  return lines.join(`\n${' '.repeat(restIndent)}`);
}

/** Where the second column of the banner begins, and how wide it is in a terminal of 120 columns. */
const restIndent = 29;
const restWidth = 90;

function samplesOf(loaded: Loaded): string {
  const words = loaded.map(({ domain, count }) => `${count} of ${domain}`);
  return words.length > 0 ? ` (samples loaded: ${words.join(', ')})` : '';
}

/** Which pages of other origins may call, in words. */
function pagesOf({ origins, credentials = false }: CorsPolicy): string {
  if (origins.length === 0) return 'none may call; --cors says which may';
  const names = origins.map((origin) => words[origin] ?? origin).join(', ');
  return `${names} may call${credentials ? ' and send cookies' : ''}; --cors says which else`;
}

const words: Readonly<Record<string, string>> = {
  loopback: 'those of this machine at any port',
  '*': 'those of every origin',
};
