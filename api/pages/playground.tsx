// Browser source of the page at /graphql; build.ts bundles it, nothing else imports it.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { listOf, recordOf } from '../../schema/guards';
import { examples, fallbackSample, sampleQuery } from './examples';
import type { Sample } from './examples';
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

/** A product of this very store, so that the examples find something whatever was imported. */
async function findSample(): Promise<Sample> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: sampleQuery }),
      signal: AbortSignal.timeout(1500), // nobody should wait longer for a better example
    });
    return sampleIn(await response.json()) ?? fallbackSample;
  } catch {
    return fallbackSample;
  }
}

/** The product in an answer to the query for a sample. */
function sampleIn(answer: unknown): Sample | undefined {
  const { products } = recordOf(recordOf(answer).data);
  const [edge] = listOf(recordOf(products).edges);
  const { id, category } = recordOf(recordOf(edge).node);
  return typeof id === 'string' && typeof category === 'string' ? { id, category } : undefined;
}

async function openPlayground(): Promise<void> {
  const lastTab = activeTab();
  const tabs = examples(lastTab ? fallbackSample : await findSample()).map(({ query, variables }) => ({
    query,
    variables: variables ? JSON.stringify(variables, null, 2) : null,
  }));
  // GraphiQL looks for the tab with this query and these variables. Left to itself it forgets the
  // variables of the first default tab, and after a reload adds a copy of the tab that was open.
  const [firstTab] = tabs;
  const openTab = lastTab ?? firstTab;
  createRoot(document.getElementById('playground')).render(
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={tabs}
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
