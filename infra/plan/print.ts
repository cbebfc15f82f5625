import { commandLine } from '../../services/command-line';
import type { Level } from './finding';
import type { Plan } from './plan';
import type { IndexChange } from './tables';

/** A plan as a platform engineer reads it before a deploy. */
export function printPlan(plan: Plan): string {
  const { from, to, findings, waves, refusals, isChanged } = plan;
  if (!isChanged && refusals.length === 0) return `Nothing to deploy: the declarations are those of release ${from}.\n`;
  const section = (title: string, level: Level): string[] => {
    const selected = findings.filter((finding) => finding.level === level);
    if (selected.length === 0) return [];
    const width = Math.max(...selected.map(({ subject }) => subject.length));
    return ['', title, ...selected.map(({ subject, words }) => `  ${subject.padEnd(width)}  ${words}`)];
  };
  const lines = [
    from === undefined ? `The first release: ${to}` : `From release ${from} to ${to}`,
    ...section('Tables', 'table'),
    ...section('Breaking', 'breaking'),
    ...section('To fill in stored items', 'backfill'),
    ...section('To look at', 'caution'),
    ...wavesSection(waves),
    ...gatewaySection(plan),
    '',
    ...(refusals.length > 0 ? ['Refused', ...refusals.map((words) => `  ${words}`)] : [verdict(plan), ...way(plan)]),
  ];
  return `${lines.join('\n')}\n`;
}

function wavesSection(waves: Plan['waves']): string[] {
  if (waves.length === 0) return [];
  const words = waves.map((changes) => changes.map(changeInWords).join('; '));
  if (waves.length === 1) return ['', 'Indexes, in this deploy', ...words.map((line) => `  ${line}`)];
  return [
    '',
    `Indexes, in ${waves.length} deploys, one after the other`,
    ...words.map((line, index) => `  npx cdk deploy -c wave=${index + 1}  ${line}`),
  ];
}

/** What an upgrade of the package changes is nobody's mistake: what to do about it. */
function gatewaySection({ gateway, findings }: Plan): string[] {
  if (!gateway) return [];
  const { from, to, subjects, version } = gateway;
  const others = [...new Set(findings.map(({ subject }) => subject))].filter((subject) => !subjects.includes(subject));
  const recorded = commandLine('plan', '--release');
  return [
    '',
    'The gateway itself',
    `  It was ${from ?? 'one of before'} when the release was recorded, and is ${to} now. What stands above under ${listed(subjects)} may come from that.`,
    ...(others.length > 0 ? [`  What stands under ${listed(others)} comes from the declarations.`] : []),
    `  If no declaration of yours has done it, record it as a release: ${version === undefined ? '' : `npm version ${version} --no-git-tag-version && `}${recorded}`,
  ];
}

const listed = (words: readonly string[]): string => words.join(', ').replace(/, (?=[^,]*$)/, ' and ');

const changeInWords = ({ table, change, index, key }: IndexChange): string =>
  `${change} ${table}.${index} on ${key.map(({ name }) => name).join(', ')}`;

/** How a table is made so that the deploy can be repeated when it fails. */
function way({ first }: Plan): string[] {
  if (first.length === 0) return [];
  return [`Deploy what is new first: -c first=${first.join(',')}. The next deploy, without it, protects the tables.`];
}

function verdict({ from, to, findings }: Plan): string {
  if (from === undefined || !findings.some(({ level }) => level === 'breaking'))
    return 'May be deployed: nothing breaks.';
  return `May be deployed: ${to} says that it breaks callers of ${from}.`;
}
