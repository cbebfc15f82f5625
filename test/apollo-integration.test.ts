import { ApolloServer } from '@apollo/server';
import type { BaseContext } from '@apollo/server';
import { defineIntegrationTestSuite } from '@apollo/server-integration-testsuite';
import { readRequest, writeReply } from '../api/http/event';
import { runnerOf } from '../api/graphql/server';
import { problemReply } from '../api/http/problem';
import { serve } from '../local/http';
import type { Context } from '../services/context';
import { formats } from './harness';

// Apollo's own suite for integrations (its 5.5.1 cannot be installed, 5.5.0 with our server is the same), over our request handler: v1 and v2 events, bodies plain and in base64.

const cases = formats.flatMap((payload) => [false, true].map((base64) => ({ payload, base64 })));

describe.each(cases)('$payload events, base64: $base64', ({ payload, base64 }) => {
  defineIntegrationTestSuite(
    async (serverOptions, { context } = {}) => {
      const server = new ApolloServer<BaseContext>(serverOptions);
      const run = runnerOf(server, async () => context?.() ?? {});
      const listening = await serve({
        handler: async (event, lambda) => {
          try {
            const given = base64 ? inBase64(event as BodyEvent) : event;
            const request = readRequest(given, payload, lambda, AbortSignal.timeout(20_000));
            return writeReply(await run({ request, context: { open: true } as Context }), payload, request);
          } catch (error) {
            return writeReply(problemReply(error), payload);
          }
        },
        host: '127.0.0.1',
        port: 0,
        payload,
        log: () => undefined,
      });
      return { server, url: `${listening.url}/`, extraCleanup: async () => listening.close() };
    },
    { serverIsStartedInBackground: true, noIncrementalDelivery: true },
  );
});

interface BodyEvent {
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

function inBase64(event: BodyEvent): BodyEvent {
  if (!event.body || event.isBase64Encoded) return event;
  return { ...event, body: Buffer.from(event.body).toString('base64'), isBase64Encoded: true };
}
