import type { Journey, Step } from '../../services/journey';
import { requestOf } from './request';

/** The name of the journeys as a collection. */
const name = 'Tandem';

/** A Postman collection (format 2.1) with a folder for each journey and tests in every request. */
export function postmanCollection(journeys: readonly Journey[]): object {
  return {
    info: {
      name,
      description:
        'The life of an item of each domain, and the stories of the modules. Run it from top to bottom, with the environment beside this file. Against a gateway that asks for tokens, set "token" to that of an administrator.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    event: [script('prerequest', tokenScript)],
    item: journeys.map(({ title, doc, steps }) => ({ name: title, description: doc, item: steps.map(itemOf) })),
  };
}

/** The environment of a gateway on this machine. */
export function postmanEnvironment(): object {
  return {
    name: `${name} on this machine`,
    values: [
      { key: 'baseUrl', value: 'http://127.0.0.1:4000', type: 'default', enabled: true },
      { key: 'token', value: '', type: 'secret', enabled: true },
    ],
  };
}

const tokenScript = [
  `const token = pm.variables.get('token');`,
  `if (token) pm.request.headers.upsert({ key: 'authorization', value: 'Bearer ' + token });`,
];

function itemOf(step: Step): object {
  const { method, target, headers, body } = requestOf(step);
  return {
    name: step.name,
    event: [script('test', testsOf(step))],
    request: {
      method,
      description: step.operation.doc,
      header: headers.map(([key, value]) => ({ key, value })),
      url: `{{baseUrl}}${target}`,
      ...(body !== undefined && { body: { mode: 'raw', raw: body, options: { raw: { language: 'json' } } } }),
    },
    response: [],
  };
}

function testsOf({ status, holds = {}, saves, while: waiting, operation }: Step): readonly string[] {
  const members = Object.entries(holds).map(([member, value]) => {
    const [, saved] = /^{{(\w+)}}$/.exec(String(value)) ?? [];
    const expected = saved ? `pm.collectionVariables.get('${saved}')` : JSON.stringify(value);
    return `pm.test('${member} is right', () => pm.expect(pm.response.json().${member}).to.eql(${expected}));`;
  });
  const tests = [
    `pm.test('answers ${status.join(' or ')}', () => pm.expect(pm.response.code).to.be.oneOf(${JSON.stringify(status)}));`,
    ...(status[0] >= 400
      ? [`pm.test('tells the problem', () => pm.expect(pm.response.json().type).to.match(/^\\/problems\\//));`]
      : []),
    ...(operation.gives.as === 'page' && status[0] === 200
      ? [`pm.test('is a page', () => pm.expect(pm.response.json().items).to.be.an('array'));`]
      : []),
    ...members,
    ...(saves ? [`pm.collectionVariables.set('${saves}', pm.response.json().${saves});`] : []),
  ];
  if (!waiting) return tests;
  return [
    `const tries = Number(pm.collectionVariables.get('tries') || 0) + 1;`,
    `const waits = pm.response.code === ${status[0]} && pm.response.json().${waiting.member} === ${JSON.stringify(waiting.is)} && tries < 100;`,
    `pm.collectionVariables.set('tries', waits ? tries : 0);`,
    `if (waits) {`,
    `  pm.execution.setNextRequest(pm.info.requestId);`,
    `  setTimeout(() => undefined, 100);`,
    `} else {`,
    ...tests.map((line) => `  ${line}`),
    `}`,
  ];
}

function script(listen: 'prerequest' | 'test', exec: readonly string[]): object {
  return { listen, script: { type: 'text/javascript', exec } };
}
