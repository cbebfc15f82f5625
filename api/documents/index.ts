import type { DescribedDocument } from '../graphql/described';
import type { GatewayDefinition } from '../../services/definition';
import { pageChannel } from '../http/channel';
import type { Channel } from '../http/channel';
import { json } from '../http/message';

/** What the documents for programs are made from. */
export interface DocumentsOptions {
  readonly definition: GatewayDefinition;
  /** The GraphQL schema is not shown. */
  readonly production: boolean;
  /** The GraphQL schema as text. */
  readonly sdl: () => Promise<string>;
  /** What the queries with a path of their own take and give. */
  readonly described: () => Promise<readonly DescribedDocument[]>;
}

/** Makes the channel of the documents for programs: OpenAPI, AsyncAPI, and the GraphQL schema. */
export function createDocuments({ definition, production, sdl, described }: DocumentsOptions): Channel {
  return pageChannel(
    'documents',
    {
      '/openapi.json': async ({ origin = '', basePath }) => {
        const { openApi } = await import('./openapi');
        return json(200, openApi(definition, `${origin}${basePath}` || '/', await described()));
      },
      '/asyncapi.json': async () => {
        const { asyncApi } = await import('./asyncapi');
        return json(200, asyncApi(definition));
      },
      '/schema.graphql': async () => ({
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: await sdl(),
      }),
    },
    ({ path }) => !production || path !== '/schema.graphql',
  );
}
