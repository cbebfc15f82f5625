import { ownedFields } from '../../schema/facts';
import type { EventFact } from '../../services/events';
import type { GatewayDefinition } from '../../services/definition';
import { component, integerSchema, keySchema, objectRef } from './openapi-schemas';
import type { Schema, Schemas } from './openapi-schemas';

/** The AsyncAPI 3 document of everything that the gateway puts on the event bus. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export function asyncApi({
  events,
  title,
  eventBus,
}: Pick<GatewayDefinition, 'events' | 'title' | 'eventBus'>): object {
  const schemas: Schemas = {};
  const messages = Object.fromEntries(events.map((event) => [event.detailType, message(event, schemas)]));
  const bus = { $ref: '#/channels/eventBus' };
  const messageRef = (detailType: string): Schema => ({ $ref: `#/channels/eventBus/messages/${detailType}` });
  return {
    asyncapi: '3.0.0',
    info: {
      title,
      version: '1.0.0',
      description:
        'What the gateway tells other systems. Each event is written in the transaction of what it tells, comes at least once, and after the earlier ones of the same item. Only the events of a transaction that changes several items may pass others: the higher version of an item is the later one.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      // https://docs.aws.amazon.com/general/latest/gr/ev.html
      eventBridge: {
        host: 'events.{region}.amazonaws.com',
        protocol: 'https',
        title: 'Amazon EventBridge',
        description:
          'Nobody connects to it to read: a rule hands its events to a queue or a function, in the form of the messages.',
        variables: { region: { default: 'us-east-1', description: 'The region of the stage.' } },
      },
    },
    channels: {
      eventBus: {
        address: eventBus,
        servers: [{ $ref: '#/servers/eventBridge' }],
        title: 'The EventBridge bus',
        messages: Object.fromEntries(
          events.map(({ detailType }) => [detailType, { $ref: `#/components/messages/${detailType}` }]),
        ),
      },
    },
    operations: Object.fromEntries(
      events.map(({ source, detailType, doc }) => [
        `send${detailType}`,
        {
          action: 'send',
          channel: bus,
          summary: doc,
          description: `Chosen by the source ${source} and the detail-type ${detailType}.`,
          messages: [messageRef(detailType)],
        },
      ]),
    ),
    components: { messages, schemas },
  };
}

/** EventBridge's envelope around the detail: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
function message(event: EventFact, schemas: Schemas): Schema {
  const { source, detailType, doc } = event;
  return {
    name: detailType,
    summary: doc,
    contentType: 'application/json',
    // What has no name of its own is AnonymousSchema in the parser, and in the classes that are made from it.
    payload: component(`${detailType}Event`, schemas, () => ({
      type: 'object',
      required: ['version', 'id', 'detail-type', 'source', 'time', 'detail'],
      properties: {
        version: { type: 'string', const: '0' },
        id: { type: 'string', description: 'Of this delivery; an event that comes again has another.' },
        'detail-type': { type: 'string', const: detailType },
        source: { type: 'string', const: source },
        account: { type: 'string' },
        time: { type: 'string', format: 'date-time' },
        region: { type: 'string' },
        resources: { type: 'array', items: { type: 'string' } },
        detail: detailSchema(event, schemas),
      },
    })),
  };
}

function detailSchema({ detail, detailType }: EventFact, schemas: Schemas): Schema {
  if ('type' in detail) return objectRef(detail.type, 'Detail', schemas);
  const { domain, change } = detail;
  const withheld = domain.strict ? ' Left out where it does not fit its class.' : '';
  const item = (description: string): Schema => ({
    ...objectRef(domain.type, 'Announced', schemas),
    description: `${description}${withheld}`,
  });
  const names = [...domain.fields, ...ownedFields].filter(({ sensitive }) => !sensitive).map(({ name }) => name);
  const fieldName = (): Schema =>
    component(`${domain.typeName}FieldName`, schemas, () => ({ type: 'string', enum: names }));
  return component(`${detailType}Detail`, schemas, () => ({
    type: 'object',
    required: [...(domain.tenant ? ['tenant'] : []), 'key', 'version', ...(change === 'Updated' ? ['changed'] : [])],
    properties: {
      ...(domain.tenant && { tenant: { type: 'string', description: 'To whom the item belongs.' } }),
      key: keySchema(domain, schemas),
      version: {
        ...integerSchema({ min: -Infinity, max: Infinity }),
        description: 'The version that the change made, or that was deleted.',
      },
      ...(change !== 'Created' && { old: item('The item before, without what is sensitive.') }),
      ...(change !== 'Deleted' && { new: item('The item after, without what is sensitive.') }),
      ...(change === 'Updated' && {
        changed: { type: 'array', items: fieldName(), description: 'The fields that differ.' },
      }),
      tooLarge: {
        type: 'boolean',
        const: true,
        description: 'The items are left out: with them the event would have more than 256 KB.',
      },
    },
  }));
}
