import { Id, Integer, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { DeclarationError, domainOf, keyFields } from '../../schema/facts';
import type { DerivedOperation } from '../../schema/facts';
import { operation } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { formats, openGateway } from '../harness';
import { gatewayOf } from '../usual';

// A gateway that has started can follow each of its relations. That a reference needs the batch by keys of the other
// domain was reported by somebody who had left it out: each request with the relation was a 500.

/** A planet with its moons, of which each domain has some of the operations. */
function planetAndMoon(operations: {
  readonly planet?: readonly DerivedOperation[];
  readonly moon?: readonly DerivedOperation[];
}) {
  @Domain('planet', { scan: true, ...(operations.planet && { operations: operations.planet }) })
  class Planet {
    @Id() id!: string;
    @Many(() => Moon, { by: 'planetId' }) moons!: unknown[];
  }
  @Domain('moon', {
    indexes: { byPlanet: { partition: 'planetId' } },
    ...(operations.moon && { operations: operations.moon }),
  })
  class Moon {
    @Id() id!: string;
    @Reference(() => Planet) planetId!: string;
    @Text({ max: 20 }) name!: string;
  }
  return [Planet, Moon];
}

test('a reference to a domain without the batch by keys is refused at start, with the mend', async () => {
  await expect(openGateway('v1', { domains: planetAndMoon({ planet: ['get', 'create'] }) })).rejects.toThrow(
    new DeclarationError(
      "Moon.planet is read with 'getMany' of Planet, which is not one of its operations: add 'getMany' to operations in @Domain('planet').",
    ),
  );
});

test('many items of a domain without a list are refused at start, with the mend', async () => {
  await expect(openGateway('v1', { domains: planetAndMoon({ moon: ['get', 'create'] }) })).rejects.toThrow(
    new DeclarationError(
      "Planet.moons is read with 'list' of Moon, which is not one of its operations: add 'list' to operations in @Domain('moon').",
    ),
  );
});

test('with these operations alone both ways are answered', async () => {
  const domains = planetAndMoon({ planet: ['get', 'create', 'getMany'], moon: ['get', 'create', 'list'] });
  const gateway = await openGateway('v1', { domains });
  await gateway.send('POST', '/planet', { body: { id: 'mars' } });
  await gateway.send('POST', '/moon', { body: { id: 'phobos', planetId: 'mars', name: 'Phobos' } });
  expect((await gateway.send('GET', '/moon/phobos?include=planet')).json).toMatchObject({ planet: { id: 'mars' } });
  expect((await gateway.send('GET', '/planet/mars?include=moons')).json.moons.items).toMatchObject([{ id: 'phobos' }]);
  const { json } = await gateway.graphql('{ moon(id: "phobos") { planet { id moons { edges { node { name } } } } } }');
  expect(json).toEqual({
    data: { moon: { planet: { id: 'mars', moons: { edges: [{ node: { name: 'Phobos' } }] } } } },
  });
});

test('a key of one type in a field of another is refused at start', async () => {
  @Domain('pier', { key: { partition: 'number' } })
  class Pier {
    @Integer({ min: 1, max: 90 }) number!: number;
    @Many(() => Boat, { by: 'pierId' }) boats!: unknown[];
  }
  @Domain('boat', { indexes: { byPier: { partition: 'pierId' } } })
  class Boat {
    @Id() id!: string;
    @Reference(() => Pier) pierId!: string;
  }
  await expect(openGateway('v1', { domains: [Pier, Boat] })).rejects.toThrow(
    new DeclarationError(
      'Pier.boats: "pierId" of Boat holds a text, and the key "number" of Pier is a number: declare both as one kind.',
    ),
  );
});

describe('a reference that no item can have is null, and fails no other', () => {
  @Domain('gate', { key: { partition: 'number' } })
  class Gate {
    @Integer({ min: 1, max: 90 }) number!: number;
  }
  @Domain('airline')
  class Airline {
    @Id({ max: 3 }) id!: string;
  }
  @Domain('flight', { scan: true })
  class Flight {
    @Id() id!: string;
    @Reference(() => Gate) gateId!: string;
    @Reference(() => Airline) airlineId!: string;
  }
  const flights = [
    { id: 'a', gateId: '7', airlineId: 'LH' },
    { id: 'b', gateId: 'seven', airlineId: 'Lufthansa' },
    { id: 'c', gateId: '91', airlineId: 'LH' },
    { id: 'd', gateId: '8', airlineId: 'KL' },
  ];
  const related = { a: [7, 'LH'], b: [undefined, undefined], c: [undefined, 'LH'], d: [undefined, undefined] };

  test.each(formats)('with %s events', async (payload) => {
    const gateway = await openGateway(payload, { domains: [Gate, Airline, Flight] });
    await gateway.send('POST', '/gate', { body: { number: 7 } });
    await gateway.send('POST', '/airline', { body: { id: 'LH' } });
    for (const body of flights) expect((await gateway.send('POST', '/flight', { body })).status).toBe(201);
    const relatedOf = (items: { id: string; gate: any; airline: any }[]) =>
      Object.fromEntries(items.map(({ id, gate, airline }) => [id, [gate?.number, airline?.id]]));
    const rest = await gateway.send('GET', '/flight?include=gate,airline');
    expect(relatedOf(rest.json.items)).toEqual(related);
    const { json } = await gateway.graphql('{ flights { edges { node { id gate { number } airline { id } } } } }');
    expect(json.errors).toBeUndefined();
    expect(relatedOf(json.data.flights.edges.map(({ node }: any) => node))).toEqual(related);
  });
});

// The names of GraphQL: https://spec.graphql.org/October2021/#Name. A promise is an object with a method `then`: ECMA-262,
// section 27.2.1.3.2, of which whoever named a verb so learned by a GraphQL that answered nothing any more.

describe('a verb that could not be reached is refused at start, with the mend', () => {
  @Domain('pump', { scan: true })
  class Pump {
    @Id() id!: string;
  }
  const pumps = domainOf(Pump);
  const verb = (name: string, path: string, isKeyed = true): Operation =>
    operation({
      name,
      kind: 'mutation',
      domain: pumps,
      doc: 'Starts a pump.',
      route: { method: 'POST', path, success: 200 },
      key: isKeyed ? keyFields(pumps) : false,
      idempotent: false,
      gives: { as: 'item', type: Pump },
      touches: [],
      perform: async ({ key }) => ({ id: 'a', ...key }),
    });

  test.each<[name: string, path: string, sentence: string]>([
    [
      'do it',
      '/pump/{id}/start',
      `The operation "do it" of Pump: "do it" cannot name a GraphQL field: write a letter followed by letters, digits or "_", such as 'lendBook'.`,
    ],
    ['__start', '/pump/{id}/start', 'The operation "__start" of Pump: "__start" cannot name a GraphQL field'],
    [
      'then',
      '/pump/{id}/start',
      'The operation "then" of Pump: JavaScript takes an object with a method "then" for a promise, so that no GraphQL field can be called so: rename the operation.',
    ],
    ['toString', '/pump/{id}/start', 'no GraphQL field can be called so: rename the operation.'],
    [
      'createPump',
      '/pump/{id}/start',
      'The operation "createPump" has the name of a GraphQL field that follows from a domain (Pump): rename the operation.',
    ],
    [
      'startPump',
      '/pump/start',
      'startPump takes the key field "id", which its path /pump/start does not have: write {id} into the path, or take the field out of its key.',
    ],
    [
      'startPump',
      '/pump/{id}/{speed}',
      'startPump has {speed} in its path /pump/{id}/{speed}, and takes no such key field: name it in key (key: true is the key of its domain), or take it out of the path.',
    ],
    ['startPump', '/pump/{id}/{id}', 'startPump has {id} twice in its path /pump/{id}/{id}: take one of them out.'],
    [
      'startPump',
      '/problems/{id}',
      'startPump has the path /problems/{id}: the gateway itself answers there: begin the path with the name of the domain.',
    ],
    ['startPump', '/{id}', 'startPump has the path /{id}: the gateway itself answers there'],
    ...[
      'pump/{id}',
      '/pump/{id',
      '/pump/id}',
      '/pump//{id}',
      '/pump/{id}/',
      '/pump/{id}/a b',
      '/pump/{id}?now',
      '',
    ].map((path): [string, string, string] => [
      'startPump',
      path,
      `startPump has the path "${path}": write segments of`,
    ]),
  ])('%s at %s', (name, path, sentence) => {
    expect(() => gatewayOf([Pump], { operations: [verb(name, path)] })).toThrow(sentence);
  });

  test.each(['/health', '/docs', '/graphql', '/mcp', '/openapi.json'])('at %s, where a channel is', (path) => {
    expect(() => gatewayOf([Pump], { operations: [verb('startPump', path, false)] })).toThrow(
      new DeclarationError(
        `startPump has the path ${path}: the gateway itself answers there: begin the path with the name of the domain.`,
      ),
    );
  });

  test('listed twice, or with the name of another', () => {
    const start = verb('startPump', '/pump/{id}/start');
    expect(() => gatewayOf([Pump], { operations: [start, start] })).toThrow(
      new DeclarationError(
        'The operation "startPump" of Pump is listed twice: take it out of the operations of a module.',
      ),
    );
    expect(() => gatewayOf([Pump], { operations: [start, verb('startPump', '/pump/{id}/go')] })).toThrow(
      new DeclarationError(
        'The operation "startPump" of Pump: the GraphQL field "startPump" is already one of Pump: rename the operation.',
      ),
    );
  });

  test('and one that can is answered over both', async () => {
    const definition = gatewayOf([Pump], { operations: [verb('startPump', '/pump/{id}/start')] });
    const gateway = await openGateway('v1', { definition });
    expect(await gateway.send('POST', '/pump/a/start')).toMatchObject({ status: 200, json: { id: 'a' } });
    const { json } = await gateway.graphql('mutation { startPump(id: "a") { id } }');
    expect(json).toEqual({ data: { startPump: { id: 'a' } } });
  });
});

test('what would make a promise of a resolver is refused at start, and a field of that name is none', async () => {
  class Then {
    @Id() id!: string;
  }
  Domain('consequence', { scan: true })(Then);
  expect(() => gatewayOf([Then])).toThrow(
    new DeclarationError(
      `Then: JavaScript takes an object with a method "then" for a promise, so that no GraphQL field can be called so: rename the class, or write plural: '…' in @Domain.`,
    ),
  );
  @Domain('step', { scan: true })
  class Step {
    @Id() id!: string;
    @Text({ max: 20 }) then!: string;
  }
  const gateway = await openGateway('v1', { domains: [Step] });
  await gateway.send('POST', '/step', { body: { id: 'a', then: 'rest' } });
  expect((await gateway.send('GET', '/step/a')).json).toMatchObject({ id: 'a', then: 'rest' });
  expect((await gateway.graphql('{ step(id: "a") { then } }')).json).toEqual({ data: { step: { then: 'rest' } } });
  expect(() => {
    @Domain('stage')
    class Stage {
      @Id() id!: string;
      @Reference(() => Step, { as: 'then' }) nextId!: string;
    }
    return gatewayOf([Step, Stage]);
  }).toThrow(
    new DeclarationError(
      'Stage.then: JavaScript takes an object with a method "then" for a promise: give what is read with the item another name.',
    ),
  );
});
