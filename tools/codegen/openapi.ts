import openapiTypescript, { astToString } from 'openapi-typescript';

/** The types of an OpenAPI document, with openapi-typescript. */
export async function openapiSource(document: string): Promise<string> {
  // A caller may leave out what has a default.
  const nodes = await openapiTypescript(document, { defaultNonNullable: false, alphabetize: true });
  return `// Written by npm run codegen with openapi-typescript from schema/generated/openapi.json. Do not edit.\n\n${astToString(nodes)}`;
}
