import { required } from '../schema/required';
import { inWords } from '../schema/access';
import { fieldsOf } from '../schema/facts';
import { problems } from '../services/errors';
import type { Problem } from '../services/errors';
import type { Operation } from '../services/operation';

const written = '<!-- Written by npm run generate. Do not edit. -->';

/**
 * docs/access.md: who may do what, as the declarations say.
 * @throws Error when an operation has no rule: that is more likely forgotten than meant
 */
export function accessDocument(operations: readonly Operation[]): string {
  const forgotten = operations.find(({ access }) => access === undefined);
  if (forgotten) {
    const { method, path } = forgotten.route;
    throw new Error(
      `Nobody may use ${method} ${path}: write access: { read: …, write: … } in its @Domain, or in the operation.`,
    );
  }
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
    written,
    'The rules stand at the declarations in `schema/` and `services/`, and hold on every face alike. An owner is who has the user name in that field; a role comes from the claims of the token. `setOrderStatus` lets an owner cancel and nothing else.',
    table(['REST', 'GraphQL', 'Who'], rows),
    '## Fields that not everybody sees',
    hidden.length > 0 ? table(['Field', 'Who'], hidden) : 'There are none: who may read an item sees all of it.',
  ]
    .join('\n\n')
    .concat('\n');
}

/** docs/problems.md: every error that leaves the gateway. */
export function problemsDocument(): string {
  const rows = Object.entries<Problem>(problems).map(([code, { status, graphql, title, help, locally }]) => [
    `\`${code}\``,
    String(status),
    `\`${graphql}\``,
    [`${title}.`, help, locally].filter(Boolean).join(' '),
  ]);
  return [
    '# Every error',
    written,
    'REST answers with a problem document (RFC 9457) whose `type` is `/problems/` and the code, which is also a page of the gateway. GraphQL has the same type in `extensions.type` and a code of its own in `extensions.code`.',
    table(['Code', 'Status', 'GraphQL', 'What it means and what to do'], rows),
  ]
    .join('\n\n')
    .concat('\n');
}

/** A table with columns of equal width, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
