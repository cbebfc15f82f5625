import { createHash } from 'node:crypto';
import { ServiceError } from '../services/errors';
import { Connections } from './connections';
import type { Incoming } from './connections';
import { credentialsFrom } from './credentials';
import type { Credentials } from './credentials';
import { backoff, isPassing, pause } from './retries';
import { createSigner } from './signer';

/** How a function takes the role in which it works for tenants. */
export interface SessionOptions {
  /** The ARN of the role. */
  readonly role: string;
  /** The ARN of the managed policy that says what a session may do beside the items of its tenant; left out, nothing. */
  readonly shared?: string;
  /** Where AWS STS is; left out for AWS itself. */
  readonly endpoint?: string;
}

/** What the sessions of a function need. */
export interface SessionsOptions extends SessionOptions {
  readonly region: string;
  /** Those of the function; left out to let the SDK find them. */
  readonly credentials?: Credentials;
  /** The policy of the session of a tenant, as JSON. */
  readonly policyOf: (tenant: string) => string;
  /** Told of each session that could not be had. */
  readonly failed: (error: unknown) => void;
  readonly now?: () => number;
}

/**
 * Gives the credentials of the session of a tenant.
 * @throws ServiceError unavailable when AWS STS gives none
 */
export type Sessions = (tenant: string) => Promise<Credentials>;

/** A session that has begun, or is being asked for. */
interface Session {
  credentials?: Credentials;
  /** Milliseconds of the epoch. */
  until: number;
  asked?: Promise<Credentials>;
}

/** Those that were used last are kept: each takes some kilobytes. */
const mostSessions = 1000;

/** A role that takes a role has it for an hour at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const seconds = 3600;

/** Milliseconds before the end of a session from which on another one is asked for. */
const early = 300_000;

const patience = { connection: 1000, silence: 3000 };
const tries = 3;
const service = 'sts';
const contentType = 'application/x-www-form-urlencoded';

/**
 * Opens the way to sessions of tenants, each under a policy that lets it reach the keys of its tenant alone. A session is
 * asked for once for all who wait, kept while it lasts, and replaced five minutes before it ends; where that fails, it is
 * used to its end.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function openSessions(options: SessionsOptions): Sessions {
  const { region, credentials, failed, now = Date.now } = options;
  const { endpoint = publicEndpoint(region) } = options;
  const address = new URL(endpoint);
  const { host } = address;
  const connections = new Connections(address, '/', patience, 'AWS STS');
  const sign = createSigner();
  const ownCredentials = credentialsFrom(credentials);
  const sessions = new Map<string, Session>();

  async function assume(tenant: string): Promise<Credentials & { readonly until: number }> {
    const body = requestFor(tenant, options);
    for (let attempt = 1; ; attempt++) {
      try {
        const headers = sign({ path: '/', host, contentType, body }, await ownCredentials(), { service, region });
        return sessionIn(await connections.post({ headers, body }));
      } catch (error) {
        if (attempt === tries || !isPassing(error)) throw error;
        await pause(backoff(attempt));
      }
    }
  }

  /** Asks for a session that takes the place of the one before. */
  async function renew(tenant: string, session: Session): Promise<Credentials> {
    try {
      const { until, ...assumed } = await assume(tenant);
      Object.assign(session, { until, credentials: assumed });
      return assumed;
    } catch (error) {
      failed(error);
      if (session.credentials && now() < session.until) return session.credentials;
      throw new ServiceError('unavailable', 'The store lets nobody in at the moment. Send the request again.', {
        retryAfterSeconds: 1,
      });
    } finally {
      session.asked = undefined;
    }
  }

  return async (tenant) => {
    const session: Session = sessions.get(tenant) ?? { until: 0 };
    sessions.delete(tenant);
    sessions.set(tenant, session);
    const [oldest] = sessions.keys();
    if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
    if (session.credentials && now() < session.until - early) return session.credentials;
    session.asked ??= renew(tenant, session);
    return session.asked;
  };
}

const publicEndpoint = (region: string): string =>
  `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

function requestFor(tenant: string, { role, shared, policyOf }: SessionsOptions): string {
  return new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: sessionName(tenant),
    DurationSeconds: String(seconds),
    Policy: policyOf(tenant),
    ...(shared !== undefined && { 'PolicyArns.member.1.arn': shared }),
  }).toString();
}

/** The name of a session, by which CloudTrail tells whose it was: the tenant, or a digest of what no such name can be. */
const sessionName = (tenant: string): string =>
  /^[\w+=,.@-]{2,64}$/.test(tenant) ? tenant : createHash('sha256').update(tenant).digest('hex');

/** The session that an answer of AWS STS gives. @throws Error with the name that AWS gives to what is wrong */
function sessionIn({ statusCode, body }: Incoming): Credentials & { readonly until: number } {
  const text = Buffer.from(body).toString('utf8');
  // None of the values has a letter that XML would write otherwise.
  const valueOf = (name: string): string | undefined =>
    new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(text)?.[1];
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = [
    valueOf('AccessKeyId'),
    valueOf('SecretAccessKey'),
    valueOf('SessionToken'),
    valueOf('Expiration'),
  ];
  const until = Date.parse(expiration ?? '');
  if (statusCode === 200 && accessKeyId && secretAccessKey && sessionToken && !Number.isNaN(until)) {
    return { accessKeyId, secretAccessKey, sessionToken, until };
  }
  // What AWS says in words repeats names of the account, and is left out.
  const name = valueOf('Code') ?? `Status${statusCode}`;
  throw Object.assign(new Error(`AssumeRole was answered with the status ${statusCode}: ${name}.`), {
    name,
    $metadata: { httpStatusCode: statusCode },
  });
}
