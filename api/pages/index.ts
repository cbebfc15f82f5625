import { graphqlPath } from '../../schema/channels';
import type { ProblemCode } from '../../services/errors';
import type { GatewayDefinition } from '../../services/definition';
import { pageChannel } from '../http/channel';
import type { Channel } from '../http/channel';
import { json } from '../http/message';
import type { Request } from '../http/message';
import { graphqlProblemReply, noSuchRoute } from '../http/problem';

/** What the pages for people are made from. */
export interface PagesOptions {
  readonly definition: GatewayDefinition;
  /** The schema is not shown, and with it no examples that are made from it. */
  readonly production: boolean;
  /** Whether there is a console. */
  readonly console: boolean;
  /** The GraphQL schema as text. */
  readonly sdl: () => Promise<string>;
  /** Somebody's own machine: the page of a problem says what helps there. */
  readonly isLocal: boolean;
  /** What only a local gateway has: the paths of its tokens and of its events. */
  readonly places: { readonly tokensFrom?: string; readonly eventsFrom?: string };
}

/** Makes the channel of the pages for people: the home page, the API reference, the console, and a page for each problem. */
export function createPages({ definition, production, console, sdl, isLocal, places }: PagesOptions): Channel {
  return pageChannel(
    'pages',
    {
      '/': async (request) => (await import('./site')).homeReply(definition, request, { console, ...places }),
      '/docs': async () => (await import('./site')).builtReply('reference'),
      '/console': async () => (await import('./site')).builtReply('console'),
      '/playground.json': async () => {
        const { examplesOf } = await import('./examples');
        return json(200, examplesOf(definition, await sdl()));
      },
      '/problems': async (request) => (await import('./site')).problemListReply(definition.problems, request),
      '/problems/{code}': async (request) => {
        const code = problemOf(request, definition);
        if (code === undefined) throw noSuchRoute();
        return (await import('./site')).problemReply(code, request, isLocal);
      },
    },
    (request) => {
      if (request.path === '/playground.json') return !production;
      if (request.path === '/console') return console;
      return !request.path.startsWith('/problems/') || problemOf(request, definition) !== undefined;
    },
  );
}

/**
 * Makes the channel of the playground, which stands at the path of GraphQL and refuses as GraphQL does: for browsers,
 * which ask for a page, and not for a query in the URL.
 */
export function createPlayground({ production }: { readonly production: boolean }): Channel {
  const isForPeople = ({ headers, query }: Request): boolean =>
    headers.get('accept')?.includes('text/html') === true && !query.some(([name]) => name === 'query');
  return {
    ...pageChannel(
      'playground',
      { [graphqlPath]: async () => (await import('./site')).builtReply('playground') },
      (request) => !production && isForPeople(request),
    ),
    refusal: async (_, thrown) => graphqlProblemReply(thrown),
  };
}

/** The problem whose page is asked for; undefined for a problem that there is not. */
function problemOf({ path }: Request, { problems }: GatewayDefinition): ProblemCode | undefined {
  const code = path.slice('/problems/'.length);
  return problems.find((known) => known === code);
}
