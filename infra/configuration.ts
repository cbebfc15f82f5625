import { corsPolicyFrom } from '../services/cors';
import { usualSize } from '../services/consumer';
import type { Consumer } from '../services/consumer';
import { ratesOf, requestRates } from '../services/limits';
import type { Rates } from '../services/limits';
import { readUnitsFrom } from '../services/read-budget';
import type { ReadUnits } from '../services/read-budget';

/** Who signs in: users of a pool that the stack makes, or those of an issuer that is there already. */
export type SignIn =
  | {
      readonly by: 'cognito';
      readonly multiFactor: 'optional' | 'required';
      /**
       * Where the sign-in pages of Cognito may send a browser back to, with the code that an app changes for tokens: the
       * addresses of the apps, letter for letter. Without any there are no such pages.
       */
      readonly callbackUrls?: readonly string[];
      /** Everybody can make a user of their own; when left out an administrator makes each. */
      readonly signUp?: 'open';
    }
  | {
      readonly by: 'issuer';
      readonly issuer: string;
      readonly audience: readonly string[];
      /** Where its keys are; its OpenID configuration says so when left out. */
      readonly jwksUri?: string;
      readonly userNameClaim?: string;
      readonly roleClaim?: string;
    };

/** What a function may take. */
export interface FunctionSize {
  readonly megabytes: number;
  readonly seconds: number;
  /**
   * At most so many at once, taken out of the account's quota, which must keep 100 for all functions without; left out, as
   * many as the quota has. A new account has a quota of 10 and can reserve none.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrency?: number;
}

/** Everything that differs between stages. There is no way to say that a stage is open to everybody. */
export interface Configuration {
  /** The stage, which is also the first part of the path of the API. */
  readonly stage: string;
  /** Stands before every name, so that stages share an account. */
  readonly prefix: string;
  /**
   * Data, keys and users stay when the stack is deleted. After the first deployment, `-c first=true`, neither a table nor
   * the users nor the stack can be deleted by mistake.
   */
  readonly isKept: boolean;
  /** A REST API has a firewall and limits for each route; an HTTP API is cheaper and checks any issuer's tokens. */
  readonly api: 'rest' | 'http';
  /** Origins that browsers may call from; `loopback` for every port of the caller's own machine, "*" for every origin. */
  readonly corsOrigins: readonly string[];
  /** Calls from these origins may carry credentials of the browser, such as cookies; not with "*". */
  readonly corsCredentials?: boolean;
  /** How many requests API Gateway lets in, to the whole stage and to each route of a class. */
  readonly rates: Rates;
  /** Read units of DynamoDB that one request may take, signed in or not; those of services/limits.ts when left out. */
  readonly readUnits?: ReadUnits;
  readonly signIn: SignIn;
  readonly gateway: FunctionSize;
  /** What each consumer may take, in place of what it says itself. */
  readonly consumers: Partial<FunctionSize>;
  readonly relay: FunctionSize;
  /** The day since which the secret of the cursors is what it is: a new day here makes the functions take it over. */
  readonly cursorKeysOf: string;
  /** How a new version takes over: at once, or first for some of the requests, and back when an alarm rings. */
  readonly release: 'at-once' | 'canary';
  /** What the metrics of requests are told apart by, `face` when left out; each operation on each face is 1.80 USD a month. */
  readonly metricsBy?: 'face' | 'operation';
  readonly logDays: 7 | 14 | 30 | 90 | 180 | 365;
  /** The legacy path /dynamodbmanager, and the day on which it ends. */
  readonly envelope: { readonly isOn: boolean; readonly sunset?: string };
  /** Shows the playground and the GraphQL schema. */
  readonly introspection: boolean;
  /** Shows the console, a page that edits items with the token of whoever is there. Left out, there is none. */
  readonly console?: boolean;
  /** US dollars a month from which the budget warns. */
  readonly monthlyBudget: number;
  /** Who gets the alarms and the budget's warnings; without it they reach the topic only, and the budget warns nobody. */
  readonly alarmEmail?: string;
  /** A stage that is kept has an alarmEmail, or says that nobody listens to its alarms, or that somebody has another way. */
  readonly nobodyListens?: true;
  /** AWS WAF in front of a REST API: the common rules and a limit for each address. About 8 USD a month. */
  readonly firewall?: { readonly requestsPerFiveMinutes: number };
  /** A name of one's own; the certificate is one of ACM in the region of the stack. */
  readonly domain?: {
    readonly name: string;
    readonly certificateArn: string;
    readonly hostedZone?: { readonly id: string; readonly name: string };
  };
  /** Functions in a VPC of their own that reaches DynamoDB and nothing else. */
  readonly isInNetwork?: boolean;
  /**
   * Each tenant of the domains with `@Tenant` is reached in a session of AWS STS whose policy lets in its keys alone.
   * `added` leaves the functions their own rights to these tables, so that the version before goes on; with the next
   * deployment `required` takes them away.
   */
  readonly tenantSessions?: 'added' | 'required';
  /** Route 53 asks /health?deep from several continents, for a stage in us-east-1. About 2 USD a month. */
  readonly healthCheck?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

const shared = {
  api: 'rest',
  corsOrigins: [],
  signIn: { by: 'cognito', multiFactor: 'optional' },
  envelope: { isOn: true },
  cursorKeysOf: '2026-11-21',
  // From 1,769 MB on a function has a whole processor. Loading code and JSON use one thread, so more buys nothing, and
  // less stretches each cold start in proportion; the price of a request stays about the same, because it is shorter.
  // API Gateway waits 29 seconds and no longer; the gateway itself answers half a second before.
  gateway: { megabytes: 1769, seconds: 29 },
  // The relay waits for the bus: a batch of a hundred is at least ten calls of some 20 ms, one after the other.
  relay: { megabytes: 256, seconds: 30 },
} as const satisfies Partial<Configuration>;

/** The two stages that most applications have. Copy one to make another; `npx cdk deploy -c stage=…` takes it by its name. */
export const usualStages = (name: string): Readonly<Record<'dev' | 'prod', Configuration>> => ({
  dev: {
    ...shared,
    stage: 'dev',
    prefix: `${name}-dev-`,
    isKept: false,
    corsOrigins: ['*'],
    // Where Vite, and so `npm run storefront`, shows the pages of an app on the developer's own machine.
    signIn: { ...shared.signIn, callbackUrls: ['http://localhost:5173/'] },
    rates: ratesOf(requestRates.dev),
    // Nothing is reserved, so that a new account can have it.
    consumers: {},
    release: 'at-once',
    logDays: 7,
    introspection: true,
    console: true,
    monthlyBudget: 20,
    tags: { application: name, stage: 'dev' },
  },
  prod: {
    ...shared,
    stage: 'prod',
    prefix: `${name}-prod-`,
    isKept: true,
    rates: ratesOf(requestRates.prod),
    // At 20 ms a request the rate keeps 20 functions busy; 200 leave room for slow times, and leave the most of the
    // 1,000 of an account to others.
    gateway: { ...shared.gateway, reservedConcurrency: 200 },
    consumers: { reservedConcurrency: 20 },
    // A new table has four shards, and the mapping makes up to four calls for each; twice that for one that has grown.
    relay: { ...shared.relay, reservedConcurrency: 32 },
    release: 'canary',
    logDays: 90,
    introspection: false,
    monthlyBudget: 200,
    tags: { application: name, stage: 'prod' },
  },
});

/** What the function of a consumer may take. */
export function sizeOf({ size = usualSize }: Consumer, { consumers }: Configuration): FunctionSize {
  return { ...size, ...consumers };
}

/**
 * The configuration of a stage.
 * @throws Error with a sentence for the operator
 */
export function configurationOf(stages: Readonly<Record<string, Configuration>>, stage: string): Configuration {
  const configuration = Object.hasOwn(stages, stage) ? stages[stage] : undefined;
  if (!configuration) {
    throw new Error(
      `There is no stage "${stage}", only ${Object.keys(stages).join(' and ')}: infra/app.ts lists them.`,
    );
  }
  checkConfiguration(configuration);
  return configuration;
}

/** The variables that tell a function the read units of a request. */
export function readUnitsVariables(readUnits: ReadUnits | undefined): Record<string, string> {
  if (!readUnits) return {};
  return { READ_UNITS: String(readUnits.signedIn), READ_UNITS_ANONYMOUS: String(readUnits.anonymous) };
}

/** @throws Error for options that exclude each other */
export function checkConfiguration({
  api,
  signIn,
  isInNetwork,
  firewall,
  corsOrigins,
  corsCredentials,
  readUnits,
  isKept,
  stage,
  alarmEmail,
  nobodyListens,
  tenantSessions,
}: Configuration): void {
  // The function reads them in this form, and would refuse to start.
  readUnitsFrom(readUnitsVariables(readUnits));
  corsPolicyFrom(corsOrigins.join(','), { credentials: corsCredentials });
  if (isInNetwork && api === 'rest' && signIn.by === 'issuer') {
    throw new Error(
      'A function in the network cannot fetch the keys of an issuer, and a REST API does not check its tokens: choose api "http", or sign in by cognito.',
    );
  }
  if (isInNetwork && tenantSessions) {
    throw new Error(
      'A function in the network reaches DynamoDB and nothing else, and tenantSessions asks AWS STS: leave one of the two out.',
    );
  }
  if (signIn.by === 'issuer') {
    // The function would refuse to start.
    for (const address of [signIn.issuer, signIn.jwksUri ?? signIn.issuer]) {
      if (!/^https:\/\/[^/@]+/.test(address)) {
        throw new Error(`The issuer has the address "${address}": its addresses begin with https://.`);
      }
    }
  }
  if (signIn.by === 'cognito') for (const address of signIn.callbackUrls ?? []) checkCallbackUrl(address);
  if (isKept && !alarmEmail && !nobodyListens) {
    throw new Error(
      `The stage ${stage} keeps its data, and nobody would hear its alarms: set alarmEmail, or nobodyListens: true where another program reads the topic.`,
    );
  }
  if (firewall && api === 'http') throw new Error('AWS WAF does not stand in front of an HTTP API: choose api "rest".');
}

/**
 * Cognito takes https, http on localhost for trying, and the scheme of an app of its own; never a fragment.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 * @throws Error for an address that Cognito would refuse in the middle of a deployment
 */
function checkCallbackUrl(address: string): void {
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : { protocol: '', hostname: '' };
  const isTaken = protocol === 'http:' ? hostname === 'localhost' : protocol === 'https:' || address.includes('://');
  if (isTaken && !address.includes('#')) return;
  throw new Error(
    `The callback address "${address}" is none that Cognito takes: it begins with https://, with http://localhost or with the scheme of an app such as shop://, and has no "#".`,
  );
}
