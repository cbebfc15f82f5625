import { required } from '../schema/required';
import { inWords } from '../schema/access';
import { fieldsOf } from '../schema/facts';
import { problemFor } from '../services/errors';
import type { ProblemCode } from '../services/errors';
import type { Operation } from '../services/operation';

const banner = '<!-- Written by npm run generate. Do not edit. -->';

/** @throws Error when an operation has no rule: that is more likely forgotten than meant */
export function checkAccess(operations: readonly Operation[]): void {
  const forgotten = operations.find(({ access }) => access === undefined);
  if (forgotten) {
    const { method, path } = forgotten.route;
    throw new Error(
      `Nobody may use ${method} ${path}: write access: { read: …, write: … } in its @Domain, or in the operation.`,
    );
  }
}

/** docs/access.md: who may do what, as the declarations say, of operations that each have a rule. */
export function accessDocument(operations: readonly Operation[]): string {
  const rows = operations.map(({ route, kind, name, access }) => [
    `\`${route.method} ${route.path}\``,
    `${kind} \`${name}\``,
    inWords(required(access, `the rule of ${name}`)),
  ]);
  const types = new Set(operations.map(({ domain }) => domain.type));
  const hidden = [...types].flatMap((type) =>
    fieldsOf(type).flatMap(({ name, visible }) => (visible ? [[`\`${type.name}.${name}\``, inWords(visible)]] : [])),
  );
  return [
    '# Who may do what',
    banner,
    wrapped(
      'The rules stand at the declarations in `schema/` and `services/`, and hold on every face alike. An owner is the caller whose user name stands in that field. A role comes from the claims of the token. Where a verb lets some do less than others, its description in the API reference says so. Who may read a feed of changes and is signed in may also wait for the next one; `wait` in the `access` of a domain says otherwise.',
    ),
    table(['REST', 'GraphQL', 'Who'], rows),
    '## Try a role',
    wrapped(
      '`npm start -- --auth=jwt` prints tokens for alice, bob and admin. Its issuer makes one for anybody else, with any roles and claims, without a password and for this machine alone:',
    ),
    [
      '```text',
      'curl http://127.0.0.1:4000/_local/issuer/token \\',
      `  -d '{ "user": "carol", "roles": ["clerk"], "claims": { "tenant": "acme" } }'`,
      '```',
    ].join('\n'),
    wrapped(
      'The answer is `{ "token": "…" }`; send it as `Authorization: Bearer …`. Without `roles`, admin has the role admin and everybody else has none.',
    ),
    '## Fields that not everybody sees',
    hidden.length > 0 ? table(['Field', 'Who'], hidden) : 'There are none: who may read an item sees all of it.',
  ]
    .join('\n\n')
    .concat('\n');
}

/** docs/problems.md: every error that leaves the gateway. */
export function problemsDocument(codes: readonly ProblemCode[]): string {
  const items = codes.map((code) => {
    const { status, graphql, title, help, locally } = problemFor(code);
    const meaning = [`${title}.`, help, locally].filter(Boolean).join(' ');
    return wrapped(`- **\`${code}\`** ${status} \`${graphql}\`: ${meaning}`);
  });
  return [
    '# Every error',
    banner,
    wrapped(
      'REST answers with a problem document (RFC 9457). Its `type` is `/problems/` and the code, which is also the path of a page of the gateway. GraphQL has the same type in `extensions.type` and a code of its own in `extensions.code`.',
    ),
    'Each error is written as its code, the status over REST, and the code over GraphQL, then what it means and what to do.',
    items.join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** A paragraph or an item of a list on lines of at most 120 characters, as the formatter wants it. */
function wrapped(text: string): string {
  const indent = text.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  for (const word of wordsOf(text)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0) lines.push(word);
    else if (longer.length <= 120) lines.splice(-1, 1, longer);
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}

/** The words of a text; code with spaces in it is one word. */
const wordsOf = (text: string): readonly string[] => text.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];

/** A table with columns of equal width, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
