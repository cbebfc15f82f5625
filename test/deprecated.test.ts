import { buildSchema, isEnumType, isInputObjectType, isObjectType, validateSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { authorizerAuthentication } from '../api/auth/authentication';
import type { Measures } from '../api/metrics';
import { anyone } from '../schema/access';
import { Counted } from '../schema/counted';
import { Enumeration, Id, Integer, Many, Money, NestedList, Reference, Text, Total } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { DeclarationError, domainOf } from '../schema/facts';
import { change, writeTouches } from '../services/change';
import { operation } from '../services/operation';
import { clientSources } from '../tools/codegen/client';
import { methodsOf } from '../tools/codegen/methods';
import { openGateway } from './harness';
import type { TestGateway } from './harness';
import { gatewayOf } from './usual';

const access = { read: anyone, write: anyone };
const listing = { reason: 'Read the shelf instead.', since: '2026-03-01', sunset: '2026-12-31' };

@Domain('writer', { access })
class Writer {
  @Id() id!: string;
  @Text() name!: string;
}
@Domain('loan', { indexes: { byVolume: { partition: 'volumeId', sort: 'id' } }, access })
class Loan {
  @Id({ max: 40 }) id!: string;
  @Text({ max: 40 }) volumeId!: string;
}
@Domain('credit', { key: { partition: 'volumeId', sort: 'writerId' }, access })
class Credit {
  @Reference(() => Volume, { max: 40 }) volumeId!: string;
  @Reference(() => Writer, { max: 40 }) writerId!: string;
}
class Copy {
  @Integer() count!: number;
  @Reference(() => Price) priceId!: string;
}
@Domain('price', { access })
class Price {
  @Id() id!: string;
  @Money() amount!: number;
}
class Edition {
  @Text() press!: string;
  @Integer({ optional: true, deprecated: 'Nobody counts them.' }) copies?: number;
}
@Domain('volume', {
  access,
  deprecated: { list: listing },
  indexes: { byRoom: { partition: 'room', sort: 'code' } },
})
class Volume {
  @Id() id!: string;
  @Text({ max: 60, doc: 'Where it stands.' }) room!: string;
  @Text({
    max: 60,
    doc: 'On its back.',
    deprecated: { reason: 'Use mark instead.', since: '2026-01-01', sunset: '2027-01-01' },
  })
  code!: string;
  @Text({ optional: true, deprecated: 'Use mark instead.' }) label?: string;
  @Enumeration('VolumeSize', ['SMALL', 'LARGE'], { optional: true, deprecated: 'Nobody looks.' }) size?: string;
  @Reference(() => Writer, { optional: true, deprecated: 'A volume has several.' }) writerId?: string;
  @NestedList(() => Edition, { optional: true }) editions?: Edition[];
  @NestedList(() => Copy) copies!: Copy[];
  @Many(() => Loan, { by: 'volumeId', create: true, deprecated: 'Loans are elsewhere.' }) loans!: Loan[];
  @Many(() => Writer, { through: () => Credit, deprecated: { reason: 'Names do.', since: '2026-05-01' } })
  writers!: Writer[];
  @Total({ of: 'copies', times: 'count', price: 'price.amount', deprecated: 'Nobody sells them.' }) worth!: number;
  @Counted(() => Loan, { by: 'volumeId', deprecated: 'Count the list.' }) loanCount!: number;
}

const volumes = domainOf(Volume);
class Rename {
  @Text({ optional: true, deprecated: 'Use mark instead.' }) label?: string;
}
const renameVolume = operation({
  name: 'renameVolume',
  kind: 'mutation',
  access: anyone,
  domain: volumes,
  doc: 'Renames a volume.',
  deprecated: { reason: 'Use updateVolume instead.', since: '2026-02-01' },
  route: { method: 'POST', path: '/volume/{id}/rename', success: 200 },
  key: true,
  body: { of: 'item', type: Rename, mode: 'whole', flat: true },
  gives: { as: 'item', type: Volume },
  touches: writeTouches(volumes).update,
  perform: async ({ key, body }, context) => change(volumes, key, {}, context, { update: { set: body, remove: [] } }),
});

const definition = gatewayOf([Writer, Volume, Loan, Credit, Price], { operations: [renameVolume] });
const measured: Measures[] = [];
let gateway: TestGateway;
let schema: GraphQLSchema;
let openapi: any;
beforeAll(async () => {
  gateway = await openGateway('v2', {
    definition,
    authentication: authorizerAuthentication,
    metrics: (measures) => measured.push(measures),
  });
  schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
  openapi = (await gateway.send('GET', '/openapi.json')).json;
  const body = { id: 'v', room: 'hall', code: 'c', editions: [{ press: 'Oak' }], copies: [] };
  await gateway.send('POST', '/volume', { body });
});

/** The reasons of what is deprecated in a type, by the names of its fields or values. */
function reasonsOf(name: string): Record<string, string> {
  const type = schema.getType(name);
  const members = isEnumType(type)
    ? type.getValues()
    : isObjectType(type) || isInputObjectType(type)
      ? Object.values(type.getFields())
      : [];
  return Object.fromEntries(
    members.flatMap((member) => (member.deprecationReason ? [[member.name, member.deprecationReason]] : [])),
  );
}

test('SDL deprecates what is declared so, but nothing that has to be sent', () => {
  expect(validateSchema(schema)).toEqual([]);
  const optional = { label: 'Use mark instead.', size: 'Nobody looks.', writerId: 'A volume has several.' };
  const code = 'Use mark instead. Since 2026-01-01, until 2027-01-01.';
  expect(reasonsOf('Volume')).toEqual({
    ...optional,
    code,
    writer: 'A volume has several.',
    loans: 'Loans are elsewhere.',
    writers: 'Names do. Since 2026-05-01.',
    worth: 'Nobody sells them.',
    loanCount: 'Count the list.',
  });
  expect(reasonsOf('NewVolumeInput')).toEqual({ ...optional, loans: 'Loans are elsewhere.' });
  expect(reasonsOf('VolumeInput')).toEqual(optional);
  expect(reasonsOf('VolumePatch')).toEqual({ ...optional, code });
  expect(reasonsOf('VolumeFilter')).toEqual({ ...optional, code });
  expect(reasonsOf('VolumeOrder')).toEqual({ CODE_ASC: code, CODE_DESC: code });
  expect(reasonsOf('Edition')).toEqual({ copies: 'Nobody counts them.' });
  expect(reasonsOf('Query')).toEqual({ volumes: 'Read the shelf instead. Since 2026-03-01, until 2026-12-31.' });
  expect(reasonsOf('Mutation')).toEqual({ renameVolume: 'Use updateVolume instead. Since 2026-02-01.' });
  const { args } = schema.getMutationType()!.getFields().renameVolume!;
  expect(args.find(({ name }) => name === 'label')!.deprecationReason).toBe('Use mark instead.');
});

test('OpenAPI and MCP say the same', async () => {
  const { properties } = openapi.components.schemas.Volume;
  expect(properties.code).toMatchObject({
    deprecated: true,
    description: 'On its back. Deprecated: Use mark instead. Since 2026-01-01, until 2027-01-01.',
  });
  expect(properties.size).toMatchObject({ deprecated: true, description: 'Deprecated: Nobody looks.' });
  expect(properties.writer).toMatchObject({ deprecated: true });
  for (const name of ['loans', 'writers', 'worth', 'loanCount']) {
    expect(properties[name]).toMatchObject({ deprecated: true, description: expect.stringContaining('Deprecated: ') });
  }
  expect(properties.room.deprecated).toBeUndefined();
  expect(openapi.components.schemas.VolumeInput.properties.code.deprecated).toBe(true);
  expect(openapi.components.schemas.VolumeFilter.properties.label.deprecated).toBe(true);
  const { get, post } = openapi.paths['/volume'];
  expect(get).toMatchObject({
    deprecated: true,
    description: expect.stringMatching(/Deprecated: Read the shelf instead\. Since 2026-03-01, until 2026-12-31\.$/),
  });
  expect(Object.keys(get.responses[200].headers)).toEqual(expect.arrayContaining(['Deprecation', 'Sunset']));
  expect(post.deprecated).toBeUndefined();
  const parameters = get.parameters.filter(({ deprecated }: any) => deprecated).map(({ name }: any) => name);
  expect(parameters).toEqual(['code', 'label', 'size', 'writerId']);
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  const { tools } = (await gateway.send('POST', '/mcp', { body })).json.result;
  const tool = (name: string): any => tools.find((one: any) => one.name === name);
  expect(tool('volumes').description).toContain('Deprecated: Read the shelf instead.');
  expect(tool('createVolume').inputSchema.properties.input.properties.label).toMatchObject({
    deprecated: true,
    description: 'Deprecated: Use mark instead.',
  });
});

test('the SDK strikes it through', () => {
  const sources = clientSources(methodsOf(definition.operations), schema, openapi.components.schemas);
  const client = Object.values(sources).join('\n');
  expect(client).toContain(' * @deprecated Read the shelf instead. Since 2026-03-01, until 2026-12-31.\n');
  expect(client).toContain(' * On its back.\n   * @deprecated Use mark instead. Since 2026-01-01, until 2027-01-01.\n');
  expect(client).toContain('@deprecated Nobody counts them.');
  expect(client).toContain('@deprecated Nobody sells them.');
  expect(client).toContain('@deprecated Count the list.');
  expect(sources.filters).toContain(' * @deprecated A volume has several.\n');
  expect(client).not.toContain('Deprecated: ');
});

test('REST says in each answer of a deprecated operation since when, and until when', async () => {
  const headersOf = async (method: string, path: string) => {
    const { headers } = await gateway.send(method, path, method === 'POST' ? { body: {} } : {});
    return { deprecation: headers.deprecation, sunset: headers.sunset };
  };
  // The examples of RFC 9745, section 2.1, and RFC 8594, section 3, are in these forms.
  const both = { deprecation: '@1772323200', sunset: 'Thu, 31 Dec 2026 00:00:00 GMT' };
  expect(await headersOf('GET', '/volume?room=hall')).toEqual(both);
  expect(await headersOf('HEAD', '/volume?room=hall')).toEqual(both);
  expect(await headersOf('GET', '/volume?nonsense=1')).toEqual(both);
  expect(await headersOf('POST', '/volume/v/rename')).toEqual({ deprecation: '@1769904000', sunset: undefined });
  const none = { deprecation: undefined, sunset: undefined };
  expect(await headersOf('GET', '/volume/v')).toEqual(none);
  expect(await headersOf('POST', '/volume')).toEqual(none);
  expect(await headersOf('GET', '/nowhere')).toEqual(none);
});

describe('the log tells who uses what', () => {
  /** What the log says of a request, and whether the metrics count it. */
  const usesOf = async (method: string, path: string, body?: unknown) => {
    measured.splice(0);
    await gateway.send(method, path, { body, principal: 'ann', headers: { 'user-agent': 'shelf-app/2' } });
    const { deprecated, caller, userAgent } = gateway.log.at(-1)!;
    expect(measured.at(-1)!.usesDeprecated).toBe(deprecated !== undefined);
    expect({ caller, userAgent }).toEqual(deprecated ? { caller: 'ann', userAgent: 'shelf-app/2' } : {});
    return deprecated;
  };
  const graphqlUses = async (query: string, variables?: object) => usesOf('POST', '/graphql', { query, variables });
  const toolUses = async (name: string, values: object) =>
    usesOf('POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: values } });

  test.each([
    ['a read of all', 'GET', '/volume/v', undefined, undefined],
    ['a read of a field', 'GET', '/volume/v?fields=id,code', undefined, ['Volume.code']],
    ['a list', 'GET', '/volume?room=hall', undefined, ['volumes']],
    [
      'a relation',
      'GET',
      '/volume/v?include=loans,writers,writer',
      undefined,
      ['Volume.loans', 'Volume.writers', 'Volume.writer'],
    ],
    ['an amount', 'GET', '/volume/v?include=worth,loanCount', undefined, ['Volume.worth', 'Volume.loanCount']],
    ['a relation on the way', 'GET', '/credit/v?include=volume.loans', undefined, ['Volume.loans']],
    [
      'what is created with it',
      'POST',
      '/volume',
      { room: 'r', code: 'c', copies: [], loans: [{}] },
      ['Volume.code', 'Volume.loans'],
    ],
    ['its filter', 'GET', '/volume?room=hall&code=c', undefined, ['volumes', 'Volume.code']],
    ['its order', 'GET', '/volume?room=hall&sort=-code', undefined, ['volumes', 'Volume.code']],
    ['a body', 'PATCH', '/volume/v', { label: 'l' }, ['Volume.label']],
    ['a null', 'PATCH', '/volume/v', { size: null }, ['Volume.size']],
    ['a body inside', 'PATCH', '/volume/v', { editions: [{ press: 'Elm', copies: 3 }] }, ['Edition.copies']],
    ['a body without', 'PATCH', '/volume/v', { room: 'attic', editions: [{ press: 'Elm' }] }, undefined],
    ['a batch', 'POST', '/volume/batch', { items: [{ room: 'r', code: 'c', copies: [] }] }, ['Volume.code']],
    ['a verb', 'POST', '/volume/v/rename', {}, ['renameVolume']],
    ['its body', 'POST', '/volume/v/rename', { label: 'x' }, ['renameVolume', 'Rename.label']],
    ['what is refused', 'PATCH', '/volume/v', { label: 1 }, undefined],
  ])('REST: %s', async (_, method, path, body, uses) => {
    expect(await usesOf(method, path, body)).toEqual(uses);
  });

  test.each([
    ['nothing of it', '{ volume(id: "v") { id room editions { press } } }', undefined, undefined],
    ['a field', '{ volume(id: "v") { id code } }', undefined, ['Volume.code']],
    ['a field of nobody', '{ volume(id: "none") { ...F } } fragment F on Volume { code }', undefined, ['Volume.code']],
    [
      'every field, as the SDK does',
      '{ volume(id: "v") { id room code label size writerId editions { press copies } copies { count priceId } version } }',
      undefined,
      undefined,
    ],
    [
      'every field, and a relation',
      '{ volume(id: "v") { id room code label size writerId editions { press copies } copies { count priceId } writer { id } } }',
      undefined,
      ['Volume.writer'],
    ],
    ['a field inside', '{ volume(id: "v") { editions { copies } } }', undefined, ['Edition.copies']],
    ['a relation', '{ volume(id: "v") { loans { totalCount } worth } }', undefined, ['Volume.loans', 'Volume.worth']],
    ['an operation', '{ volumes(filter: { room: { eq: "r" } }) { edges { node { id } } } }', undefined, ['volumes']],
    [
      'a variable',
      'mutation($p: VolumePatch!) { updateVolume(id: "v", patch: $p) { id } }',
      { p: { label: 'l' } },
      ['Volume.label'],
    ],
    [
      'an argument',
      'mutation { renameVolume(id: "v", label: "x") { id } }',
      undefined,
      ['renameVolume', 'Rename.label'],
    ],
  ])('GraphQL: %s', async (_, query, variables, uses) => {
    expect(await graphqlUses(query, variables)).toEqual(uses);
    // The second time from what is kept of the document.
    expect(await graphqlUses(query, variables)).toEqual(uses);
  });

  test('MCP', async () => {
    expect(await toolUses('volume', { id: 'v' })).toBeUndefined();
    expect(await toolUses('updateVolume', { id: 'v', patch: { label: 'l' } })).toEqual(['Volume.label']);
    expect(await toolUses('volumes', { filter: { room: { eq: 'r' } } })).toEqual(['volumes']);
  });
});

describe('a declaration that makes no sense is refused', () => {
  const declare = (deprecated: any) => {
    class Thing {
      @Id() id!: string;
      @Text({ deprecated }) name!: string;
    }
    return Thing;
  };
  test.each([
    [' ', 'callers are told why it is deprecated'],
    [{ reason: 'Old.', since: 'March' }, 'since of its deprecation must be a calendar date such as 2026-03-01.'],
    [{ reason: 'Old.', sunset: '2026-02-30' }, 'sunset of its deprecation must be a calendar date'],
    [{ reason: 'Old.', since: '2026-03-01', sunset: '2026-02-01' }, 'its sunset is before it is deprecated'],
  ])('%p', (deprecated, sentence) => {
    expect(() => declare(deprecated)).toThrow(`Thing.name: ${sentence}`);
    expect(() => declare(deprecated)).toThrow(expect.objectContaining({ name: 'DeclarationError' }));
  });

  test('of a relation and of an amount', () => {
    class Thing {
      @Id() id!: string;
    }
    const [deprecated, told] = ['', 'Thing.others: callers are told why it is deprecated'];
    const { prototype } = Thing;
    expect(() => Many(() => Thing, { by: 'id', deprecated })(prototype, 'others')).toThrow(told);
    expect(() => Counted(() => Thing, { by: 'id', deprecated })(prototype, 'others')).toThrow(told);
    expect(() => Total({ of: 'o', times: 't', price: 'p.q', deprecated })(prototype, 'others')).toThrow(told);
  });

  test('of an operation', () => {
    expect(() => {
      Domain('thing', { operations: ['get'], deprecated: { list: listing } })(declare('Old.'));
    }).toThrow("Thing: deprecated names 'list', which is not one of its operations: get.");
    expect(() => {
      Domain('thing', { deprecated: { list: { ...listing, reason: '' } } })(declare('Old.'));
    }).toThrow('Thing, deprecated list: callers are told why it is deprecated');
    expect(() => {
      Domain('thing', { deprecated: { get: 'Old.' as any } })(declare('Old.'));
    }).toThrow(
      new DeclarationError(
        "Thing, deprecated get: callers are told why it is deprecated: write { reason: '…', since: '2026-03-01' }.",
      ),
    );
    expect(() =>
      operation({ ...renameVolume, deprecated: { ...listing, since: 'now' }, perform: async () => ({}) } as any),
    ).toThrow('renameVolume: since of its deprecation must be a calendar date');
  });
});
