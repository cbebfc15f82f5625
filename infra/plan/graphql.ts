import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, getNamedType, isEnumType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Finding } from './finding';

/** What breaks callers of the GraphQL face: the change from one SDL to another, as GraphQL Inspector judges it. */
export async function compareGraphql(released: string, declared: string): Promise<Finding[]> {
  const schema = buildSchema(declared);
  const changes = await diff(buildSchema(released), schema);
  const answeredEnumerations = enumerationsGiven(schema);
  return changes.flatMap(({ criticality, type, path = '', message }): Finding[] => {
    const words = message.replace(/\.*$/, '.');
    if (criticality.level === CriticalityLevel.Breaking) {
      return [{ level: 'breaking', subject: 'GraphQL', words }];
    }
    // Of what Inspector calls dangerous, a new optional argument or input field endangers nobody here.
    const isNewValue = type === 'ENUM_VALUE_ADDED' && answeredEnumerations.has(path.replace(/\..*$/s, ''));
    const isNewDefault = criticality.level === CriticalityLevel.Dangerous && /DEFAULT/.test(String(type));
    return isNewValue || isNewDefault ? [{ level: 'caution', subject: 'GraphQL', words }] : [];
  });
}

/** The enumerations that callers read; a new value of one that they only send is their own choice. */
function enumerationsGiven(schema: GraphQLSchema): Set<string> {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  const fields = types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));
  return new Set(
    fields
      .map((field) => getNamedType(field.type))
      .filter(isEnumType)
      .map(({ name }) => name),
  );
}
