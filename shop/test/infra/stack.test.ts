import { architectureDocument } from '../../../infra/picture';
import type { Manifest } from '../../../infra/plan/manifest';
import { textOf } from '../../../test/documents';
import { resourcesOf, synthesisedFrom } from '../../../test/infra/synthesised';

// What the documents say of the deployed shop, and its size. test/infra/stack.test.ts looks at what every stack has.

let stages: Awaited<ReturnType<typeof synthesisedFrom<'dev' | 'prod'>>>;

beforeAll(async () => {
  stages = await synthesisedFrom('.', 'dev', 'prod');
});

test('both stages have at most 64 resources, and cdk-nag finds nothing new in them', () => {
  for (const stage of ['dev', 'prod'] as const) {
    expect(stages[stage]).toMatchObject({ findings: [] });
    expect(stages[stage].error).toBeUndefined();
    expect(Object.keys(stages[stage].template.Resources).length).toBeLessThanOrEqual(64);
  }
});

test('the picture of the architecture is that of the template', () => {
  expect(textOf('docs/architecture.md')).toBe(architectureDocument(stages.prod.template, 'tandem-prod-'));
});

test('docs/operations.md has a heading for each alarm and an alarm for each heading', () => {
  const alarms = resourcesOf(stages.prod.template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
    Properties.AlarmName.replace('tandem-prod-', ''),
  );
  const section = /## Alarms\n([\s\S]*?)\n## /.exec(textOf('docs/operations.md'))![1]!;
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  expect(headings.toSorted()).toEqual(alarms.toSorted());
  expect(alarms.length).toBeGreaterThan(5);
});

test('the bus keeps the name that old producers know', () => {
  const [bus] = resourcesOf(stages.prod.template, 'AWS::Events::EventBus');
  expect(bus![1].Properties.Name).toBe('tandem-prod-SwnEventBus');
});

test('a release is committed', () => {
  const manifest = JSON.parse(textOf('schema/released/manifest.json')) as Manifest;
  expect(Object.keys(manifest.tables)).toContain('product');
  expect(manifest.access.createProduct).toBe('role admin');
});
