import { Date as DateField, Enumeration, Id, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { DeclarationError } from '../../schema/facts';
import type { DomainOptions } from '../../schema/facts';
import { formats, openGateway } from '../harness';

// What a declaration is refused for is what is wrong with it, and its mend can be written as it stands there. DynamoDB
// leaves an item without the sort field out of an index
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general-sparse-indexes.html).

/** A project with its tasks, of which some have a day when they are due. */
function projectAndTask(indexes: NonNullable<DomainOptions['indexes']>) {
  @Domain('project')
  class Project {
    @Id({ max: 256 }) id!: string;
    @Many(() => Task, { by: 'projectId' }) tasks!: unknown[];
  }
  @Domain('task', { indexes })
  class Task {
    @Id() id!: string;
    @Reference(() => Project) projectId!: string;
    @DateField({ optional: true }) due?: string;
  }
  return [Project, Task];
}

const sorted = { partition: 'projectId', sort: 'due' };

test.each([
  ['byProject', 'byProjectId'],
  ['byProjectId', 'byProjectIdAlone'],
])('an index %s that leaves items out is named, with the index to add beside it', async (name, further) => {
  const indexes = { [name]: sorted };
  await expect(openGateway('v1', { domains: projectAndTask(indexes) })).rejects.toThrow(
    new DeclarationError(
      `Project.tasks: index "${name}" of Task begins with "projectId", but an item without "due", which is optional, is not in it: declare indexes: { ${further}: { partition: 'projectId' } } beside it, or take "optional" away from Task.due.`,
    ),
  );
  const mended = { ...indexes, [further]: { partition: 'projectId' } };
  const gateway = await openGateway('v1', { domains: projectAndTask(mended) });
  await gateway.send('POST', '/project', { body: { id: 'a' } });
  await gateway.send('POST', '/task', { body: { id: 'dated', projectId: 'a', due: '2026-03-01' } });
  await gateway.send('POST', '/task', { body: { id: 'open', projectId: 'a' } });
  const { json } = await gateway.send('GET', '/project/a?include=tasks');
  expect(json.tasks.items.map(({ id }: { id: string }) => id).toSorted()).toEqual(['dated', 'open']);
});

/** A visit that is found by its town, in the order of whom it is to. */
function visitAndPerson(options: { readonly max?: number }) {
  @Domain('person')
  class Person {
    @Id({ max: 256 }) id!: string;
  }
  @Domain('visit', { indexes: { byTown: { partition: 'town', sort: 'personId' } } })
  class Visit {
    @Id() id!: string;
    @Text({ max: 60 }) town!: string;
    @Reference(() => Person, options) personId!: string;
  }
  return [Person, Visit];
}

test('a reference that an index sorts by is told how to stay one', () => {
  expect(() => visitAndPerson({})).toThrow(
    new DeclarationError(
      'Visit.personId is part of index "byTown", where DynamoDB takes 1 to 256 characters: write @Reference(() => …, { max: 256 }).',
    ),
  );
});

describe.each(formats)('with %s events', (payload) => {
  test('and then the index sorts by it, and the relation is there', async () => {
    const gateway = await openGateway(payload, { domains: visitAndPerson({ max: 256 }) });
    const longest = '漢'.repeat(256);
    for (const id of ['b', 'a', longest]) {
      await gateway.send('POST', '/visit', { body: { id: `to-${id}`, town: 'Ulm', personId: id } });
    }
    await gateway.send('POST', '/person', { body: { id: 'a' } });
    const list = await gateway.send('GET', '/visit?town=Ulm&sort=personId&include=person');
    expect(list.json.items).toMatchObject([
      { personId: 'a', person: { id: 'a' } },
      { personId: 'b', person: null },
      { personId: longest, person: null },
    ]);
    const tooLong = await gateway.send('POST', '/visit', { body: { town: 'Ulm', personId: `${longest}!` } });
    expect(tooLong).toMatchObject({ status: 422, json: { errors: [{ pointer: '/personId' }] } });
  });

  test('fields with the same name and values share an enumeration, whoever has written the list', async () => {
    @Domain('lamp', { scan: true })
    class Lamp {
      @Id() id!: string;
      @Enumeration('Shade', ['dark', 'very light']) shade!: string;
      @Enumeration('Glow', ['dark', 'very light']) glow!: string;
    }
    @Domain('wall', { scan: true })
    class Wall {
      @Id() id!: string;
      @Enumeration('Shade', ['dark', 'very light']) shade!: string;
      @Enumeration('Shade', { dark: 'dark', VERY_LIGHT: 'very light' }, { optional: true }) frame?: string;
    }
    const gateway = await openGateway(payload, { domains: [Lamp, Wall] });
    const made = await gateway.graphql(
      `mutation { createLamp(input: { id: "a", shade: VERY_LIGHT, glow: dark }) { shade glow }
                  createWall(input: { id: "a", shade: VERY_LIGHT, frame: dark }) { shade frame } }`,
    );
    expect(made.json).toEqual({
      data: { createLamp: { shade: 'VERY_LIGHT', glow: 'dark' }, createWall: { shade: 'VERY_LIGHT', frame: 'dark' } },
    });
    expect((await gateway.send('GET', '/wall?shade=very%20light')).json.items).toMatchObject([{ frame: 'dark' }]);
    const sdl = (await gateway.send('GET', '/schema.graphql')).text;
    expect(sdl.match(/^enum (Shade|Glow) /gm)).toEqual(expect.arrayContaining(['enum Shade ', 'enum Glow ']));
    expect(sdl).toMatch(/type Lamp {[^}]*glow: Glow\n/);
  });
});

test('the same name for other values is refused with both mends', async () => {
  @Domain('lamp')
  class Lamp {
    @Id() id!: string;
    @Enumeration('Tone', ['dark', 'light']) shade!: string;
    @Enumeration('Tone', ['light', 'dark']) glow!: string;
  }
  await expect(openGateway('v1', { domains: [Lamp] })).rejects.toThrow(
    new DeclarationError(
      'The enumeration Tone leads to the GraphQL type Tone, which another one called Tone has too: rename the enumeration, or give both the same values in the same order.',
    ),
  );
});
