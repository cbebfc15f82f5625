import { keyFields } from '../../schema/facts';
import { recordOf } from '../../schema/guards';
import type { Operation } from '../../services/operation';
import { capital } from '../../services/schema-names';
import type { Components } from './openapi-problems';
import type { Schema } from './openapi-schemas';

/** Which operations go on with what another has made, by the name of their link. */
export type Links = (operation: Operation) => Schema;

/**
 * Makes the links of a document: where an answer says by Location what was made, which operations go on with that item
 * and where in the answer the fields of their paths are (OpenAPI 3.1.0, section 4.8.20). Programs that try a whole
 * interface, and the page at /docs, follow them.
 * @param components gets each link once
 */
export function linksOf(operations: readonly Operation[], { links }: Pick<Components, 'links'>): Links {
  return (operation) => {
    const { location } = operation.route;
    if (!location) return {};
    const names = keyFields(location).map(({ name }) => name);
    const followed = operations.flatMap((target) => {
      const known = target.key.map(({ name }) => name).filter((name) => names.includes(name));
      if (target === operation || target.domain !== location || known.length === 0) return [];
      const name = capital(target.name);
      links[name] ??= {
        operationId: target.name,
        parameters: Object.fromEntries(known.map((field) => [field, `$response.body#/${field}`])),
      };
      return [[target.name, { $ref: `#/components/links/${name}` }] as const];
    });
    return Object.fromEntries(followed);
  };
}

/** Puts links beside the answers that have a Location. */
export function withLinks(answers: Schema, links: Schema): Schema {
  return Object.fromEntries(
    Object.entries(answers).map(([status, value]) => {
      const answer = recordOf(value);
      const leadsOn = 'Location' in recordOf(answer.headers ?? {}) && Object.keys(links).length > 0;
      return [status, leadsOn ? { ...answer, links } : answer];
    }),
  );
}
