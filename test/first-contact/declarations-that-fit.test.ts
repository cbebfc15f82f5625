import { Date as DateField, Enumeration, Id, Many, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { DeclarationError } from '../../schema/facts';
import type { DomainOptions } from '../../schema/facts';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';

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

/** Errands that are found by their project, some of which have a day. */
function errand(indexes: NonNullable<DomainOptions['indexes']>) {
  @Domain('errand', { indexes })
  class Errand {
    @Id() id!: string;
    @Text({ max: 60 }) projectId!: string;
    @DateField({ optional: true }) due?: string;
  }
  return Errand;
}

/** The list of the errands of a project, as each face is asked for it: the ids, or the words of its refusal. */
const listed: [string, (gateway: TestGateway, sort?: 'due') => Promise<string | readonly string[]>][] = [
  [
    'REST',
    async (gateway, sort) => {
      const { json } = await gateway.send('GET', `/errand?projectId=a${sort ? '&sort=due' : ''}`);
      return json.detail ?? idsOf(json.items);
    },
  ],
  [
    'GraphQL',
    async (gateway, sort) => {
      const order = sort ? ', orderBy: DUE_ASC' : '';
      const query = `{ errands(filter: { projectId: { eq: "a" } }${order}) { edges { node { id } } } }`;
      const { data, errors } = (await gateway.graphql(query)).json;
      return errors?.[0].message ?? idsOf(data.errands.edges.map(({ node }: { node: object }) => node));
    },
  ],
  [
    'MCP',
    async (gateway, sort) => {
      const given = { filter: { projectId: { eq: 'a' } }, ...(sort && { orderBy: 'DUE_ASC' }) };
      const params = { name: 'errands', arguments: given };
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
      const { structuredContent } = (await gateway.send('POST', '/mcp', { body })).json.result;
      return structuredContent.detail ?? idsOf(structuredContent.items);
    },
  ],
];

const idsOf = (items: readonly { id?: string }[]): readonly string[] => items.map(({ id }) => id ?? '').toSorted();

describe.each(listed)('over %s', (_, list) => {
  test.each([
    ['byProject', 'byProjectId'],
    ['byProjectId', 'byProjectIdAlone'],
  ])('a list that the index %s would leave items out of says why, and its mend serves it', async (name, further) => {
    const indexes = { [name]: sorted };
    const gateway = await openGateway('v1', { domains: [errand(indexes)] });
    await gateway.send('POST', '/errand', { body: { id: 'dated', projectId: 'a', due: '2026-03-01' } });
    await gateway.send('POST', '/errand', { body: { id: 'open', projectId: 'a' } });
    expect(await list(gateway)).toBe(
      `No index of Errand serves this list: index "${name}" of Errand begins with "projectId", but an item without "due", which is optional, is not in it. Declare one: @Domain('errand', { indexes: { ${further}: { partition: 'projectId' } } }) beside it, or take "optional" away from Errand.due. Those that have "due" are listed when it is what the list is sorted by.`,
    );
    expect(await list(gateway, 'due')).toEqual(['dated']);
    const mended = await openGateway('v1', {
      domains: [errand({ ...indexes, [further]: { partition: 'projectId' } })],
    });
    await mended.send('POST', '/errand', { body: { id: 'dated', projectId: 'a', due: '2026-03-01' } });
    await mended.send('POST', '/errand', { body: { id: 'open', projectId: 'a' } });
    expect(await list(mended)).toEqual(['dated', 'open']);
  });
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
    expect(sdl).toMatch(/type Lamp[^}]*\n  glow: Glow\n/);
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
