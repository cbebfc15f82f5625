import { recordOf } from '../../schema/guards';
import { definition } from '../../test/comets';
import { definition as usual } from '../../test/usual';
import { accessExtension, domainExtension } from './extensions';
import { openApi } from './openapi';

interface Document {
  readonly tags: readonly Readonly<Record<string, unknown>>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

const documentOf = (of: Parameters<typeof openApi>[0]): Document => JSON.parse(JSON.stringify(openApi(of)));

test('the document says of a domain how it can be listed, where its fields lead and what does what', () => {
  const [, comet] = documentOf(definition).tags;
  expect(comet?.[domainExtension]).toEqual({
    name: 'comet',
    key: { partition: 'id' },
    indexes: {
      byFamily: { partition: 'family', sort: 'period' },
      byObservatory: { partition: 'observatoryId', sort: 'name' },
    },
    scan: true,
    operations: {
      get: 'comet',
      list: 'comets',
      create: 'createComet',
      replace: 'replaceComet',
      update: 'updateComet',
      delete: 'deleteComet',
      getMany: 'cometsByKey',
      createMany: 'createComets',
      changes: 'cometChanges',
    },
    references: [
      { field: ['observatoryId'], name: 'observatory', to: 'Observatory' },
      { field: ['sightings', 'observatoryId'], name: 'sightings.observatory', to: 'Observatory' },
    ],
    many: [],
    included: [['observatory'], ['sightings', 'observatory']],
    multiline: [['notes']],
    visible: [],
  });
  expect(recordOf(documentOf(definition).tags[0]?.[domainExtension]).many).toEqual([
    { name: 'comets', to: 'Comet', by: 'observatoryId' },
  ]);
});

test('every operation says who may, as it is declared', () => {
  for (const gateway of [definition, usual]) {
    const { paths } = documentOf(gateway);
    for (const { route, access } of gateway.operations) {
      expect(paths[route.path]?.[route.method.toLowerCase()]?.[accessExtension]).toEqual(access);
    }
  }
});

test('each operation that a domain has by declaration is found by what it does', () => {
  const { tags } = documentOf(usual);
  const named = tags.flatMap((tag) => Object.values(recordOf(recordOf(tag[domainExtension]).operations)));
  expect(named).toEqual(
    expect.arrayContaining(usual.operations.filter(({ derived }) => derived).map(({ name }) => name)),
  );
});
