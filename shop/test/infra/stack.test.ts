import { architectureDocument } from '../../../infra/picture';
import type { Manifest } from '../../../infra/plan/manifest';
import { compareResources, resourcesIn } from '../../../infra/plan/resources';
import type { Resources } from '../../../infra/plan/resources';
import { textOf } from '../../../test/documents';
import { resourcesOf, synthesisedFrom } from '../../../test/infra/synthesised';
import type { Resource } from '../../../test/infra/synthesised';

// What the documents say of the deployed shop, and its size. test/infra/stack.test.ts looks at what every stack has.

let stages: Awaited<ReturnType<typeof synthesisedFrom<'dev' | 'prod' | 'everything'>>>;

beforeAll(async () => {
  stages = await synthesisedFrom('.', 'dev', 'prod', 'everything');
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
  const alarms = resourcesOf(stages.everything.template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
    Properties.AlarmName.replace('tandem-prod-', ''),
  );
  const section = /## Alarms\n([\s\S]*?)\n## /.exec(textOf('docs/operations.md'))![1]!;
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  expect(headings.toSorted()).toEqual(alarms.toSorted());
  expect(alarms.length).toBeGreaterThan(5);
});

// The stage that runs was made by a template of before. Names, keys and streams of its tables decide whether the items are
// still there after the next deployment.
test('what a stage that runs holds is not replaced', () => {
  const { template } = stages.prod;
  const released: Resources = JSON.parse(textOf('schema/released/resources.json'));
  expect(compareResources(released, resourcesIn(template))).toEqual([]);
  const tables = Object.entries(released).filter(([, { type }]) => type === 'AWS::DynamoDB::Table');
  expect(tables.map(([, { fixed }]) => fixed.TableName)).toEqual(
    ['product', 'basket', 'order', 'lambda-apigateway', 'idempotency', 'outbox'].map((name) => `tandem-prod-${name}`),
  );
  const streams = resourcesOf(template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => [
    Properties.TableName,
    Properties.StreamSpecification?.StreamViewType,
  ]);
  const { tables: declared }: Pick<Manifest, 'tables'> = JSON.parse(textOf('schema/released/manifest.json'));
  expect(streams).toEqual(streams.map(([name]) => [name, declared[name.replace('tandem-prod-', '')]?.stream]));
});

// OpenAPI 3.0, "Security Requirement Object"; API Gateway calls the function with what its authorizer says of who asks.
test('the documents with names have routes, which need a token where API Gateway alone verifies tokens', () => {
  const routeOf = (stage: 'prod' | 'everything') => {
    const [[, { Properties }]] = resourcesOf(stages[stage].template, 'AWS::ApiGateway::RestApi') as [
      [string, Resource],
    ];
    return Properties.Body.paths['/q/{name}'];
  };
  for (const method of ['get', 'head', 'post']) {
    expect([method, routeOf('everything')[method].security]).toEqual([method, [{ token: [] }]]);
    expect([method, routeOf('prod')[method].security]).toEqual([method, undefined]);
  }
  expect(routeOf('everything')['x-amazon-apigateway-any-method'].security).toBeUndefined();
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
