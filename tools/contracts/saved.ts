/** The names of what earlier steps of a journey have saved, as a text asks for them in double braces. */
export const savedNames = (text: string): readonly string[] =>
  [...text.matchAll(/{{(\w+)}}/g)].flatMap(([, name]) => name ?? []);
