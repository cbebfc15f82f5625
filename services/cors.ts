/** Which pages of other origins may call the gateway, and how. */
export interface CorsPolicy {
  /**
   * Origins such as `https://shop.example`; `loopback` for the pages of the caller's own machine, whatever their port;
   * "*" for every page. None when empty.
   */
  readonly origins: readonly string[];
  /** Whether their requests may carry cookies and certificates of the browser; "*" excludes that. */
  readonly credentials?: boolean;
}

const exposedHeaders =
  'Allow, Deprecation, ETag, Idempotent-Replayed, Link, Location, Retry-After, Sunset, WWW-Authenticate, X-Request-Id';

/** Which headers of an answer a page of another origin may read; those of API Gateway itself say the same. */
export const readableHeaders = { 'access-control-expose-headers': exposedHeaders } as const;

/**
 * Reads a list of origins, such as `https://shop.example,https://admin.shop.example`, as its writer meant it.
 * @throws Error with a sentence for the operator: an origin that is written in another way than browsers do never fits
 */
export function corsPolicyFrom(text: string, { credentials = false } = {}): CorsPolicy {
  const origins = text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  for (const origin of origins) {
    if (origin === '*' || origin === 'loopback') continue;
    if (URL.canParse(origin) && /^https?:/.test(origin) && new URL(origin).origin === origin) continue;
    throw new Error(
      `"${origin}" is no origin: write scheme and host as browsers do, such as https://shop.example, without a slash at the end; or loopback, or *.`,
    );
  }
  if (credentials && origins.includes('*')) {
    throw new Error('Browsers send no credentials where every origin is admitted: list the origins in place of "*".');
  }
  return { origins, credentials };
}
