import { admitsAnyone, all as allRules, anyone, signedIn } from '../schema/access';
import type { AccessRule } from '../schema/access';
import { BulkJob } from '../schema/bulk';
import { domainOf, fieldsOf } from '../schema/facts';
import type { DeclaredClass, DomainAccess, DomainFact, FieldFact } from '../schema/facts';
import { BulkRow } from '../schema/internal';
import { required } from '../schema/required';
import type { ProblemCode } from './errors';
import { operation } from './operation';
import type { Operation } from './operation';
import { capital } from './schema-names';
import { tableTouches } from './table-actions';
import type { Touch } from './table-actions';

/** The operations that change all items of a domain that meet a filter, a part of them with each request. */
export function bulkOperations(
  domain: DomainFact,
  type: DeclaredClass,
  { update, remove }: { readonly update: Operation; readonly remove: Operation },
): { readonly updateAll: readonly Operation[]; readonly deleteAll: readonly Operation[] } {
  const { access, deprecated, name, noun, operations, plural, typeName } = domain;
  const all = capital(plural);
  const bulk = tableTouches(domainOf(BulkRow));
  const touchesOf = (each: Operation): readonly Touch[] => [
    ...tableTouches(domain).list,
    ...tableTouches(domain).get,
    ...each.touches,
    ...[...bulk.get, ...bulk.create, ...bulk.update],
  ];
  const shared = {
    kind: 'mutation',
    domain,
    derived: true,
    lenient: true,
    gives: { as: 'item', type: BulkJob },
  } as const;
  const problemsOf = ({ problems }: Operation): readonly ProblemCode[] => [
    ...new Set<ProblemCode>([...problems, 'no-index', 'cursor-invalid', 'precondition-failed', 'not-found']),
  ];
  const whole = (each: Operation, called: 'updateAll' | 'deleteAll', does: string, path: string): Operation =>
    operation({
      ...shared,
      access: access && bothRules(access),
      name: `${called}${all}`,
      doc: `${does} all ${noun} items that meet a filter, as many as one request can; the answer says how to go on. With dryRun nothing is written.`,
      deprecated: deprecated[called],
      route: { method: 'POST', path: `/${name}/all/${path}`, success: 200 },
      body: { of: 'all', type, each },
      idempotent: 'itself',
      problems: problemsOf(each),
      touches: touchesOf(each),
      perform: async ({ bodies: [asked], list, dryRun }, context) => {
        const { beginJob, rehearseAll } = await import('./bulk-job');
        const begun = {
          domain,
          each,
          called: `${called}${all}`,
          asked: asked as Readonly<Record<string, unknown>>,
          list,
        };
        return dryRun ? rehearseAll(begun, context) : beginJob(begun, context);
      },
    });
  const eachBy = { [`updateAll${all}`]: update, [`deleteAll${all}`]: remove };
  const used = [
    operations.includes('updateAll') ? [update] : [],
    operations.includes('deleteAll') ? [remove] : [],
  ].flat();
  const goOn = operation({
    ...shared,
    // Who may not do it with an item is refused that one.
    access: access && (admitsAnyone(access.write) ? anyone : signedIn),
    name: `continue${typeName}Job`,
    doc: `Goes on with changing all ${noun} items that meet a filter, and says how far it has come.`,
    route: { method: 'POST', path: `/${name}/job/{job}`, success: 200 },
    key: [jobField()],
    idempotent: false,
    repeatable: true,
    problems: [...new Set(used.flatMap(problemsOf))],
    touches: used.flatMap(touchesOf),
    perform: async ({ key }, context) => (await import('./bulk-job')).continueJob(domain, eachBy, key.job, context),
  });
  return {
    updateAll: [whole(update, 'updateAll', 'Changes', 'update'), goOn],
    deleteAll: [whole(remove, 'deleteAll', 'Deletes', 'delete'), ...(operations.includes('updateAll') ? [] : [goOn])],
  };
}

/** Who may list items, and write them. */
const bothRules = ({ read, list = read, write }: DomainAccess): AccessRule => allRules(list, write);

/** The name of the work in a path. */
const jobField = (): FieldFact => {
  const field = required(
    fieldsOf(BulkJob).find(({ name }) => name === 'job'),
    'the field of a job',
  );
  return { ...field, optional: false };
};
