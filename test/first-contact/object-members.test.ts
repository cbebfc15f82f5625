import {
  Enumeration,
  Id,
  Integer,
  Many,
  Money,
  Nested,
  NestedList,
  Reference,
  Text,
  Total,
} from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { DeclarationError } from '../../schema/facts';
import type { DeclaredClass, DomainOptions } from '../../schema/facts';
import { formats, openGateway } from '../harness';

// Every object of JavaScript has members that nobody declared (ECMA-262, section 20.1.3): a declaration that uses one of
// their names either works or is refused at start. A field called toString was accepted, and then each write was a 500.

const members = Object.getOwnPropertyNames(Object.prototype);

/** A class with an id, a label and further fields. */
function declare(
  name: string,
  fields: Readonly<Record<string, (prototype: object, name: string) => void>> = {},
): DeclaredClass {
  const type = Object.defineProperty(class {}, 'name', { value: name });
  const all = Object.entries({ id: Id({ max: 100 }), label: Text({ max: 20 }) });
  for (const [field, decorate] of [...all, ...Object.entries(fields)]) decorate(type.prototype, field);
  return type;
}

function domain(type: DeclaredClass, options: DomainOptions = {}, name = 'thing'): DeclaredClass {
  Domain(name, { scan: true, plural: 'things', ...options })(type);
  return type;
}

const named = (name: string, decorate: (prototype: object, name: string) => void) => ({ [name]: decorate });

const refused: Readonly<Record<string, (name: string) => DeclaredClass[]>> = {
  'a field': (name) => [domain(declare('Thing', named(name, Text({ optional: true }))))],
  'a field of a nested object': (name) => {
    const part = declare('Part', named(name, Text({ optional: true })));
    return [domain(declare('Thing', { part: Nested(() => part, { optional: true }) }))];
  },
  'a field of objects in a list': (name) => {
    const part = declare('Part', named(name, Text({ optional: true })));
    return [domain(declare('Thing', { parts: NestedList(() => part, { optional: true }) }))];
  },
  'a reference': (name) => {
    const type = declare('Thing', { otherId: Reference(() => type, { as: name, optional: true }) });
    return [domain(type)];
  },
  'many items': (name) => {
    const type = declare(
      'Thing',
      named(
        name,
        Many(() => type, { by: 'label' }),
      ),
    );
    return [domain(type, { indexes: { byLabel: { partition: 'label' } } })];
  },
  'a total': (name) => {
    const priced = domain(declare('Priced', { price: Money() }), { plural: 'pricedThings' }, 'priced');
    const line = declare('Line', { count: Integer(), pricedId: Reference(() => priced) });
    const total = Total({ of: 'lines', times: 'count', price: 'priced.price' });
    return [priced, domain(declare('Thing', { lines: NestedList(() => line), ...named(name, total) }))];
  },
  'a plural': (name) => [domain(declare('Thing'), { plural: name })],
  'a class': (name) => [domain(declare(name))],
  'a class with a capital': (name) => [domain(declare(name.charAt(0).toUpperCase() + name.slice(1)))],
  'the class of a nested object': (name) => {
    const part = declare(name);
    return [domain(declare('Thing', { part: Nested(() => part) }))];
  },
  'an enumeration': (name) => [domain(declare('Thing', { state: Enumeration(name, ['a']) }))],
};

describe.each(Object.entries(refused))('%s', (_, domains) => {
  test.each(members)('called %s is refused at start with what to do', async (name) => {
    const start = async () => openGateway('v1', { domains: domains(name) });
    await expect(start()).rejects.toThrow(DeclarationError);
    await expect(start()).rejects.toThrow(new RegExp(`${name}.*: (rename|write|choose)`, 'i'));
  });
});

describe.each(formats)('with %s events', (payload) => {
  test.each(members)('a value of an enumeration, an index and a value that are called %s work', async (name) => {
    const thing = declare('Thing', {
      state: Enumeration(`State${members.indexOf(name)}${payload}`, ['other', name]),
      place: Text({ max: 40 }),
    });
    const indexes = Object.fromEntries([[name, { partition: 'place' }]]);
    const gateway = await openGateway(payload, { domains: [domain(thing, { indexes, scan: false })] });
    const body = { id: name, label: 'a', state: name, place: name };
    expect(await gateway.send('POST', '/thing', { body })).toMatchObject({ status: 201, json: body });
    const path = `/thing/${name}`;
    expect(await gateway.send('PATCH', path, { body: { label: 'b' } })).toMatchObject({ status: 200 });
    const stored = { ...body, label: 'b', version: 2 };
    expect(await gateway.send('GET', `/thing?place=${name}&state=${name}`)).toMatchObject({
      status: 200,
      json: { items: [stored] },
    });
    const list = `{ things(filter: { place: { eq: "${name}" } }) { edges { node { id label state version } } } }`;
    const { json } = await gateway.graphql(list);
    const { data, errors } = json;
    expect(errors).toBeUndefined();
    expect(data.things.edges).toMatchObject([{ node: { id: name, label: 'b', version: 2 } }]);
    const again = `mutation($input: ThingInput!) { createThing(input: $input) { id state } }`;
    const state = data.things.edges[0].node.state;
    const made = await gateway.graphql(again, { input: { ...body, id: 'second', state } });
    expect(made.json).toEqual({ data: { createThing: { id: 'second', state } } });
    expect((await gateway.send('GET', '/thing/second')).json.state).toBe(name);
    for (const document of ['/openapi.json', '/schema.graphql']) {
      expect((await gateway.send('GET', document)).status).toBe(200);
    }
  });
});

test('a domain may be called constructor', async () => {
  const gateway = await openGateway('v1', { domains: [domain(declare('Thing'), {}, 'constructor')] });
  const made = await gateway.send('POST', '/constructor', { body: { id: 'a', label: 'a' } });
  expect(made).toMatchObject({ status: 201, headers: { location: '/constructor/a' } });
  expect((await gateway.send('GET', '/constructor/a')).status).toBe(200);
});

test.each(['version', 'createdAt', 'updatedAt'])('a relation cannot be called %s, which the service keeps', (name) => {
  const type = declare('Thing', { otherId: Reference(() => type, { as: name, optional: true }) });
  expect(() => domain(type)).toThrow(`Thing.${name}: the service itself keeps "${name}" on every item`);
});
