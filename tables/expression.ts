import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { comparisonFacts } from '../services/comparisons';
import { asksNothing, comparisonsIn } from '../services/filter';
import type { Comparing, Filter } from '../services/filter';
import type { Mapping } from './mapping';
import { storable } from './values';

/** A part of a condition, and whether it needs parentheses beside others; DynamoDB refuses needless parentheses. */
interface Term {
  readonly text: string;
  readonly isJoined: boolean;
}

/** Collects the names and values of an expression; every name is a placeholder, so that no reserved word can hurt. */
export class Expression {
  private readonly names = new Map<string, string>();
  private readonly values: unknown[] = [];

  /** @param mapping how the fields that are named are stored; under their own names when left out */
  constructor(private readonly mapping?: Mapping) {}

  /** The placeholder of a field, or of one of an object in a field. */
  name(...path: readonly string[]): string {
    return this.attribute(...(this.mapping?.attributes(path) ?? path));
  }

  /** The placeholder of an attribute, or of one inside a map. */
  attribute(...path: readonly string[]): string {
    const [name = ''] = path;
    return path.length === 1 ? this.placeholder(name) : path.map((part) => this.placeholder(part)).join('.');
  }

  private placeholder(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const placeholder = `#n${this.names.size}`;
    this.names.set(name, placeholder);
    return placeholder;
  }

  value(value: unknown): string {
    return `:v${this.values.push(value instanceof NumberValue ? value : storable(value)) - 1}`;
  }

  /**
   * A filter as a condition expression; undefined when it asks for nothing.
   * @throws Error when it is not `isExpressible`
   */
  condition(filter: Filter): string | undefined {
    return this.term(filter)?.text;
  }

  /** What a command takes beside its expressions. */
  attributes() {
    const attributes: {
      ExpressionAttributeNames?: Record<string, string>;
      ExpressionAttributeValues?: Record<string, unknown>;
    } = {};
    if (this.names.size > 0) {
      const names: Record<string, string> = {};
      for (const [name, placeholder] of this.names) names[placeholder] = name;
      attributes.ExpressionAttributeNames = names;
    }
    if (this.values.length > 0) {
      const values: Record<string, unknown> = {};
      for (const [index, value] of this.values.entries()) values[`:v${index}`] = value;
      attributes.ExpressionAttributeValues = values;
    }
    return attributes;
  }

  private term(filter: Filter): Term | undefined {
    if ('all' in filter) return joined(this.terms(filter.all), ' AND ');
    if ('any' in filter) {
      // An alternative that asks for nothing makes everything match; DynamoDB refuses values that nothing uses.
      return filter.any.some(asksNothing) ? undefined : joined(this.terms(filter.any), ' OR ');
    }
    if ('not' in filter) return { text: `NOT (${this.condition(filter.not)})`, isJoined: false };
    return joined(this.comparing(filter), ' AND ');
  }

  private terms(filters: readonly Filter[]): readonly Term[] {
    return filters.map((part) => this.term(part)).filter((part) => part !== undefined);
  }

  private comparing({ field, comparison, values }: Comparing): readonly Term[] {
    const { conditions } = comparisonFacts[comparison];
    if (!conditions) throw new Error(`DynamoDB has no condition for ${comparison}`);
    if (this.mapping?.isSearched(field, comparison)) {
      throw new Error(
        `What is stored of ${field.join('.')} is not what it is compared by: read the item, and look at it.`,
      );
    }
    const texts = conditions(this.name(...field), values, (value) =>
      this.value(this.mapping ? this.mapping.write(field, value) : value),
    );
    return texts.map((text) => ({ text, isJoined: false }));
  }
}

/** Whether DynamoDB has a condition for each comparison of a filter, and can make it with what is stored. */
export function isExpressible(filter: Filter, mapping?: Mapping): boolean {
  return comparisonsIn(filter).every(
    ({ field, comparison }) =>
      comparisonFacts[comparison].conditions !== undefined && (mapping?.isComparable(field, comparison) ?? true),
  );
}

/**
 * Whether DynamoDB takes a condition of this size: 4096 bytes and 300 operators, less some room for the longer
 * placeholders that it has behind a key condition.
 */
export function isTaken(condition: string): boolean {
  const operators = condition.match(/\b(AND|OR|NOT|BETWEEN|IN|attribute_|begins_with|contains)|[<>]=?|=/g) ?? [];
  return condition.length <= 3900 && operators.length <= 290;
}

function joined(terms: readonly Term[], word: ' AND ' | ' OR '): Term | undefined {
  if (terms.length <= 1) return terms[0];
  return { text: terms.map(({ text, isJoined }) => (isJoined ? `(${text})` : text)).join(word), isJoined: true };
}
