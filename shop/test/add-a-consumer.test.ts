import { createConsumer } from '../../api/consumer';
import { startMessaging } from '../../local/messaging/messaging';
import { wiringOf } from '../../local/messaging/wiring';
import { asDeployed } from '../../local/rights';
import { localAccess } from '../../local/tables';
import { defineGateway } from '../../services/definition';
import type { Module } from '../../services/definition';
import { complaints } from '../../test/compiled';
import { filesOf, linesFor, load, textOf } from '../../test/documents';
import { formats, openGateway } from './harness';
import { definition as usual } from './usual';

// docs/add-a-consumer.md, done as it says: what the compiler says, and what becomes of an event.

const page = 'docs/add-a-consumer.md';
const list = 'shop/index.ts';
const firstImport = "import { orderOperations } from './services/orders';\n";
const newLines = linesFor(page, list, 'in defineModule').trimEnd().split('\n');
/** The lines of the list that begin as the page writes them. */
const withNewLines = newLines.reduce((text, line) => {
  const oldLine = text.split('\n').find((candidate) => candidate.startsWith(line.split('[')[0]!))!;
  return text.replace(oldLine, line);
}, textOf(list));
const files = new Map([
  ...[...filesOf(page)].filter(([path]) => path.endsWith('.ts') && path !== list),
  [list, withNewLines.replace(firstImport, `${firstImport}${linesFor(page, list, 'with the other imports')}`)],
] as const);
const { shop } = load(list, files) as { readonly shop: Module };
const definition = defineGateway({
  ...usual,
  modules: [shop, ...usual.modules.filter(({ name }) => name !== shop.name)],
});

test('the compiler takes what the page writes', () => {
  expect([...files.keys()].toSorted()).toEqual([list, 'shop/schema/arrival.ts', 'shop/services/note-arrival.ts']);
  expect(files.get(list)).toContain('orderConsumer, arrivalConsumer');
  expect(complaints([], [...files])).toEqual([]);
});

test.each(formats)(
  'an event is taken once, with the rights that the consumer says, with %s events',
  async (payload) => {
    const gateway = await openGateway(payload, { definition });
    const logged: object[] = [];
    const options = { endpoint: process.env.TEST_ENGINE!, ...localAccess, tablePrefix: gateway.prefix };
    const messaging = startMessaging({
      ...options,
      wiring: wiringOf(definition),
      consumers: Object.fromEntries(
        definition.consumers.map((consumer) => {
          const authorize = asDeployed(definition, consumer.name, gateway.prefix);
          return [
            consumer.name,
            createConsumer(consumer, { ...options, authorize, log: (entry) => logged.push(entry) }),
          ];
        }),
      ),
      log: () => undefined,
    });
    try {
      const body = { id: 'lamp', title: 'Lamp', category: 'Light', price: 9 };
      expect((await gateway.send('POST', '/product', { body })).status).toBe(201);
      await messaging.idle();
      expect((await gateway.send('GET', '/arrival/lamp')).json).toMatchObject({
        id: 'lamp',
        title: 'Lamp',
        version: 1,
      });
      expect(logged).toMatchObject([{ message: 'event', consumer: 'arrivals', outcome: 'noted' }]);
      // The queue gives a message more than once.
      const detail = { new: { id: 'lamp', title: 'Lamp' } };
      messaging.consumers.arrivals!.queue.send(
        JSON.stringify({ source: 'com.swn.product', 'detail-type': 'ProductCreated', detail }),
      );
      await messaging.idle();
      expect(logged.at(-1)).toMatchObject({ consumer: 'arrivals', outcome: 'noted before' });
      messaging.consumers.arrivals!.queue.send('{"source":"elsewhere"}');
      await messaging.idle();
      expect(messaging.consumers.arrivals!.deadLetterQueue.peek()).toHaveLength(1);
      expect(messaging.consumers.orders!.deadLetterQueue.peek()).toEqual([]);
    } finally {
      await messaging.stop();
    }
  },
);

test('its log line is the one that the page prints', () => {
  expect(textOf(page)).toContain('consumer="arrivals" outcome="noted"');
});
