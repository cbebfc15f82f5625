import { readFileSync } from 'node:fs';
import type { DeclaredTable } from '../../schema/table';
import { matcherOf } from '../../local/messaging/pattern';
import type { Pattern } from '../../local/messaging/pattern';
import type { Pipe, StreamRecord, Wiring } from '../../local/messaging/wiring';
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
      const { TABLE_PREFIX } = one<FunctionProperties>('AWS::Lambda::Function', isConsumer).Environment.Variables;
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
      const mapping = one<MappingProperties>('AWS::Lambda::EventSourceMapping');
      const queueId = mapping.EventSourceArn['Fn::GetAtt'][0];
      const queue = Resources[queueId]!.Properties as unknown as QueueProperties;
      const deadLetters = Resources[queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]]!
        .Properties as unknown as QueueProperties;
      const rule = one<RuleProperties>('AWS::Events::Rule');
      if (rule.Targets[0]?.Arn['Fn::GetAtt'][0] !== queueId)
        throw new Error('The rule of the template leads elsewhere.');
      return {
        bus: one<{ Name: string }>('AWS::Events::EventBus').Name,
        rule: { name: 'CheckoutBasketRule', pattern: rule.EventPattern },
        queue: queue.QueueName,
        deadLetterQueue: deadLetters.QueueName,
        visibilityTimeout: queue.VisibilityTimeout,
        maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
        batchSize: mapping.BatchSize,
        pipe: pipeOf(one<PipeProperties>('AWS::Pipes::Pipe')),
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
  readonly Environment: { readonly Variables: { readonly TABLE_PREFIX: string } };
}
interface MappingProperties {
  readonly EventSourceArn: Attribute;
  readonly BatchSize: number;
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
interface PipeProperties {
  readonly SourceParameters: { readonly FilterCriteria: { readonly Filters: readonly { readonly Pattern: string }[] } };
  readonly TargetParameters: {
    readonly InputTemplate: string;
    readonly EventBridgeEventBusParameters: {
      readonly Source: string;
      readonly DetailType: string;
      readonly Time: string;
    };
  };
}

const isConsumer = ({ Handler }: FunctionProperties): boolean => Handler === 'orders.handler';

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

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html */
function pipeOf({ SourceParameters, TargetParameters }: PipeProperties): Pipe {
  const filters = SourceParameters.FilterCriteria.Filters.map(({ Pattern }) =>
    matcherOf(JSON.parse(Pattern) as Pattern),
  );
  const { InputTemplate, EventBridgeEventBusParameters: parameters } = TargetParameters;
  const valueOf = (record: StreamRecord, path: string): string | undefined => {
    const names = path.replace(/^\$\./, '').split('.');
    const value = names.reduce<unknown>(
      (parent, name) => (parent as Record<string, unknown> | undefined)?.[name],
      record,
    );
    return typeof value === 'string' ? value : undefined;
  };
  return {
    takes: (record) => filters.some((matches) => matches(record)),
    entryOf: (record) => {
      const time = valueOf(record, parameters.Time);
      if (time === undefined || Number.isNaN(Date.parse(time))) return undefined;
      return {
        Source: valueOf(record, parameters.Source),
        DetailType: valueOf(record, parameters.DetailType),
        Detail: InputTemplate.replace(/<(\$[^>]*)>/g, (_, path: string) => valueOf(record, path) ?? ''),
        Time: new Date(time),
      };
    },
  };
}
