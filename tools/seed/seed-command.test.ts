import { IsIn } from 'class-validator';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteGateway } from '../../local/running-gateways';
import { serve } from '../../local/http';
import type { Listening } from '../../local/http';
import {
  Date as Day,
  DateTime,
  Duration,
  Email,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  Json,
  ListOf,
  Money,
  Nested,
  NestedList,
  Reference,
  Text,
  Url,
} from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';
import { makeApplication } from '../../test/application';
import { openGateway } from '../../test/harness';
import { impatient, run } from '../../test/transfer/run';
import { definition as trial } from '../../test/usual';
import { Gateway } from '../transfer/gateway';
import { exitCodes } from '../transfer/command';
import { seedCommand } from './seed-command';
import { seedDomain } from './seed-domain';
import { seedSamples } from './seed-samples';

@Domain('maker', { scan: true, key: { partition: 'userName' }, operations: ['get', 'list', 'getMany', 'replace'] })
class Maker {
  @Text({ max: 30, example: 'ada' }) userName!: string;
  @Email() email!: string;
}

class Part {
  @Reference(() => Maker, { max: 120 }) makerId!: string;
  @Integer({ min: 1, max: 3 }) pieces!: number;
}

/** Every kind, and every way to narrow one. */
@Domain('gadget', {
  scan: true,
  key: { partition: 'shelf', sort: 'place' },
  indexes: { byTone: { partition: 'tone' } },
})
class Gadget {
  @Enumeration('Shelf', ['a-1', 'b-2', 'c-3']) shelf!: string;
  @Integer({ min: 1, max: 9999 }) place!: number;
  @Text({ max: 12, pattern: /^[A-Z]{3}-\d{2,4}$/ }) code!: string;
  // Nothing can look ahead in a pattern that texts are made from.
  @Text({ max: 9, pattern: /^(?=.*7)\d{9}$/, example: '123456789' }) lucky!: string;
  @Text({ min: 40, max: 60 }) long!: string;
  @Text({ max: 20 }) tone!: string;
  @Text({ max: 5, example: 'north' }) @IsIn(['north', 'south'], { message: 'must be north or south' }) wing!: string;
  @Reference(() => Maker, { max: 120, as: 'maker' }) madeBy!: string;
  @Money({ min: 5, max: 6, example: 5.5 }) price!: number;
  @Float({ min: -0.05, max: 0.05 }) drift!: number;
  @Integer() anything!: number;
  @DateTime({ stored: { name: 'made', as: 'epochSeconds' } }) made!: string;
  @Day() day!: string;
  @Duration() lasts!: string;
  @Email() contact!: string;
  @Url({ max: 40 }) site!: string;
  @Flag() broken!: boolean;
  @Json({ example: { any: 1 } }) notes!: unknown;
  @ListOf('integer', { min: 2, max: 3 }, { min: 1, max: 2 }) sizes!: number[];
  @Nested(() => Part) main!: Part;
  @NestedList(() => Part, { min: 1, max: 2 }) spare!: Part[];
  @Text({ optional: true }) remark?: string;
}

@Domain('slot', { scan: true, key: { partition: 'hour' } })
class Slot {
  @Enumeration('Hour', ['eight', 'nine', 'ten']) hour!: string;
}

@Domain('visit', { operations: ['get'] })
class Visit {
  @Id() id!: string;
}

const definition = defineGateway({
  name: 'seeded',
  modules: [
    defineModule({
      name: 'seeded',
      domains: [Maker, Gadget, Slot, Visit],
      samples: async () => [{ domain: Gadget, items: [{ tone: 'warm' }, { tone: 'cold' }, { tone: 'warm' }] }],
    }),
  ],
});

let listening: Listening | undefined;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-seed-'));
});

afterEach(async () => {
  await listening?.close();
  listening = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function open(of = definition): Promise<Gateway> {
  const { handler } = await openGateway('v1', { definition: of });
  listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined });
  return new Gateway({ url: listening.url, patience: impatient });
}

/** Seeds a domain as the command does, and gives what it said. */
async function seed(gateway: Gateway, domain: string, count = 10, number = 1) {
  const options = { url: gateway.url, domain, count, seed: number };
  return run(async (_, console) => seedDomain(options, definition, gateway, console), []);
}

async function stored(gateway: Gateway, domain: string): Promise<readonly Record<string, unknown>[]> {
  const { body } = await gateway.send(`/${domain}?limit=100`);
  return (body as { items: Record<string, unknown>[] }).items.map(
    ({ createdAt: _created, updatedAt: _updated, ...item }) => item,
  );
}

test('rows of every kind of field are taken by the gateway, refer to what is there, and have keys of their own', async () => {
  const gateway = await open();
  expect(await seed(gateway, 'maker', 5)).toMatchObject({ exitCode: exitCodes.ok, problems: '' });
  const { exitCode, output } = await seed(gateway, 'gadget', 60);
  expect(output).toMatch(/^60 of gadget made in \d+\.\d s \(\d+ rows\/s\)\n$/);
  expect(exitCode).toBe(exitCodes.ok);
  const makers = new Set((await stored(gateway, 'maker')).map(({ userName }) => userName));
  const gadgets = await stored(gateway, 'gadget');
  expect([makers.size, gadgets.length]).toEqual([5, 60]);
  for (const { madeBy, main, spare, code, wing, lucky, tone } of gadgets) {
    const parts = [main, ...(spare as object[])] as { makerId: string }[];
    for (const maker of [madeBy, ...parts.map(({ makerId }) => makerId)]) expect(makers).toContain(maker);
    expect(code).toMatch(/^[A-Z]{3}-\d{2,4}$/);
    expect(['north', 'south']).toContain(wing);
    expect(lucky).toBe('123456789');
    // What the samples have in common is what a list is asked by.
    expect(['warm', 'cold']).toContain(tone);
  }
  // Neither one row many times, nor texts that nobody could tell apart.
  expect(new Set(gadgets.map(({ code }) => code)).size).toBeGreaterThan(30);
  expect(new Set(gadgets.map(({ remark }) => remark === undefined)).size).toBe(2);
});

test('one seed makes the same rows, more of them begin with the same, and another makes others', async () => {
  const first = await open();
  await seed(first, 'maker', 20);
  const rows = await stored(first, 'maker');
  expect((await seed(first, 'maker', 30)).output).toMatch(
    /^10 of maker made, 20 already there in .*\nAnother --seed than 1 makes others\.\n$/,
  );
  await listening?.close();
  const second = await open();
  await seed(second, 'maker', 20);
  expect(await stored(second, 'maker')).toEqual(rows);
  await listening?.close();
  const third = await open();
  await seed(third, 'maker', 20, 2);
  expect(await stored(third, 'maker')).not.toEqual(rows);
});

test('what is there is left as it is', async () => {
  const gateway = await open();
  await seed(gateway, 'maker', 1);
  const [maker] = await stored(gateway, 'maker');
  const path = `/maker/${String(maker!.userName)}`;
  await gateway.send(path, JSON.stringify({ ...maker, version: undefined, email: 'mine@example.com' }), 'PUT');
  expect((await seed(gateway, 'maker', 1)).output).toMatch(/^0 of maker made, 1 already there/);
  expect(await stored(gateway, 'maker')).toEqual([{ ...maker, email: 'mine@example.com', version: 2 }]);
});

describe('what cannot be made is said in a sentence', () => {
  test.each<[string, string, number]>([
    ['gadget', 'Gadget refers to maker, and there is no maker yet: npm run seed -- maker\n', 1],
    ['slot', 'There are no further keys of slot after 3 rows: ask for fewer with --count.\n', 1],
    ['visit', 'visit takes no new items from callers: its items come about by other operations.\n', 2],
    ['visits', 'There is no domain "visits". There is maker, gadget, slot, visit.\n', 2],
  ])('%s', async (domain, problems, exitCode) => {
    const gateway = await open();
    expect(await seed(gateway, domain)).toMatchObject({ exitCode, problems });
  });

  test('nobody is there', async () => {
    const gateway = new Gateway({ url: 'http://127.0.0.1:9', patience: impatient });
    for (const domain of ['maker', 'slot', 'gadget']) {
      const { exitCode, problems } = await seed(gateway, domain);
      expect([domain, exitCode]).toEqual([domain, exitCodes.unreachable]);
      expect(problems).toContain('Is it running? Start it with `npm start`.\n');
    }
  });
});

test('the command finds the gateway that runs from its folder, wherever it listens', async () => {
  makeApplication(folder);
  const gateway = await open(trial);
  noteGateway(folder, gateway.url);
  expect(await run(seedCommand(folder, impatient), ['book', '--count=3', '--seed=7'])).toMatchObject({
    exitCode: exitCodes.ok,
    output: expect.stringMatching(/^3 of book made in /),
  });
  expect(await stored(gateway, 'book')).toHaveLength(3);
});

test('samples that verbs make are made once', async () => {
  const calls = [{ operation: 'createSlot', body: { hour: 'nine' } }];
  const samples = async () => [{ domain: Slot, calls }];
  const once = defineGateway({ name: 'once', modules: [defineModule({ name: 'once', domains: [Slot], samples })] });
  const gateway = await open(once);
  const put = async () => run(async (_, console) => seedSamples(once, gateway, console), []);
  expect(await put()).toEqual({ exitCode: exitCodes.ok, output: 'slot: 1 put in.\n', problems: '' });
  expect(await put()).toMatchObject({ output: 'slot: 0 put in, 1 there already.\n' });
});

describe('wrong usage', () => {
  test.each<[string[], string]>([
    [['book', '--count', '0'], '--count 0 is not a whole number from 1 to 1000000.\n'],
    [['book', '--seed', 'x'], '--seed x is not a whole number from 0 to 2147483647.\n'],
    [['--count', '3'], 'Usage: npm run seed -- <domain> [options]. See --help.\n'],
    [['Book'], '"Book" cannot be a domain: its name is written like product. See --help.\n'],
  ])('%j', async (words, problems) => {
    expect(await run(seedCommand(folder, impatient), words)).toEqual({
      exitCode: exitCodes.usage,
      output: '',
      problems,
    });
  });

  test('a folder without an application', async () => {
    const { exitCode, problems } = await run(seedCommand(folder, impatient), ['book']);
    expect([exitCode, problems]).toEqual([exitCodes.incomplete, expect.stringMatching(/^There is no tandem\.ts in /)]);
  });

  test('help', async () => {
    const { exitCode, output } = await run(seedCommand(folder), ['--help']);
    expect([exitCode, output]).toEqual([exitCodes.ok, expect.stringContaining('--count <n>')]);
  });
});
