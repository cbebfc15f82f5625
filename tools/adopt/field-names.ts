import { ownedFields, warningsMember } from '../../schema/facts';
import { kinds } from '../../schema/kinds';
import { isObjectMember, isPromiseMember } from '../../schema/object-members';
import { capitals, lowerFirst } from '../create/words';

/** Names that a field of the gateway cannot have: the service's own, those of filters, those of every object. */
const reserved = new Set<string>([
  ...ownedFields.map(({ name }) => name),
  warningsMember,
  'and',
  'or',
  'not',
  ...kinds.object.comparisons,
  'prototype',
]);

/** Gives each attribute of a class a name that a field can have, and that no other has. */
export class FieldNames {
  /** As an order of a list spells them: two names must not be one there. */
  private readonly taken = new Set<string>();

  /** The attribute's own name where a field can be called so. */
  take(attribute: string): string {
    const words = attribute
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    const better = lowerFirst(capitals(words));
    const usable = /^[A-Za-z]/.test(better) ? better : `item${capitals(words)}`;
    const name = this.first([attribute, usable, `item${usable.charAt(0).toUpperCase()}${usable.slice(1)}`]);
    this.taken.add(spelled(name));
    return name;
  }

  /** Gives a name back that is not needed after all. */
  release(name: string): void {
    this.taken.delete(spelled(name));
  }

  /** Keeps a name for something else. */
  keep(name: string): void {
    this.taken.add(spelled(name));
  }

  private first(candidates: readonly string[]): string {
    const isFree = (name: string): boolean => isPossible(name) && !this.taken.has(spelled(name));
    const found = candidates.find(isFree);
    if (found !== undefined) return found;
    const last = candidates.at(-1) ?? 'item';
    for (let number = 2; ; number++) if (isFree(`${last}${number}`)) return `${last}${number}`;
  }
}

const isPossible = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !reserved.has(name) && !isObjectMember(name) && !isPromiseMember(name);

/** createdAt and created_at are both CREATED_AT. */
const spelled = (name: string): string => name.replaceAll(/[A-Z]/g, '_$&').toUpperCase();
