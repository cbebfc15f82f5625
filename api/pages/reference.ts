// Browser source of the page at /docs; build.ts puts it behind the bundle of Swagger UI, nothing else imports it.
import './reference.css';
import { recordOf } from '../../schema/guards';
import { byLife, followLinks } from './reference-order';
import { chosenHeader, openTokenChooser } from './token-chooser';

// Declared here instead of with lib "dom", which would let server code use browser names.
interface PageElement {
  textContent: string | null;
  readonly classList: { toggle(name: string, force: boolean): void };
}
declare const document: { getElementById(id: string): PageElement; readonly documentElement: PageElement };
declare const location: { readonly origin: string; readonly pathname: string; readonly hash: string };
declare const history: { replaceState(data: unknown, unused: string, url: string): void };
declare function matchMedia(query: string): {
  readonly matches: boolean;
  addEventListener(type: 'change', listener: () => void): void;
};
declare const SwaggerUIBundle: (options: Readonly<Record<string, unknown>>) => unknown;

const documentPath = 'openapi.json';

/** Swagger UI has a dark dress but leaves it to the page to put it on. */
function followColorScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const applyScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  applyScheme();
  dark.addEventListener('change', applyScheme);
}

/** Removes a slash at the end of the address, so that relative links mean the gateway's root. */
function settleAddress(): string {
  const path = location.pathname.replace(/\/+$/, '');
  if (path !== location.pathname) history.replaceState(null, '', path + location.hash);
  return location.origin + path.slice(0, path.lastIndexOf('/'));
}

async function openReference(): Promise<void> {
  followColorScheme();
  const root = settleAddress();
  const response = await fetch(documentPath, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${root}/${documentPath} answered ${response.status}.`);
  const spec = recordOf(await response.json());
  await openTokenChooser('.places', `${root}/`);
  SwaggerUIBundle({
    // Requests go to the gateway that served this page, whatever address or stage the document was written for.
    spec: { ...spec, servers: [{ url: root }] },
    dom_id: '#reference',
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    operationsSorter: byLife,
    plugins: [followLinks(spec)],
    defaultModelsExpandDepth: 0,
    persistAuthorization: true,
    requestInterceptor: async (request: { headers: Record<string, string> }) => {
      request.headers = { ...(await chosenHeader()), ...request.headers };
      return request;
    },
    validatorUrl: null, // the default sends the document to validator.swagger.io
  });
}

openReference().catch((error: unknown) => {
  document.getElementById('reference').textContent =
    `The API reference could not be loaded: ${error instanceof Error ? error.message : String(error)} Reload the page to try again.`;
});
