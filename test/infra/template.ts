import { readFileSync } from 'node:fs';
import type { DeclaredTable } from '../../schema/table';
import type { Pattern } from '../../local/messaging/pattern';
import type { ConsumerWiring, Wiring } from '../../local/messaging/wiring';
import type { WantedTable } from '../../local/tables';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A synthesised template, as far as it can be had locally. */
export interface StackTemplate {
  /** Its tables under another prefix of their names. */
  tables(prefix: string): readonly WantedTable[];
  readonly wiring: Wiring;
  /** The properties of the one resource of a type for which a condition holds. @throws Error unless there is one */
  one<Properties>(type: string, where?: (properties: Properties) => boolean): Properties;
}

/** Reads a template that `npm run synth` has written. @throws Error when it has not what a gateway needs */
export function readTemplate(file: string): StackTemplate {
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Readonly<Record<string, Resource>> };

  function all<Properties>(type: string): readonly (readonly [id: string, properties: Properties])[] {
    return Object.entries(Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => [id, resource.Properties as Properties] as const);
  }

  function one<Properties>(type: string, where: (properties: Properties) => boolean = () => true): Properties {
    const found = all<Properties>(type).filter(([, properties]) => where(properties));
    if (found.length !== 1)
      throw new Error(`The template has ${found.length} resources of ${type} of the kind asked for.`);
    return found[0]![1];
  }

  return {
    one,
    tables: (prefix) => {
      const { TABLE_PREFIX } = one<FunctionProperties>('AWS::Lambda::Function', isGateway).Environment.Variables;
      return all<TableProperties>('AWS::DynamoDB::Table').map(([id, properties]) => {
        const name = properties.TableName.slice(TABLE_PREFIX.length);
        return {
          description: descriptionOf(properties, `${prefix}${name}`),
          expiry: properties.TimeToLiveSpecification?.AttributeName,
          name,
          declaredBy: `the template, in ${id},`,
        };
      });
    },
    get wiring() {
      const fromOutbox = one<StreamMappingProperties>(
        'AWS::Lambda::EventSourceMapping',
        ({ StartingPosition }) => StartingPosition === 'TRIM_HORIZON',
      );
      const relayId = fromOutbox.FunctionName['Fn::GetAtt'][0];
      const relay = Resources[relayId]!.Properties as unknown as FunctionProperties;
      const [filter, ...others] = fromOutbox.FilterCriteria.Filters;
      if (relay.Handler !== 'relay.handler' || !filter || others.length > 0) {
        throw new Error('The stream of the template leads elsewhere, or has not one filter.');
      }
      const relayDeadLetters = Resources[fromOutbox.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]]!
        .Properties as unknown as QueueProperties;
      const mappings = all<MappingProperties>('AWS::Lambda::EventSourceMapping')
        .map(([, properties]) => properties)
        .filter(({ StartingPosition }) => StartingPosition === undefined);
      const rules = all<RuleProperties>('AWS::Events::Rule').map(([, properties]) => properties);
      const consumers = mappings.map((mapping): [string, ConsumerWiring] => {
        const { Handler } = Resources[mapping.FunctionName['Fn::GetAtt'][0]]!
          .Properties as unknown as FunctionProperties;
        const name = Handler.replace(/\.handler$/, '');
        const queueId = mapping.EventSourceArn['Fn::GetAtt'][0];
        const queue = Resources[queueId]!.Properties as unknown as QueueProperties;
        const deadLetters = Resources[queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]]!
          .Properties as unknown as QueueProperties;
        const [rule, ...furtherRules] = rules.filter(({ Targets }) => Targets[0]?.Arn['Fn::GetAtt'][0] === queueId);
        if (!rule || furtherRules.length > 0) {
          throw new Error(`Not one rule of the template leads to the queue of ${name}.`);
        }
        return [
          name,
          {
            rule: { name, pattern: rule.EventPattern },
            queue: queue.QueueName,
            deadLetterQueue: deadLetters.QueueName,
            visibilityTimeout: queue.VisibilityTimeout,
            maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
            batchSize: mapping.BatchSize,
          },
        ];
      });
      if (rules.length !== consumers.length) throw new Error('A rule of the template leads elsewhere.');
      return {
        bus: one<{ Name: string }>('AWS::Events::EventBus').Name,
        consumers: Object.fromEntries(consumers),
        relay: {
          filter: JSON.parse(filter.Pattern) as Pattern,
          batchSize: fromOutbox.BatchSize,
          seconds: relay.Timeout,
        },
        relayDeadLetterQueue: relayDeadLetters.QueueName,
      };
    },
  };
}

interface Attribute {
  readonly 'Fn::GetAtt': readonly [string, string];
}
interface TableProperties extends Omit<DeclaredTable, 'StreamSpecification'> {
  readonly StreamSpecification?: { readonly StreamViewType: 'NEW_IMAGE' };
  readonly TimeToLiveSpecification?: { readonly AttributeName: string };
}
interface FunctionProperties {
  readonly Handler: string;
  readonly Timeout: number;
  readonly Environment: { readonly Variables: { readonly TABLE_PREFIX: string } };
}
interface MappingProperties {
  readonly FunctionName: Attribute;
  readonly EventSourceArn: Attribute;
  readonly BatchSize: number;
  readonly StartingPosition?: string;
}
interface StreamMappingProperties extends MappingProperties {
  readonly FilterCriteria: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly DestinationConfig: { readonly OnFailure: { readonly Destination: Attribute } };
}
interface QueueProperties {
  readonly QueueName: string;
  readonly VisibilityTimeout: number;
  readonly RedrivePolicy: { readonly deadLetterTargetArn: Attribute; readonly maxReceiveCount: number };
}
interface RuleProperties {
  readonly EventPattern: Pattern;
  readonly Targets: readonly { readonly Arn: Attribute }[];
}
const isGateway = ({ Handler }: FunctionProperties): boolean => Handler === 'handler.handler';

function descriptionOf(properties: TableProperties, TableName: string): DeclaredTable {
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = properties;
  return {
    TableName,
    BillingMode,
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
    StreamSpecification: StreamSpecification && { StreamEnabled: true, ...StreamSpecification },
  };
}
