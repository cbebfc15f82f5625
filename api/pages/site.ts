import { accepts } from '../http/accept';
import { shortComparison } from '../../schema/kinds';
import { exampleObject } from '../../schema/examples';
import { isProblemCode, problemFor, problemType, ServiceError } from '../../services/errors';
import type { GatewayDefinition } from '../../services/definition';
import type { ProblemCode } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { json } from '../http/message';
import type { Reply, Request } from '../http/message';
import { graphqlProblemReply, problemReply as errorReply } from '../http/problem';
import { documentPolicy, escapeHtml, htmlDocument } from './document';
import { homePage, homePolicy } from './home';
import { homeStyle } from './home-style';
import { loadPage, loadPolicy } from './serve';
import type { PageName } from './serve';

// The pages as replies; index.ts loads them with the first that is asked for.

/** What a page of words alone is dressed in. */
const looks = { styles: [homeStyle], scripts: [] };

/** The page at `/`. */
export function homeReply(
  { title, operations }: GatewayDefinition,
  { origin, basePath, headers }: Request,
  places: { readonly console: boolean; readonly tokensFrom?: string; readonly eventsFrom?: string },
): Reply {
  // Locally nobody is answered who names a host of somebody else, so that the name can be believed.
  const [host, isLocal] = [headers.get('host'), places.eventsFrom !== undefined];
  const known = origin ?? (isLocal && host !== undefined ? `http://${host}` : undefined);
  const address = known === undefined ? undefined : `${known}${basePath}`;
  return html(homePage({ title, operations: operations.map(forHome), address, ...places }), homePolicy());
}

/** The page of a problem; its words as JSON for who reads no pages. */
export function problemReply(code: ProblemCode, request: Request, isLocal: boolean): Reply {
  const { title, status, graphql, only, ...words } = problemFor(code);
  const help = isLocal && words.locally !== undefined ? `${words.help} ${words.locally}` : words.help;
  if (!accepts(request.headers.get('accept'), 'text/html')) {
    return json(200, { type: problemType(code), title, status, detail: help }, { vary: 'Accept' });
  }
  const { basePath } = request;
  const shown = exampleOfProblem(code);
  const part = (heading: string, text: string): string =>
    `<section><h2>${escapeHtml(heading)}</h2><pre><code>${escapeHtml(text)}</code></pre></section>`;
  const page = htmlDocument({
    ...looks,
    title,
    description: help,
    body: `<header><h1>${escapeHtml(title)}</h1><p class="soft">${escapeHtml(help)}</p></header><main>${
      only
        ? ''
        : `<p>REST: status ${status}, type <code>/problems/${code}</code></p>${part('Such an answer over REST', shown.rest)}`
    }<p>GraphQL: code <code>${graphql}</code></p>${part('Such an error in GraphQL', shown.graphql)}${ways(basePath)}</main>`,
  });
  return html(page, documentPolicy(looks), { vary: 'Accept' });
}

/** Where to go from a page of words. */
function ways(basePath: string): string {
  const link = (path: string, text: string): string => `<a href="${escapeHtml(`${basePath}${path}`)}">${text}</a>`;
  return `<p>${link('/problems', 'All problems')} · ${link('/docs', 'API reference')} · ${link('/', 'Start page')}</p>`;
}

/** An answer with the problem on either face, as the faces write it. */
function exampleOfProblem(code: ProblemCode): { readonly rest: string; readonly graphql: string } {
  const { title, pointsToFields, members = {} } = problemFor(code);
  const listed = Object.entries(members).map(([name, { listOf }]) => [name, [exampleObject(listOf)]] as const);
  const error = new ServiceError(code, `${title}.`, {
    ...(pointsToFields && { errors: [{ pointer: '/price', detail: 'must be at least 0' }] }),
    ...(listed.length > 0 && { members: Object.fromEntries(listed) }),
  });
  const { status, headers, body } = errorReply(error);
  const lines = [`HTTP/1.1 ${status}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const indented = (text: unknown): string => JSON.stringify(JSON.parse(String(text)), null, 2);
  return {
    rest: `${lines.join('\n')}\n\n${indented(body)}`,
    graphql: indented(graphqlProblemReply(error).body),
  };
}

/** Every problem with a link to its page; as JSON for who reads no pages. */
export function problemListReply(codes: readonly ProblemCode[], request: Request): Reply {
  const entries = codes.map((code) => ({ ...problemFor(code), code }));
  if (!accepts(request.headers.get('accept'), 'text/html')) {
    const items = entries.map(({ code, title, status }) => ({ type: `/problems/${code}`, title, status }));
    return json(200, { items }, { vary: 'Accept' });
  }
  const rows = entries.map(
    ({ code, title, status }) =>
      `<tr><td>${status}</td><td><a href="problems/${code}">${code}</a></td><td>${escapeHtml(title)}</td></tr>`,
  );
  const page = htmlDocument({
    ...looks,
    title: 'Problems',
    description: 'Every error that this gateway answers with.',
    body: `<header><h1>Problems</h1><p class="soft">Every error that this gateway answers with, and what to do about each.</p></header><main><table><thead><tr><th scope="col">Status</th><th scope="col">Problem</th><th scope="col">What it says</th></tr></thead><tbody>${rows.join('')}</tbody></table>${ways(request.basePath)}</main>`,
  });
  return html(page, documentPolicy(looks), { vary: 'Accept' });
}

/** A refusal as a page: what was wrong, and where to go on. Its status and its headers stay. */
export function refusalReply(reply: Reply, { basePath }: Request): Reply {
  const { code = '', detail = '', status, headers } = reply;
  const title = isProblemCode(code) ? problemFor(code).title : 'The request was refused';
  const link = (path: string, text: string): string => `<a href="${escapeHtml(`${basePath}${path}`)}">${text}</a>`;
  const page = htmlDocument({
    ...looks,
    title,
    description: detail,
    body: `<header><h1>${escapeHtml(title)}</h1><p class="soft">${escapeHtml(detail)}</p></header><main><p>Status ${status}, problem ${link(`/problems/${code}`, escapeHtml(code))}</p>${ways(basePath)}</main>`,
  });
  const shown = html(page, documentPolicy(looks), { vary: 'Accept' });
  return { ...reply, headers: { ...headers, ...shown.headers }, body: shown.body };
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

function html(body: string, policy: string, headers: Record<string, string> = {}): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, ...headers },
    body,
  };
}

function forHome({ name, kind, doc, route, domain }: Operation) {
  const fields = domain.fields.filter((field) => shortComparison(field) !== undefined).map((field) => field.name);
  return { name, kind, doc, route, fields: fields.slice(0, 4) };
}
