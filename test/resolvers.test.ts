import 'reflect-metadata';
import { Arg, Authorized, Ctx, FieldResolver, Float, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { anyone, role } from '../schema/access';
import { Id, Integer, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { domainOf } from '../schema/facts';
import type { Context } from '../services/context';
import { defineGateway, defineModule } from '../services/definition';
import type { ResolverClass } from '../services/definition';
import { ServiceError } from '../services/errors';
import { openLocalGateway } from '../local/local-gateway';
import { servedDocument } from '../tools/served';
import { formats, openGateway } from './harness';

// What only GraphQL has is an ordinary resolver class of TypeGraphQL, listed in its module. The decorators and what they
// mean: https://typegraphql.com/docs/resolvers.html and https://typegraphql.com/docs/authorization.html

@Domain('cask', { access: { read: anyone, write: role('cooper') }, scan: true })
class Cask {
  @Id() id!: string;
  @Text({ max: 60 }) wood!: string;
  @Integer({ min: 1 }) litres!: number;
}

@Resolver(() => Cask)
class CaskResolver {
  @FieldResolver(() => Float, { description: 'How many bottles it fills.' })
  bottles(@Root() { litres }: Cask): number {
    return litres / 0.75;
  }

  @Authorized('anyone')
  @Query(() => Int, { description: 'How much there is in all of these.' })
  async litresIn(@Arg('ids', () => [String]) ids: string[], @Ctx() context: Context): Promise<number> {
    const casks = await context.table(domainOf(Cask)).getMany(ids.map((id) => ({ id })));
    return casks.reduce((sum, cask) => sum + Number(cask?.litres ?? 0), 0);
  }

  @Authorized()
  @Query(() => String)
  whoAmI(@Ctx() { caller }: Context): string {
    return caller!.userName;
  }

  @Authorized('cooper')
  @Mutation(() => Int)
  async knock(): Promise<number> {
    throw new ServiceError('conflict', 'Nobody is in.');
  }
}

const gatewayWith = (...resolvers: ResolverClass[]) =>
  defineGateway({
    name: 'cellar',
    modules: [defineModule({ name: 'cellar', domains: [Cask], resolvers: async () => resolvers })],
  });

const caller = (userName: string, ...roles: string[]) => ({
  callerOf: async () => ({ id: userName, userName, roles }),
});

describe.each(formats)('hand-written resolvers with %s events', (payload) => {
  const definition = gatewayWith(CaskResolver);

  test('add fields to a type and to the root, and read through the context', async () => {
    const gateway = await openGateway(payload, { definition });
    for (const [id, litres] of [
      ['a', 225],
      ['b', 300],
    ] as const) {
      await gateway.send('POST', '/cask', { body: { id, wood: 'oak', litres } });
    }
    const { json } = await gateway.graphql('{ cask(id: "a") { id bottles } litresIn(ids: ["a", "b", "none"]) }');
    expect(json).toEqual({ data: { cask: { id: 'a', bottles: 300 }, litresIn: 525 } });
  });

  test.each([
    ['nobody', undefined, '{ litresIn(ids: []) }', undefined],
    ['nobody', undefined, '{ whoAmI }', 'UNAUTHENTICATED'],
    ['ann', caller('ann'), '{ whoAmI }', undefined],
    ['nobody', undefined, 'mutation { knock }', 'UNAUTHENTICATED'],
    ['ann', caller('ann'), 'mutation { knock }', 'FORBIDDEN'],
    ['ann', caller('ann', 'cooper'), 'mutation { knock }', 'CONFLICT'],
  ])('%s (%j) asks %s and gets %s', async (_, authentication, query, code) => {
    const gateway = await openGateway(payload, { definition, authentication });
    const { json } = await gateway.graphql(query);
    expect(json.errors?.[0].extensions.code).toBe(code);
  });

  test('an error of theirs is told like any other, with its path', async () => {
    const gateway = await openGateway(payload, { definition, authentication: caller('ann', 'cooper') });
    const { errors } = (await gateway.graphql('mutation { knock }')).json;
    expect(errors).toMatchObject([
      { message: 'Nobody is in.', path: ['knock'], extensions: { code: 'CONFLICT', type: '/problems/conflict' } },
    ]);
  });
});

test('a field at the root without a rule is refused, with what to write', async () => {
  @Resolver()
  class Open {
    @Query(() => Int)
    forgotten(): number {
      return 1;
    }
  }
  const gateway = await openGateway('v1', { definition: gatewayWith(Open) });
  const { status } = await gateway.graphql('{ forgotten }');
  expect(status).toBe(500);
  const logged = JSON.stringify(gateway.log);
  expect(logged).toContain("Open.forgotten: who may is not said: write @Authorized('anyone'), @Authorized() or");
});

test('whoever makes the documents is told what is wrong, in place of a wrong document', async () => {
  @Resolver()
  class Forgetful {
    @Query(() => Int)
    open(): number {
      return 1;
    }
  }
  await expect(servedDocument(gatewayWith(Forgetful), '/schema.graphql')).rejects.toThrow(
    '/schema.graphql cannot be made: Forgetful.open: who may is not said',
  );
});

describe('the start on a machine is refused, before anything is up, of', () => {
  const started = async (...resolvers: ResolverClass[]) =>
    openLocalGateway(
      {
        definition: gatewayWith(...resolvers),
        port: 0,
        payload: 'v2',
        auth: 'open',
        cors: { origins: [], credentials: false },
        samples: false,
        log: () => undefined,
        note: () => undefined,
        complain: () => undefined,
        engineEnded: () => undefined,
      },
      {},
    );

  test('a root field without a rule', async () => {
    @Resolver()
    class Unsaid {
      @Query(() => Int)
      unsaid(): number {
        return 1;
      }
    }
    await expect(started(Unsaid)).rejects.toThrow(
      "Unsaid.unsaid: who may is not said: write @Authorized('anyone'), @Authorized() or @Authorized('…') with a role above it.",
    );
  });

  test('a root field with the name of an operation, or of another one', async () => {
    @Resolver()
    class Double {
      @Authorized('anyone')
      @Query(() => Int, { name: 'cask' })
      count(): number {
        return 1;
      }
    }
    @Resolver()
    class First {
      @Authorized('anyone')
      @Query(() => Int)
      count(): number {
        return 1;
      }
    }
    @Resolver()
    class Second {
      @Authorized('anyone')
      @Query(() => Int)
      count(): number {
        return 2;
      }
    }
    await expect(started(Double)).rejects.toThrow(
      `Double.count: the GraphQL field "cask" is already one of Cask: rename the method, or write { name: '…' } in its decorator.`,
    );
    await expect(started(First, Second)).rejects.toThrow(
      `Second.count: the GraphQL field "count" is already one of First: rename the method, or write { name: '…' } in its decorator.`,
    );
  });

  test('a field that its class declares already, which nobody would ask it for', async () => {
    @Resolver(() => Cask)
    class Again {
      @FieldResolver(() => String)
      wood(): string {
        return 'ash';
      }
    }
    @Resolver(() => Cask)
    class Owned {
      @FieldResolver(() => Int, { name: 'version' })
      edition(): number {
        return 7;
      }
    }
    await expect(started(Again)).rejects.toThrow(
      `Again.wood: Cask declares the field "wood" already, and this resolver would not be asked: rename the method, or write { name: '…' } in its decorator.`,
    );
    await expect(started(Owned)).rejects.toThrow('Owned.edition: Cask declares the field "version" already');
  });

  test('a field of a type that GraphQL does not take', async () => {
    @Resolver(() => Cask)
    class Reserved {
      @FieldResolver(() => Int, { name: '__age' })
      age(): number {
        return 1;
      }
    }
    await expect(started(Reserved)).rejects.toThrow(/__age/);
  });
});
