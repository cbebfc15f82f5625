import { Kind, Lexer, Source, TokenKind, visit } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode, ValidationRule } from 'graphql';
import { ServiceError } from '../../../services/errors';
import type { ProblemCode } from '../../../services/errors';
import { Refusal } from '../refusal';

/** How much a document may ask for, whatever the schema. */
export interface DocumentLimits {
  /** Fields below each other. */
  readonly depth: number;
  /** Fields below each other, under `__schema` and `__type`. */
  readonly introspectionDepth: number;
  /** Fields that are given another name, and how many of them are the same field. */
  readonly aliases: number;
  readonly sameFieldAliases: number;
  /** Directives in the whole document, and at one place of it. */
  readonly directives: number;
  readonly directivesAtOnePlace: number;
  /** Fields at the root of an operation, by their names in the answer. */
  readonly rootFields: number;
  /** Fields of an operation with every fragment written out. */
  readonly fields: number;
  /** How often one selection may say the same field. */
  readonly repeatedFields: number;
}

/** The limits of a document when nothing else is said. */
export const documentLimits: DocumentLimits = {
  // Three relations with their connections: products, edges, node, items, product and the like.
  depth: 10,
  // What GraphiQL asks, with graphql-js's nine steps of `ofType`.
  introspectionDepth: 15,
  aliases: 30,
  // As in graphql-armor.
  sameFieldAliases: 15,
  directives: 10,
  directivesAtOnePlace: 3,
  rootFields: 10,
  // GraphiQL's introspection has 230.
  fields: 500,
  // Components that each ask for what they need repeat `id` and `__typename`, but not so often.
  repeatedFields: 30,
};

/** The sizes of a document: for each limit that of its largest operation. */
export type Measures = Readonly<Record<keyof DocumentLimits, number>>;

/**
 * The rules that hold a document to its limits. They look at the document alone, so that they can go before the
 * rules that compare it with the schema, and before an answer that would name each of a thousand mistakes.
 */
export function limitRules(limits: DocumentLimits = documentLimits): readonly ValidationRule[] {
  return orderedRules.map((rule) => (context) => ({
    Document(document) {
      const refusal = firstRefusal(rule, document, limits);
      if (refusal) context.reportError(refusal);
    },
  }));
}

/** The first refusal of a document by the limits, without the walk through the document that graphql-js would make. */
export function refuseDocument(document: DocumentNode, limits: DocumentLimits = documentLimits): Refusal | undefined {
  for (const rule of orderedRules) {
    const refusal = firstRefusal(rule, document, limits);
    if (refusal) return refusal;
  }
  return undefined;
}

function firstRefusal(rule: LimitRule, document: DocumentNode, limits: DocumentLimits): Refusal | undefined {
  const measures = measuresOf(document);
  const name = rule.names.find((candidate) => measures[candidate] > limits[candidate]);
  if (name === undefined) return undefined;
  return refusalOf(rule, name, limits[name], measures[name]);
}

function refusalOf({ code, say }: LimitRule, rule: keyof DocumentLimits, limit: number, count: number): Refusal {
  return new Refusal(new ServiceError(code, say(limit, rule)), { facts: { rule, limit, found: count } });
}

interface LimitRule {
  readonly names: readonly (keyof DocumentLimits)[];
  readonly code: ProblemCode;
  readonly say: (limit: number, name: keyof DocumentLimits) => string;
}

const tooManyDirectives: LimitRule = {
  names: ['directives', 'directivesAtOnePlace'],
  // The code that graphql-js itself has for a directive that is said twice.
  code: 'graphql-validation-failed',
  say: (limit, name) =>
    `${name === 'directives' ? 'A document' : 'One place of a document'} may have ${limit} directives. Leave out those that change nothing.`,
};

/** The rules in the order in which refusals are told: the first refusal is all that a refused request gets. */
const orderedRules: readonly LimitRule[] = [
  {
    names: ['depth', 'introspectionDepth'],
    code: 'query-too-deep',
    say: (limit) => `Fields may stand ${limit} deep below each other. Ask for the inner ones in a query of their own.`,
  },
  {
    names: ['fields', 'repeatedFields'],
    code: 'query-too-expensive',
    say: (limit, name) =>
      name === 'fields'
        ? `A query may have ${limit} fields, those of its fragments counted wherever they stand. Ask for fewer, or in two queries.`
        : `A selection may say the same field ${limit} times. Say it once.`,
  },
  {
    names: ['aliases', 'sameFieldAliases'],
    code: 'query-too-many-aliases',
    say: (limit, name) =>
      `A query may have ${limit} aliases${name === 'aliases' ? '' : ' of the same field'}. Ask for several items with one list, or in two queries.`,
  },
  tooManyDirectives,
  {
    names: ['rootFields'],
    code: 'query-too-many-root-fields',
    say: (limit) => `An operation may have ${limit} fields at its root. Send the others in a request of their own.`,
  },
];

/**
 * The refusal of a text with too many directives; undefined for every other text. A directive has so many tokens that the
 * parser's limit of them would come first, and call a document malformed that is not.
 */
export function refuseDirectives(text: string, limits: DocumentLimits = documentLimits): Refusal | undefined {
  const limit = limits.directives;
  if (text.split('@').length <= limit + 1) return undefined;
  const count = directivesIn(text);
  if (count <= limit) return undefined;
  return refusalOf(tooManyDirectives, 'directives', limit, count);
}

/** The number of directives in a text: an @ may also stand in a string or a comment. */
function directivesIn(text: string): number {
  let count = 0;
  try {
    const lexer = new Lexer(new Source(text));
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      if (token.kind === TokenKind.AT) count++;
    }
  } catch {
    // The parser will say what is wrong.
  }
  return count;
}

/** The sizes of a selection, with its fragments written out. */
interface Selected {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly fields: number;
  readonly aliases: number;
  /** The aliases of each field. */
  readonly aliasesOf: ReadonlyMap<string, number>;
  /** How often each name of the answer is said at the top of the selection. */
  readonly answerNames: ReadonlyMap<string, number>;
  readonly repeatedFields: number;
}

const emptySelection: Selected = {
  depth: 0,
  introspectionDepth: 0,
  fields: 0,
  aliases: 0,
  aliasesOf: new Map(),
  answerNames: new Map(),
  repeatedFields: 0,
};

const measured = new WeakMap<DocumentNode, Measures>();

/** Measures a document once, however many rules ask. */
export function measuresOf(document: DocumentNode): Measures {
  const measures = measured.get(document) ?? measure(document);
  measured.set(document, measures);
  return measures;
}

function measure(document: DocumentNode): Measures {
  const selections = new Selections(document);
  const operations = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ selectionSet }) => selections.of(selectionSet));
  const largest = (numberOf: (selected: Selected) => number): number =>
    // JSON has no Infinity, which doubling fragments reach.
    Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, ...operations.map(numberOf)));
  return {
    depth: largest(({ depth }) => depth),
    introspectionDepth: largest(({ introspectionDepth }) => introspectionDepth),
    fields: largest(({ fields }) => fields),
    repeatedFields: largest(({ repeatedFields }) => repeatedFields),
    aliases: largest(({ aliases }) => aliases),
    sameFieldAliases: largest(({ aliasesOf }) => Math.max(0, ...aliasesOf.values())),
    rootFields: largest(({ answerNames }) => answerNames.size),
    ...directives(document),
  };
}

/** Adds up selections. A fragment is looked into once, however often it is spread: its sums are kept. */
class Selections {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly sumsByFragment = new Map<string, Selected>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  of(set: SelectionSetNode | undefined): Selected {
    if (!set) return emptySelection;
    const parts = set.selections.map((selection): Selected => {
      if (selection.kind === Kind.FIELD) return this.field(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.of(selection.selectionSet);
      return this.fragment(selection.name.value);
    });
    const answerNames = sum(parts.map((part) => part.answerNames));
    return {
      depth: Math.max(0, ...parts.map(({ depth }) => depth)),
      introspectionDepth: Math.max(0, ...parts.map(({ introspectionDepth }) => introspectionDepth)),
      fields: parts.reduce((total, { fields }) => total + fields, 0),
      aliases: parts.reduce((total, { aliases }) => total + aliases, 0),
      aliasesOf: sum(parts.map(({ aliasesOf }) => aliasesOf)),
      answerNames,
      repeatedFields: Math.max(0, ...answerNames.values(), ...parts.map(({ repeatedFields }) => repeatedFields)),
    };
  }

  private field({ alias, name: { value: name }, selectionSet }: FieldNode): Selected {
    const inner = this.of(selectionSet);
    const isAlias = alias !== undefined && alias.value !== name;
    const introspects = name === '__schema' || name === '__type';
    return {
      depth: introspects ? 1 : inner.depth + 1,
      introspectionDepth: introspects ? Math.max(inner.depth, inner.introspectionDepth) + 1 : inner.introspectionDepth,
      fields: inner.fields + 1,
      aliases: inner.aliases + (isAlias ? 1 : 0),
      aliasesOf: isAlias ? sum([inner.aliasesOf, new Map([[name, 1]])]) : inner.aliasesOf,
      answerNames: new Map([[alias?.value ?? name, 1]]),
      repeatedFields: inner.repeatedFields,
    };
  }

  private fragment(name: string): Selected {
    const earlier = this.sumsByFragment.get(name);
    if (earlier) return earlier;
    // A fragment that leads back to itself adds nothing here; the rules of graphql-js refuse it.
    this.sumsByFragment.set(name, emptySelection);
    const selected = this.of(this.fragments.get(name)?.selectionSet);
    this.sumsByFragment.set(name, selected);
    return selected;
  }
}

function sum(parts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const part of parts) for (const [name, count] of part) total.set(name, (total.get(name) ?? 0) + count);
  return total;
}

function directives(document: DocumentNode): Pick<Measures, 'directives' | 'directivesAtOnePlace'> {
  const counts: number[] = [];
  visit(document, {
    enter: (node) => {
      if ('directives' in node && node.directives) counts.push(node.directives.length);
    },
  });
  return {
    directives: counts.reduce((total, count) => total + count, 0),
    directivesAtOnePlace: Math.max(0, ...counts),
  };
}
