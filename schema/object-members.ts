/**
 * Whether every object of JavaScript has a member of that name. Where a name is looked up in an object, a library finds
 * that member in place of ours: class-validator calls `toString` of a value, TypeGraphQL `constructor` of a resolver.
 */
export function isObjectMember(name: string): boolean {
  return Object.hasOwn(Object.prototype, name);
}
