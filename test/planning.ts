import { openApi } from '../api/documents/openapi';
import type { Finding } from '../infra/plan/finding';
import { compareOpenApi } from '../infra/plan/openapi';
import { manifestOf } from '../infra/plan/manifest';
import { planOf } from '../infra/plan/plan';
import type { Plan, Release } from '../infra/plan/plan';
import type { Schema } from '../infra/plan/schemas';
import { compareTables } from '../infra/plan/tables';
import { anyone, role } from '../schema/access';
import { Id, Text } from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { DeclaredClass, DomainOptions } from '../schema/facts';
import { servedDocument } from '../tools/served';
import { gatewayOf } from './usual';

/** What declares a field. */
export type FieldDecorator = ReturnType<typeof Id>;

/** A class of one domain, from decorators by field. */
export function thing(fields: Record<string, FieldDecorator>, options: DomainOptions = {}): DeclaredClass {
  class Thing {}
  for (const [name, decorate] of Object.entries({ id: Id(), ...fields })) decorate(Thing.prototype, name);
  Domain('thing', { access: { read: anyone, write: role('admin') }, ...options })(Thing);
  return Thing;
}

/** What a release of some classes keeps. */
export async function release(version: string, ...domains: DeclaredClass[]): Promise<Release> {
  const definition = gatewayOf(domains);
  const read = async (path: string): Promise<string> => servedDocument(definition, path);
  return {
    manifest: JSON.parse(JSON.stringify(manifestOf(definition, version))),
    graphql: await read('/schema.graphql'),
    openapi: JSON.parse(await read('/openapi.json')),
    asyncapi: JSON.parse(await read('/asyncapi.json')),
  };
}

/** The plan from one class to another, under versions that allow everything unless they are given. */
export async function plan(
  before: DeclaredClass | DeclaredClass[],
  now: DeclaredClass | DeclaredClass[],
  [from, to] = ['0.1.0', '0.2.0'],
): Promise<Plan> {
  return planOf(await release(from, ...[before].flat()), await release(to, ...[now].flat()));
}

/**
 * The findings but for those of GraphQL: TypeGraphQL keeps one enumeration and one nested type of a name in a process,
 * so the two sides cannot both have a schema where these differ.
 */
export function withoutGraphql(before: DeclaredClass, now: DeclaredClass): Finding[] {
  const rest = (type: DeclaredClass): Schema => openApi(gatewayOf([type])) as Schema;
  return [
    ...compareTables(manifestOf(gatewayOf([before]), '0.1.0').tables, manifestOf(gatewayOf([now]), '0.1.0').tables),
    ...compareOpenApi(rest(before), rest(now)),
  ];
}

/** Findings in words, of one level or of all. */
export const lines = (findings: readonly Finding[], level?: Finding['level']): string[] =>
  findings.filter((one) => !level || one.level === level).map(({ subject, words }) => `${subject}: ${words}`);

/** The decorator of a title. */
export const title = Text({ max: 60 });
/** The class that the others change. */
export const plain = (): DeclaredClass => thing({ title });
