import Ajv from 'ajv';
import { fieldsOf } from '../../schema/facts';
import { Loan } from '../../test/trial/loan';
import { definition } from '../../test/usual';
import { asyncApi } from './asyncapi';

const document = asyncApi(definition) as any;

test('it follows the schema of AsyncAPI 3.0.0', () => {
  const schema = require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  const validate = ajv.compile(schema);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...document, channels: { eventBus: { address: 7 } } })).toBe(false);
});

test('it has a message for every event, and every reference leads somewhere', () => {
  const events = definition.events.map(({ detailType }) => detailType);
  expect(Object.keys(document.components.messages)).toEqual(events);
  const changes = ['Book', 'Loan'].flatMap((name) => ['Created', 'Updated', 'Deleted'].map((change) => name + change));
  expect(events).toEqual(['LoanRequested', ...changes]);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThan(10);
  const missing = references.filter(
    (path) => path.split('/').reduce<any>((node, name) => node?.[name], document) === undefined,
  );
  expect(missing).toEqual([]);
});

test('what is sensitive is in no change event', () => {
  const sensitive = fieldsOf(Loan)
    .filter((field) => field.sensitive)
    .map(({ name }) => name);
  expect(sensitive).toContain('email');
  const { properties } = document.components.schemas.LoanAnnounced;
  expect(Object.keys(properties).filter((name) => sensitive.includes(name))).toEqual([]);
  expect(Object.keys(properties)).toContain('totalPrice');
});

/** Every schema in the document, with the way to it. */
function schemasIn(value: unknown, way = ''): [way: string, schema: any][] {
  if (typeof value !== 'object' || value === null) return [];
  const isSchema = /\/(payload|schemas\/\w+|items|properties\/[\w-]+|anyOf\/\d+)$/.test(way);
  const inner = Object.entries(value).filter(([name]) => name !== 'examples');
  return [
    ...(isSchema ? [[way, value] as [string, any]] : []),
    ...inner.flatMap(([name, part]) => schemasIn(part, `${way}/${name}`)),
  ];
}

// asyncapi/parser-js, src/custom-operations/anonymous-naming.ts: the name of a schema is that of its component, and
// AnonymousSchema_1 and so on for every other one; asyncapi/modelina calls the classes so that it makes of objects and
// enumerations.
test('every object and every enumeration has a name', () => {
  const unnamed = schemasIn(document).filter(
    ([way, { type, enum: values, properties }]) =>
      !/^\/components\/schemas\/\w+$/.test(way) && (type === 'object' || values || properties),
  );
  expect(unnamed.map(([way]) => way)).toEqual([]);
  expect(document.components.messages.BookCreated.payload).toEqual({ $ref: '#/components/schemas/BookCreatedEvent' });
  expect(document.components.schemas.BookUpdatedDetail.properties.changed.items).toEqual({
    $ref: '#/components/schemas/BookFieldName',
  });
});

// AsyncAPI 3.0.0, "Server Object" and "Channel Object": a channel without servers is on all of them, of which there were none.
test('the bus is on a server', () => {
  const { host, protocol, variables } = document.servers.eventBridge;
  const { region } = variables;
  expect(`${protocol}://${host.replace('{region}', region.default)}`).toBe('https://events.us-east-1.amazonaws.com');
  expect(document.channels.eventBus.servers).toEqual([{ $ref: '#/servers/eventBridge' }]);
});

// Spectral, asyncapi-3-operation-description: what a rule of EventBridge has to name is said of each event.
test('every event says by what a rule chooses it', () => {
  const { source } = document.components.schemas.BookCreatedEvent.properties;
  expect(document.operations.sendBookCreated.description).toBe(
    `Chosen by the source ${source.const} and the detail-type BookCreated.`,
  );
});
