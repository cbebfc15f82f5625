// Browser source of the page at /graphql; build.ts bundles it, nothing else imports it.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { listOf, recordOf } from '../../schema/guards';
import { activeTab, storage } from './playground-storage';
import { chosenHeader, openTokenChooser } from './token-chooser';
import './playground.css';

// Declared here instead of with lib "dom", which would let server code use browser names.
declare const document: { getElementById(id: string): object };
declare const location: { readonly pathname: string };

const url = location.pathname; // the page lives at its endpoint, under a stage prefix too

const send = createGraphiQLFetcher({
  url,
  fetch: async (address, init) => fetch(address, { ...init, headers: { ...(await chosenHeader()), ...init?.headers } }),
});

/** Sends a request, without the name of an operation that is not in it. */
const fetcher: typeof send = (request, options) => {
  // GraphiQL looks for the name a tenth of a second after the last key or change of tab; whoever
  // presses Ctrl-Enter sooner would be told that the operation from before is unknown.
  const isThere = new RegExp(`\\b${request.operationName}\\b`).test(request.query);
  return send(isThere ? request : { ...request, operationName: undefined }, options);
};

/** Asks for JSON; undefined when it does not come soon. */
async function ask(address: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  try {
    // Nobody should wait longer for a better example.
    const response = await fetch(address, { ...init, signal: AbortSignal.timeout(3000) });
    return recordOf(await response.json());
  } catch {
    return {};
  }
}

/** The tabs that the gateway proposes, with values of an item of this very store, so that they find something. */
async function findTabs(wantsSample: boolean): Promise<readonly { query: string; variables: string | null }[]> {
  const { tabs, sampleQuery } = await ask(url.replace(/[^/]*$/, 'playground.json'));
  const sample = wantsSample && typeof sampleQuery === 'string' ? sampleIn(await askGraphQL(sampleQuery)) : {};
  return listOf(tabs)
    .map(recordOf)
    .map(({ query, variables, fromSample }) => {
      const names = listOf(fromSample)
        .map(String)
        .filter((name) => name in sample);
      const better = Object.fromEntries(names.map((name) => [name, sample[name]]));
      return {
        query: String(query),
        variables: variables === undefined ? null : JSON.stringify({ ...recordOf(variables), ...better }, null, 2),
      };
    });
}

const askGraphQL = async (query: string): Promise<Record<string, unknown>> =>
  ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });

/** The first item in the answer to the query for a sample. */
function sampleIn(answer: Record<string, unknown>): Record<string, unknown> {
  const [list] = Object.values(recordOf(answer.data));
  const [edge] = listOf(recordOf(list).edges);
  return recordOf(recordOf(edge).node);
}

async function openPlayground(): Promise<void> {
  const lastTab = activeTab();
  const tabs = await findTabs(!lastTab);
  // GraphiQL looks for the tab with this query and these variables. Left to itself it forgets the
  // variables of the first default tab, and after a reload adds a copy of the tab that was open.
  const [firstTab] = tabs;
  const openTab = lastTab ?? firstTab;
  createRoot(document.getElementById('playground')).render(
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={[...tabs]}
      query={openTab?.query ?? ''}
      variables={openTab?.variables ?? ''}
      defaultQuery="" // a new tab starts empty instead of with a page of instructions
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>
        <nav className="places" aria-label="Other pages">
          <a href="./">Tandem</a>
          <a href="docs">REST</a>
        </nav>
      </GraphiQL.Logo>
    </GraphiQL>,
  );
  // React puts the logo in with its first turn.
  setTimeout(() => void openTokenChooser('.places', url.replace(/[^/]*$/, '')), 100);
}

void openPlayground();
