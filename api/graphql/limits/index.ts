import type { GraphQLRequest } from '@apollo/server';
import { parse } from 'graphql';
import type { DocumentNode, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Operation } from '../../../services/operation';
import type { ReadBudget } from '../../../services/read-budget';
import { coercionOf } from '../coercion';
import type { Step } from '../step';
import { shortErrors } from './answer';
import { costLimit, costOf, tooExpensive } from './cost';
import { keepCosts } from './kept-cost';
import { persistedDocuments } from './documents';
import type { DocumentList } from './document-list';
import { onceLimits, refuseSecond } from './once';
import type { OnceLimits } from './once';
import { withoutSchema } from './production';
import { documentLimits, refuseDirectives, refuseDocument } from './rules';
import type { DocumentLimits } from './rules';
import { without } from './without';

export type { DocumentList } from './document-list';

/** How much a GraphQL request may ask for: of its document, and the planned reads that it may cost. */
export interface Limits extends DocumentLimits, OnceLimits {
  readonly cost: number;
}

/** The limits when nothing else is said. */
export const defaultLimits: Limits = { ...documentLimits, ...onceLimits, cost: costLimit };

/** What the limits are made from. */
export interface LimitOptions {
  readonly operations: readonly Operation[];
  readonly limits?: Partial<Limits>;
  /** Tells nothing of the schema: no introspection, no name in an error that the caller did not send. */
  readonly production?: boolean;
  /** The only documents that are answered; every document when left out. */
  readonly documents?: DocumentList;
}

/** What the limits may use of the context of a request. */
interface Explaining {
  /** Whether the cost is told in `extensions`: the caller asks for it and may. */
  readonly explain?: boolean;
  readonly reads?: ReadBudget;
}

/** Holds the requests of an Apollo Server to limits. Its step goes before all others that look at the document. */
export function graphqlLimits<Context extends Explaining>({
  operations,
  limits: overrides = {},
  production = false,
  documents,
}: LimitOptions): { readonly step: Step<Context>; readonly introspection: boolean } {
  const limits = { ...defaultLimits, ...overrides };
  const knownDocuments = documents && persistedDocuments(documents);
  const refusals = new WeakMap<DocumentNode, GraphQLError>();
  const plannedReads = keepCosts(operations, (wanted) => {
    const second = refuseSecond(wanted.document, wanted.operation, wanted.variables, operations, limits);
    if (second) throw second;
    return costOf(wanted, operations);
  });

  const step: Step<Context> = ({ request, schema, contextValue }) => {
    const refusal = knownDocuments?.admit(request) ?? refuseDirectives(request.query ?? '', limits);
    if (refusal) replaceText(request);
    let cost: number | undefined;
    return {
      // Measured before validation, which would take its time and name every mistake of a document that is too large.
      // A document cannot be refused here, only replaced: by one that didResolveOperation knows and refuses.
      didParse: (parsing) => {
        if (!parsing.document) return;
        const tooLarge = refuseDocument(parsing.document, limits);
        if (!tooLarge) return;
        const harmless = parse(harmlessText);
        refusals.set(harmless, tooLarge);
        Object.assign(parsing, { document: harmless });
      },
      didResolveOperation: ({ document, operation }) => {
        const refused = refusal ?? refusals.get(document);
        if (refused) throw refused;
        if (!operation) return;
        const { coerced } = coercionOf(request, schema, operation);
        // Variables that do not fit are refused by another step.
        if (!coerced) return;
        cost = plannedReads({ schema, document, operation, variables: coerced });
        if (cost > limits.cost) throw tooExpensive(cost, limits.cost);
      },
      willSendResponse: ({ response: { body }, errors = [] }) => {
        if (body.kind !== 'single') return;
        const result = body.singleResult;
        const shown = (error: GraphQLFormattedError, index: number): GraphQLFormattedError =>
          // An error with a path was made by an operation, and says nothing of the schema.
          production && !error.path ? withoutSchema(error, errors[index]) : error;
        const { errors: shortList, leftOut } = shortErrors((result.errors ?? []).map(shown));
        if (shortList.length > 0) result.errors = shortList;
        const extensions = {
          ...(leftOut > 0 && { errorsLeftOut: leftOut }),
          ...(contextValue.explain && cost !== undefined && { cost: told(cost, limits.cost, contextValue.reads) }),
        };
        if (Object.keys(extensions).length > 0) result.extensions = { ...result.extensions, ...extensions };
      },
    };
  };
  return { step, introspection: !production };
}

/** What DynamoDB has charged for the reads of the request, and what was planned before there was anything to charge. */
function told(planned: number, plannedLimit: number, reads: ReadBudget | undefined): object {
  return { ...(reads && { cost: Math.round(reads.used * 10) / 10, limit: reads.limit }), planned, plannedLimit };
}

const harmlessText = '{ __typename }';

/** A request that is refused goes on with another text, because Apollo refuses only from didResolveOperation on. */
function replaceText(request: GraphQLRequest): void {
  const extensions = without(request.extensions ?? {}, 'persistedQuery');
  Object.assign(request, { query: harmlessText, operationName: undefined, extensions });
}
