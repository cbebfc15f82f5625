import { required } from '../../schema/required';

/** A statement of a policy, its resources as ARNs. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What is asked for: an action on a resource, with the values of the keys of conditions that there are. */
export interface Request {
  readonly action: string;
  readonly arn: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Whether one of the statements allows a request; there are none that deny. */
export function allows(statements: readonly Statement[], request: Request): boolean {
  return statements.some(({ Effect, Action, Resource, Condition = {} }) => {
    if (Effect !== 'Allow') throw new Error(`Nobody judges the effect ${Effect} here.`);
    return (
      [Action].flat().some((pattern) => isLike(request.action, pattern)) &&
      [Resource].flat().some((pattern) => isLike(request.arn, pattern)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => holds(operator, request.values[key], [wanted].flat())),
      )
    );
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(operator: string, values: readonly string[] | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'ForAllValues:StringLike':
      // True of no values at all, as IAM has it.
      return (values ?? []).every((value) => wanted.some((pattern) => isLike(value, pattern)));
    case 'Null':
      return wanted.every((isNull) => (isNull === 'true') === (values === undefined));
    default:
      throw new Error(`Nobody judges the operator ${operator} here.`);
  }
}

/** `*` is any text, `?` any letter; `${*}`, `${?}` and `${$}` are the letters themselves. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern.replace(/\$\{([*?$])\}|([*?])|[\\^$.|+()[\]{}]/g, (found, own?: string, wild?: string) =>
    own !== undefined ? `\\${own}` : wild === undefined ? `\\${found}` : wild === '*' ? '.*' : '.',
  );
  return new RegExp(`^${source}$`, 's').test(text);
}

interface Call {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
}

type Attributes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The partition attribute of a table, or of an index of it. */
export type PartitionOf = (table: string, index?: string) => string;

/**
 * What IAM is asked for a call of DynamoDB: each part of it with the partition keys that it names. A transaction needs
 * the rights of its parts.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function requestsOf(
  operation: string,
  input: unknown,
  arnOf: (resource: string) => string,
  partitionOf: PartitionOf,
): readonly Request[] {
  const { TransactItems = [], RequestItems = {} } = input as {
    TransactItems?: readonly Readonly<Record<string, Call>>[];
    RequestItems?: Readonly<Record<string, { readonly Keys: readonly Attributes[] }>>;
  };
  const ask = (action: string, table: string, keys: readonly string[] | undefined, index?: string): Request => ({
    action: `dynamodb:${action}`,
    arn: arnOf(`table/${table}${index === undefined ? '' : `/index/${index}`}`),
    values: keys ? { 'dynamodb:LeadingKeys': keys } : {},
  });
  const leading = (table: string, attributes: Attributes): string =>
    Object.values(required(attributes[partitionOf(table)], 'the partition key'))[0]!;
  const ofItem = (action: string, { TableName, Key, Item }: Call): Request =>
    ask(action, TableName, [leading(TableName, required(Key ?? Item, 'a key'))]);
  switch (operation) {
    case 'TransactWriteItems':
      return TransactItems.flatMap((part) => Object.entries(part).map(([kind, call]) => ofItem(`${kind}Item`, call)));
    case 'BatchGetItem':
      return Object.entries(RequestItems).map(([table, { Keys }]) =>
        ask(
          operation,
          table,
          Keys.map((key) => leading(table, key)),
        ),
      );
    case 'Query': {
      const { TableName, IndexName, KeyConditionExpression: text = '', ...names } = input as Call;
      const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = names;
      const partition = partitionOf(TableName, IndexName);
      const [, value] = required(
        [...text.matchAll(/(#?\w+) = (:\w+)/g)]
          .map(([, name, one]) => [ExpressionAttributeNames[name!] ?? name, one!] as const)
          .find(([name]) => name === partition),
        `the partition key in "${text}"`,
      );
      return [ask(operation, TableName, Object.values(ExpressionAttributeValues[value]!), IndexName)];
    }
    case 'Scan':
      return [ask(operation, (input as Call).TableName, undefined)];
    default:
      return [ofItem(operation, input as Call)];
  }
}
