import { buildSchema } from 'graphql';
import { tokenAuthentication } from '../api/auth/authentication';
import type { Authentication } from '../api/auth/authentication';
import { checkAccess } from '../tools/documents';
import { any, anyone, owner, role, signedIn } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { Id, Integer, Many, Nested, Reference, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { DeclaredClass } from '../schema/facts';
import { domains as usual } from './usual';
import { operationsOf } from '../services';
import { accessMatrix, peopleOf, undeclaredFields, wronglyTold } from './access-matrix';
import type { Matrix, Person } from './access-matrix';
import { openGateway } from './harness';
import { openFakeIssuer } from './tokens';
import type { FakeIssuer } from './tokens';

/** What the usual domains have no example of, with rules that a test may widen one by one. */
function domainsWith({
  write = role('admin'),
  list = owner('userName'),
  phone = signedIn,
  score = role('admin'),
  grade = role('auditor'),
}: Partial<Record<'write' | 'list' | 'phone' | 'score' | 'grade', AccessRule>> = {}): readonly DeclaredClass[] {
  @Domain('vault', { access: { read: role('admin'), write: role('admin') }, scan: true })
  class Vault {
    @Id({ max: 60, example: 'v-1' }) id!: string;
    @Integer({ example: 9, visible: grade }) grade!: number;
  }
  @Domain('profile', {
    access: { read: any(owner('userName'), role('admin')), write: owner('userName') },
    key: { partition: 'userName' },
    scan: true,
  })
  class Profile {
    @Text({ max: 60, example: 'bob' }) userName!: string;
    @Text({ max: 60, example: 'Likes tea.', optional: true, visible: signedIn }) about?: string;
  }
  class Review {
    @Integer({ example: 5, visible: score }) score!: number;
    @Text({ max: 60, example: 'Fine.' }) words!: string;
  }
  @Domain('note', {
    access: { read: owner('userName'), write: owner('userName'), list },
    key: { partition: 'userName', sort: 'id' },
    indexes: { byStudio: { partition: 'studioId' } },
    scan: true,
  })
  class Note {
    @Text({ max: 60, example: 'bob' }) userName!: string;
    @Id({ max: 100, example: 'n-1' }) id!: string;
    @Text({ max: 60, example: 's-1' }) studioId!: string;
    @Reference(() => Profile, { example: 'bob', as: 'about' }) aboutUser!: string;
    @Reference(() => Vault, { example: 'v-1' }) vaultId!: string;
    @Nested(() => Review) review!: Review;
  }
  @Domain('studio', {
    access: { read: anyone, write },
    scan: true,
    indexes: { byPhone: { partition: 'city', sort: 'phone' } },
  })
  class Studio {
    @Id({ max: 60, example: 's-1' }) id!: string;
    @Text({ max: 60, example: 'Ulm' }) city!: string;
    @Text({ max: 60, example: '12345', visible: phone }) phone!: string;
    @Many(() => Note, { by: 'studioId' }) notes!: Note[];
  }
  @Domain('guestbook', { access: { read: anyone, write: signedIn }, scan: true })
  class Guestbook {
    @Id({ max: 60, example: 'g-1' }) id!: string;
    @Text({ max: 60, example: 'I was here.' }) words!: string;
    @Text({ max: 60, example: '12345', optional: true, visible: role('admin') }) phone?: string;
  }
  return [Vault, Profile, Note, Studio, Guestbook];
}

let issuer: FakeIssuer;
let authentication: Authentication;
let people: readonly Person[];
beforeAll(async () => {
  issuer = await openFakeIssuer();
  const { audience, jwksUri } = issuer;
  authentication = tokenAuthentication({ issuers: [{ issuer: issuer.issuer, audience, jwksUri }] });
  people = peopleOf(issuer);
});
afterAll(async () => issuer.close());

/** The matrix of a gateway with some domains, against the rules of others. */
async function matrixOf(
  domains: readonly DeclaredClass[],
  meant = domains,
  options: { readonly authentication?: Authentication; readonly payload?: 'v1' | 'v2' } = {},
): Promise<Matrix> {
  const gateway = await openGateway(options.payload, { authentication, ...options, domains });
  return accessMatrix(gateway, meant === domains ? gateway.operations : operationsOf(meant), people);
}

test('the usual gateway lets in whom its rules let in, and nobody else', async () => {
  const gateway = await openGateway('v1', { authentication });
  const { wrong, cells } = await accessMatrix(gateway, gateway.operations, people);
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(gateway.operations.length * people.length * 3);
});

test('hidden fields, relations and lists that narrow keep to their rules', async () => {
  const domains = domainsWith();
  const { wrong, cells } = await matrixOf(domains, domains, { payload: 'v2' });
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(operationsOf(domains).length * people.length * 3);
});

test('an agent is told of every tool that may let its person in, and of no other', async () => {
  const domains = domainsWith();
  for (const told of [usual, domains]) {
    const gateway = await openGateway('v1', { authentication, domains: told });
    expect(await wronglyTold(gateway, gateway.operations, people)).toEqual([]);
  }
  // Told by wider rules than are meant, an agent would be told too much.
  const wide = await openGateway('v1', { authentication, domains: domainsWith({ write: anyone }) });
  expect(await wronglyTold(wide, operationsOf(domains), people)).toContain('alice is told of deleteStudio');
});

test('a feed of what nobody can be shown as a whole is no tool', async () => {
  // Its rule lets only owners in, and a request for it names none: it would refuse everybody.
  @Domain('diary', {
    access: { read: owner('userName'), write: owner('userName') },
    key: { partition: 'userName' },
    scan: true,
    events: true,
  })
  class Diary {
    @Text({ max: 60, example: 'bob' }) userName!: string;
    @Text({ max: 60, example: 'Rain.' }) words!: string;
  }
  const gateway = await openGateway('v1', { authentication, domains: [Diary] });
  const headers = { authorization: `Bearer ${issuer.token('alice')}` };
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const { json } = await gateway.send('POST', '/mcp', { body, headers });
  const names = json.result.tools.map(({ name }: { name: string }) => name);
  expect(names).toContain('diary');
  expect(names).not.toContain('diaryChanges');
  expect((await gateway.send('GET', '/diary/changes', { headers })).status).toBe(403);
});

/** One rule after the other is wider than it is meant, and what then gets through. */
const wider = {
  write: ['createStudio as alice', 'deleteStudio as nobody', 'createStudios as bob'],
  list: [
    'allNotes as nobody',
    'allNotes as alice, own: Note of bob is shown',
    'studio as bob, with notes: Note of alice',
  ],
  phone: ['studio as nobody, own: Studio.phone is shown', 'studios as nobody, by phone: ok, not unauthenticated'],
  score: ['note as alice, own: Review.score is shown', 'allNotes as bob, by review.score: ok, not forbidden'],
} as const;

test('a rule that is wider than it is meant is noticed, wherever it is', async () => {
  const everything = Object.fromEntries(Object.keys(wider).map((name) => [name, anyone]));
  const { wrong } = await matrixOf(domainsWith(everything), domainsWith());
  for (const part of Object.values(wider).flat()) {
    // A tool brings no relations along.
    const expected = part.includes(', with ') ? ['REST', 'GraphQL'] : ['REST', 'GraphQL', 'MCP'];
    const found = expected.filter((face) => wrong.some((cell) => cell.startsWith(`${face} ${part}`)));
    expect({ part, found }).toEqual({ part, found: expected });
  }
  expect(wrong).toContain('a refused request has changed something');
  // What nobody has widened is right all the same.
  expect(wrong.filter((cell) => /Profile|Guestbook/.test(cell))).toEqual([]);
});

test('tokens that do not count are noticed when they do', async () => {
  const [guestbook] = domainsWith().slice(-1);
  const lenient: Authentication = {
    callerOf: async (request) => {
      const authorization = request.headers.get('authorization');
      const bad = people.find(({ token, known }) => !known && token && authorization === `Bearer ${token}`);
      return bad ? { id: 'alice', userName: 'alice', roles: [] } : authentication.callerOf(request);
    },
  };
  const { wrong } = await matrixOf([guestbook!], undefined, { authentication: lenient });
  expect(wrong).toContain('REST createGuestbook as alice with an expired token, own: ok, not unauthenticated');
  expect(wrong).toContain('MCP createGuestbook as alice with an expired token, own: ok, not unauthenticated');
  expect(wrong).toContain('GraphQL createGuestbook as alice with a token for others, own: ok, not unauthenticated');
});

describe('nothing is left out:', () => {
  const domains = [...usual, ...domainsWith()];

  test('every route of the OpenAPI document and every field of the SDL stands in the list of operations', async () => {
    const gateway = await openGateway('v1', { domains });
    const { paths } = (await gateway.send('GET', '/openapi.json')).json as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.toSorted()).toEqual(
      gateway.operations.map(({ route }) => `${route.method} ${route.path}`).toSorted(),
    );
    const schema = buildSchema((await gateway.send('GET', '/schema.graphql')).text);
    expect(undeclaredFields(schema, gateway.operations)).toEqual([]);
    // A field that no declaration knows would be one without a rule.
    expect(undeclaredFields(schema, gateway.operations.slice(1))).toEqual([`Query.${gateway.operations[0]!.name}`]);
  });

  test('every operation has a rule, and one without fails the build', () => {
    expect(() => checkAccess(operationsOf(domains))).not.toThrow();
    @Domain('forgotten', { scan: true })
    class Forgotten {
      @Id() id!: string;
    }
    expect(() => checkAccess(operationsOf([...usual, Forgotten]))).toThrow(
      'Nobody may use GET /forgotten/{id}: write access: { read: …, write: … } in its @Domain, or in the operation.',
    );
  });

  test('what is no operation is a document for everybody', async () => {
    const gateway = await openGateway('v1', { authentication });
    const pages = [
      '/',
      '/docs',
      '/health',
      '/openapi.json',
      '/asyncapi.json',
      '/schema.graphql',
      '/problems/forbidden',
    ];
    for (const page of pages) {
      for (const { token } of people) {
        const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
        const { status } = await gateway.send('GET', page, { headers });
        // The built pages are there only after a build.
        expect({ page, status }).toEqual({ page, status: page === '/docs' ? expect.any(Number) : 200 });
      }
    }
  });
});
