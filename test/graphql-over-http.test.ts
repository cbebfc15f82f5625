import { serverAudits } from 'graphql-http';
import { serve } from '../local/http';
import { formats, openGateway } from './harness';

// The public audit suite of GraphQL over HTTP, https://github.com/graphql/graphql-http, over a real socket.
// Without the preflight header the three notices about GET are Apollo's protection against cross-site requests.
describe.each(formats)('with %s events', (payload) => {
  test.each([
    { preflight: true, ok: 61, notices: 0 },
    { preflight: false, ok: 58, notices: 3 },
  ])('61 audits: $ok ok, $notices notices (preflight header: $preflight)', async ({ preflight, ok, notices }) => {
    const { handler } = await openGateway(payload);
    const server = await serve({ handler, host: '127.0.0.1', port: 4600, payload, log: () => undefined });
    try {
      const results = [];
      for (const audit of serverAudits({ url: `${server.url}/graphql`, fetchFn: preflight ? withPreflight : fetch })) {
        results.push(await audit.fn());
      }
      const failed = results.filter(({ status }) => status === 'error' || status === 'warn');
      expect(failed.map(({ id, name, status }) => `${status} ${id} ${name}`)).toEqual([]);
      expect(results.filter(({ status }) => status === 'ok')).toHaveLength(ok);
      expect(results.filter(({ status }) => status === 'notice')).toHaveLength(notices);
    } finally {
      await server.close();
    }
  });
});

const withPreflight: typeof fetch = (url, options) =>
  fetch(url, { ...options, headers: { ...(options?.headers as object), 'apollo-require-preflight': '1' } });
