import { isProblemCode, problemFor } from '../services/errors';
import type { Problem } from '../services/errors';
import type { Answer } from './answer';

/** Fails the test whose answer has a code, a status or a type that is not in the table of errors, or not together. */
export function checkCodes(answer: Answer): void {
  if (!answer.headers['content-type']?.includes('json') || answer.text === '') return;
  const body = answer.json as { errors?: unknown; results?: unknown; result?: unknown; error?: unknown } | null;
  const wrong = [
    ...(answer.headers['content-type'].startsWith('application/problem+json')
      ? strangeProblem(body, answer.status)
      : []),
    ...(isRecord(body?.result) && body.result.isError === true ? strangeProblem(body.result.structuredContent) : []),
    ...(isRecord(body?.error) && isRecord(body.error.data) && 'type' in body.error.data
      ? strangeProblem(body.error.data, answer.status)
      : []),
    ...listOf(body?.results).flatMap((result) =>
      isRecord(result) && 'error' in result ? strangeProblem(result.error) : [],
    ),
    ...listOf(body?.errors).flatMap((error) =>
      isRecord(error) && 'extensions' in error ? strangeExtensions(error) : [],
    ),
  ];
  if (wrong.length > 0)
    throw new Error(`Not as in the table of errors: ${wrong.join('; ')} in ${answer.text.slice(0, 500)}`);
}

/** What of a problem document is not as in the table. */
function strangeProblem(document: unknown, status?: number): string[] {
  const { type, title, status: told } = document as Record<string, unknown>;
  const problem = problemOf(type);
  if (!problem) return [`the type ${String(type)}`];
  return [
    ...(problem.only ? [`${String(type)}, which is of GraphQL only`] : []),
    ...(title === problem.title ? [] : [`the title ${String(title)}`]),
    ...(told === problem.status && (status ?? told) === told ? [] : [`the status ${String(told)}`]),
  ];
}

function strangeExtensions({ extensions }: Record<string, unknown>): string[] {
  const { type, code } = extensions as Record<string, unknown>;
  const problem = problemOf(type);
  if (!problem) return [`the type ${String(type)}`];
  return problem.graphql === code ? [] : [`the code ${String(code)} with ${String(type)}`];
}

function problemOf(type: unknown): Problem | undefined {
  const code = /^\/problems\/([a-z-]+)$/.exec(String(type))?.[1] ?? '';
  return isProblemCode(code) ? problemFor(code) : undefined;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
