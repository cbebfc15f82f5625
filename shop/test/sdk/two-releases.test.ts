import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSchema, getNamedType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { manifestOf } from '../../../infra/plan/manifest';
import { planOf } from '../../../infra/plan/plan';
import type { Release } from '../../../infra/plan/plan';
import { domainOf } from '../../../schema/facts';
import type { DomainFact, FieldFact } from '../../../schema/facts';
import { methodsOf } from '../../../tools/codegen/methods';
import { required } from '../../../schema/required';
import { releases } from './releases';
import type { ReleaseName } from './releases';
import { writtenFrom } from './written';
import type { Written } from './written';

/*
 * The SDK of one release against the gateway of another, over both transports. Which calls must break is read from what
 * `npm run plan` finds between the two, and from nothing else; which calls there are, from the class of the SDK's own
 * release: each method plainly, and with each field, each value of an enumeration and the longest text.
 */

/** A release that is served, and what was written for its callers. */
interface Served {
  readonly name: ReleaseName;
  readonly domain: DomainFact;
  readonly url: string;
  readonly release: Release;
  /** Its SDK; each takes the place of the one before. */
  readonly written: () => Written;
  readonly end: () => Promise<void>;
}

async function start(name: ReleaseName): Promise<Served> {
  const line = ['-r', '@swc-node/register', join(__dirname, 'serve-release.ts')];
  const prefix = `release-${randomUUID().slice(0, 8)}-`;
  const child = spawn(process.execPath, [...line, process.env.TEST_ENGINE!, prefix, name], {
    cwd: join(__dirname, '../../..'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const url = said.toString().trim();
  const read = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text();
  const graphql = await read('/schema.graphql');
  const openapi = JSON.parse(await read('/openapi.json')) as Record<string, unknown>;
  const asyncapi = JSON.parse(await read('/asyncapi.json')) as Record<string, unknown>;
  const definition = releases[name];
  return {
    name,
    domain: domainOf(definition.domains[0]!),
    url,
    release: { manifest: manifestOf(definition, '1.0.0'), graphql, openapi, asyncapi },
    written: () => {
      jest.resetModules();
      return writtenFrom(definition.operations, graphql, openapi);
    },
    end: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

const served = {} as Record<ReleaseName, Served>;
beforeAll(async () => {
  const names = ['first', 'compatible', 'breaking'] as const;
  await Promise.all(names.map(async (name) => (served[name] = await start(name))));
});
afterAll(async () => Promise.all(Object.values(served).map(async ({ end }) => end())));

/**
 * What a finding breaks, in the words in which a probe says what it uses: `Plank.finish`, `PlankInput.grade=C`,
 * `PlankInput as it was`, `DELETE /plank/{id}`.
 */
function brokenBy(words: string): string {
  const patterns: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
    [/^Type '(\w+)' was removed/, (type) => type],
    [
      /^(?:Input field|Field) '(\w+)' was removed from (?:input )?object type '(\w+)'/,
      (field, type) => `${type}.${field}`,
    ],
    [/^Input field '\w+' of type '.*!' was added to input object type '(\w+)'/, (type) => `${type} as it was`],
    [/^Enum value '(\w+)' was removed from enum '(\w+)'/, (value, type) => `${type}=${value}`],
    [/^(\w+)\.\w+ must be sent now\.$/, (type) => `${type} as it was`],
    [/^(.*?),? has maxLength \d+, before \d+\.$/, (place) => `${place} at its longest`],
    [/^(.*?),? no longer takes (\w+)\.$/, (place, value) => `${place}=${value}`],
    [/^(.*?),? is no longer (?:there|taken)\.$/, (place) => place],
  ];
  for (const [pattern, name] of patterns) {
    const match = pattern.exec(words);
    if (match) return name(...match.slice(1));
  }
  throw new Error(`No probe knows what this breaks: ${words}`);
}

type Transport = 'rest' | 'graphql';

/** One call, what of the faces it uses, and whether it has worked. */
interface Probe {
  readonly name: string;
  readonly transports: readonly Transport[];
  uses(transport: Transport): readonly string[];
  works(transport: Transport): Promise<boolean>;
}

/** The types and the fields that the GraphQL text of an operation names. */
function namedIn({ texts }: Written, sdl: string, operation: string): readonly string[] {
  const named = new Set<string>();
  const types = new TypeInfo(buildSchema(sdl));
  const definitions = texts.flatMap((text) => text.definitions);
  const found = definitions.find((definition) => {
    const [root] = definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
    return root?.kind === Kind.FIELD && root.name.value === operation;
  });
  visit(
    required(found, `the text of ${operation}`),
    visitWithTypeInfo(types, {
      NamedType: ({ name }) => void named.add(name.value),
      Field: ({ name }) => {
        named.add(`${types.getParentType()!.name}.${name.value}`);
        named.add(getNamedType(types.getType()!).name);
      },
    }),
  );
  return [...named];
}

let count = 0;

/** Everything that a caller of one release does, tried on the gateway of another. */
function probesOf(caller: Served, written: Written, gateway: Served): readonly Probe[] {
  const { fields, typeName } = caller.domain;
  const own = fields.filter(({ name }) => name !== 'id');
  const clients = (['rest', 'graphql'] as const).map(
    (transport) => [transport, written.sdk.createClient({ url: gateway.url, transport, retries: 0 }) as any] as const,
  );
  const clientOf = (transport: Transport): any => clients.find(([one]) => one === transport)![1].plank;
  const valuesOf = (field: FieldFact): readonly unknown[] => {
    if (field.kind === 'enumeration') return field.enumeration.values;
    return field.kind === 'text' ? ['short', 'x'.repeat(field.max)] : [1];
  };
  const isLong = (value: unknown): boolean => typeof value === 'string' && value.length > 20;
  const whole = (): Record<string, unknown> =>
    Object.fromEntries(
      own
        .filter((field) => !field.optional && field.default === undefined)
        .map((field) => [field.name, valuesOf(field)[0]]),
    );
  /** An item that the gateway's own release has made, with all its fields. */
  async function made(): Promise<string> {
    const id = `plank-${++count}`;
    const body = {
      id,
      ...Object.fromEntries(
        gateway.domain.fields.filter(({ name }) => name !== 'id').map((field) => [field.name, valuesOf(field)[0]]),
      ),
    };
    const { status } = await fetch(`${gateway.url}/plank`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (status !== 201) throw new Error(`The gateway refuses its own item: ${status}`);
    return id;
  }
  const usesOfBody = (type: string, body: Readonly<Record<string, unknown>>): readonly string[] =>
    Object.entries(body).flatMap(([name, value]) => [
      `${type}.${name}`,
      `${type}.${name}=${String(value)}`,
      ...(name === 'grade' ? [`Grade=${String(value)}`] : []),
      ...(isLong(value) ? [`${type}.${name} at its longest`] : []),
    ]);

  const placed = methodsOf(releases[caller.name].operations);
  /** A probe of one method of the SDK. */
  function probe(
    called: string,
    what: string,
    work: (client: any) => Promise<unknown>,
    more: (transport: Transport) => readonly string[] = () => [],
  ): readonly Probe[] {
    const operation = placed.find((one) => one.called === called)?.operation;
    if (!operation) return [];
    const { method, path } = operation.route;
    return [
      {
        name: `${called}, ${what}`,
        transports: ['rest', 'graphql'],
        uses: (transport) => [
          ...(transport === 'rest' ? [`${method} ${path}`] : namedIn(written, caller.release.graphql, operation.name)),
          ...more(transport),
        ],
        works: async (transport) => isTrue(async () => work(clientOf(transport))),
      },
    ];
  }
  const typeOf = (called: string, transport: Transport): string =>
    `${typeName}${called === 'update' ? 'Patch' : called === 'replace' && transport === 'rest' ? 'Replacement' : 'Input'}`;
  const writing: Readonly<Record<string, (client: any, body: object) => Promise<unknown>>> = {
    create: async (client, body) => client.create(body),
    replace: async (client, body) => client.replace(await made(), body),
    update: async (client, body) => client.update(await made(), body),
    createMany: async (client, body) => {
      const [outcome] = await client.createMany([body]);
      return outcome.status === 201;
    },
  };
  const writes = Object.entries(writing).flatMap(([called, work]) => {
    const rest = called === 'update' ? {} : whole();
    const bodies = own.flatMap((field) => valuesOf(field).map((value) => ({ ...rest, [field.name]: value })));
    return bodies.flatMap((body) =>
      probe(
        called,
        JSON.stringify(body),
        async (client) => work(client, body),
        (transport) => {
          const type = typeOf(called, transport);
          return [...usesOfBody(type, body), ...(called === 'update' ? [] : [`${type} as it was`])];
        },
      ),
    );
  });
  const reading: Readonly<Record<string, (client: any, id: string) => Promise<any>>> = {
    get: async (client, id) => client.get(id),
    getMany: async (client, id) => (await client.getMany([id]))[0],
    list: async (client, id) => (await client.list({ filter: { id: { eq: id } } }).toArray())[0],
    changes: async (client) => {
      const batches = client.changes().batches()[Symbol.asyncIterator]();
      await batches.next();
      await made();
      for (;;) {
        const [change] = (await batches.next()).value.changes;
        if (change) return change.item;
      }
    },
  };
  const reads = Object.entries(reading).flatMap(([called, work]) => {
    const items = new Map<unknown, Promise<any>>();
    /** One answer tells of every field. */
    const itemFrom = async (client: any): Promise<any> => {
      if (!items.has(client))
        items.set(
          client,
          made().then(async (id) => work(client, id)),
        );
      return items.get(client);
    };
    return own.flatMap(({ name }) =>
      probe(
        called,
        `reads ${name}`,
        async (client) => (await itemFrom(client))[name] !== undefined,
        (transport) => [
          called === 'changes' ? `${typeName}Announced.${name}` : `${typeName}.${name}`,
          ...(transport === 'rest' && ['get', 'list'].includes(called) ? [`${typeName}Selection.${name}`] : []),
        ],
      ),
    );
  });
  const filters = own.flatMap((field) =>
    valuesOf(field).flatMap((value): readonly Probe[] => {
      const parameter = `GET /plank, query ${field.name}`;
      const used = [
        parameter,
        `${parameter}=${String(value)}`,
        ...(field.kind === 'enumeration' ? [`Grade=${String(value)}`] : []),
      ];
      const filter = { [field.name]: { eq: value } };
      return [
        ...probe(
          'list',
          `filter ${JSON.stringify(filter)}`,
          async (client) => client.list({ filter }).toArray(),
          () => [...used, `${typeName}Filter.${field.name}`],
        ),
        {
          name: `GET /plank?${field.name}=${String(value)}`,
          transports: ['rest'],
          uses: () => [...used, ...(isLong(value) ? [`${parameter} at its longest`] : [])],
          works: async () => (await fetch(`${gateway.url}/plank?${field.name}=${String(value)}`)).status === 200,
        },
      ];
    }),
  );
  const deletes = probe('delete', 'an item', async (client) => client.delete(await made()));
  return [...writes, ...reads, ...filters, ...deletes];
}

/** Whether some work ends, and with nothing false. */
async function isTrue(work: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await work()) !== false;
  } catch {
    return false;
  }
}

test.each<[caller: ReleaseName, gateway: ReleaseName, isBreaking: boolean]>([
  ['first', 'compatible', false],
  ['compatible', 'first', true],
  ['first', 'breaking', true],
  ['breaking', 'first', true],
])(
  'what breaks for the SDK of the release %s at the gateway of %s is what the plan says',
  async (from, to, isBreaking) => {
    const [caller, gateway] = [served[from], served[to]];
    const { findings } = await planOf(caller.release, gateway.release);
    const said = findings.filter(({ level }) => level === 'breaking').map(({ words }) => brokenBy(words));
    expect(said.length > 0).toBe(isBreaking);
    const unseen = new Set(said);
    const unlike: string[] = [];
    let [broken, whole] = [0, 0];
    for (const probe of probesOf(caller, caller.written(), gateway)) {
      for (const transport of probe.transports) {
        const expected = probe.uses(transport).filter((use) => said.includes(use));
        const works = await probe.works(transport);
        if (works === expected.length > 0)
          unlike.push(`${transport}: ${probe.name} ${works ? 'works' : 'fails'}, the plan says ${expected.join()}`);
        if (!works) for (const use of expected) unseen.delete(use);
        if (works) whole++;
        else broken++;
      }
    }
    expect(unlike).toEqual([]);
    // Nothing is called breaking that breaks nobody. The SDK asks for no problems as data: those are seen by others.
    const beside = /Result$|^Deleted$|Problem$|^Problem(Code|Details)$/;
    expect([...unseen].filter((use) => !beside.test(use))).toEqual([]);
    expect(whole).toBeGreaterThan(10);
    expect(broken > 0).toBe(isBreaking);
  },
);
