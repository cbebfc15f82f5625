import { createConsumer } from '../../api/consumer';
import { startMessaging } from '../../local/messaging/messaging';
import { wiringOf } from '../../local/messaging/wiring';
import { asDeployed } from '../../local/rights';
import { localAccess } from '../../local/tables';
import { loadDefinition } from '../../services/application';
import { formats, openGateway } from '../harness';
import { followPage } from './followed-page';

// docs/add-a-consumer.md as its reader follows it.

const { project, gateway: followed } = followPage('docs/add-a-consumer.md');

test('what it sends is told by the AsyncAPI document, with the class of its detail', async () => {
  const { components } = (await followed().rest('GET', '/asyncapi.json')).json;
  expect(components.schemas.TaskCompleted.properties).toMatchObject({ taskId: {}, title: {} });
});

test.each(formats)(
  'an event is taken once, with the rights that the consumer says, with %s events',
  async (payload) => {
    const definition = await loadDefinition(`${project()}-started`);
    const gateway = await openGateway(payload, { definition });
    const logged: object[] = [];
    const options = { endpoint: process.env.TEST_ENGINE!, ...localAccess, tablePrefix: gateway.prefix };
    const messaging = startMessaging({
      ...options,
      wiring: wiringOf(definition),
      consumers: Object.fromEntries(
        definition.consumers.map((consumer) => {
          const authorize = asDeployed(definition, consumer.name, gateway.prefix);
          const log = (entry: object) => logged.push(entry);
          return [consumer.name, createConsumer(consumer, { ...options, authorize, log, listed: definition })];
        }),
      ),
      log: () => undefined,
    });
    try {
      await gateway.send('POST', '/task', { body: { id: 'plants', title: 'Water the plants' } });
      expect((await gateway.send('POST', '/task/plants/complete')).status).toBe(200);
      await messaging.idle();
      expect((await gateway.send('GET', '/achievement/plants')).json).toMatchObject({
        id: 'plants',
        title: 'Water the plants',
        version: 1,
      });
      expect(logged).toMatchObject([{ message: 'event', consumer: 'achievements', outcome: 'noted' }]);
      const { queue, deadLetterQueue } = messaging.consumers.achievements!;
      const send = async (detail: object): Promise<void> => {
        queue.send(JSON.stringify({ source: 'com.example.tasks', 'detail-type': 'TaskCompleted', detail }));
        await messaging.idle();
      };
      // The queue gives a message more than once.
      await send({ taskId: 'plants', title: 'Water the plants' });
      expect(logged.at(-1)).toMatchObject({ consumer: 'achievements', outcome: 'noted before' });
      await send({ task: 'plants' });
      expect(logged.at(-1)).toMatchObject({ outcome: 'failed', code: 'validation' });
      expect(deadLetterQueue.peek()).toHaveLength(1);
    } finally {
      await messaging.stop();
    }
  },
);
