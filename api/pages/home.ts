import { graphqlPath } from '../../schema/channels';
import { commandLine } from '../../services/command-line';
import { documentPolicy, escapeHtml, htmlDocument } from './document';
import { homeScript } from './home-script';
import { homeStyle } from './home-style';

/** What the home page tells about one operation. */
export interface HomeOperation {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly doc: string;
  readonly route: { readonly method: string; readonly path: string; readonly success: number };
  /** Scalar fields of its items that are worth showing in an example. */
  readonly fields?: readonly string[];
}

// Stands for the address of the gateway while a page is made, and in it where nobody knows the address.
const placeholder = 'http://127.0.0.1:4000';
const root = `<span data-root>${placeholder}</span>`;
const commonFields = ['version', 'updatedAt']; // on the items of every domain
const looks = { styles: [homeStyle], scripts: [homeScript] };

/** The page at `/`: where everything is, with examples to copy. */
export function homePage({
  title,
  operations,
  console = false,
  address = placeholder,
  tokensFrom,
  eventsFrom,
}: {
  readonly title: string;
  readonly operations: readonly HomeOperation[];
  /** Whether there is one to lead to. */
  readonly console?: boolean;
  /** Where the page was asked for; where nobody vouches for it, the script finds it out. */
  readonly address?: string;
  /** The path at which a local gateway gives tokens, where it asks for them. */
  readonly tokensFrom?: string;
  /** The path at which a local gateway tells its events. */
  readonly eventsFrom?: string;
}): string {
  const page = htmlDocument({
    ...looks,
    title,
    description: 'A gateway that serves the same operations over GraphQL and REST.',
    body: `<header>
<h1>${escapeHtml(title)}</h1>
<p class="soft">The same operations over GraphQL and REST, at <code>${root}</code></p>
</header>
<main>
${doors(console)}
${tokensFrom === undefined ? '' : signInSection(tokensFrom, operations)}
${domains(operations).map(domainSection).join('\n')}
${agentsSection()}
${eventsFrom === undefined ? '' : eventsSection(eventsFrom)}
${healthSection()}
</main>
<p role="status" id="status" class="unseen"></p>`,
  });
  return page.replaceAll(root, `<span data-root>${escapeHtml(address)}</span>`);
}

/** The Content-Security-Policy of the home page, the same whatever it shows. */
export function homePolicy(): string {
  return documentPolicy(looks);
}

function doors(console: boolean): string {
  const list = [
    ...(console ? [['console', 'Console', 'Every item at /console: to find, to open and to edit.'] as const] : []),
    ['graphql', 'GraphQL playground', `Write and run queries at ${graphqlPath}, with examples in its tabs.`],
    ['docs', 'API reference', 'Every REST operation at /docs, to read and to try.'],
    ['openapi.json', 'OpenAPI document', 'The REST face for tools: /openapi.json'],
    ['schema.graphql', 'GraphQL schema', 'The GraphQL face for tools: /schema.graphql'],
    ['problems', 'Problems', 'Every error with an example and what helps: /problems'],
  ] as const;
  const items = list.map(
    ([href, title, text]) => `<li class="door"><a href="${href}">${title}</a><p class="soft">${text}</p></li>`,
  );
  return `<ul class="doors">\n${items.join('\n')}\n</ul>`;
}

/** The operations by the first segment of their path, in the order given. */
function domains(operations: readonly HomeOperation[]): { name: string; operations: HomeOperation[] }[] {
  const byName = new Map<string, HomeOperation[]>();
  for (const operation of operations) {
    const name = operation.route.path.split('/')[1] ?? '';
    byName.set(name, [...(byName.get(name) ?? []), operation]);
  }
  return [...byName].map(([name, members]) => ({ name, operations: members }));
}

function domainSection({ name, operations }: { name: string; operations: HomeOperation[] }): string {
  const list = operations.find(isList);
  const read = list ?? operations.find(({ route }) => route.method === 'GET');
  const examples = [
    read && example(name, 'REST', `curl -s '${root}${escapeHtml(read.route.path)}${list ? '?limit=3' : ''}'`),
    list && example(name, 'GraphQL', graphqlCall(listQuery(list))),
  ];
  return `<section aria-labelledby="${escapeHtml(name)}">
<h2 id="${escapeHtml(name)}">/${escapeHtml(name)}</h2>
<div class="examples">${examples.filter(Boolean).join('\n')}</div>
<table>
<thead><tr><th scope="col">REST</th><th scope="col">GraphQL</th><th scope="col">What it does</th></tr></thead>
<tbody>
${operations.map(operationRow).join('\n')}
</tbody>
</table>
</section>`;
}

function isList({ kind, route }: HomeOperation): boolean {
  return kind === 'query' && route.method === 'GET' && !route.path.includes('{');
}

function listQuery({ name, fields = commonFields }: HomeOperation): string {
  return `{ ${name}(first: 3) { edges { node { ${fields.join(' ')} } } } }`;
}

/** A call for the shell; what is inside single quotes must not hold one. */
function graphqlCall(query: string): string {
  const body = JSON.stringify({ query }).replaceAll(`'`, `'\\''`);
  return `curl -s '${root}${graphqlPath}' \\\n  -H 'content-type: application/json' \\\n  -d '${escapeHtml(body)}'`;
}

function operationRow({ name, kind, doc, route }: HomeOperation): string {
  return `<tr><td><code><span class="method">${escapeHtml(route.method)}</span> ${escapeHtml(route.path)}</code></td><td><code><span class="kind">${kind}</span> ${escapeHtml(name)}</code></td><td>${escapeHtml(doc)}</td></tr>`;
}

/** How to get a token of the local issuer, and what to do with it. */
function signInSection(tokensFrom: string, operations: readonly HomeOperation[]): string {
  const take = `TOKEN=$(curl -s '${root}${escapeHtml(tokensFrom)}' -d '${escapeHtml('{"user":"admin"}')}' | sed 's/.*${escapeHtml('"token":"')}\\([^${escapeHtml('"')}]*\\).*/\\1/')`;
  const list = operations.find(isList) ?? operations.find(({ route }) => route.method === 'GET');
  const send = `curl -s '${root}${escapeHtml(list?.route.path ?? '/')}' -H ${escapeHtml('"authorization: Bearer $TOKEN"')}`;
  return `<section aria-labelledby="sign-in">
<h2 id="sign-in">Sign in</h2>
<p class="soft">This gateway asks for a token. Its own issuer makes one for any user; “admin” has the role of that name, and ${escapeHtml('"roles":["clerk"]')} gives others. The playground and the API reference have a choice of users.</p>
<div class="examples">
${example('sign-in', 'Take a token', take)}
${example('sign-in', 'Send it', send)}
</div>
</section>`;
}

function eventsSection(eventsFrom: string): string {
  return `<section aria-labelledby="events">
<h2 id="events">Events</h2>
<p class="soft">What the gateway tells of its changes, and what became of it: only on this machine.</p>
<div class="examples">
${example('events', 'In the terminal', commandLine('events', 'tail'))}
${example('events', 'As JSON lines', `curl -sN '${root}${escapeHtml(eventsFrom)}'`)}
</div>
</section>`;
}

function agentsSection(): string {
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const call = `curl -s '${root}/mcp' \\\n  -H 'content-type: application/json' \\\n  -d '${escapeHtml(list)}'`;
  return `<section aria-labelledby="mcp">
<h2 id="mcp">/mcp</h2>
<p class="soft">The same operations as tools for agents, over the Model Context Protocol.</p>
<div class="examples">
${example('mcp', 'Connect Claude Code', `claude mcp add --transport http tandem ${root}/mcp`)}
${example('mcp', 'Which tools are there?', call)}
</div>
</section>`;
}

function healthSection(): string {
  return `<section aria-labelledby="health">
<h2 id="health">/health</h2>
<div class="examples">
${example('health', 'Does the gateway answer?', `curl -s '${root}/health'`)}
${example('health', 'Does its database answer too?', `curl -s '${root}/health?deep'`)}
</div>
</section>`;
}

/** A block of code with its button; `code` is html already. */
function example(section: string, title: string, code: string): string {
  const id = escapeHtml(`${section}-${title.toLowerCase().replace(/\W+/g, '-')}`);
  const label = escapeHtml(`Copy the example “${title}” of /${section}`);
  return `<div class="example">
<div class="example-head"><h3>${escapeHtml(title)}</h3><button type="button" data-copy="${id}" aria-label="${label}" hidden>Copy</button></div>
<pre><code id="${id}">${code}</code></pre>
</div>`;
}
