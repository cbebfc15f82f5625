/**
 * Whether the declarations have been checked before. The functions of a deploy are built by a program that loads the same
 * classes and modules, and ends with the first mistake: `infra/in-use.ts` says so in them, and their starts do not look
 * again, which was a fifth of a start. Everywhere else they are checked while they are declared.
 */
export const areChecked: boolean = false;
