import { accepts } from '../http/accept';
import { shortComparison } from '../../schema/kinds';
import { problems, problemType } from '../../services/errors';
import type { Problem, ProblemCode } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { json } from '../http/message';
import type { Reply, Request } from '../http/message';
import { loadPage, loadPolicy } from './serve';
import type { PageName } from './serve';

/** What the pages for people and the documents for programs are made from. */
export interface SiteOptions {
  readonly operations: readonly Operation[];
  /** Asks DynamoDB for an item that is not there, for the deep health check. */
  readonly ping: (signal: AbortSignal) => Promise<void>;
  /** The playground and the GraphQL schema are not shown. */
  readonly production: boolean;
  /** Where the pages find tokens. */
  readonly tokensFrom?: string;
  /** The GraphQL schema as text. */
  readonly sdl: () => Promise<string>;
}

/** The pages and documents beside the two faces. */
export interface Site {
  /** The reply, or undefined when the path is not one of the site's. */
  answer(request: Request): Promise<Reply | undefined>;
}

/** Makes the site: `/`, the playground, the API reference, the documents, health, and a page for each problem. */
export function createSite({ operations, ping, production, sdl, tokensFrom }: SiteOptions): Site {
  return {
    answer: async (request) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
      const wantsPage = request.headers.get('accept')?.includes('text/html') === true;
      switch (request.path) {
        case '/': {
          const { homePage, homePolicy } = await import('./home');
          return html(homePage({ operations: operations.map(forHome) }), homePolicy());
        }
        case '/graphql':
          return wantsPage && !production && !request.query.some(([name]) => name === 'query')
            ? builtPage('playground')
            : undefined;
        case '/docs':
          return builtPage('reference');
        case '/openapi.json': {
          const { openApi } = await import('../documents/openapi');
          return json(200, openApi(operations, request.basePath || '/'));
        }
        case '/asyncapi.json': {
          const { asyncApi } = await import('../documents/asyncapi');
          return json(200, asyncApi(operations));
        }
        case '/schema.graphql':
          if (production) return undefined;
          return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: await sdl() };
        case '/health':
          return health(request, ping, tokensFrom);
        default:
          return problemPage(request, tokensFrom !== undefined);
      }
    },
  };
}

async function health(request: Request, ping: SiteOptions['ping'], tokensFrom?: string): Promise<Reply> {
  const headers = { 'cache-control': 'no-store' };
  if (!request.query.some(([name]) => name === 'deep')) return json(200, { status: 'ok', tokensFrom }, headers);
  try {
    await ping(request.signal);
    return json(200, { status: 'ok', dynamodb: 'ok' }, headers);
  } catch {
    return json(503, { status: 'unavailable', dynamodb: 'unavailable' }, { ...headers, 'retry-after': '1' });
  }
}

async function problemPage(request: Request, isLocal: boolean): Promise<Reply | undefined> {
  const code = /^\/problems\/([a-z-]+)$/.exec(request.path)?.[1];
  if (code === undefined || !Object.hasOwn(problems, code)) return undefined;
  const { title, status, graphql, only, ...words }: Problem = problems[code as ProblemCode];
  const help = isLocal && words.locally !== undefined ? `${words.help} ${words.locally}` : words.help;
  if (!accepts(request.headers.get('accept'), 'text/html')) {
    return json(200, { type: problemType(code as ProblemCode), title, status, detail: help });
  }
  const [{ documentPolicy, escapeHtml, htmlDocument }, { homeStyle }] = await Promise.all([
    import('./document'),
    import('./home-style'),
  ]);
  const looks = { styles: [homeStyle], scripts: [] };
  const page = htmlDocument({
    ...looks,
    title,
    description: help,
    body: `<header><h1>${escapeHtml(title)}</h1><p class="soft">${escapeHtml(help)}</p></header><main>${only ? '' : `<p>REST: status ${status}, type <code>/problems/${code}</code></p>`}<p>GraphQL: code <code>${graphql}</code></p></main>`,
  });
  return html(page, documentPolicy(looks));
}

function builtPage(name: PageName): Reply {
  const body = loadPage(name);
  if (!body) {
    return {
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'This page is not built: run npm run build.',
    };
  }
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'content-security-policy': loadPolicy(name) ?? "default-src 'none'",
    },
    body,
  };
}

function html(body: string, policy: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
    body,
  };
}

function forHome({ name, kind, doc, route, domain }: Operation) {
  const fields = domain.fields.filter((field) => shortComparison(field) !== undefined).map((field) => field.name);
  return { name, kind, doc, route, fields: fields.slice(0, 4) };
}
