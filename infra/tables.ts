import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { domainOf } from '../schema/facts';
import type { DeclaredClass } from '../schema/facts';
import { OutboxEvent, withInternal } from '../schema/internal';
import { describeTable, expiryAttribute } from '../schema/table';
import { required } from '../schema/required';
import type { Configuration } from './configuration';
import { removalOf } from './kept';
import type { First } from './kept';

/** One table for each domain, and those behind idempotency and events, as they are declared. */
export class Tables extends Construct {
  readonly #tables: ReadonlyMap<string, CfnTable>;

  constructor(
    scope: Construct,
    id: string,
    {
      domains,
      configuration,
      first,
    }: { domains: readonly DeclaredClass[]; configuration: Configuration; first: First },
  ) {
    super(scope, id);
    const declared = withInternal(domains).map(domainOf);
    this.#tables = new Map(
      declared.map((domain) => {
        const { TableName, BillingMode, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification } =
          describeTable(domain, configuration.prefix);
        const table = new CfnTable(this, domain.typeName, {
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
            domain.expiresAfterDays === undefined ? undefined : { attributeName: expiryAttribute, enabled: true },
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          // The account's own key: who reads shows in CloudTrail, and no role needs rights of KMS for it.
          sseSpecification: { sseEnabled: true },
          deletionProtectionEnabled: configuration.isKept && first !== 'stage' && !first.includes(domain.name),
        });
        table.applyRemovalPolicy(removalOf(configuration));
        return [domain.name, table];
      }),
    );
    this.#makeOneAfterTheOther(domains);
  }

  /**
   * DynamoDB limits how many tables with indexes may be in the making, and a stack that makes more of them at once fails.
   * Those of the gateway come first, so that one more domain waits for those before it and nothing waits for it.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
   */
  #makeOneAfterTheOther(domains: readonly DeclaredClass[]): void {
    const names = new Set([...withInternal([]), ...domains].map((type) => domainOf(type).name));
    const indexed = [...names].map((name) => this.of(name)).filter((table) => table.globalSecondaryIndexes);
    indexed.slice(1).forEach((table, index) => table.addResourceDependency(indexed[index]!));
  }

  /** The table of a domain by the domain's name. */
  of(name: string): CfnTable {
    return required(this.#tables.get(name), `the table of ${name}`);
  }

  /** The table whose stream is relayed to the bus. */
  get outbox(): CfnTable {
    return this.of(domainOf(OutboxEvent).name);
  }
}

const keyElement = ({ AttributeName, KeyType }: { AttributeName: string; KeyType: string }) => ({
  attributeName: AttributeName,
  keyType: KeyType,
});
