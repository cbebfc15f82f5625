import { required } from '../../schema/required';
import type { Journey, Step } from '../../services/journey';
import { requestOf } from './request';

/** The journeys as a file for the REST clients of editors. Requests with a name are read by later ones. */
export function httpFile(journeys: readonly Journey[]): string {
  const head = [
    '# Written by npm run contracts. Open it in an editor with a REST client, and send the requests from top to bottom.',
    '# A gateway that asks for tokens wants a line "authorization: Bearer …" in each request.',
    '',
    '@baseUrl = http://127.0.0.1:4000',
    '',
  ];
  return [
    ...head,
    ...journeys.flatMap(({ title, doc, steps }) => [
      `# ${title}: ${doc}`,
      '',
      ...steps.flatMap((step) => linesOf(step, steps)),
    ]),
  ].join('\n');
}

function linesOf(step: Step, journey: readonly Step[]): readonly string[] {
  const { method, target, headers, body } = requestOf(step);
  // What an editor's client calls a member of the answer of a named request.
  const withSaved = (text: string): string =>
    text.replaceAll(/{{(\w+)}}/g, (_, name: string) => {
      const saving = journey.find(({ saves }) => saves === name);
      const { operation } = required(saving, `the step of the journey that saves ${name}`);
      return `{{${operation.name}.response.body.$.${name}}}`;
    });
  return [
    `### ${step.name} (${step.status.join(' or ')})`,
    ...(step.saves ? [`# @name ${step.operation.name}`] : []),
    `${method} {{baseUrl}}${withSaved(target)}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['', body]),
    '',
  ];
}
