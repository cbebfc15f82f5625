import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { asksNothing } from '../services/filter';
import type { Comparing, Filter } from '../services/filter';
import { compareValues } from './order';
import { storable } from './values';

/** A part of a condition, and whether it needs parentheses beside others; DynamoDB refuses needless ones. */
interface Term {
  readonly text: string;
  readonly isJoined: boolean;
}

/** Collects the names and values of an expression; every name is a placeholder, so that no reserved word can hurt. */
export class Expression {
  private readonly names = new Map<string, string>();
  private readonly values: unknown[] = [];

  /** The placeholder of an attribute, or of one inside a map. */
  name(...path: readonly string[]): string {
    return path
      .map((name) => {
        if (!this.names.has(name)) this.names.set(name, `#n${this.names.size}`);
        return this.names.get(name)!;
      })
      .join('.');
  }

  value(value: unknown): string {
    return `:v${this.values.push(value instanceof NumberValue ? value : storable(value)) - 1}`;
  }

  /** A filter as a condition expression; undefined when it asks for nothing. */
  condition(filter: Filter): string | undefined {
    return this.term(filter)?.text;
  }

  /** What a command takes beside its expressions. */
  attributes() {
    return {
      ...(this.names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...this.names].map(([name, placeholder]) => [placeholder, name])),
      }),
      ...(this.values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(this.values.map((value, index) => [`:v${index}`, value])),
      }),
    };
  }

  private term(filter: Filter): Term | undefined {
    if ('all' in filter) {
      return joined(
        filter.all.map((part) => this.term(part)).filter((part) => part !== undefined),
        ' AND ',
      );
    }
    if ('any' in filter) {
      // An alternative that asks for nothing makes everything match; DynamoDB refuses values that nothing uses.
      if (filter.any.some(asksNothing)) return undefined;
      return joined(
        filter.any.map((part) => this.term(part)!),
        ' OR ',
      );
    }
    if ('not' in filter) return { text: `NOT (${this.condition(filter.not)})`, isJoined: false };
    const text = this.comparing(filter);
    return { text, isJoined: isReversed(filter) };
  }

  private comparing({ field, comparison, values }: Comparing): string {
    const name = this.name(...field);
    const value = (index = 0): string => this.value(values[index]);
    switch (comparison) {
      case 'eq':
        return `${name} = ${value()}`;
      case 'ne':
        return `NOT (${name} = ${value()})`;
      case 'lt':
        return `${name} < ${value()}`;
      case 'le':
        return `${name} <= ${value()}`;
      case 'gt':
        return `${name} > ${value()}`;
      case 'ge':
        return `${name} >= ${value()}`;
      case 'between':
        // BETWEEN is refused when its lower end is above the upper; the list is just empty.
        return isReversed({ field, comparison, values })
          ? `${name} >= ${value(0)} AND ${name} <= ${value(1)}`
          : `${name} BETWEEN ${value(0)} AND ${value(1)}`;
      case 'in':
        return `${name} IN (${values.map((one) => this.value(one)).join(', ')})`;
      case 'beginsWith':
        return `begins_with(${name}, ${value()})`;
      case 'contains':
        return `contains(${name}, ${value()})`;
      case 'exists':
        return values[0] === true ? `attribute_exists(${name})` : `attribute_not_exists(${name})`;
    }
  }
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

function isReversed({ comparison, values }: Comparing): boolean {
  return comparison === 'between' && compareValues(values[0], values[1]) > 0;
}
