import { isEnumType, isInputObjectType, isInputType, isListType, isNonNullType, typeFromAST, visit } from 'graphql';
import type { ArgumentNode, GraphQLInputType, GraphQLNullableType, OperationDefinitionNode } from 'graphql';
import { federationFields } from '../../../services/federation';
import { nodeFields } from '../../../services/nodes';
import type { Operation } from '../../../services/operation';
import { operationsByField } from '../../../services/result-fields';
import { keyStandIn } from './cost';
import type { ExecutableOperation } from './cost';
import { rootFields } from './once';

/** The most costs that are kept: with the longest shapes less than a megabyte. */
const mostKept = 1000;
/** The longest shape that is kept. */
const longestShape = 500;

/**
 * The longest text of which a shape says only which others it is equal to: with three bytes of UTF-8 for each unit it still
 * can be part of any key, and no comparison refuses it.
 */
const longestText = 256;

/** What the cost looks at in a variable: its value, or only whether it is there and how many elements it has. */
interface Look {
  readonly name: string;
  readonly type?: GraphQLInputType;
}

/** What the cost of an operation looks at in its variables. */
interface Looks {
  /** Tells the operation from all others in the names of what is kept. */
  readonly id: number;
  readonly variables: readonly Look[];
  /** What the texts of the variables may be equal to. */
  readonly texts: ReadonlySet<string>;
}

/**
 * Keeps the costs of operations, each by the shape of its variables: what they are, but for texts, of which it matters
 * only which are equal. So no text of a caller is kept that is not in the document, which Apollo keeps. What has a text
 * that matters, such as a date or an id that may mean items of several types, is counted each time.
 * At most 1,000 costs are kept, and are forgotten all at once; what is known of an operation goes with its document.
 * @param count what counts the cost of an operation, and throws where it is refused; nothing is kept then
 */
export function keepCosts(
  operations: readonly Operation[],
  count: (request: ExecutableOperation) => number,
): (request: ExecutableOperation) => number {
  const byField = operationsByField(operations);
  const looksOf = new WeakMap<OperationDefinitionNode, Looks | 'not kept'>();
  const costs = new Map<string, number>();
  let lastId = 0;
  return (request) => {
    const { operation, variables } = request;
    const looks = looksOf.get(operation) ?? look(request, byField, ++lastId) ?? 'not kept';
    looksOf.set(operation, looks);
    const shape = looks === 'not kept' ? undefined : shapeOf(looks, variables);
    if (shape === undefined) return count(request);
    const known = costs.get(shape);
    if (known !== undefined) return known;
    const cost = count(request);
    if (costs.size >= mostKept) costs.clear();
    costs.set(shape, cost);
    return cost;
  };
}

/** The fields at the root whose cost is in what a text says: it may mean items of several types. */
const costInTexts: readonly string[] = [...Object.values(nodeFields), federationFields.entities];

/** What the cost of an operation looks at; undefined where that is the text of a variable. */
function look(
  { schema, document, operation }: ExecutableOperation,
  byField: ReadonlyMap<string, Operation>,
  id: number,
): Looks | undefined {
  const counted = new Set<ArgumentNode>();
  for (const field of rootFields(document, operation.selectionSet)) {
    const declared = byField.get(field.name.value);
    // A feed looks whether its key can be one.
    if (costInTexts.includes(field.name.value) || declared?.query === 'changes') return undefined;
    if (declared && declared.gives.as !== 'page') for (const argument of field.arguments ?? []) counted.add(argument);
  }
  const seen = new Set<string>();
  const texts = new Set([keyStandIn]);
  visit(document, {
    VariableDefinition: () => false,
    // Whatever is changed and whichever item is asked for, only how many there are is counted.
    Argument: (argument) => (counted.has(argument) ? false : undefined),
    Variable: ({ name }) => void seen.add(name.value),
    StringValue: ({ value }) => void texts.add(value),
  });
  const variables = (operation.variableDefinitions ?? []).map(({ variable: { name }, type: node }): Look => {
    const type = typeFromAST(schema, node);
    return seen.has(name.value) && isInputType(type) ? { name: name.value, type } : { name: name.value };
  });
  return { id, variables, texts };
}

/** The shape of the variables of an operation; undefined where a text in them, or all that they are, is not kept. */
function shapeOf({ id, variables, texts }: Looks, values: Readonly<Record<string, unknown>>): string | undefined {
  const writer = new ShapeWriter(texts);
  let shape = String(id);
  for (const { name, type } of variables) {
    const value = values[name];
    shape += ';';
    if (value === undefined) continue;
    shape += type ? writer.write(value, type) : countOf(value);
  }
  return writer.isWhole && shape.length <= longestShape ? shape : undefined;
}

/** How many elements a value has, where it has any. */
function countOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? String(value.length) : '+';
}

/** The types of which any text will do; dates and the like are looked at more closely. */
const plainTexts: readonly string[] = ['String', 'ID'];

class ShapeWriter {
  private places: Map<string, number> | undefined;
  isWhole = true;

  constructor(private readonly texts: ReadonlySet<string>) {}

  write(value: unknown, given: GraphQLInputType): string {
    const type: GraphQLNullableType & GraphQLInputType = isNonNullType(given) ? given.ofType : given;
    if (value === null || value === undefined) return 'null';
    if (isListType(type)) {
      const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
      return `[${elements.map((element) => this.write(element, type.ofType)).join()}]`;
    }
    if (isInputObjectType(type)) {
      const fields = type.getFields();
      const members = Object.entries(value).map(([name, member]) => {
        const field = fields[name];
        return `${name}:${field ? this.write(member, field.type) : ''}`;
      });
      return `{${members.join()}}`;
    }
    if (isEnumType(type)) return JSON.stringify(value);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && plainTexts.includes(type.name) ? this.ofText(value) : this.leaveOut();
  }

  /** The place of a text among those of the variables; itself where the document has it too. */
  private ofText(text: string): string {
    if (this.texts.has(text)) return JSON.stringify(text);
    if (text === '' || text.length > longestText || !text.isWellFormed()) return this.leaveOut();
    this.places ??= new Map();
    const place = this.places.get(text) ?? this.places.size;
    this.places.set(text, place);
    return `t${place}`;
  }

  private leaveOut(): string {
    this.isWhole = false;
    return '';
  }
}
