import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usage } from '../local/options';
import { exportHelp } from '../tools/transfer/export-options';
import { importHelp } from '../tools/transfer/import-options';
import type { FieldKind } from '../schema/facts';
import { kinds as kindFacts } from '../schema/kinds';
import { codesOfDeclarations, ownCodes, problemFor } from '../services/errors';
import { comparisons } from '../services/filter';
import { isLeft } from './shop-places';
import { blocksOf, documents, followedPages, onOneLine, snippetsOf, textOf } from './documents';

// What the documents say about the code, compared with the code.

const root = join(__dirname, '..');

describe.each(documents)('%s', (document) => {
  const text = textOf(document);

  test('names npm scripts and options that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const run = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name!);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const programs = run.flatMap((name) => /local\/\S+\.ts|infra\/\S+\.ts/.exec(scripts[name]!)?.[0] ?? []);
    expect(programs.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const options = [...text.matchAll(/npm start -- (--\w+)/g)].map(([, option]) => option!);
    expect(options.filter((option) => !offers(usage, option))).toEqual([]);
  });

  test('has no block that nothing looks at', () => {
    const blocks = blocksOf(document);
    const answers = snippetsOf(document).map(({ answer }) => answer);
    const strange = blocks.filter(({ language, text: content, line }) => {
      // test/create does all of it.
      if (followedPages.includes(document)) return false;
      // shop/test/sdk/caches.test.ts runs those, and shop/test/first-contact/results-of-verbs.test.ts the one in GraphQL.
      if (document === 'docs/graphql-clients.md') return !['ts', 'json', 'graphql'].includes(language);
      if (language === 'json' || language === 'http') return !answers.some((answer) => answer?.line === line);
      // shop/test/deploy.test.ts runs those.
      if (document === 'docs/deploy.md' && language === 'sh') return false;
      if (language === 'sh') return !/^(curl|cursor=|npm|npx (jest|cdk)|aws|DYNAMODB_ENDPOINT=)/.test(content);
      // test/migration/life.test.ts compiles those.
      if (document === 'docs/data.md' && language === 'ts') return false;
      // shop/test/sdk/docs.test.ts looks at those.
      if (document === 'docs/sdk.md') return !['ts', 'tsx', 'yaml'].includes(language);
      // The tests of the pages about adding something look at those.
      if (language === 'ts')
        return !/^\/\/ (tandem\.ts|(shop\/)?(schema|services|api|resolvers|index\.ts)\b)/.test(content);
      return !['graphql', 'text', 'mermaid'].includes(language);
    });
    expect(strange.map(({ line, language }) => `line ${line}: ${language}`)).toEqual([]);
  });
});

describe('docs/flow.md', () => {
  const text = textOf('docs/flow.md');

  test.each([...ownCodes, ...codesOfDeclarations])('has the error %s as both faces show it', (code) => {
    const { status, graphql } = problemFor(code);
    expect(text).toContain(`\`${code}\` ${status} \`${graphql}\``);
    expect(drawingOf(text)).toMatch(new RegExp(`(►|,| ) ${code}(,|\\s)`));
  });

  test('draws in 80 columns, the width of a terminal, with a space between a code and the frame', () => {
    const drawings = blocksOf('docs/flow.md').filter(({ language }) => language === 'text');
    const lines = drawings.flatMap(({ text: drawing }) => drawing.split('\n'));
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => /\w[│┐┤┘]/.test(line))).toEqual([]);
  });
});

describe('docs/access-paths.md', () => {
  const text = textOf('docs/access-paths.md');

  const kinds: Record<FieldKind | 'reference', string> = {
    id: 'id',
    text: 'text',
    reference: 'reference',
    integer: 'integer',
    float: 'float',
    money: 'money',
    dateTime: 'date-time',
    date: 'date',
    duration: 'duration',
    email: 'e-mail',
    url: 'URL',
    boolean: 'boolean',
    enumeration: 'enumeration',
    list: 'list of scalars',
    object: 'nested object',
    objects: 'list of objects',
    json: 'free JSON',
  };
  const rows = [...text.matchAll(/^\| ([^|`]+?) +\| ([^|]+?) +\|$/gm)].map(([, first, second]) => [first!, second!]);
  test.each(Object.entries(kinds))('has the comparisons of the kind %s', (name, written) => {
    const kind = name === 'reference' ? 'text' : (name as FieldKind);
    const row = rows.find(([first]) => first!.split(', ').includes(written)) ?? [];
    expect(/`([^`]+)`$/.exec(row[1] ?? 'no row')?.[1]?.split(' ')).toEqual(kindFacts[kind].comparisons);
  });

  test('has each fact of a plan', () => {
    const source = textOf('services/context.ts');
    const facts = ['ReadReport', 'PlanReport'].flatMap((name) => {
      const [, body] = new RegExp(`interface ${name} [^{]*{([\\s\\S]*?)\\n}`).exec(source)!;
      return [...body!.matchAll(/^ {2}readonly (\w+)/gm)].map(([, fact]) => fact!);
    });
    expect(facts.length).toBeGreaterThan(9);
    for (const fact of facts) expect(text).toMatch(new RegExp(`^- [^:]*\`${fact}\``, 'm'));
  });

  test('has each parameter of a list', () => {
    const [, list] = /const parameterNames = \[([\s\S]*?)\]/.exec(textOf('api/rest/list-parameters.ts'))!;
    const parameters = [...list!.matchAll(/'(\w+)'/g)].map(([, name]) => name!);
    expect(parameters.length).toBeGreaterThan(8);
    for (const name of parameters) expect(text).toMatch(new RegExp(`\`${name}=`));
  });

  test.each([
    ['services/filter.ts', /maxComparisons = (\d+);/, 'at most $ comparisons'],
    ['services/filter.ts', /maxValues = (\d+);/, 'with at most $ values each'],
    ['services/filter.ts', /maxDepth = (\d+);/, 'at most $ levels deep'],
    ['services/relations.ts', /maxSteps = (\d+);/, 'for at most $ steps'],
    ['tables/planner.ts', /maxKeys = (\d+);/, 'at most $ keys'],
    ['tables/planner.ts', /maxMerged = (\d+);/, 'at most $ values, which become several queries'],
    ['tables/walk.ts', /maxAnswerBytes = (\d+) \* 1024 \* 1024;/, 'more than $ MB'],
    ['schema/domain.ts', /readBudget \?\? ([\d_]+)/, '$ unless `@Domain` says `readBudget`'],
    ['services/limits.ts', /readUnits = { signedIn: (\d+)/, 'may take $ read units'],
    ['services/limits.ts', /anonymous: (\d+) }/, 'and $ if nobody is signed in'],
    ['services/read-budget.ts', /unitsOfPage = (\d+);/, 'or $ units, at which a Query or Scan ends'],
  ])('has the limit of %s that %p finds', (path, pattern, sentence) => {
    const limit = Number(pattern.exec(textOf(path))![1]!.replaceAll('_', ''));
    expect(onOneLine(text)).toContain(sentence.replace('$', limit.toLocaleString('en')));
  });
});

describe('docs/tour.md', () => {
  const text = textOf('docs/tour.md');

  test('has each comparison of a filter', () => {
    const section = /## Ask for what you need\n([\s\S]*?)\n## /.exec(text)![1]!;
    expect(comparisons.filter((comparison) => !section.includes(`\`${comparison}\``))).toEqual([]);
  });

  test('names options of import and export that exist', () => {
    const section = /## Data in and out\n([\s\S]*?)(?=\n## |$)/.exec(text)![1]!;
    const options = [...section.matchAll(/ (?:`)?(--[a-z-]+)/g)].map(([, option]) => option!);
    expect(options.length).toBeGreaterThan(3);
    expect(options.filter((option) => !offers(importHelp + exportHelp, option))).toEqual([]);
  });
});

describe('README.md', () => {
  const text = textOf('README.md');

  test('is short', () => expect(text.split('\n').length).toBeLessThanOrEqual(255));

  test('has the arrows between the folders', () => {
    const { forbidden } = require('../.dependency-cruiser.js') as {
      forbidden: { name: string; comment?: string }[];
    };
    const arrows = forbidden.filter(({ name }) => name.endsWith('-arrows')).map(({ comment }) => comment!);
    expect(arrows.length).toBeGreaterThan(7);
    for (const arrow of arrows) {
      const [, folder, allowed] = /^(\w+\/) may import (.+)$/.exec(arrow)!;
      expect(text).toMatch(new RegExp(`^\\| \`${folder}\` .*\\| ${escaped(allowed!)} +\\|$`, 'm'));
      // The READMEs of the packages are for those who install them, and a gateway can leave the shop.
      if (folder !== 'sdk/' && folder !== 'package/' && !isLeft(folder!))
        expect(textOf(`${folder}README.md`)).toMatch(new RegExp(`It may import ${allowed}[.;]`));
    }
  });
});

describe('docs/operations.md', () => {
  test('has a heading for each alarm that every gateway has', () => {
    const alarms = [...textOf('infra/alarms.ts').matchAll(/^ {6}name: '([a-z-]+)'/gm)].map(([, name]) => name!);
    const section = /## Alarms\n([\s\S]*?)\n## /.exec(textOf('docs/operations.md'))![1]!;
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading!);
    expect(headings.filter((heading) => alarms.includes(heading))).toEqual(alarms);
    expect(alarms.length).toBeGreaterThan(5);
  });
});

describe('docs/deploy.md', () => {
  const text = textOf('docs/deploy.md');

  test('names options of the configuration that exist', () => {
    const named = [...text.matchAll(/^- `([a-z]\w+)`: /gm)].map(([, name]) => name!);
    const options = [...textOf('infra/configuration.ts').matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !options.includes(name))).toEqual([]);
  });

  test('has every variable that the function reads', () => {
    const read = [...textOf('api/options.ts').matchAll(/environment\.(\w+)/g)].map(([, name]) => name!);
    expect(read.length).toBeGreaterThan(4);
    expect(read.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

test('every document can be found from the README', () => {
  const text = textOf('README.md');
  const others = documents.filter((document) => !document.endsWith('README.md'));
  expect(others.filter((document) => !text.includes(`(${document})`))).toEqual([]);
});

/** Whether a help text has a line for an option. */
const offers = (help: string, option: string): boolean => new RegExp(`^ +${option}\\b`, 'm').test(help);

const drawingOf = (text: string): string => /```text\n([\s\S]*?)```/.exec(text)![1]!;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
