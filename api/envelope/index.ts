import { channels } from '../../schema/channels';
import { admitAdministrator } from '../../services/access';
import type { Context } from '../../services/context';
import { ServiceError } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { declaredMethods, problemDocuments } from '../http/channel';
import { refuseConditions } from '../http/conditions';
import type { Channel } from '../http/channel';
import { lazily } from '../lazily';

/** What an envelope is made from. */
export interface EnvelopeOptions {
  readonly operations: readonly Operation[];
  /** Without it the path does not exist. */
  readonly enabled?: boolean;
  /** The day on which the path will be gone, such as 2027-12-31. */
  readonly sunset?: string;
  /** Throws for who may not use the envelope at all: it reaches every table. */
  readonly admit?: (context: Context) => void;
}

/** Since the gateway has taken the place of the old system, its envelope is deprecated. */
const deprecatedSince = Date.UTC(2026, 0, 1);

/** Makes the legacy channel of POST /dynamodbmanager, which takes operations of the old DynamoDBManager and runs ours. */
export function createEnvelope({
  operations,
  enabled = true,
  sunset = '2027-12-31',
  admit = (context) => admitAdministrator(context),
}: EnvelopeOptions): Channel {
  const sunsetTime = Date.parse(sunset);
  if (!(sunsetTime >= deprecatedSince)) {
    throw new Error(`The sunset of the envelope is "${sunset}": write a day from 2026-01-01 on, such as 2027-12-31.`);
  }
  const paths: readonly string[] = channels.envelope.paths;
  const allow = declaredMethods('envelope');
  const loadAnswer = lazily(async () => (await import('./answer')).answerOf(operations));
  return {
    ...problemDocuments,
    name: 'envelope',
    asksWho: true,
    matches: ({ path }) => enabled && paths.includes(path.replace(/(?<=[^/])\/$/, '')),
    methods: () => allow,
    answer: async (request, context) => {
      if (request.method !== 'POST') throw new ServiceError('method-not-allowed', 'This path takes POST.', { allow });
      admit(context);
      refuseConditions(request, 'Send a ConditionExpression in the payload.');
      return (await loadAnswer())(request, context);
    },
    headers: ({ basePath }) => ({
      // RFC 9745 and RFC 8594.
      deprecation: `@${deprecatedSince / 1000}`,
      sunset: new Date(sunsetTime).toUTCString(),
      link: `<${basePath}/openapi.json>; rel="successor-version"`,
    }),
  };
}
