// Written from the declarations of the gateway. Do not edit.

/** Values by their GraphQL names, of the enumerations whose names are not their values. */
export const enumerations: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** The members of the types that lead to these enumerations, with what each holds. */
export const members: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** The arguments of the fields that lead to them. */
export const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
