import { exampleObject, storedExample } from '../../schema/examples';
import { domainIfAny } from '../../schema/facts';
import type { DeclaredClass, DomainFact } from '../../schema/facts';
import { problemFor, problemType } from '../../services/errors';
import type { ProblemCode } from '../../services/errors';
import type { Operation } from '../../services/operation';
import { problemsOf } from '../../services/operation-problems';
import { codeName, failureName, failuresOf, problemName, tellsCurrent } from '../../services/schema-names';
import { component, integerSchema, objectRef, ref } from './openapi-schemas';
import type { Schema, Schemas } from './openapi-schemas';

/** The parts of the document to which answers refer. */
export interface Components {
  readonly schemas: Schemas;
  readonly responses: Record<string, Schema>;
  readonly examples: Record<string, Schema>;
  readonly links: Record<string, Schema>;
}

/** The headers of a refusal by its status and its problems. */
export type RefusalHeaders = (status: number, codes: readonly ProblemCode[]) => Schema;

/** Every refusal of an operation by its status; what several operations share is among the components. */
export function refusals(operation: Operation, components: Components, headersOf: RefusalHeaders): Schema {
  const byStatus = problemsByStatus([...problemsOf(operation)]);
  failureRef(operation, components.schemas);
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([left], [right]) => left - right)
      .map(([status, codes]) => {
        const [code, ...others] = codes;
        const answer = (schema: Schema): Schema =>
          refusal(codes, operation.domain, components, schema, headersOf(status, codes));
        if (code === undefined || others.length > 0) return [status, answer(failureRef(operation, components.schemas))];
        const schema = problemRef(code, operation.domain, components.schemas);
        if (tellsCurrent(code)) return [status, answer(schema)];
        components.responses[codeName(code)] ??= answer(schema);
        return [status, { $ref: `#/components/responses/${codeName(code)}` }];
      }),
  );
}

/**
 * A reference to the union of all problems that an operation can end with: a client tells them apart by their type, and has
 * the members of each.
 */
export function failureRef(operation: Operation, schemas: Schemas): Schema {
  return component(failureName(operation), schemas, () => {
    const codes = failuresOf(operation)
      .filter((code) => !problemFor(code).only)
      .toSorted();
    const references = codes.map((code) => [problemType(code), problemRef(code, operation.domain, schemas)] as const);
    return {
      description: `What ${operation.name} can end with.`,
      oneOf: references.map(([, reference]) => reference),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(references.map(([type, { $ref }]) => [type, $ref])),
      },
    };
  });
}

/** A reference to the schema of a problem; one that tells the item in the way has its type. */
function problemRef(code: ProblemCode, domain: DomainFact, schemas: Schemas): Schema {
  return component(problemName(code, tellsCurrent(code) ? domain : undefined), schemas, () =>
    problemSchema([code], domain, { type: 'string', format: 'uri-reference', const: problemType(code) }, schemas),
  );
}

const problemTypeName = 'ProblemType';

/**
 * The schema of the types of all problems, where a batch tells of them. It is one for all batches: several enumerations with
 * the same values do not compile in the Go of openapi-generator.
 */
export function problemTypes(operations: readonly Operation[]): Schemas {
  if (!operations.some(({ gives }) => gives.as === 'outcomes')) return {};
  const codes = new Set(operations.flatMap(failuresOf).filter((code) => !problemFor(code).only));
  return {
    [problemTypeName]: { type: 'string', format: 'uri-reference', enum: [...codes].toSorted().map(problemType) },
  };
}

/**
 * A reference to the problem of one item of a batch. It is one object with the members of all that it may be, because
 * not every generator of clients can read a union that stands in an answer which is no refusal.
 */
export function outcomeProblemRef(operation: Operation, type: DeclaredClass, schemas: Schemas): Schema {
  const codes = failuresOf(operation).toSorted();
  return component(`${type.name}OutcomeProblem`, schemas, () =>
    problemSchema(codes, operation.domain, ref(problemTypeName), schemas),
  );
}

/** The schema of a problem that is of one of these types, with the members of them all. */
function problemSchema(codes: readonly ProblemCode[], domain: DomainFact, type: Schema, schemas: Schemas): Schema {
  const problems = codes.map(problemFor);
  const members = problems.flatMap((problem) => Object.entries(problem.members ?? {}));
  return {
    type: 'object',
    description: `${problems.length === 1 ? `${problems[0]?.title}. A` : 'A'} problem document (RFC 9457).`,
    required: ['type', 'title', 'status', 'detail'],
    properties: {
      type: { ...type, description: 'A page that explains the problem.' },
      title: { type: 'string' },
      status: integerSchema({ min: 400, max: 599 }),
      detail: { type: 'string', description: 'What has happened, for people.' },
      ...(problems.some(({ pointsToFields }) => pointsToFields) && {
        errors: { type: 'array', description: 'The wrong fields.', items: ref('FieldProblem') },
      }),
      ...Object.fromEntries(
        members.map(([name, { doc, listOf }]) => [
          name,
          { type: 'array', description: doc, items: objectRef(listOf, '', schemas) },
        ]),
      ),
      ...(codes.some(tellsCurrent) && {
        current: { ...currentRef(domain, schemas), description: 'The item as it is, where one stands in the way.' },
      }),
    },
  };
}

/** What is sensitive is not told there, so that it may lack fields that an item always has. */
function currentRef({ type, fields }: DomainFact, schemas: Schemas): Schema {
  const isWhole = fields.every(({ sensitive = false, optional }) => optional || !sensitive);
  return objectRef(type, isWhole ? '' : 'Selection', schemas);
}

function refusal(
  codes: readonly ProblemCode[],
  domain: DomainFact,
  { examples }: Components,
  schema: Schema,
  headers: Schema,
): Schema {
  const exampleRef = (code: ProblemCode): Schema => {
    const isOfDomain = tellsCurrent(code);
    const name = `${isOfDomain ? domain.typeName : ''}${codeName(code)}`;
    examples[name] ??= {
      value: { ...problemExample(code), ...(isOfDomain && { current: storedExample(domain.type) }) },
    };
    return { $ref: `#/components/examples/${name}` };
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${problemFor(code).title}.`).join(' '),
    headers,
    content: {
      'application/problem+json': {
        schema,
        examples: Object.fromEntries(codes.map((code) => [code, exampleRef(code)])),
      },
    },
  };
}

function problemExample(code: ProblemCode): Schema {
  const { title, status, help, members = {} } = problemFor(code);
  const ownMembers = Object.entries(members).map(([name, { listOf }]): [string, readonly object[]] => [
    name,
    [domainIfAny(listOf) ? storedExample(listOf) : exampleObject(listOf)],
  ]);
  return { type: problemType(code), title, status, detail: help, ...Object.fromEntries(ownMembers) };
}

/** The problems by their status; Map.groupBy, which does the same, came with Node 21. */
function problemsByStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, readonly ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes.toSorted()) {
    const { status, only } = problemFor(code);
    if (!only) groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}
