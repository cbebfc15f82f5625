import { fieldsOf } from '../../schema/facts';
import type { DeclaredClass, FieldFact, FieldKind } from '../../schema/facts';
import { problemFor } from '../../services/errors';
import type { ProblemCode } from '../../services/errors';

const header = '// Written from what the gateway can answer with. Do not edit.\n';

/** What the client knows of each problem: its status, whether it points to fields, and the members of its own. */
export function problemsSource(codes: readonly ProblemCode[]): string {
  const facts = codes.map((code) => ({ code, ...problemFor(code) }));
  const classes = new Map<string, DeclaredClass>();
  const memberLines = facts.flatMap(({ code, members }) => {
    if (!members) return [];
    const inner = Object.entries(members).map(([name, { doc, listOf }]) => {
      classes.set(listOf.name, listOf);
      return `    /** ${doc} */\n    readonly ${name}: readonly ${listOf.name}[];\n`;
    });
    return [`  readonly '${code}': {\n${inner.join('')}  };\n`];
  });
  const quoted = (codes: readonly string[]): string => codes.map((code) => `'${code}'`).join(', ');
  const pointing = facts.filter(({ pointsToFields }) => pointsToFields).map(({ code }) => code);
  return [
    header,
    '/** The HTTP status of each problem. */',
    `export const statuses = {\n${facts.map(({ code, status }) => `  '${code}': ${status},\n`).join('')}} as const;`,
    '',
    '/** The problems whose errors point to the fields that are wrong. */',
    `export const pointsToFields = [${quoted(pointing)}] as const;`,
    '',
    ...[...classes.values()].map(interfaceOf),
    '/** What problems carry beside their errors, by their codes. */',
    `export interface Members {\n${memberLines.join('')}}`,
    '',
    '/** The names of these members. */',
    `export const memberNames: Readonly<Record<string, readonly string[]>> = {\n${facts
      .flatMap(({ code, members }) => (members ? [`  '${code}': [${quoted(Object.keys(members))}],\n`] : []))
      .join('')}};`,
    '',
  ].join('\n');
}

function interfaceOf(type: DeclaredClass): string {
  const lines = fieldsOf(type).map((field) => {
    const doc = field.doc === undefined ? '' : `  /** ${field.doc} */\n`;
    return `${doc}  readonly ${field.name}${field.optional ? '?' : ''}: ${typeOf(field)};\n`;
  });
  return `/** One of those that stand in the way. */\nexport interface ${type.name} {\n${lines.join('')}}\n`;
}

const numbers: readonly FieldKind[] = ['integer', 'float', 'money'];

function typeOf({ kind }: FieldFact): string {
  if (numbers.includes(kind)) return 'number';
  if (kind === 'boolean') return 'boolean';
  return ['list', 'object', 'objects', 'json'].includes(kind) ? 'unknown' : 'string';
}
