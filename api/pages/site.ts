import { accepts } from '../http/accept';
import { shortComparison } from '../../schema/kinds';
import { problems, problemType } from '../../services/errors';
import type { Problem, ProblemCode } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { json } from '../http/message';
import type { Reply, Request } from '../http/message';
import { documentPolicy, escapeHtml, htmlDocument } from './document';
import { homePage, homePolicy } from './home';
import { homeStyle } from './home-style';
import { loadPage, loadPolicy } from './serve';
import type { PageName } from './serve';

// The pages as replies; index.ts loads them with the first that is asked for.

/** The page at `/`. */
export function homeReply(operations: readonly Operation[]): Reply {
  return html(homePage({ operations: operations.map(forHome) }), homePolicy());
}

/** The page of a problem; its words as JSON for who reads no pages. */
export function problemReply(code: ProblemCode, request: Request, isLocal: boolean): Reply {
  const { title, status, graphql, only, ...words }: Problem = problems[code];
  const help = isLocal && words.locally !== undefined ? `${words.help} ${words.locally}` : words.help;
  if (!accepts(request.headers.get('accept'), 'text/html')) {
    return json(200, { type: problemType(code), title, status, detail: help });
  }
  const looks = { styles: [homeStyle], scripts: [] };
  const page = htmlDocument({
    ...looks,
    title,
    description: help,
    body: `<header><h1>${escapeHtml(title)}</h1><p class="soft">${escapeHtml(help)}</p></header><main>${only ? '' : `<p>REST: status ${status}, type <code>/problems/${code}</code></p>`}<p>GraphQL: code <code>${graphql}</code></p></main>`,
  });
  return html(page, documentPolicy(looks));
}

/** A page that build.ts has built and packed. */
export function builtReply(name: PageName): Reply {
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
