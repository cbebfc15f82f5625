import { Id, Integer, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { DeclarationError } from '../../schema/facts';
import type { DerivedOperation } from '../../schema/facts';
import { formats, openGateway } from '../harness';

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
