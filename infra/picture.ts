import { isRecord, listOf, recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';

/** A template, as far as the picture reads it. */
export interface PictureTemplate {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** What is drawn, by type: the shape of Mermaid around the label. */
const shapes: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'AWS::ApiGateway::RestApi': ['{{', '}}'],
  'AWS::Lambda::Function': ['[[', ']]'],
  'AWS::DynamoDB::Table': ['[(', ')]'],
  'AWS::Events::EventBus': ['([', '])'],
  'AWS::Events::Rule': ['{', '}'],
  'AWS::SQS::Queue': ['[/', '/]'],
  'AWS::SNS::Topic': ['((', '))'],
  'AWS::Cognito::UserPool': ['[', ']'],
};

/** The properties whose references are arrows, and which way these point. */
const flows: readonly (readonly [type: string, property: string, way: 'to' | 'from', label: string])[] = [
  ['AWS::Events::Rule', 'EventBusName', 'from', ''],
  ['AWS::Events::Rule', 'Targets', 'to', ''],
  ['AWS::SQS::Queue', 'RedrivePolicy', 'to', 'after five tries'],
  ['AWS::ApiGateway::RestApi', 'Body', 'to', ''],
];

/**
 * docs/architecture.md: the stage of production, drawn from its template.
 * @param prefix what stands before the names of everything of the stage, which the picture leaves out
 */
export function architectureDocument({ Resources }: PictureTemplate, prefix: string): string {
  const entries = Object.entries(Resources);
  const isDrawn = (id: string | undefined): id is string => id !== undefined && (Resources[id]?.Type ?? '') in shapes;
  const nodes = entries.flatMap(([id, { Type, Properties }]) => {
    const shape = shapes[Type];
    return shape ? [`  ${id}${shape[0]}"${labelOf(id, Type, Properties, prefix)}"${shape[1]}`] : [];
  });
  const edges = new Set<string>(['  callers(("callers")) --> ' + idOf(entries, 'AWS::ApiGateway::RestApi')]);
  const draw = (from: string | undefined, to: string | undefined, label: string): void => {
    if (from !== to && isDrawn(from) && isDrawn(to)) edges.add(`  ${from} -->${label && `|${label}|`} ${to}`);
  };
  // An alias stands for its function.
  const standsFor = (id: string): string =>
    Resources[id]?.Type === 'AWS::Lambda::Alias' ? (referencesIn(Resources[id].Properties?.FunctionName)[0] ?? id) : id;

  for (const [type, property, direction, label] of flows) {
    for (const [id, resource] of entries.filter(([, { Type }]) => Type === type)) {
      for (const neighbour of referencesIn(resource.Properties?.[property]).map(standsFor)) {
        if (direction === 'to') draw(id, neighbour, label);
        else draw(neighbour, id, label);
      }
    }
  }
  for (const [, { Properties }] of entries.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping')) {
    const [source] = referencesIn(Properties?.EventSourceArn);
    const [consumer] = referencesIn(Properties?.FunctionName);
    const isStream = Properties?.StartingPosition !== undefined;
    if (source && consumer)
      draw(source, consumer, `${isStream ? 'stream, ' : ''}batches of ${String(Properties?.BatchSize)}`);
    for (const destination of referencesIn(Properties?.DestinationConfig))
      if (consumer) draw(consumer, destination, 'given up');
  }
  for (const [id, { Properties }] of entries.filter(([, { Type }]) => Type === 'AWS::Lambda::Function')) {
    const policies = referencesIn(Properties?.Role).flatMap((role) =>
      referencesIn(Resources[role]?.Properties?.ManagedPolicyArns),
    );
    for (const policy of policies) {
      const { Statement } = recordOf(Resources[policy]?.Properties?.PolicyDocument);
      for (const { Action, Resource } of listOf(Statement).map(recordOf)) {
        const actions = [Action].flat().map(String);
        const may = (pattern: RegExp): boolean => actions.some((action) => pattern.test(action));
        // What is read of a stream is drawn with its mapping.
        const reads = may(/^dynamodb:(Get|BatchGet)Item|^dynamodb:(Query|Scan)/);
        const writes = may(/^dynamodb:(Put|Update|Delete)/);
        const puts = may(/^events:PutEvents/);
        if (!reads && !writes && !puts) continue;
        const label = [...(reads ? ['reads'] : []), ...(writes ? ['writes'] : [])].join(', ');
        // What an index may be asked is drawn with its table.
        if (!JSON.stringify(Resource).includes('/index/'))
          for (const place of referencesIn(Resource)) draw(id, place, label);
      }
    }
  }
  const alarms = entries.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm').length;
  const topic = idOf(entries, 'AWS::SNS::Topic');
  edges.add(`  alarms["${alarms} alarms"] --> ${topic}`);
  return `# Architecture

<!-- Written by npm run architecture. Do not edit. -->

Production as its template says: what calls what, and which function may do what with which table. An arrow to a table
is a right of the function's role. [docs/deploy.md](deploy.md) tells how to deploy it,
[docs/operations.md](operations.md) what to do when an alarm rings.

\`\`\`mermaid
flowchart LR
${readable([...nodes, ...edges].join('\n'))}
\`\`\`

## Resources

| Type | How many |
| ---- | -------- |
${[...countsOf(entries)].map(([type, count]) => `| \`${type}\` | ${count} |`).join('\n')}
| **All** | **${entries.length}** |
`;
}

/** Logical ids without the hash at their end, which says nothing to a reader. */
const readable = (picture: string): string => picture.replaceAll(/\b([A-Z][A-Za-z]+)[0-9A-F]{8}\b/g, '$1');

type Entry = readonly [id: string, resource: PictureTemplate['Resources'][string]];

const idOf = (entries: readonly Entry[], type: string): string =>
  required(
    entries.find(([, { Type }]) => Type === type),
    `the ${type} of the template`,
  )[0];

function countsOf(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, { Type }] of entries.toSorted(([, left], [, right]) => (left.Type < right.Type ? -1 : 1))) {
    counts.set(Type, (counts.get(Type) ?? 0) + 1);
  }
  return counts;
}

/** The logical ids that a value refers to. */
function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(referencesIn))];
  if (!isRecord(value)) return [];
  const { Ref, 'Fn::GetAtt': attribute } = value;
  if (typeof Ref === 'string') return [Ref];
  if (attribute !== undefined) return [String(listOf(attribute)[0])];
  return [...new Set(Object.values(value).flatMap(referencesIn))];
}

/** The name without the prefix of the stage, and what it is. */
function labelOf(id: string, type: string, properties: Readonly<Record<string, unknown>> = {}, prefix: string): string {
  const names = ['TableName', 'FunctionName', 'QueueName', 'Name', 'TopicName', 'UserPoolName'];
  const name = textOf(names.map((property) => properties[property]).find((value) => typeof value === 'string'));
  const shortType = type.slice(type.lastIndexOf('::') + 2);
  const label = name ?? id.replace(/[0-9A-F]{8}$/, '').replace(/^Messaging/, '');
  return `${label.startsWith(prefix) ? label.slice(prefix.length) : label}<br/>${shortType}`;
}
