import { createHash } from 'node:crypto';

/** What one self-contained page is made of. */
export interface DocumentParts {
  readonly title: string;
  readonly description: string;
  /** Style sheets, in order. */
  readonly styles: readonly string[];
  readonly body: string;
  /** Classic scripts, run in this order after the body. */
  readonly scripts: readonly string[];
}

/** What a page may do beyond showing itself. */
export interface DocumentRights {
  /** May call the gateway that served it. */
  readonly connect?: boolean;
  /** Its libraries put style elements and attributes into the page while it runs. */
  readonly anyStyle?: boolean;
  /** Sources of pictures. */
  readonly images?: readonly string[];
}

// Drawn here so that no page asks for /favicon.ico: two meeting arrows, GraphQL and REST.
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6e69"/><path d="M6 12h13m-4-5 5 5-5 5M26 20H13m4-5-5 5 5 5" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** One html page with its styles and scripts inside, so that showing it takes one request. */
export function htmlDocument(parts: DocumentParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(parts.description)}">
<title>${escapeHtml(parts.title)}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
${parts.styles.map((style) => `<style>${inlineStyle(style)}</style>`).join('\n')}
</head>
<body>
${parts.body}
${parts.scripts.map((script) => `<script>${inlineScript(script)}</script>`).join('\n')}
</body>
</html>
`;
}

/** The Content-Security-Policy that admits the page's own styles and scripts by hash, and nothing from elsewhere. */
export function documentPolicy(parts: Pick<DocumentParts, 'styles' | 'scripts'>, rights: DocumentRights = {}): string {
  const { connect = false, anyStyle = false, images = ['data:'] } = rights;
  return [
    `default-src 'none'`,
    `script-src ${sources(parts.scripts.map(inlineScript).map(hashSource))}`,
    `style-src ${anyStyle ? `'unsafe-inline'` : sources(parts.styles.map(inlineStyle).map(hashSource))}`,
    `img-src ${images.join(' ')}`,
    `connect-src ${connect ? `'self'` : `'none'`}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Text made safe for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function sources(list: readonly string[]): string {
  return list.length > 0 ? list.join(' ') : `'none'`;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

// The end tag and the escaped one mean the same in strings, templates and regular expressions, but end no element:
// https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
function inlineScript(text: string): string {
  return text.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '\\x3c!--');
}

function inlineStyle(text: string): string {
  return text.replace(/<\/(style)/gi, '<\\/$1');
}
