import { wiringOf } from '../../local/messaging/wiring';
import { definition as usual, withShop } from './usual';
import { orderConsumer } from '../services/place-order';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsumer } from '../../api/consumer';
import { banner } from '../../local/banner';
import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import { startMessaging } from '../../local/messaging/messaging';
import type { Messaging } from '../../local/messaging/messaging';
import { loadSamples } from '../../local/samples';
import { sampleBaskets, samples } from '../samples';
import { domainOf } from '../../schema/facts';
import { localAccess } from '../../local/tables';
import { blocksOf, documents, followedPages, meant, snippetsOf } from '../../test/documents';
import { shopOf } from './changed-shop';
import { formats, openGateway } from './harness';
import { checkSnippet, nameOf, printedUrl, withCurl } from '../../test/snippets';

// Every command and query of the documents, from top to bottom, as a reader pastes them. The second format of events
// finds the data that the first tour left behind, so a tour that does not tidy up fails.

// The first have a gateway of their own: test/create runs their snippets. The commands of docs/deploy.md need an account,
// or what deploy.test.ts puts in its place; what the last says to clients and routers is run by the tests of
// first-contact.
const elsewhere = [...followedPages, 'docs/deploy.md', 'docs/graphql-clients.md'];
const toured = documents.filter((document) => !elsewhere.includes(document) && snippetsOf(document).length > 0);

const home = mkdtempSync(join(tmpdir(), 'tandem-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

withCurl.each(toured)('%s', (document) => {
  const tablePrefix = `docs-${randomUUID().slice(0, 8)}-`;
  const shop = shopOf(document);
  const definition = shop ? withShop(shop) : usual;
  describe.each(formats)('with %s events', (payload) => {
    let listening: Listening | undefined;
    let messaging: Messaging | undefined;
    beforeAll(async () => {
      const gateway = await openGateway(payload, { tablePrefix, definition });
      // The second format finds the tables there.
      const made = payload === formats[0] ? definition.domains.map((type) => domainOf(type).name) : [];
      await loadSamples({ definition, gateway, payload, made });
      messaging = startMessaging({
        endpoint: process.env.TEST_ENGINE!,
        ...localAccess,
        tablePrefix,
        wiring: wiringOf(definition),
        consumers: {
          orders: createConsumer(orderConsumer, {
            endpoint: process.env.TEST_ENGINE!,
            ...localAccess,
            tablePrefix,
            log: () => undefined,
          }),
        },
        log: () => undefined,
      });
      listening = await serve({ handler: gateway.handler, host: '127.0.0.1', port: 0, payload, log: () => undefined });
    });
    afterAll(async () => {
      await listening?.close();
      await messaging?.stop();
    });

    test.each(snippetsOf(document).map((snippet) => ({ name: nameOf(snippet), snippet })))(
      '$name',
      async ({ snippet }) => {
        // The moment later of which the documents speak.
        await messaging!.idle();
        await checkSnippet(snippet, listening!.url, home);
      },
    );
  });
});

describe('README.md', () => {
  test('prints what npm start prints', () => {
    const printed = banner({
      definition: usual,
      options: { host: '127.0.0.1', port: 4000, payload: 'v1', cors: { origins: ['loopback'] } },
      listening: { url: printedUrl, port: 4000 },
      engine: { endpoint: 'http://127.0.0.1:39217', origin: 'dynoxide 1.2.1 from node_modules' },
      data: '/home/ann/tandem/.data',
      samples: [
        { domain: 'product', count: samples.length },
        { domain: 'order', count: 1 },
        { domain: 'basket', count: sampleBaskets.length },
      ],
      milliseconds: 600,
    });
    const block = blocksOf('README.md').find(({ text }) => text.includes('Tandem is up'));
    expect(block?.text).toBe(printed.replace(/^\n/, ''));
  });
});

test.each([
  ['another value', { price: 1 }, { price: 2 }],
  ['a field that is not there', { price: 1, sku: 'a' }, { price: 1 }],
  ['a field that is not printed', { price: 1 }, { price: 1, sku: 'a' }],
  ['a number that is printed as a text', { price: '1' }, { price: 1 }],
  ['an element too many', [1], [1, 2]],
  ['an element too few', [1, 2, '…'], [1]],
  ['what is no time', '2026-11-21T09:30:00.000Z', 'yesterday'],
  ['what is no UUID', '0190a6f4-7c1e-7d3a-9b1e-0f2a3c4d5e6f', 'p-1'],
  ['an empty text for …', '…', ''],
])('the comparison notices %s', (_, printed, actual) => {
  expect(actual).not.toEqual(meant(printed, actual));
});

test('the comparison lets pass what the documents leave open', () => {
  const printed = { at: '2026-11-21T09:30:00.000Z', list: [{ id: 'a', '…': '…' }, '…'], cursor: 'a…z' };
  const actual = { at: '2027-01-02T03:04:05.006Z', list: [{ id: 'a', price: 1 }, 2, 3], cursor: 'a12z' };
  expect(actual).toEqual(meant(printed, actual));
});
