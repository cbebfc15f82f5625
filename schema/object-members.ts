/**
 * Whether every object of JavaScript has a member of that name. Where a name is looked up in an object, a library finds
 * that member in place of ours: class-validator calls `toString` of a value, TypeGraphQL `constructor` of a resolver.
 */
export function isObjectMember(name: string): boolean {
  return Object.hasOwn(Object.prototype, name);
}

/**
 * Whether an object with a method of that name is a promise to JavaScript (ECMA-262, section 27.2.1.3.2). TypeGraphQL
 * awaits a resolver before it calls a method of it, and whoever awaits the client of an SDK would call the operation.
 */
export function isPromiseMember(name: string): boolean {
  return name === 'then';
}
