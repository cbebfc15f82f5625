import type { Payload } from './lambda';

/** What there is to say once the gateway is up. */
export interface BannerFacts {
  readonly url: string;
  readonly port: number;
  readonly wantedPort: number;
  readonly payload: Payload;
  readonly endpoint: string;
  /** Where the data is, in words. */
  readonly data: string;
  readonly samples: number;
  readonly milliseconds: number;
}

/** What a newcomer needs to see, and nothing else. */
export function banner({ url, port, wantedPort, payload, endpoint, data, samples, milliseconds }: BannerFacts): string {
  const lines = [
    `Tandem is up after ${(milliseconds / 1000).toFixed(1)} s; each request runs as an API Gateway ${payload} event.`,
    ...(wantedPort !== 0 && wantedPort !== port ? [`Port ${wantedPort} is taken, so it listens on ${port}.`] : []),
    '',
    `  Start page               ${url}/`,
    `  GraphQL and playground   ${url}/graphql`,
    `  REST                     ${url}/product`,
    `  API reference            ${url}/docs`,
    `  Health                   ${url}/health`,
    '',
    `  DynamoDB engine          ${endpoint}`,
    `  Data                     ${data}${samples > 0 ? ` (${samples} sample products loaded)` : ''}`,
    '  Access                   OPEN: no sign-in, everyone on this machine may read and write',
    '',
    'Ctrl-C stops the gateway and its engine.',
  ];
  return `\n${lines.map((line) => (line ? `  ${line}` : line)).join('\n')}\n`;
}
