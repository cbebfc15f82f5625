import { namesAround, typeNamesOf } from '../../schema/type-names';
import type { DeclaredClass } from '../../schema/facts';

/** Gives classes and enumerations names that lead to no type of GraphQL that there is already. */
export class TypeNames {
  private readonly taken: Set<string>;

  /** @param types the classes that there are */
  constructor(types: Iterable<DeclaredClass>) {
    this.taken = new Set(typeNamesOf(types).keys());
  }

  /** Whether a class could be called so. */
  isFree(name: string): boolean {
    return namesAround(name).every((around) => !this.taken.has(around));
  }

  /** Keeps a name, or one like it that is free. */
  take(name: string): string {
    let free = name;
    for (let number = 1; !this.isFree(free); number++) free = `${name}Value${number === 1 ? '' : number}`;
    for (const around of namesAround(free)) this.taken.add(around);
    return free;
  }
}
