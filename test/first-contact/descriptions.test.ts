import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { Enumeration, Id, Integer, Many, Nested, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';

// Whoever meets the schema in a playground, or makes code from it, is told what each thing of it is, also where nobody has
// written a sentence. The rule is require-description of graphql-eslint, with every kind of definition that it knows:
// https://the-guild.dev/graphql/eslint/rules/require-description

class Label {
  @Text() printedText!: string;
}

@Domain('crate', { plural: 'crates', scan: true, indexes: { byMark: { partition: 'mark', sort: 'weight' } } })
class Crate {
  @Id() id!: string;
  @Text({ max: 20 }) mark!: string;
  @Integer({ min: 0 }) weight!: number;
  @Enumeration('CrateState', ['NEW', 'in-use', '2nd hand', 'für später'], {
    meanings: { NEW: 'Nobody has opened it.' },
  })
  state!: string;
  @Nested(() => Label, { optional: true }) label?: Label;
  @Many(() => Nail, { by: 'crateId' }) readonly nails?: unknown;
}

@Domain('nail', { scan: true, key: { partition: 'crateId', sort: 'number' }, events: true })
class Nail {
  @Reference(() => Crate) crateId!: string;
  @Integer({ min: 0 }) number!: number;
}

/** Whatever of a schema has no description. */
function notDescribed(sdl: string): readonly string[] {
  const types = Object.values(buildSchema(sdl).getTypeMap()).filter((type) => !isIntrospectionType(type));
  const found: string[] = [];
  const note = (name: string, { description }: { readonly description?: string | null }): void => {
    if (!description?.trim()) found.push(name);
  };
  for (const type of types) {
    // The five scalars of GraphQL bring their own.
    note(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field);
      for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument);
    }
  }
  return found;
}

async function sdlOf(domains: readonly DeclaredClass[]): Promise<string> {
  return (await openGateway('v2', { domains })).send('GET', '/schema.graphql').then(({ text }) => text);
}

test('every type, field, argument and value of a schema is described, though nobody has described its classes', async () => {
  expect(notDescribed(await sdlOf([Crate, Nail]))).toEqual([]);
});

test('what is described is what was declared', async () => {
  const sdl = await sdlOf([Crate, Nail]);
  expect(sdl).toMatch(
    /enum CrateState \{\n {2}"""Für später. \("für später" in REST\)"""\n {2}FUR_SPATER\n\n {2}"""In use. \("in-use" in REST\)"""\n {2}IN_USE\n\n {2}"""Nobody has opened it."""\n {2}NEW\n\n {2}"""2nd hand. \("2nd hand" in REST\)"""\n {2}_2ND_HAND\n/,
  );
  expect(sdl).toMatch(/"""By weight, the largest or latest first."""\n {2}WEIGHT_DESC/);
  expect(sdl).toMatch(/"""Printed text. \(at most 1000 characters\)"""\n {2}printedText: String/);
});
