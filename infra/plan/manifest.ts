import { inWords } from '../../schema/access';
import { domainOf, fieldsOf, nestedClass } from '../../schema/facts';
import type { DeclaredClass, DomainFact, FieldFact } from '../../schema/facts';
import type { GatewayDefinition } from '../../services/definition';
import { gatewayVersion } from '../../services/gateway-package';
import { withInternal } from '../../schema/internal';
import { required } from '../../schema/required';
import { describeTable } from '../../schema/table';

/** A key attribute and the type that DynamoDB gives it: S or N. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: string;
}

/** What matters of a field to items that are stored already. */
export interface FieldNote {
  readonly kind: string;
  readonly optional: boolean;
  readonly default?: unknown;
  /** The values of an enumeration. */
  readonly values?: readonly string[];
  /** Who sees the field, in words, when that is not whoever may read the item. */
  readonly visible?: string;
}

/** A table as it is released: keys are partition first. */
export interface TableNote {
  readonly key: readonly KeyAttribute[];
  readonly indexes: Readonly<Record<string, readonly KeyAttribute[]>>;
  /** What the stream shows of each change; none when left out. */
  readonly stream?: string;
  readonly expiresAfterDays?: number;
  /** By path: `items.price` is a field of a nested object. */
  readonly fields: Readonly<Record<string, FieldNote>>;
}

/** What a release keeps of its declarations beside its three documents. */
export interface Manifest {
  readonly version: string;
  /** The version of the gateway that wrote it; one of before did not say. */
  readonly gateway?: string;
  readonly tables: Readonly<Record<string, TableNote>>;
  /** Who may do what, in words, by the name of the operation. */
  readonly access: Readonly<Record<string, string>>;
}

/** The manifest of these declarations under the version of the application. */
export function manifestOf(
  { domains, operations }: Pick<GatewayDefinition, 'domains' | 'operations'>,
  version: string,
): Manifest {
  return {
    version,
    gateway: gatewayVersion(),
    tables: Object.fromEntries(
      withInternal(domains)
        .map(domainOf)
        .map((domain) => [domain.name, tableNote(domain)]),
    ),
    access: Object.fromEntries(operations.flatMap(({ name, access }) => (access ? [[name, inWords(access)]] : []))),
  };
}

function tableNote(domain: DomainFact): TableNote {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = describeTable(domain, '');
  const types = new Map(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const attributes = (schema: typeof KeySchema): KeyAttribute[] =>
    schema.map(({ AttributeName }) => ({
      name: AttributeName,
      type: required(types.get(AttributeName), `the type of the key attribute ${AttributeName}`),
    }));
  return {
    key: attributes(KeySchema),
    indexes: Object.fromEntries(
      (GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, attributes(index.KeySchema)]),
    ),
    stream: StreamSpecification?.StreamViewType,
    expiresAfterDays: domain.expiresAfterDays,
    fields: Object.fromEntries(fieldNotes(domain.type, '', new Set())),
  };
}

function fieldNotes(type: DeclaredClass, prefix: string, above: ReadonlySet<DeclaredClass>): [string, FieldNote][] {
  return fieldsOf(type).flatMap((field): [string, FieldNote][] => {
    const path = `${prefix}${field.name}`;
    const nested = nestedClass(field);
    return [
      [path, fieldNote(field)],
      ...(nested && !above.has(nested) ? fieldNotes(nested, `${path}.`, new Set([...above, nested])) : []),
    ];
  });
}

function fieldNote(field: FieldFact): FieldNote {
  const { kind, optional, default: fallback, visible } = field;
  return {
    kind: 'each' in field ? `list of ${field.each.kind}` : kind,
    optional,
    default: fallback,
    values: 'enumeration' in field ? field.enumeration.values : undefined,
    visible: visible && inWords(visible),
  };
}
