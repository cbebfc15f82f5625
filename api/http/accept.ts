import { ServiceError } from '../../services/errors';

/** Whether an Accept header takes a media type (RFC 9110, section 12.5.1); no header takes everything. */
export function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined || header === mediaType || header === '*/*' || header.trim() === '') return true;
  const [type] = mediaType.split('/');
  return firstOf(header, [mediaType, `${type}/*`, '*/*']);
}

/** Types that are asked for by clients of GraphQL and of problem documents everywhere, and which are JSON. */
const jsonTypes = ['application/json', 'application/graphql-response+json', 'application/problem+json'];

/** Whether a client can read plain JSON. Who asks for a format of its own, such as `application/vnd.api+json`, cannot. */
export function acceptsJson(header: string | undefined): boolean {
  return jsonTypes.some((mediaType) => accepts(header, mediaType));
}

/** Whether a header asks for a page, as that of a browser does when a person opens an address. */
export function asksForPage(header = ''): boolean {
  return firstOf(header, ['text/html']) && !jsonTypes.some((mediaType) => firstOf(header, [mediaType]));
}

/**
 * Whether a header asks for server-sent events, as that of EventSource does: it names them, and does not like JSON as much.
 * A client that is made of the OpenAPI document names every type that an answer may have, and reads JSON.
 */
export function asksForEvents(header = ''): boolean {
  return qualityOf(header, ['text/event-stream']) > qualityOf(header, ['application/json']);
}

/** Whether an Accept-Encoding header takes a coding (RFC 9110, section 12.5.3); no header is no wish for one. */
export function acceptsCoding(header: string | undefined, coding: string): boolean {
  return header !== undefined && firstOf(header, [coding, '*']);
}

/** Whether the first of the names that the header mentions is wanted; a quality of 0 is a refusal. */
function firstOf(header: string, names: readonly string[]): boolean {
  return qualityOf(header, names) > 0;
}

/** How much the first of the names that the header mentions is wanted: 1 without a quality, 0 for none of them. */
function qualityOf(header: string, names: readonly string[]): number {
  const ranges = header.toLowerCase().split(',');
  const parted = ranges.map((range) => range.split(';').map((part) => part.trim()));
  for (const name of names) {
    const range = parted.find(([candidate]) => candidate === name);
    if (range) {
      const quality = Number(range.find((part) => part.startsWith('q='))?.slice(2));
      return quality >= 0 ? quality : 1;
    }
  }
  return 0;
}

/** The media type of a Content-Type header in lower case, and its charset if it names one. */
export function mediaTypeOf(header: string | undefined): { name: string; charset?: string } {
  const [name = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  return { name, charset };
}

/**
 * Refuses a body that does not say that it is JSON in UTF-8 (RFC 9110, section 15.5.16; RFC 8259, section 8.1).
 * @throws ServiceError unsupported-media-type
 */
export function requireJson(
  { headers }: { readonly headers: ReadonlyMap<string, string> },
  mediaTypes: readonly string[] = ['application/json'],
): void {
  const { name, charset } = mediaTypeOf(headers.get('content-type'));
  if (mediaTypes.includes(name) && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return;
  throw new ServiceError('unsupported-media-type', `Send Content-Type: ${mediaTypes.join(' or ')}, in UTF-8.`);
}
