import { loadDefinition } from '../../services/application';
import type { Operation } from '../../services/operation';
import { problemsOf } from '../../services/operation-problems';
import { required } from '../../schema/required';
import { formats, openGateway } from '../harness';
import type { TestGateway } from '../harness';
import { takeUndeclared } from '../undeclared-problems';
import { followPage } from './followed-page';

// docs/add-a-verb.md as its reader follows it.

const { project } = followPage('docs/add-a-verb.md');

describe.each(formats)('the gateway with the verb, with %s events', (payload) => {
  let gateway: TestGateway;
  let remark: Operation;
  beforeAll(async () => {
    gateway = await openGateway(payload, { definition: await loadDefinition(`${project()}-started`) });
    remark = required(
      gateway.operations.find(({ name }) => name === 'remarkOnTask'),
      'the verb',
    );
    await gateway.send('POST', '/task', { body: { id: 'done', title: 'Rest' } });
    await gateway.send('POST', '/task/done/complete');
  });
  const send = async (id: string, line: string, headers = {}) =>
    gateway.send('POST', `/task/${id}/remark`, { body: { line }, headers });

  test('lists its errors in the OpenAPI document', async () => {
    const { paths } = (await gateway.send('GET', '/openapi.json')).json;
    const { operationId, responses } = paths['/task/{id}/remark'].post;
    expect(operationId).toBe('remarkOnTask');
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '404', '409', '412', '422']));
  });

  test('remarks once for a version, and only as long as there is room', async () => {
    const body = { id: 'full', title: 'Fill the notes', notes: 'x'.repeat(1995) };
    await gateway.send('POST', '/task', { body });
    const version = { 'if-match': '"1"' };
    expect([await send('full', 'four', version), await send('full', 'four', version)]).toMatchObject([
      { status: 200 },
      { status: 412 },
    ]);
    expect(await send('full', 'five')).toMatchObject({ status: 422, json: { errors: [{ pointer: '/line' }] } });
    expect((await gateway.send('GET', '/task/full')).json).toMatchObject({ notes: expect.stringMatching(/x\nfour$/) });
  });

  test('is noticed when it answers with an error that it does not list', async () => {
    const { problems } = remark;
    try {
      Object.assign(remark, { problems: [] });
      await send('done', 'late');
      expect(takeUndeclared()).toEqual(['remarkOnTask conflict']);
    } finally {
      Object.assign(remark, { problems });
    }
  });

  test('lists validation by its body alone', () => {
    expect(problemsOf(remark)).toContain('validation');
    expect(problemsOf({ ...remark, body: undefined })).not.toContain('validation');
  });
});
