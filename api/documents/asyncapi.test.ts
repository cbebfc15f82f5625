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
