import { sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostRule } from '../host';
import type { HostRule } from '../host';
import { keptIssuerKey, newIssuerKey } from './issuer-key';
import { issuerRoutes } from './routes';

/** Where the local issuer answers, under the gateway's own address. */
export const issuerPath = '/_local/issuer';

/** Claims of a token beside those that every one has; one that is undefined is left out. */
export interface TokenOptions {
  /** Left out, `admin` has the role admin and all others have none. */
  readonly roles?: readonly string[];
  readonly expiresInSeconds?: number;
  readonly [claim: string]: unknown;
}

/** An issuer of tokens for `npm start -- --auth=jwt`; it asks for no password, so it is of this machine only. */
export interface LocalIssuer {
  /** What its tokens have in `iss`; known once `setUrl` was told the address of the gateway. */
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  setUrl(url: string): void;
  /** Answers the paths of the issuer, true, and leaves all others, false. */
  routes(request: IncomingMessage, response: ServerResponse): boolean;
  /** A signed token for a user of any name. @throws RangeError when that is no name */
  token(userName: string, options?: TokenOptions): string;
}

/** A token from the morning lasts the working day. */
const dayOfWork = 12 * 60 * 60;
const userNames = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u;

/** What an issuer is opened with. */
export interface IssuerOptions {
  readonly folder?: string;
  readonly now?: () => Date;
  readonly answersTo?: HostRule;
  /** What every token says that is not asked to say otherwise, such as a tenant. */
  readonly usualClaims?: Readonly<Record<string, unknown>>;
}

/** Opens the issuer with the key of a folder, or with a new one when there is none. */
export function openIssuer({
  folder,
  now = () => new Date(),
  answersTo = hostRule(),
  usualClaims = {},
}: IssuerOptions = {}): LocalIssuer {
  const key = folder === undefined ? newIssuerKey() : keptIssuerKey(folder);
  const audience = 'tandem-local';
  let url: string | undefined;
  const issuerUrl = (): string => {
    if (url === undefined) throw new Error('The local issuer has no address yet: call setUrl first.');
    return `${url}${issuerPath}`;
  };

  const token = (
    userName: string,
    { roles, expiresInSeconds = dayOfWork, ...otherClaims }: TokenOptions = {},
  ): string => {
    if (!userNames.test(userName)) {
      throw new RangeError('A user name has 1 to 64 characters and no control characters: choose one, such as alice.');
    }
    const iat = Math.floor(now().getTime() / 1000);
    const claims = {
      iss: issuerUrl(),
      aud: audience,
      // The subject is not the name itself, as with real issuers: who mixes up the two shall see it here.
      sub: `local-${userName}`,
      username: userName,
      roles: roles ?? (userName === 'admin' ? ['admin'] : []),
      iat,
      exp: iat + expiresInSeconds,
      ...usualClaims,
      ...otherClaims,
    };
    const signed = [{ alg: 'ES256', typ: 'JWT', kid: key.id }, claims].map(encode).join('.');
    const signature = sign('sha256', Buffer.from(signed), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  };

  const local = {
    get issuer() {
      return issuerUrl();
    },
    audience,
    get jwksUri() {
      return `${issuerUrl()}/jwks.json`;
    },
    setUrl: (newUrl: string) => {
      url = newUrl.replace(/\/$/, '');
    },
    token,
  };
  return Object.assign(local, { routes: issuerRoutes(local, { keys: [key.jwk] }, issuerPath, answersTo) });
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
