import { anyone } from '../../schema/access';
import { DateTime, Enumeration, Id, Integer, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { formats, openGateway } from '../harness';
import { gatewayOf } from '../usual';

// What is told of variables that do not fit, found by a caller of another shop. Witness: GraphQL (October 2021), sections
// 3.9 (an enumeration has names) and 6.1.2 (a variable that is left out has its default).

const stores = ['aws-s3', 'in store', 'gcs'] as const;

@Domain('backup', { access: { read: anyone, write: anyone }, scan: true })
class Backup {
  @Id() id!: string;
  @Enumeration('BackupStore', stores) store!: (typeof stores)[number];
  @Text({ max: 20 }) title!: string;
  @Integer({ min: 0, optional: true }) size?: number;
  @Enumeration('BackupStore', stores, { default: 'gcs' }) spare!: (typeof stores)[number];
}

@Domain('replica', { access: { read: anyone, write: anyone }, key: { partition: 'store', sort: 'takenAt' } })
class Replica {
  @Enumeration('BackupStore', stores) store!: (typeof stores)[number];
  @DateTime() takenAt!: string;
}

describe.each(formats)('with %s events', (payload) => {
  const refused = async (query: string, variables: Record<string, unknown>) => {
    const gateway = await openGateway(payload, { definition: gatewayOf([Backup, Replica]) });
    const { json } = await gateway.graphql(query, variables);
    return json.errors[0].extensions.errors;
  };
  const create = 'mutation M($input: BackupInput!) { createBackup(input: $input) { id } }';
  const flat =
    'mutation M($store: BackupStore! = AWS_S3, $title: String!) { createBackup(input: { store: $store, title: $title }) { id } }';

  test('a value of an enumeration is told by the names that it can have', async () => {
    const detail = 'must be one of AWS_S3, IN_STORE, gcs';
    // A value of REST is none here.
    expect(await refused(create, { input: { store: 'aws-s3', title: 'One' } })).toEqual([
      { pointer: '/input/store', detail },
    ]);
    expect(await refused(create, { input: { store: 'nowhere', title: 'One' } })).toEqual([
      { pointer: '/store', detail },
    ]);
    expect(await refused(flat, { store: 'nowhere', title: 'One' })).toEqual([{ pointer: '/store', detail }]);
    const find = 'query Q($where: BackupFilter) { backups(filter: $where) { totalCount } }';
    expect(await refused(find, { where: { store: { in: ['gcs', 'nowhere'] } } })).toEqual([
      { pointer: '/filter/store/in', detail },
    ]);
    // It fits its type, and is refused by the rule when the mutation runs.
    expect(await refused(create, { input: { store: 'gcs', title: 'One', spare: null } })).toEqual([
      { pointer: '/spare', detail },
    ]);
  });

  test('a null that a default lets through is refused where there must be a value', async () => {
    const gateway = await openGateway(payload, { definition: gatewayOf([Backup, Replica]) });
    const included = 'query Q($b: Boolean = true) { backups(first: 1) @include(if: $b) { totalCount } }';
    const inside = 'query Q($b: Boolean = true) { backups(first: 1) { totalCount @include(if: $b) } }';
    const key = 'query Q($id: ID = "one") { backup(id: $id) { id } }';
    for (const [query, variables] of [
      [included, { b: null }],
      [inside, { b: null }],
      [key, { id: null }],
    ] as const) {
      const { json } = await gateway.graphql(query, variables);
      expect(json.errors).toEqual([
        expect.objectContaining({
          message: expect.stringMatching(/^Argument "(if|id)" of non-null type ".*!" must not be null\.$/),
          extensions: { code: 'BAD_USER_INPUT', type: '/problems/validation' },
        }),
      ]);
    }
  });

  test('an order is told by the names that GraphQL has for orders', async () => {
    const list = `query Q($store: BackupStore!, $order: ReplicaOrder) {
      replicas(store: $store, orderBy: $order) { totalCount }
    }`;
    expect(await refused(list, { store: 'gcs', order: '-takenAt' })).toEqual([
      { pointer: '/orderBy', detail: 'must be one of TAKEN_AT_ASC, TAKEN_AT_DESC' },
    ]);
  });

  test('a variable with a default that is left out is not blamed for another one', async () => {
    expect(await refused(flat, { title: 7 })).toEqual([{ pointer: '/title', detail: expect.any(String) }]);
  });

  test('a member that the schema does not have is named, also within a list', async () => {
    const update = 'mutation M($patch: BackupPatch!) { updateBackup(id: "b", patch: $patch) { id } }';
    expect(await refused(update, { patch: { version: 7 } })).toEqual([
      { pointer: '/patch/version', detail: 'is not a field of BackupPatch' },
    ]);
    const replace = 'mutation M($input: BackupInput!) { replaceBackup(id: "b", input: $input) { id } }';
    expect(await refused(replace, { input: { store: 'gcs', title: 'One', version: 7 } })).toEqual([
      { pointer: '/input/version', detail: 'is not a field of BackupInput' },
    ]);
    const find = 'query Q($where: BackupFilter) { backups(filter: $where) { totalCount } }';
    expect(await refused(find, { where: { or: [{ size: { eq: 1 } }, { size: { 'a/b': 1 } }] } })).toEqual([
      { pointer: expect.stringContaining('/or/1/size'), detail: expect.any(String) },
    ]);
  });

  test('a required variable that is left out is named', async () => {
    expect(await refused(create, {})).toEqual([{ pointer: '/input', detail: 'is required' }]);
    const read = 'query Q($store: BackupStore!, $at: DateTime!) { replica(store: $store, takenAt: $at) { id } }';
    expect(await refused(read, { store: 'gcs' })).toEqual([{ pointer: '/takenAt', detail: 'is required' }]);
    const readMany = 'query Q($keys: [ReplicaKey!]!) { replicasByKey(keys: $keys) { id } }';
    expect(await refused(readMany, { keys: [{}] })).toEqual([
      { pointer: '/keys/0/store', detail: 'is required' },
      { pointer: '/keys/0/takenAt', detail: 'is required' },
    ]);
  });
});
