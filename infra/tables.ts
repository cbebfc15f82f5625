import { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { OutboxEvent, withInternal } from '../schema/internal';
import { describeTable, tablesOf } from '../schema/table';
import { required } from '../schema/required';
import type { Configuration } from './configuration';
import { removalOf } from './kept';
import type { First } from './kept';
import { inWave } from './wave';
import type { Wave } from './wave';

/** The tables of the domains, and those behind idempotency and events, as they are declared; existing ones stay as they are. */
export class Tables extends Construct {
  readonly #tables: ReadonlyMap<string, CfnTable>;
  readonly #arns: ReadonlyMap<string, string>;

  constructor(
    scope: Construct,
    id: string,
    {
      domains,
      configuration,
      first,
      wave,
    }: { domains: readonly DeclaredClass[]; configuration: Configuration; first: First; wave?: Wave },
  ) {
    super(scope, id);
    const declared = tablesOf(withInternal(domains).map(domainOf));
    this.#tables = new Map(
      declared
        .filter(({ isExisting }) => !isExisting)
        .map((fact) => {
          const {
            TableName,
            BillingMode,
            KeySchema,
            AttributeDefinitions,
            GlobalSecondaryIndexes,
            StreamSpecification,
          } = inWave(describeTable(fact, configuration.prefix), wave?.indexes.get(fact.name));
          const table = new CfnTable(this, fact.title, {
            tableName: TableName,
            billingMode: BillingMode,
            keySchema: KeySchema.map(keyElement),
            attributeDefinitions: AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
              attributeName: AttributeName,
              attributeType: AttributeType,
            })),
            globalSecondaryIndexes: GlobalSecondaryIndexes?.map((index) => ({
              indexName: index.IndexName,
              keySchema: index.KeySchema.map(keyElement),
              projection: { projectionType: index.Projection.ProjectionType },
            })),
            streamSpecification: StreamSpecification && { streamViewType: StreamSpecification.StreamViewType },
            timeToLiveSpecification:
              fact.expiry === undefined ? undefined : { attributeName: fact.expiry, enabled: true },
            pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
            // The account's own key: who reads shows in CloudTrail, and no role needs rights of KMS for it.
            sseSpecification: { sseEnabled: true },
            deletionProtectionEnabled:
              configuration.isKept && first !== 'stage' && !fact.domains.every(({ name }) => first.includes(name)),
          });
          table.applyRemovalPolicy(removalOf(configuration));
          return [fact.name, table];
        }),
    );
    const existing = declared
      .filter(({ isExisting }) => isExisting)
      .map(({ name }): [string, string] => [
        name,
        Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: name }),
      ]);
    this.#arns = new Map([
      ...existing,
      ...[...this.#tables].map(([name, { attrArn }]): [string, string] => [name, attrArn]),
    ]);
    this.#makeOneAfterTheOther(domains);
  }

  /**
   * DynamoDB limits how many tables with indexes may be in the making, and a stack that makes more of them at once fails.
   * Those of the gateway come first, so that one more domain waits for those before it and nothing waits for it.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
   */
  #makeOneAfterTheOther(domains: readonly DeclaredClass[]): void {
    const facts = tablesOf([...new Set([...withInternal([]), ...domains])].map(domainOf));
    // By what is declared, so that a table waits for the same ones in each wave of its indexes.
    const indexed = facts
      .filter((fact) => describeTable(fact, '').GlobalSecondaryIndexes)
      .flatMap(({ name }) => this.#tables.get(name) ?? []);
    indexed.slice(1).forEach((table, index) => table.addResourceDependency(indexed[index]!));
  }

  /** The ARN of a table by its name without the prefix of the stage. */
  arnOf(name: string): string {
    return required(this.#arns.get(name), `the table ${name}`);
  }

  /** The table whose stream is relayed to the bus. */
  get outbox(): CfnTable {
    return required(this.#tables.get(domainOf(OutboxEvent).name), 'the table of the outbox');
  }
}

const keyElement = ({ AttributeName, KeyType }: { AttributeName: string; KeyType: string }) => ({
  attributeName: AttributeName,
  keyType: KeyType,
});
