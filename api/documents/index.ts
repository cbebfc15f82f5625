import type { Operation } from '../../services/operation';
import { pageChannel } from '../http/channel';
import type { Channel } from '../http/channel';
import { json } from '../http/message';

/** What the documents for programs are made from. */
export interface DocumentsOptions {
  readonly operations: readonly Operation[];
  /** The GraphQL schema is not shown. */
  readonly production: boolean;
  /** The GraphQL schema as text. */
  readonly sdl: () => Promise<string>;
}

/** Makes the channel of the documents for programs: OpenAPI, AsyncAPI, and the GraphQL schema. */
export function createDocuments({ operations, production, sdl }: DocumentsOptions): Channel {
  return pageChannel(
    'documents',
    {
      '/openapi.json': async ({ basePath }) => {
        const { openApi } = await import('./openapi');
        return json(200, openApi(operations, basePath || '/'));
      },
      '/asyncapi.json': async () => {
        const { asyncApi } = await import('./asyncapi');
        return json(200, asyncApi(operations));
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
